//! Aggregation expressions: `"$email"`, `{"$concat": ["$first", " ", "$last"]}`.

use bson::{Bson, Document};

use super::operators;
use super::order::truth;
use super::refusal::Refusal;

/// An expression, read.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    /// A value as it is.
    Literal(Bson),
    /// A path into the document (`$a.b`) or into a variable (`$$this.b`).
    Path(Option<String>, Vec<String>),
    /// A document of expressions.
    Object(Vec<(String, Expression)>),
    /// An array of expressions.
    Array(Vec<Expression>),
    /// An operator with its arguments.
    Call(String, Vec<Expression>),
    /// `$cond`, `$switch`: conditions with what they lead to, and what else.
    Cases(Vec<(Expression, Expression)>, Option<Box<Expression>>),
    /// `$map` and `$filter`: over what, by which name, what is made of each.
    Each { input: Box<Expression>, name: String, body: Box<Expression>, keeps: bool },
}

/// Variables by name.
type Scope<'a> = Vec<(&'a str, Bson)>;

/// Reads an expression.
///
/// # Errors
/// The server's refusal.
pub(super) fn read(value: &Bson) -> Result<Expression, Refusal> {
    Ok(match value {
        Bson::String(text) if text.starts_with("$$") => {
            let mut parts = text[2..].split('.').map(str::to_owned);
            let name = parts.next().unwrap_or_default();
            Expression::Path(Some(name), parts.collect())
        }
        Bson::String(text) if text.len() > 1 && text.starts_with('$') => {
            Expression::Path(None, text[1..].split('.').map(str::to_owned).collect())
        }
        Bson::Array(items) => Expression::Array(items.iter().map(read).collect::<Result<_, _>>()?),
        Bson::Document(document) => match document.iter().next() {
            Some((name, argument)) if name.starts_with('$') => {
                if document.len() > 1 {
                    let words = "an object representing an expression must have exactly one field";
                    return Err(Refusal::new(15983, format!("{words}: {}", super::order::shown_document(document))));
                }
                call(name, argument)?
            }
            _ => Expression::Object(
                document
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), read(value)?)))
                    .collect::<Result<_, Refusal>>()?,
            ),
        },
        other => Expression::Literal(other.clone()),
    })
}

fn call(name: &str, argument: &Bson) -> Result<Expression, Refusal> {
    match (name, argument) {
        ("$literal", value) => Ok(Expression::Literal(value.clone())),
        ("$cond", Bson::Document(parts)) => {
            let part = |name: &str| {
                let missing = || Refusal::new(17080, format!("Missing '{name}' parameter to $cond"));
                read(parts.get(name).ok_or_else(missing)?)
            };
            Ok(Expression::Cases(vec![(part("if")?, part("then")?)], Some(Box::new(part("else")?))))
        }
        ("$cond", Bson::Array(parts)) => match parts.as_slice() {
            [test, yes, no] => Ok(Expression::Cases(vec![(read(test)?, read(yes)?)], Some(Box::new(read(no)?)))),
            _ => Err(wrong_count("$cond", "3", parts.len())),
        },
        ("$switch", Bson::Document(parts)) => {
            let branches = parts
                .get_array("branches")
                .map_err(|_| Refusal::new(40068, "$switch requires at least one branch."))?;
            let branch = |branch: &Bson| -> Result<(Expression, Expression), Refusal> {
                let part = |name: &str| branch.as_document().and_then(|inner| inner.get(name)).unwrap_or(&Bson::Null);
                Ok((read(part("case"))?, read(part("then"))?))
            };
            let otherwise = parts.get("default").map(read).transpose()?.map(Box::new);
            Ok(Expression::Cases(branches.iter().map(branch).collect::<Result<_, _>>()?, otherwise))
        }
        ("$map" | "$filter", Bson::Document(parts)) => {
            let keeps = name == "$filter";
            let part = |part: &str| {
                read(
                    parts
                        .get(part)
                        .ok_or_else(|| Refusal::new(28648, format!("Missing '{part}' parameter to {name}")))?,
                )
            };
            let variable = parts.get_str("as").unwrap_or("this").to_owned();
            let body = Box::new(part(if keeps { "cond" } else { "in" })?);
            Ok(Expression::Each { input: Box::new(part("input")?), name: variable, body, keeps })
        }
        (_, argument) => {
            let arity = operators::arity(name).ok_or_else(|| match operators::is_known_elsewhere(name) {
                true => Refusal::not_here(name),
                false => Refusal::new(168, format!("Unrecognized expression '{name}'")),
            })?;
            let arguments = match argument {
                // A document of named arguments is taken as it stands.
                Bson::Document(named) if operators::takes_names(name) => vec![Expression::Object(
                    named
                        .iter()
                        .map(|(name, value)| Ok((name.clone(), read(value)?)))
                        .collect::<Result<_, Refusal>>()?,
                )],
                Bson::Array(items) => items.iter().map(read).collect::<Result<Vec<_>, _>>()?,
                other => vec![read(other)?],
            };
            if !arity.contains(&arguments.len()) {
                return Err(wrong_count(name, &arity.start().to_string(), arguments.len()));
            }
            Ok(Expression::Call(name.to_owned(), arguments))
        }
    }
}

