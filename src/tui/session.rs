//! A workbench, its driver and the last frame, without a terminal: keys and events go in, frames come out.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::Event as Input;
use ratatui::buffer::Buffer;
use tokio::sync::mpsc;

use super::drawn::Drawn;
use super::highlight::Highlighter;
use super::mouse::Pointer;
use super::painter::Painter;
use super::theme::Theme;
use super::{keys, screen};
use crate::workbench::edited::ReadAnew;
use crate::workbench::keys::KeyMap;
use crate::workbench::line::Edit;
use crate::workbench::run::Phase;
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
    /// Hand the terminal to the user's editor.
    Edit {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
    },
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
    /// The run that is shown, the one beside it, and the last one that was started.
    run: u64,
    beside: u64,
    newest: u64,
    drawn: Drawn,
    pointer: Pointer,
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
            beside: 0,
            newest: 0,
            drawn: Drawn::default(),
            pointer: Pointer::default(),
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
                for action in self.pointer.actions(event, &self.drawn) {
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

    /// Asks whether a file the connections were read from has changed. A run under way is not disturbed, nor is
    /// somebody who types.
    pub fn look_for_edits(&mut self) {
        if self.workbench.run.phase == Phase::Running || self.workbench.overlay.is_some() {
            return;
        }
        if let Some(read) = self.driver.edited() {
            self.act(Action::ReadAnew(ReadAnew(Arc::new(read))));
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
                    self.newest += 1;
                    self.run = self.newest;
                    if let Err(why) = self.driver.launch(&request, self.events.for_run(self.run)) {
                        self.act(Action::LaunchFailed(why));
                    }
                }
                Request::Fork(request, change) => {
                    let run = self.newest + 1;
                    match self.driver.fork(&request, &change, self.events.for_run(run)) {
                        Ok(()) => {
                            self.newest = run;
                            self.beside = std::mem::replace(&mut self.run, run);
                            self.act(Action::Forked(request, change));
                        }
                        Err(why) => self.act(Action::ForkFailed(why)),
                    }
                }
                Request::Revisit(script) => {
                    let run = self.newest + 1;
                    match self.driver.revisit(script, self.events.for_run(run)) {
                        Ok(()) => {
                            self.newest = run;
                            self.run = run;
                            self.act(Action::Revisited(script));
                        }
                        Err(why) => self.act(Action::NotRevisited(why)),
                    }
                }
                Request::Contrast(request, with) => {
                    if let Err(why) = self.driver.contrast(&request, &with, self.events.for_run(self.run)) {
                        self.act(Action::Heard(Told::Contrast(Err(why))));
                    }
                }
                Request::Switch => {
                    self.driver.switch();
                    std::mem::swap(&mut self.run, &mut self.beside);
                }
                Request::DropOther => self.driver.drop_other(),
                Request::Edit { path, line } => self.errands.push(Errand::Edit { path, line }),
                Request::Send(command) => self.driver.send(command),
                Request::RecallStops => {
                    if let Some(connection) = self.workbench.connection().cloned() {
                        let kept = self.driver.recall(&connection);
                        self.act(Action::Recalled(kept));
                    }
                }
                Request::KeepStops(kept) => {
                    if let Some(connection) = self.workbench.connection().cloned() {
                        if let Err(why) = self.driver.keep(&connection, &kept) {
                            self.act(Action::NotKept(why));
                        }
                    }
                }
                Request::SaveStore { path, store } => {
                    let told = match self.driver.save_store(&path, &store) {
                        Ok(()) => Action::Say(format!("The users of the Auth0 store are in {}", path.display())),
                        Err(why) => Action::NotKept(why),
                    };
                    self.act(told);
                }
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
