//! The workbench's driver: operations played under the debugger, script after script.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use super::setting::{Setting, SettingError};
use super::{after, goes_on_after};
use crate::connection::{Action, NoteLevel};
use crate::debugger::{Command, Event, Session};
use crate::findings::{Finding, Level};
use crate::recording::ScriptRun;
use crate::workbench::{Driver, Events, Judgement, LaunchRequest, Remark, Told};

/// The session under way, shared with the thread that starts the next one.
type Slot = Arc<Mutex<Option<Session>>>;

/// Plays for a workbench.
#[derive(Default)]
pub struct Player {
    current: Slot,
    /// The last setting made: judging comes after every event and must not fill a store each time.
    settled: RefCell<Option<(LaunchRequest, Arc<Setting>)>>,
}

impl Player {
    fn setting(&self, request: &LaunchRequest) -> Result<Arc<Setting>, SettingError> {
        if let Some((known, setting)) = &*self.settled.borrow() {
            if same_setting(known, request) {
                return Ok(Arc::clone(setting));
            }
        }
        let setting = Arc::new(Setting::new(
            Arc::clone(&request.connection),
            request.operation,
            request.mode,
            request.inputs.clone(),
            request.configuration.clone(),
        )?);
        *self.settled.borrow_mut() = Some((request.clone(), Arc::clone(&setting)));
        Ok(setting)
    }
}

/// Breakpoints and the like do not make another setting.
fn same_setting(known: &LaunchRequest, asked: &LaunchRequest) -> bool {
    let asked_so =
        LaunchRequest { breakpoints: known.breakpoints.clone(), stop_on_entry: known.stop_on_entry, ..asked.clone() };
    *known == asked_so
}

impl Driver for Player {
    fn launch(&mut self, request: &LaunchRequest, events: Events) -> Result<(), String> {
        // The one under way is given up whatever becomes of this one.
        if let Ok(mut current) = self.current.lock() {
            *current = None;
        }
        let setting = self.setting(request).map_err(|error| error.to_string())?;
        let plan = setting.plan().map_err(|error| error.to_string())?;
        let Some(first) = plan.first().copied() else {
            return events.tell(Told::NothingToRun).map_err(|gone| gone.to_string());
        };
        let chain = Chain { setting, plan, request: request.clone(), events, slot: Arc::clone(&self.current) };
        Arc::new(chain).start(first).map_err(|error| error.to_string())
    }

    fn send(&mut self, command: Command) {
        if let Ok(current) = self.current.lock() {
            if let Some(session) = &*current {
                session.send(command);
            }
        }
    }

    fn judge(&self, request: &LaunchRequest, runs: &[ScriptRun]) -> Judgement {
        match self.setting(request) {
            Ok(setting) => {
                let (decision, findings) = setting.judge(runs);
                Judgement { decision, remarks: findings.into_iter().map(|finding| remark(&setting, finding)).collect() }
            }
            Err(error) => Judgement {
                decision: crate::flow::Decision::open(),
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

fn remark(setting: &Setting, finding: Finding) -> Remark {
    let level = match finding.level {
        Level::Note => NoteLevel::Note,
        Level::Warning => NoteLevel::Warning,
        Level::Error => NoteLevel::Error,
    };
    let message = setting.mask().text(&finding.message).into_owned();
    Remark { level, rule: Some(finding.rule.to_owned()), message, at: finding.at, file: None }
}

/// The scripts of one operation, each started when the one before it has ended.
struct Chain {
    setting: Arc<Setting>,
    plan: Vec<Action>,
    request: LaunchRequest,
    events: Events,
    slot: Slot,
}

impl Chain {
    fn start(self: Arc<Self>, action: Action) -> Result<(), SettingError> {
        let lines = self.request.breakpoints.get(&action).cloned().unwrap_or_default();
        let launch = self.setting.launch(action, self.request.stop_on_entry, &lines)?;
        let store = self.setting.store()?;
        if self.events.tell(Told::Script(action)).is_err() {
            return Ok(());
        }
        let chain = Arc::clone(&self);
        let session = Session::start(launch, store, move |event| chain.hear(action, event))?;
        if let Ok(mut slot) = self.slot.lock() {
            *slot = Some(session);
        }
        Ok(())
    }

    fn hear(self: &Arc<Self>, action: Action, event: Event) {
        let next = match &event {
            Event::Finished(run) if goes_on_after(run) => after(&self.plan, action),
            _ => None,
        };
        // A workbench that is gone drops its player, and with it the session.
        if self.events.tell(Told::Debugger(event)).is_err() {
            return;
        }
        if let Some(next) = next {
            // Inputs and scripts were checked when the plan was made; only the system can refuse now.
            let _refused = Arc::clone(self).start(next);
        }
    }
}
