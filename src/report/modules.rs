//! The list of `loginscope modules`, as text or JSON.

use serde_json::{json, Value};
use unicode_width::UnicodeWidthStr;

use super::json::to_text;
use crate::connection::Connection;
use crate::findings::ModuleSource;
use crate::play::{ModuleUse, Modules};
use crate::visible::visible;

/// The command that installs `wanted`.
pub fn npm_command(wanted: &[String]) -> String {
    format!("npm install {}", wanted.join(" "))
}

/// A word for where a module comes from, as JSON has it.
const fn key(source: &ModuleSource) -> &'static str {
    match source {
        ModuleSource::BuiltIn => "builtin",
        ModuleSource::Node => "node",
        ModuleSource::NoSuchNode => "missing-node",
        ModuleSource::Installed { .. } => "installed",
        ModuleSource::Missing => "missing",
        ModuleSource::Path => "path",
    }
}

/// The document, schema `loginscope.modules/1`.
pub fn json(connection: &Connection, modules: &Modules) -> String {
    let wanted = modules.to_install();
    let uses: Vec<Value> = modules.uses.iter().map(used_json).collect();
    let lacking: Vec<Value> = modules
        .lacking
        .iter()
        .map(|lacking| json!({ "package": lacking.package, "needed_by": lacking.needed_by }))
        .collect();
    to_text(&json!({
        "schema": "loginscope.modules/1",
        "connection": {
            "name": connection.name,
            "runtime": connection.settings.runtime.major(),
            "drivers": connection.settings.drivers.key(),
        },
        "modules": uses,
        "lacking": lacking,
        "install": if wanted.is_empty() { Value::Null } else { Value::String(npm_command(&wanted)) },
    }))
}

fn used_json(used: &ModuleUse) -> Value {
    let (installed, folder) = match &used.source {
        ModuleSource::Installed { version, folder } => (version.clone(), Some(folder.clone())),
        _ => (None, None),
    };
    let used_by: Vec<Value> =
        used.used_by.iter().map(|(action, line)| json!({ "script": action.key(), "line": line })).collect();
    json!({
        "request": used.request,
        "package": used.package,
        "version": used.version,
        "source": key(&used.source),
        "installed_version": installed,
        "path": folder,
        "removed": used.removed,
        "global": used.implicit,
        "used_by": used_by,
    })
}

/// The list for people.
pub fn text(connection: &Connection, modules: &Modules) -> String {
    let mut page = format!("{}: modules on {}\n\n", visible(&connection.name), connection.settings.runtime);
    if modules.uses.is_empty() {
        page.push_str("  The scripts require nothing.\n");
    }
    let longest = modules.uses.iter().map(|used| visible(&used.request).width()).max().unwrap_or_default();
    for used in &modules.uses {
        let request = visible(&used.request);
        let room = " ".repeat(longest - request.width());
        page.push_str(&format!("  {request}{room}  {}\n", in_words(used)));
    }
    for lacking in &modules.lacking {
        let (package, needed_by) = (visible(&lacking.package), visible(&lacking.needed_by));
        page.push_str(&format!("  {package}  missing: {needed_by} needs it\n"));
    }
    let wanted = modules.to_install();
    if !wanted.is_empty() {
        page.push_str(&format!("\n  {}\n", visible(&npm_command(&wanted))));
    }
    page
}

fn in_words(used: &ModuleUse) -> String {
    let mut words = match &used.source {
        ModuleSource::BuiltIn => "built in".to_owned(),
        ModuleSource::Node => "Node's own".to_owned(),
        ModuleSource::NoSuchNode => "missing: this module of Node is not there".to_owned(),
        ModuleSource::Installed { version, folder } => {
            let version = version.as_deref().unwrap_or("without a version");
            format!("installed: {} ({})", visible(version), visible(folder))
        }
        ModuleSource::Missing => "missing".to_owned(),
        ModuleSource::Path => "a file beside the script, which the platform does not take".to_owned(),
    };
    if used.implicit {
        words.push_str(", as a global");
    }
    if used.removed {
        words.push_str(", removed from the platform with Node 18");
    }
    let users: Vec<String> = used.used_by.iter().map(|(action, line)| format!("{action}:{line}")).collect();
    format!("{words} · {}", users.join(" "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::play::Lacking;

    fn used(request: &str, source: ModuleSource) -> ModuleUse {
        let (package, version) = request.split_once('@').map_or((request, None), |(name, at)| (name, Some(at)));
        ModuleUse {
            request: request.to_owned(),
            package: package.to_owned(),
            version: version.map(str::to_owned),
            source,
            removed: request == "mongodb@3.1.4",
            implicit: false,
            used_by: vec![(Action::Login, 2), (Action::GetUser, 3)],
        }
    }

    fn sample() -> Modules {
        let installed =
            ModuleSource::Installed { version: Some("4.17.21".to_owned()), folder: "node_modules/lodash".to_owned() };
        Modules {
            uses: vec![
                used("crypto", ModuleSource::Node),
                used("left-pad@1.3.0", ModuleSource::Missing),
                used("lodash", installed),
                used("mongodb@3.1.4", ModuleSource::BuiltIn),
                used("evil@npm:other", ModuleSource::Missing),
            ],
            lacking: vec![Lacking { package: "ms".to_owned(), needed_by: "debug".to_owned() }],
        }
    }

    #[test]
    fn the_list_says_where_everything_comes_from_and_how_to_get_the_rest() {
        assert_eq!(
            text(&connection(), &sample()).lines().skip(2).collect::<Vec<_>>(),
            [
                "  crypto          Node's own · login:2 get_user:3",
                "  left-pad@1.3.0  missing · login:2 get_user:3",
                "  lodash          installed: 4.17.21 (node_modules/lodash) · login:2 get_user:3",
                "  mongodb@3.1.4   built in, removed from the platform with Node 18 · login:2 get_user:3",
                "  evil@npm:other  missing · login:2 get_user:3",
                "  ms  missing: debug needs it",
                "",
                "  npm install left-pad@1.3.0 ms",
            ]
        );
    }

    #[test]
    fn the_document_has_the_same() {
        let document: Value = serde_json::from_str(&json(&connection(), &sample())).unwrap();
        assert_eq!(document["connection"]["runtime"], 22);
        assert_eq!(document["modules"][2]["installed_version"], "4.17.21");
        assert_eq!(document["modules"][3]["removed"], true);
        assert_eq!(document["install"], "npm install left-pad@1.3.0 ms");
    }
}
