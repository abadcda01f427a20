//! Events and runs with their secrets masked: the only form in which they are told to anyone.

use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;

use super::masking::{names_a_secret, Mask};
use super::{CallbackCall, ConsoleLine, ErrorInfo, Outcome, Query, ScriptRun};
use crate::legacy::socket::{Received, SocketAction};
use crate::legacy::{Cell, Params, Reply, Request};

/// Something that can be shown once its secrets are masked.
pub trait Masked {
    /// A copy without secrets.
    fn masked(&self, mask: &Mask) -> Self;
}

impl Masked for Query {
    fn masked(&self, mask: &Mask) -> Self {
        Self {
            request: request(&self.request, mask),
            reply: self.reply.as_ref().map(|r| reply(r, mask)),
            ..self.clone()
        }
    }
}

impl Masked for ConsoleLine {
    fn masked(&self, mask: &Mask) -> Self {
        Self { text: mask.text(&self.text).into_owned(), ..self.clone() }
    }
}

impl Masked for ErrorInfo {
    fn masked(&self, mask: &Mask) -> Self {
        let properties = self.properties.iter().map(|(key, value)| (key.clone(), mask.field(key, value)));
        Self {
            message: mask.text(&self.message).into_owned(),
            code: self.code.as_ref().map(|code| mask.json(code)),
            properties: properties.collect(),
            ..self.clone()
        }
    }
}

impl Masked for CallbackCall {
    fn masked(&self, mask: &Mask) -> Self {
        Self {
            error: self.error.as_ref().map(|error| error.masked(mask)),
            result: self.result.as_ref().map(|result| mask.json(result)),
            ..self.clone()
        }
    }
}

impl Masked for Outcome {
    fn masked(&self, mask: &Mask) -> Self {
        Self {
            kind: self.kind,
            error: self.error.as_ref().map(|error| error.masked(mask)),
            result: self.result.as_ref().map(|result| mask.json(result)),
        }
    }
}

impl Masked for ScriptRun {
    fn masked(&self, mask: &Mask) -> Self {
        Self {
            outcome: self.outcome.as_ref().map(|outcome| outcome.masked(mask)),
            queries: self.queries.iter().map(|query| query.masked(mask)).collect(),
            console: self.console.iter().map(|line| line.masked(mask)).collect(),
            callbacks: self.callbacks.iter().map(|call| call.masked(mask)).collect(),
            ..self.clone()
        }
    }
}

fn request(request: &Request, mask: &Mask) -> Request {
    let mut masked: Request = through(request, mask);
    match (&mut masked, request) {
        (Request::Sql { text, params, .. }, Request::Sql { text: sent, params: bound, .. }) => {
            *text = mask.statement(sent);
            *params = self::params(sent, bound, mask);
        }
        (Request::Documents { command, .. }, Request::Documents { command: sent, .. }) => {
            if let Value::Object(masked) = mask.json(&Value::Object(sent.clone())) {
                *command = masked;
            }
        }
        (Request::Socket { action: SocketAction::Write { bytes }, .. }, _) => *bytes = Cell::Text("‹bytes›".to_owned()),
        (Request::Http { url, headers, body, .. }, Request::Http { url: asked, body: sent, .. }) => {
            *url = mask.body(asked);
            headers.iter_mut().for_each(|(name, value)| mask_header(name, value, mask));
            if let (Some(Cell::Text(body)), Some(Cell::Text(sent))) = (body, sent) {
                *body = mask.body(sent);
            }
        }
        _ => {}
    }
    masked
}

/// Parameters as cells again; one that does not read back is shown as the text it was masked to.
fn params(statement: &str, params: &Params, mask: &Mask) -> Params {
    let masked = mask.params(statement, params);
    let cell = |value: Value| match value {
        Value::String(text) => Cell::Text(text),
        other => serde_json::from_value(other.clone()).unwrap_or_else(|_| Cell::Text(other.to_string())),
    };
    match params {
        Params::Positional(_) => Params::Positional(masked.into_iter().map(cell).collect()),
        Params::Named(named) => {
            let values = masked.into_iter().map(|mut pair| cell(pair["value"].take()));
            Params::Named(named.iter().map(|(name, _)| name.clone()).zip(values).collect())
        }
    }
}

fn reply(reply: &Reply, mask: &Mask) -> Reply {
    let mut masked: Reply = through(reply, mask);
    match (&mut masked, reply) {
        (Reply::Rows { columns, rows, .. }, _) => {
            for (index, _) in columns.iter().enumerate().filter(|(_, column)| names_a_secret(&column.name)) {
                rows.iter_mut().filter_map(|row| row.get_mut(index)).for_each(|cell| hide(cell, mask));
            }
        }
        (Reply::Documents { answer }, Reply::Documents { answer: sent }) => {
            if let Value::Object(masked) = mask.json(&Value::Object(sent.clone())) {
                *answer = masked;
            }
        }
        (Reply::Directory { entries, .. }, _) => {
            let attributes = entries.iter_mut().flat_map(|entry| &mut entry.attributes);
            for attribute in attributes.filter(|attribute| names_a_secret(&attribute.name)) {
                attribute.values.iter_mut().for_each(|cell| hide(cell, mask));
            }
        }
        (Reply::Socket(Received::Bytes { bytes, .. }), _) => *bytes = Cell::Text("‹bytes›".to_owned()),
        (Reply::Http { headers, body: Cell::Text(body), .. }, Reply::Http { body: Cell::Text(sent), .. }) => {
            headers.iter_mut().for_each(|(name, value)| mask_header(name, value, mask));
            *body = mask.body(sent);
        }
        _ => {}
    }
    masked
}

fn mask_header(name: &str, value: &mut String, mask: &Mask) {
    let secret =
        names_a_secret(name) || matches!(&*name.to_ascii_lowercase(), "authorization" | "cookie" | "set-cookie");
    if secret && !value.starts_with('‹') {
        *value = mask.token(value);
    }
}

/// A cell under a name that says it is secret is hidden whole; NULL stays visible, because it is a cause.
fn hide(cell: &mut Cell, mask: &Mask) {
    let text = match &*cell {
        Cell::Null | Cell::Bool(_) => return,
        Cell::Text(text) if text.starts_with('‹') => return,
        Cell::Text(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    };
    *cell = Cell::Text(mask.token(&text));
}

/// Every string inside, through the mask. What would not read back stays out altogether.
fn through<T: Serialize + DeserializeOwned + Clone>(value: &T, mask: &Mask) -> T {
    let masked = serde_json::to_value(value).map(|value| strings(&value, mask));
    masked.and_then(serde_json::from_value).unwrap_or_else(|_| value.clone())
}

fn strings(value: &Value, mask: &Mask) -> Value {
    match value {
        Value::String(text) => Value::String(mask.text(text).into_owned()),
        Value::Array(items) => Value::Array(items.iter().map(|item| strings(item, mask)).collect()),
        Value::Object(map) => {
            // The wrapper of a tagged cell must stay what it is; a JSON value inside has keys that speak.
            let field = |key: &str, value: &Value| match key {
                "$json" => mask.json(value),
                _ => strings(value, mask),
            };
            Value::Object(map.iter().map(|(key, value)| (key.clone(), field(key, value))).collect())
        }
        other => other.clone(),
    }
}
