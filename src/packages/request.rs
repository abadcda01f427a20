//! What a script writes between the brackets of `require`.

/// `name`, `name@version`, `@scope/name/part`, `node:name`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The package, with its scope.
    pub package: String,
    /// The version after `@`, as the platform's `require` takes it.
    pub version: Option<String>,
    /// What follows the package, without the slash in front; `Some("")` for `name/`.
    pub part: Option<String>,
    /// `node:` stood in front.
    pub is_node: bool,
}

impl Request {
    /// Takes a request apart; `None` for a path (`./x`, `/x`), a private import (`#x`) and what names no package.
    pub fn read(text: &str) -> Option<Self> {
        let (is_node, rest) = match text.strip_prefix("node:") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if rest.starts_with(['.', '/', '#', '\\']) {
            return None;
        }
        let name_end = match rest.strip_prefix('@') {
            // The slash of a scope is part of the name.
            Some(scoped) => scoped.find('/').filter(|at| *at > 0)? + 2,
            None => 0,
        };
        let tail = &rest[name_end..];
        let (tail, part) = match tail.split_once('/') {
            Some((tail, part)) => (tail, Some(part.to_owned())),
            None => (tail, None),
        };
        let (tail, version) = match tail.split_once('@') {
            Some((tail, version)) if !version.is_empty() => (tail, Some(version.to_owned())),
            Some(_) => return None,
            None => (tail, None),
        };
        let package = format!("{}{tail}", &rest[..name_end]);
        (!tail.is_empty()).then_some(Self { package, version, part, is_node })
    }

    /// The request without its version: what stands in a `node_modules` folder.
    pub fn path(&self) -> String {
        match &self.part {
            Some(part) => format!("{}/{part}", self.package),
            None => self.package.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_versions_scopes_and_parts_are_told_apart() {
        for (text, package, version, part, is_node) in [
            ("pg", "pg", None, None, false),
            ("mongodb@3.1.4", "mongodb", Some("3.1.4"), None, false),
            ("mysql2/promise", "mysql2", None, Some("promise"), false),
            ("mysql2@3.0.0/promise", "mysql2", Some("3.0.0"), Some("promise"), false),
            ("@aws-sdk/client-ssm", "@aws-sdk/client-ssm", None, None, false),
            ("@aws-sdk/client-ssm@3.1.0/dist/x", "@aws-sdk/client-ssm", Some("3.1.0"), Some("dist/x"), false),
            ("punycode/", "punycode", None, Some(""), false),
            ("node:fs/promises", "fs", None, Some("promises"), true),
        ] {
            let expected = Request {
                package: package.to_owned(),
                version: version.map(str::to_owned),
                part: part.map(str::to_owned),
                is_node,
            };
            assert_eq!(Request::read(text), Some(expected), "{text}");
        }
        for text in ["", "./x", "../x", "/x", "#x", "@", "@scope", "@/x", "x@", "@scope/", "node:", "\\x"] {
            assert_eq!(Request::read(text), None, "{text}");
        }
    }
}
