//! M1 to M16: when automatic migration creates a user, with what, and what stands in its way.

use super::addresses as at;
use super::Certainty::Documented;
use super::Entry;

/// All of them, in the order of their ids.
pub const MIGRATION: &[Entry] = &[
    Entry {
        id: "M1",
        title: "a user is created only after login brought a profile",
        text:
            "Auth0 creates the user when `login` has ended with a profile and without an error, as a rule behind the \
               script. So the script cannot know whether the creation worked, and must not act as if it had.",
        certainty: Documented,
        sources: &[at::MIGRATION, at::ANATOMY_2020],
    },
    Entry {
        id: "M2",
        title: "same id, and the password just typed",
        text:
            "The new user has the id the script gave, with `auth0|` before it, and the password that was typed. Auth0 \
               hashes it anew with bcrypt; a hash of the legacy store is never carried over.",
        certainty: Documented,
        sources: &[at::MIGRATION, at::THREAD_106101],
    },
    Entry {
        id: "M3",
        title: "the profile is that of the script on the way",
        text:
            "Who comes by a login gets the profile `login` returned, who comes by a password reset that of `get_user`. \
               Where the two differ, the data depend on the way: both scripts should build the profile alike.",
        certainty: Documented,
        sources: &[at::LOGIN, at::GET_USER, at::EXECUTION_2020],
    },
    Entry {
        id: "M4",
        title: "from then on Auth0 answers alone",
        text: "Once a user is in the Auth0 store, the legacy store is never asked about it again. What changes there \
               later, a password say, is not seen; root attributes can be edited in Auth0.",
        certainty: Documented,
        sources: &[at::MIGRATION_CONCEPT_2020, at::UPDATE_PROFILES],
    },
    Entry {
        id: "M5",
        title: "no profile, no user",
        text:
            "`callback(null, null)`, `WrongUsernameOrPasswordError` and every other error leave the Auth0 store as it \
               was.",
        certainty: Documented,
        sources: &[at::MIGRATION, at::LOGIN],
    },
    Entry {
        id: "M6",
        title: "creating takes two steps",
        text: "First comes a record in an internal store, then the whole user in the connection. If the second step \
               fails, the first is left: later attempts say that the user exists already (`DUPLICATED_USER`), yet no \
               search finds it. Repair: read the tenant log, delete the user by its id, delete the connection's user \
               by its e-mail, and have the user log in again.",
        certainty: Documented,
        sources: &[at::MIGRATION, at::THREAD_120220],
    },
    Entry {
        id: "M7",
        title: "metadata come with the redirect",
        text:
            "The form that takes the password migrates the credentials; metadata follow only with the redirect behind \
               it. A tab closed in between, or an Action that fails, leaves a user without `user_metadata` and \
               `app_metadata`. An Action can notice the gap and fetch them.",
        certainty: Documented,
        sources: &[at::EXECUTION_2020, at::MIGRATION],
    },
    Entry {
        id: "M8",
        title: "an e-mail belongs to one user",
        text:
            "A second user with the same e-mail in the connection is refused. Connections with `strategy_version: 2` \
               also want a valid e-mail, a user name of its own where names are required, and put both in lower case; \
               older ones may hold values with capitals.",
        certainty: Documented,
        sources: &[at::MIGRATION_GUIDE_2020, at::DOCS_5065],
    },
    Entry {
        id: "M9",
        title: "the Auth0 store has e-mails in lower case",
        text: "A migrated e-mail is put in lower case. A profile of legacy authentication keeps the case in which the \
               script returned it.",
        certainty: Documented,
        sources: &[at::PROFILE_STRUCTURE],
    },
    Entry {
        id: "M10",
        title: "unverified unless the script says otherwise",
        text:
            "If `email_verified` is missing or not `true`, the user counts as unverified: a verification mail may go \
               out, and whatever asks for a verified e-mail may turn the user away.",
        certainty: Documented,
        sources: &[at::TEMPLATES, at::MIGRATION_2026],
    },
    Entry {
        id: "M11",
        title: "the connection's password policy still applies",
        text:
            "A policy stricter than that of the legacy store, the list of leaked passwords, or more than 72 bytes can \
               stop a migration although the legacy store accepted the password. While users move, a policy of `none` \
               or `low` is advised.",
        certainty: Documented,
        sources: &[at::MIGRATION_GUIDE_2020, at::MANAGEMENT_API],
    },
    Entry {
        id: "M12",
        title: "flexible identifiers have conditions of their own",
        text: "With `options.attributes` a phone number must be free, too, and an attribute marked `profile_required` \
               must be in the profile.",
        certainty: Documented,
        sources: &[at::IDENTIFIERS],
    },
    Entry {
        id: "M13",
        title: "second factors are imported with the profile",
        text:
            "`mfa_factors` holds up to ten factors: `totp`, `phone` or `email`. One that is malformed fails the login; the \
               tenant log gets `fu`, saying that the factors could not be imported.",
        certainty: Documented,
        sources: &[at::MFA_FACTORS],
    },
    Entry {
        id: "M14",
        title: "e-mails that are not unique need another connection",
        text:
            "Only a new connection can have `attributes.email.unique: false`, with another identifier in place of the \
               e-mail; requests that name a user by e-mail do not work there. Users of legacy authentication get there \
               by export alone.",
        certainty: Documented,
        sources: &[at::NON_UNIQUE_EMAILS, at::DEPLOY_CLI, at::ARTICLE_NON_UNIQUE],
    },
    Entry {
        id: "M15",
        title: "who signs up is created in Auth0",
        text: "In automatic migration a sign-up creates the user in the Auth0 store, without `create`, provided that \
               `get_user` does not know it.",
        certainty: Documented,
        sources: &[at::MIGRATION, at::GET_USER],
    },
    Entry {
        id: "M16",
        title: "legacy authentication imports nothing",
        text: "Auth0 keeps a profile without a password, writes it anew at every login as the setting for root \
               attributes allows, and asks the legacy store each time.",
        certainty: Documented,
        sources: &[at::CUSTOM_DB, at::UPDATE_PROFILES],
    },
];
