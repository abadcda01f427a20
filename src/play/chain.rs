//! The scripts of one operation, each started when the one before it has ended.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::setting::{Setting, SettingError};
use crate::debugger::{Aim, Answer, Command, Event, Hit, Launch, Oracle, Past, Session, Span};
use crate::flow::Step;
use crate::legacy::History;
use crate::recording::ScriptRun;
use crate::workbench::{Events, LaunchRequest, Told};

/// A script of another chain, to be followed as long as this one asks the same.
#[derive(Clone, Debug)]
pub(super) struct Trodden {
    pub(super) step: Step,
    pub(super) past: Past,
    /// When it began, milliseconds since 1970 UTC.
    pub(super) started_at_ms: f64,
    /// Where to stand still first.
    pub(super) aim: Option<Aim>,
    /// What to do there.
    pub(super) then: Option<Command>,
}

/// What is done once it is known how often statements ran.
type Counted = Box<dyn FnOnce(&[Hit]) + Send>;

/// Where a chain stands.
#[derive(Default)]
struct Standing {
    session: Option<Session>,
    /// The script under way, or the last one, and when it began.
    script: Option<(Step, f64)>,
    /// How many scripts came before it.
    place: usize,
    /// The step and the statement it stands still at.
    at: Option<(u64, Span)>,
    /// The scripts that have ended, with what they went through.
    ended: Vec<(ScriptRun, Trodden)>,
    /// What another chain went through, script by script.
    trodden: Vec<Trodden>,
    /// Waits for how often statements ran.
    counting: Option<Counted>,
}

/// See above.
pub(super) struct Chain {
    setting: Arc<Setting>,
    request: LaunchRequest,
    events: Events,
    /// Whether it stands still at the beginning of scripts that are followed, too.
    enters: bool,
    standing: Mutex<Standing>,
    given_up: AtomicBool,
}

/// A chain that ends when it is dropped.
pub(super) struct Track(Arc<Chain>);

impl Track {
    pub(super) const fn new(chain: Arc<Chain>) -> Self {
        Self(chain)
    }

    pub(super) const fn chain(&self) -> &Arc<Chain> {
        &self.0
    }
}

impl Drop for Track {
    fn drop(&mut self) {
        self.0.given_up.store(true, Ordering::SeqCst);
        self.0.standing().session = None;
    }
}

impl Chain {
    pub(super) fn new(setting: Arc<Setting>, request: LaunchRequest, events: Events) -> Self {
        Self { setting, request, events, enters: false, standing: Mutex::default(), given_up: AtomicBool::new(false) }
    }

    /// The same, following what another chain went through; `ended` has happened already and is not run again.
    pub(super) fn following(self, trodden: Vec<Trodden>, ended: Vec<(ScriptRun, Trodden)>) -> Self {
        let mut standing = self.standing();
        standing.place = ended.len();
        (standing.ended, standing.trodden) = (ended, trodden);
        drop(standing);
        self
    }

    /// A chain that goes through the same again from one of its scripts on, from 0, and stands before that script's first
    /// statement.
    ///
    /// # Errors
    /// There is no such script, as a sentence.
    pub(super) fn revisited(&self, script: usize, events: Events) -> Result<Arc<Self>, String> {
        let mut ended = self.ended();
        let mut trodden: Vec<Trodden> = ended.iter().skip(script).map(|(_, trodden)| trodden.clone()).collect();
        trodden.extend(self.present());
        let Some(first) = trodden.first_mut().filter(|_| script <= ended.len()) else {
            return Err("The operation has not come to that script yet".to_owned());
        };
        first.aim = Some(Aim::Step(1));
        let step = first.step;
        ended.truncate(script);
        let again = Self::new(Arc::clone(&self.setting), self.request.clone(), events);
        let again = Arc::new(Self { enters: true, ..again }.following(trodden, ended));
        again.start(step).map_err(|error| error.to_string())?;
        Ok(again)
    }

    /// The last script that is followed is to stand still here first.
    pub(super) fn aim(&self, aim: Aim) {
        if let Some(last) = self.standing().trodden.last_mut() {
            last.aim = Some(aim);
        }
    }

    pub(super) const fn setting(&self) -> &Arc<Setting> {
        &self.setting
    }

