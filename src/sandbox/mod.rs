//! One QuickJS realm that looks like Auth0's Node container.
//!
//! | part | what it is |
//! | --- | --- |
//! | `realm` | the engine with its limits, and the order in which everything is put into it |
//! | `state` | what native functions share |
//! | `event_loop` | Node's phases: ticks and microtasks, timers, I/O, immediates |
//! | `listening` | sockets whose bytes the script waits for |
//! | `compiled` | texts the engine has compiled already |
//! | `container` | what the platform's container has beside the script: its Node, its modules |
//! | `world` | all that a script cannot compute: time, chance, the store; recorded, so that a run can be run again |
//! | `action` | wrapping an action script, calling it, and the contract of its `callback` |
//! | `host/` | native functions, one file a subject, reachable by our own JavaScript only |
//! | `internal/` | JavaScript shared by globals and modules |
//! | `globals/` | one file a global (`Buffer`, `URL`, `fetch` …), loaded when first touched |
//! | `modules/` | one file an npm or Node module (`pg`, `mysql`, `crypto` …), loaded by `require` |
//!
//! It knows no screen and no debugger policy: whoever watches implements [`Observer`].

mod action;
pub(crate) mod bytes;
pub(crate) mod compiled;
mod container;
mod event_loop;
mod globals;
mod host;
mod internal;
mod limits;
mod listening;
mod modules;
mod observer;
mod realm;
mod state;
mod world;

pub use action::{Call, Program};
pub use container::Container;
pub use limits::Limits;
pub use modules::{origin, Origin, MODULES};
pub use observer::{EngineFrame, Observer, Silent};
pub use realm::{Realm, RealmError};
pub use world::{Happening, Notes, World};
