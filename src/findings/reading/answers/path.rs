//! One way through a function: what held on it, and whether `callback` has been called.

use oxc_ast::ast::{BinaryExpression, BinaryOperator, Expression, LogicalOperator, UnaryOperator};
use oxc_span::{GetSpan, Span};

use crate::script::Syntax;

/// More is not remembered of a path: every branch copies it.
const MOST_FACTS: usize = 32;

/// How far a path is with its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// `callback` was neither called nor given to anybody.
    Silent,
    /// Somebody else has it: the call with this number alone, or several of them or one that cannot be followed.
    Handed(Option<usize>),
    /// It was called here.
    Answered(Span),
}

/// Where a path parted from those that answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::findings) enum Turn {
    /// The end of the function.
    End,
    /// A `return`.
    Return(Span),
    /// An `if` without `else` whose condition does not hold.
    NoElse(Span),
    /// A branch of an `if`.
    Branch(Span),
    /// A `catch`.
    Catch(Span),
    /// A `switch` without `default`.
    NoDefault(Span),
}

/// Something a condition said, the same for all conditions that say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fact {
    /// What is tested, without white space.
    subject: String,
    /// What it is compared with; without, whether it is truthy.
    value: Option<String>,
    holds: bool,
}

impl Fact {
    /// Whether both cannot be.
    fn excludes(&self, other: &Self) -> bool {
        if self.subject != other.subject {
            return false;
        }
        match (&self.value, &other.value) {
            (Some(one), Some(another)) if one != another => self.holds && other.holds,
            (Some(_), None) => self.holds && !other.holds,
            (None, Some(_)) => !self.holds && other.holds,
            _ => self.holds != other.holds,
        }
    }
}

/// One way through a function.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) stage: Stage,
    pub(super) turn: Turn,
    /// A condition asked a variable that says whether something has happened already.
    pub(super) guarded: bool,
    facts: Vec<Fact>,
}

impl Path {
    pub(super) fn start() -> Self {
        Self { stage: Stage::Silent, turn: Turn::End, guarded: false, facts: Vec::new() }
    }

    /// Goes on where a condition holds, or where it does not; `false` where that cannot be.
    pub(super) fn assume(&mut self, syntax: &Syntax<'_>, test: &Expression<'_>, holds: bool) -> bool {
        match test.get_inner_expression() {
            Expression::UnaryExpression(unary) if unary.operator == UnaryOperator::LogicalNot => {
                self.assume(syntax, &unary.argument, !holds)
            }
            Expression::LogicalExpression(logical)
                if matches!((logical.operator, holds), (LogicalOperator::And, true) | (LogicalOperator::Or, false)) =>
            {
                self.assume(syntax, &logical.left, holds) && self.assume(syntax, &logical.right, holds)
            }
            inner => self.learn(fact(syntax, inner, holds)),
        }
    }

    fn learn(&mut self, fact: Fact) -> bool {
        if self.facts.iter().any(|known| known.excludes(&fact)) {
            return false;
        }
        if self.facts.len() < MOST_FACTS {
            self.facts.push(fact);
        }
        true
    }
}

fn fact(syntax: &Syntax<'_>, test: &Expression<'_>, holds: bool) -> Fact {
    let plain = |expression: &Expression<'_>| words(syntax, expression.span());
    let Expression::BinaryExpression(binary) = test else {
        return Fact { subject: plain(test), value: None, holds };
    };
    let BinaryExpression { left, operator, right, .. } = &**binary;
    let length = left.get_inner_expression().as_member_expression().and_then(|member| member.static_property_name());
    let counted = length.is_some_and(|name| matches!(name, "length" | "rowCount" | "affectedRows"));
    let zero = right.get_inner_expression().is_number_0();
    let truthy = |holds| Fact { subject: plain(left), value: None, holds };
    match operator {
        BinaryOperator::StrictEquality | BinaryOperator::Equality => equal(syntax, left, right, holds),
        BinaryOperator::StrictInequality | BinaryOperator::Inequality => equal(syntax, left, right, !holds),
        BinaryOperator::GreaterThan if counted && zero => truthy(holds),
        BinaryOperator::LessEqualThan if counted && zero => truthy(!holds),
        BinaryOperator::GreaterEqualThan if counted && right.is_number_value(1.0) => truthy(holds),
        BinaryOperator::LessThan if counted && right.is_number_value(1.0) => truthy(!holds),
        BinaryOperator::GreaterThan | BinaryOperator::LessEqualThan => {
            let subject = format!("{}<={}", plain(left), plain(right));
            Fact { subject, value: None, holds: (*operator == BinaryOperator::LessEqualThan) == holds }
        }
        BinaryOperator::LessThan | BinaryOperator::GreaterEqualThan => {
            let subject = format!("{}>={}", plain(left), plain(right));
            Fact { subject, value: None, holds: (*operator == BinaryOperator::GreaterEqualThan) == holds }
        }
        _ => Fact { subject: plain(test), value: None, holds },
    }
}

fn equal(syntax: &Syntax<'_>, left: &Expression<'_>, right: &Expression<'_>, holds: bool) -> Fact {
    let subject = words(syntax, left.span());
    let right = right.get_inner_expression();
    let nothing = right.is_null_or_undefined()
        || right.is_number_0()
        || right.is_specific_string_literal("")
        || matches!(right, Expression::BooleanLiteral(literal) if !literal.value);
    match right {
        _ if nothing => Fact { subject, value: None, holds: !holds },
        Expression::BooleanLiteral(_) => Fact { subject, value: None, holds },
        Expression::StringLiteral(_) | Expression::NumericLiteral(_) => {
            Fact { subject, value: Some(words(syntax, right.span())), holds }
        }
        _ => Fact { subject: format!("{subject}=={}", words(syntax, right.span())), value: None, holds },
    }
}

fn words(syntax: &Syntax<'_>, span: Span) -> String {
    syntax.source(span).split_whitespace().collect()
}
