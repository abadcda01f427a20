//! A script under the debugger, driven as a front end drives it.
#![allow(dead_code)]

use std::sync::mpsc::{channel, Receiver};
use std::sync::Arc;
use std::time::Duration;

use loginscope::connection::{Action, Script};
use loginscope::debugger::{
    Command, Event, FrameId, Handle, Launch, Past, Pause, Scope, ScopeKind, Session, Span, StepKind, Variable,
};
use loginscope::legacy::{Nobody, Store};
use loginscope::recording::masking::Mask;
use loginscope::recording::ScriptRun;
use loginscope::sandbox::Limits;

/// The password every script gets; it must never be seen.
pub const PASSWORD: &str = "correct-horse";

/// Longer than any of these scripts takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A session, and what it said.
pub struct Debugged {
    session: Session,
    events: Receiver<Event>,
    text: String,
    /// Every event so far.
    pub heard: Vec<Event>,
}

/// A `login` with this text, ready to be started.
pub fn launch(text: &str) -> Launch {
    Launch {
        script: Script { action: Action::Login, file: "login.js".to_owned(), path: None, text: text.into() },
        arguments: vec!["ada@example.test".into(), PASSWORD.into()],
        configuration: Default::default(),
        container: loginscope::sandbox::Container::default(),
        limits: Limits::default(),
        stop_on_entry: true,
        stops: Vec::new(),
        started_at_ms: 1_772_366_400_000.0,
        mask: Mask::new([PASSWORD.to_owned()]),
        oracle: None,
        past: None,
        aim: None,
    }
}

/// Runs a script to its end without stops.
pub fn run(text: &str) -> ScriptRun {
    loginscope::debugger::run(launch(text), Box::new(Nobody)).expect("a run")
}

/// Starts a script; it stops at its first statement.
pub fn debug(text: &str) -> Debugged {
    start(launch(text))
}

/// Starts a launch over a store that is not there.
pub fn start(launch: Launch) -> Debugged {
    start_over(launch, Box::new(Nobody))
}

/// Starts a launch over this store.
pub fn start_over(launch: Launch, store: Box<dyn Store + Send>) -> Debugged {
    let text = launch.script.text.to_string();
    let (sender, events) = channel();
    let session = Session::start(launch, store, move |event| {
        let _nobody_listens = sender.send(event);
    });
    Debugged { session: session.expect("a session"), events, text, heard: Vec::new() }
}

impl Debugged {
    /// Says something without waiting.
    pub fn send(&self, command: Command) {
        self.session.send(command);
    }

    /// What the run went through so far.
    pub fn past(&self) -> Past {
        self.session.past()
    }

