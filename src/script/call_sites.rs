//! Where a call really stands.
//!
//! The engine reports a call at the last place for which it noted a position: often the last identifier among
//! the arguments. Node reports the name that is called. This table knows, for every call, `new` and property
//! access, where the engine will report it and where Node would.

use oxc_ast::ast::{
    Argument, ArrayExpressionElement, AssignmentExpression, AssignmentTarget, CallExpression, ComputedMemberExpression,
    Expression, NewExpression, ObjectPropertyKind, SimpleAssignmentTarget, StaticMemberExpression,
};
use oxc_span::GetSpan;

use super::naming::callee_text;

/// What is done at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Call,
    New,
    /// `object.name`
    Member,
    /// `object[key]`
    Key,
    /// `object.name = value`, `object[key] = value`
    Set,
    /// `name = value`
    Assign,
    /// `for (… of value)`
    Iterate,
}

/// How deep an expression is looked into: chains of thousands of calls are no reason to look at each link of each.
const LOOKED_INTO: u32 = 64;

#[derive(Clone, Debug)]
struct Site {
    /// Where the engine reports it.
    reported: u32,
    /// Where it stands: the name called, `new`, the property.
    stands: u32,
    kind: Kind,
    /// The last name of what is called or read.
    name: String,
    /// How much text it spans; the innermost of several is the shortest.
    length: u32,
}

/// All sites of a script.
#[derive(Clone, Debug, Default)]
pub struct CallSites {
    sites: Vec<Site>,
}

/// What is known of what happened at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened<'t> {
    /// A function of this name was called and is on the stack above.
    Called(&'t str),
    /// An error was made or thrown here: its class and message.
    Threw(&'t str, &'t str),
}

impl CallSites {
    pub(super) fn call(&mut self, call: &CallExpression<'_>) {
        let (stands, name) = match &call.callee {
            Expression::StaticMemberExpression(member) => {
                (member.property.span.start, member.property.name.to_string())
            }
            Expression::Identifier(identifier) => (identifier.span.start, identifier.name.to_string()),
            // Node reports the parenthesis where no name is called.
            other => (other.span().end, callee_text(other).unwrap_or_default()),
        };
        let reported = last_of_arguments(&call.arguments, LOOKED_INTO).unwrap_or_else(|| opening(call));
        let length = call.span.end - call.span.start;
        self.sites.push(Site { reported, stands, kind: Kind::Call, name, length });
    }

    pub(super) fn new_expression(&mut self, new: &NewExpression<'_>) {
        let reported = last_of_arguments(&new.arguments, LOOKED_INTO).or_else(|| last(&new.callee, LOOKED_INTO));
        let name = callee_text(&new.callee).unwrap_or_default();
        let name = name.rsplit('.').next().unwrap_or_default().to_owned();
        let length = new.span.end - new.span.start;
        let reported = reported.unwrap_or_else(|| new.callee.span().start);
        self.sites.push(Site { reported, stands: new.span.start, kind: Kind::New, name, length });
    }

    /// `noted` is, here and below, the place the engine reports for an expression in which it notes none.
    pub(super) fn member(&mut self, member: &StaticMemberExpression<'_>, noted: u32) {
        self.sites.push(Site {
            reported: last(&member.object, LOOKED_INTO).unwrap_or(noted),
            stands: member.property.span.start,
            kind: Kind::Member,
            name: member.property.name.to_string(),
            length: member.span.end - member.span.start,
        });
    }

    pub(super) fn computed_member(&mut self, member: &ComputedMemberExpression<'_>, noted: u32) {
        let reported = last(&member.expression, LOOKED_INTO).or_else(|| last(&member.object, LOOKED_INTO));
        self.sites.push(Site {
            reported: reported.unwrap_or(noted),
            stands: member.object.span().end,
            kind: Kind::Key,
            name: String::new(),
            length: member.span.end - member.span.start,
        });
    }

