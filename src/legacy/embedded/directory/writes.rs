//! Operations that change the directory.

use super::filter::same;
use super::name::{first_pairs, rest, Name};
use super::{bytes, Directory, Refusal, Stored, MOST};
use crate::legacy::directory::{Attribute, Change, ChangeKind, Operation};

/// The most bytes an entry holds.
const LARGEST: usize = 4 << 20;

/// Changes the directory.
///
/// # Errors
/// The server's result.
pub(super) fn apply(directory: &mut Directory, operation: &Operation) -> Result<(), Refusal> {
    match operation {
        Operation::Add { name, attributes } => add(directory, name, attributes),
        Operation::Modify { name, changes } => modify(directory, name, changes),
        Operation::Delete { name } => {
            let (key, place) = found(directory, name)?;
            if directory.entries.iter().any(|entry| entry.key.parent() == key) {
                return Err(Refusal::new(66, "subordinate objects must be deleted first"));
            }
            directory.entries.remove(place);
            Ok(())
        }
        Operation::ModifyName { name, new_rdn, delete_old, new_superior } => {
            rename(directory, name, new_rdn, *delete_old, new_superior.as_deref())
        }
        other => Err(Refusal::new(2, format!("{} is no change", other.verb()))),
    }
}

fn found(directory: &Directory, name: &str) -> Result<(Name, usize), Refusal> {
    let key = Name::read(name).ok_or_else(Refusal::invalid_name)?;
    match directory.place(&key) {
        Some(place) => Ok((key, place)),
        None => Err(directory.missing(&key)),
    }
}

fn add(directory: &mut Directory, name: &str, attributes: &[Attribute]) -> Result<(), Refusal> {
    let key = Name::read(name).filter(|key| !key.0.is_empty()).ok_or_else(Refusal::invalid_name)?;
    if directory.place(&key).is_some() {
        return Err(Refusal::new(68, ""));
    }
    if directory.place(&key.parent()).is_none() {
        return Err(directory.missing(&key));
    }
    if directory.entries.len() >= MOST {
        return Err(Refusal::new(53, format!("the embedded directory holds at most {MOST} entries")));
    }
    let mut entry = Stored { name: name.to_owned(), key, attributes: Vec::new() };
    for attribute in attributes {
        if attribute.values.is_empty() {
            return Err(Refusal::new(21, format!("{}: value #0 invalid per syntax", attribute.name)));
        }
        entry.add(&attribute.name, attribute.values.iter().map(bytes).collect());
    }
    if entry.values("objectClass").is_none() {
        return Err(Refusal::new(65, "no objectClass attribute"));
    }
    for (attribute, value) in first_pairs(name) {
        let held = entry.values(&attribute);
        if !held.is_some_and(|values| values.iter().any(|held| same(&attribute, held, value.as_bytes()))) {
            let words = format!("value of naming attribute '{attribute}' is not present in entry");
            return Err(Refusal::new(64, words));
        }
    }
    bounded(&entry)?;
    directory.entries.push(entry);
    Ok(())
}

fn bounded(entry: &Stored) -> Result<(), Refusal> {
    let size: usize = entry.attributes.iter().flat_map(|(_, values)| values).map(Vec::len).sum();
    match size > LARGEST {
        true => Err(Refusal::new(11, format!("an entry of the embedded directory holds at most {LARGEST} bytes"))),
        false => Ok(()),
    }
}

