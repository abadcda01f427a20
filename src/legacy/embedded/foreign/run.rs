//! One statement of SQL Server, Oracle or Db2: brought, run, brought back.

use std::collections::HashMap;

use rusqlite::types::Value;
use sqlparser::ast::{
    ColumnOption, CreateTable, DataType, Expr, Insert, ObjectName, Query, SequenceOptions, SetExpr, Statement, Update,
};
use sqlparser::tokenizer::Span;

use crate::legacy::{Dialect, Reply, StoreError};

use super::super::catalogue::{Catalogue, Column};
use super::super::database::Database;
use super::super::errors::Refusal;
use super::super::parse::{Parsed, Source};
use super::super::statement::done;
use super::super::translate::scope::bare;
use super::answer::{brought_back, ColumnNames};
use super::bring::shape::{shape, Before};
use super::bring::{number, Bringing};
use super::errors::{db2, oracle, sql_server, told, unsupported, Told};
use super::names::Spelling;
use super::read::Piece;

/// T-SQL's variables by their names in lower case, with their sign: the value, and the type where one was declared.
pub(super) type Variables = HashMap<String, (Value, Option<DataType>)>;

/// What a statement of a batch sees beside the tables.
#[derive(Default)]
pub(super) struct Around<'a> {
    pub(super) variables: Variables,
    /// What a CATCH block has caught.
    pub(super) caught: Option<&'a StoreError>,
}

impl Database {
    /// One statement of Oracle or Db2.
    pub(super) fn run_piece(
        &mut self,
        server: Dialect,
        mut piece: Piece,
        source: &Source<'_>,
        values: &[Value],
    ) -> Result<Reply, Refusal> {
        let Some(statement) = piece.statement.take() else { return Ok(done(&first_word(&piece))) };
        let writes = matches!(statement, Statement::Insert(_) | Statement::Update(_) | Statement::Delete(_));
        // To Oracle the first write begins a transaction, which goes on until it is ended.
        if server == Dialect::Oracle && writes && self.connection.is_autocommit() {
            self.before = Some(self.known().0);
            self.plain("BEGIN")?;
        }
        let declares = matches!(
            statement,
            Statement::CreateTable(_) | Statement::AlterTable(_) | Statement::Drop { .. } | Statement::Truncate(_)
        );
        if server == Dialect::Oracle && declares {
            self.end(true)?;
        }
        self.leaf(server, statement, &piece, source, values.to_vec(), &Around::default())
    }

    /// Runs a statement that holds no others.
    pub(super) fn leaf(
        &mut self,
        server: Dialect,
        mut statement: Statement,
        piece: &Piece,
        source: &Source<'_>,
        values: Vec<Value>,
        around: &Around<'_>,
    ) -> Result<Reply, Refusal> {
        let before = shape(&mut statement, server)?;
        let names = ColumnNames::of(&statement, piece, source, server);
        let command = first_word(piece);
        let result = self.brought_and_run(server, statement, before, piece, source, values, around);
        let reply = result.map_err(|refusal| self.told(server, refusal, &command, source))?;
        Ok(brought_back(reply, &names, server))
    }

