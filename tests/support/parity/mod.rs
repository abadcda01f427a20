//! What the comparison with Node is made of.

pub mod cases;
pub mod compare;
pub mod node;
pub mod ours;
pub mod servers;

/// What stands in the way of a comparison is said; where everything must be there, it is a failure.
pub fn missing(what: &str) {
    assert!(std::env::var_os("LOGINSCOPE_REQUIRE_LIVE").is_none(), "{what}");
    println!("skipped: {what}");
}
