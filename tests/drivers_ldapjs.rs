//! The stand-in for the npm module `ldapjs`, over the embedded directory. What each version answers was compared with
//! the real packages before a real server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use loginscope::legacy::EmbeddedTemplate;
use realm::{printed, run, run_against};

const SEED: &str = "dn: dc=example,dc=test
objectClass: domain
dc: example

dn: uid=ada,dc=example,dc=test
objectClass: inetOrgPerson
uid: ada
cn: Ada Lovelace
mail: ada@example.test
mail: al@example.test
userPassword: correct-horse
";

/// What a body prints that has a `client` of the module of this version.
fn prints(version: &str, body: &str) -> String {
    let store = EmbeddedTemplate::from_text(&[("seed.ldif", SEED)], &[]).unwrap().open().unwrap();
    let text = format!(
        "const ldap = require('ldapjs@{version}');
        const client = ldap.createClient({{ url: 'ldap://ldap.example.test' }});
        const BASE = 'dc=example,dc=test';
        const search = (options) => new Promise((done) => {{
            client.search(BASE, options, (error, response) => {{
                if (error) return done(console.log('search', error.message));
                response.on('searchEntry', (entry) => console.log(JSON.stringify(entry.object ?? entry.pojo.attributes), String(entry.dn)));
                response.on('error', (error) => done(console.log('error', error.name, error.code, error.message)));
                response.on('end', (result) => done(console.log('end', result.status)));
            }});
        }});
        const asked = (verb, ...args) => new Promise((done) => {{
            client[verb](...args, (error, answer) => done(error ? `${{error.name}} ${{error.code}} ${{error.message}}` : String(answer?.status ?? answer)));
        }});
        {body}"
    );
    printed(&run_against(store, &text))
}

#[test]
fn entries_have_an_object_up_to_version_2_and_a_pojo_from_3_on() {
    let body = "await search({ scope: 'sub', filter: '(mail=ADA@example.test)', attributes: ['cn', 'mail'] });";
    let dn = "uid=ada,dc=example,dc=test";
    let object = format!(
        "{{\"dn\":\"{dn}\",\"controls\":[],\"cn\":\"Ada Lovelace\",\"mail\":[\"ada@example.test\",\"al@example.test\"]}} {dn}\nend 0\n"
    );
    let pojo = format!(
        "[{{\"type\":\"cn\",\"values\":[\"Ada Lovelace\"]}},{{\"type\":\"mail\",\"values\":[\"ada@example.test\",\"al@example.test\"]}}] {dn}\nend 0\n"
    );
    for (version, expected) in [("1.0.2", &object), ("2.3.3", &object), ("3.0.7", &pojo)] {
        assert_eq!(&prints(version, body), expected, "{version}");
    }
}

#[test]
fn a_bind_is_let_in_or_refused() {
    let body = "console.log(await asked('bind', 'uid=ada,dc=example,dc=test', 'correct-horse'));
        console.log(await asked('bind', 'uid=ada,dc=example,dc=test', 'wrong'));
        client.bind('uid=ada,dc=example,dc=test', 'wrong', (error) => {
            console.log(error instanceof ldap.InvalidCredentialsError, JSON.stringify(error), Object.keys(error));
        });
        await asked('unbind');";
    let expected = "0
InvalidCredentialsError 49 Invalid Credentials
true {\"lde_message\":\"Invalid Credentials\",\"lde_dn\":null} [ 'lde_message', 'lde_dn' ]
";
    for version in ["1.0.2", "2.3.3", "3.0.7"] {
        assert_eq!(prints(version, body), expected, "{version}");
    }
}

#[test]
fn filters_are_read_and_written() {
    let body = "for (const text of ['mail=x', '(&(a=b)(!(c=*d*)))', '(a>=5)', '(a=b']) {
            try { console.log(String(ldap.parseFilter(text))); } catch (error) { console.log(error.message); }
        }
        console.log(String(new ldap.EqualityFilter({ attribute: 'mail', value: 'a*(b)' })));
        await search({ scope: 'sub', filter: new ldap.OrFilter({ filters: [
            new ldap.EqualityFilter({ attribute: 'uid', value: 'nobody' }), new ldap.PresenceFilter({ attribute: 'none' })] }) });
        try { await search({ filter: '(uid=(' }); } catch (error) { console.log(error.message); }";
    let expected =
        "(mail=x)\n(&(a=b)(!(c=*d*)))\n(a>=5)\nunbalanced parens\n(mail=a\\2a\\28b\\29)\nend 0\nunbalanced parens\n";
    assert_eq!(prints("2.3.3", body), expected);
}

#[test]
fn changes_take_the_form_of_their_version() {
    let body = "const dn = 'uid=ada,dc=example,dc=test';
        for (const modification of [{ sn: 'x' }, { type: 'sn', values: ['y'] }]) {
            try { console.log(await asked('modify', dn, new ldap.Change({ operation: 'replace', modification }))); }
            catch (error) { console.log(error.message); }
        }";
    assert_eq!(prints("3.0.7", body), "modification must be an Attribute\n0\n");
    let old = body.replace("values: ['y']", "vals: ['y']");
    assert_eq!(prints("2.3.3", &old), "0\n0\n");
}

#[test]
fn entries_are_added_compared_renamed_and_removed() {
    let body = "const entry = { uid: 'eve', cn: 'Eve', objectClass: ['inetOrgPerson'] };
        console.log(await asked('add', 'uid=eve,dc=example,dc=test', entry));
        console.log(await asked('add', 'uid=eve,dc=example,dc=test', entry));
        console.log(await asked('compare', 'uid=eve,dc=example,dc=test', 'cn', 'eve'));
        console.log(await asked('modifyDN', 'uid=eve,dc=example,dc=test', 'uid=mallory'));
        console.log(await asked('del', 'uid=mallory,dc=example,dc=test'));
        console.log(await asked('del', 'uid=mallory,dc=example,dc=test'));";
    let expected =
        "0\nEntryAlreadyExistsError 68 Entry Already Exists\ntrue\n0\n0\nNoSuchObjectError 32 No Such Object\n";
    assert_eq!(prints("2.3.3", body), expected);
}

#[test]
fn a_limit_ends_a_search_with_what_was_found() {
    let body = "await search({ scope: 'sub', filter: '(objectClass=*)', sizeLimit: 1, attributes: ['dc'] });";
    let expected = "{\"dn\":\"dc=example,dc=test\",\"controls\":[],\"dc\":\"example\"} dc=example,dc=test
error SizeLimitExceededError 4 Size Limit Exceeded
";
    assert_eq!(prints("2.3.3", body), expected);
}

#[test]
fn an_unreachable_server_is_told_by_events_and_to_whoever_asks() {
    let script = "const ldap = require('ldapjs@2.3.3');
        const client = ldap.createClient({ url: 'ldap://127.0.0.1:1' });
        for (const name of ['connectError', 'connectRefused', 'error']) client.on(name, (error) => console.log(name, error.message));
        await new Promise((done) => client.bind('cn=a', 'b', (error) => { console.log(error.code, error.message); done(); }));";
    let words = "connect ECONNREFUSED 127.0.0.1:1";
    let expected = format!("connectError {words}\nconnectRefused {words}\nECONNREFUSED {words}\n");
    assert_eq!(printed(&run(script)), expected);
}

#[test]
fn a_server_cannot_be_made() {
    let body = "try { ldap.createServer(); } catch (error) { console.log(error.message); }";
    assert_eq!(prints("2.3.3", body), "a script cannot listen: ldapjs.createServer is not available\n");
}
