//! A directory as a client sees it: operation in, result out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use super::*;
use crate::legacy::directory::{Change, ChangeKind};
use crate::secret::Secret;

const SEED: &str = "version: 1

dn: dc=example,dc=test
objectClass: domain
dc: example

# people
dn: ou=People,dc=example,dc=test
objectClass: organizationalUnit
ou: People

dn: uid=ada,ou=People,dc=example,dc=test
objectClass: inetOrgPerson
uid: ada
cn: Ada
  Lovelace
mail: Ada@example.test
mail: al@example.test
description:: w4RwZmVs
userAccountControl: 514
userPassword: {SHA}zxF0Am3ajX+Tvl/TPZOSP5ot9Mo=

dn: uid=grace,ou=People,dc=example,dc=test
objectClass: inetOrgPerson
uid: grace
userPrincipalName: grace@corp.test
userPassword: plain-word
";

fn seeded() -> Directory {
    let mut directory = Directory::default();
    play(&mut directory, Path::new("seed.ldif"), SEED).unwrap();
    directory
}

fn answer(directory: &mut Directory, operation: Operation) -> (u32, Vec<Entry>) {
    match directory.answer(&operation) {
        Reply::Directory { result, entries, .. } => (result.code, entries),
        other => panic!("{other:?}"),
    }
}

fn search(base: &str, scope: Scope, filter: &str) -> Operation {
    let (base, filter) = (base.to_owned(), filter.to_owned());
    Operation::Search { base, scope, filter, attributes: Vec::new(), size_limit: 0, time_limit: 0 }
}

fn bind(name: &str, password: &str) -> u32 {
    let operation = Operation::Bind { name: name.to_owned(), password: Secret::new(password.to_owned()) };
    answer(&mut seeded(), operation).0
}

#[test]
fn filters_mean_what_they_mean_to_a_server() {
    for (filter, expected) in [
        ("(uid=ada)", vec!["ada"]),
        ("(MAIL=ada@EXAMPLE.test)", vec!["ada"]),
        ("(cn=ada lovelace)", vec!["ada"]),
        ("(|(uid=ada)(uid=grace))", vec!["ada", "grace"]),
        ("(&(objectClass=inetOrgPerson)(!(mail=*)))", vec!["grace"]),
        ("(uid=*a*)", vec!["ada", "grace"]),
        ("(uid=g*e)", vec!["grace"]),
        ("(uid=*x*)", vec![]),
        (r"(description=\c3\84pfel)", vec!["ada"]),
        (r"(uid=a\64a)", vec!["ada"]),
        ("(userAccountControl:1.2.840.113556.1.4.803:=2)", vec!["ada"]),
        ("(userAccountControl>=500)", vec!["ada"]),
        ("(uid=*)(mail=*)", vec![]),
    ] {
        let (_, entries) = answer(&mut seeded(), search("dc=example,dc=test", Scope::Sub, filter));
        let names: Vec<&str> =
            entries.iter().map(|entry| entry.name.trim_start_matches("uid=").split(',').next().unwrap()).collect();
        assert_eq!(names, expected, "{filter}");
    }
}

#[test]
fn a_search_goes_as_far_as_its_scope() {
    for (base, scope, count) in [
        ("OU=people, DC=example,DC=test", Scope::Base, 1),
        ("ou=People,dc=example,dc=test", Scope::One, 2),
        ("dc=example,dc=test", Scope::Sub, 4),
    ] {
        assert_eq!(answer(&mut seeded(), search(base, scope, "(objectClass=*)")).1.len(), count, "{base}");
    }
    let reply = seeded().answer(&search("ou=none,dc=example,dc=test", Scope::Sub, "(uid=*)"));
    let Reply::Directory { result, .. } = reply else { panic!("{reply:?}") };
    assert_eq!((result.code, result.matched.as_str()), (32, "dc=example,dc=test"));
}

