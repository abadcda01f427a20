//! What is known of a script from its text alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use loginscope::script::{prepare, Prepared};

fn prepared(text: &str) -> Prepared {
    prepare("login.js", text.into()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The names that stand in each statement, statements in the order they are stepped through in the text.
fn names(body: &str) -> Vec<String> {
    let prepared = prepared(&format!("function login(email, password, callback) {{\n{body}\n}}"));
    let mut statements = prepared.tables.statements;
    statements.sort_by_key(|statement| statement.start);
    statements.iter().map(|statement| statement.names.join(" ")).collect()
}

#[test]
fn names_are_those_declared_set_and_read_in_order() {
    assert_eq!(names("const user = find(email, password), other = email;"), ["user email password other"]);
    assert_eq!(names("let { id, name: [first] } = email; id = first + id;"), ["id first email", "id first"]);
    assert_eq!(names("callback({ email, password: email.x[password] });"), ["callback email password"]);
    assert_eq!(names("for (const row of email) row++;"), ["row email", "row"]);
}

#[test]
fn names_of_properties_labels_and_the_surroundings_are_no_variables() {
    assert_eq!(names("console.log(email.password, { callback: 1 }, undefined, nowhere, arguments);"), ["email"]);
    assert_eq!(names("email: while (true) { break email; }"), ["", ""]);
    assert_eq!(names("{ let inside = 1; } inside;"), ["inside", ""]);
}

#[test]
fn names_in_bodies_and_inner_functions_belong_to_their_own_statements() {
    assert_eq!(names("if (email) { password; }"), ["email", "password"]);
    assert_eq!(names("do { password; } while (email)"), ["", "password"]);
    assert_eq!(names("switch (email) { case password: callback; }"), ["email", "callback"]);
    assert_eq!(names("callback(function (error) {\n error; }, password);"), ["callback password", "error"]);
    assert_eq!(names("callback(row => row.id === email);"), ["callback", "row email"]);
    assert_eq!(names("class A extends email { field = password; m() { callback; } }"), ["A email", "callback"]);
    assert_eq!(names("try { email; } catch (error) { error; }"), ["email", "error"]);
}

#[test]
fn a_name_that_is_declared_later_is_a_variable() {
    assert_eq!(names("later; made(); var later = 1; function made() {}"), ["later", "made", "later"]);
}

const TEXT: &str = "function login(email, password, callback) {
  let a = 1; a += 1; // and so on
  const find = (rows) => rows[0];

  client.query('…', function (error, rows) {
    callback(null, rows.map(row => row.id));
  });
  function Find() {}
}";

/// What is highlighted of the statement at a line and a column.
fn statement_at(line: u32, column: Option<u32>) -> Option<&'static str> {
    let prepared = prepared(TEXT);
    let statement = &prepared.tables.statements[prepared.statement_at(line, column)?];
    Some(TEXT[statement.start as usize..statement.end as usize].trim_end())
}

#[test]
fn a_column_means_the_innermost_statement_around_it() {
    assert_eq!(statement_at(2, Some(5)), Some("let a = 1;"));
    assert_eq!(statement_at(2, Some(14)), Some("a += 1;"));
    assert_eq!(statement_at(3, Some(28)), Some("rows[0]"));
    assert_eq!(statement_at(3, Some(12)), Some("const find = (rows) => rows[0];"));
    assert_eq!(statement_at(6, Some(37)), Some("row.id"));
}

#[test]
fn a_column_without_a_statement_means_the_next_one_on_the_line_or_after() {
    assert_eq!(statement_at(2, Some(1)), Some("let a = 1;"));
    assert_eq!(statement_at(2, Some(13)), Some("a += 1;"), "the blank between two");
    assert_eq!(statement_at(2, Some(99)), Some("let a = 1;"), "the comment: as for the line");
    assert_eq!(statement_at(4, Some(3)), Some("client.query('…', function (error, rows)"));
    assert_eq!(statement_at(4, None), statement_at(5, None));
    assert_eq!((statement_at(8, Some(3)), statement_at(99, Some(1)), statement_at(0, None)), (None, None, None));
}

#[test]
fn functions_are_found_by_their_own_or_derived_name_or_the_end_of_it() {
    let prepared = prepared(TEXT);
    let named = |name: &str| -> Vec<&str> {
        prepared.functions_named(name).iter().map(|index| prepared.tables.functions[*index].name.as_str()).collect()
    };
    assert_eq!(named("login"), ["login"]);
    assert_eq!(named(" client.query callback"), ["login › client.query callback"]);
    assert_eq!(named("login › client.query callback"), ["login › client.query callback"]);
    assert_eq!(named("ROWS.MAP callback"), ["login › rows.map callback"]);
    assert_eq!((named("find"), named("Find")), (vec!["find"], vec!["Find"]));
    assert_eq!(named("FIND"), ["find", "Find"]);
    assert_eq!(named("query"), Vec::<&str>::new());
}

#[test]
fn the_first_statement_of_a_function_is_its_own() {
    let prepared = prepared(TEXT);
    let first = |name: &str| {
        let function = prepared.functions_named(name)[0];
        let statement = &prepared.tables.statements[prepared.first_statement(function)?];
        Some(TEXT[statement.start as usize..statement.end as usize].trim_end())
    };
    assert_eq!(first("login"), Some("let a = 1;"));
    assert_eq!(first("find"), Some("rows[0]"));
    assert_eq!(first("rows.map callback"), Some("row.id"));
    assert_eq!(first("Find"), None);
}
