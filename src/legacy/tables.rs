//! Which tables a request names.

use std::ops::ControlFlow;

use sqlparser::ast::{Ident, ObjectName, Query, Statement, TableFactor, Visit, Visitor};
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, Tokenizer};
use url::Url;

use super::documents;
use super::parsed::{grammar, parsed};
use super::{Dialect, Request};

/// The tables a request names, each once, in the order of the text: without schema and quotes, in the letters it
/// wrote. Joins and subqueries count; what `WITH` gives a name to does not.
///
/// A statement that does not parse is read for the words after `FROM`, `JOIN`, `INTO`, `UPDATE` and `TABLE`. The path
/// of an HTTP request's address counts as its table.
pub fn tables(request: &Request) -> Vec<String> {
    match request {
        Request::Documents { command, .. } => documents::collection(command).map(str::to_owned).into_iter().collect(),
        Request::Directory { operation, .. } => vec![operation.name().to_owned()],
        Request::Connect { .. } | Request::Close { .. } | Request::Socket { .. } | Request::Lookup { .. } => Vec::new(),
        Request::Sql { dialect, text, .. } => {
            let named = parsed(*dialect, text, |statements| {
                let mut named = Named::default();
                for statement in statements {
                    // It never breaks off.
                    let _ = statement.visit(&mut named);
                }
                named.tables
            });
            let mut named = once_each(named.unwrap_or_else(|| after_keywords(*dialect, text)));
            named.retain(|name| !stands_for_none(*dialect, name));
            named
        }
        Request::Http { url, .. } => Url::parse(url).map(|url| url.path().to_owned()).into_iter().collect(),
    }
}

/// What must be named where no table is meant.
fn stands_for_none(dialect: Dialect, name: &str) -> bool {
    match dialect {
        Dialect::MySql | Dialect::Oracle => name.eq_ignore_ascii_case("dual"),
        Dialect::Db2 => name.eq_ignore_ascii_case("sysdummy1"),
        Dialect::PostgreSql | Dialect::SqlServer => false,
    }
}

fn once_each(names: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}

/// The tables met on the way through parsed statements.
#[derive(Default)]
struct Named {
    tables: Vec<String>,
    /// The queries around the place, outermost first.
    around: Vec<Around>,
    /// The next relation is a function that answers rows.
    is_function: bool,
}

/// A query that is being gone through.
struct Around {
    /// The names its `WITH` gives, in order.
    given: Vec<Ident>,
    /// Each of them may be used in all of the others.
    recursive: bool,
    /// How many queries directly inside it are behind us. Those of `WITH` come first.
    behind: usize,
}

impl Around {
    /// In `WITH users AS (SELECT … FROM users)` the inner `users` is a table.
    fn gives(&self, name: &Ident) -> bool {
        let known = if self.recursive { self.given.len() } else { self.behind };
        self.given.iter().take(known).any(|given| given.value.eq_ignore_ascii_case(&name.value))
    }
}

