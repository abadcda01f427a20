//! Names that mean nothing, refused as the server refuses them.

use sqlparser::ast::Ident;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::Token;

use crate::legacy::embedded::family::Family;

use super::super::catalogue::literal;
use super::super::errors::mysql::Clause;
use super::super::errors::{mysql, postgresql, Refusal};
use super::scope::{resolve, Resolved};
use super::Translator;

impl Translator<'_> {
    /// `@@name` and `@name`.
    pub(super) fn variable(&self, name: &str) -> Result<String, Refusal> {
        let bare = name.trim_start_matches('@').rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match (name.starts_with("@@"), super::super::introspect::variable(&bare, self.names.catalogue.flavour)) {
            (true, Some(value)) if value.parse::<i64>().is_ok() => Ok(value.to_owned()),
            (true, Some(value)) => Ok(literal(value)),
            (true, None) => {
                let message = format!("Unknown system variable '{bare}'");
                Err(mysql::error("ER_UNKNOWN_SYSTEM_VARIABLE", 1193, "HY000", message))
            }
            (false, _) => Ok("NULL".to_owned()),
        }
    }

    /// Refuses a name nothing has.
    pub(super) fn check_name(&self, qualifier: Option<&Ident>, name: &Ident) -> Result<(), Refusal> {
        let wanted = qualifier.map(|ident| ident.value.as_str());
        if qualifier.is_none()
            && self.scopes.last().is_some_and(|scope| scope.is_ambiguous(&name.value, self.dialect()))
        {
            self.refuse_ambiguous(name)?;
        }
        match resolve(&self.scopes, wanted, &name.value, self.dialect()) {
            Resolved::Missing | Resolved::NoRelation if wanted == Some("excluded") => Ok(()),
            Resolved::Missing => Err(self.missing(qualifier, name, true)),
            Resolved::Alias if !self.sees_aliases(name) => Err(self.missing(None, name, true)),
            Resolved::NoRelation => Err(self.missing(qualifier, name, false)),
            _ => Ok(()),
        }
    }

    /// A name that several tables have; where the select list has it too, that one may be meant.
    fn refuse_ambiguous(&self, name: &Ident) -> Result<(), Refusal> {
        let clause = self.clause(name.span.start);
        if !matches!(clause, Clause::Select | Clause::Where) {
            return Ok(());
        }
        Err(match self.dialect() {
            Family::MySql => {
                let clause = clause.named(self.names.catalogue.flavour);
                let message = format!("Column '{}' in {clause} is ambiguous", name.value);
                mysql::error("ER_NON_UNIQ_ERROR", 1052, "23000", message)
            }
            Family::PostgreSql => {
                let mut error = postgresql::error("42702", format!("column reference \"{}\" is ambiguous", name.value));
                error.position = self.names.source.position(name.span.start);
                error
            }
        })
    }

    /// Names given in the select list are known after it has been computed, and in MySQL in HAVING.
    fn sees_aliases(&self, name: &Ident) -> bool {
        match self.clause(name.span.start) {
            Clause::OrderBy | Clause::GroupBy => true,
            Clause::Having => self.dialect() == Family::MySql,
            _ => false,
        }
    }

    fn missing(&self, qualifier: Option<&Ident>, name: &Ident, has_relation: bool) -> Refusal {
        let start = qualifier.unwrap_or(name).span.start;
        let position = self.names.source.position(start);
        let full =
            qualifier.map_or_else(|| name.value.clone(), |qualifier| format!("{}.{}", qualifier.value, name.value));
        match self.dialect() {
            Family::MySql => mysql::bad_field(&full, self.clause(start).named(self.names.catalogue.flavour)),
            Family::PostgreSql if qualifier.is_some() && !has_relation => {
                let relation = qualifier.map(|ident| ident.value.as_str()).unwrap_or_default();
                let mut error =
                    postgresql::error("42P01", format!("missing FROM-clause entry for table \"{relation}\""));
                error.position = position;
                error
            }
            Family::PostgreSql => {
                let shown = if qualifier.is_some() { full } else { format!("\"{full}\"") };
                postgresql::undefined_column(&shown, position, self.similar(&name.value))
            }
        }
    }

    /// PostgreSQL's hint for a name that is nearly right; the usual reason is a capital letter without quotes.
    fn similar(&self, name: &str) -> Option<String> {
        let letters = |name: &str| name.to_lowercase().replace('_', "");
        let relations = self.scopes.iter().rev().flat_map(|scope| &scope.relations);
        let mut found = relations.flat_map(|relation| relation.outputs.iter().map(move |output| (relation, output)));
        let (relation, output) = found.find(|(_, output)| letters(&output.name) == letters(name))?;
        Some(format!("Perhaps you meant to reference the column \"{}.{}\".", relation.name, output.name))
    }

    /// The clause MySQL's message names: told from the last keyword before the place.
    pub(super) fn clause(&self, at: sqlparser::tokenizer::Location) -> Clause {
        let before = self.tokens.iter().take_while(|token| token.span.start < at);
        let keyword = |word: Keyword| match word {
            Keyword::SELECT => Some(Clause::Select),
            Keyword::INSERT | Keyword::REPLACE => Some(Clause::InsertInto),
            Keyword::VALUES => Some(Clause::Values),
            Keyword::SET => Some(Clause::Set),
            Keyword::UPDATE => Some(Clause::Update),
            Keyword::WHERE => Some(Clause::Where),
            Keyword::ON => Some(Clause::On),
            Keyword::ORDER => Some(Clause::OrderBy),
            Keyword::GROUP => Some(Clause::GroupBy),
            Keyword::HAVING => Some(Clause::Having),
            _ => None,
        };
        let clauses = before.filter_map(|token| match &token.token {
            Token::Word(word) => keyword(word.keyword),
            _ => None,
        });
        clauses.last().unwrap_or(Clause::Select)
    }
}
