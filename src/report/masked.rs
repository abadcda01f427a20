//! Builds the parts of a document, each text through the mask.

use serde_json::{json, Map, Value};

use super::document::{
    CallbackPart, ChangePart, ConsolePart, DecisionPart, ErrorPart, EvidencePart, FieldPart, FindingPart, LinkPart,
    OutcomePart, QueryPart, ReasonPart, ScriptPart, StatePart, VariantPart, WhyPart,
};
use crate::findings::Finding;
use crate::flow::{Change, Credential, Decision, FieldChange, Inputs, LogEvent, Matter};
use crate::legacy::directory::{Entry, Operation};
use crate::legacy::documents;
use crate::legacy::{Cell, Column, Reply, Request, StoreError, Target};
use crate::recording::masking::Mask;
use crate::recording::wording::{statement, value};
use crate::recording::Masked as _;
use crate::recording::{ErrorInfo, Outcome, OutcomeKind, Place, Query, ScriptRun, StackFrame};
use crate::rules::state;
use crate::why::Card;

/// Opening and closing a connection is worth a line only where it failed; of a socket nothing else is seen.
pub(super) fn is_listed(query: &Query) -> bool {
    query.request.is_statement() || query.request.opens_socket() || matches!(query.reply, Some(Reply::Error(_)))
}

/// Microseconds are as fine as anyone reads.
fn rounded(ms: f64) -> f64 {
    (ms * 1000.0).round() / 1000.0
}

/// The mask, as a maker of parts.
pub(super) struct Masked<'m>(pub(super) &'m Mask);

