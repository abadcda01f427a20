//! T-SQL batches: variables, conditions, loops, TRY and CATCH, and what a transaction counts.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use sqlparser::ast::{
    ConditionalStatementBlock, Declare, DeclareAssignment, Expr, IfStatement, ObjectName, SelectItem, Set, SetExpr,
    SetSessionParamKind, Statement, TransactionModifier,
};

use crate::legacy::{Dialect, Reply, StoreError};

use super::super::database::Database;
use super::super::errors::Refusal;
use super::super::parse::{select_one, Source};
use super::super::statement::done;
use super::super::translate::infer::declared;
use super::super::translate::scope::bare;
use super::super::types::ColumnType;
use super::super::values::bound;
use super::bring::{case, number};
use super::coerce;
use super::errors::{sql_server, too_much, unsupported};
use super::read::{Binds, Piece};
use super::run::{made_up, Around, Variables};

/// How long a batch may run, loops included.
const LONGEST: Duration = Duration::from_secs(2);

/// The most statements a batch may run.
const MOST_STEPS: usize = 10_000;

/// Procedures of the server's own that could be asked for; any other name is one it does not have.
const SYSTEM: &[&str] = &["sp_executesql", "sp_help", "sp_helptext", "sp_rename", "sp_who", "sp_columns", "sp_tables"];

/// How it goes on after a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    On,
    Return,
}

/// One batch while it runs.
pub(super) struct Batch<'d, 's> {
    database: &'d mut Database,
    source: &'s Source<'s>,
    variables: Variables,
    types: HashMap<String, ColumnType>,
    replies: Vec<Reply>,
    caught: Option<StoreError>,
    steps: usize,
    started: Instant,
}

const SERVER: Dialect = Dialect::SqlServer;

impl<'d, 's> Batch<'d, 's> {
    /// A batch with its parameters: `@p1` … where they have no names.
    pub(super) fn new(database: &'d mut Database, source: &'s Source<'s>, binds: &Binds, values: Vec<Value>) -> Self {
        let mut variables = Variables::default();
        for (index, value) in values.into_iter().enumerate() {
            let name = match binds.names.as_ref().and_then(|names| names.get(index)) {
                Some(name) => format!("@{}", name.trim_start_matches('@').to_lowercase()),
                None => format!("@p{}", index + 1),
            };
            variables.insert(name, (value, None));
        }
        let started = Instant::now();
        let types = HashMap::new();
        Self { database, source, variables, types, replies: Vec::new(), caught: None, steps: 0, started }
    }

    /// Runs it; a reply for each statement that has one, or one that says that it is done.
    pub(super) fn run(mut self, pieces: Vec<Piece>) -> Result<Vec<Reply>, Refusal> {
        let Some(first) = pieces.first().map(made_up) else { return Ok(vec![done("")]) };
        let command = super::run::first_word(&first);
        let mut statements = Vec::with_capacity(pieces.len());
        let mut own = Vec::with_capacity(pieces.len());
        for mut piece in pieces {
            statements.extend(piece.statement.take());
            own.push(piece);
        }
        self.all(&statements, &|index| own.get(index).unwrap_or(&first))?;
        if self.replies.is_empty() {
            self.replies.push(done(&command));
        }
        Ok(self.replies)
    }

