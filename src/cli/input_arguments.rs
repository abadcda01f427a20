//! The inputs of an operation, as arguments.

use std::io::Read;

use clap::Args;
use indexmap::IndexMap;
use serde_json::Value;

use super::Failure;
use crate::flow::Inputs;
use crate::secret::Secret;
use crate::visible::visible;

/// Longest password read from standard input, in bytes; Auth0 takes 72.
const LONGEST_PASSWORD: u64 = 64 << 10;

/// What the user would type.
#[derive(Debug, Args)]
pub(super) struct InputArguments {
    /// E-mail; the identifier unless --username is given
    #[arg(long)]
    email: Option<String>,
    /// User name as the identifier
    #[arg(long)]
    username: Option<String>,
    /// Password; better given by --password-stdin or the environment
    #[arg(long, env = "LOGINSCOPE_PASSWORD", hide_env_values = true)]
    password: Option<String>,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "password")]
    password_stdin: bool,
    /// New password (change_password)
    #[arg(long, env = "LOGINSCOPE_NEW_PASSWORD", hide_env_values = true)]
    new_password: Option<String>,
    /// New e-mail (change_email)
    #[arg(long)]
    new_email: Option<String>,
    /// Id in the legacy store, without `auth0|` (delete)
    #[arg(long)]
    user_id: Option<String>,
    /// Any other input: a field of the sign-up user, `verified`, `context={…}`, `configuration.KEY`; JSON or text
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
}

/// What was given here, without the defaults of loginscope.toml.
pub(super) struct Given {
    pub(super) inputs: Inputs,
    /// Values that replace those of the connection's `configuration`.
    pub(super) configuration: IndexMap<String, Secret<String>>,
}

impl InputArguments {
    /// What was given.
    pub(super) fn given(self) -> Result<Given, Failure> {
        let password = if self.password_stdin { Some(read_password()?) } else { self.password };
        let mut configuration = IndexMap::new();
        let mut inputs = Inputs {
            email: self.email,
            username: self.username,
            password: password.map(Secret::new),
            new_password: self.new_password.map(Secret::new),
            new_email: self.new_email,
            user_id: self.user_id,
            ..Inputs::default()
        };
        for given in &self.set {
            let Some((name, value)) = given.split_once('=') else {
                return Err(Failure::Input(format!("--set {}: write it as NAME=VALUE", visible(given))));
            };
            let json = || serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
            match name.strip_prefix("configuration.") {
                Some(key) => {
                    configuration.insert(key.to_owned(), Secret::new(value.to_owned()));
                }
                None if name == "context" => inputs.context = Some(json()),
                None => {
                    inputs.more.insert(name.to_owned(), json());
                }
            }
        }
        Ok(Given { inputs, configuration })
    }
}

fn read_password() -> Result<String, Failure> {
    let mut text = String::new();
    let mut input = std::io::stdin().take(LONGEST_PASSWORD);
    input.read_to_string(&mut text).map_err(|error| {
        Failure::Input(format!("--password-stdin: the password could not be read from standard input: {error}"))
    })?;
    // A line break at the end is the terminal's or echo's, not the password's.
    let password = text.strip_suffix('\n').unwrap_or(&text);
    Ok(password.strip_suffix('\r').unwrap_or(password).to_owned())
}
