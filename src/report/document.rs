//! The content of a report, masked.

use serde::Serialize;
use serde_json::{Map, Value};

use super::masked::{is_listed, Masked};
use crate::findings::{Finding, Level};
use crate::flow::{Certainty, Decision, Facts, How, LogEvent, ReasonState, Verdict, When};
use crate::legacy::Effect;
use crate::recording::masking::Mask;
use crate::recording::{ConsoleLevel, OutcomeKind, Place, Recording, StackFrame};
use crate::why::Card;

/// The version of the document's form, its first field.
pub const SCHEMA: &str = "loginscope.run/1";

/// One operation with everything that is known of it. Fields are those of the JSON document, in its order.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    pub(super) schema: &'static str,
    pub(super) connection: ConnectionPart,
    pub(super) operation: String,
    pub(super) inputs: Map<String, Value>,
    pub(super) scripts: Vec<ScriptPart>,
    pub(super) queries: Vec<QueryPart>,
    pub(super) decision: DecisionPart,
    /// Why it came out as it did, where that is not as one would expect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<WhyPart>,
    pub(super) findings: Vec<FindingPart>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ConnectionPart {
    pub(super) name: String,
    pub(super) mode: &'static str,
    pub(super) store: String,
    /// The platform's Node.
    pub(super) runtime: u32,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) dry_run: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) faults: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ScriptPart {
    pub(super) action: &'static str,
    pub(super) file: String,
    pub(super) function: Option<String>,
    pub(super) outcome: Option<OutcomePart>,
    pub(super) steps: u64,
    pub(super) elapsed_ms: f64,
    pub(super) console: Vec<ConsolePart>,
    pub(super) callbacks: Vec<CallbackPart>,
    pub(super) warnings: Vec<String>,
    /// Where the script stood last, if it ended without answering.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) ended_at: Vec<StackFrame>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct OutcomePart {
    pub(super) kind: OutcomeKind,
    pub(super) error: Option<ErrorPart>,
    pub(super) profile: Option<Value>,
    /// What a script other than `login` and `get_user` called back with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) result: Option<Value>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ErrorPart {
    pub(super) name: String,
    pub(super) code: Option<Value>,
    pub(super) message: String,
    pub(super) stack: Vec<StackFrame>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(super) properties: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ConsolePart {
    pub(super) level: ConsoleLevel,
    pub(super) text: String,
    pub(super) at: Option<Place>,
    pub(super) step: u64,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct CallbackPart {
    pub(super) error: Option<String>,
    pub(super) stack: Vec<StackFrame>,
    pub(super) step: u64,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct QueryPart {
    pub(super) seq: u32,
    pub(super) script: &'static str,
    pub(super) driver: String,
    pub(super) kind: &'static str,
    pub(super) text: String,
    pub(super) params: Vec<Value>,
    /// Row objects of a statement that answers rows.
    pub(super) rows: Option<Vec<Value>>,
    pub(super) effect: Effect,
    /// What only some answers have: `matched`, `changed`, `insert_id` of a write; `headers` and `body` of an HTTP
    /// request; `status` and `reply` of its answer.
    #[serde(flatten)]
    pub(super) more: Map<String, Value>,
    pub(super) error: Option<Value>,
    pub(super) elapsed_ms: Option<f64>,
    pub(super) at: Option<Place>,
    pub(super) step: u64,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct DecisionPart {
    pub(super) verdict: Option<Verdict>,
    pub(super) user_created: bool,
    pub(super) user_id: Option<String>,
    pub(super) profile: Option<Value>,
    pub(super) log_event: Option<LogEvent>,
    pub(super) user_sees: Option<String>,
    pub(super) reasons: Vec<ReasonPart>,
    /// Readings of the sources under which something else would come of it.
    pub(super) variants: Vec<VariantPart>,
    /// The scripts of the operation, in order.
    pub(super) chain: Vec<LinkPart>,
    /// What Auth0 writes to its store, in order.
    pub(super) changes: Vec<ChangePart>,
    /// What becomes of the profile a script returned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) profile_diff: Vec<FieldPart>,
    /// The states the user was in and is in now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) states: Vec<StatePart>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct VariantPart {
    pub(super) id: &'static str,
    pub(super) chosen: &'static str,
    pub(super) other: &'static str,
    pub(super) changes: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct LinkPart {
    pub(super) action: &'static str,
    /// `user`, or `new-value` for the value that is to be the user's.
    pub(super) about: &'static str,
    pub(super) state: &'static str,
    pub(super) why: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ChangePart {
    /// `add`, `fields`, `password`, `complete` or `remove`.
    pub(super) kind: &'static str,
    pub(super) user_id: Option<String>,
    /// What is written; a field that goes is null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fields: Option<Value>,
    /// Whether there is a password from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) password: Option<bool>,
    /// `partial` or `without-metadata`, where not all of the user is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) record: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct FieldPart {
    pub(super) field: String,
    pub(super) from: Option<Value>,
    pub(super) to: Option<Value>,
    pub(super) how: How,
    pub(super) rule: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct StatePart {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) when: When,
    pub(super) evidence: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ReasonPart {
    pub(super) rule: &'static str,
    pub(super) certainty: Certainty,
    pub(super) state: ReasonState,
    pub(super) text: String,
    pub(super) evidence: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct WhyPart {
    /// `F1` …; null for what is none of the known failures.
    pub(super) failure: Option<&'static str>,
    pub(super) title: &'static str,
    pub(super) cause: String,
    pub(super) evidence: Vec<EvidencePart>,
    pub(super) rule: &'static str,
    pub(super) certainty: Certainty,
    pub(super) fix: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct EvidencePart {
    pub(super) words: String,
    pub(super) at: Option<Place>,
    pub(super) query: Option<u32>,
    pub(super) step: Option<u64>,
    pub(super) field: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct FindingPart {
    pub(super) rule: &'static str,
    pub(super) level: Level,
    pub(super) message: String,
    pub(super) at: Option<Place>,
}

impl Document {
    /// Gathers and masks everything. `mask` must know the inputs' and the connection's secrets.
    pub fn new(recording: &Recording, facts: &Facts, decision: &Decision, findings: &[Finding], mask: &Mask) -> Self {
        let masked = Masked(mask);
        Self {
            schema: SCHEMA,
            connection: ConnectionPart {
                name: masked.text(&recording.connection),
                mode: recording.mode.key(),
                store: recording.store.clone(),
                runtime: facts.runtime.major(),
                dry_run: recording.dry_run,
                faults: recording.faults.clone(),
            },
            operation: recording.operation.clone(),
            inputs: masked.inputs(&facts.inputs),
            scripts: recording.runs.iter().map(|run| masked.script(run)).collect(),
            queries: recording
                .runs
                .iter()
                .flat_map(|run| run.queries.iter().map(|query| (run.action.key(), query)))
                .filter(|(_, query)| is_listed(query))
                .map(|(script, query)| masked.query(script, query))
                .collect(),
            decision: masked.decision(decision),
            why: None,
            findings: findings.iter().map(|finding| masked.finding(finding)).collect(),
        }
    }

    /// The same with the card that says why it came out so.
    #[must_use]
    pub fn because(self, card: Option<&Card>, mask: &Mask) -> Self {
        Self { why: card.map(|card| Masked(mask).card(card)), ..self }
    }
}