impl Masked<'_> {
    pub(super) fn text(&self, text: &str) -> String {
        self.0.text(text).into_owned()
    }

    pub(super) fn inputs(&self, inputs: &Inputs) -> Map<String, Value> {
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

    pub(super) fn script(&self, run: &ScriptRun) -> ScriptPart {
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
            ended_at: self.stack(&run.ended_at),
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

    pub(super) fn query(&self, script: &'static str, query: &Query) -> QueryPart {
        let mut more = Map::new();
        let (kind, text, params) = match &query.request {
            Request::Connect { target, .. } => {
                ("connect", self.text(&format!("connect to {}", address(target))), Vec::new())
            }
            Request::Close { target } => ("close", self.text(&format!("close {}", address(target))), Vec::new()),
            Request::Sql { text, params, .. } => ("sql", self.0.statement(text), self.0.params(text, params)),
            Request::Documents { command, database, .. } => {
                more.insert("database".into(), json!(database));
                more.insert("command".into(), self.0.json(&Value::Object(command.clone())));
                ("documents", self.text(&statement(&query.masked(self.0).request)), Vec::new())
            }
            Request::Directory { .. } => ("directory", self.text(&statement(&query.request)), Vec::new()),
            Request::Socket { .. } => ("socket", self.text(&statement(&query.request)), Vec::new()),
            Request::Lookup { .. } => ("lookup", self.text(&statement(&query.request)), Vec::new()),
            Request::Http { method, url, headers, body, .. } => {
                more.insert("headers".into(), self.headers(headers));
                if let Some(body) = body {
                    more.insert("body".into(), self.body(body));
                }
                ("http", format!("{method} {}", self.0.body(url)), Vec::new())
            }
        };
        let (rows, error) = self.answer(query.reply.as_ref(), &mut more);
        // Of a directory only a search finds anything; elsewhere an empty list would say that nothing was found.
        let searched = |operation: &Operation| matches!(operation, Operation::Search { .. });
        let rows = match &query.request {
            Request::Directory { operation, .. } => rows.filter(|_| searched(operation)),
            _ => rows,
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

    /// Rows and error of an answer; what else it says goes into `more`.
    fn answer(&self, reply: Option<&Reply>, more: &mut Map<String, Value>) -> (Option<Vec<Value>>, Option<Value>) {
        match reply {
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
            Some(Reply::Several { replies }) => {
                let mut answers: Vec<_> = replies.iter().map(|reply| self.answer(Some(reply), more)).collect();
                let error = answers.iter_mut().find_map(|(_, error)| error.take());
                (Some(answers.into_iter().filter_map(|(rows, _)| rows).flatten().collect()), error)
            }
            Some(Reply::Documents { answer }) => {
                let found = documents::found(answer);
                let error = documents::failure(answer)
                    .map(|(code, message)| json!({ "code": code, "message": self.text(message) }));
                more.extend(documents::met(answer).map(|met| ("matched".to_owned(), json!(met))));
                (found.map(|found| found.iter().map(|document| self.0.json(document)).collect()), error)
            }
            Some(Reply::Directory { result, entries, .. }) => {
                let error =
                    result.is_refusal().then(|| json!({ "code": result.code, "message": self.text(result.words()) }));
                let entry = |entry: &Entry| {
                    let mut fields = Map::from_iter([("dn".to_owned(), json!(self.text(&entry.name)))]);
                    for attribute in &entry.attributes {
                        let values = attribute.values.iter().map(value).map(Value::String).collect();
                        fields.insert(attribute.name.clone(), self.0.field(&attribute.name, &Value::Array(values)));
                    }
                    Value::Object(fields)
                };
                more.insert("result".into(), json!(result.code));
                (Some(entries.iter().map(entry).collect()), error)
            }
            Some(Reply::Addresses { addresses }) => {
                more.insert("addresses".into(), json!(addresses));
                (None, None)
            }
            Some(Reply::Error(error)) => (None, Some(self.store_error(error))),
            Some(Reply::Socket(_) | Reply::Connected | Reply::Closed) | None => (None, None),
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

    pub(super) fn decision(&self, decision: &Decision) -> DecisionPart {
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
            variants: decision.matters.iter().map(|matter| self.variant(matter)).collect(),
            chain: decision
                .chain
                .iter()
                .map(|link| LinkPart {
                    action: link.action.key(),
                    about: link.about.key(),
                    state: link.state.key(),
                    why: self.text(&link.why),
                })
                .collect(),
            changes: decision.changes.iter().map(|change| self.change(change)).collect(),
            profile_diff: decision.profile_diff.iter().map(|change| self.field_change(change)).collect(),
            states: decision
                .states
                .iter()
                .map(|seen| StatePart {
                    id: seen.id,
                    name: state(seen.id).map_or("", |state| state.name),
                    when: seen.when,
                    evidence: self.text(&seen.evidence),
                })
                .collect(),
        }
    }

    /// Says whether there is a password, never which.
    fn change(&self, change: &Change) -> ChangePart {
        let part = |kind, user_id: Option<String>| ChangePart {
            kind,
            user_id: user_id.as_deref().map(|id| self.text(id)),
            fields: None,
            password: None,
            record: None,
        };
        match change {
            Change::Add(user) => ChangePart {
                fields: Some(self.0.json(&Value::Object(user.profile.clone()))),
                password: Some(user.credential != Credential::None),
                record: user.record.key(),
                ..part("add", user.user_id())
            },
            Change::Fields { user_id, fields } => ChangePart {
                fields: Some(self.0.json(&Value::Object(fields.clone()))),
                ..part("fields", Some(user_id.clone()))
            },
            Change::Password { user_id, credential } => ChangePart {
                password: Some(*credential != Credential::None),
                ..part("password", Some(user_id.clone()))
            },
            Change::Complete { user_id } => part("complete", Some(user_id.clone())),
            Change::Remove { user_id } => part("remove", Some(user_id.clone())),
        }
    }

    fn variant(&self, matter: &Matter) -> VariantPart {
        let Matter { id, chosen, other, what } = matter;
        VariantPart { id, chosen, other, changes: self.text(what) }
    }

    fn field_change(&self, change: &FieldChange) -> FieldPart {
        // `identities[0].access_token` is as secret as `access_token`.
        let name = change.field.rsplit('.').next().unwrap_or(&change.field);
        let value = |value: &Option<Value>| value.as_ref().map(|value| self.0.field(name, value));
        FieldPart {
            field: self.text(&change.field),
            from: value(&change.from),
            to: value(&change.to),
            how: change.how,
            rule: change.rule,
        }
    }

    pub(super) fn card(&self, card: &Card) -> WhyPart {
        let evidence = card.evidence.iter().map(|shown| EvidencePart {
            words: self.text(&shown.words),
            at: shown.at.as_ref().map(|place| self.place(place)),
            query: shown.query,
            step: shown.step,
            field: shown.field.clone(),
        });
        WhyPart {
            failure: (!card.failure.is_empty()).then_some(card.failure),
            title: card.title,
            cause: self.text(&card.cause),
            evidence: evidence.collect(),
            rule: card.rule,
            certainty: card.certainty,
            fix: self.text(&card.fix),
        }
    }

    pub(super) fn finding(&self, finding: &Finding) -> FindingPart {
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