#[test]
fn passwords_are_compared_and_never_handed_out() {
    assert_eq!(bind("uid=ada,ou=People,dc=example,dc=test", "test-word"), 0);
    assert_eq!(bind("uid=ada,ou=People,dc=example,dc=test", "wrong"), 49);
    assert_eq!(bind("UID=Grace,ou=people,dc=example,dc=test", "plain-word"), 0);
    assert_eq!(bind("grace@corp.test", "plain-word"), 0);
    assert_eq!(bind("uid=nobody,dc=example,dc=test", "x"), 49);
    assert_eq!(bind("uid=ada,ou=People,dc=example,dc=test", ""), 53);
    assert_eq!(bind("", ""), 0);
    assert_eq!(bind("no name", "x"), 34);
    let (_, entries) = answer(&mut seeded(), search("dc=example,dc=test", Scope::Sub, "(uid=ada)"));
    assert!(entries[0].attributes.iter().all(|attribute| attribute.name != "userPassword"));
}

#[test]
fn entries_are_added_changed_renamed_and_removed() {
    let mut directory = seeded();
    let text = |text: &str| Cell::Text(text.to_owned());
    let attribute = |name: &str, value: &str| Attribute { name: name.to_owned(), values: vec![text(value)] };
    let name = "uid=eve,ou=People,dc=example,dc=test".to_owned();
    let add = Operation::Add {
        name: name.clone(),
        attributes: vec![attribute("objectClass", "inetOrgPerson"), attribute("uid", "eve")],
    };
    assert_eq!(answer(&mut directory, add.clone()).0, 0);
    assert_eq!(answer(&mut directory, add).0, 68);
    let change = |operation, name: &str, value: &str| Change { operation, attribute: attribute(name, value) };
    let modify = |changes| Operation::Modify { name: name.clone(), changes };
    assert_eq!(answer(&mut directory, modify(vec![change(ChangeKind::Replace, "mail", "eve@example.test")])).0, 0);
    assert_eq!(answer(&mut directory, modify(vec![change(ChangeKind::Add, "mail", "EVE@example.test")])).0, 20);
    assert_eq!(answer(&mut directory, modify(vec![change(ChangeKind::Delete, "sn", "x")])).0, 16);
    let rename = Operation::ModifyName {
        name: "ou=People,dc=example,dc=test".to_owned(),
        new_rdn: "ou=Staff".to_owned(),
        delete_old: true,
        new_superior: None,
    };
    assert_eq!(answer(&mut directory, rename).0, 0);
    let (_, found) = answer(&mut directory, search("ou=staff,dc=example,dc=test", Scope::One, "(mail=eve@*)"));
    assert_eq!(found[0].name, "uid=eve,ou=Staff,dc=example,dc=test");
    let delete = |name: &str| Operation::Delete { name: name.to_owned() };
    assert_eq!(answer(&mut directory, delete("ou=Staff,dc=example,dc=test")).0, 66);
    assert_eq!(answer(&mut directory, delete("uid=eve,ou=Staff,dc=example,dc=test")).0, 0);
    assert_eq!(answer(&mut directory, delete("uid=eve,ou=Staff,dc=example,dc=test")).0, 32);
}

#[test]
fn a_seed_that_cannot_be_used_is_refused_with_its_line() {
    for (text, expected) in [
        ("cn: x\n", "seed.ldif:1: an entry begins with its dn\n  in: cn: x"),
        ("dn: nothing\n", "seed.ldif:1: \"nothing\" is no distinguished name\n  in: dn: nothing"),
        (
            "dn: dc=a\nchangetype: delete\n",
            "seed.ldif:2: only entries can be seeded, no changes\n  in: changetype: delete",
        ),
        (
            "dn: dc=a\njpegPhoto:< file:///x\n",
            "seed.ldif:2: values from files are not read\n  in: jpegPhoto:< file:///x",
        ),
        ("dn: dc=a\ndc: a\n\ndn: DC=A\n", "seed.ldif:4: there is an entry of this name already\n  in: DC=A"),
    ] {
        let error = play(&mut Directory::default(), Path::new("seed.ldif"), text).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}
