//! A session with a screen of cells instead of a terminal.

use std::cell::RefCell;
use std::rc::Rc;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fake::{workbench, Ending, Fake};
use crate::kept::Kept;
use crate::tui::session::Session;
use crate::tui::theme::{Depth, Ground, Theme};
use crate::workbench::Workbench;

pub struct Bench {
    pub session: Session<Fake>,
    pub log: Rc<RefCell<Vec<String>>>,
    /// What is kept of the connection.
    pub kept: Rc<RefCell<Result<Kept, String>>>,
    pub size: (u16, u16),
}

impl Bench {
    pub fn new(width: u16, height: u16) -> Self {
        Self::with(workbench(), Ending::Profile, Theme::new(Depth::True, Ground::Dark, true), (width, height))
    }

    pub fn with(workbench: Workbench, ending: Ending, theme: Theme, size: (u16, u16)) -> Self {
        Self::keeping(Ok(Kept::default()), workbench, ending, theme, size)
    }

    /// The same where something is kept of the connection, or cannot be read.
    pub fn keeping(
        kept: Result<Kept, String>,
        workbench: Workbench,
        ending: Ending,
        theme: Theme,
        size: (u16, u16),
    ) -> Self {
        let fake = Fake::new(ending);
        *fake.kept.borrow_mut() = kept;
        let (log, kept) = (fake.log.clone(), fake.kept.clone());
        let mut bench = Self { session: Session::new(workbench, fake, theme).unwrap(), log, kept, size };
        bench.buffer();
        bench
    }

    /// Presses keys, written as in the table of actions and separated by spaces, and lets all settle.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            self.session.input(&Event::Key(event(name)));
            self.buffer();
        }
        self
    }

    /// Types text as a person would, key by key.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            self.session.input(&Event::Key(KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE)));
        }
        self.buffer();
        self
    }

    /// Clicks the cell where a text starts on the screen.
    pub fn click(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).expect("text on screen");
        let column = line[..line.find(text).unwrap()].chars().count();
        self.mouse(MouseEventKind::Down(MouseButton::Left), column as u16, row as u16)
    }

    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        self.session.input(&Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
        self.buffer();
        self
    }

    /// Presses the button in the first column, passes the others before anything of the run is heard, and lets go.
    pub fn drag<const N: usize>(&mut self, row: u16, columns: [u16; N]) -> &mut Self {
        let at = |kind, column| Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
        for (index, column) in columns.into_iter().enumerate() {
            let kind = if index == 0 { MouseEventKind::Down } else { MouseEventKind::Drag };
            self.session.input(&at(kind(MouseButton::Left), column));
        }
        self.session.input(&at(MouseEventKind::Up(MouseButton::Left), columns[N - 1]));
        self.buffer();
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.size = (width, height);
        self.session.input(&Event::Resize(width, height));
        self
    }

    /// The frame after everything that was told has been heard.
    pub fn buffer(&mut self) -> Buffer {
        self.session.hear_all(usize::MAX);
        let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width: self.size.0, height: self.size.1 });
        self.session.draw(&mut buffer);
        buffer
    }

    /// The frame as text, without spaces at the ends of lines.
    pub fn screen(&mut self) -> String {
        let buffer = self.buffer();
        let width = usize::from(self.size.0.max(1));
        let lines = buffer.content().chunks(width).map(|row| {
            let line: String = row.iter().map(|cell| cell.symbol()).collect();
            line.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Asserts that the screen shows a text.
    pub fn shows(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "`{text}` is not on the screen:\n{screen}");
        self
    }

    /// Asserts that the screen does not show a text.
    pub fn hides(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "`{text}` is on the screen:\n{screen}");
        self
    }

    /// What the driver was asked since the last look.
    pub fn asked(&mut self) -> Vec<String> {
        std::mem::take(&mut *self.log.borrow_mut())
    }
}

fn event(name: &str) -> KeyEvent {
    let (modifiers, rest) = match name.split_once('-') {
        Some(("S", rest)) if rest.len() > 1 => (KeyModifiers::SHIFT, rest),
        Some(("C", rest)) if !rest.is_empty() => (KeyModifiers::CONTROL, rest),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match rest {
        "tab" if modifiers == KeyModifiers::SHIFT => KeyCode::BackTab,
        "tab" => KeyCode::Tab,
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "space" => KeyCode::Char(' '),
        "del" => KeyCode::Delete,
        "backspace" => KeyCode::Backspace,
        function if function.len() > 1 => KeyCode::F(function[1..].parse().unwrap()),
        character => KeyCode::Char(character.chars().next().unwrap()),
    };
    KeyEvent::new(code, modifiers)
}