fn modify(directory: &mut Directory, name: &str, changes: &[Change]) -> Result<(), Refusal> {
    let (_, place) = found(directory, name)?;
    let mut entry = directory.entries[place].clone();
    for change in changes {
        let attribute = change.attribute.name.as_str();
        let values: Vec<Vec<u8>> = change.attribute.values.iter().map(bytes).collect();
        let at = entry.attributes.iter().position(|(known, _)| known.eq_ignore_ascii_case(attribute));
        match (change.operation, at) {
            (ChangeKind::Replace, at) => {
                if let Some(at) = at {
                    if values.is_empty() {
                        entry.attributes.remove(at);
                    } else {
                        entry.attributes[at].1 = values;
                    }
                } else if !values.is_empty() {
                    entry.add(attribute, values);
                }
            }
            (ChangeKind::Add, at) => {
                let held = at.map(|at| entry.attributes[at].1.as_slice()).unwrap_or_default();
                let twice = |value: &Vec<u8>| held.iter().any(|held| same(attribute, held, value));
                if let Some(index) = values.iter().position(twice) {
                    let words = format!("modify/add: {attribute}: value #{index} already exists");
                    return Err(Refusal::new(20, words));
                }
                entry.add(attribute, values);
            }
            (ChangeKind::Delete, None) => {
                return Err(Refusal::new(16, format!("modify/delete: {attribute}: no such attribute")))
            }
            (ChangeKind::Delete, Some(at)) => {
                for value in &values {
                    let held = &mut entry.attributes[at].1;
                    let Some(index) = held.iter().position(|held| same(attribute, held, value)) else {
                        return Err(Refusal::new(16, format!("modify/delete: {attribute}: no such value")));
                    };
                    held.remove(index);
                }
                if values.is_empty() || entry.attributes[at].1.is_empty() {
                    entry.attributes.remove(at);
                }
            }
        }
    }
    if entry.values("objectClass").is_none() {
        return Err(Refusal::new(65, "no objectClass attribute"));
    }
    bounded(&entry)?;
    directory.entries[place] = entry;
    Ok(())
}

fn rename(
    directory: &mut Directory,
    name: &str,
    new_rdn: &str,
    delete_old: bool,
    new_superior: Option<&str>,
) -> Result<(), Refusal> {
    let (old, place) = found(directory, name)?;
    let above = new_superior.map_or_else(|| rest(&directory.entries[place].name), str::to_owned);
    let renamed = if above.is_empty() { new_rdn.to_owned() } else { format!("{new_rdn},{above}") };
    let key = Name::read(&renamed).ok_or_else(Refusal::invalid_name)?;
    if let Some(superior) = new_superior {
        let superior = Name::read(superior).ok_or_else(Refusal::invalid_name)?;
        if directory.place(&superior).is_none() {
            return Err(directory.missing(&superior));
        }
        if superior.is_within(&old) {
            return Err(Refusal::new(53, "cannot place an entry below itself"));
        }
    }
    if key != old && directory.place(&key).is_some() {
        return Err(Refusal::new(68, ""));
    }
    let entry = &mut directory.entries[place];
    if delete_old {
        for (attribute, value) in first_pairs(&entry.name) {
            for (known, values) in &mut entry.attributes {
                if known.eq_ignore_ascii_case(&attribute) {
                    values.retain(|held| !same(&attribute, held, value.as_bytes()));
                }
            }
        }
    }
    for (attribute, value) in first_pairs(new_rdn) {
        let held = entry.values(&attribute);
        if !held.is_some_and(|values| values.iter().any(|held| same(&attribute, held, value.as_bytes()))) {
            entry.add(&attribute, vec![value.into_bytes()]);
        }
    }
    entry.attributes.retain(|(_, values)| !values.is_empty());
    // What stands below moves along.
    for entry in &mut directory.entries {
        if entry.key.is_within(&old) {
            let own = entry.key.0.len() - old.0.len();
            let mut parts = Vec::new();
            let mut left = entry.name.clone();
            for _ in 0..own {
                let tail = rest(&left);
                parts.push(left[..left.len() - tail.len()].trim_end_matches([',', ';']).to_owned());
                left = tail;
            }
            parts.push(renamed.clone());
            entry.name = parts.join(",");
            entry.key = Name([&entry.key.0[..own], key.0.as_slice()].concat());
        }
    }
    Ok(())
}