    #[expect(clippy::too_many_arguments, reason = "a statement and all it stands in")]
    fn brought_and_run(
        &mut self,
        server: Dialect,
        mut statement: Statement,
        before: Option<Before>,
        piece: &Piece,
        source: &Source<'_>,
        values: Vec<Value>,
        around: &Around<'_>,
    ) -> Result<Reply, Refusal> {
        let (catalogue, _) = self.known();
        refuse_others(&statement, server)?;
        let sequences = self.shared.lock().sequences.clone();
        let starts = starts(&statement, server)?;
        let mut spelling = match server {
            Dialect::SqlServer => Spelling::of(&catalogue),
            _ => Spelling::default(),
        };
        let mut bringing = Bringing {
            server,
            catalogue: &catalogue,
            spelling: &mut spelling,
            variables: &around.variables,
            values,
            is_sequence: &|name| sequences.contains_key(name),
            caught: around.caught,
        };
        let mut old = match &before {
            Some(before) => Some(old_rows(&statement, before, server)?),
            None => None,
        };
        bringing.bring(&mut statement)?;
        if let Some(old) = &mut old {
            bringing.bring(old)?;
        }
        let values = std::mem::take(&mut bringing.values);
        let mut writes_identity = None;
        if let Statement::Insert(insert) = &mut statement {
            writes_identity = self.check_identity(server, insert, &catalogue)?;
        }
        let old = match old {
            Some(query) => Some(self.run(parsed(query, piece), source, &values)?),
            None => None,
        };
        if let Statement::CreateSequence { name, .. } = &statement {
            let name = bare(name);
            self.shared.lock().sequences.insert(name, starts.first().map_or(1, |(_, start)| *start));
            return Ok(done("CREATE"));
        }
        if let Statement::Drop { object_type: sqlparser::ast::ObjectType::Sequence, names, .. } = &statement {
            let mut session = self.shared.lock();
            for name in names {
                session.sequences.remove(&bare(name));
            }
            return Ok(done("DROP"));
        }
        let created = match &statement {
            Statement::CreateTable(create) => Some(bare(&create.name)),
            _ => None,
        };
        let reply = self.run(parsed(statement, piece), source, &values)?;
        if let Some(table) = created {
            let mut session = self.shared.lock();
            for (column, start) in starts {
                let column = spelling_of(&column, server);
                session.sequences.insert(format!("{table}_{column}_seq"), start);
            }
        }
        if let Some((table, column)) = writes_identity {
            self.count_on(&table, &column)?;
        }
        if let Reply::Rows { rows, affected: None, .. } = &reply {
            self.shared.lock().row_count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        }
        Ok(match (before, old) {
            (Some(before), Some(old)) => side_by_side(&before, old, reply),
            _ => reply,
        })
    }

    /// A column only the server fills may not be given a value, unless T-SQL was told so; the table and the column
    /// if it was.
    fn check_identity(
        &self,
        server: Dialect,
        insert: &mut Insert,
        catalogue: &Catalogue,
    ) -> Result<Option<(String, String)>, Refusal> {
        let sqlparser::ast::TableObject::TableName(name) = &insert.table else { return Ok(None) };
        let Some(table) = catalogue.tables.get(&bare(name)) else { return Ok(None) };
        let counts = |column: &&Column| column.default.as_deref().is_some_and(|text| text.starts_with("next_value("));
        let Some(column) = table.columns.iter().find(counts) else { return Ok(None) };
        let insert_allowed = self.shared.lock().identity_insert.as_deref() == Some(table.name.as_str());
        if insert.columns.is_empty() && server == Dialect::SqlServer && insert.source.is_some() {
            if insert_allowed {
                let message = format!(
                    "An explicit value for the identity column in table '{}' can only be specified when a column list \
                     is used and IDENTITY_INSERT is ON.",
                    table.name
                );
                return Err(sql_server(8101, 16, 1, message));
            }
            // Without a list of columns the identity column is passed over.
            let others = table.columns.iter().filter(|other| other.name != column.name);
            insert.columns = others
                .map(|other| ObjectName::from(vec![sqlparser::ast::Ident::with_quote('"', other.name.clone())]))
                .collect();
            return Ok(None);
        }
        let given = insert.columns.is_empty() || insert.columns.iter().any(|name| bare(name) == column.name);
        let by_default = is_default(insert, &column.name);
        if !given || by_default {
            if insert_allowed && !given {
                let message = format!(
                    "Explicit value must be specified for identity column in table '{}' either when IDENTITY_INSERT \
                     is set to ON or when a replication user is inserting into a NOT FOR REPLICATION identity column.",
                    table.name
                );
                return Err(sql_server(545, 16, 1, message));
            }
            return Ok(None);
        }
        match server {
            Dialect::SqlServer if column.filled_by_server && !insert_allowed => Err(sql_server(
                544,
                16,
                1,
                format!(
                    "Cannot insert explicit value for identity column in table '{}' when IDENTITY_INSERT is set to \
                     OFF.",
                    table.name
                ),
            )),
            Dialect::SqlServer if column.filled_by_server => Ok(Some((table.name.clone(), column.name.clone()))),
            Dialect::Oracle if column.filled_by_server => {
                Err(oracle(32795, "cannot insert into a generated always identity column"))
            }
            Dialect::Db2 if column.filled_by_server => Err(db2(
                -798,
                "428C9",
                format!(
                    "A value cannot be specified for column \"{}\" which is defined as GENERATED ALWAYS.",
                    column.name
                ),
            )),
            _ => Ok(None),
        }
    }

