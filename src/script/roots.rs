//! The variables an expression begins with.

use oxc_allocator::Allocator;
use oxc_ast::ast::IdentifierReference;
use oxc_ast_visit::Visit;
use oxc_parser::Parser;
use oxc_span::SourceType;

/// The names an expression refers to, each once, in order of appearance: `user.name + rows.length` gives `user` and
/// `rows`. Nothing if it does not parse.
pub fn roots(expression: &str) -> Vec<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, expression, SourceType::script()).parse_expression();
    let mut found = Found(Vec::new());
    if let Ok(parsed) = &parsed {
        found.visit_expression(parsed);
    }
    found.0
}

struct Found(Vec<String>);

impl<'a> Visit<'a> for Found {
    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        if !self.0.iter().any(|known| known == it.name.as_str()) {
            self.0.push(it.name.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_properties_are_no_roots() {
        assert_eq!(
            roots("user.name + rows[index].length + `${user.id}` + ({ a: b }).a"),
            ["user", "rows", "index", "b"]
        );
    }

    #[test]
    fn what_does_not_parse_has_none() {
        assert!(roots("user.").is_empty());
    }
}
