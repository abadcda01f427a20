//! Whether a request is what a route is for.

use base64::engine::general_purpose::STANDARD as BASE64;
use base64::Engine;
use serde_json::Value as Json;
use url::Url;

use crate::legacy::Cell;

use super::route::{decoded, segments, Route, Segment};

/// A request, taken apart once for all routes.
pub(super) struct Asked<'a> {
    method: &'a str,
    url: &'a Url,
    path: Vec<String>,
    query: Vec<(String, String)>,
    headers: &'a [(String, String)],
    body: String,
    json: Option<Json>,
    form: Vec<(String, String)>,
}

/// What the `{name}` segments of a URL stood for.
pub(super) type PathParams = Vec<(String, String)>;

impl<'a> Asked<'a> {
    pub(super) fn new(method: &'a str, url: &'a Url, headers: &'a [(String, String)], body: Option<&Cell>) -> Self {
        let body = match body {
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Bytes { base64 }) => {
                String::from_utf8_lossy(&BASE64.decode(base64).unwrap_or_default()).into_owned()
            }
            Some(Cell::Json { value }) => value.to_string(),
            _ => String::new(),
        };
        Self {
            method,
            url,
            path: segments(url.path()).map(decoded).collect(),
            query: url.query_pairs().into_owned().collect(),
            headers,
            json: serde_json::from_str(&body).ok(),
            form: url::form_urlencoded::parse(body.as_bytes()).into_owned().collect(),
            body,
        }
    }

    /// The path's parameters if the route is for this request.
    pub(super) fn matches(&self, route: &Route) -> Option<PathParams> {
        if !route.takes(self.method) || !route.serves(self.url) {
            return None;
        }
        let params = self.path_params(&route.pattern.segments)?;
        let wanted = &route.matches;
        let holds = route.pattern.query.iter().all(|(key, value)| has(&self.query, key, value))
            && wanted.query.iter().all(|(key, value)| has(&self.query, key, value))
            && wanted.form.iter().all(|(key, value)| has(&self.form, key, value))
            && wanted.header.iter().all(|(name, value)| self.has_header(name, value))
            && wanted.json.iter().all(|(path, value)| self.has_json(path, value))
            && wanted.body_contains.as_ref().is_none_or(|part| self.body.contains(part));
        holds.then_some(params)
    }

    fn path_params(&self, wanted: &[Segment]) -> Option<PathParams> {
        let mut params = Vec::new();
        let mut path = self.path.iter();
        for segment in wanted {
            match segment {
                Segment::Rest => return Some(params),
                Segment::Param(name) => params.push((name.clone(), path.next()?.clone())),
                Segment::Exactly(text) if path.next()? == text => {}
                Segment::Exactly(_) => return None,
            }
        }
        path.next().is_none().then_some(params)
    }

    fn has_header(&self, name: &str, wanted: &str) -> bool {
        self.headers.iter().any(|(own, value)| own.eq_ignore_ascii_case(name) && is_like(value, wanted))
    }

    /// A part of the request by its name: `query.page`, `form.username`, `header.authorization`, `json.user.email`.
    pub(super) fn part(&self, name: &str) -> Option<Json> {
        let (kind, name) = name.split_once('.')?;
        let text = |pairs: &[(String, String)]| {
            pairs.iter().find(|(own, _)| own == name).map(|(_, value)| Json::String(value.clone()))
        };
        match kind {
            "query" => text(&self.query),
            "form" => text(&self.form),
            "header" => {
                let header = self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
                header.map(|(_, value)| Json::String(value.clone()))
            }
            "json" => self.at(name).cloned(),
            _ => None,
        }
    }

    /// A field of a JSON body. A path is tried as it stands first, so that a key may hold dots itself.
    fn at(&self, path: &str) -> Option<&Json> {
        let json = self.json.as_ref()?;
        let walked = || {
            path.split('.').try_fold(json, |json, step| match json {
                Json::Array(elements) => elements.get(step.parse::<usize>().ok()?),
                other => other.get(step),
            })
        };
        json.get(path).or_else(walked)
    }

    fn has_json(&self, path: &str, wanted: &Json) -> bool {
        match self.at(path) {
            Some(Json::String(text)) => wanted.as_str().is_some_and(|wanted| is_like(text, wanted)),
            Some(Json::Number(number)) => wanted.as_f64().is_some_and(|wanted| number.as_f64() == Some(wanted)),
            Some(value) => value == wanted,
            None => false,
        }
    }
}

fn has(pairs: &[(String, String)], key: &str, wanted: &str) -> bool {
    pairs.iter().any(|(own, value)| own == key && is_like(value, wanted))
}

/// Whether a text is what is wanted, where `*` stands for any text.
fn is_like(text: &str, wanted: &str) -> bool {
    let mut parts = wanted.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_any_text() {
        for (text, wanted, expected) in [
            ("Bearer abc", "Bearer *", true),
            ("Basic abc", "Bearer *", false),
            ("abc", "abc", true),
            ("abcd", "abc", false),
            ("a-b-c", "a*b*c", true),
            ("aba", "ab*ba", false),
            ("", "*", true),
        ] {
            assert_eq!(is_like(text, wanted), expected, "{text} {wanted}");
        }
    }
}
