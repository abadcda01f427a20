//! The profile a script returned, and what Auth0 makes of it (§2.4).
//!
//! | part | what it is |
//! | --- | --- |
//! | `normalised` | the profile as Auth0 would hold it |
//! | `diff` | the way there, field by field |
//! | `limits` | how long a field may be |
//! | `gravatar` | the picture of a user who has none |

mod diff;
mod gravatar;
mod limits;
mod normalised;

pub(super) use diff::diff;
pub use diff::{FieldChange, How};
pub(super) use normalised::{held, HeldProfile};
pub use normalised::{raw_id, AUTH0_PREFIX};
