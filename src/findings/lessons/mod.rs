//! The rules, one a file. Where a rule is found in several ways, the ways may stand in files of their own.

mod anonymous_function;
mod called_module;
mod change_email_kept;
mod change_password_answer;
mod clashing_options;
mod configuration_keys;
mod customization_off;
mod default_body;
mod doubled_prefix;
mod dry_run_refusal;
mod duplicate_user;
mod email_fields;
mod email_only;
mod error_without_stack;
mod files_written;
mod function_name;
mod get_user_not_found;
mod global_cache;
mod hard_coded;
mod hash_comparison;
mod hashed_for_api;
mod injection;
mod left_open;
mod loading_fallback;
mod logged_secrets;
mod login_deletes;
mod malformed_factors;
mod marked_too_early;
mod metadata_name;
mod migrated_marker;
mod missing_scripts;
mod missing_user_id;
mod no_callback;
mod no_op_scripts;
mod no_timeout;
mod not_json;
mod organization_unguarded;
mod over_time;
mod parameter_count;
mod password_comparison;
mod password_in_get_user;
mod password_policy;
mod profile_secrets;
mod profiles_differ;
mod removed_global;
mod row_deleted;
mod script_size;
mod second_callback;
mod shared_ids;
mod slow_exchange;
mod store_failure_as_credentials;
mod unavailable_module;
mod uncaught_failure;
mod unclosed;
mod unclosed_path;
mod unhandled_rejection;
mod unknown_keys;
mod unprotected_store;
mod unresolved_markers;
mod unstable_id;
mod unused_scripts;
mod user_id_form;
mod username_missing;
mod validation_code;
mod verify_answer;
mod work_after_callback;
mod write_denied;
mod wrong_password_answer;

pub use removed_global::REMOVED_GLOBALS;

use super::reading::required::{ModuleSource, Required};
use super::reading::{answers, body, noted, outside, pieces, profiles, reached};
#[cfg(test)]
use super::samples;
use super::{answered_at, in_words, Check, Finding, Level, Rule, ScriptFacts, ScriptText, Subject, Whole};

/// Every rule, in the order of their ids.
pub const RULES: &[Rule] = &[
    no_callback::RULE,
    second_callback::RULE,
    work_after_callback::RULE,
    parameter_count::RULE,
    loading_fallback::RULE,
    anonymous_function::RULE,
    function_name::RULE,
    script_size::RULE,
    no_timeout::RULE,
    over_time::RULE,
    unhandled_rejection::RULE,
    error_without_stack::RULE,
    wrong_password_answer::RULE,
    store_failure_as_credentials::RULE,
    duplicate_user::RULE,
    validation_code::RULE,
    missing_user_id::RULE,
    user_id_form::RULE,
    doubled_prefix::RULE,
    unstable_id::RULE,
    shared_ids::RULE,
    email_fields::RULE,
    username_missing::RULE,
    profiles_differ::RULE,
    profile_secrets::RULE,
    metadata_name::RULE,
    malformed_factors::RULE,
    get_user_not_found::RULE,
    email_only::RULE,
    password_in_get_user::RULE,
    hard_coded::RULE,
    configuration_keys::RULE,
    logged_secrets::RULE,
    global_cache::RULE,
    removed_global::RULE,
    unavailable_module::RULE,
    files_written::RULE,
    injection::RULE,
    unclosed::RULE,
    unprotected_store::RULE,
    login_deletes::RULE,
    migrated_marker::RULE,
    missing_scripts::MIGRATION,
    unused_scripts::RULE,
    missing_scripts::AUTHENTICATION,
    default_body::RULE,
    change_email_kept::RULE,
    no_op_scripts::RULE,
    password_comparison::RULE,
    hashed_for_api::RULE,
    change_password_answer::RULE,
    verify_answer::RULE,
    organization_unguarded::RULE,
    unknown_keys::RULE,
    unresolved_markers::RULE,
    password_policy::RULE,
    customization_off::RULE,
    clashing_options::RULE,
    not_json::RULE,
    dry_run_refusal::RULE,
    super::suppression::RULE,
];
