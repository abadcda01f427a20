//! From the text of a request to its answer: parse, choose, run.

use rusqlite::types::Value;
use sqlparser::ast::{ObjectName, Query, Statement};

use crate::legacy::embedded::family::{Family, Flavour};
use crate::legacy::room::with_room;
use crate::legacy::{Cell, Params, Reply};

use super::database::Database;
use super::errors::{mariadb, mysql, no_such_table, postgresql, too_much, unsupported, Refusal};
use super::interpolate::interpolated;
use super::introspect;
use super::parameters;
use super::parse::{parse, Parsed, Source};
use super::translate::scope::bare;
use super::translate::{normalise, Translator};
use super::values::bound;

/// The most bytes of statement text and parameters together.
pub(super) const LARGEST_STATEMENT: usize = 1 << 20;

/// The most statements in one text.
pub(super) const MOST_STATEMENTS: usize = 1_000;

impl Database {
    /// Runs the statements of a request. Several at once are for PostgreSQL without parameters, and for MySQL
    /// where the driver asked for it.
    pub(crate) fn answer(&mut self, text: &str, params: &Params, multiple: bool) -> Reply {
        if let Some(server) = self.server {
            return self.answer_in(server, text, params);
        }
        let dialect = self.dialect;
        let answers = with_room(text.len(), || self.answers(text, params, multiple));
        match answers.unwrap_or_else(|| Err(too_much(dialect, "the embedded store has no room for this statement"))) {
            Ok(mut replies) if replies.len() == 1 => replies.remove(0),
            Ok(replies) => Reply::Several { replies },
            Err(refusal) => {
                self.failed = self.dialect == Family::PostgreSql && !self.connection.is_autocommit();
                Reply::Error(*self.in_own_words(refusal))
            }
        }
    }

    /// What the server says that this is, of those that speak the dialect.
    pub(super) fn in_own_words(&self, refusal: Refusal) -> Refusal {
        match self.known().0.flavour {
            Flavour::MySql => refusal,
            Flavour::MariaDb => mariadb::worded(refusal, None),
        }
    }

    fn answers(&mut self, text: &str, params: &Params, multiple: bool) -> Result<Vec<Reply>, Refusal> {
        let (names, cells) = match params {
            Params::Positional(cells) => (Vec::new(), cells.clone()),
            Params::Named(pairs) => pairs.iter().cloned().unzip(),
        };
        if text.len() + cells.iter().map(size).sum::<usize>() > LARGEST_STATEMENT {
            return Err(too_much(self.dialect, "the statement is larger than the embedded store allows (1 MB)"));
        }
        match self.dialect {
            Family::MySql => match interpolated(text, &cells) {
                Some((text, cells)) => self.parsed_answers(&text, &names, &cells, multiple),
                None => self.parsed_answers(text, &names, &cells, multiple),
            },
            Family::PostgreSql => self
                .parsed_answers(text, &names, &cells, cells.is_empty())
                .map_err(|refusal| parameters::located(refusal, &cells)),
        }
    }

    fn parsed_answers(
        &mut self,
        text: &str,
        names: &[String],
        cells: &[Cell],
        multiple: bool,
    ) -> Result<Vec<Reply>, Refusal> {
        let source = Source::new(text);
        let statements = parse(&source, self.dialect, names).map_err(|misread| misread.refusal)?;
        self.check_count(&source, &statements, cells, multiple)?;
        let values: Vec<Value> = match self.dialect {
            Family::MySql => cells.iter().map(bound).collect(),
            Family::PostgreSql => parameters::values(cells, &statements),
        };
        // Several PostgreSQL statements in one message are one transaction.
        let together = self.dialect == Family::PostgreSql
            && statements.len() > 1
            && self.connection.is_autocommit()
            && !statements.iter().any(|parsed| is_transaction(&parsed.statement));
        if together {
            self.plain("BEGIN")?;
        }
        let mut replies = Vec::with_capacity(statements.len());
        for parsed in statements {
            match self.run(parsed, &source, &values) {
                Ok(reply) => replies.push(reply),
                Err(refusal) => {
                    if together {
                        self.plain("ROLLBACK")?;
                    }
                    return Err(refusal);
                }
            }
        }
        if together {
            self.plain("COMMIT")?;
        }
        Ok(replies)
    }

