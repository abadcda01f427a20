//! The bundled samples: in a checkout the folder itself, in an installed program a copy unpacked once.

use std::path::{Path, PathBuf};

use include_dir::{include_dir, Dir};

use super::Failure;

static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sample-scripts");

/// What fills the samples' stores; they name it relative to themselves.
const FIXTURES: [(&str, &str); 9] = [
    ("http-proxy.toml", include_str!("../../fixtures/http-proxy.toml")),
    ("ldap-directory.ldif", include_str!("../../fixtures/ldap-directory.ldif")),
    ("mongodb-legacy.json", include_str!("../../fixtures/mongodb-legacy.json")),
    ("mysql-legacy.sql", include_str!("../../fixtures/mysql-legacy.sql")),
    ("pg-migration.sql", include_str!("../../fixtures/pg-migration.sql")),
    ("request-basic-auth.toml", include_str!("../../fixtures/request-basic-auth.toml")),
    ("slips-db2.sql", include_str!("../../fixtures/slips-db2.sql")),
    ("slips.toml", include_str!("../../fixtures/slips.toml")),
    ("sqlserver-membership.sql", include_str!("../../fixtures/sqlserver-membership.sql")),
];

/// The folder of the samples.
pub(super) fn folder() -> Result<PathBuf, Failure> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-scripts");
    if checkout.is_dir() {
        return Ok(checkout);
    }
    let root = state_folder()?.join(concat!("samples-", env!("CARGO_PKG_VERSION")));
    let samples = root.join("sample-scripts");
    if !samples.is_dir() {
        unpack(&root).map_err(|error| {
            Failure::Input(format!(
                "the bundled samples could not be unpacked to {}: {error}. Open a connection by its path instead",
                root.display()
            ))
        })?;
    }
    Ok(samples)
}

/// Unpacks beside the place and renames: another program never sees half of it.
fn unpack(root: &Path) -> std::io::Result<()> {
    let parent = root.parent().unwrap_or(root);
    std::fs::create_dir_all(parent)?;
    let made = tempfile::tempdir_in(parent)?;
    let (samples, fixtures) = (made.path().join("sample-scripts"), made.path().join("fixtures"));
    std::fs::create_dir_all(&samples)?;
    std::fs::create_dir_all(&fixtures)?;
    SAMPLES.extract(&samples)?;
    for (name, text) in FIXTURES {
        std::fs::write(fixtures.join(name), text)?;
    }
    match std::fs::rename(made.path(), root) {
        // Another program was faster; its copy is as good.
        Err(_) if root.is_dir() => Ok(()),
        renamed => renamed,
    }
}

fn state_folder() -> Result<PathBuf, Failure> {
    crate::kept::state_folder().ok_or_else(|| {
        Failure::Input("neither XDG_STATE_HOME nor HOME is set; open a connection by its path instead".to_owned())
    })
}
