//! The content of a report, masked.

use serde::Serialize;
use serde_json::{json, Map, Value};

use crate::findings::{Finding, Level};
use crate::flow::{Certainty, Decision, Facts, Inputs, LogEvent, ReasonState, Verdict};
use crate::legacy::{Cell, Column, Effect, Reply, Request, StoreError, Target};
use crate::recording::masking::Mask;
use crate::recording::{ConsoleLevel, ErrorInfo, Outcome, OutcomeKind, Place, Query, Recording, ScriptRun, StackFrame};

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
    pub(super) findings: Vec<FindingPart>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ConnectionPart {
    pub(super) name: String,
    pub(super) mode: &'static str,
    pub(super) store: String,
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
            findings: findings.iter().map(|finding| masked.finding(finding)).collect(),
        }
    }
}

/// Opening and closing a connection is worth a line only where it failed.
fn is_listed(query: &Query) -> bool {
    match query.request {
        Request::Sql { .. } | Request::Http { .. } => true,
        Request::Connect { .. } | Request::Close { .. } => matches!(query.reply, Some(Reply::Error(_))),
    }
}

/// Microseconds are as fine as anyone reads.
fn rounded(ms: f64) -> f64 {
    (ms * 1000.0).round() / 1000.0
}

/// Builds the parts, each text through the mask.
struct Masked<'m>(&'m Mask);

