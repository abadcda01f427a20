//! One route, as a route file gives it.

use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value as Json;
use url::Url;

use super::super::seed::SeedError;

/// One `[[route]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Route {
    /// Any, if absent.
    method: Option<String>,
    url: String,
    #[serde(default, rename = "match")]
    pub(super) matches: Match,
    pub(super) reply: Answer,
    /// What the same request is answered the next times; the last stays.
    #[serde(default)]
    pub(super) then: Vec<Answer>,
    /// `url`, taken apart once.
    #[serde(skip)]
    pub(super) pattern: Pattern,
}

/// `[route.match]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Match {
    pub(super) json: IndexMap<String, Json>,
    pub(super) form: IndexMap<String, String>,
    pub(super) query: IndexMap<String, String>,
    pub(super) header: IndexMap<String, String>,
    pub(super) body_contains: Option<String>,
}

/// `[route.reply]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    #[serde(default = "ok")]
    pub(super) status: u16,
    #[serde(default)]
    pub(super) headers: IndexMap<String, String>,
    pub(super) json: Option<Json>,
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) delay_ms: u64,
    pub(super) error: Option<String>,
}

const fn ok() -> u16 {
    200
}

/// A `url` taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Pattern {
    /// Scheme, host and port as a URL's origin is written; any, if absent.
    origin: Option<String>,
    pub(super) segments: Vec<Segment>,
    pub(super) query: Vec<(String, String)>,
}

/// One part of a path between slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// Itself, percent-decoded.
    Exactly(String),
    /// `{name}`.
    Param(String),
    /// A last `*`.
    Rest,
}

/// The failures a route can stand for.
pub(super) const FAILURES: [&str; 4] = ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "ECONNRESET"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    route: Vec<toml::Spanned<Route>>,
}

/// Reads a route file.
pub(super) fn read(path: &Path, text: &str) -> Result<Vec<Route>, SeedError> {
    let wrong = |offset: usize, reason: String| SeedError::Route {
        path: path.to_owned(),
        line: text.get(..offset).unwrap_or_default().matches('\n').count() + 1,
        reason,
    };
    let file: File = toml::from_str(text)
        .map_err(|error| wrong(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
    let checked = |route: toml::Spanned<Route>| {
        let start = route.span().start;
        let mut route = route.into_inner();
        route.pattern = pattern(&route.url).map_err(|reason| wrong(start, format!("url: {reason}")))?;
        route.reply.check().map_err(|reason| wrong(start, format!("reply{reason}")))?;
        for answer in &route.then {
            answer.check().map_err(|reason| wrong(start, format!("then{reason}")))?;
        }
        Ok(route)
    };
    file.route.into_iter().map(checked).collect()
}

impl Answer {
    fn check(&self) -> Result<(), String> {
        if !(100..=599).contains(&self.status) {
            return Err(format!(".status: {} is no HTTP status (100 to 599)", self.status));
        }
        if self.json.is_some() && self.text.is_some() {
            return Err(": json and text together; keep one of them".to_owned());
        }
        match &self.error {
            Some(error) if !FAILURES.contains(&error.as_str()) => {
                Err(format!(".error: unknown failure {error:?}, expected one of {}", FAILURES.join(", ")))
            }
            _ => Ok(()),
        }
    }
}

fn pattern(url: &str) -> Result<Pattern, String> {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let (origin, path) = match address.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
            let origin = Url::parse(&format!("{scheme}://{host}/")).map_err(|error| format!("{error} in {url:?}"))?;
            (Some(origin.origin().ascii_serialization()), path)
        }
        None if address.starts_with('/') => (None, address),
        None => return Err(format!("{url:?} is neither absolute nor a path that begins with /")),
    };
    let parts: Vec<&str> = segments(path).collect();
    let last = parts.len().saturating_sub(1);
    let segment = |(index, part): (usize, &&str)| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => Segment::Param(name.to_owned()),
        None if *part == "*" && index == last => Segment::Rest,
        None => Segment::Exactly(decoded(part)),
    };
    Ok(Pattern {
        origin,
        segments: parts.iter().enumerate().map(segment).collect(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
    })
}

/// The parts of a path; slashes at its ends make none.
pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.trim_matches('/').split('/').filter(|part| !part.is_empty())
}

/// A path segment without percent escapes.
pub(super) fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escape = (first == b'%').then(|| part_of(tail)).flatten();
        bytes.push(escape.unwrap_or(first));
        rest = if escape.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn part_of(tail: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(tail.get(..2)?).ok()?, 16).ok()
}

impl Route {
    /// What it answers after it has answered so many times.
    pub(super) fn answer(&self, times: usize) -> &Answer {
        match times.checked_sub(1) {
            None => &self.reply,
            Some(later) => self.then.get(later).or(self.then.last()).unwrap_or(&self.reply),
        }
    }

    /// Whether it is for the host of this URL.
    pub(super) fn serves(&self, url: &Url) -> bool {
        self.pattern.origin.as_ref().is_none_or(|origin| *origin == url.origin().ascii_serialization())
    }

    /// Whether it is for this method.
    pub(super) fn takes(&self, method: &str) -> bool {
        self.method.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(method))
    }

    /// Method and URL, for messages.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method.as_deref().unwrap_or("ANY").to_ascii_uppercase(), self.url)
    }
}
