//! What a script gets from `require`, one file a module.

use super::internal::{source, Source};

/// All of them, by the name a script requires. Later names for the same file are aliases.
pub const MODULES: &[Source] = &[source!("bcrypt", "bcrypt.js"), source!("bcryptjs", "bcryptjs.js")];

/// What several modules are made of, or one module that is more than a file; no script can require these.
pub(crate) const PARTS: &[Source] = &[source!("bcrypt/text", "bcrypt/text.js")];
