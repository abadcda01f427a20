//! Whole screens after real keys, driven by a fake driver that replays what a debugger would say.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod beside;
mod fake;
mod manners;
mod operations;
mod replay;
mod screens;
mod stopping;
mod terminal;
mod time;
mod using;
mod watching;
