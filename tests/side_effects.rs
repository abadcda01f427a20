//! What an expression could change, said before it is evaluated.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use loginscope::script::{side_effect, Position};

fn does(expression: &str) -> Option<String> {
    side_effect(expression).unwrap_or_else(|error| panic!("{error}\n{expression}")).map(|effect| effect.does)
}

#[test]
fn what_only_reads_changes_nothing() {
    for expression in [
        "user",
        "user.email === email && !user['verified'] || rows?.[0]?.id > 2 ** 3",
        "typeof x === 'undefined' ? null : `${a} ${b.c}`",
        "[1, , ...rows.slice(1), ...[a], { a, b: [c], ...d, ['k' + e]: void 0 }]",
        "a ?? this.b",
        "email.trim().toLowerCase().startsWith('a@')",
        "rows.filter(row => row.id === id).map(({ name = 'x' }) => ({ name })).some(Boolean)",
        "rows.reduce((sum, row) => sum + row.n, 0) > Math.max(1, ...limits.map((limit) => limit.n))",
        "rows.find((row) => { return row.id; }).name",
        "rows?.find(row => row.tags?.includes('x'))",
        "Object.keys(user).length + Number(x) + parseInt(y, 10) + JSON.stringify(user, null, 2).length",
        "/^a+$/g.test(email) && email.match(/b/gi) && email.replace(/c/g, 'd').split(sep)",
        "email.replace('a', c => c.toUpperCase())",
        "new Date().getTime() - Date.parse(user.created_at) > 1000 && new Map([['x', 1]]).get('x')",
        "((a, b) => a + b)(1, 2)",
        "a; b.c;",
    ] {
        assert_eq!(does(expression), None, "{expression}");
    }
}

#[test]
fn what_could_change_something_is_said_in_words() {
    for (expression, expected) in [
        ("x = 1", "assigns to `x`"),
        ("a && (user.seen ||= true)", "assigns to `user.seen`"),
        ("[a, b] = [b, a]", "assigns to `[a, b]`"),
        ("n++", "assigns to `n`"),
        ("delete user.password", "deletes `user.password`"),
        ("bump()", "calls `bump`, which may change something"),
        ("rows.push(1)", "calls `rows.push`, which may change something"),
        ("client.query('select 1')", "calls `client.query`, which may change something"),
        ("(() => { x = 1; return 2 })()", "holds a function with statements, which may change something"),
        ("(function () { return 1 })()", "holds a function with statements, which may change something"),
        ("rows.map(row => row.seen = true)", "assigns to `row.seen`"),
        ("rows.map((row, at = count++) => row)", "assigns to `count`"),
        ("rows.filter(bump)", "lets `filter` call `bump`, which may change something"),
        ("users.find({ email })", "lets `find` call `{ email }`, which may change something"),
        ("users.find()", "calls `find` without a function, which may change something"),
        ("[...found]", "goes through `found`, which is moved on by that if it is an iterator"),
        ("Array.from(found).length", "goes through `found`, which is moved on by that if it is an iterator"),
        ("Math.max(...found)", "goes through `found`, which is moved on by that if it is an iterator"),
        ("new Set(found).size", "goes through `found`, which is moved on by that if it is an iterator"),
        ("rows.map(...fs)", "hands `...fs` to `map`, which may call it"),
        ("email.replace(/a/, bump)", "lets `replace` call `bump`, which may change something"),
        ("pattern.test(email)", "calls `pattern.test`, which may change something"),
        ("email.match(pattern)", "matches with `pattern`, which changes its `lastIndex` if it is a regular expression"),
        ("axios.get('https://example.com')", "calls `axios.get`, which may change something"),
        ("Math.random() < 0.5", "calls `Math.random`, which may change something"),
        ("Object.assign(a, b)", "calls `Object.assign`, which may change something"),
        ("user[bump()]", "calls `bump`, which may change something"),
        ("`${bump()}`", "calls `bump`, which may change something"),
        ("tag`x`", "calls `tag`, which may change something"),
        ("new Foo(1)", "makes a `Foo`, which may change something"),
        ("new Date(n = 1)", "assigns to `n`"),
        ("await user", "awaits"),
        ("(async () => await user)()", "awaits"),
        ("import('fs')", "imports a module"),
        ("({ get a() { return 1 } })", "holds a function with statements, which may change something"),
        ("class {}", "declares a class, which may change something"),
        ("if (a) b", "holds a statement, which may change something"),
        ("let a = 1", "holds a statement, which may change something"),
        ("eval('x')", "calls `eval`, which may change something"),
    ] {
        assert_eq!(does(expression).as_deref(), Some(expected), "{expression}");
    }
}

#[test]
fn the_place_is_that_of_what_comes_first() {
    let effect = side_effect("'é' +\n  a(b = 1)").unwrap().unwrap();
    assert_eq!(
        (effect.at, effect.to_string().as_str()),
        (Position { line: 2, column: 3 }, "calls `a`, which may change something")
    );
}

#[test]
fn what_does_not_parse_says_where() {
    for (expression, expected) in [("a +", "expression:1:4: "), ("a b", "expression:1:3: "), ("", "expression:1:1: ")] {
        let error = side_effect(expression).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn an_expression_of_any_nesting_is_read() {
    assert_eq!(does(&format!("{}a", "!".repeat(30_000))), None);
    assert_eq!(does(&format!("a{}", ".trim()".repeat(3_000))), None);
}