    /// After explicit values SQL Server counts on from the largest.
    fn count_on(&mut self, table: &str, column: &str) -> Result<(), Refusal> {
        let quoted = super::super::catalogue::quoted;
        let sql = format!("SELECT coalesce(max({}), 0) FROM {}", quoted(column), quoted(table));
        let largest: i64 = self.connection.query_row(&sql, [], |row| row.get(0)).unwrap_or(0);
        let mut session = self.shared.lock();
        let next = session.sequences.entry(format!("{table}_{column}_seq")).or_insert(1);
        *next = (*next).max(largest.saturating_add(1));
        Ok(())
    }

    /// A refusal in the server's words.
    pub(super) fn told(&self, server: Dialect, refusal: Refusal, command: &str, source: &Source<'_>) -> Refusal {
        let (catalogue, database) = self.known();
        let user = self.shared.lock().user.to_uppercase();
        let written = |name: &str| as_written(name, source.text);
        told(
            refusal,
            &Told { server, database: &database, schema: &user, catalogue: &catalogue, command, written: &written },
        )
    }
}

/// The statement's first word, upper case.
pub(super) fn first_word(piece: &Piece) -> String {
    let first = piece.tokens.first();
    first.map(|token| token.token.to_string().to_ascii_uppercase()).unwrap_or_default()
}

pub(super) fn parsed(statement: Statement, piece: &Piece) -> Parsed {
    Parsed { statement, tokens: piece.tokens.clone(), line: piece.line(), span: piece.span, placeholders: 0 }
}

/// A name as the text has it, with what stands before its point: `dbo.people` of `people`.
fn as_written(name: &str, text: &str) -> String {
    let plain = text.replace(['[', ']', '"'], "");
    let wanted = name.to_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '#' | '$');
    let words = plain.split(|c: char| !is_part(c)).filter(|word| !word.is_empty());
    let mut found = words.filter(|word| {
        let lower = word.to_lowercase();
        lower == wanted || lower.ends_with(&format!(".{wanted}")) || lower.starts_with(&format!("{wanted}."))
    });
    found.next().map_or_else(|| name.to_owned(), str::to_owned)
}

/// What only a server could run, or what another server's grammar has.
fn refuse_others(statement: &Statement, server: Dialect) -> Result<(), Refusal> {
    let what = match statement {
        Statement::Merge(_) => "MERGE statements",
        Statement::CreateTrigger(_) => "triggers",
        Statement::CreateProcedure { .. } | Statement::CreateFunction(_) => "stored procedures and functions",
        Statement::Call(_) | Statement::Execute { .. } => "stored procedure calls",
        Statement::CreateTable(create) if create.query.is_some() => "CREATE TABLE … AS statements",
        Statement::Query(query) => match query.body.as_ref() {
            SetExpr::Select(select) if select.into.is_some() => "SELECT … INTO statements",
            _ => return Ok(()),
        },
        _ => return Ok(()),
    };
    Err(unsupported(server, what))
}

/// The first numbers of identity columns (by column) or of a sequence.
fn starts(statement: &Statement, server: Dialect) -> Result<Vec<(String, i64)>, Refusal> {
    let literal = |expr: &Expr| expr.to_string().parse::<i64>().unwrap_or(1);
    let of_options = |options: &[SequenceOptions]| {
        options.iter().find_map(|option| match option {
            SequenceOptions::StartWith(start, _) => Some(literal(start)),
            _ => None,
        })
    };
    match statement {
        Statement::CreateSequence { sequence_options, .. } => {
            Ok(of_options(sequence_options).map(|start| (String::new(), start)).into_iter().collect())
        }
        Statement::CreateTable(CreateTable { columns, .. }) => {
            let mut found = Vec::new();
            for column in columns {
                for option in &column.options {
                    let start = match &option.option {
                        ColumnOption::Generated { sequence_options: Some(options), .. } => of_options(options),
                        ColumnOption::Identity(kind) => identity_start(kind, server)?,
                        _ => None,
                    };
                    let name = match column.name.quote_style {
                        None => column.name.value.clone(),
                        Some(_) => format!("\"{}", column.name.value),
                    };
                    found.extend(start.map(|start| (name, start)));
                }
            }
            Ok(found)
        }
        _ => Ok(Vec::new()),
    }
}