    pub(super) const fn request(&self) -> &LaunchRequest {
        &self.request
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn send(&self, command: Command) {
        if let Some(session) = &self.standing().session {
            session.send(command);
        }
    }

    /// What the script under way, or the last one, went through so far.
    pub(super) fn present(&self) -> Option<Trodden> {
        let standing = self.standing();
        let (step, started_at_ms) = standing.script?;
        Some(Trodden { step, past: standing.session.as_ref()?.past(), started_at_ms, aim: None, then: None })
    }

    /// The scripts before it.
    pub(super) fn ended(&self) -> Vec<(ScriptRun, Trodden)> {
        let standing = self.standing();
        standing.ended.iter().take(standing.place).cloned().collect()
    }

    /// The step and the statement it stands still at.
    pub(super) fn at(&self) -> Option<(u64, Span)> {
        self.standing().at
    }

    /// Finds out how often each statement ran up to where it stands, and then does this.
    pub(super) fn count_hits(&self, then: impl FnOnce(&[Hit]) + Send + 'static) {
        self.standing().counting = Some(Box::new(then));
        self.send(Command::Ask(crate::debugger::Question::Hits));
    }

    pub(super) fn start(self: &Arc<Self>, step: Step) -> Result<(), SettingError> {
        if self.given_up.load(Ordering::SeqCst) {
            return Ok(());
        }
        let action = step.action;
        let trodden = self.next_trodden(step);
        let stops = self.request.stops.get(&action).cloned().unwrap_or_default();
        let mut launch = Launch {
            stop_on_entry: self.request.stop_on_entry,
            stops,
            oracle: Some(self.oracle()),
            ..self.setting.launch(step)?
        };
        if let Some(trodden) = &trodden {
            launch.past = Some(trodden.past.clone());
            launch.aim = trodden.aim;
            launch.started_at_ms = trodden.started_at_ms;
            launch.stop_on_entry = self.enters && trodden.aim.is_none() && self.request.stop_on_entry;
        }
        let store = self.setting.store_after(&self.history())?;
        if self.events.tell(Told::Script(action)).is_err() {
            return Ok(());
        }
        let started_at_ms = launch.started_at_ms;
        let chain = Arc::clone(self);
        // The run may be over before its session is at hand, or the chain given up: whoever comes first, waits.
        let mut standing = self.standing();
        if self.given_up.load(Ordering::SeqCst) {
            return Ok(());
        }
        let session = Session::start(launch, store, move |event| chain.hear(event))?;
        if let Some(command) = trodden.and_then(|trodden| trodden.then) {
            // It waits in line until the run has arrived.
            session.send(command);
        }
        standing.script = Some((step, started_at_ms));
        standing.session = Some(session);
        Ok(())
    }

    /// Which rules the decision over the scripts that ended and the one that runs cites.
    fn oracle(&self) -> Oracle {
        let setting = Arc::clone(&self.setting);
        let runs: Vec<ScriptRun> = self.ended().into_iter().map(|(run, _)| run).collect();
        Oracle::new(move |run| {
            let runs = [runs.as_slice(), std::slice::from_ref(run)].concat();
            let (decision, _) = setting.judge(&runs);
            decision.reasons.into_iter().map(|reason| reason.rule.to_string()).collect()
        })
    }

    /// What the chain that is followed went through in this script, if it is the one it went through next.
    fn next_trodden(&self, step: Step) -> Option<Trodden> {
        let mut standing = self.standing();
        if standing.trodden.first().is_some_and(|trodden| trodden.step == step) {
            return Some(standing.trodden.remove(0));
        }
        standing.trodden.clear();
        None
    }

    /// What the legacy store has been asked before the script that is to start.
    fn history(&self) -> History {
        let standing = self.standing();
        let before = standing.ended.iter().take(standing.place);
        self.setting.history().and(before.flat_map(|(_, trodden)| trodden.past.exchanges()))
    }

    /// What the legacy store has been asked, from the beginning on, once the operation is over.
    fn whole_history(&self) -> History {
        self.history().and(self.present().iter().flat_map(|trodden| trodden.past.exchanges()))
    }

    fn hear(self: &Arc<Self>, event: Event) {
        let (mut next, mut over) = (None, false);
        match &event {
            Event::Paused(pause) => {
                let span = pause.frames.first().map(|frame| frame.span);
                self.standing().at = span.map(|span| (pause.step, span));
            }
            Event::Resumed => self.standing().at = None,
            Event::Finished(run) => {
                self.standing().at = None;
                let mut runs: Vec<ScriptRun> = self.ended().into_iter().map(|(run, _)| run).collect();
                runs.push(ScriptRun::clone(run));
                next = self.setting.next_step(&runs).filter(|_| run.outcome.is_some());
                if let (Some(_), Some(trodden)) = (next, self.present()) {
                    let mut standing = self.standing();
                    let place = standing.place;
                    standing.ended.truncate(place);
                    standing.ended.push((ScriptRun::clone(run), trodden));
                    standing.place = place + 1;
                }
                over = next.is_none() && run.outcome.is_some();
            }
            Event::Answered(answer) => {
                if let Answer::Hits(hits) = &**answer {
                    let counting = self.standing().counting.take();
                    if let Some(then) = counting {
                        then(hits);
                    }
                }
            }
            _ => {}
        }
        // A workbench that is gone drops its player, and with it the session.
        if self.events.tell(Told::Debugger(event)).is_err() {
            return;
        }
        if over && self.events.tell(Told::Over(self.whole_history())).is_err() {
            return;
        }
        if let Some(next) = next {
            // Inputs and scripts were checked when the plan was made; only the system can refuse now.
            let _refused = self.start(next);
        }
    }
}
