//! A folder of `.js` files and nothing else (§7.6): each file's name says which action it is.

use std::path::Path;

use indexmap::IndexMap;

use super::directory::folder_name;
use super::draft::Draft;
use super::entries::Entry;
use super::error::LoadError;
use super::load::{LoadOptions, Loaded};
use super::model::{Action, Form, Note, NoteLevel, Options};
use super::root::Root;
use super::script_files::ScriptFiles;
use super::surroundings::Surroundings;

/// Names seen in the wild, without hyphens, underscores and capitals.
const ALIASES: [(&str, Action); 15] = [
    ("login", Action::Login),
    ("dblogin", Action::Login),
    ("getuser", Action::GetUser),
    ("dbgetuser", Action::GetUser),
    ("getbyemail", Action::GetUser),
    ("create", Action::Create),
    ("createuser", Action::Create),
    ("verify", Action::Verify),
    ("changepassword", Action::ChangePassword),
    ("changeemail", Action::ChangeEmail),
    ("delete", Action::Delete),
    ("deleteuser", Action::Delete),
    ("remove", Action::Delete),
    ("changeusername", Action::ChangeUsername),
    ("changephonenumber", Action::ChangePhoneNumber),
];

/// The action a file is for, by its name.
pub(super) fn action_of(entry: &Entry) -> Option<Action> {
    if !entry.is_script() {
        return None;
    }
    let stem = entry.path.file_stem()?.to_str()?;
    let plain: String = stem.chars().filter(|c| !matches!(c, '-' | '_')).collect::<String>().to_ascii_lowercase();
    ALIASES.iter().find(|(alias, _)| *alias == plain).map(|(_, action)| *action)
}

/// Reads the scripts among `entries` of `folder`. A file under the action's own key wins over one under an alias.
pub(super) fn read(folder: &Path, entries: &[Entry], options: &LoadOptions) -> Result<Loaded, LoadError> {
    let surroundings = Surroundings::of(&[folder], options)?;
    let root = Root::new(folder)?;
    let files = ScriptFiles { source: folder, folder, root: &root, keywords: &surroundings.keywords };
    let mut notes = Vec::new();
    let mut chosen: IndexMap<Action, &Entry> = IndexMap::new();
    for entry in entries.iter().filter(|entry| entry.is_script()) {
        let Some(action) = action_of(entry) else {
            let known = Action::ALL.map(|action| format!("{action}.js")).join(", ");
            let message = format!("`{}` is not read: its name is no action script's; those are {known}.", entry.name);
            notes.push(Note::new(NoteLevel::Warning, message).about(&entry.path));
            continue;
        };
        let is_key = |entry: &Entry| entry.name == format!("{action}.js");
        let other = match chosen.get(&action).copied() {
            Some(first) if !is_key(entry) => (entry, first),
            first => {
                chosen.insert(action, entry);
                let Some(first) = first else { continue };
                (first, entry)
            }
        };
        let message =
            format!("`{}` is not read: `{}` is the script for `{action}` already.", other.0.name, other.1.name);
        notes.push(Note::new(NoteLevel::Warning, message).about(&other.0.path));
    }
    let mut scripts = IndexMap::new();
    for (action, entry) in chosen {
        let script = if root.holds(&entry.path) {
            files.read_file(action, &entry.path, &mut notes).map_err(|error| error.to_string())
        } else {
            Err("It is a link that leaves the folder or leads nowhere; it was not read.".to_owned())
        };
        match script {
            Ok(script) => {
                scripts.insert(action, script);
            }
            Err(reason) => {
                let message = format!("The connection opens without `{}`: {reason}", entry.name);
                notes.push(Note::new(NoteLevel::Error, message).about(&entry.path));
            }
        }
    }
    let draft = Draft {
        name: surroundings.settings.name.clone().unwrap_or_else(|| folder_name(folder)),
        form: Form::BareFolder,
        path: folder.to_owned(),
        // Scripts without a connection are there to be called.
        options: Options { enabled_database_customization: Some(true), ..Options::default() },
        configuration: IndexMap::new(),
        scripts,
        notes,
    };
    Ok(Loaded { connections: vec![draft.finish(&surroundings)], notes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_say_which_action_they_are_for() {
        for (name, action) in [
            ("login.js", Some(Action::Login)),
            ("get_user.js", Some(Action::GetUser)),
            ("getUser.js", Some(Action::GetUser)),
            ("get-user.js", Some(Action::GetUser)),
            ("db-get-user.js", Some(Action::GetUser)),
            ("changePassword.js", Some(Action::ChangePassword)),
            ("change-password.js", Some(Action::ChangePassword)),
            ("changeEmail.js", Some(Action::ChangeEmail)),
            ("remove.js", Some(Action::Delete)),
            ("deleteUser.js", Some(Action::Delete)),
            ("change_phone_number.js", Some(Action::ChangePhoneNumber)),
            ("helpers.js", None),
            ("login.json", None),
            ("login", None),
        ] {
            let entry = Entry { name: name.to_owned(), path: name.into(), is_folder: false };
            assert_eq!(action_of(&entry), action, "{name}");
        }
    }

    #[test]
    fn every_action_is_known_by_its_own_key() {
        for action in Action::ALL {
            let name = format!("{action}.js");
            let entry = Entry { path: name.as_str().into(), name, is_folder: false };
            assert_eq!(action_of(&entry), Some(action));
        }
    }
}