impl Visitor for Named {
    type Break = ();

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        if let Statement::Drop { names, .. } = statement {
            self.tables.extend(names.iter().filter_map(last).map(|name| name.value.clone()));
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let given = query.with.iter().flat_map(|with| &with.cte_tables).map(|cte| cte.alias.name.clone()).collect();
        let recursive = query.with.as_ref().is_some_and(|with| with.recursive);
        self.around.push(Around { given, recursive, behind: 0 });
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _query: &Query) -> ControlFlow<()> {
        self.around.pop();
        if let Some(outer) = self.around.last_mut() {
            outer.behind += 1;
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        self.is_function = matches!(factor, TableFactor::Table { args: Some(_), .. });
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<()> {
        let is_function = std::mem::take(&mut self.is_function);
        if let Some(name) = last(relation).filter(|_| !is_function) {
            let is_given = relation.0.len() == 1 && self.around.iter().any(|query| query.gives(name));
            if !is_given {
                self.tables.push(name.value.clone());
            }
        }
        ControlFlow::Continue(())
    }
}

fn last(name: &ObjectName) -> Option<&Ident> {
    name.0.last()?.as_ident()
}

/// The names after the words that tables follow, where there is no more to go by.
fn after_keywords(dialect: Dialect, text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    // A text that breaks off inside a quote is read up to there.
    let _ = Tokenizer::new(grammar(dialect), text).tokenize_with_location_into_buf(&mut tokens);
    let tokens: Vec<Token> = tokens
        .into_iter()
        .map(|token| token.token)
        // `[dbo].[users]`.
        .filter(|token| !matches!(token, Token::Whitespace(_) | Token::LBracket | Token::RBracket))
        .collect();
    let mut names = Vec::new();
    let mut before: Option<&Token> = None;
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.next() {
        if precedes_tables(token, before) {
            while rest.next_if(|token| is_between(token)).is_some() {}
            let mut name = None;
            while let Some(Token::Word(word)) = rest.next_if(|token| is_name(token)) {
                name = Some(word.value.clone());
                if rest.next_if(|token| **token == Token::Period).is_none() {
                    break;
                }
            }
            // Db2's `FROM FINAL TABLE (INSERT …)`.
            let is_changed = rest.peek().is_some_and(|next| keyword(next) == Keyword::TABLE);
            if !is_changed && (rest.peek() != Some(&&Token::LParen) || keyword(token) == Keyword::INTO) {
                names.extend(name);
            }
        }
        before = Some(token);
    }
    names
}

fn keyword(token: &Token) -> Keyword {
    match token {
        Token::Word(word) => word.keyword,
        _ => Keyword::NoKeyword,
    }
}

/// `FOR UPDATE`, `ON UPDATE` and `ON DUPLICATE KEY UPDATE` name no table.
fn precedes_tables(token: &Token, before: Option<&Token>) -> bool {
    match keyword(token) {
        Keyword::FROM | Keyword::JOIN | Keyword::INTO | Keyword::TABLE => true,
        Keyword::UPDATE => before.is_none_or(|before| !matches!(before, Token::Word(_))),
        _ => false,
    }
}

/// Words that may stand between the keyword and the name.
fn is_between(token: &Token) -> bool {
    matches!(keyword(token), Keyword::ONLY | Keyword::IGNORE | Keyword::IF | Keyword::NOT | Keyword::EXISTS)
}

/// `FROM WHERE …` names no table, nor does `JOIN LATERAL (…)`.
fn is_name(token: &Token) -> bool {
    use Keyword::{FROM, INTO, JOIN, LATERAL, ON, SELECT, SET, WHERE};
    matches!(token, Token::Word(_))
        && !matches!(keyword(token), FROM | INTO | JOIN | LATERAL | ON | SELECT | SET | WHERE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::legacy::{Params, Target};

    fn named(dialect: Dialect, text: &str) -> Vec<String> {
        tables(&Request::Sql {
            dialect,
            target: Target::default(),
            text: text.to_owned(),
            params: Params::default(),
            multiple: false,
            prepared: false,
        })
    }

    #[test]
    fn a_statement_names_its_tables() {
        for (text, expected) in [
            ("SELECT * FROM users WHERE email = $1", vec!["users"]),
            (
                "SELECT * FROM Users u JOIN roles r ON r.user = u.id LEFT JOIN audit.log ON true",
                vec!["Users", "roles", "log"],
            ),
            (
                "SELECT (SELECT max(at) FROM logins) FROM users WHERE id IN (SELECT id FROM admins)",
                vec!["logins", "users", "admins"],
            ),
            ("SELECT * FROM dbo.users, users", vec!["users"]),
            ("INSERT INTO auth.users (email) VALUES ('FROM nowhere')", vec!["users"]),
            ("UPDATE users SET email = 'x' WHERE id = 1", vec!["users"]),
            ("DELETE FROM users WHERE id = 1", vec!["users"]),
            ("TRUNCATE TABLE users", vec!["users"]),
            ("DROP TABLE public.users", vec!["users"]),
            ("SELECT 1", vec![]),
            ("SELECT extract(year FROM now())", vec![]),
            ("SELECT 1 FROM users; DELETE FROM roles", vec!["users", "roles"]),
        ] {
            for dialect in [Dialect::MySql, Dialect::PostgreSql] {
                assert_eq!(named(dialect, text), expected, "{text}");
            }
        }
    }

    #[test]
    fn other_servers_statements_name_their_tables() {
        for (dialect, text, expected) in [
            (Dialect::SqlServer, "SELECT TOP 1 * FROM [dbo].[My Users] WITH (NOLOCK)", vec!["My Users"]),
            (Dialect::SqlServer, "DECLARE @a INT = 1 SELECT * FROM Users; DELETE FROM Roles", vec!["Users", "Roles"]),
            (Dialect::SqlServer, "IF EXISTS (SELECT 1 FROM Users) DELETE FROM Roles", vec!["Users", "Roles"]),
            (Dialect::Oracle, "SELECT SYSDATE FROM dual", vec![]),
            (Dialect::Oracle, "SELECT * FROM users u WHERE ROWNUM = 1", vec!["users"]),
            (Dialect::Db2, "SELECT id FROM FINAL TABLE (INSERT INTO users (a) VALUES (1))", vec!["users"]),
            (Dialect::Db2, "SELECT 1 FROM SYSIBM.SYSDUMMY1", vec![]),
        ] {
            assert_eq!(named(dialect, text), expected, "{text}");
        }
    }

    #[test]
    fn quotes_belong_to_no_name() {
        assert_eq!(named(Dialect::MySql, "SELECT * FROM `legacy`.`my users`"), ["my users"]);
        assert_eq!(named(Dialect::PostgreSql, "SELECT * FROM \"Legacy\".\"My Users\""), ["My Users"]);
    }

    #[test]
    fn what_with_gives_a_name_to_is_no_table() {
        for (text, expected) in [
            ("WITH old AS (SELECT * FROM users) SELECT * FROM old JOIN roles ON true", vec!["users", "roles"]),
            ("WITH users AS (SELECT * FROM users) SELECT * FROM users", vec!["users"]),
            ("WITH a AS (SELECT 1 FROM x), b AS (SELECT * FROM a) SELECT * FROM b", vec!["x"]),
            ("WITH RECURSIVE t AS (SELECT 1 FROM x UNION SELECT * FROM t) SELECT * FROM t", vec!["x"]),
            ("WITH gone AS (DELETE FROM users RETURNING id) SELECT * FROM gone", vec!["users"]),
        ] {
            assert_eq!(named(Dialect::PostgreSql, text), expected, "{text}");
        }
    }

    #[test]
    fn a_function_that_answers_rows_is_no_table() {
        assert_eq!(named(Dialect::PostgreSql, "SELECT * FROM generate_series(1, 3), users"), ["users"]);
    }

    #[test]
    fn what_does_not_parse_is_read_by_its_words() {
        for (text, expected) in [
            ("INSERT INTO users SET ?", vec!["users"]),
            ("SELECT * FORM roles FROM legacy.users WHERE (", vec!["users"]),
            ("SELECT TOP 1 FROM JOIN roles ON", vec!["roles"]),
            ("UPDATE IGNORE users SET WHERE", vec!["users"]),
            ("INSERT INTO users(email) VALUES (1 ON DUPLICATE KEY UPDATE email = 1", vec!["users"]),
            ("SELECT * FROM users WHERE FOR UPDATE SKIP ((", vec!["users"]),
            ("SELECT * FROM users WHERE name = 'it from x", vec!["users"]),
            ("'", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(named(Dialect::MySql, text), expected, "{text}");
        }
    }

    #[test]
    fn a_statement_as_long_as_a_book_is_read_by_its_words() {
        let text = format!("SELECT {}1 FROM users", "1+".repeat(20_000));
        assert_eq!(named(Dialect::MySql, &text), ["users"]);
    }

    #[test]
    fn the_path_of_an_address_is_the_table_of_a_request_over_http() {
        let request = |url: &str| Request::Http {
            method: "GET".to_owned(),
            url: url.to_owned(),
            headers: Vec::new(),
            body: None,
            access: crate::legacy::Access::default(),
        };
        assert_eq!(tables(&request("https://legacy.example.test/api/users?page=1")), ["/api/users"]);
        assert_eq!(tables(&request("not an address")), Vec::<String>::new());
    }
}
