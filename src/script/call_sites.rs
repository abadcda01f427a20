//! Where a call really stands.
//!
//! The engine reports a call at the last place for which it noted a position: often the last identifier among
//! the arguments. Node reports the name that is called. This table knows, for every call, `new` and property
//! access, where the engine will report it and where Node would.

use oxc_ast::ast::{
    Argument, ArrayExpressionElement, CallExpression, Expression, NewExpression, ObjectPropertyKind,
    SimpleAssignmentTarget, StaticMemberExpression,
};
use oxc_span::GetSpan;

use super::naming::callee_text;

/// What is done at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Call,
    New,
    Member,
}

/// How deep an expression is looked into: chains of thousands of calls are no reason to look at each link of each.
const LOOKED_INTO: u32 = 64;

/// A text as the engine's scanner sees it.
#[derive(Clone, Copy)]
struct Scanned<'t> {
    text: &'t [u8],
    /// How many levels of an expression are still looked into.
    levels: u32,
}

impl Scanned<'_> {
    /// Where the engine believes a token to stand that begins at `offset`: it notes a column after white space and
    /// at the start of a name, and other tokens have the last column noted.
    fn token(self, offset: u32) -> u32 {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii();
        let byte_at = |at: usize| self.text.get(at).copied().unwrap_or(b' ');
        let mut at = offset as usize;
        if is_name(byte_at(at)) && !byte_at(at).is_ascii_digit() {
            return offset;
        }
        while at > 0 {
            let before = byte_at(at - 1);
            if before.is_ascii_whitespace() {
                break;
            }
            if is_name(before) {
                while at > 0 && is_name(byte_at(at - 1)) {
                    at -= 1;
                }
                if !byte_at(at).is_ascii_digit() {
                    break;
                }
            } else {
                at -= 1;
            }
        }
        at as u32
    }

    fn opening(self, call: &CallExpression<'_>) -> u32 {
        self.token(call.arguments.first().map_or(call.span.end - 1, |argument| argument.span().start))
    }
}

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
    pub(super) fn call(&mut self, text: &str, call: &CallExpression<'_>) {
        let scanned = Scanned { text: text.as_bytes(), levels: LOOKED_INTO };
        let (stands, name) = match call.callee.get_inner_expression() {
            Expression::StaticMemberExpression(member) => {
                (member.property.span.start, member.property.name.to_string())
            }
            Expression::Identifier(identifier) => (identifier.span.start, identifier.name.to_string()),
            // Node reports the parenthesis where no name is called.
            other => (call.callee.span().end, callee_text(other).unwrap_or_default()),
        };
        let reported = last_of_arguments(&call.arguments, scanned).unwrap_or_else(|| scanned.opening(call));
        let length = call.span.end - call.span.start;
        self.sites.push(Site { reported, stands, kind: Kind::Call, name, length });
    }

    pub(super) fn new_expression(&mut self, text: &str, new: &NewExpression<'_>) {
        let scanned = Scanned { text: text.as_bytes(), levels: LOOKED_INTO };
        let Some(reported) = last_of_arguments(&new.arguments, scanned).or_else(|| last(&new.callee, scanned))
        else {
            return;
        };
        let name = callee_text(&new.callee).unwrap_or_default();
        let name = name.rsplit('.').next().unwrap_or_default().to_owned();
        let length = new.span.end - new.span.start;
        self.sites.push(Site { reported, stands: new.span.start, kind: Kind::New, name, length });
    }

    pub(super) fn member(&mut self, text: &str, member: &StaticMemberExpression<'_>) {
        let scanned = Scanned { text: text.as_bytes(), levels: LOOKED_INTO };
        let Some(reported) = last(&member.object, scanned) else { return };
        self.sites.push(Site {
            reported,
            stands: member.property.span.start,
            kind: Kind::Member,
            name: member.property.name.to_string(),
            length: member.span.end - member.span.start,
        });
    }

    /// The real place of what the engine reported at `offset`.
    pub fn refine(&self, offset: u32, happened: Happened<'_>) -> u32 {
        let here = || self.sites.iter().filter(|site| site.reported == offset);
        let best = match happened {
            Happened::Called(name) => here()
                .filter(|site| site.kind != Kind::Member && !name.is_empty() && site.name == name)
                .min_by_key(|site| site.length)
                .or_else(|| here().filter(|site| site.kind != Kind::Member).max_by_key(|site| site.length)),
            Happened::Threw(class, message) => {
                if message.ends_with("is not defined") || message.ends_with("before initialization") {
                    None
                } else if let Some(property) = property_read(message) {
                    here().filter(|site| site.kind == Kind::Member && site.name == property).min_by_key(|s| s.length)
                } else {
                    here()
                        .filter(|site| site.kind == Kind::New && site.name == class)
                        .min_by_key(|site| site.length)
                        .or_else(|| here().filter(|site| site.kind == Kind::Call).min_by_key(|site| site.length))
                }
            }
        };
        best.map_or(offset, |site| site.stands)
    }
}

/// The property of "cannot read property 'x' of undefined" and its relatives.
fn property_read(message: &str) -> Option<&str> {
    let lower = message.to_ascii_lowercase();
    if !lower.contains("cannot read propert") && !lower.contains("cannot set propert") {
        return None;
    }
    message.split('\'').nth(1)
}

fn last_of_arguments(arguments: &[Argument<'_>], scanned: Scanned<'_>) -> Option<u32> {
    arguments.iter().filter_map(|argument| last_of_argument(argument, scanned)).next_back()
}

fn last_of_argument(argument: &Argument<'_>, scanned: Scanned<'_>) -> Option<u32> {
    match argument {
        Argument::SpreadElement(spread) => last(&spread.argument, scanned),
        other => other.as_expression().and_then(|value| last(value, scanned)),
    }
}

/// The last place inside an expression for which the engine notes a position, in the order of its code.
fn last(expression: &Expression<'_>, scanned: Scanned<'_>) -> Option<u32> {
    let scanned = Scanned { levels: scanned.levels.checked_sub(1)?, ..scanned };
    let last = |inner: &Expression<'_>| last(inner, scanned);
    match expression {
        Expression::Identifier(identifier) => Some(identifier.span.start),
        Expression::CallExpression(call) => {
            last_of_arguments(&call.arguments, scanned).or_else(|| Some(scanned.opening(call)))
        }
        Expression::NewExpression(new) => last_of_arguments(&new.arguments, scanned).or_else(|| last(&new.callee)),
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
        Expression::BinaryExpression(binary) => last(&binary.right).or_else(|| Some(scanned.token(binary.right.span().start))),
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
                last_of_arguments(&call.arguments, scanned).or_else(|| Some(scanned.opening(call)))
            }
            other => other.as_member_expression().and_then(|member| last(member.object())),
        },
        _ => None,
    }
}
