//! How an operation comes about, and what gets in its way: `[flow]` in `loginscope.toml`, `--flow NAME=VALUE`.

/// What surrounds an operation. Default: the user at a login page with one form, and nothing goes wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// Identifier First: the login page asks for the identifier before the password.
    pub identifier_first: bool,
    /// Who starts it.
    pub via: Via,
    /// Where it is cut off.
    pub interruption: Option<Interruption>,
}

/// Who starts an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Via {
    /// The user, on a page of Auth0's.
    #[default]
    Page,
    /// The Dashboard or the Management API.
    Api,
}

/// Where an operation is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// Before a sign-up a Pre-User-Registration Action says no (F10).
    Registration,
    /// The first step of creating a user fails: nothing is there (M6).
    Creation,
    /// The second step fails: a partial record is left (M6).
    Completion,
    /// The redirect after the login form never arrives: the user has no metadata (M7).
    Metadata,
    /// The user never opens the link that was mailed.
    Link,
}

/// Why something is no circumstance; reads on behind its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownCircumstance {
    /// There is none of this name.
    #[error("is not known here; known are `identifier_first`, `via` and `interrupt`")]
    Name,
    /// It cannot have this value.
    #[error("cannot be `{given}`; write {known}")]
    Value {
        /// What was given.
        given: String,
        /// What it can be, in words.
        known: &'static str,
    },
}

impl Interruption {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Registration, Self::Creation, Self::Completion, Self::Metadata, Self::Link];

    /// The word in `loginscope.toml` and on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Creation => "creation",
            Self::Completion => "completion",
            Self::Metadata => "metadata",
            Self::Link => "link",
        }
    }
}

impl Via {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Page, Self::Api];

    /// The word in `loginscope.toml` and on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
        }
    }
}

impl Circumstances {
    /// Takes `interrupt = "link"`, each as written.
    ///
    /// # Errors
    /// When there is no such circumstance, or it has no such value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), UnknownCircumstance> {
        let unknown = |known| UnknownCircumstance::Value { given: value.to_owned(), known };
        match name {
            "identifier_first" => {
                self.identifier_first = value.parse().map_err(|_| unknown("true or false"))?;
            }
            "via" => {
                let via = Via::ALL.into_iter().find(|via| via.key() == value);
                self.via = via.ok_or_else(|| unknown("`page` or `api`"))?;
            }
            "interrupt" if value == "none" => self.interruption = None,
            "interrupt" => {
                let found = Interruption::ALL.into_iter().find(|interruption| interruption.key() == value);
                let known = "`registration`, `creation`, `completion`, `metadata`, `link` or `none`";
                self.interruption = Some(found.ok_or_else(|| unknown(known))?);
            }
            _ => return Err(UnknownCircumstance::Name),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_word_is_read_and_every_other_one_answered_with_those_there_are() {
        let mut circumstances = Circumstances::default();
        for (name, value) in [("identifier_first", "true"), ("via", "api")] {
            assert_eq!(circumstances.set(name, value), Ok(()));
        }
        assert_eq!((circumstances.identifier_first, circumstances.via), (true, Via::Api));
        let mut said = |name, value| circumstances.set(name, value).map_err(|error| error.to_string());
        for interruption in Interruption::ALL {
            assert_eq!(said("interrupt", interruption.key()), Ok(()));
            let words = said("interrupt", "?").unwrap_err();
            assert!(words.contains(interruption.key()), "{words}");
        }
        assert_eq!(said("interrupt", "none"), Ok(()));
        assert_eq!(said("via", "phone"), Err("cannot be `phone`; write `page` or `api`".to_owned()));
        assert_eq!(said("identifier_first", "yes"), Err("cannot be `yes`; write true or false".to_owned()));
        let known = "is not known here; known are `identifier_first`, `via` and `interrupt`";
        assert_eq!(said("channel", "api"), Err(known.to_owned()));
        assert_eq!(circumstances.interruption, None);
    }
}
