#![allow(clippy::unwrap_used)]

use super::super::{Circumstances, Interruption, Via};
use super::*;
use serde_json::json;

fn parse(text: &str) -> Result<SettingsFile, LoadError> {
    let environment = [("DB_PASSWORD", "s3cret")].into_iter().collect();
    SettingsFile::parse(Path::new("/c/loginscope.toml"), Path::new("/c"), text, &environment)
}

#[test]
fn every_table_is_read() {
    let file = parse(
        r#"
        [configuration]
        Z_FIRST = "1"
        A_SECOND = { env = "DB_PASSWORD" }
        [store]
        seeds = ["users.sql", "../more.sql"]
        routes = "routes.toml"
        [store.live]
        allow = "POST https://idp.example.test/oauth/token"
        [[faults]]
        kind = "slow"
        where = "users"
        ms = 500
        [[faults]]
        kind = "lost"
        nth = 2
        [auth0]
        deleted = ["ada@example.test", "auth0|2", "ada"]
        [[auth0.users]]
        user_id = "auth0|1"
        app_metadata = { level = 0x10, since = 2020-01-01, rate = 0.5 }
        [inputs.login]
        email = "ada@example.test"
        new-password = "n"
        [inputs."script:change_password"]
        password = "p"
        [keywords]
        LIST = ["a", 1, true]
        [variants]
        X1 = true
        X16 = "hidden"
        [flow]
        identifier_first = true
        via = "api"
        interrupt = "link"
        [connection]
        name = "shop"
        import_mode = true
        enable_script_context = true
        "#,
    )
    .unwrap();
    let configuration: Vec<_> =
        file.configuration.iter().map(|(key, value)| (key.as_str(), value.expose().as_str())).collect();
    assert_eq!(configuration, [("Z_FIRST", "1"), ("A_SECOND", "s3cret")]);
    assert_eq!(file.settings.seeds, [Path::new("/c/users.sql"), Path::new("/c/../more.sql")]);
    assert_eq!(file.settings.routes, [Path::new("/c/routes.toml")]);
    let faults: Vec<String> = file.settings.faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults, ["slow:500@users", "lost#2"]);
    assert_eq!(file.settings.allow, ["POST https://idp.example.test/oauth/token".parse().unwrap()]);
    assert_eq!(
        file.settings.auth0_users,
        [
            json!({"email": "ada@example.test", "record": "removed"}),
            json!({"user_id": "auth0|2", "record": "removed"}),
            json!({"username": "ada", "record": "removed"}),
            json!({"user_id": "auth0|1", "app_metadata": {"level": 16, "since": "2020-01-01", "rate": 0.5}}),
        ]
    );
    assert_eq!(file.settings.inputs["login"]["new_password"], "n");
    assert_eq!(file.settings.inputs["script:change_password"]["password"], "p");
    assert_eq!(file.keywords["LIST"], json!(["a", 1, true]));
    assert!(file.settings.reads("X1", "on") && file.settings.reads("X16", "hidden"));
    assert!(file.settings.reads("X3", "confirmation"), "the default");
    let link = Some(Interruption::Link);
    let expected = Circumstances { identifier_first: true, via: Via::Api, interruption: link };
    assert_eq!(file.settings.circumstances, expected);
    assert_eq!(
        (file.name.as_deref(), file.import_mode, file.enable_script_context),
        (Some("shop"), Some(true), Some(true))
    );
}

#[test]
fn the_runtime_is_given_at_the_top_or_in_its_table() {
    let settings = |text| parse(text).unwrap().settings;
    assert_eq!(settings("").runtime, Runtime::Node22);
    assert_eq!(settings("node = 12").runtime, Runtime::Node12);
    let both = settings("[runtime]\nnode = 18\ndrivers = 'npm'");
    assert_eq!((both.runtime, both.drivers), (Runtime::Node18, Drivers::Npm));
    for (text, message) in [
        ("node = 14", "1: `node` is no Node version of the platform; write 12, 16, 18 or 22."),
        ("[runtime]\nnode = '12'", "2: `runtime.node` is no Node version of the platform; write 12, 16, 18 or 22."),
        ("[runtime]\ndrivers = 'x'", "2: `runtime.drivers` is not known here; write \"builtin\" or \"npm\"."),
    ] {
        assert_eq!(parse(text).unwrap_err().to_string(), format!("/c/loginscope.toml:{message}"));
    }
}

