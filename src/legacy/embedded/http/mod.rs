//! HTTP routes: what the embedded store answers to `fetch`, `axios` and the like.
//!
//! A route file is TOML with one `[[route]]` table per answer; the first route that matches wins.
//!
//! ```toml
//! [[route]]
//! method = "POST"                                # default: any method
//! url = "https://source.example.test/oauth/token" # or a path alone ("/oauth/token"): any host
//!
//! [route.match]                                  # all of it must hold; leave out what does not matter
//! json = { grant_type = "http://auth0.com/oauth/grant-type/password-realm", "user.email" = "ada@example.test" }
//! form = { username = "ada@example.test" }       # application/x-www-form-urlencoded bodies
//! query = { page = "1" }
//! header = { authorization = "Bearer *" }        # names in any case; `*` stands for any text
//! body_contains = "correct-horse"
//!
//! [route.reply]
//! status = 200                                   # default 200
//! headers = { "x-request-id" = "1" }
//! json = { access_token = "token-of-ada", token_type = "Bearer" }
//! # or: text = "plain text"                      # at most one of json and text
//! delay_ms = 50                                  # counted as time taken, nobody really waits
//!
//! [[route]]
//! method = "GET"
//! url = "https://source.example.test/api/v2/users/{id}" # `{id}` is one segment, a last `*` the rest of the path
//! [route.reply]
//! json = { user_id = "{{id}}", email = "{{query.email}}" } # in any text of the reply: segments of the path, and
//!                                                # {{query.…}}, {{form.…}}, {{header.…}}, {{json.user.email}}
//!
//! [[route.then]]                                 # the second time; the last of them stays
//! status = 503
//!
//! [[route]]
//! url = "https://down.example.test/*"
//! [route.reply]
//! error = "ECONNREFUSED"                         # or ENOTFOUND, ETIMEDOUT, ECONNRESET: no answer at all
//! ```
//!
//! - `json` keys are paths: `user.email` is the field `email` of the object `user`; values are compared as JSON,
//!   and a text value may hold `*`. `form`, `query` and `header` values are text, with `*` too.
//! - A text that is one placeholder becomes the value itself: `"{{json.age}}"` is a number where the request had one.
//! - A query string in `url` is the same as `match.query`.
//! - A request that no route answers gets `ENOTFOUND` if no route names its host, else a 404 with a JSON body that
//!   lists the routes of that host.
//! - Unknown keys are errors that name file, line and key.

mod matching;
pub(in crate::legacy) mod reply;
mod route;
mod template;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use url::Url;

use crate::legacy::{Cell, Reply, StoreError};

use super::seed::SeedError;
use matching::Asked;
use route::Route;
use template::Template;

/// The routes of all files, in order.
#[derive(Clone, Debug, Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// Reads route files: name for messages and content.
    pub(super) fn read<'a>(files: impl Iterator<Item = (&'a Path, &'a str)>) -> Result<Self, SeedError> {
        let mut routes = Vec::new();
        for (path, text) in files {
            routes.extend(route::read(path, text)?);
        }
        Ok(Self(routes))
    }

    /// Answers a request, and says how long the answer is to be counted. `answered`: how often each route has
    /// answered so far.
    pub(super) fn answer(
        &self,
        answered: &mut HashMap<usize, usize>,
        method: &str,
        url: &str,
        headers: &[(String, String)],
        body: Option<&Cell>,
    ) -> (Reply, Duration) {
        let Ok(url) = Url::parse(url) else {
            let error = StoreError {
                code: "ERR_INVALID_URL".to_owned(),
                message: format!("Invalid URL: {url}"),
                ..StoreError::default()
            };
            return (Reply::Error(error), Duration::ZERO);
        };
        let asked = Asked::new(method, &url, headers, body);
        for (index, route) in self.0.iter().enumerate() {
            if let Some(params) = asked.matches(route) {
                let times = answered.entry(index).or_default();
                let answer = route.answer(*times);
                *times += 1;
                let template = Template { asked: &asked, params: &params };
                return (reply::of(answer, &template, &url), Duration::from_millis(answer.delay_ms));
            }
        }
        let known: Vec<String> = self.0.iter().filter(|route| route.serves(&url)).map(Route::title).collect();
        let reply =
            if known.is_empty() { reply::failure("ENOTFOUND", &url) } else { reply::no_route(method, &url, &known) };
        (reply, Duration::ZERO)
    }
}
