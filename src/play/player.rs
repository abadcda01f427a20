//! The workbench's driver: operations played under the debugger, script after script, one beside another if asked.

use std::cell::RefCell;
use std::mem;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use super::beside::{beside, Beside};
use super::chain::{Chain, Track};
use super::fork;
use super::save_store::save_store;
use super::setting::{Setting, SettingError};
use super::watched_files::WatchedFiles;
use crate::connection::{Connection, NoteLevel};
use crate::debugger::Command;
use crate::findings::{Finding, Level};
use crate::flow::{Auth0Store, NoPlan};
use crate::kept::{self, Kept};
use crate::recording::ScriptRun;
use crate::why::{Card, Evidence};
use crate::workbench::contrast::With;
use crate::workbench::{Driver, Events, Judgement, LaunchRequest, Remark, Told, WhatIf};

/// Plays for a workbench.
#[derive(Default)]
pub struct Player {
    /// The one that is spoken to.
    current: Option<Track>,
    /// The one beside it.
    beside: Option<Track>,
    /// The last setting made: judging comes after every event and must not fill a store each time.
    settled: RefCell<Option<(LaunchRequest, Arc<Setting>)>>,
    files: Option<WatchedFiles>,
}

impl Player {
    /// A player that notices when the files of these connections change, and reads them anew with `read`.
    pub fn watching(connections: &[Connection], read: impl Fn() -> Result<Vec<Connection>, String> + 'static) -> Self {
        Self { files: Some(WatchedFiles::new(connections, Box::new(read))), ..Self::default() }
    }

    fn setting(&self, request: &LaunchRequest) -> Result<Arc<Setting>, SettingError> {
        // What is shown of a run and of its twin must be masked alike.
        let playing = [&self.current, &self.beside].into_iter().flatten();
        if let Some(track) = playing.into_iter().find(|track| same_setting(track.chain().request(), request)) {
            return Ok(Arc::clone(track.chain().setting()));
        }
        if let Some((known, setting)) = &*self.settled.borrow() {
            if same_setting(known, request) {
                return Ok(Arc::clone(setting));
            }
        }
        let setting = Arc::new(Setting::over(
            request.store.clone(),
            request.history.clone(),
            Arc::clone(&request.connection),
            request.situation(),
            request.configuration.clone(),
        )?);
        *self.settled.borrow_mut() = Some((request.clone(), Arc::clone(&setting)));
        Ok(setting)
    }
}

/// Breakpoints and the like do not make another setting.
fn same_setting(known: &LaunchRequest, asked: &LaunchRequest) -> bool {
    let asked_so = LaunchRequest { stops: known.stops.clone(), stop_on_entry: known.stop_on_entry, ..asked.clone() };
    *known == asked_so
}

/// Where a form asks for what is missing, nobody is sent to the command line.
fn on_screen(error: SettingError) -> String {
    let missing = match error {
        SettingError::Input(missing) | SettingError::Plan(NoPlan::Input(missing)) => missing,
        other => return other.to_string(),
    };
    let (who, input, key) = (missing.who, missing.input, missing.key);
    if missing.option.starts_with("--set ") {
        format!("`{who}` needs {input}: fill in {{\"{key}\": \"…\"}} as `more` among the inputs")
    } else {
        format!("`{who}` needs {input}: fill it in among the inputs")
    }
}

impl Driver for Player {
    fn launch(&mut self, request: &LaunchRequest, events: Events) -> Result<(), String> {
        // Those under way are given up whatever becomes of this one.
        (self.current, self.beside) = (None, None);
        let setting = self.setting(request).map_err(on_screen)?;
        let Some(first) = setting.first_step().map_err(on_screen)? else {
            return events.tell(Told::NothingToRun).map_err(|gone| gone.to_string());
        };
        let chain = Arc::new(Chain::new(setting, request.clone(), events));
        chain.start(first).map_err(on_screen)?;
        self.current = Some(Track::new(chain));
        Ok(())
    }