fn wrong_count(name: &str, wanted: &str, given: usize) -> Refusal {
    Refusal::new(16020, format!("Expression {name} takes exactly {wanted} arguments. {given} were passed in."))
}

impl Expression {
    /// Its value for a document; null where there is none.
    ///
    /// # Errors
    /// The server's refusal of what cannot be computed.
    pub(super) fn value(&self, document: &Document) -> Result<Bson, Refusal> {
        Ok(self.found(document)?.unwrap_or(Bson::Null))
    }

    /// Its value for a document; `None` where a path leads nowhere.
    ///
    /// # Errors
    /// As [`Expression::value`].
    pub(super) fn found(&self, document: &Document) -> Result<Option<Bson>, Refusal> {
        self.within(document, &mut Vec::new())
    }

    fn within<'a>(&'a self, document: &Document, scope: &mut Scope<'a>) -> Result<Option<Bson>, Refusal> {
        Ok(match self {
            Self::Literal(value) => Some(value.clone()),
            Self::Path(None, parts) => reached(document.get(&parts[0]), &parts[1..]),
            Self::Path(Some(name), parts) => match name.as_str() {
                "ROOT" | "CURRENT" => match parts.split_first() {
                    None => Some(Bson::Document(document.clone())),
                    Some((first, rest)) => reached(document.get(first), rest),
                },
                "NOW" => Some(Bson::DateTime(bson::DateTime::now())),
                "REMOVE" => None,
                name => match scope.iter().rev().find(|(known, _)| *known == name) {
                    Some((_, value)) => reached(Some(value), parts),
                    None => return Err(Refusal::new(17276, format!("Use of undefined variable: {name}"))),
                },
            },
            Self::Object(fields) => {
                let mut out = Document::new();
                for (name, inner) in fields {
                    if let Some(value) = inner.within(document, scope)? {
                        out.insert(name, value);
                    }
                }
                Some(Bson::Document(out))
            }
            Self::Array(items) => {
                let mut out = Vec::new();
                for item in items {
                    out.push(item.within(document, scope)?.unwrap_or(Bson::Null));
                }
                Some(Bson::Array(out))
            }
            Self::Cases(cases, otherwise) => {
                for (test, then) in cases {
                    if truth(&test.within(document, scope)?.unwrap_or(Bson::Null)) {
                        return then.within(document, scope);
                    }
                }
                match otherwise {
                    Some(otherwise) => otherwise.within(document, scope)?,
                    None => {
                        let words =
                            "$switch could not find a matching branch for an input, and no default was specified.";
                        return Err(Refusal::new(40066, words));
                    }
                }
            }
            Self::Each { input, name, body, keeps } => match input.within(document, scope)? {
                None | Some(Bson::Null) => Some(Bson::Null),
                Some(Bson::Array(items)) => {
                    let mut out = Vec::new();
                    for item in items {
                        scope.push((name, item.clone()));
                        let made = body.within(document, scope);
                        scope.pop();
                        let made = made?.unwrap_or(Bson::Null);
                        match (keeps, truth(&made)) {
                            (true, true) => out.push(item),
                            (true, false) => {}
                            (false, _) => out.push(made),
                        }
                    }
                    Some(Bson::Array(out))
                }
                Some(other) => {
                    let words = format!("input to $map must be an array not {}", super::order::type_of(&other).0);
                    return Err(Refusal::new(16883, words));
                }
            },
            Self::Call(name, arguments) => {
                let mut values = Vec::new();
                for argument in arguments {
                    values.push(argument.within(document, scope)?);
                }
                operators::apply(name, values)?
            }
        })
    }
}

/// What a path leads to; through an array, to what it leads to in each of its documents.
fn reached(value: Option<&Bson>, parts: &[String]) -> Option<Bson> {
    let value = value?;
    let Some((first, rest)) = parts.split_first() else { return Some(value.clone()) };
    match value {
        Bson::Document(inner) => reached(inner.get(first), rest),
        Bson::Array(items) => Some(Bson::Array(items.iter().filter_map(|item| reached(Some(item), parts)).collect())),
        _ => None,
    }
}
