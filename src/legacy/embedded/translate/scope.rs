//! Which columns a name can mean at a place in a statement.

use sqlparser::ast::{
    Expr, Ident, JoinConstraint, JoinOperator, ObjectName, Query, Select, SelectItem, SelectItemQualifiedWildcardKind,
    SetExpr, TableFactor, TableWithJoins, With,
};

use crate::legacy::embedded::family::Family;

use super::super::catalogue::{same_name, Catalogue, Output};
use super::super::errors::mysql::Clause;
use super::super::errors::{mysql, no_such_table, postgresql, unsupported, Refusal};
use super::super::parse::Source;
use super::super::types::ColumnType;
use super::names::output_name;

/// One thing a FROM clause brings.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub(crate) name: String,
    pub(crate) outputs: Vec<Output>,
    /// Columns a USING or NATURAL join has already shown.
    hidden: Vec<String>,
}

/// What a FROM clause brings, and the names the select list adds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) relations: Vec<Relation>,
    pub(crate) aliases: Vec<String>,
    /// Set where not everything is known, so that a missing name proves nothing.
    pub(crate) open: bool,
}

/// What a name was found to be.
pub(crate) enum Resolved<'a> {
    Column(&'a Output),
    Alias,
    /// Nothing of that name.
    Missing,
    /// No relation of that qualifier.
    NoRelation,
    /// It may exist.
    Unknown,
}

impl Scope {
    /// A scope with one base table.
    pub(crate) fn of(name: &str, outputs: Vec<Output>) -> Self {
        let relation = Relation { name: name.to_owned(), outputs, hidden: Vec::new() };
        Self { relations: vec![relation], ..Self::default() }
    }

    /// Whether more than one relation shows a column of this name.
    pub(crate) fn is_ambiguous(&self, name: &str, dialect: Family) -> bool {
        let shows = |relation: &&Relation| {
            let has = relation.outputs.iter().any(|output| same_name(&output.name, name, dialect));
            has && !relation.hidden.iter().any(|hidden| same_name(hidden, name, dialect))
        };
        self.relations.iter().filter(shows).count() > 1
    }

    fn find(&self, qualifier: Option<&str>, name: &str, dialect: Family) -> Resolved<'_> {
        let mut relations = self
            .relations
            .iter()
            .filter(|relation| qualifier.is_none_or(|wanted| same_name(&relation.name, wanted, dialect)));
        let Some(first) = relations.next() else {
            return if self.open { Resolved::Unknown } else { Resolved::NoRelation };
        };
        let found = std::iter::once(first)
            .chain(relations)
            .flat_map(|relation| &relation.outputs)
            .find(|output| same_name(&output.name, name, dialect));
        match found {
            Some(output) => Resolved::Column(output),
            None if self.open => Resolved::Unknown,
            None => Resolved::Missing,
        }
    }
}

/// Looks a name up from the innermost scope outwards.
pub(crate) fn resolve<'a>(scopes: &'a [Scope], qualifier: Option<&str>, name: &str, dialect: Family) -> Resolved<'a> {
    let mut result = Resolved::NoRelation;
    for scope in scopes.iter().rev() {
        match scope.find(qualifier, name, dialect) {
            Resolved::NoRelation => {}
            Resolved::Missing => result = Resolved::Missing,
            found => return found,
        }
        if qualifier.is_none() && scope.aliases.iter().any(|alias| same_name(alias, name, dialect)) {
            return Resolved::Alias;
        }
    }
    match (result, qualifier) {
        // Without FROM there is no relation to miss, only the column.
        (Resolved::NoRelation, None) => Resolved::Missing,
        (result, _) => result,
    }
}

/// The last part of a name: schemas and databases are flattened.
pub(crate) fn bare(name: &ObjectName) -> String {
    name.0.last().and_then(|part| part.as_ident()).map(|ident| ident.value.clone()).unwrap_or_default()
}

/// Everything a name can be looked up in.
pub(crate) struct Names<'a> {
    pub(crate) dialect: Family,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) database: &'a str,
    pub(crate) source: &'a Source<'a>,
    /// Common table expressions in force, innermost last.
    pub(crate) ctes: Vec<(String, Vec<Output>)>,
}