    /// Runs statements one after the other; `piece` is where each stands.
    fn all<'p>(&mut self, statements: &[Statement], piece: &dyn Fn(usize) -> &'p Piece) -> Result<Flow, Refusal> {
        let mut index = 0;
        while let Some(statement) = statements.get(index) {
            if modifier(statement) == Some((true, TransactionModifier::Try)) {
                let end = closing(statements, index, TransactionModifier::Try);
                let catch_end = closing(statements, end + 1, TransactionModifier::Catch);
                let body = statements.get(index + 1..end).unwrap_or_default();
                let handler = statements.get(end + 2..catch_end).unwrap_or_default();
                let flow = match self.all(body, &|inner| piece(index + 1 + inner)) {
                    Err(refusal) => {
                        let outer = self.caught.replace(*refusal);
                        let flow = self.all(handler, &|inner| piece(end + 2 + inner));
                        self.caught = outer;
                        flow?
                    }
                    Ok(flow) => flow,
                };
                if flow != Flow::On {
                    return Ok(flow);
                }
                index = catch_end + 1;
                continue;
            }
            let flow = self.one(statement, piece(index))?;
            if flow != Flow::On {
                return Ok(flow);
            }
            index += 1;
        }
        Ok(Flow::On)
    }

    fn one(&mut self, statement: &Statement, piece: &Piece) -> Result<Flow, Refusal> {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.started.elapsed() > LONGEST {
            return Err(too_much(SERVER, "the batch runs longer than the embedded store allows (2 s)"));
        }
        self.step(statement, piece).map_err(|mut refusal| {
            if refusal.position.is_none() {
                refusal.position = u32::try_from(piece.line()).ok();
            }
            refusal
        })
    }

    fn step(&mut self, statement: &Statement, piece: &Piece) -> Result<Flow, Refusal> {
        match statement {
            Statement::Declare { stmts } => {
                for declare in stmts {
                    self.declare(declare, piece)?;
                }
            }
            Statement::Set(set) => self.set(set, piece)?,
            Statement::If(branches) => return self.branch(branches, piece),
            Statement::While(repeated) => return self.repeat(&repeated.while_block, piece),
            Statement::StartTransaction { has_end_keyword: true, statements, .. } => {
                return self.all(statements, &|_| piece);
            }
            Statement::StartTransaction { .. } => self.begin()?,
            Statement::Commit { .. } => self.commit()?,
            Statement::Rollback { savepoint: None, .. } => self.rollback()?,
            Statement::Return(_) => return Ok(Flow::Return),
            Statement::Print(_) | Statement::Use(_) | Statement::WaitFor(_) => {}
            Statement::Throw(thrown) => return Err(self.thrown(thrown, piece)?),
            Statement::RaisError { message, severity, state, .. } => {
                let message = self.text_of(message, piece)?;
                let class = self.text_of(severity, piece)?.parse().unwrap_or(16);
                let state = self.text_of(state, piece)?.parse().unwrap_or(1);
                // Up to 10 it is a message, not an error.
                if class > 10 {
                    return Err(sql_server(50_000, class, state, message));
                }
            }
            Statement::Execute { name: Some(name), .. } => return Err(no_procedure(name)),
            Statement::Query(query) => match assigned(&query.body) {
                Some(names) => self.assign(&names, statement, piece)?,
                None => self.leaf(statement.clone(), piece)?,
            },
            other => self.leaf(other.clone(), piece)?,
        }
        Ok(Flow::On)
    }

    /// A statement that holds no others.
    fn leaf(&mut self, statement: Statement, piece: &Piece) -> Result<(), Refusal> {
        let answers = matches!(
            statement,
            Statement::Query(_) | Statement::Insert(_) | Statement::Update(_) | Statement::Delete(_)
        );
        let reply = self.asked(statement, piece)?;
        if answers {
            self.replies.push(reply);
        }
        Ok(())
    }

    fn asked(&mut self, statement: Statement, piece: &Piece) -> Result<Reply, Refusal> {
        let around = Around { variables: self.variables.clone(), caught: self.caught.as_ref() };
        self.database.leaf(SERVER, statement, piece, self.source, Vec::new(), &around)
    }

    /// The value of an expression.
    fn value(&mut self, expr: &Expr, piece: &Piece) -> Result<Value, Refusal> {
        let query = with_items(vec![SelectItem::UnnamedExpr(expr.clone())])?;
        let counted = self.database.shared.lock().row_count;
        let reply = self.asked(query, &made_up(piece))?;
        self.database.shared.lock().row_count = counted;
        Ok(match reply {
            Reply::Rows { rows, .. } => rows.first().and_then(|row| row.first()).map_or(Value::Null, bound),
            _ => Value::Null,
        })
    }

    fn text_of(&mut self, expr: &Expr, piece: &Piece) -> Result<String, Refusal> {
        self.value(expr, piece).map(|value| super::super::coerce::as_text(&value))
    }

    fn holds(&mut self, condition: &Expr, piece: &Piece) -> Result<bool, Refusal> {
        let asked = case(vec![(condition.clone(), number("1"))], Some(number("0")));
        Ok(self.value(&asked, piece)? == Value::Integer(1))
    }

    fn declare(&mut self, declare: &Declare, piece: &Piece) -> Result<(), Refusal> {
        let Some(data_type) = &declare.data_type else { return Err(unsupported(SERVER, "cursors")) };
        let (catalogue, _) = self.database.known();
        let ty = declared(data_type, self.database.dialect, &catalogue);
        if ty.is_none() && data_type.to_string().to_ascii_uppercase().starts_with("TABLE") {
            return Err(unsupported(SERVER, "table variables"));
        }
        let ty = ty.ok_or_else(|| {
            let message = format!("Column, parameter, or variable #1: Cannot find data type {data_type}.");
            sql_server(2715, 16, 3, message)
        })?;
        let value = match &declare.assignment {
            Some(DeclareAssignment::MsSqlAssignment(expr) | DeclareAssignment::Expr(expr)) => {
                self.value(expr, piece)?
            }
            _ => Value::Null,
        };
        for name in &declare.names {
            let value = coerce::cast(value.clone(), &ty, SERVER)?;
            let name = name.value.to_lowercase();
            self.types.insert(name.clone(), ty.clone());
            self.variables.insert(name, (value, Some(data_type.clone())));
        }
        Ok(())
    }

    fn keep(&mut self, name: &str, value: Value) -> Result<(), Refusal> {
        let ty = self.types.get(&name.to_lowercase());
        match self.variables.get_mut(&name.to_lowercase()) {
            Some((kept, _)) => {
                *kept = match ty {
                    Some(ty) => coerce::cast(value, ty, SERVER)?,
                    None => value,
                };
                Ok(())
            }
            None => Err(sql_server(137, 15, 1, format!("Must declare the scalar variable \"{name}\"."))),
        }
    }

    fn set(&mut self, set: &Set, piece: &Piece) -> Result<(), Refusal> {
        match set {
            Set::SingleAssignment { variable, values, .. } => {
                let name = bare(variable);
                if let (true, [value]) = (name.starts_with('@'), values.as_slice()) {
                    let value = self.value(value, piece)?;
                    self.keep(&name, value)?;
                }
            }
            Set::SetSessionParam(SetSessionParamKind::IdentityInsert(identity)) => {
                let (catalogue, _) = self.database.known();
                let wanted = bare(&identity.obj);
                let table = catalogue.tables.values().find(|table| table.name.eq_ignore_ascii_case(&wanted));
                let Some(table) = table else {
                    let message = format!(
                        "Cannot find the object \"{}\" because it does not exist or you do not have permissions.",
                        identity.obj
                    );
                    return Err(sql_server(1088, 16, 11, message));
                };
                let on = identity.value == sqlparser::ast::SessionParamValue::On;
                self.database.shared.lock().identity_insert = on.then(|| table.name.clone());
            }
            _ => {}
        }
        Ok(())
    }

    fn branch(&mut self, branches: &IfStatement, piece: &Piece) -> Result<Flow, Refusal> {
        let condition = branches.if_block.condition.as_ref();
        let holds = match condition {
            Some(condition) => self.holds(condition, piece)?,
            None => true,
        };
        match (holds, &branches.else_block) {
            (true, _) => self.all(branches.if_block.statements(), &|_| piece),
            (false, Some(block)) => self.all(block.statements(), &|_| piece),
            (false, None) => Ok(Flow::On),
        }
    }

    fn repeat(&mut self, block: &ConditionalStatementBlock, piece: &Piece) -> Result<Flow, Refusal> {
        let Some(condition) = block.condition.as_ref() else { return Ok(Flow::On) };
        while self.holds(condition, piece)? {
            self.steps += 1;
            if self.steps > MOST_STEPS || self.started.elapsed() > LONGEST {
                return Err(too_much(SERVER, "the batch runs longer than the embedded store allows (2 s)"));
            }
            if self.all(block.statements(), &|_| piece)? == Flow::Return {
                return Ok(Flow::Return);
            }
        }
        Ok(Flow::On)
    }

    /// `SELECT @a = x, @b = y FROM …`: the last row's values stay.
    fn assign(&mut self, names: &[String], statement: &Statement, piece: &Piece) -> Result<(), Refusal> {
        let mut query = statement.clone();
        if let Statement::Query(query) = &mut query {
            if let SetExpr::Select(select) = query.body.as_mut() {
                for item in &mut select.projection {
                    if let SelectItem::ExprWithAlias { expr, .. } = item {
                        *item = SelectItem::UnnamedExpr(expr.clone());
                    }
                }
            }
        }
        let Reply::Rows { rows, .. } = self.asked(query, piece)? else { return Ok(()) };
        let Some(last) = rows.last() else { return Ok(()) };
        for (name, cell) in names.iter().zip(last) {
            self.keep(name, bound(cell))?;
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<(), Refusal> {
        let open = self.database.shared.lock().open_transactions;
        if open == 0 {
            self.database.begin()?;
        }
        self.database.shared.lock().open_transactions = open + 1;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Refusal> {
        let open = self.database.shared.lock().open_transactions;
        match open {
            0 => {
                let message = "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.";
                return Err(sql_server(3902, 16, 1, message));
            }
            1 => {
                self.database.end(true)?;
            }
            _ => {}
        }
        self.database.shared.lock().open_transactions = open - 1;
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), Refusal> {
        if self.database.shared.lock().open_transactions == 0 {
            let message = "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.";
            return Err(sql_server(3903, 16, 1, message));
        }
        self.database.end(false)?;
        self.database.shared.lock().open_transactions = 0;
        Ok(())
    }

    fn thrown(&mut self, thrown: &sqlparser::ast::ThrowStatement, piece: &Piece) -> Result<Refusal, Refusal> {
        let (Some(number), Some(message), Some(state)) = (&thrown.error_number, &thrown.message, &thrown.state) else {
            let outside = || {
                let message = "To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the \
                               THROW statement inside a CATCH block, or add error parameters to the THROW statement.";
                sql_server(10_704, 15, 1, message)
            };
            return Ok(self.caught.clone().map_or_else(outside, Box::new));
        };
        let number = self.text_of(number, piece)?.parse().unwrap_or(50_000);
        let state = self.text_of(state, piece)?.parse().unwrap_or(1);
        Ok(sql_server(number, 16, state, self.text_of(message, piece)?))
    }
}

fn no_procedure(name: &ObjectName) -> Refusal {
    let shown = name.to_string().replace(['[', ']', '"'], "");
    let own = shown.rsplit('.').next().unwrap_or(&shown).to_ascii_lowercase();
    if SYSTEM.contains(&own.as_str()) || own.starts_with("xp_") {
        return unsupported(SERVER, "stored procedure calls");
    }
    sql_server(2812, 16, 62, format!("Could not find stored procedure '{shown}'."))
}

/// The variables a SELECT gives values to, if that is what it does.
fn assigned(body: &SetExpr) -> Option<Vec<String>> {
    let SetExpr::Select(select) = body else { return None };
    let name = |item: &SelectItem| match item {
        SelectItem::ExprWithAlias { alias, .. } if alias.value.starts_with('@') => Some(alias.value.clone()),
        _ => None,
    };
    select.projection.iter().map(name).collect()
}

/// `SELECT` of these items.
fn with_items(items: Vec<SelectItem>) -> Result<Statement, Refusal> {
    let mut statement = select_one().ok_or_else(|| unsupported(SERVER, "such expressions"))?;
    if let Statement::Query(query) = &mut statement {
        if let SetExpr::Select(select) = query.body.as_mut() {
            select.projection = items;
        }
    }
    Ok(statement)
}

/// Whether a statement opens or closes TRY or CATCH.
fn modifier(statement: &Statement) -> Option<(bool, TransactionModifier)> {
    match statement {
        Statement::StartTransaction { modifier: Some(modifier), .. } => Some((true, *modifier)),
        Statement::Commit { modifier: Some(modifier), .. } => Some((false, *modifier)),
        _ => None,
    }
}

/// Where the TRY or CATCH that opens at `open` closes.
fn closing(statements: &[Statement], open: usize, wanted: TransactionModifier) -> usize {
    let mut depth = 0_usize;
    for (index, statement) in statements.iter().enumerate().skip(open) {
        match modifier(statement) {
            Some((true, found)) if found == wanted => depth += 1,
            Some((false, found)) if found == wanted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    statements.len()
}
