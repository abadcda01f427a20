//! L36: a module or version is required that is not there: removed from the platform (§5.7), not installed here, or
//! installed in another version.

use super::{Check, Finding, Level, ModuleSource, Required, Rule, Subject};
use crate::connection::Runtime;
use crate::packages::removed::{gone, Gone};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L36",
    title: "module or version not available",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "The platform loads modules from a list of its own; what is not on it fails before the first statement does anything.",
    fix: "Ask for a version that the platform's list has, or reach the store by its HTTP API.",
    sources: &["https://auth0.com/docs/troubleshoot/product-lifecycle/past-migrations/migrate-nodejs-16-to-nodejs-18", "https://auth0-extensions.github.io/canirequire/"],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let runtime = subject.connection.settings.runtime;
    let mut found = Vec::new();
    for script in subject.scripts {
        let mut told: Vec<&str> = Vec::new();
        for required in &script.requires {
            if told.contains(&required.request.as_str()) {
                continue;
            }
            told.push(&required.request);
            let place = script.at_line(required.line);
            let removed = (runtime >= Runtime::Node18).then(|| removed(required)).flatten();
            // What is gone from the platform need not be looked for here.
            if let Some((level, message)) = removed.or_else(|| here(required, subject.runs.is_empty())) {
                found.push(Finding::new(RULE.id, level, message).at(Some(place)));
            }
        }
    }
    found
}

/// What the platform took away.
fn removed(required: &Required) -> Option<(Level, String)> {
    let Required { request, package, version, source, .. } = required;
    let gone = gone(package, version.as_deref())?;
    let here = match source {
        ModuleSource::BuiltIn | ModuleSource::Node | ModuleSource::Installed { .. } => "It runs here.",
        ModuleSource::Missing | ModuleSource::NoSuchNode | ModuleSource::Path => "Nor is it installed here.",
    };
    let message = match gone {
        Gone::Versions(_) => format!(
            "`require('{request}')`: the platform took this version away with Node 18, so the script fails to load \
             there. {here} Ask for a version that the platform lists."
        ),
        Gone::Altogether => format!(
            "`require('{request}')`: the platform no longer has `{package}` in any version, so the script fails to \
             load there. {here} Reach the store by an HTTP API instead."
        ),
    };
    Some((Level::Error, message))
}

/// What is not right in this place. Where nothing ran, a package that is missing here says little about the platform.
fn here(required: &Required, nothing_ran: bool) -> Option<(Level, String)> {
    let Required { request, package, version, source, .. } = required;
    match source {
        ModuleSource::Missing => {
            let wanted = version.as_ref().map_or_else(|| package.clone(), |version| format!("{package}@{version}"));
            let message = format!(
                "`require('{request}')`: no such package is installed beside the connection. Install it with \
                 `npm install {wanted}`, or `loginscope modules --install`, and make sure that the platform has it."
            );
            Some((if nothing_ran { Level::Note } else { Level::Error }, message))
        }
        ModuleSource::NoSuchNode => {
            Some((Level::Error, format!("`require('{request}')`: this module of Node is not there in the sandbox.")))
        }
        ModuleSource::Path => Some((
            Level::Error,
            format!(
                "`require('{request}')`: the platform takes the script alone, without files beside it. Move what it \
                 needs into the script."
            ),
        )),
        ModuleSource::Installed { version: Some(installed), .. } => {
            let asked = version.as_ref().filter(|asked| asked != &installed)?;
            let message = format!(
                "`require('{request}')` asks for {package} {asked}; what is installed beside the connection and runs \
                 here is {installed}. Install the other with `npm install {package}@{asked}`."
            );
            Some((Level::Warning, message))
        }
        ModuleSource::Installed { .. } | ModuleSource::BuiltIn | ModuleSource::Node => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_script};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn required(package: &str, version: Option<&str>, source: ModuleSource) -> Required {
        let version = version.map(str::to_owned);
        let request = version.as_ref().map_or_else(|| package.to_owned(), |version| format!("{package}@{version}"));
        Required { request, package: package.to_owned(), version, line: 2, source }
    }

    fn found(runtime: Runtime, required: Required) -> Vec<(Level, String)> {
        let mut connection = connection();
        connection.settings.runtime = runtime;
        let mut script = facts(Action::Login, Some(3));
        script.requires = vec![required.clone(), required];
        let found = in_script(&connection, &RULE, &script);
        found.into_iter().map(|finding| (finding.level, finding.message)).collect()
    }

    #[test]
    fn what_the_platform_took_away_is_found_once_and_from_node_18_on() {
        let pinned = required("mongodb", Some("3.1.4"), ModuleSource::BuiltIn);
        let told = found(Runtime::Node22, pinned.clone());
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].0, Level::Error);
        assert!(told[0].1.starts_with("`require('mongodb@3.1.4')`: the platform took this version away with Node 18"));
        assert!(told[0].1.contains(" It runs here. "), "{told:?}");
        let missing = found(Runtime::Node22, required("aws-sdk", Some("2.593.0"), ModuleSource::Missing));
        assert!(missing[0].1.contains(" Nor is it installed here. "), "{missing:?}");
        assert_eq!(found(Runtime::Node16, pinned), []);
        assert_eq!(found(Runtime::Node22, required("mongodb", Some("4.4.1"), ModuleSource::BuiltIn)), []);
        assert_eq!(found(Runtime::Node22, required("oracledb", None, ModuleSource::BuiltIn)).len(), 1);
    }

    #[test]
    fn missing_packages_other_versions_and_paths_are_found() {
        let missing = found(Runtime::Node22, required("left-pad", Some("1.3.0"), ModuleSource::Missing));
        assert!(missing[0].1.contains("`npm install left-pad@1.3.0`"), "{missing:?}");
        assert_eq!(missing[0].0, Level::Note);
        let installed =
            ModuleSource::Installed { version: Some("4.17.21".to_owned()), folder: "node_modules/lodash".to_owned() };
        let other = found(Runtime::Node22, required("lodash", Some("4.17.20"), installed.clone()));
        assert_eq!(other.iter().map(|(level, _)| *level).collect::<Vec<_>>(), [Level::Warning]);
        assert_eq!(found(Runtime::Node22, required("lodash", Some("4.17.21"), installed.clone())), []);
        assert_eq!(found(Runtime::Node22, required("lodash", None, installed)), []);
        assert_eq!(found(Runtime::Node22, required("./helper", None, ModuleSource::Path)).len(), 1);
    }
}
