//! Live directories: LDAP servers.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use base64::prelude::{Engine, BASE64_STANDARD};
use ldap3::asn1::{StructureTag, PL};
use ldap3::controls::{Control, ControlParser, ControlType, PagedResults};
use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, LdapError, LdapResult, Mod, SearchOptions, StdStream};
use serde_json::Value;

use super::network::{connect, failed, reset, timed_out};
use super::tls::Client;
use crate::legacy::directory::{Attribute, Change, ChangeKind, Entry, Operation, ResultCode, Scope};
use crate::legacy::{Access, Cell, Reply, Request, StoreError, Target, Tls};

/// The most entries that are taken of one search.
const MOST: usize = 200_000;

/// The most they may weigh.
const LARGEST_ANSWER: usize = 64 << 20;

/// The directories of a run.
#[derive(Default)]
pub struct LiveDirectory {
    clients: HashMap<u32, Ldap>,
}

type Answered = Result<(ResultCode, Vec<Entry>, Vec<String>), StoreError>;

impl LiveDirectory {
    /// Answers an operation on a directory; `None` for any other request.
    pub async fn answer(&mut self, request: &Request) -> Option<Reply> {
        let Request::Directory { target, operation, access } = request else { return None };
        Some(match self.answered(target, operation, access).await {
            Ok((result, entries, references)) => Reply::Directory { result, entries, references },
            Err(failure) => {
                self.clients.remove(&target.connection);
                Reply::Error(failure)
            }
        })
    }

    /// Lets go of all servers.
    pub fn forget(&mut self) {
        self.clients.clear();
    }