#[test]
fn what_is_wrong_is_named_with_file_line_and_key() {
    for (text, message) in [
        (
            "\n[stroe]\nseeds = []",
            "/c/loginscope.toml:2: `stroe` is not known here; known are \
             `configuration`, `store`, `auth0`, `inputs`, `keywords`, `variants`, `flow`, `connection`, `faults`, \
             `check`, `runtime` and `node`.",
        ),
        (
            "[empty]",
            "/c/loginscope.toml:1: `empty` is not known here; known are `configuration`, `store`, \
             `auth0`, `inputs`, `keywords`, `variants`, `flow`, `connection`, `faults`, `check`, `runtime` and `node`.",
        ),
        ("store = 1", "/c/loginscope.toml:1: `store` is a number; write a table: [store]."),
        (
            "[store]\n\nseed = 'x'",
            "/c/loginscope.toml:3: `store.seed` is not known here; known are `seeds`, \
             `routes` and `live`.",
        ),
        ("[store]\nseeds = [1]", "/c/loginscope.toml:2: `store.seeds` holds a number; write texts in quotes."),
        (
            "[configuration]\nPORT = 5432",
            "/c/loginscope.toml:2: `configuration.PORT` is a number; write a \
             text in quotes or { env = \"NAME\" }.",
        ),
        (
            "[configuration]\nP = { evn = 'X' }",
            "/c/loginscope.toml:2: `configuration.P` is a table with \
             other keys; write a text in quotes or { env = \"NAME\" }.",
        ),
        (
            "[[auth0.users]]\nemail = 7",
            "/c/loginscope.toml:1: `auth0.users` cannot be: `auth0.users[0].email` is a number; it must be a text.",
        ),
        (
            "[auth0]\nstore = 'no-users.json'",
            "/c/no-users.json: does not exist. Check the path; it names a file of users of the Auth0 store.",
        ),
        (
            "[auth0]\nusers = 'ada'",
            "/c/loginscope.toml:2: `auth0.users` is not a list of tables; write each \
             user under [[auth0.users]].",
        ),
        (
            "[auth0]\nuser = 'ada'",
            "/c/loginscope.toml:2: `auth0.user` is not known here; known are `users`, \
             `store` and `deleted`.",
        ),
        (
            "[inputs.signin]\na = 1",
            "/c/loginscope.toml:1: `inputs.signin` is not known here; known are \
             `login`, `sign-up`, `reset-password`, `change-password`, `verify-email`, `change-email`, \
             `change-username`, `change-phone-number`, `delete-user` and `script:<action>`.",
        ),
        (
            "[inputs]\nlogin = 'x'",
            "/c/loginscope.toml:2: `inputs.login` is a text; write a table: \
             [inputs.login].",
        ),
        (
            "[variants]\nX17 = true",
            "/c/loginscope.toml:2: `variants.X17` is not known here; variants are X1 \
             to X16.",
        ),
        (
            "[variants]\n\nX3 = 'later'",
            "/c/loginscope.toml:3: `variants.X3` cannot be `later`; `X3` (password reset of a user who is not \
             migrated yet) is one of `confirmation`, `next-login` and `change-password`.",
        ),
        (
            "[variants]\nX6 = 1",
            "/c/loginscope.toml:2: `variants.X6` cannot be `1`; `X6` (what `verify` calls back with on success) \
             is one of `true` and `profile`.",
        ),
        ("[flow]\nvia = 7", "/c/loginscope.toml:2: `flow.via` cannot be `7`; write `page` or `api`."),
        (
            "[flow]\nchannel = 'api'",
            "/c/loginscope.toml:2: `flow.channel` is not known here; known are `identifier_first`, `via` and \
             `interrupt`.",
        ),
        (
            "[connection]\nimport_mode = 'yes'",
            "/c/loginscope.toml:2: `connection.import_mode` is a text; \
             write true or false.",
        ),
        (
            "[connection]\nmode = 'x'",
            "/c/loginscope.toml:2: `connection.mode` is not known here; known are \
             `name`, `import_mode` and `enable_script_context`.",
        ),
        (
            "[[faults]]\nwhere = 'x'",
            "/c/loginscope.toml:1: `faults` holds a fault without a kind; write for example kind = \"refused\".",
        ),
        (
            "[[faults]]\nkind = 'lost'\nms = 5",
            "/c/loginscope.toml:1: `faults` cannot be: lost takes no milliseconds; slow and timeout do.",
        ),
        (
            "[check]\nignore = 'L45'",
            "/c/loginscope.toml:2: `check.ignore` is not a list of { rule = \"L45\", reason = \"why\" }.",
        ),
        (
            "[[check.ignore]]\nrule = 'L45'\nreason = ' '",
            "/c/loginscope.toml:1: `check.ignore` ignores L45 without a reason; write reason = \"why\" beside it.",
        ),
        (
            "[store]\n\"a\\u001bb\" = 1",
            "/c/loginscope.toml:2: `store.a\\u{1b}b` is not known here; known are \
             `seeds`, `routes` and `live`.",
        ),
    ] {
        assert_eq!(parse(text).unwrap_err().to_string(), message);
    }
}

#[test]
fn invalid_toml_is_named_with_its_position_and_without_its_text() {
    let error = parse("[configuration]\nDB_PASSWORD = s3cret\n").unwrap_err().to_string();
    assert!(error.starts_with("/c/loginscope.toml:2:15: not valid TOML: "), "{error}");
    assert!(!error.contains("s3cret"), "{error}");
}

#[test]
fn an_unset_variable_is_noted_and_its_key_left_out() {
    let file = parse("[configuration]\nA = { env = 'NOT_SET' }").unwrap();
    assert!(file.configuration.is_empty());
    assert_eq!(
        file.notes[0].to_string(),
        "warning: The environment variable `NOT_SET` is not set, so `configuration.A` is missing; set it, or \
         write the value. (/c/loginscope.toml:2)"
    );
}
