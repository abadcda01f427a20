//! The terminal's keys as the workbench names them.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::workbench::keys::{Code, Key};

/// The key of an event; `None` for releases, repeats a terminal reports apart, and keys we have no use for.
pub fn key(event: &KeyEvent) -> Option<Key> {
    if event.kind != KeyEventKind::Press {
        return None;
    }
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let (code, shift) = match event.code {
        KeyCode::Char(character) => (Code::Char(character), false),
        KeyCode::BackTab => (Code::Tab, true),
        KeyCode::F(number) => (Code::F(number), shift),
        KeyCode::Enter => (Code::Enter, shift),
        KeyCode::Esc => (Code::Esc, false),
        KeyCode::Tab => (Code::Tab, shift),
        KeyCode::Backspace => (Code::Backspace, false),
        KeyCode::Delete => (Code::Delete, shift),
        KeyCode::Up => (Code::Up, shift),
        KeyCode::Down => (Code::Down, shift),
        KeyCode::Left => (Code::Left, shift),
        KeyCode::Right => (Code::Right, shift),
        KeyCode::Home => (Code::Home, shift),
        KeyCode::End => (Code::End, shift),
        KeyCode::PageUp => (Code::PageUp, shift),
        KeyCode::PageDown => (Code::PageDown, shift),
        _ => return None,
    };
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(Key { code, ctrl: event.modifiers.contains(KeyModifiers::CONTROL), alt, shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presses_count_releases_and_repeats_do_not() {
        let press = KeyEvent::new(KeyCode::Char('n'), KeyModifiers::NONE);
        assert_eq!(key(&press), Some(Key::plain(Code::Char('n'))));
        for kind in [KeyEventKind::Release, KeyEventKind::Repeat] {
            assert_eq!(key(&KeyEvent { kind, ..press }), None);
        }
    }

    #[test]
    fn shift_is_in_the_character_and_apart_for_named_keys() {
        let colon = KeyEvent::new(KeyCode::Char(':'), KeyModifiers::SHIFT);
        assert_eq!(key(&colon), ":".parse().ok());
        assert_eq!(key(&KeyEvent::new(KeyCode::F(11), KeyModifiers::SHIFT)), "S-f11".parse().ok());
        assert_eq!(key(&KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)), "S-tab".parse().ok());
        assert_eq!(key(&KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)), "C-c".parse().ok());
    }
}
