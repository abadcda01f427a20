//! L47: `change_email` is there, which the Dashboard does not show and takes away when it saves (§2.9).

use super::{Check, Finding, Level, Rule, ScriptFacts, Whole};
use crate::connection::{Action, Mode};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L47",
    title: "change_email and the Dashboard",
    level: Level::Note,
    certainty: Certainty::Documented,
    why: "The Dashboard knows nothing of this script: whoever saves the connection's scripts there removes it, and \
          e-mails can no longer be changed.",
    fix: "Keep the connection under deploy-cli, Terraform or the API, and deploy again after an edit in the Dashboard.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/change-email",
        "https://support.auth0.com/center/s/article/How-to-update-the-Change-Email-custom-DB-script-Template",
    ],
    checks: &[Check::Connection(check)],
};

fn check(whole: &Whole<'_>) -> Vec<Finding> {
    let connection = whole.connection;
    if connection.script(Action::ChangeEmail).is_none() || connection.mode() == Mode::AutomaticMigration {
        return Vec::new();
    }
    let message = "`change_email` goes away when somebody saves the connection's scripts in the Dashboard. Deploy it \
                   again after such an edit.";
    let script = whole.scripts.iter().find(|script| script.action == Action::ChangeEmail);
    vec![Finding::new(RULE.id, Level::Note, message.to_owned()).at(script.map(ScriptFacts::place))]
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_connection_of};
    use super::*;
    use crate::flow::samples::connection;

    #[test]
    fn the_script_is_noted_where_it_is_called() {
        let mut connection = connection();
        assert_eq!(in_connection_of(&connection, &RULE, &[]), []);
        let script = connection.scripts[&Action::Login].clone();
        connection.scripts.insert(Action::ChangeEmail, script);
        let found = in_connection_of(&connection, &RULE, &[facts(Action::ChangeEmail, Some(4))]);
        let files: Vec<_> = found.iter().map(|found| found.at.as_ref().map(|at| at.file.as_str())).collect();
        assert_eq!(files, [Some("change_email.js")]);
        connection.options.import_mode = Some(true);
        assert_eq!(in_connection_of(&connection, &RULE, &[]), []);
    }
}