    /// The first event from now on that `wanted` takes.
    pub fn hear<T>(&mut self, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        loop {
            let event = self.events.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("silence after {:?}", self.heard));
            let found = wanted(&event);
            self.heard.push(event);
            if let Some(found) = found {
                return found;
            }
        }
    }

    /// The next stop, `None` if the run ends before.
    pub fn stop(&mut self) -> Option<Pause> {
        self.hear(|event| match event {
            Event::Paused(pause) => Some(Some((**pause).clone())),
            Event::Finished(_) => Some(None),
            _ => None,
        })
    }

    /// The next stop.
    pub fn paused(&mut self) -> Pause {
        self.stop().unwrap_or_else(|| panic!("the run ended: {:?}", self.heard.last()))
    }

    /// Sends a command after which the run stops again.
    pub fn after(&mut self, command: Command) -> Pause {
        self.send(command);
        self.paused()
    }

    /// Goes on until the statement with this text is reached, by breakpoint.
    pub fn until(&mut self, statement: &str) -> Pause {
        let at = self.text.find(statement).unwrap_or_else(|| panic!("{statement} is not in the script"));
        let line = self.text[..at].matches('\n').count() as u32 + 1;
        self.paused();
        let mut pause = self.after(Command::RunTo { line });
        while self.source(pause.frames[0].span) != statement {
            pause = self.after(Command::Step(StepKind::Into));
        }
        pause
    }

    /// Goes on to the end.
    pub fn end(&mut self) -> Arc<ScriptRun> {
        self.send(Command::Continue);
        self.finished()
    }

    /// Waits for the end.
    pub fn finished(&mut self) -> Arc<ScriptRun> {
        self.hear(|event| match event {
            Event::Finished(run) => Some(Arc::clone(run)),
            _ => None,
        })
    }

    /// Evaluates in a frame: the preview, or the error's text.
    pub fn evaluate(&mut self, frame: FrameId, expression: &str) -> Result<Variable, String> {
        self.send(Command::Evaluate { frame, expression: expression.to_owned() });
        self.evaluated()
    }

    /// Sets a variable of a frame.
    pub fn set(&mut self, frame: FrameId, target: &str, expression: &str) -> Result<Variable, String> {
        let (target, expression) = (target.to_owned(), expression.to_owned());
        self.send(Command::SetVariable { frame, target, expression });
        self.evaluated()
    }

    fn evaluated(&mut self) -> Result<Variable, String> {
        self.hear(|event| match event {
            Event::Evaluated { result, .. } => Some(result.clone()),
            _ => None,
        })
    }

    /// The scopes of a frame.
    pub fn scopes(&mut self, of: FrameId) -> Result<Vec<Scope>, String> {
        self.send(Command::Scopes(of));
        self.hear(|event| match event {
            Event::Scopes { frame, scopes } if *frame == of => Some(scopes.clone()),
            _ => None,
        })
    }

    /// The properties of a value.
    pub fn expand(&mut self, handle: Handle) -> Vec<Variable> {
        self.send(Command::Expand(handle));
        self.hear(|event| match event {
            Event::Properties { of, properties } if *of == handle => Some(properties.clone()),
            _ => None,
        })
    }

    /// The text a span stands for.
    pub fn source(&self, span: Span) -> String {
        let lines: Vec<Vec<u16>> = self.text.split('\n').map(|line| line.encode_utf16().collect()).collect();
        let (first, last) = (span.line as usize - 1, span.end_line as usize - 1);
        let mut text = String::new();
        for (index, line) in lines.iter().enumerate().take(last + 1).skip(first) {
            let from = if index == first { span.column as usize - 1 } else { 0 };
            let to = if index == last { span.end_column as usize - 1 } else { line.len() };
            text.push_str(&String::from_utf16_lossy(&line[from..to]));
            if index < last {
                text.push('\n');
            }
        }
        text
    }

    /// The statement a stop stands at.
    pub fn at(&self, pause: &Pause) -> String {
        self.source(pause.frames[0].span)
    }

    /// The statements at which it stops when stepped like this from here to the end.
    pub fn trace(&mut self, kind: StepKind) -> Vec<String> {
        let mut trace = Vec::new();
        while let Some(pause) = self.stop() {
            trace.push(self.at(&pause));
            self.send(Command::Step(kind));
        }
        trace
    }
}

/// `name=preview` of every variable of one kind of scope.
pub fn variables(scopes: &[Scope], kind: ScopeKind) -> Vec<String> {
    let wanted = scopes.iter().filter(|scope| scope.kind == kind);
    let shown = |variable: &Variable| format!("{}={}", variable.name, variable.preview);
    wanted.flat_map(|scope| &scope.variables).map(shown).collect()
}

/// The variable of this name, wherever it is.
pub fn variable<'s>(scopes: &'s [Scope], name: &str) -> &'s Variable {
    let all = scopes.iter().flat_map(|scope| &scope.variables);
    all.into_iter().find(|variable| variable.name == name).unwrap_or_else(|| panic!("no variable {name}"))
}

/// The names of the frames, innermost first; `~` before asynchronous parents.
pub fn names(pause: &Pause) -> Vec<String> {
    let name = |frame: &loginscope::debugger::Frame| match frame.asynchronous {
        true => format!("~{}", frame.function),
        false => frame.function.clone(),
    };
    pause.frames.iter().map(name).collect()
}