impl Masked<'_> {
    fn text(&self, text: &str) -> String {
        self.0.text(text).into_owned()
    }

    fn inputs(&self, inputs: &Inputs) -> Map<String, Value> {
        let mut shown = Map::new();
        let open = [
            ("email", &inputs.email),
            ("username", &inputs.username),
            ("new_email", &inputs.new_email),
            ("user_id", &inputs.user_id),
        ];
        for (key, value) in open.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
            shown.insert(key.into(), json!(self.text(value)));
        }
        let secret = [("password", &inputs.password), ("new_password", &inputs.new_password)];
        for (key, value) in secret.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
            shown.insert(key.into(), json!(self.0.token(value.expose())));
        }
        if let Some(context) = &inputs.context {
            shown.insert("context".into(), self.0.json(context));
        }
        for (key, value) in &inputs.more {
            shown.entry(key.clone()).or_insert_with(|| self.0.field(key, value));
        }
        shown
    }

    fn place(&self, place: &Place) -> Place {
        Place { function: self.text(&place.function), ..place.clone() }
    }

    fn stack(&self, stack: &[StackFrame]) -> Vec<StackFrame> {
        stack.iter().map(|frame| StackFrame { place: self.place(&frame.place), ..frame.clone() }).collect()
    }

    fn script(&self, run: &ScriptRun) -> ScriptPart {
        let console = run.console.iter().map(|line| ConsolePart {
            level: line.level,
            text: self.text(&line.text),
            at: line.at.as_ref().map(|place| self.place(place)),
            step: line.step,
        });
        let callbacks = run.callbacks.iter().map(|call| CallbackPart {
            error: call.error.as_ref().map(|error| self.text(&error.name)),
            stack: self.stack(&call.stack),
            step: call.step,
        });
        ScriptPart {
            action: run.action.key(),
            file: run.file.clone(),
            function: run.function.clone(),
            outcome: run.outcome.as_ref().map(|outcome| self.outcome(outcome)),
            steps: run.steps,
            elapsed_ms: rounded(run.elapsed_ms),
            console: console.collect(),
            callbacks: callbacks.collect(),
            warnings: run.warnings.iter().map(|warning| self.text(warning)).collect(),
        }
    }

    fn outcome(&self, outcome: &Outcome) -> OutcomePart {
        let value = outcome.result.as_ref().map(|result| self.0.json(result));
        let (profile, result) = match outcome.kind {
            OutcomeKind::Profile => (value, None),
            _ => (None, value),
        };
        OutcomePart {
            kind: outcome.kind,
            error: outcome.error.as_ref().map(|error| self.error(error)),
            profile,
            result,
        }
    }

    fn error(&self, error: &ErrorInfo) -> ErrorPart {
        ErrorPart {
            name: self.text(&error.name),
            code: error.code.as_ref().map(|code| self.0.json(code)),
            message: self.text(&error.message),
            stack: self.stack(&error.stack),
            properties: error.properties.iter().map(|(key, value)| (key.clone(), self.0.field(key, value))).collect(),
        }
    }

    fn query(&self, script: &'static str, query: &Query) -> QueryPart {
        let mut more = Map::new();
        let (kind, text, params) = match &query.request {
            Request::Connect { target, .. } => {
                ("connect", self.text(&format!("connect to {}", address(target))), Vec::new())
            }
            Request::Close { target } => ("close", self.text(&format!("close {}", address(target))), Vec::new()),
            Request::Sql { text, params, .. } => ("sql", self.0.statement(text), self.0.params(text, params)),
            Request::Http { method, url, headers, body } => {
                more.insert("headers".into(), self.headers(headers));
                if let Some(body) = body {
                    more.insert("body".into(), self.body(body));
                }
                ("http", format!("{method} {}", self.0.body(url)), Vec::new())
            }
        };
        let (rows, error) = match &query.reply {
            Some(Reply::Rows { columns, rows, affected, .. }) => {
                more.extend(affected.map(|affected| ("changed".to_owned(), json!(affected))));
                (Some(rows.iter().map(|row| self.row(columns, row)).collect()), None)
            }
            Some(Reply::Written { matched, changed, insert_id, .. }) => {
                more.insert("matched".into(), json!(matched));
                more.insert("changed".into(), json!(changed));
                more.insert("insert_id".into(), json!(insert_id));
                (None, None)
            }
            Some(Reply::Http { status, body, .. }) => {
                more.insert("status".into(), json!(status));
                more.insert("reply".into(), self.body(body));
                (None, None)
            }
            Some(Reply::Error(error)) => (None, Some(self.store_error(error))),
            Some(Reply::Connected | Reply::Closed) | None => (None, None),
        };
        QueryPart {
            seq: query.seq,
            script,
            driver: query.driver.clone(),
            kind,
            text,
            params,
            rows,
            effect: query.effect,
            more,
            error,
            elapsed_ms: query.elapsed_ms.map(rounded),
            at: query.at.as_ref().map(|place| self.place(place)),
            step: query.step,
        }
    }

    fn row(&self, columns: &[Column], row: &[Cell]) -> Value {
        let fields = columns.iter().zip(row);
        Value::Object(
            fields.map(|(column, cell)| (column.name.clone(), self.0.field(&column.name, &in_json(cell)))).collect(),
        )
    }

    fn headers(&self, headers: &[(String, String)]) -> Value {
        Value::Object(headers.iter().map(|(name, value)| (name.clone(), self.0.field(name, &json!(value)))).collect())
    }

    /// A body as JSON where it is JSON, else as text.
    fn body(&self, body: &Cell) -> Value {
        match body {
            Cell::Text(text) => {
                let masked = self.0.body(text);
                match serde_json::from_str(&masked) {
                    Ok(value @ (Value::Object(_) | Value::Array(_))) => value,
                    _ => Value::String(masked),
                }
            }
            other => self.0.json(&in_json(other)),
        }
    }

    /// Only the fields that the store filled.
    fn store_error(&self, error: &StoreError) -> Value {
        let fields = serde_json::to_value(error).ok();
        let fields = fields.as_ref().and_then(Value::as_object).into_iter().flatten();
        let filled = fields.filter(|(_, value)| !value.is_null() && **value != json!(false));
        Value::Object(filled.map(|(key, value)| (key.clone(), self.0.json(value))).collect())
    }

    fn decision(&self, decision: &Decision) -> DecisionPart {
        DecisionPart {
            verdict: decision.verdict,
            user_created: decision.user_created,
            user_id: decision.user_id.as_deref().map(|id| self.text(id)),
            profile: decision.profile.as_ref().map(|profile| self.0.json(profile)),
            log_event: decision
                .log_event
                .as_ref()
                .map(|event| LogEvent { code: event.code, description: self.text(&event.description) }),
            user_sees: decision.user_sees.as_deref().map(|text| self.text(text)),
            reasons: decision
                .reasons
                .iter()
                .map(|reason| ReasonPart {
                    rule: reason.rule,
                    certainty: reason.certainty,
                    state: reason.state,
                    text: self.text(&reason.text),
                    evidence: reason.evidence.as_deref().map(|text| self.text(text)),
                })
                .collect(),
        }
    }

    fn finding(&self, finding: &Finding) -> FindingPart {
        FindingPart {
            rule: finding.rule,
            level: finding.level,
            message: self.text(&finding.message),
            at: finding.at.as_ref().map(|place| self.place(place)),
        }
    }
}

/// The tagged form of [`Cell`]; a number JSON cannot hold becomes null.
fn in_json(cell: &Cell) -> Value {
    serde_json::to_value(cell).unwrap_or_default()
}

/// `app@db.example.test:3306/shop`, as far as known.
fn address(target: &Target) -> String {
    let user = target.user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
    let host = target.host.as_deref().unwrap_or("the default host");
    let port = target.port.map(|port| format!(":{port}")).unwrap_or_default();
    let database = target.database.as_ref().map(|database| format!("/{database}")).unwrap_or_default();
    format!("{user}{host}{port}{database}")
}