/// `IDENTITY(1000, 1)`.
fn identity_start(kind: &sqlparser::ast::IdentityPropertyKind, server: Dialect) -> Result<Option<i64>, Refusal> {
    use sqlparser::ast::{IdentityPropertyFormatKind as Format, IdentityPropertyKind as Kind};
    let (Kind::Identity(property) | Kind::Autoincrement(property)) = kind;
    let Some(Format::FunctionCall(parameters) | Format::StartAndIncrement(parameters)) = &property.parameters else {
        return Ok(None);
    };
    if parameters.increment != number("1") && parameters.increment.to_string() != "1" {
        return Err(unsupported(server, "identity columns that count by other steps than one"));
    }
    Ok(parameters.seed.to_string().parse().ok())
}

/// A column's name as the catalogue has it.
fn spelling_of(column: &str, server: Dialect) -> String {
    match (column.strip_prefix('"'), server) {
        (Some(quoted), _) => quoted.to_owned(),
        (None, Dialect::SqlServer) => column.to_owned(),
        (None, _) => column.to_uppercase(),
    }
}

/// Whether a column is given `DEFAULT` in every row.
fn is_default(insert: &Insert, column: &str) -> bool {
    let place = insert.columns.iter().position(|name| bare(name) == column);
    let Some(SetExpr::Values(values)) = insert.source.as_deref().map(|query| query.body.as_ref()) else { return false };
    let Some(place) = place else { return false };
    values.rows.iter().all(|row| {
        matches!(row.content.get(place), Some(Expr::Identifier(ident))
            if ident.quote_style.is_none() && ident.value.eq_ignore_ascii_case("default"))
    })
}

/// The query that answers the rows an UPDATE is about to change as they are.
fn old_rows(statement: &Statement, before: &Before, server: Dialect) -> Result<Statement, Refusal> {
    let Statement::Update(Update { table, selection, .. }) = statement else {
        return Err(unsupported(server, "OUTPUT clauses of this kind"));
    };
    let template = super::super::parse::select_one().ok_or_else(|| unsupported(server, "OUTPUT clauses"))?;
    let Statement::Query(query) = template else { return Err(unsupported(server, "OUTPUT clauses")) };
    let mut query: Query = *query;
    if let SetExpr::Select(select) = query.body.as_mut() {
        select.projection.clone_from(&before.items);
        select.from = vec![table.clone()];
        select.selection.clone_from(selection);
    }
    Ok(Statement::Query(Box::new(query)))
}

/// Old and new columns in the order they were asked for.
fn side_by_side(before: &Before, old: Reply, new: Reply) -> Reply {
    let Reply::Rows { columns: old_columns, rows: old_rows, .. } = old else { return new };
    let (command, new_columns, new_rows, affected) = match new {
        Reply::Rows { command, columns, rows, affected } => (command, columns, rows, affected),
        Reply::Written { command, matched, .. } => {
            (command, Vec::new(), vec![Vec::new(); old_rows.len()], Some(matched))
        }
        other => return other,
    };
    let mixed = |old: Vec<_>, new: Vec<_>| merged(&before.is_old, old, new);
    let columns = merged(&before.is_old, old_columns, new_columns);
    let rows = old_rows.into_iter().zip(new_rows).map(|(old, new)| mixed(old, new)).collect();
    Reply::Rows { command, columns, rows, affected }
}

fn merged<T>(is_old: &[bool], old: Vec<T>, new: Vec<T>) -> Vec<T> {
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    is_old.iter().filter_map(|is_old| if *is_old { old.next() } else { new.next() }).collect()
}

/// A piece for what a batch makes up itself.
pub(super) fn made_up(like: &Piece) -> Piece {
    Piece { statement: None, tokens: like.tokens.clone(), span: Span { ..like.span }, into: Vec::new() }
}
