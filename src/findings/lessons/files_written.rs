//! L37: a file is written, or a directive asks the platform to install packages. Neither is there any more on Node 22.

use oxc_ast::AstKind;
use oxc_span::Span;

use super::reached::package;
use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Runtime;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L37",
    title: "files written, \"use npm\"",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "Since Node 22 the platform's file system can only be read, and the directive that installed packages on \
          demand does nothing.",
    fix:
        "Keep what has to last in the store or, for as long as the container lives, in `global`; require modules that \
          the platform lists.",
    sources: &["https://auth0.com/docs/troubleshoot/product-lifecycle/deprecations-and-migrations/migrate-nodejs-22"],
    checks: &[Check::Text(check)],
};

/// What of `fs` writes, without `Sync`.
const WRITES: [&str; 22] = [
    "appendFile",
    "chmod",
    "chown",
    "copyFile",
    "cp",
    "createWriteStream",
    "ensureDir",
    "link",
    "mkdir",
    "mkdirp",
    "mkdtemp",
    "outputFile",
    "outputJson",
    "rename",
    "rm",
    "rmdir",
    "symlink",
    "truncate",
    "unlink",
    "utimes",
    "writeFile",
    "writeJson",
];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let runtime = text.connection.settings.runtime;
    let (level, when) = match runtime >= Runtime::Node22 {
        true => (Level::Error, "on Node 22"),
        false => (Level::Warning, "from Node 22 on"),
    };
    let mut found = Vec::new();
    let mut tell = |span: Span, message: String| {
        found.push(Finding::new(RULE.id, level, message).at(Some(text.place(span))));
    };
    for node in text.syntax.nodes().iter() {
        match node.kind() {
            AstKind::Directive(directive) if directive.expression.value == "use npm" => tell(
                directive.span,
                format!("`\"use npm\"` installs nothing {when}. Require a module that the platform lists."),
            ),
            AstKind::CallExpression(call) => {
                if let Some(member) = written(text, call) {
                    tell(
                        call.span,
                        format!(
                            "`{member}` writes to the file system, which fails {when}. Keep the value in the store, \
                             or in `global` while the container lives."
                        ),
                    );
                }
            }
            _ => {}
        }
    }
    found
}

/// The member of `fs` that a call writes with.
fn written<'a>(text: &ScriptText<'a>, call: &oxc_ast::ast::CallExpression<'a>) -> Option<String> {
    let syntax = text.syntax;
    let is_files = |module: &str| matches!(package(module).as_str(), "fs" | "node:fs" | "fs-extra");
    let writes = |member: &str| WRITES.contains(&member.trim_end_matches("Sync"));
    if let Some((module, member)) = syntax.member_of_module(&call.callee) {
        return Some(format!("{}.{member}", package(module))).filter(|_| is_files(module) && writes(&member));
    }
    // fs.promises.writeFile
    let member = call.callee.get_inner_expression().as_member_expression()?;
    let (module, promises) = syntax.member_of_module(member.object())?;
    let name = member.static_property_name()?;
    (is_files(module) && promises == "promises" && writes(name)).then(|| format!("fs.promises.{name}"))
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn found(runtime: Runtime, body: &str) -> Vec<String> {
        let mut connection = connection();
        connection.settings.runtime = runtime;
        let text = format!("function login(email, password, callback) {{\n{body}\n}}");
        let found = in_text_of(&connection, &RULE, Action::Login, &text);
        found.into_iter().map(|finding| format!("{} {}", finding.level.key(), finding.message)).collect()
    }

    #[test]
    fn writing_and_installing_are_found() {
        for (body, start) in [
            ("\"use npm\"; callback(null);", "error `\"use npm\"` installs nothing on Node 22."),
            ("const fs = require('fs'); fs.writeFileSync('/tmp/a', 'b');", "error `fs.writeFileSync` writes"),
            ("const { appendFile } = require('node:fs'); appendFile('a', 'b', done);", "error `fs.appendFile` writes"),
            ("const fs = require('fs'); fs.promises.rm('a');", "error `fs.promises.rm` writes"),
            ("require('fs/promises').mkdir('a');", "error `fs.mkdir` writes"),
        ] {
            let found = found(Runtime::Node22, body);
            assert!(found.len() == 1 && found[0].starts_with(start), "{body}: {found:?}");
        }
        assert!(found(Runtime::Node18, "require('fs').unlinkSync('a');")[0].starts_with("warning `fs.unlinkSync`"));
    }

    #[test]
    fn reading_and_methods_of_others_are_fine() {
        for body in [
            "const fs = require('fs'); fs.readFileSync('/etc/ssl/cert.pem');",
            "files.writeFile('a', 'b');",
            "\"use strict\"; callback(null);",
            "callback(new Error('use npm'));",
        ] {
            assert_eq!(found(Runtime::Node22, body), [""; 0], "{body}");
        }
    }
}