    fn fork(&mut self, request: &LaunchRequest, change: &WhatIf, events: Events) -> Result<(), String> {
        let Some(track) = &self.current else {
            return Err("There is no run to change: r runs from the start".to_owned());
        };
        if request.store.commits() {
            return Err("A second run would really write a second time: what if is off with --commit".to_owned());
        }
        let setting = self.setting(request).map_err(on_screen)?;
        let second = fork::beside(track.chain(), setting, request, change, events)?;
        self.beside = self.current.replace(Track::new(second));
        Ok(())
    }

    fn revisit(&mut self, script: usize, events: Events) -> Result<(), String> {
        let Some(track) = &self.current else {
            return Err("There is no run to go back into: r runs from the start".to_owned());
        };
        let again = track.chain().revisited(script, events)?;
        self.current = Some(Track::new(again));
        Ok(())
    }

    fn contrast(&mut self, request: &LaunchRequest, with: &With, events: Events) -> Result<(), String> {
        if request.store.commits() {
            return Err("Two more runs would really write: comparing is off with --commit".to_owned());
        }
        let setting = self.setting(request).map_err(on_screen)?;
        let with = match with {
            With::Mode => Beside::OtherMode,
            With::Reset => Beside::Reset,
            With::Edit(connection) => {
                Beside::Scripts { title: "edited".to_owned(), connection: Arc::clone(connection) }
            }
        };
        let play = move || {
            let found = beside(&setting, &with).map(Arc::new).map_err(|error| error.to_string());
            // A workbench that is gone does not miss it.
            let _gone = events.tell(Told::Contrast(found));
        };
        let started = thread::Builder::new().name("side by side".to_owned()).spawn(play);
        started.map(|_| ()).map_err(|error| format!("no thread for the comparison: {error}"))
    }

    fn switch(&mut self) {
        if self.beside.is_some() {
            mem::swap(&mut self.current, &mut self.beside);
        }
    }

    fn drop_other(&mut self) {
        self.beside = None;
    }

    fn edited(&mut self) -> Option<Result<Vec<Connection>, String>> {
        self.files.as_mut()?.changed()
    }

    fn send(&mut self, command: Command) {
        if let Some(track) = &self.current {
            track.chain().send(command);
        }
    }

    fn save_store(&self, path: &Path, store: &Auth0Store) -> Result<(), String> {
        save_store(path, store).map_err(|error| error.to_string())
    }

    fn recall(&self, connection: &Connection) -> Result<Kept, String> {
        kept::read(connection).map_err(|error| error.to_string())
    }

    fn keep(&self, connection: &Connection, kept: &Kept) -> Result<(), String> {
        kept::write(connection, kept).map_err(|error| error.to_string())
    }

    fn judge(&self, request: &LaunchRequest, runs: &[ScriptRun]) -> Judgement {
        match self.setting(request) {
            Ok(setting) => {
                let (decision, findings) = setting.judge(runs);
                let card = setting.card(runs, &decision, &findings).map(|card| masked(&setting, card));
                let remarks = findings.into_iter().map(|finding| remark(&setting, finding)).collect();
                Judgement { decision, remarks, card }
            }
            Err(error) => Judgement {
                decision: crate::flow::Decision::open(),
                card: None,
                remarks: vec![Remark {
                    level: NoteLevel::Error,
                    rule: None,
                    message: error.to_string(),
                    at: None,
                    file: None,
                }],
            },
        }
    }
}

/// A card whose texts hide what must not be shown.
fn masked(setting: &Setting, card: Card) -> Card {
    let text = |text: &str| setting.mask().text(text).into_owned();
    let evidence = card.evidence.iter().map(|shown| Evidence { words: text(&shown.words), ..shown.clone() });
    Card { cause: text(&card.cause), fix: text(&card.fix), evidence: evidence.collect(), ..card }
}

fn remark(setting: &Setting, finding: Finding) -> Remark {
    let level = match finding.level {
        Level::Note => NoteLevel::Note,
        Level::Warning => NoteLevel::Warning,
        Level::Error => NoteLevel::Error,
    };
    let message = setting.mask().text(&finding.message).into_owned();
    Remark { level, rule: Some(finding.rule.to_owned()), message, at: finding.at, file: None }
}
