//! What a script reaches its users by, told by the packages it requires.

use oxc_ast::AstKind;
use oxc_span::Span;

use super::ScriptText;
use crate::packages::Request;

/// A kind of store, by its package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::findings) enum Reached {
    /// A database that takes SQL.
    Sql,
    /// A database that takes documents, keys or the like.
    Documents,
    /// An LDAP directory.
    Directory,
    /// Whatever answers HTTP.
    Http,
}

const PACKAGES: [(&str, Reached); 38] = [
    ("@azure/cosmos", Reached::Documents),
    ("activedirectory", Reached::Directory),
    ("activedirectory2", Reached::Directory),
    ("axios", Reached::Http),
    ("better-sqlite3", Reached::Sql),
    ("cassandra-driver", Reached::Documents),
    ("couchbase", Reached::Documents),
    ("got", Reached::Http),
    ("http", Reached::Http),
    ("https", Reached::Http),
    ("ibm_db", Reached::Sql),
    ("ioredis", Reached::Documents),
    ("knex", Reached::Sql),
    ("ldapauth-fork", Reached::Directory),
    ("ldapjs", Reached::Directory),
    ("mariadb", Reached::Sql),
    ("mongo-getdb", Reached::Documents),
    ("mongodb", Reached::Documents),
    ("mongoose", Reached::Documents),
    ("mssql", Reached::Sql),
    ("mysql", Reached::Sql),
    ("mysql2", Reached::Sql),
    ("neo4j-driver", Reached::Documents),
    ("node-cassandra-cql", Reached::Documents),
    ("node-fetch", Reached::Http),
    ("node:http", Reached::Http),
    ("node:https", Reached::Http),
    ("oracledb", Reached::Sql),
    ("pg", Reached::Sql),
    ("pg-promise", Reached::Sql),
    ("redis", Reached::Documents),
    ("request", Reached::Http),
    ("request-promise", Reached::Http),
    ("request-promise-native", Reached::Http),
    ("sequelize", Reached::Sql),
    ("superagent", Reached::Http),
    ("tedious", Reached::Sql),
    ("undici", Reached::Http),
];

/// The package of a request, without version and part: `pg` for `pg@8/lib/client`.
pub(in crate::findings) fn package(request: &str) -> String {
    Request::read(request).map_or_else(|| request.to_owned(), |asked| asked.package)
}

/// What a package reaches, if that is known.
pub(in crate::findings) fn by_package(package: &str) -> Option<Reached> {
    PACKAGES.iter().find(|(name, _)| *name == package).map(|(_, reached)| *reached)
}

/// Everything a script requires by a constant name: the package, and where.
pub(in crate::findings) fn required(text: &ScriptText<'_>) -> Vec<(String, Span)> {
    let syntax = text.syntax;
    let calls = syntax.nodes().iter().filter_map(|node| match node.kind() {
        AstKind::CallExpression(call) if syntax.path(&call.callee).as_deref() == Some("require") => Some(call),
        _ => None,
    });
    calls
        .filter_map(|call| {
            let request = syntax.constant(call.arguments.first()?.as_expression()?)?;
            Some((package(request), call.span))
        })
        .collect()
}
