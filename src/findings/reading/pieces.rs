//! The texts a script puts together: what of them is constant, and what stands in the gaps.

use oxc_ast::ast::{BinaryExpression, Expression, TemplateLiteral};
use oxc_ast::AstKind;
use oxc_semantic::NodeId;
use oxc_span::{GetSpan, Span};
use oxc_syntax::operator::BinaryOperator;

use super::ScriptText;
use crate::script::Syntax;

/// Stands for a value in the constant part.
pub(in crate::findings) const GAP: char = '\u{1}';

/// As much of a text as anybody looks at, in bytes.
const LONGEST: usize = 8_000;

/// Nodes around a text that are looked at; nobody nests deeper.
const DEEPEST: usize = 100;

/// One text of a script: a literal, a template or a sum that is not itself part of another.
pub(in crate::findings) struct Pieces<'a> {
    /// The outermost node.
    pub node: NodeId,
    /// All of it.
    pub span: Span,
    /// What is constant, as written, with [`GAP`] for each value.
    pub constant: String,
    /// The values, with the byte in `constant` their gap stands at.
    pub values: Vec<(usize, &'a Expression<'a>)>,
}

impl<'a> Pieces<'a> {
    /// Every text of the script, in order.
    pub fn all(text: &ScriptText<'a>) -> Vec<Self> {
        let syntax = text.syntax;
        let mut all = Vec::new();
        for node in syntax.nodes().iter() {
            let is_part = |id: NodeId| match parent_of_value(syntax, id) {
                AstKind::BinaryExpression(sum) => sum.operator == BinaryOperator::Addition,
                AstKind::TemplateLiteral(_) | AstKind::TaggedTemplateExpression(_) => true,
                _ => false,
            };
            let span = match node.kind() {
                AstKind::StringLiteral(literal) => literal.span,
                AstKind::TemplateLiteral(template) => template.span,
                AstKind::BinaryExpression(sum) if sum.operator == BinaryOperator::Addition => sum.span,
                _ => continue,
            };
            if is_part(node.id()) {
                continue;
            }
            let mut pieces = Self { node: node.id(), span, constant: String::new(), values: Vec::new() };
            match node.kind() {
                AstKind::StringLiteral(literal) => pieces.add(&literal.value),
                AstKind::TemplateLiteral(template) => pieces.append_template(syntax, template, 0),
                AstKind::BinaryExpression(sum) => pieces.append_sum(syntax, sum, 0),
                _ => {}
            }
            all.push(pieces);
        }
        all
    }

    /// The text that an expression is; a name stands for the text it always holds.
    pub fn of(syntax: &Syntax<'a>, expression: &'a Expression<'a>) -> Self {
        let (node, span) = (expression.node_id(), expression.span());
        let mut pieces = Self { node, span, constant: String::new(), values: Vec::new() };
        pieces.append(syntax, expression, 0);
        pieces
    }

    /// The constant part in small letters, its white space single blanks.
    pub fn words(&self) -> String {
        let mut words = String::with_capacity(self.constant.len());
        for word in self.constant.split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&word.to_lowercase());
        }
        words
    }

    /// What stands before a value.
    pub fn before(&self, at: usize) -> &str {
        self.constant.get(..at).unwrap_or_default()
    }

    fn add(&mut self, constant: &str) {
        if self.constant.len() + constant.len() <= LONGEST {
            self.constant.push_str(constant);
        }
    }

    fn append_sum(&mut self, syntax: &Syntax<'a>, sum: &'a BinaryExpression<'a>, depth: usize) {
        let mut parts = vec![&sum.right];
        let mut left = &sum.left;
        while let Expression::BinaryExpression(more) = left.get_inner_expression() {
            if more.operator != BinaryOperator::Addition {
                break;
            }
            parts.push(&more.right);
            left = &more.left;
        }
        parts.push(left);
        parts.iter().rev().for_each(|part| self.append(syntax, part, depth));
    }

    fn append_template(&mut self, syntax: &Syntax<'a>, template: &'a TemplateLiteral<'a>, depth: usize) {
        for (index, quasi) in template.quasis.iter().enumerate() {
            self.add(quasi.value.cooked.as_ref().map_or("", |cooked| cooked.as_str()));
            if let Some(value) = template.expressions.get(index) {
                self.append(syntax, value, depth);
            }
        }
    }

    fn append(&mut self, syntax: &Syntax<'a>, part: &'a Expression<'a>, depth: usize) {
        if let Some(constant) = syntax.constant(part) {
            return self.add(constant);
        }
        match part.get_inner_expression() {
            Expression::BinaryExpression(sum) if sum.operator == BinaryOperator::Addition && depth < 100 => {
                self.append_sum(syntax, sum, depth + 1);
            }
            Expression::TemplateLiteral(template) if depth < 100 => self.append_template(syntax, template, depth + 1),
            value => {
                self.values.push((self.constant.len(), value));
                self.constant.push(GAP);
            }
        }
    }
}

/// What a value stands in, parentheses aside.
pub(in crate::findings) fn parent_of_value<'a>(syntax: &Syntax<'a>, id: NodeId) -> AstKind<'a> {
    let around = syntax.nodes().ancestor_ids(id).map(|id| syntax.nodes().kind(id));
    let mut around = around.skip_while(|kind| matches!(kind, AstKind::ParenthesizedExpression(_)));
    around.next().unwrap_or(AstKind::Program(syntax.program))
}

/// Whether something is said to people, in a log, an error or an answer, rather than sent.
pub(in crate::findings) fn is_told(syntax: &Syntax<'_>, id: NodeId) -> bool {
    for around in syntax.nodes().ancestor_ids(id).take(DEEPEST) {
        match syntax.nodes().kind(around) {
            AstKind::CallExpression(call) => {
                let path = syntax.path(&call.callee).unwrap_or_default();
                let last = path.rsplit('.').next().unwrap_or_default().to_lowercase();
                let is_callback = syntax.symbol(&call.callee).is_some_and(|symbol| syntax.callback() == Some(symbol));
                if path.starts_with("console.") || last.contains("log") || last == "debug" || is_callback {
                    return true;
                }
            }
            AstKind::NewExpression(new) if syntax.path(&new.callee).is_some_and(|path| path.ends_with("Error")) => {
                return true;
            }
            AstKind::ThrowStatement(_) => return true,
            AstKind::Function(_) | AstKind::ArrowFunctionExpression(_) => return false,
            kind if kind.is_statement() => return false,
            _ => {}
        }
    }
    false
}
