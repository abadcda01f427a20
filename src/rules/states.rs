//! S1 to S17: the states a user can be in between the legacy store and Auth0.
//!
//! S1 to S15 follow from the sources; S16 and S17 are our own conclusion from how e-mails are kept and markers written.

use super::addresses::{
    ARTICLE_DATA_CONFLICT, ARTICLE_EMAIL_CONFLICT, ARTICLE_NON_UNIQUE, CUSTOM_DB, DELETE, DOCS_9186, EXECUTION_2020,
    GET_USER, LOGIN, MFA_FACTORS, MIGRATION, MIGRATION_CONCEPT_2020, MIGRATION_GUIDE_2020, PROFILE_STRUCTURE,
    THREAD_120220, THREAD_90646,
};
use super::Certainty;

/// A state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// `S1` …
    pub id: &'static str,
    /// A few words.
    pub name: &'static str,
    /// What one notices.
    pub symptom: &'static str,
    /// What usually led to it.
    pub cause: &'static str,
    /// What to do.
    pub repair: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it is said.
    pub sources: &'static [&'static str],
}

/// The state with this id.
pub fn state(id: &str) -> Option<&'static State> {
    STATES.iter().find(|state| state.id == id)
}

/// All of them, in the order of their ids.
pub const STATES: &[State] = &[
    State {
        id: "S1",
        name: "legacy only",
        symptom: "The first login runs `login`; a search in Auth0 does not find the user.",
        cause: "The user has not logged in or reset the password since the connection was set up.",
        repair: "Nothing: in automatic migration the next login or password reset creates the user in Auth0.",
        certainty: Certainty::Documented,
        sources: &[CUSTOM_DB, MIGRATION],
    },
    State {
        id: "S2",
        name: "profile only",
        symptom: "Auth0 shows a profile, and still every login runs the scripts.",
        cause: "Import mode is off: Auth0 keeps a profile, but neither a password nor a hash.",
        repair:
            "Nothing as long as import mode stays off. Before you switch it on, plan what becomes of these profiles: \
                 they lead to S10.",
        certainty: Certainty::Documented,
        sources: &[CUSTOM_DB, LOGIN],
    },
    State {
        id: "S3",
        name: "half created",
        symptom:
            "Logins and sign-ups end with \"The user already exists\" or DUPLICATED_USER, but no search finds the \
                  user.",
        cause: "Creating a user takes two steps and the second one failed, or a password reset was never finished.",
        repair:
            "Find the reason in the tenant log, delete the user by its id (`DELETE /api/v2/users/{id}`), delete what \
                 is left by its e-mail (`DELETE /api/v2/connections/{id}/users?email=…`), then have the user log in \
                 again.",
        certainty: Certainty::Documented,
        sources: &[MIGRATION, THREAD_120220],
    },
    State {
        id: "S4",
        name: "metadata lost",
        symptom: "The user logs in, but roles, plan or whatever else stood in the metadata is missing.",
        cause:
            "The password is taken over when the login form is sent, the metadata only with the redirect after it; a \
                closed tab or a failing Action in between cuts it off.",
        repair: "Let an Action notice that metadata is missing, and fetch it from the legacy store; for single users \
                 write it through the Management API.",
        certainty: Certainty::Documented,
        sources: &[MIGRATION, EXECUTION_2020],
    },
    State {
        id: "S5",
        name: "migrated",
        symptom: "The scripts are silent, and a password changed in the legacy store has no effect.",
        cause: "The user is in the Auth0 store with a password: it answers alone from then on.",
        repair: "Nothing: it is what automatic migration is for. Change passwords and profiles in Auth0 from now on.",
        certainty: Certainty::Documented,
        sources: &[CUSTOM_DB, MIGRATION_CONCEPT_2020],
    },
    State {
        id: "S6",
        name: "deleted in Auth0 only",
        symptom: "A deleted user is back after a login, with the old password and the old profile.",
        cause: "The user was deleted in Auth0, but the legacy row is still there and says nothing of a migration.",
        repair: "Delete or disable the legacy row, too, or mark it as migrated and let `login` and `get_user` answer \
                 \"not found\" for rows with the mark.",
        certainty: Certainty::Documented,
        sources: &[MIGRATION],
    },
    State {
        id: "S7",
        name: "orphaned profile",
        symptom: "Auth0 shows the user, but every login fails.",
        cause: "The row was deleted in the legacy store and not in Auth0, or there is no `delete` script to do both.",
        repair: "Delete the user in Auth0, and write a `delete` script so that both go together from now on.",
        certainty: Certainty::Documented,
        sources: &[DELETE],
    },
    State {
        id: "S8",
        name: "e-mail drift",
        symptom: "The old address cannot be used again: a sign-up or a change to it says that the user exists.",
        cause: "The e-mail was changed in Auth0 after the migration; `get_user` still finds the old one in the legacy \
                store.",
        repair: "Let `get_user` answer \"not found\" for rows that are migrated, or change the e-mail in the legacy \
                 store as well.",
        certainty: Certainty::Support,
        sources: &[ARTICLE_EMAIL_CONFLICT, EXECUTION_2020],
    },
    State {
        id: "S9",
        name: "id drift",
        symptom: "The same person is there twice, or metadata seems to vanish now and then.",
        cause: "`login` and `get_user`, or two runs of one of them, return another `user_id` for the same user.",
        repair:
            "Return the key of the legacy row from both scripts, never a generated id; then delete the superfluous \
                 users.",
        certainty: Certainty::Documented,
        sources: &[GET_USER, DOCS_9186],
    },
    State {
        id: "S10",
        name: "import on over legacy profiles",
        symptom: "Users who logged in before the switch get DUPLICATED_USER or a conflict with existing user data.",
        cause: "Import mode was switched on while Auth0 held profiles of legacy authentication.",
        repair: "Ask Auth0 support to resolve the conflict, or delete those profiles before the users log in again. \
                 Export their metadata first.",
        certainty: Certainty::Support,
        sources: &[THREAD_90646, ARTICLE_DATA_CONFLICT],
    },
    State {
        id: "S11",
        name: "duplicates in the legacy store",
        symptom: "Of two accounts with one e-mail the first migrates and the second is refused.",
        cause: "The legacy store never asked for unique e-mails or user names.",
        repair: "Look for duplicates before the migration starts and join them, or use a connection that allows \
                 non-unique e-mails.",
        certainty: Certainty::Support,
        sources: &[ARTICLE_NON_UNIQUE, MIGRATION_GUIDE_2020],
    },
    State {
        id: "S12",
        name: "factors not imported",
        symptom: "The login fails with `fu` and \"Unable to import MFA factors.\"",
        cause: "`mfa_factors` of the profile is not as Auth0 wants it.",
        repair: "Return a list of 1 to 10 factors, each with exactly one of `totp`, `phone` and `email`.",
        certainty: Certainty::Documented,
        sources: &[MFA_FACTORS],
    },
    State {
        id: "S13",
        name: "stopped by the password policy",
        symptom: "The legacy store accepts the password, and the login is refused all the same.",
        cause: "The password is too weak for the connection's policy, too long, or known from a breach.",
        repair: "Lower the policy while the migration lasts, or have these users reset their passwords.",
        certainty: Certainty::Documented,
        sources: &[MIGRATION_GUIDE_2020],
    },
    State {
        id: "S14",
        name: "bulk import and automatic migration mixed",
        symptom: "A login ends with DUPLICATED_USER.",
        cause: "The user came by a bulk import and is created a second time by automatic migration.",
        repair:
            "Use one way for each user. Delete those that were imported by mistake, or keep the imported users out \
                 of what the scripts answer.",
        certainty: Certainty::Support,
        sources: &[MIGRATION, THREAD_90646],
    },
    State {
        id: "S15",
        name: "import off after migration",
        symptom: "Users who changed their password in Auth0 cannot log in; old passwords work again.",
        cause: "Import mode was switched off although users had been migrated: the scripts decide again.",
        repair:
            "Switch import mode on again and leave it on. Once everybody is migrated, let the scripts answer \"not \
                 found\".",
        certainty: Certainty::Documented,
        sources: &[MIGRATION],
    },
    State {
        id: "S16",
        name: "case drift",
        symptom: "The user is found with one spelling of the e-mail or name only.",
        cause: "Auth0 keeps e-mails in lower case, the legacy store as they were typed, and a lookup tells them apart.",
        repair:
            "Compare without case in the scripts (`LOWER(email) = LOWER(?)`), and put what `create` writes in lower \
                 case.",
        certainty: Certainty::Assumed,
        sources: &[PROFILE_STRUCTURE],
    },
    State {
        id: "S17",
        name: "marked too early",
        symptom: "The scripts answer \"not found\" because the user is migrated, and Auth0 does not have the user.",
        cause: "`login` wrote the mark before Auth0 created the user, and creating it failed.",
        repair:
            "Take the mark away so that the user can log in, and write it after the creation: in an Action, not in \
                 `login`.",
        certainty: Certainty::Assumed,
        sources: &[MIGRATION, EXECUTION_2020],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_states_are_numbered_without_a_gap_and_say_all_there_is_to_say() {
        for (index, state) in STATES.iter().enumerate() {
            assert_eq!(state.id, format!("S{}", index + 1));
            for text in [state.symptom, state.cause, state.repair] {
                assert!(text.ends_with('.') || text.ends_with(".\""), "{}: {text}", state.id);
            }
            assert!(!state.name.is_empty() && !state.sources.is_empty(), "{}", state.id);
        }
        assert_eq!(STATES.len(), 17);
        assert_eq!(state("S6").map(|state| state.name), Some("deleted in Auth0 only"));
        assert_eq!(state("S18"), None);
    }
}
