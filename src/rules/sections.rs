//! §2.1 and the like: what holds of scripts, flows, the sandbox and the forms of an export, one entry a subject.

use super::addresses as at;
use super::Certainty::{Assumed, Documented, Support};
use super::Entry;

/// All of them, in the order of their numbers.
pub const SECTIONS: &[Entry] = &[
    Entry {
        id: "§2.1",
        title: "the scripts and their parameters",
        text: "A connection can have nine scripts: `login`, `get_user`, `create`, `verify`, `change_password`, \
               `change_email` and `delete` are documented, `change_username` and `change_phone_number` stand in the \
               API's schema alone. `login` is needed always, `get_user` as well once import mode is on. Auth0 knows a \
               script by its key; the name of its function does not matter. The last parameter is `callback`, with \
               `context` before it where that is switched on.",
        certainty: Documented,
        sources: &[at::CREATE_CONNECTION, at::SCRIPTS, at::MANAGEMENT_API],
    },
    Entry {
        id: "§2.2",
        title: "callback, once and last",
        text: "A script answers by calling `callback` exactly once, behind all asynchronous work. If it never does, the \
               platform waits until 20 seconds are over and gives an error; if it does so twice, nobody can say what \
               counts. `callback()` is the same as `callback(null)`, and a truthy first argument means failure.",
        certainty: Documented,
        sources: &[at::SCRIPTS, at::EXECUTION_2020],
    },
    Entry {
        id: "§2.3",
        title: "what becomes of an error",
        text: "`WrongUsernameOrPasswordError` means wrong credentials: with a name as its first argument the tenant log \
               gets `fp` for that user, without one `fu` for nobody. `ValidationError` carries a code of its own, \
               `UnauthorizedError` a message for the end user. Any other error is `f` in the log and a general text on \
               the page. An exception nobody catches, and more than 20 seconds, count as such an error.",
        certainty: Documented,
        sources: &[
            at::ERROR_HANDLING,
            at::LOGIN,
            at::UNIVERSAL_LOGIN,
            at::LOCK_ERRORS,
            at::RESET_PAGE,
            at::RULES_API,
            at::ARTICLE_ERROR_TEXTS,
        ],
    },
    Entry {
        id: "§2.4",
        title: "login, and the profile",
        text: "`login` gets what the user typed and the password in clear, and calls back with a profile. The profile \
               needs a `user_id` that never changes and is unique over all custom databases of the tenant; Auth0 puts \
               `auth0|` before it. It should have an `email`, a boolean `email_verified`, and a `username` where names \
               are required. Tokens move into the identity; a nickname and a picture are made up if they are missing; \
               everything returned can be read by administrators of the tenant.",
        certainty: Documented,
        sources: &[
            at::LOGIN,
            at::CREATE_CONNECTION,
            at::PROFILES,
            at::NORMALIZED_PROFILES,
            at::LOGIN_2020,
            at::BEST_PRACTICES,
        ],
    },
    Entry {
        id: "§2.5",
        title: "get_user",
        text: "`get_user` says whether the legacy store has a user; no password is involved. Found: \
               `callback(null, profile)`, with the same id as `login` gives. Not found: `callback(null)`, and no error. \
               It is asked about an e-mail, and where there are other identifiers about a user name or a phone number.",
        certainty: Documented,
        sources: &[at::GET_USER, at::THREAD_129297, at::PASSKEYS],
    },
    Entry {
        id: "§2.6",
        title: "create",
        text: "`create` gets one object: `client_id`, `tenant`, `connection`, `email`, the password in clear, and what \
               the sign-up form had besides. No error is success; an existing user is a \
               `ValidationError(\"user_exists\", …)`. Metadata need not be stored: Auth0 keeps them on the profile.",
        certainty: Documented,
        sources: &[at::CREATE],
    },
    Entry {
        id: "§2.7",
        title: "verify",
        text: "`verify` runs when the link in a verification mail is opened, in legacy authentication alone, and calls \
               back with `true`. Auth0's profile does not change by it: that takes the `email_verified` that `login` or \
               `get_user` returns.",
        certainty: Documented,
        sources: &[at::VERIFY, at::VERIFY_2020],
    },
    Entry {
        id: "§2.8",
        title: "change_password",
        text: "`change_password` stores a new password: `true` or an object with `last_password_reset` is done, `false` \
               is not changed. A confirmed reset, the Dashboard and the Management API ask it, as a rule behind \
               `get_user`.",
        certainty: Documented,
        sources: &[at::CHANGE_PASSWORD, at::CHANGE_PASSWORD_2020, at::IDENTIFIERS],
    },
    Entry {
        id: "§2.9",
        title: "delete, and changing identifiers",
        text: "`delete` gets the id without `auth0|`; without it the identity or the profile stays behind. \
               `change_email` runs when the Dashboard or the API changes an e-mail or its verified flag; saving scripts \
               in the Dashboard removes it. A changed phone number asks `get_user` twice, for the old and the new one, \
               before `change_phone_number`.",
        certainty: Documented,
        sources: &[at::DELETE, at::CHANGE_EMAIL, at::THREAD_183190, at::DELETE_2020],
    },
    Entry {
        id: "§2.10",
        title: "the context object",
        text: "Once `enable_script_context` is on, which cannot be undone, scripts get `context` before `callback`. \
               Within an Organization it has `organization` with id, name, display name and metadata; elsewhere a \
               script must do without. `delete` always gets an empty object.",
        certainty: Documented,
        sources: &[at::CREATE_CONNECTION, at::SCRIPTS, at::PASSKEYS],
    },
    Entry {
        id: "§3.1",
        title: "who is asked in legacy authentication",
        text: "Login: `login`, every time. Sign-up: `get_user`, and if that finds nobody `create`, then `login`. Reset: \
               `get_user` when it is asked for, `change_password` when it is confirmed. Verification link: `verify`. \
               Changed e-mail: `change_email`. Deleted: `delete`, then Auth0's profile goes. Searches and open sessions \
               ask no script.",
        certainty: Documented,
        sources: &[
            at::CUSTOM_DB,
            at::GET_USER,
            at::CREATE,
            at::CHANGE_PASSWORD,
            at::PASSWORD_CHANGE,
            at::VERIFY,
            at::DELETE,
            at::BIOMETRICS,
        ],
    },
    Entry {
        id: "§3.2",
        title: "who is asked in automatic migration",
        text: "Whoever is in the Auth0 store is answered by it alone; a password that is wrong there is wrong, whatever \
               the legacy store thinks. For anybody else a login asks `login`, and a profile creates the user. A \
               sign-up and a reset ask `get_user`; a sign-up that finds nobody creates the user without `create`. A new \
               e-mail asks `get_user` whether somebody has it. Deleting takes the user out of Auth0 alone.",
        certainty: Documented,
        sources: &[at::CUSTOM_DB, at::MIGRATION, at::GET_USER, at::MIGRATION_2026, at::TOKEN_EXCHANGE],
    },
    Entry {
        id: "§3.3",
        title: "when everybody has moved",
        text: "`login` and `get_user` become empty and answer `callback(null, null)`; import mode stays on. With import \
               mode off every login would go to the empty scripts.",
        certainty: Documented,
        sources: &[at::MIGRATION],
    },
    Entry {
        id: "§4.1",
        title: "when a user is created, with what",
        text: "The rules M1 to M16 say it one by one.",
        certainty: Documented,
        sources: &[at::MIGRATION],
    },
    Entry {
        id: "§4.2",
        title: "advice for a migration",
        text: "Delete nobody from within `login`, mark who has moved and honour the mark, keep to one way per user, \
               never make up a `user_id`, and end with empty scripts while import mode stays on. A user that is half \
               there is repaired by deleting what is there and logging in again (M6).",
        certainty: Documented,
        sources: &[at::MIGRATION, at::EXECUTION_2020, at::THREAD_90646],
    },
    Entry {
        id: "§4.3",
        title: "what a connection cannot change any more",
        text: "`enabledDatabaseCustomization` is fixed once there are users. `import_mode` can be switched, but switched \
               on it meets the profiles of legacy authentication (`DUPLICATED_USER`), and switched off it leaves every \
               password to the legacy store again. Root attributes of a user cannot be edited while they are synced at \
               each login.",
        certainty: Documented,
        sources: &[at::MANAGEMENT_API, at::THREAD_90646, at::ARTICLE_DATA_CONFLICT],
    },
    Entry {
        id: "§4.4",
        title: "states a user can be left in",
        text: "S1 to S17 name them: what is in the legacy store, whether there is an identity with a password and a \
               profile in Auth0, and whether its metadata arrived.",
        certainty: Assumed,
        sources: &[at::MIGRATION],
    },
    Entry {
        id: "§5.1",
        title: "where scripts run",
        text: "In a container of the tenant, on the Node that is set for the whole tenant; 22 is the current one. \
               Modules come by `require`, from a list the platform keeps. Requests leave from addresses of Auth0's \
               region, which other tenants share.",
        certainty: Documented,
        sources: &[at::SCRIPTS, at::NODE_22, at::BEST_PRACTICES],
    },
    Entry {
        id: "§5.2",
        title: "limits",
        text: "A run may take about 20 seconds, a script may have 100 KB, `global` lives some 20 minutes at most, and a \
               tenant can have so many runs at once as its plan says. The same user may log in 20 times a minute from \
               one address.",
        certainty: Documented,
        sources: &[at::SCRIPTS, at::RATE_LIMITS, at::LOGIN_LIMITS, at::ENVIRONMENT_2020],
    },
    Entry {
        id: "§5.3",
        title: "globals",
        text: "`configuration` holds the connection's settings as texts, `global` keeps what is dear to make between \
               runs, and there are the three error classes. Until Node 12 many modules were globals as well; with 16 \
               they went, so that each must be required.",
        certainty: Documented,
        sources: &[at::SCRIPTS, at::NODE_16, at::NODE_18, at::RULES_API],
    },
    Entry {
        id: "§5.4",
        title: "a script is one function",
        text: "The platform takes the text as one function expression and calls it. Helpers beside the function, a \
               semicolon behind it or a directive before it break that; helpers belong inside. Arguments and results \
               travel as JSON: a date becomes text, `undefined` and functions are lost.",
        certainty: Assumed,
        sources: &[at::RULES_HARNESS, at::DB_HARNESS, at::TEMPLATES],
    },
    Entry {
        id: "§5.5",
        title: "what is logged where",
        text: "What a script prints shows in the real-time logs of Actions while somebody watches, and in the dialog that \
               tries a script. The tenant log has type and description, which is the error's message. Nobody records \
               what was asked of the legacy store.",
        certainty: Documented,
        sources: &[at::REAL_TIME_LOGS, at::LOG_SCHEMAS],
    },
    Entry {
        id: "§5.6",
        title: "codes of the tenant log",
        text: "Login: `s`; `fp` wrong password, `fu` unknown user, `f` anything else. Sign-up: `ss`, `fs`. Request for a \
               new password: `scpr`, `fcpr`; the change itself: `scp`, `fcp`. E-mail: `sce`, `fce`; user name: `scu`, \
               `fcu`; phone number: `scpn`, `fcpn`. Verification: `sv`, `fv`. Deleted: `sdu`, `fdu`. What the \
               Management API does is `sapi`. A migration has no code of its own.",
        certainty: Documented,
        sources: &[at::LOG_CODES, at::LOG_SCHEMAS],
    },
    Entry {
        id: "§5.7",
        title: "modules that can be required",
        text: "The platform publishes the list for each Node. Versions that scripts pin, also those of Auth0's own \
               templates, were removed with Node 18: `mongodb@3.1.4`, `tedious@1.11.0`, `axios@0.22.0` and many more.",
        certainty: Documented,
        sources: &[at::MODULE_LIST, at::NODE_18],
    },
    Entry {
        id: "§5.8",
        title: "what stands in for the platform here",
        text: "Scripts run in an engine of our own; Node's modules and the drivers of the stores are rebuilt and compared \
               with the real ones. What could not be compared is marked in the documentation.",
        certainty: Assumed,
        sources: &[],
    },
    Entry {
        id: "§7.1",
        title: "a connection of the Management API",
        text: "One connection, a list, or a page of them as JSON, the scripts inline under `options.customScripts`. \
               Without the scope `read:connections_options` the options are missing; values of `configuration` come \
               encrypted.",
        certainty: Documented,
        sources: &[at::MANAGEMENT_API, at::DEPRECATIONS, at::NODE_SDK],
    },
    Entry {
        id: "§7.2",
        title: "a directory of deploy-cli",
        text: "`database-connections/<folder>/database.json` lists the files of the scripts; a file that is not listed is \
               not loaded, a folder without `database.json` is skipped, and `configuration` is left out of exports.",
        certainty: Documented,
        sources: &[at::DEPLOY_CLI, at::DEPLOY_398, at::DEPLOY_201, at::DEPLOY_197],
    },
    Entry {
        id: "§7.3",
        title: "a YAML file of deploy-cli",
        text: "`databases` in `tenant.yaml` is a list of connections; the paths of their scripts begin at the file's \
               folder.",
        certainty: Documented,
        sources: &[at::DEPLOY_CLI],
    },
    Entry {
        id: "§7.4",
        title: "keyword markers",
        text: "`@@KEY@@` becomes the value as JSON, quotes around it included; `##KEY##` becomes the bare value. It \
               happens in descriptions and scripts alike, before either is parsed.",
        certainty: Documented,
        sources: &[at::DEPLOY_CLI],
    },
    Entry {
        id: "§7.5",
        title: "Terraform",
        text: "A state or the output of `terraform show -json` holds the scripts of every `auth0_connection`. Values of \
               `configuration` are never read back from Auth0.",
        certainty: Documented,
        sources: &[at::TERRAFORM],
    },
    Entry {
        id: "§7.6",
        title: "other sources",
        text: "A folder of `.js` files named after the scripts, a bundle of templates, and users as the Management API \
               exports them.",
        certainty: Support,
        sources: &[at::TEMPLATES, at::WORDPRESS],
    },
];