    async fn answered(&mut self, target: &Target, operation: &Operation, access: &Access) -> Answered {
        let done = || Ok((ResultCode::default(), Vec::new(), Vec::new()));
        match operation {
            Operation::Connect { secure } => {
                let way = if *secure { Way::Secure } else { Way::Plain };
                self.clients.insert(target.connection, open(target, access, way).await?);
                return done();
            }
            // Nothing is known of who one is before TLS is spoken, so that a new connection is as good.
            Operation::StartTls => {
                self.clients.insert(target.connection, open(target, access, Way::Later).await?);
                return done();
            }
            _ => {}
        }
        let mut ldap = match self.clients.get(&target.connection) {
            Some(ldap) => ldap.clone(),
            None => return Err(reset("read")),
        };
        if *operation == Operation::Unbind {
            self.clients.remove(&target.connection);
            // Whoever says goodbye does not wait for an answer.
            let _gone = ldap.unbind().await;
            return done();
        }
        let operation = operation.clone();
        let page = access.options.get("paged").and_then(Value::as_i64).and_then(|size| i32::try_from(size).ok());
        if let Some(ms) = access.timeout_ms {
            ldap.with_timeout(Duration::from_millis(ms));
        }
        // In a task of its own: what a server says wrongly must not take the run along.
        let asked = tokio::spawn(async move { ask(&mut ldap, &operation, page).await });
        match asked.await {
            Ok(answered) => answered,
            Err(_) => Err(driver("the directory's answer could not be read")),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Plain,
    Secure,
    /// TLS after the connection is open.
    Later,
}

async fn open(target: &Target, access: &Access, way: Way) -> Result<Ldap, StoreError> {
    let limit = access.timeout_ms.map(Duration::from_millis);
    let host = target.host.as_deref().unwrap_or("localhost");
    let port = target.port.unwrap_or(if way == Way::Secure { 636 } else { 389 });
    let stream = connect(host, port, limit).await?;
    let stream = stream.into_std().map_err(|error| failed(&error, "connect", None))?;
    let mut settings = LdapConnSettings::new().set_std_stream(StdStream::Tcp(stream)).set_starttls(way == Way::Later);
    let mut judge = None;
    if way != Way::Plain {
        let client = Client::new(access.tls.as_ref().unwrap_or(&Tls::default()))?;
        settings = settings.set_config(Arc::clone(&client.config));
        judge = Some(client);
    }
    let scheme = if way == Way::Secure { "ldaps" } else { "ldap" };
    let shown = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let opened = LdapConnAsync::with_settings(settings, &format!("{scheme}://{shown}:{port}")).await;
    match opened {
        Ok((connection, ldap)) => {
            ldap3::drive!(connection);
            Ok(ldap)
        }
        Err(error) => Err(judge.and_then(|judge| judge.refusal()).unwrap_or_else(|| failure(&error))),
    }
}

async fn ask(ldap: &mut Ldap, operation: &Operation, page: Option<i32>) -> Answered {
    let bytes = |values: &[Cell]| values.iter().map(bytes).collect::<HashSet<_>>();
    let asked = match operation {
        Operation::Bind { name, password } => ldap.simple_bind(name, password.expose()).await,
        Operation::Search { .. } => return search(ldap, operation, page).await,
        Operation::Add { name, attributes } => {
            let attributes = attributes.iter().map(|one| (one.name.clone().into_bytes(), bytes(&one.values))).collect();
            ldap.add(name, attributes).await
        }
        Operation::Modify { name, changes } => {
            let changes = changes.iter().map(|Change { operation, attribute }| {
                let (name, values) = (attribute.name.clone().into_bytes(), bytes(&attribute.values));
                match operation {
                    ChangeKind::Add => Mod::Add(name, values),
                    ChangeKind::Delete => Mod::Delete(name, values),
                    ChangeKind::Replace => Mod::Replace(name, values),
                }
            });
            ldap.modify(name, changes.collect()).await
        }
        Operation::Delete { name } => ldap.delete(name).await,
        Operation::ModifyName { name, new_rdn, delete_old, new_superior } => {
            ldap.modifydn(name, new_rdn, *delete_old, new_superior.as_deref()).await
        }
        Operation::Compare { name, attribute, value } => {
            ldap.compare(name, attribute, self::bytes(value)).await.map(|compared| compared.0)
        }
        Operation::Connect { .. } | Operation::StartTls | Operation::Unbind => return Err(driver("no operation")),
    };
    asked.map(|result| (code_of(&result), Vec::new(), result.refs)).map_err(|error| failure(&error))
}

async fn search(ldap: &mut Ldap, operation: &Operation, page: Option<i32>) -> Answered {
    let Operation::Search { base, scope, filter, attributes, size_limit, time_limit } = operation else {
        return Err(driver("no search"));
    };
    let scope = match scope {
        Scope::Base => ldap3::Scope::Base,
        Scope::One => ldap3::Scope::OneLevel,
        Scope::Sub => ldap3::Scope::Subtree,
    };
    let limit = |limit: u32| i32::try_from(limit).unwrap_or(i32::MAX);
    let (mut entries, mut references, mut cookie, mut weight) = (Vec::new(), Vec::new(), Vec::new(), 0_usize);
    loop {
        let options = SearchOptions::new().sizelimit(limit(*size_limit)).timelimit(limit(*time_limit));
        ldap.with_search_options(options);
        if let Some(size) = page {
            ldap.with_controls(PagedResults { size, cookie: std::mem::take(&mut cookie) });
        }
        // One by one: what a server sends without end is not kept.
        let asked = ldap.streaming_search(base, scope, filter, attributes.clone()).await;
        let mut stream = asked.map_err(|error| failure(&error))?;
        while let Some(found) = stream.next().await.map_err(|error| failure(&error))? {
            let tag = found.0;
            weight = weight.saturating_add(weight_of(&tag));
            if weight > LARGEST_ANSWER {
                return Err(driver("the answer is larger than loginscope reads (64 MB)"));
            }
            // 19: a referral, 25: words in between.
            match tag.id {
                19 => references.extend(texts(tag)),
                25 => {}
                _ => entries.push(entry_of(tag).ok_or_else(|| driver("the directory's answer could not be read"))?),
            }
        }
        let result = stream.finish().await;
        cookie = page.map(|_| cookie_of(&result)).unwrap_or_default();
        if cookie.is_empty() || result.rc != 0 || entries.len() > MOST {
            return Ok((code_of(&result), entries, references));
        }
    }
}

/// What a piece of an answer takes in memory, about.
fn weight_of(tag: &StructureTag) -> usize {
    64 + match &tag.payload {
        PL::P(bytes) => bytes.len(),
        PL::C(parts) => parts.iter().map(weight_of).sum(),
    }
}

fn cookie_of(result: &LdapResult) -> Vec<u8> {
    let control = result.ctrls.iter().find(|Control(kind, _)| matches!(kind, Some(ControlType::PagedResults)));
    control
        .and_then(|Control(_, raw)| raw.val.as_deref())
        .map(|value| PagedResults::parse(value).cookie)
        .unwrap_or_default()
}

fn code_of(result: &LdapResult) -> ResultCode {
    ResultCode { code: result.rc, matched: result.matched.clone(), message: result.text.clone() }
}

/// An entry with its attributes in the server's order.
fn entry_of(tag: StructureTag) -> Option<Entry> {
    let mut parts = inner(tag)?.into_iter();
    let name = String::from_utf8(primitive(parts.next()?)?).ok()?;
    let mut attributes = Vec::new();
    for attribute in inner(parts.next()?)? {
        let mut parts = inner(attribute)?.into_iter();
        let name = String::from_utf8(primitive(parts.next()?)?).ok()?;
        let values = inner(parts.next()?)?.into_iter().map(primitive).collect::<Option<Vec<_>>>()?;
        attributes.push(Attribute { name, values: values.into_iter().map(cell).collect() });
    }
    Some(Entry { name, attributes })
}

fn texts(tag: StructureTag) -> Vec<String> {
    let values = inner(tag).unwrap_or_default().into_iter().filter_map(primitive);
    values.filter_map(|bytes| String::from_utf8(bytes).ok()).collect()
}

fn inner(tag: StructureTag) -> Option<Vec<StructureTag>> {
    match tag.payload {
        PL::C(parts) => Some(parts),
        PL::P(_) => None,
    }
}

fn primitive(tag: StructureTag) -> Option<Vec<u8>> {
    match tag.payload {
        PL::P(bytes) => Some(bytes),
        PL::C(_) => None,
    }
}

fn cell(value: Vec<u8>) -> Cell {
    match String::from_utf8(value) {
        Ok(text) => Cell::Text(text),
        Err(error) => Cell::Bytes { base64: BASE64_STANDARD.encode(error.as_bytes()) },
    }
}

fn bytes(cell: &Cell) -> Vec<u8> {
    match cell {
        Cell::Text(text) => text.clone().into_bytes(),
        Cell::Bytes { base64 } => BASE64_STANDARD.decode(base64).unwrap_or_default(),
        Cell::Bool(value) => value.to_string().to_ascii_uppercase().into_bytes(),
        Cell::Integer(number) => number.to_string().into_bytes(),
        Cell::Real(number) => number.to_string().into_bytes(),
        Cell::BigInt { digits } => digits.clone().into_bytes(),
        Cell::Null | Cell::Date { .. } | Cell::Json { .. } => Vec::new(),
    }
}

fn failure(error: &LdapError) -> StoreError {
    match error {
        LdapError::Io { source } => failed(source, "read", None),
        LdapError::Timeout { .. } => timed_out("read"),
        LdapError::OpSend { .. } | LdapError::ResultRecv { .. } | LdapError::EndOfStream => reset("read"),
        other => driver(&other.to_string()),
    }
}

fn driver(words: &str) -> StoreError {
    StoreError { code: StoreError::DRIVER.to_owned(), message: words.to_owned(), fatal: true, ..StoreError::default() }
}