    /// `operator` is where the `=` stands.
    pub(super) fn assignment(&mut self, assignment: &AssignmentExpression<'_>, operator: u32, noted: u32) {
        let value = last(&assignment.right, LOOKED_INTO);
        let (kind, name, target) = match &assignment.left {
            AssignmentTarget::AssignmentTargetIdentifier(target) => (Kind::Assign, target.name.to_string(), None),
            AssignmentTarget::StaticMemberExpression(member) => {
                (Kind::Set, member.property.name.to_string(), last(&member.object, LOOKED_INTO))
            }
            AssignmentTarget::ComputedMemberExpression(member) => {
                let key = last(&member.expression, LOOKED_INTO).or_else(|| last(&member.object, LOOKED_INTO));
                (Kind::Set, String::new(), key)
            }
            _ => return,
        };
        let length = assignment.span.end - assignment.span.start;
        self.sites.push(Site { reported: value.or(target).unwrap_or(noted), stands: operator, kind, name, length });
    }

    pub(super) fn iteration(&mut self, value: &Expression<'_>, noted: u32) {
        let stands = match value {
            Expression::StaticMemberExpression(member) => member.property.span.start,
            other => other.span().start,
        };
        let (reported, length) = (last(value, LOOKED_INTO).unwrap_or(noted), value.span().end - value.span().start);
        self.sites.push(Site { reported, stands, kind: Kind::Iterate, name: String::new(), length });
    }

    /// The loop over `value` is asked for its next value at `reported`.
    pub(super) fn next_round(&mut self, value: &Expression<'_>, reported: u32) {
        let (stands, length) = (value.span().start, value.span().end - value.span().start);
        self.sites.push(Site { reported, stands, kind: Kind::Call, name: String::new(), length });
    }

    /// The real place of what the engine reported at `offset`.
    pub fn refine(&self, offset: u32, happened: Happened<'_>) -> u32 {
        let best = match happened {
            Happened::Called(name) => self.called(offset, name),
            Happened::Threw(class, message) => self.threw(offset, class, message),
        };
        best.map_or(offset, |site| site.stands)
    }

    fn here(&self, offset: u32) -> impl Iterator<Item = &Site> {
        self.sites.iter().filter(move |site| site.reported == offset)
    }

    fn called(&self, offset: u32, name: &str) -> Option<&Site> {
        let calls = || self.here(offset).filter(|site| matches!(site.kind, Kind::Call | Kind::New));
        let by_name = calls().filter(|site| !name.is_empty() && site.name == name).min_by_key(|site| site.length);
        by_name.or_else(|| calls().max_by_key(|site| site.length))
    }

    fn threw(&self, offset: u32, class: &str, message: &str) -> Option<&Site> {
        let of = |kind| self.here(offset).filter(move |site| site.kind == kind);
        if message.ends_with("is not defined") || message.ends_with("is not initialized") {
            return None;
        }
        if message.ends_with("is read-only") {
            // The engine puts the error behind the function's code.
            let name = message.split('\'').nth(1)?;
            let before = |site: &&Site| site.kind == Kind::Assign && site.name == name && site.stands <= offset;
            return self.sites.iter().filter(before).max_by_key(|site| site.stands);
        }
        if message.ends_with("is not iterable") || message.contains("'Symbol.iterator'") {
            return of(Kind::Iterate).min_by_key(|site| site.length);
        }
        if let Some(property) = accessed(message) {
            let (named, keyed) = match message.contains(" set propert") {
                true => (Kind::Set, Kind::Set),
                false => (Kind::Member, Kind::Key),
            };
            let by_name = of(named).filter(|site| site.name == property).min_by_key(|site| site.length);
            return by_name.or_else(|| of(keyed).filter(|site| site.name.is_empty()).min_by_key(|site| site.length));
        }
        let made = of(Kind::New).filter(|site| site.name == class).min_by_key(|site| site.length);
        let calls = || self.here(offset).filter(|site| matches!(site.kind, Kind::Call | Kind::New));
        made.or_else(|| calls().min_by_key(|site| site.length))
    }
}

