//! What Node prints, the sandbox prints: every `tests/node/*.js` is run in a realm and compared with the `.out`
//! beside it, which Node 22 wrote (`node x.js > x.out`). Those in `tests/node/packages/` require npm packages, and Node
//! ran them beside `tests/npm/node_modules`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use std::fs;
use std::path::Path;

use realm::{printed, run};

/// Compares line by line, so that a failure names the first line that differs.
fn prints_what_node_prints(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node");
    let script = fs::read_to_string(folder.join(name).with_extension("js")).expect("the script");
    let expected = fs::read_to_string(folder.join(name).with_extension("out")).expect("what Node printed");
    let ours = printed(&run(&script));
    for (number, (ours, theirs)) in ours.lines().zip(expected.lines()).enumerate() {
        assert_eq!(ours, theirs, "{name}.out line {}", number + 1);
    }
    assert_eq!(ours.lines().count(), expected.lines().count(), "{name}: not the same number of lines");
}

#[test]
fn values_are_inspected_as_node_does() {
    prints_what_node_prints("inspect");
}

#[test]
fn long_values_break_into_lines_as_node_breaks_them() {
    prints_what_node_prints("inspect_layout");
}

#[test]
fn format_strings_are_filled_in_as_node_does() {
    prints_what_node_prints("format");
}

#[test]
fn console_methods_print_what_node_prints() {
    prints_what_node_prints("console");
}

#[test]
fn buffers_convert_search_and_refuse_as_node_does() {
    prints_what_node_prints("buffer");
}

#[test]
fn text_encoders_base64_and_structured_clones_are_nodes() {
    prints_what_node_prints("text");
}

#[test]
fn urls_query_strings_and_the_old_url_functions_are_nodes() {
    prints_what_node_prints("url");
}

#[test]
fn paths_are_joined_and_taken_apart_as_node_does() {
    prints_what_node_prints("path");
}

#[test]
fn the_classes_around_fetch_are_nodes() {
    prints_what_node_prints("fetch_classes");
}

#[test]
fn hashes_keys_and_refusals_of_crypto_are_nodes() {
    prints_what_node_prints("crypto");
}

#[test]
fn events_util_timers_decoders_and_process_are_nodes() {
    prints_what_node_prints("events_util");
}

#[test]
fn assertions_fail_in_nodes_words() {
    prints_what_node_prints("assert");
}

#[test]
fn the_engines_messages_are_in_v8s_words() {
    prints_what_node_prints("messages");
}

#[test]
fn errors_with_codes_show_them_where_node_shows_them() {
    prints_what_node_prints("error_titles");
}

#[test]
fn streams_flow_fail_and_end_in_nodes_order() {
    prints_what_node_prints("streams");
}

#[test]
fn ciphers_and_their_refusals_are_nodes() {
    prints_what_node_prints("crypto_ciphers");
}

#[test]
fn keys_are_read_written_and_refused_as_node_does() {
    prints_what_node_prints("crypto_keys");
}

#[test]
fn keys_are_made_and_agreed_on_as_node_does() {
    prints_what_node_prints("crypto_generate");
}

#[test]
fn what_node_signed_and_encrypted_is_verified_and_opened() {
    prints_what_node_prints("crypto_known");
}

#[test]
fn certificates_are_read_as_node_reads_them() {
    prints_what_node_prints("crypto_certificates");
}

#[test]
fn subtle_makes_uses_and_refuses_keys_as_node_does() {
    prints_what_node_prints("crypto_subtle");
}

#[test]
fn hashes_and_ciphers_are_streams_as_on_node() {
    prints_what_node_prints("crypto_streams");
}

#[test]
fn zlib_packs_unpacks_and_refuses_as_node_does() {
    prints_what_node_prints("zlib");
}

#[test]
fn jsonwebtoken_8_and_9_answer_as_the_packages_do() {
    prints_what_node_prints("packages/jsonwebtoken");
}

#[test]
fn uuid_3_and_11_answer_as_the_packages_do() {
    prints_what_node_prints("packages/uuid");
}

#[test]
fn argon2_answers_as_the_package_does() {
    prints_what_node_prints("packages/argon2");
}

#[test]
fn bcrypt_and_bcryptjs_answer_as_the_packages_do() {
    prints_what_node_prints("packages/bcrypt");
}

#[test]
fn what_is_wrong_with_json_is_said_in_v8s_words() {
    prints_what_node_prints("json");
}

#[test]
fn json_that_ends_too_early_and_circles_are_described_as_v8_does() {
    prints_what_node_prints("json_ends");
}

#[test]
fn ticks_microtasks_timers_immediates_and_uncaught_errors_come_in_nodes_order() {
    prints_what_node_prints("event_order");
}

#[test]
fn buffers_take_odd_text_and_arguments_as_node_does() {
    prints_what_node_prints("buffer_edges");
}

#[test]
fn consoles_of_ones_own_print_to_their_streams() {
    prints_what_node_prints("console_class");
}

#[test]
fn os_timers_decoders_and_performance_are_nodes() {
    prints_what_node_prints("os_timers_performance");
}

#[test]
fn assertions_show_the_difference_as_node_does() {
    prints_what_node_prints("assert_messages");
}

#[test]
fn dates_are_read_and_written_as_v8_does() {
    prints_what_node_prints("dates");
}

#[test]
fn numbers_and_order_follow_the_locale_as_in_node() {
    prints_what_node_prints("intl");
}

#[test]
fn messages_clones_signals_and_call_sites_are_nodes() {
    prints_what_node_prints("messaging");
}

#[test]
fn events_as_promises_iterators_and_captured_rejections_are_nodes() {
    prints_what_node_prints("events_edges");
}

#[test]
fn util_inspects_parses_and_refuses_as_node_does() {
    prints_what_node_prints("util_edges");
}

#[test]
fn windows_paths_are_taken_apart_as_node_does() {
    prints_what_node_prints("path_windows");
}

#[test]
fn odd_addresses_and_query_strings_are_read_as_node_does() {
    prints_what_node_prints("url_edges");
}

#[test]
fn requests_over_http_fail_and_say_their_headers_as_nodes_do() {
    prints_what_node_prints("http");
}

#[test]
fn sockets_and_lookups_fail_as_nodes_do() {
    prints_what_node_prints("net");
}
