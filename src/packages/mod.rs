//! The npm packages beside a connection: which file `require` means, by the rules of Node, and its text.
//!
//! | part | what it is |
//! | --- | --- |
//! | `room` | the folders that may be read, and reading them |
//! | `manifest` | `package.json` |
//! | `request` | what a script writes between the brackets of `require` |
//! | `resolve` | from a request to a file |
//! | `targets` | the maps `exports` and `imports` of a manifest |
//! | `refusal` | why there is no file, in Node's words |
//! | `node` | the names that are Node's own |
//! | `removed` | what the platform no longer has |
//!
//! Nothing is run here, no engine is known, and nothing outside of `node_modules` folders is read: what a package
//! asks for by name or path leads at most into another package.

mod manifest;
pub mod node;
mod refusal;
pub mod removed;
mod request;
mod resolve;
mod room;
mod targets;

pub use manifest::Manifest;
pub use refusal::Refusal;
pub use request::Request;
pub use resolve::{Format, Found};
pub use room::{Kind, Packages};

#[cfg(test)]
mod tree;
