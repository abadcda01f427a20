//! A workbench, its driver and the last frame, without a terminal: keys and events go in, frames come out.

use crossterm::event::Event as Input;
use ratatui::buffer::Buffer;
use tokio::sync::mpsc;

use super::drawn::Drawn;
use super::highlight::Highlighter;
use super::painter::Painter;
use super::theme::Theme;
use super::{keys, mouse, screen};
use crate::workbench::keys::KeyMap;
use crate::workbench::line::Edit;
use crate::workbench::{update, Action, Driver, Events, Request, Told, Workbench};

/// What only the owner of a terminal can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Put text on the clipboard.
    Copy(String),
    /// Hand the terminal back to the shell.
    Suspend,
    /// Draw every cell again.
    Redraw,
    /// Leave.
    Quit,
}

/// Everything between the terminal and the driver.
pub struct Session<D> {
    /// The state.
    pub workbench: Workbench,
    driver: D,
    keymap: KeyMap,
    theme: Theme,
    /// The colours of the source.
    pub highlighter: Highlighter,
    events: Events,
    heard: mpsc::Receiver<(u64, Told)>,
    run: u64,
    drawn: Drawn,
    stale: bool,
    judge: bool,
    errands: Vec<Errand>,
}

impl<D: Driver> Session<D> {
    /// A session that has begun.
    ///
    /// # Errors
    /// The table of actions binds a key twice.
    pub fn new(workbench: Workbench, driver: D, theme: Theme) -> Result<Self, String> {
        let (events, heard) = Events::channel();
        let mut session = Self {
            workbench,
            driver,
            keymap: KeyMap::standard()?,
            theme,
            highlighter: Highlighter::default(),
            events,
            heard,
            run: 0,
            drawn: Drawn::default(),
            stale: true,
            judge: false,
            errands: Vec::new(),
        };
        session.act(Action::Begin);
        Ok(session)
    }

    /// Takes something from the terminal.
    pub fn input(&mut self, input: &Input) {
        match input {
            Input::Key(event) => {
                if let Some(key) = keys::key(event) {
                    let contexts = self.workbench.contexts();
                    if let Some(action) = self.keymap.action(&contexts, key).cloned() {
                        self.act(action);
                    } else if let Some(typed) = key.typed().filter(|_| self.workbench.overlay.is_some()) {
                        self.act(Action::Edit(Edit::Insert(typed.to_string())));
                    }
                }
            }
            Input::Mouse(event) => {
                for action in mouse::actions(event, &self.drawn) {
                    self.act(action);
                }
            }
            Input::Paste(text) if self.workbench.overlay.is_some() => {
                self.act(Action::Edit(Edit::Insert(text.clone())));
            }
            Input::Resize(..) => self.stale = true,
            Input::Paste(_) | Input::FocusGained | Input::FocusLost => {}
        }
    }

    /// Waits for something to happen in the run.
    pub async fn next_event(&mut self) -> Option<(u64, Told)> {
        self.heard.recv().await
    }

    /// Takes what happened, if it belongs to the present run.
    pub fn hear(&mut self, (run, told): (u64, Told)) {
        if run == self.run {
            self.act(Action::Heard(told));
        }
    }

    /// Takes what has happened so far, at most `limit` events: a flood must not keep the keys waiting.
    pub fn hear_all(&mut self, limit: usize) {
        for _ in 0..limit {
            let Ok(event) = self.heard.try_recv() else { return };
            self.hear(event);
        }
    }

    /// Marks the screen as not showing the state.
    pub fn touch(&mut self) {
        self.stale = true;
    }

    /// Whether a frame would differ from the last one.
    pub fn stale(&self) -> bool {
        self.stale
    }

    /// What the owner of the terminal must do, in order.
    pub fn errands(&mut self) -> Vec<Errand> {
        std::mem::take(&mut self.errands)
    }

    /// Draws a frame. Returns where the terminal's cursor belongs.
    pub fn draw(&mut self, buffer: &mut Buffer) -> Option<ratatui::layout::Position> {
        self.settle();
        let source = &self.workbench.source;
        let classes = self.highlighter.lines(&source.text, &source.lines);
        let classes = classes.as_ref().map_or(&[][..], |lines| lines.as_slice());
        let mut painter = Painter::new(buffer, self.theme);
        self.drawn = screen::draw(&mut painter, &self.workbench, classes);
        update(&mut self.workbench, Action::Drawn(self.drawn.extents()));
        self.stale = false;
        self.drawn.cursor
    }

    /// Applies an action and carries out what it asks.
    pub fn act(&mut self, action: Action) {
        self.stale = true;
        let requests = update(&mut self.workbench, action);
        for request in requests {
            match request {
                Request::Launch(request) => {
                    self.run += 1;
                    if let Err(why) = self.driver.launch(&request, self.events.for_run(self.run)) {
                        self.act(Action::LaunchFailed(why));
                    }
                }
                Request::Send(command) => self.driver.send(command),
                Request::Judge => self.judge = true,
                Request::Copy(text) => self.errands.push(Errand::Copy(text)),
                Request::Suspend => self.errands.push(Errand::Suspend),
                Request::Redraw => self.errands.push(Errand::Redraw),
                Request::Quit => self.errands.push(Errand::Quit),
            }
        }
    }

    /// Judges once for everything that happened since the last frame.
    fn settle(&mut self) {
        if !std::mem::take(&mut self.judge) {
            return;
        }
        let present;
        let request = match &self.workbench.launched {
            Some(launched) => launched.as_ref(),
            None => match self.workbench.launch_request() {
                Ok(request) => {
                    present = request;
                    &present
                }
                // Inputs that cannot be read are said in the form; there is nothing to judge.
                Err(_) => return,
            },
        };
        let judgement = self.driver.judge(request, &self.workbench.run.scripts);
        update(&mut self.workbench, Action::Judged(Box::new(judgement)));
    }
}
