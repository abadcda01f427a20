//! Why an operation came out as it did: one card with the first cause, what shows it, and what to do.
//!
//! A failure has many symptoms and one beginning. The tables below list what can be recognised, the earlier cause before
//! the later symptom; the first that fits is the card. Pure: it reads the recording, the decision and the findings, and
//! decides nothing itself.
//!
//! | file | failures |
//! | --- | --- |
//! | `answers`, `silence` | F1–F11: the script answers wrongly, or not at all |
//! | `identity` | F12–F20: who the user is, and what the profile says |
//! | `migration` | F21–F34: moving users to the Auth0 store |
//! | `deployment` | F35–F44: scripts, modules, settings and network of the platform |
//! | `plain` | no failure: the password is wrong, nobody has that name; and what no other file knows |

mod answers;
mod case;
mod deployment;
mod evidence;
mod identity;
mod migration;
mod plain;
#[cfg(test)]
mod samples;
mod silence;
#[cfg(test)]
mod tests;

pub use case::Case;
pub use evidence::Evidence;

use crate::rules::Certainty;

/// The cause of what happened, for somebody who has not read the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The number of the failure (`F1` …); empty for what is none of the known ones.
    pub failure: &'static str,
    /// A few words.
    pub title: &'static str,
    /// What came first, in one sentence. Not masked.
    pub cause: String,
    /// What shows it, in the order it happened.
    pub evidence: Vec<Evidence>,
    /// The rule it follows from.
    pub rule: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// What to do, in one or two sentences.
    pub fix: String,
}

impl Card {
    fn new(failure: &'static str, rule: &'static str, title: &'static str) -> Self {
        Self {
            failure,
            title,
            cause: String::new(),
            evidence: Vec::new(),
            rule,
            certainty: Certainty::Documented,
            fix: String::new(),
        }
    }

    fn because(self, cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), ..self }
    }

    fn fixed_by(self, fix: impl Into<String>) -> Self {
        Self { fix: fix.into(), ..self }
    }

    fn with_certainty(self, certainty: Certainty) -> Self {
        Self { certainty, ..self }
    }

    fn shown_by(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}

/// Recognises one cause.
type Recogniser = fn(&Case<'_>) -> Option<Card>;

/// What is recognised where the operation did not succeed, the earlier cause first.
const FAILURES: &[Recogniser] = &[
    // Before any script can say anything.
    deployment::change_email_is_missing,
    deployment::script_is_missing,
    deployment::module_is_missing,
    answers::default_body,
    answers::action_said_no,
    identity::context_shifts_the_arguments,
    plain::unreadable,
    // An answer that is none.
    answers::called_twice,
    answers::page_instead_of_json,
    deployment::old_tls,
    silence::crowded,
    silence::over_time,
    silence::no_callback,
    silence::uncaught,
    // The store failed, and the script said so, or said something else.
    answers::failure_taken_for_wrong_password,
    deployment::settings_are_empty,
    answers::duplicate_not_named,
    deployment::out_of_reach,
    plain::store_failed,
    // What the script returned stands in the way.
    answers::rows_counted_wrongly,
    identity::no_id,
    identity::user_name_is_missing,
    migration::half_created,
    migration::interrupted,
    migration::factors_are_malformed,
    migration::refused_by_policy,
    migration::new_address_is_taken,
    migration::profile_is_there,
    identity::id_is_taken,
    migration::address_is_taken,
    identity::stub,
    migration::nothing_left_to_ask,
    identity::looked_up_by_email,
    answers::not_found_as_error,
    answers::nobody_named,
    answers::answered_nothing,
    answers::plain_error,
    // Nothing is wrong.
    migration::legacy_password_no_longer_counts,
    plain::user_exists,
    plain::wrong_credentials,
    plain::refused_with_words,
    plain::said_no,
];

/// What is recognised where the operation succeeded and yet is not what its author thinks.
const SURPRISES: &[Recogniser] = &[
    identity::doubled_prefix,
    identity::id_differs,
    identity::stub,
    answers::empty_profile,
    answers::failure_passed_over,
    deployment::module_will_be_missing,
    migration::address_was_not_changed,
    migration::nothing_was_deleted,
    migration::still_in_the_legacy_store,
    migration::back_again,
    migration::interrupted,
    identity::metadata_is_misnamed,
    identity::not_verified,
    identity::edits_are_overwritten,
    silence::slow,
    silence::left_open,
    plain::gravest_finding,
];

/// The card of an operation; `None` while there is no verdict, and where all is as it should be.
pub fn card(case: &Case<'_>) -> Option<Card> {
    let verdict = case.decision.verdict?;
    let recognisers = if verdict.is_success() { SURPRISES } else { FAILURES };
    recognisers.iter().find_map(|recognise| recognise(case))
}
