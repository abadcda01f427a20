//! L27: `mfa_factors` are not of the documented form (§2.4).

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::connection::Mode;
use crate::flow::malformed_factors;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L27",
    title: "mfa_factors malformed",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "Automatic migration imports the second factors with the user. Where it cannot, the login fails: \"Unable to \
          import MFA factors\".",
    fix:
        "Return one to ten factors, each exactly one of `{totp: {secret}}`, `{phone: {value}}`, `{email: {value}}`, or \
          leave the field out.",
    sources: &[
        "https://auth0.com/docs/manage-users/user-migration/configure-automatic-migration-from-your-database",
        "https://auth0.com/docs/secure/multi-factor-authentication/import-user-mfa-authenticator-enrollments",
    ],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // Nobody reads them where nothing is imported.
    let level = match subject.connection.mode() {
        Mode::AutomaticMigration => Level::Error,
        Mode::LegacyAuthentication => Level::Note,
    };
    let found = subject.profiles().filter_map(|(run, fields)| {
        let wrong = malformed_factors(fields)?;
        let message = format!("In the profile of `{}`, {wrong}; Auth0 cannot import it.", run.action);
        Some(Finding::new(RULE.id, level, message).at(answered_at(run)).shown_by("profile.mfa_factors"))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run, in_run_of};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::recording::samples::{ada, answered};
    use crate::recording::OutcomeKind;
    use serde_json::json;

    #[test]
    fn a_malformed_factor_is_an_error_where_it_is_imported() {
        let profile = json!({"user_id": "7", "mfa_factors": [{"totp": {"secret": "not base32"}}]});
        let run = answered(Action::Login, OutcomeKind::Profile, profile);
        assert!(fires(&RULE, &run).contains("`mfa_factors[0]` has a `totp.secret`"));
        assert_eq!(in_run(&RULE, &run)[0].level, Level::Note);
        let mut connection = connection();
        connection.options.import_mode = Some(true);
        assert_eq!(in_run_of(&connection, &RULE, &run)[0].level, Level::Error);
    }

    #[test]
    fn good_factors_and_none_are_fine() {
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, ada())), []);
        let profile = json!({"user_id": "7", "mfa_factors": [{"totp": {"secret": "JBSWY3DP"}}]});
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, profile)), []);
    }
}