    fn check_count(
        &self,
        source: &Source<'_>,
        statements: &[Parsed],
        cells: &[Cell],
        multiple: bool,
    ) -> Result<(), Refusal> {
        if statements.len() > MOST_STATEMENTS {
            return Err(too_much(
                self.dialect,
                "the text holds more statements than the embedded store allows (1,000)",
            ));
        }
        match (self.dialect, statements) {
            (Family::MySql, []) => return Err(mysql::empty_query()),
            (Family::MySql, [_, second, ..]) if !multiple => {
                return Err(mysql::syntax(&source.text[source.offset(second.span.start)..], second.line));
            }
            (Family::PostgreSql, [_, _, ..]) if !multiple => {
                return Err(postgresql::error("42601", "cannot insert multiple commands into a prepared statement"));
            }
            _ => {}
        }
        let needed = statements.iter().map(|parsed| parsed.placeholders).max().unwrap_or(0);
        let given = cells.len();
        match self.dialect {
            Family::MySql if needed > given => {
                let missing = source.text.match_indices('?').nth(given).map_or(source.text.len(), |(at, _)| at);
                Err(mysql::syntax(&source.text[missing..], 1))
            }
            Family::PostgreSql if given == 0 && needed > 0 => {
                Err(postgresql::error("42P02", format!("there is no parameter ${needed}")))
            }
            Family::PostgreSql if given != needed => Err(postgresql::error(
                "08P01",
                format!("bind message supplies {given} parameters, but prepared statement \"\" requires {needed}"),
            )),
            _ => Ok(()),
        }
    }

    /// Runs one parsed statement.
    pub(super) fn run(&mut self, parsed: Parsed, source: &Source<'_>, values: &[Value]) -> Result<Reply, Refusal> {
        let is_row_statement = matches!(
            parsed.statement,
            Statement::Query(_) | Statement::Insert(_) | Statement::Update(_) | Statement::Delete(_)
        );
        match is_row_statement && !self.failed {
            true => self.run_beside(parsed, source, values),
            false => self.run_alone(parsed, source, values),
        }
    }

    /// Runs a statement over what is there.
    pub(super) fn run_alone(
        &mut self,
        mut parsed: Parsed,
        source: &Source<'_>,
        values: &[Value],
    ) -> Result<Reply, Refusal> {
        let statement = std::mem::replace(&mut parsed.statement, Statement::UnlockTables);
        if self.failed && !is_transaction(&statement) {
            return Err(postgresql::error(
                "25P02",
                "current transaction is aborted, commands ignored until end of transaction block",
            ));
        }
        match statement {
            Statement::Query(query) => self.run_query(*query, &parsed, source, values),
            Statement::Insert(insert) => {
                let write = self.translated(&parsed, source, |translator| translator.insert(insert))?;
                self.write(&write, values)
            }
            Statement::Update(update) => {
                let write = self.translated(&parsed, source, |translator| translator.update(update))?;
                self.write(&write, values)
            }
            Statement::Delete(delete) => {
                let write = self.translated(&parsed, source, |translator| translator.delete(delete))?;
                self.write(&write, values)
            }
            other => self.run_other(other, &parsed, source),
        }
    }

