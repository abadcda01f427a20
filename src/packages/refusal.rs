//! Why there is no file, in Node's words.

/// Why `require` finds no file, as the error Node throws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `Error` or `TypeError`.
    pub class: &'static str,
    /// `MODULE_NOT_FOUND`, `ERR_PACKAGE_PATH_NOT_EXPORTED` …
    pub code: &'static str,
    /// The message; that of `MODULE_NOT_FOUND` without the stack of requires.
    pub message: String,
    /// The manifest at fault, where Node names it in the error's `path`.
    pub path: Option<String>,
}

impl Refusal {
    /// Nothing of this name is there.
    pub fn not_found(request: &str) -> Self {
        Self::new("Error", "MODULE_NOT_FOUND", format!("Cannot find module '{request}'"))
    }

    pub(super) fn new(class: &'static str, code: &'static str, message: String) -> Self {
        Self { class, code, message, path: None }
    }

    pub(super) fn at(self, path: &std::path::Path) -> Self {
        Self { path: Some(path.display().to_string()), ..self }
    }

    /// Whether it says no more than that there is nothing.
    pub fn is_not_found(&self) -> bool {
        self.code == "MODULE_NOT_FOUND" && self.path.is_none()
    }
}