impl Names<'_> {
    /// The columns of a table, view or common table expression.
    pub(crate) fn relation(&self, name: &ObjectName) -> Result<Vec<Output>, Refusal> {
        let own = bare(name);
        if let Some((_, outputs)) = self.ctes.iter().rev().find(|(cte, _)| same_name(cte, &own, self.dialect)) {
            return Ok(outputs.clone());
        }
        self.catalogue.outputs(&own).ok_or_else(|| {
            let first = name.0.first().and_then(|part| part.as_ident());
            let position = first.and_then(|ident| self.source.position(ident.span.start));
            let parts: Vec<&str> =
                name.0.iter().filter_map(|part| part.as_ident()).map(|ident| ident.value.as_str()).collect();
            no_such_table(self.dialect, self.database, &parts.join("."), position)
        })
    }

    /// What a FROM clause brings.
    pub(crate) fn scope(&mut self, from: &[TableWithJoins]) -> Result<Scope, Refusal> {
        let mut scope = Scope::default();
        for item in from {
            self.factor(&item.relation, &mut scope)?;
            for join in &item.joins {
                let before = scope.relations.len();
                self.factor(&join.relation, &mut scope)?;
                let shared = joined_on(&join.join_operator, &scope, before);
                self.check_using(&join.join_operator, &scope, before)?;
                for relation in &mut scope.relations[before..] {
                    relation.hidden.clone_from(&shared);
                }
            }
        }
        Ok(scope)
    }

    /// The columns of USING must be on both sides.
    fn check_using(&self, operator: &JoinOperator, scope: &Scope, before: usize) -> Result<(), Refusal> {
        let Some(JoinConstraint::Using(columns)) = constraint(operator) else { return Ok(()) };
        let (left, right) = scope.relations.split_at(before);
        let has = |relations: &[Relation], name: &str| {
            let mut outputs = relations.iter().flat_map(|relation| &relation.outputs);
            outputs.any(|output| same_name(&output.name, name, self.dialect))
        };
        for name in columns.iter().map(bare) {
            let side = match (has(left, &name), has(right, &name)) {
                (true, true) => continue,
                (false, _) => "left",
                (true, false) => "right",
            };
            return Err(match self.dialect {
                Family::MySql => mysql::bad_field(&name, Clause::From.named(self.catalogue.flavour)),
                Family::PostgreSql => {
                    let message = format!("column \"{name}\" specified in USING clause does not exist in {side} table");
                    postgresql::error("42703", message)
                }
            });
        }
        Ok(())
    }

    fn factor(&mut self, factor: &TableFactor, scope: &mut Scope) -> Result<(), Refusal> {
        match factor {
            // MySQL's stand-in for no table at all.
            TableFactor::Table { name, .. }
                if self.dialect == Family::MySql && bare(name).eq_ignore_ascii_case("dual") =>
            {
                Ok(())
            }
            TableFactor::Table { name, args: None, alias, .. } => {
                let mut outputs = self.relation(name)?;
                let own = bare(name);
                if let Some(alias) = alias {
                    rename(&mut outputs, &alias.columns.iter().map(|column| &column.name).collect::<Vec<_>>());
                }
                let name = alias.as_ref().map_or(own, |alias| alias.name.value.clone());
                scope.relations.push(Relation { name, outputs, hidden: Vec::new() });
                Ok(())
            }
            TableFactor::Derived { lateral: true, .. } => Err(unsupported(self.dialect, "LATERAL subqueries")),
            TableFactor::Derived { subquery, alias, .. } => {
                let mut outputs = self.outputs(subquery)?;
                if let Some(alias) = alias {
                    rename(&mut outputs, &alias.columns.iter().map(|column| &column.name).collect::<Vec<_>>());
                }
                let name = alias.as_ref().map_or_else(String::new, |alias| alias.name.value.clone());
                scope.relations.push(Relation { name, outputs, hidden: Vec::new() });
                Ok(())
            }
            TableFactor::NestedJoin { table_with_joins, .. } => {
                let inner = self.scope(std::slice::from_ref(table_with_joins))?;
                scope.relations.extend(inner.relations);
                Ok(())
            }
            _ => Err(unsupported(self.dialect, "functions and other things than tables in FROM")),
        }
    }

    /// Puts the common table expressions of a query in force; returns how many.
    pub(crate) fn push_with(&mut self, with: Option<&With>) -> Result<usize, Refusal> {
        let Some(with) = with else { return Ok(0) };
        for cte in &with.cte_tables {
            let name = cte.alias.name.value.clone();
            if with.recursive {
                // The first half says which columns there are; the second may refer to them.
                let mut anchor = match cte.query.body.as_ref() {
                    SetExpr::SetOperation { left, .. } => self.body_outputs(left)?,
                    other => self.body_outputs(other)?,
                };
                rename(&mut anchor, &cte.alias.columns.iter().map(|column| &column.name).collect::<Vec<_>>());
                self.ctes.push((name, anchor));
                continue;
            }
            let mut outputs = self.outputs(&cte.query)?;
            rename(&mut outputs, &cte.alias.columns.iter().map(|column| &column.name).collect::<Vec<_>>());
            self.ctes.push((name, outputs));
        }
        Ok(with.cte_tables.len())
    }

    /// The columns a query answers.
    pub(crate) fn outputs(&mut self, query: &Query) -> Result<Vec<Output>, Refusal> {
        let pushed = self.push_with(query.with.as_ref())?;
        let outputs = self.body_outputs(&query.body);
        self.ctes.truncate(self.ctes.len() - pushed);
        outputs
    }

    fn body_outputs(&mut self, body: &SetExpr) -> Result<Vec<Output>, Refusal> {
        match body {
            SetExpr::Select(select) => self.select_outputs(select),
            SetExpr::Query(query) => self.outputs(query),
            SetExpr::SetOperation { left, .. } => self.body_outputs(left),
            SetExpr::Values(values) => {
                let first = values.rows.first().map(|row| row.content.as_slice()).unwrap_or_default();
                let column = |(index, expr): (usize, &Expr)| Output {
                    name: match self.dialect {
                        Family::MySql => format!("column_{index}"),
                        Family::PostgreSql => format!("column{}", index + 1),
                    },
                    ty: self.type_of(expr, &[]),
                    table: None,
                };
                Ok(first.iter().enumerate().map(column).collect())
            }
            _ => Err(unsupported(self.dialect, "writing statements inside a query")),
        }
    }

    fn select_outputs(&mut self, select: &Select) -> Result<Vec<Output>, Refusal> {
        let scopes = [self.scope(&select.from)?];
        Ok(self.items(&select.projection, &scopes))
    }

    /// The columns of a select list or a RETURNING clause over the innermost of the scopes.
    pub(crate) fn items(&self, items: &[SelectItem], scopes: &[Scope]) -> Vec<Output> {
        let mut outputs = Vec::new();
        let relations = scopes.last().map(|scope| scope.relations.as_slice()).unwrap_or_default();
        for item in items {
            match item {
                SelectItem::Wildcard(_) => {
                    outputs.extend(relations.iter().flat_map(|relation| {
                        let shown = |output: &&Output| !relation.hidden.contains(&output.name);
                        relation.outputs.iter().filter(shown).cloned()
                    }));
                }
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                    let name = bare(name);
                    let wanted = relations.iter().filter(|relation| same_name(&relation.name, &name, self.dialect));
                    outputs.extend(wanted.flat_map(|relation| relation.outputs.iter().cloned()));
                }
                SelectItem::UnnamedExpr(expr) => {
                    outputs.push(self.output(output_name(expr, self.dialect), expr, scopes))
                }
                SelectItem::ExprWithAlias { expr, alias } => {
                    outputs.push(self.output(alias.value.clone(), expr, scopes))
                }
                _ => {}
            }
        }
        outputs
    }

    fn output(&self, name: String, expr: &Expr, scopes: &[Scope]) -> Output {
        let table = match super::infer::column(expr, scopes, self.dialect) {
            Some(output) if output.name == name => output.table.clone(),
            _ => None,
        };
        Output { name, ty: self.type_of(expr, scopes), table }
    }

    /// The type of an expression; unknown where the store cannot tell.
    pub(crate) fn type_of(&self, expr: &Expr, scopes: &[Scope]) -> ColumnType {
        if let Expr::Subquery(query) = expr {
            let mut inner = Names { ctes: self.ctes.clone(), ..*self };
            let outputs = inner.outputs(query).unwrap_or_default();
            return outputs.into_iter().next().map_or_else(ColumnType::unknown, |output| output.ty);
        }
        super::infer::type_of(expr, scopes, self.dialect, self.catalogue)
    }
}

fn rename(outputs: &mut [Output], names: &[&Ident]) {
    for (output, name) in outputs.iter_mut().zip(names) {
        output.name.clone_from(&name.value);
        output.table = None;
    }
}

fn constraint(operator: &JoinOperator) -> Option<&JoinConstraint> {
    match operator {
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::Left(constraint)
        | JoinOperator::LeftOuter(constraint)
        | JoinOperator::Right(constraint)
        | JoinOperator::RightOuter(constraint)
        | JoinOperator::FullOuter(constraint) => Some(constraint),
        _ => None,
    }
}

/// The columns a join shows once.
fn joined_on(operator: &JoinOperator, scope: &Scope, before: usize) -> Vec<String> {
    match constraint(operator) {
        Some(JoinConstraint::Using(columns)) => columns.iter().map(bare).collect(),
        Some(JoinConstraint::Natural) => {
            let (left, right) = scope.relations.split_at(before);
            let names = |relations: &[Relation]| -> Vec<String> {
                relations.iter().flat_map(|relation| &relation.outputs).map(|output| output.name.clone()).collect()
            };
            let left = names(left);
            names(right).into_iter().filter(|name| left.contains(name)).collect()
        }
        _ => Vec::new(),
    }
}