    pub(super) fn translated<T>(
        &mut self,
        parsed: &Parsed,
        source: &Source<'_>,
        translate: impl FnOnce(&mut Translator<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (catalogue, database) = self.known();
        let translator = Translator::new(self.dialect, &catalogue, &database, source, &parsed.tokens);
        let mut translator = translator.with_relations(self.beside.clone());
        let result = translate(&mut translator)?;
        let casts = translator.casts;
        self.keep_casts(casts);
        Ok(result)
    }

    fn run_query(
        &mut self,
        query: Query,
        parsed: &Parsed,
        source: &Source<'_>,
        values: &[Value],
    ) -> Result<Reply, Refusal> {
        let read = self.translated(parsed, source, |translator| translator.query(query))?;
        self.read(&read, values)
    }

    fn run_other(&mut self, statement: Statement, parsed: &Parsed, source: &Source<'_>) -> Result<Reply, Refusal> {
        let command = verb(parsed);
        match statement {
            Statement::CreateTable(create) => self.create_table(create, source, parsed)?,
            Statement::CreateIndex(create) => self.create_index(create, source, parsed)?,
            Statement::CreateView(create) => self.create_view(create, source, parsed)?,
            Statement::AlterTable(alter) => self.alter_table(alter, source, parsed)?,
            Statement::Drop { object_type, names, if_exists, .. } => self.drop(object_type, &names, if_exists)?,
            Statement::Truncate(truncate) => {
                for target in &truncate.table_names {
                    self.truncate(&target.name)?;
                }
            }
            Statement::CreateSequence { name, .. } => {
                let name = self.own_name(name);
                self.shared.lock().sequences.entry(name).or_insert(1);
            }
            Statement::CreateType { name, representation } => self.create_type(name, representation)?,
            Statement::StartTransaction { .. } => self.begin()?,
            Statement::Commit { .. } => return self.end(true),
            Statement::Rollback { savepoint: None, .. } => return self.end(false),
            Statement::Rollback { savepoint: Some(name), .. } => self.savepoint("ROLLBACK TO", &name.value)?,
            Statement::Savepoint { name } => self.savepoint("SAVEPOINT", &name.value)?,
            Statement::ReleaseSavepoint { name } => self.savepoint("RELEASE", &name.value)?,
            Statement::ShowTables { .. } => {
                let (catalogue, database) = self.known();
                return Ok(introspect::tables(&catalogue, &database));
            }
            Statement::ExplainTable { table_name, .. } => {
                let name = self.own_name(table_name);
                let (catalogue, database) = self.known();
                let table = catalogue.tables.get(&name);
                return match table {
                    Some(table) => Ok(introspect::columns(table)),
                    None => Err(no_such_table(self.dialect, &database, &name, None)),
                };
            }
            Statement::ShowVariables { .. } | Statement::ShowStatus { .. } => {
                return Ok(introspect::table(&["Variable_name", "Value"], Vec::new(), self.dialect));
            }
            Statement::ShowVariable { variable } => {
                let name = variable.last().map(|ident| ident.value.to_ascii_lowercase()).unwrap_or_default();
                let value = introspect::setting(&name).to_owned();
                return Ok(introspect::table(&[&name], vec![vec![Some(value)]], self.dialect));
            }
            Statement::Call(function) => return Err(self.no_procedure(&function)),
            other if is_harmless(&other) => {}
            _ => return Err(unsupported(self.dialect, &format!("{command} statements"))),
        }
        Ok(done(command.split(' ').next().unwrap_or_default()))
    }

    /// There are no stored procedures here, and the server's words for that say it best.
    fn no_procedure(&self, function: &sqlparser::ast::Function) -> Refusal {
        let name = self.own_name(function.name.clone());
        match self.dialect {
            Family::MySql => {
                let (_, database) = self.known();
                let message = format!("PROCEDURE {database}.{name} does not exist");
                mysql::error("ER_SP_DOES_NOT_EXIST", 1305, "42000", message)
            }
            Family::PostgreSql => {
                let arguments = match &function.args {
                    sqlparser::ast::FunctionArguments::List(list) => list.args.len(),
                    _ => 0,
                };
                let types = vec!["unknown"; arguments].join(", ");
                let mut error = postgresql::error("42883", format!("procedure {name}({types}) does not exist"));
                let hint = "No procedure matches the given name and argument types. You might need to add explicit \
                            type casts.";
                error.hint = Some(hint.to_owned());
                error.position = Some(6);
                error
            }
        }
    }

    fn own_name(&self, mut name: ObjectName) -> String {
        normalise(&mut name, self.dialect);
        bare(&name)
    }

    fn create_type(
        &mut self,
        name: ObjectName,
        representation: Option<sqlparser::ast::UserDefinedTypeRepresentation>,
    ) -> Result<(), Refusal> {
        let Some(sqlparser::ast::UserDefinedTypeRepresentation::Enum { labels }) = representation else {
            return Err(unsupported(self.dialect, "types other than enumerations"));
        };
        let name = self.own_name(name);
        self.change_catalogue(|catalogue| {
            catalogue.enums.insert(name, labels.into_iter().map(|label| label.value).collect());
        });
        Ok(())
    }

    /// `BEGIN`. MySQL commits what was open; PostgreSQL warns and goes on.
    pub(super) fn begin(&mut self) -> Result<(), Refusal> {
        if !self.connection.is_autocommit() {
            if self.dialect == Family::PostgreSql {
                return Ok(());
            }
            self.plain("COMMIT")?;
        }
        self.before = Some(self.known().0);
        self.plain("BEGIN")
    }

    /// `COMMIT` and `ROLLBACK`. Committing a failed transaction rolls it back, and says so.
    pub(super) fn end(&mut self, commit: bool) -> Result<Reply, Refusal> {
        let before = self.before.take();
        let commits = commit && !std::mem::take(&mut self.failed);
        if !self.connection.is_autocommit() {
            if let (false, Some(before)) = (commits, before) {
                self.shared.lock().catalogue = before;
            }
            self.plain(if commits { "COMMIT" } else { "ROLLBACK" })?;
        }
        Ok(done(if commits { "COMMIT" } else { "ROLLBACK" }))
    }

    /// Ends what a connection that is closed has left open.
    pub(crate) fn closed(&mut self) {
        // Nothing is left to be told to: the driver has gone.
        let _ = self.end(false);
    }

    fn savepoint(&mut self, action: &str, name: &str) -> Result<(), Refusal> {
        if self.connection.is_autocommit() {
            return match self.dialect {
                // Each statement is its own transaction, so there is nothing to come back to.
                Family::MySql => Ok(()),
                Family::PostgreSql => {
                    let message =
                        format!("{} can only be used in transaction blocks", action.replace(" TO", " TO SAVEPOINT"));
                    Err(postgresql::error("25P01", message))
                }
            };
        }
        if action == "ROLLBACK TO" {
            self.failed = false;
        }
        self.plain(&format!("{action} {}", super::catalogue::quoted(name)))
    }
}

pub(super) fn done(command: &str) -> Reply {
    Reply::Written { command: command.to_owned(), matched: 0, changed: 0, insert_id: 0 }
}

/// The statement's first word, upper case; of `CREATE TABLE` and the like the first two.
fn verb(parsed: &Parsed) -> String {
    let word = |index: usize| parsed.tokens.get(index).map(|token| token.token.to_string().to_ascii_uppercase());
    match (word(0), word(1)) {
        (Some(first), Some(second)) if matches!(first.as_str(), "CREATE" | "ALTER" | "DROP" | "START") => {
            format!("{first} {second}")
        }
        (Some(first), _) => first,
        (None, _) => String::new(),
    }
}

fn is_transaction(statement: &Statement) -> bool {
    matches!(statement, Statement::StartTransaction { .. } | Statement::Commit { .. } | Statement::Rollback { .. })
}

/// Statements that set up a session or a server and change no answer.
fn is_harmless(statement: &Statement) -> bool {
    matches!(
        statement,
        Statement::Set(_)
            | Statement::Use(_)
            | Statement::Reset(_)
            | Statement::Discard { .. }
            | Statement::Deallocate { .. }
            | Statement::LockTables { .. }
            | Statement::UnlockTables
            | Statement::Lock(_)
            | Statement::Analyze(_)
            | Statement::Vacuum(_)
            | Statement::Comment { .. }
            | Statement::Grant(_)
            | Statement::Revoke(_)
            | Statement::CreateExtension(_)
            | Statement::DropExtension(_)
            | Statement::CreateSchema { .. }
            | Statement::CreateDatabase { .. }
            | Statement::CreateRole(_)
            | Statement::AlterRole { .. }
            | Statement::AlterSchema(_)
            | Statement::AlterType(_)
            | Statement::LISTEN { .. }
            | Statement::UNLISTEN { .. }
            | Statement::NOTIFY { .. }
    )
}

pub(super) fn size(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) | Cell::Bytes { base64: text } | Cell::BigInt { digits: text } => text.len(),
        Cell::Json { value } => value.to_string().len(),
        _ => 8,
    }
}
