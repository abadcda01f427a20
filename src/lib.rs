//! loginscope: a workbench for the action scripts of Auth0 custom database connections.
//!
//! A connection and its inputs go in; a flow decides which scripts run; the debugger walks each of them inside
//! the sandbox; the sandbox asks the legacy store; everything that happens is recorded; decision and findings
//! are read off the recording, and the front ends draw from all of it.
//!
//! ```text
//! connection + inputs ─▶ flow ─▶ debugger ─▶ sandbox ─▶ legacy store
//!                         │          │           │            │
//!                         │          └──── recording ─────────┘
//!                         ▼                  │
//!              decision + findings ──────────┴──▶ workbench ─▶ tui │ report
//! ```
//!
//! `ARCHITECTURE.md` says what each folder must never know.

pub mod cli;
pub mod connection;
pub mod debugger;
pub mod findings;
pub mod flow;
pub mod kept;
pub mod legacy;
pub mod packages;
pub mod play;
pub mod recording;
pub mod report;
pub mod rules;
pub mod sandbox;
pub mod script;
pub mod secret;
pub mod tui;
pub mod visible;
pub mod whole_file;
pub mod why;
pub mod workbench;
