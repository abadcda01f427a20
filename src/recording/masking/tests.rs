use serde_json::json;

use super::*;

fn mask() -> Mask {
    Mask::new(["correct-horse".to_owned(), "s3cret/with \"all\"".to_owned(), "7".to_owned(), String::new()])
}

#[test]
fn a_known_secret_is_masked_wherever_it_stands() {
    let mask = mask();
    let token = mask.token("correct-horse");
    assert_eq!(mask.text("password is correct-horse!"), format!("password is {token}!"));
    assert_eq!(mask.text("correct-horse"), token);
    assert!(matches!(mask.text("nothing here"), Cow::Borrowed(_)));
}

#[test]
fn a_known_secret_is_masked_in_every_form() {
    let mask = mask();
    let token = mask.token("s3cret/with \"all\"");
    for text in [
        "x=s3cret%2Fwith%20%22all%22",
        "x=s3cret%2Fwith+%22all%22",
        "x=s3cret/with \\\"all\\\"",
        "x=s3cret\\/with \\\"all\\\"",
    ] {
        assert_eq!(mask.text(text), format!("x={token}"), "{text}");
    }
    // "ada:correct-horse" and "correct-horse" in base64, as a cookie or a header would carry them.
    for text in ["session YWRhOmNvcnJlY3QtaG9yc2U= end", "session Y29ycmVjdC1ob3JzZQ== end"] {
        assert_eq!(mask.text(text), format!("session {} end", mask.token("correct-horse")), "{text}");
    }
}

#[test]
fn a_short_secret_is_masked_only_where_it_is_the_whole_value() {
    let mask = mask();
    assert_eq!(mask.text("17 of 70"), "17 of 70");
    assert_eq!(mask.text("7"), mask.token("7"));
}

#[test]
fn a_word_of_the_configuration_does_not_tear_ids_apart() {
    let configuration = [
        ("PG_DATABASE", "club"),
        ("PG_PORT", "54321000"),
        ("PG_HOST", "legacy-db.example.test"),
        ("PG_PASSWORD", "swan"),
        ("ACCOUNT", "correct-horse"),
    ];
    let mask = Mask::with_configuration(["club-card".to_owned()], configuration);
    let (host, password) = (mask.token("legacy-db.example.test"), mask.token("swan"));
    assert_eq!(
        mask.text("club|7 at legacy-db.example.test:54321000 with swan"),
        format!("club|7 at {host}:54321000 with {password}")
    );
    assert_eq!(mask.text("club"), mask.token("club"));
    assert_eq!(mask.text("54321000"), mask.token("54321000"));
    assert_eq!(mask.text("club-card club"), format!("{} club", mask.token("club-card")));
}

#[test]
fn a_plain_word_as_password_is_masked_where_it_stands_alone() {
    let mask = Mask::new(["wrong".to_owned(), "test".to_owned(), "4711".to_owned()]);
    for text in ["wrongusernameorpassword", "ada@example.test", "auth0|test", "test-user", "47110", "id_4711", "Wrong"]
    {
        assert_eq!(mask.text(text), text);
    }
    let (wrong, test) = (mask.token("wrong"), mask.token("test"));
    assert_eq!(mask.text("got wrong, then 'test'."), format!("got {wrong}, then '{test}'."));
    let long = Mask::new(["correcthorsebattery".to_owned()]);
    assert_eq!(long.text("saltcorrecthorsebattery"), format!("salt{}", long.token("correcthorsebattery")));
    assert_eq!(mask.text("test. Or (wrong)"), format!("{test}. Or ({wrong})"));
}

#[test]
fn a_password_that_is_the_name_of_a_field_does_not_hide_that_name() {
    let mask = Mask::new(["password".to_owned(), "email".to_owned()]);
    assert_eq!(mask.text("SELECT id, password FROM users"), "SELECT id, password FROM users");
    assert_eq!(mask.text("password"), mask.token("password"));
    assert_eq!(mask.json(&json!({"email": "a"})), json!({"email": "a"}));
    let keyed = Mask::new(["opaque-value-9x".to_owned()]);
    assert_eq!(keyed.json(&json!({"opaque-value-9x": 1})), json!({keyed.token("opaque-value-9x"): 1}));
}

#[test]
fn a_secret_that_ends_like_the_name_of_a_field_is_masked_inside_a_text() {
    let secrets = ["password2024", "Secret-123", "shop-db-password"];
    let mask = Mask::new(secrets.map(str::to_owned));
    for secret in secrets {
        assert_eq!(mask.text(&format!("logged in with {secret}.")), format!("logged in with {}.", mask.token(secret)));
    }
}

#[test]
fn a_value_that_is_also_a_secret_is_masked_as_the_secret() {
    let mask = Mask::with_configuration(["swan".to_owned()], [("DATABASE", "swan")]);
    assert_eq!(mask.text("swan: 7"), format!("{}: 7", mask.token("swan")));
}

#[test]
fn the_same_secret_looks_the_same_within_one_mask_only() {
    let (one, other) = (mask(), mask());
    assert_eq!(one.token("a"), one.token("a"));
    let differ = (0..64).any(|n| one.token(&n.to_string()) != other.token(&n.to_string()));
    assert!(differ);
}