/// Where the engine notes a call: at what follows the parenthesis.
fn opening(call: &CallExpression<'_>) -> u32 {
    call.arguments.first().map_or(call.span.end - 1, |argument| argument.span().start)
}

/// The property of "cannot read property 'x' of undefined" and its relatives.
fn accessed(message: &str) -> Option<&str> {
    let lower = message.to_ascii_lowercase();
    if !lower.contains("cannot read propert") && !lower.contains("cannot set propert") {
        return None;
    }
    message.split('\'').nth(1)
}

fn last_of_arguments(arguments: &[Argument<'_>], levels: u32) -> Option<u32> {
    arguments.iter().filter_map(|argument| last_of_argument(argument, levels)).next_back()
}

fn last_of_argument(argument: &Argument<'_>, levels: u32) -> Option<u32> {
    match argument {
        Argument::SpreadElement(spread) => last(&spread.argument, levels),
        other => other.as_expression().and_then(|value| last(value, levels)),
    }
}

/// The last place inside an expression for which the engine notes a position, in the order of its code.
fn last(expression: &Expression<'_>, levels: u32) -> Option<u32> {
    let levels = levels.checked_sub(1)?;
    let last = |inner: &Expression<'_>| last(inner, levels);
    match expression {
        Expression::Identifier(identifier) => Some(identifier.span.start),
        Expression::CallExpression(call) => last_of_arguments(&call.arguments, levels).or_else(|| Some(opening(call))),
        Expression::NewExpression(new) => last_of_arguments(&new.arguments, levels).or_else(|| last(&new.callee)),
        Expression::StaticMemberExpression(member) => last(&member.object),
        Expression::PrivateFieldExpression(member) => last(&member.object),
        Expression::ComputedMemberExpression(member) => last(&member.expression).or_else(|| last(&member.object)),
        Expression::ParenthesizedExpression(inner) => last(&inner.expression),
        Expression::AwaitExpression(inner) => last(&inner.argument),
        Expression::YieldExpression(inner) => inner.argument.as_ref().and_then(last),
        Expression::UnaryExpression(unary) => last(&unary.argument),
        Expression::UpdateExpression(update) => match &update.argument {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(identifier) => Some(identifier.span.start),
            _ => None,
        },
        Expression::BinaryExpression(binary) => last(&binary.right).or(Some(binary.right.span().start)),
        Expression::LogicalExpression(logical) => last(&logical.right).or_else(|| last(&logical.left)),
        Expression::ConditionalExpression(conditional) => {
            last(&conditional.alternate).or_else(|| last(&conditional.consequent)).or_else(|| last(&conditional.test))
        }
        Expression::AssignmentExpression(assignment) => last(&assignment.right),
        Expression::SequenceExpression(sequence) => sequence.expressions.iter().filter_map(last).next_back(),
        Expression::TemplateLiteral(template) => template.expressions.iter().filter_map(last).next_back(),
        Expression::ArrayExpression(array) => array
            .elements
            .iter()
            .filter_map(|element| match element {
                ArrayExpressionElement::SpreadElement(spread) => last(&spread.argument),
                other => other.as_expression().and_then(last),
            })
            .next_back(),
        Expression::ObjectExpression(object) => object
            .properties
            .iter()
            .filter_map(|property| match property {
                ObjectPropertyKind::ObjectProperty(property) => last(&property.value),
                ObjectPropertyKind::SpreadProperty(spread) => last(&spread.argument),
            })
            .next_back(),
        Expression::ChainExpression(chain) => match &chain.expression {
            oxc_ast::ast::ChainElement::CallExpression(call) => {
                last_of_arguments(&call.arguments, levels).or_else(|| Some(opening(call)))
            }
            other => other.as_member_expression().and_then(|member| last(member.object())),
        },
        _ => None,
    }
}
