//! What is assumed of the platform and of what surrounds an operation, as arguments: readings of the sources and
//! circumstances, each over what loginscope.toml says.

use std::str::FromStr;

use clap::Args;
use serde_json::Value;

use crate::connection::{Circumstances, Settings};
use crate::rules::reading;

/// Which readings of the sources hold, and how the operation comes about.
#[derive(Debug, Args)]
pub(super) struct Assumptions {
    /// Which reading holds where the sources contradict each other, as in X3=next-login; `loginscope explain X3` lists
    /// them; may be given several times
    #[arg(long = "variant", value_name = "ID=READING")]
    readings: Vec<Reading>,
    /// How the operation comes about: identifier_first=true, via=api, interrupt=registration, creation, completion,
    /// metadata or link; may be given several times
    #[arg(long = "flow", value_name = "NAME=VALUE")]
    circumstances: Vec<Circumstance>,
}

/// `X3=next-login`.
#[derive(Clone, Debug)]
struct Reading {
    id: &'static str,
    key: &'static str,
}

/// `via=api`.
#[derive(Clone, Debug)]
struct Circumstance {
    name: String,
    value: String,
}

impl FromStr for Reading {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (id, key) = text.split_once('=').ok_or("write it as ID=READING, for example X3=next-login")?;
        let id = id.to_ascii_uppercase();
        let (variant, choice) = reading(&id, key).map_err(|error| format!("`{id}` {error}"))?;
        Ok(Self { id: variant.id, key: choice.key })
    }
}

impl FromStr for Circumstance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE, for example via=api")?;
        Circumstances::default().set(name, value).map_err(|error| format!("`{name}` {error}"))?;
        Ok(Self { name: name.to_owned(), value: value.to_owned() })
    }
}

impl Assumptions {
    /// Puts them over what the settings say.
    pub(super) fn settle(&self, settings: &mut Settings) {
        let readings = self.readings.iter().map(|reading| (reading.id.to_owned(), Value::from(reading.key)));
        settings.variants.extend(readings);
        for Circumstance { name, value } in &self.circumstances {
            // Both were looked at when they were read.
            let _settled = settings.circumstances.set(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_win_over_the_settings() {
        let mut settings = Settings::default();
        settings.variants.insert("X3".to_owned(), Value::from("change-password"));
        let read = |text: &str| text.parse::<Reading>();
        let assumptions = Assumptions {
            readings: ["x3=next-login", "X1=true"].into_iter().filter_map(|text| read(text).ok()).collect(),
            circumstances: "via=api".parse().into_iter().collect(),
        };
        assumptions.settle(&mut settings);
        assert!(settings.reads("X3", "next-login") && settings.reads("X1", "on"));
        assert_eq!(settings.circumstances.via.key(), "api");
    }

    #[test]
    fn what_is_no_assumption_is_answered_with_what_is() {
        let reading = |text: &str| text.parse::<Reading>().map(|_| ());
        assert_eq!(reading("X3"), Err("write it as ID=READING, for example X3=next-login".to_owned()));
        assert_eq!(reading("X99=on"), Err("`X99` is not known here; variants are X1 to X16".to_owned()));
        let circumstance = |text: &str| text.parse::<Circumstance>().map(|_| ());
        assert_eq!(circumstance("api"), Err("write it as NAME=VALUE, for example via=api".to_owned()));
        assert_eq!(circumstance("via=fax"), Err("`via` cannot be `fax`; write `page` or `api`".to_owned()));
    }
}
