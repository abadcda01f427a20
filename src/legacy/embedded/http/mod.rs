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
//! json = { user_id = "{{id}}", email = "ada@example.test" } # `{{id}}` in any text of the reply
//!
//! [[route]]
//! url = "https://down.example.test/*"
//! [route.reply]
//! error = "ECONNREFUSED"                         # or ENOTFOUND, ETIMEDOUT, ECONNRESET: no answer at all
//! ```
//!
//! - `json` keys are paths: `user.email` is the field `email` of the object `user`; values are compared as JSON,
//!   and a text value may hold `*`. `form`, `query` and `header` values are text, with `*` too.
//! - A query string in `url` is the same as `match.query`.
//! - A request that no route answers gets `ENOTFOUND` if no route names its host, else a 404 with a JSON body that
//!   lists the routes of that host.
//! - Unknown keys are errors that name file, line and key.

mod matching;
pub(in crate::legacy) mod reply;
mod route;

use std::path::Path;
use std::time::Duration;

use url::Url;

use crate::legacy::{Cell, Reply, StoreError};

use super::seed::SeedError;
use matching::Asked;
use route::Route;

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

    /// Answers a request, and says how long the answer is to be counted.
    pub(super) fn answer(
        &self,
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
        for route in &self.0 {
            if let Some(params) = asked.matches(route) {
                return (reply::of(&route.reply, &params, &url), Duration::from_millis(route.reply.delay_ms));
            }
        }
        let known: Vec<String> = self.0.iter().filter(|route| route.serves(&url)).map(Route::title).collect();
        let reply =
            if known.is_empty() { reply::failure("ENOTFOUND", &url) } else { reply::no_route(method, &url, &known) };
        (reply, Duration::ZERO)
    }
}
