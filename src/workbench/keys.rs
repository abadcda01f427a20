//! Keys as the table of actions names them, and the map derived from it.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use super::action::Action;
use super::actions::{self, Context};

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character as typed, so upper case where Shift was held.
    Char(char),
    /// A function key.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

const NAMED: [(&str, Code); 14] = [
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("del", Code::Delete),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("space", Code::Char(' ')),
];

/// A key with its modifiers. Shift is kept for named keys only: for characters it is in the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: Code,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held, and the key is no character.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// The character it types into a field, if it types one.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(character) if !self.ctrl && !self.alt => Some(character),
            _ => None,
        }
    }
}

impl FromStr for Key {
    type Err = String;

    /// Reads `n`, `f10`, `S-f11`, `C-z`, `A-x`, `tab` …
    fn from_str(text: &str) -> Result<Self, String> {
        let mut key = Self::plain(Code::Esc);
        let mut rest = text;
        loop {
            if let Some(tail) = rest.strip_prefix("C-").filter(|tail| !tail.is_empty()) {
                (key.ctrl, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("A-").filter(|tail| !tail.is_empty()) {
                (key.alt, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("S-").filter(|tail| !tail.is_empty()) {
                (key.shift, rest) = (true, tail);
            } else {
                break;
            }
        }
        let mut characters = rest.chars();
        key.code = match (characters.next(), characters.next()) {
            (Some(character), None) => Code::Char(character),
            _ => match NAMED.iter().find(|(name, _)| *name == rest) {
                Some((_, code)) => *code,
                None => rest
                    .strip_prefix('f')
                    .and_then(|number| number.parse().ok())
                    .map(Code::F)
                    .ok_or_else(|| format!("`{text}` names no key"))?,
            },
        };
        Ok(key)
    }
}

impl fmt::Display for Key {
    /// As shown on screen: `n`, `F10`, `⇧F11` is left to the theme, here `Shift+F11`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            Code::F(number) => write!(f, "F{number}"),
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(character) if self.ctrl => write!(f, "{}", character.to_uppercase()),
            Code::Char(character) => write!(f, "{character}"),
            code => {
                let name = NAMED.iter().find(|(_, named)| *named == code).map_or("", |(name, _)| name);
                match name {
                    "pgup" => f.write_str("PgUp"),
                    "pgdn" => f.write_str("PgDn"),
                    "up" => f.write_str("↑"),
                    "down" => f.write_str("↓"),
                    "left" => f.write_str("←"),
                    "right" => f.write_str("→"),
                    name => {
                        let mut characters = name.chars();
                        let first = characters.next().map(|c| c.to_ascii_uppercase());
                        first.map_or(Ok(()), |first| write!(f, "{first}{}", characters.as_str()))
                    }
                }
            }
        }
    }
}

/// Which action a key means in a context.
#[derive(Clone, Debug, Default)]
pub struct KeyMap {
    bound: HashMap<(Context, Key), Action>,
}

impl KeyMap {
    /// The map of the table's own keys.
    ///
    /// # Errors
    /// A sentence naming a key that cannot be read, or one that two actions want in the same context.
    pub fn standard() -> Result<Self, String> {
        let mut map = Self::default();
        for entry in actions::TABLE {
            for (context, name) in entry.keys {
                let key: Key = name.parse()?;
                if let Some(other) = map.bound.insert((*context, key), entry.action.clone()) {
                    return Err(format!("{name} in {context:?} is bound to {other:?} and to {:?}", entry.action));
                }
            }
        }
        Ok(map)
    }

    /// The action of the first of these contexts that binds `key`.
    pub fn action(&self, contexts: &[Context], key: Key) -> Option<&Action> {
        contexts.iter().find_map(|context| self.bound.get(&(*context, key)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_key_of_the_table_can_be_read_and_none_is_bound_twice_in_a_context() {
        KeyMap::standard().unwrap();
    }

    #[test]
    fn no_key_that_works_everywhere_is_hidden_by_a_context() {
        let map = KeyMap::standard().unwrap();
        for (context, key) in map.bound.keys() {
            if *context != Context::Everywhere {
                assert!(!map.bound.contains_key(&(Context::Everywhere, *key)), "{key} in {context:?}");
            }
        }
    }

    #[test]
    fn names_of_keys_are_read_and_shown() {
        for (name, shown) in [
            ("n", "n"),
            ("S-f11", "Shift+F11"),
            ("C-z", "Ctrl+Z"),
            ("space", "Space"),
            ("pgup", "PgUp"),
            ("tab", "Tab"),
            ("S-tab", "Shift+Tab"),
            ("-", "-"),
            ("G", "G"),
        ] {
            assert_eq!(name.parse::<Key>().unwrap().to_string(), shown);
        }
        assert_eq!("hyper".parse::<Key>().unwrap_err(), "`hyper` names no key");
    }
}