#[test]
fn a_secret_inside_another_does_not_tear_it_apart() {
    let mask = Mask::new(["horse".to_owned(), "correct-horse".to_owned(), "mask".to_owned()]);
    assert_eq!(mask.text("correct-horse horse"), format!("{} {}", mask.token("correct-horse"), mask.token("horse")));
}

#[test]
fn overlapping_secrets_leave_nothing_behind() {
    let mask = Mask::new(["abc1def".to_owned(), "1def2gh".to_owned()]);
    assert_eq!(mask.text("-abc1def2gh-"), format!("-{}-", mask.token("abc1def")));
}

#[test]
fn fields_are_masked_by_their_key() {
    let mask = mask();
    let masked = mask.json(&json!({
        "email": "ada@example.test", "email_verified": true, "password_hash": "5f4dcc3b", "password": 1234,
        "last_password_reset": "2026-01-01", "nested": [{"client_secret": "x1", "has_password": false}], "id": 7,
        "token": {"value": "abc", "ok": true}, "salt": null
    }));
    assert_eq!(
        masked,
        json!({
            "email": "ada@example.test", "email_verified": true, "password_hash": mask.token("5f4dcc3b"),
            "password": mask.token("1234"), "last_password_reset": "2026-01-01",
            "nested": [{"client_secret": mask.token("x1"), "has_password": false}], "id": 7,
            "token": {"value": mask.token("abc"), "ok": true}, "salt": null
        })
    );
}

#[test]
fn masking_twice_changes_nothing_more() {
    let mask = mask();
    let value = json!({"password": "correct-horse", "note": "Bearer abc.DEF-123 for correct-horse"});
    let once = mask.json(&value);
    assert_eq!(mask.json(&once), once);
}

#[test]
fn bodies_are_masked_as_json_or_as_a_form() {
    let mask = mask();
    assert_eq!(
        mask.body("{\"username\":\"ada\",\"password\":\"other\"}"),
        format!("{{\"username\":\"ada\",\"password\":\"{}\"}}", mask.token("other"))
    );
    assert_eq!(
        mask.body("grant_type=password&username=ada&password=other&client_secret=x%20y"),
        format!(
            "grant_type=password&username=ada&password={}&client_secret={}",
            mask.token("other"),
            mask.token("x%20y")
        )
    );
    assert_eq!(
        mask.body("a=1&password=s3cret%2Fwith+%22all%22"),
        format!("a=1&password={}", mask.token("s3cret/with \"all\""))
    );
    assert_eq!(
        mask.body("https://api.example.test/users?api_key=abc&q=1"),
        format!("https://api.example.test/users?api_key={}&q=1", mask.token("abc"))
    );
}

#[test]
fn values_of_secret_columns_are_masked_in_statements() {
    let mask = mask();
    let statement = "SELECT 1 FROM users WHERE email = 'ada' AND password = '5d41402abc'";
    assert_eq!(
        mask.statement(statement),
        format!("SELECT 1 FROM users WHERE email = 'ada' AND password = '{}'", mask.token("5d41402abc"))
    );
    let params = Params::Positional(vec![Cell::Text("ada".into()), Cell::Text("5d41402abc".into())]);
    let statement = "SELECT 1 FROM users WHERE email = ? AND password = ?";
    assert_eq!(mask.params(statement, &params), [json!("ada"), json!(mask.token("5d41402abc"))]);
    let params = Params::Named(vec![("pwd".into(), Cell::Text("5d41".into())), ("id".into(), Cell::Integer(7))]);
    assert_eq!(
        mask.params("", &params),
        [json!({"name": "pwd", "value": mask.token("5d41")}), json!({"name": "id", "value": 7})]
    );
}

#[test]
fn a_mask_does_not_show_its_secrets_when_printed() {
    let printed = format!("{:?}", mask());
    assert!(!printed.contains("correct-horse") && !printed.contains("Y29ycmVj"), "{printed}");
}

#[test]
fn a_long_text_takes_time_in_proportion() {
    let mask = Mask::new((0..20).map(|n| format!("secret number {n}")));
    let core = &forms::base64_cores("secret number 1")[0];
    for unit in ["$2b$ eyJ {SSHA : Bearer basic ", "://a:", "eyJ-", "$x$", "{SSHA", "basic ", "scrypt:", "$2b$é", core]
    {
        let text = unit.repeat(300_000 / unit.len());
        let start = std::time::Instant::now();
        let _ = mask.text(&text);
        assert!(start.elapsed() < std::time::Duration::from_secs(2), "{unit}: {:?}", start.elapsed());
    }
}

proptest::proptest! {
    #[test]
    fn no_text_around_a_secret_brings_it_through(before in ".{0,40}", secret in "[!-~]{8,20}", after in ".{0,40}") {
        let mask = Mask::new([secret.clone()]);
        let masked = mask.text(&format!("{before}{secret}{after}")).into_owned();
        proptest::prop_assert!(!masked.contains(&secret), "{}", masked);
        let json = json!({"note": format!("{before}{secret}{after}")}).to_string();
        proptest::prop_assert!(!mask.text(&json).contains(&secret), "{}", json);
    }

    #[test]
    fn any_text_can_be_masked(text in "[\\$\\{\\}:/@'\"?=(), a-zéB2e.\\\\]{0,80}") {
        let mask = mask();
        let _ = (mask.text(&text), mask.body(&text), mask.statement(&text));
    }
}
