//! The loop: what happens is drained, then drawn at most once per frame, and only if something changed.

use std::io::{self, Stdout};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::EventStream;
use crossterm::execute;
use futures_util::StreamExt;
use ratatui::backend::CrosstermBackend;
use ratatui::Terminal;
use rustix::process::Signal;
use tokio::signal::unix::{signal, Signal as Listener, SignalKind};
use tokio::time::Instant;

use super::session::{Errand, Session};
use super::{editor, guard};
use super::{Closed, TuiError};
use crate::workbench::run::Phase;
use crate::workbench::{Action, Driver};

/// Frames are at least this far apart.
const FRAME: Duration = Duration::from_millis(16);
/// How long a step may take before its being under way is shown.
const GRACE: Duration = Duration::from_millis(12);
/// How long keys wait for the step before them to end.
const TYPED_AHEAD: Duration = Duration::from_millis(1000);
/// How long between two looks at the files the connections were read from.
const LOOK: Duration = Duration::from_secs(1);
/// Events taken between two looks at the keys.
const BATCH: usize = 1_000;
/// More than a clipboard should get through a terminal.
const LONGEST_COPY: usize = 100 * 1024;

struct Signals {
    terminate: Listener,
    hang_up: Listener,
    interrupt: Listener,
    stop: Listener,
    cont: Listener,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            stop: signal(SignalKind::from_raw(Signal::TSTP.as_raw()))?,
            cont: signal(SignalKind::from_raw(Signal::CONT.as_raw()))?,
        })
    }
}

/// Runs the session until the user leaves or a signal ends it.
///
/// # Errors
/// The terminal cannot be read or written.
pub async fn run<D: Driver>(session: &mut Session<D>) -> Result<Closed, TuiError> {
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    let mut signals = Signals::listen()?;
    let mut inputs = EventStream::new();
    let ready = session.highlighter.ready();
    let mut next_frame = Instant::now();
    // What is typed while the first run starts is meant for its first stop.
    let mut step_may_end = Instant::now() + TYPED_AHEAD;
    let mut next_look = Instant::now() + LOOK;
    loop {
        let waiting = tokio::time::sleep_until(next_frame);
        // Keys pressed in quick succession are meant for the stop after the step before them: they wait for it a while.
        // The pointer does not: of the places it passes only the newest is gone to.
        let ahead = session.workbench.run.phase == Phase::Running
            && !session.workbench.time.seeking
            && Instant::now() < step_may_end;
        tokio::select! {
            biased;
            _ = signals.terminate.recv() => return Ok(Closed::Signal(Signal::TERM.as_raw())),
            _ = signals.hang_up.recv() => return Ok(Closed::Signal(Signal::HUP.as_raw())),
            _ = signals.interrupt.recv() => return Ok(Closed::Signal(Signal::INT.as_raw())),
            _ = signals.stop.recv() => suspend(&mut terminal, session, &mut signals.cont).await?,
            _ = signals.cont.recv() => {
                // Stopped by SIGSTOP there was no chance to give the modes back, and the shell has set its own.
                guard::release();
                resume(&mut terminal, session)?;
            }
            input = inputs.next(), if !ahead => match input {
                Some(input) => {
                    session.input(&input?);
                    if session.workbench.run.phase == Phase::Running {
                        let now = Instant::now();
                        // Most steps end sooner than this: drawing the moment between two stops would only flicker.
                        next_frame = next_frame.max(now + GRACE);
                        step_may_end = now + TYPED_AHEAD;
                    }
                }
                None => return Ok(Closed::Quit),
            },
            Some(event) = session.next_event() => {
                session.hear(event);
                session.hear_all(BATCH);
            }
            () = tokio::time::sleep_until(step_may_end), if ahead => {}
            () = ready.notified() => {
                if session.highlighter.collect() {
                    session.touch();
                }
            }
            () = tokio::time::sleep_until(next_look) => {
                session.look_for_edits();
                next_look = Instant::now() + LOOK;
            }
            () = waiting, if session.stale() => {}
        }
        for errand in session.errands() {
            match errand {
                Errand::Quit => return Ok(Closed::Quit),
                Errand::Redraw => draw_anew(&mut terminal, session)?,
                Errand::Suspend => suspend(&mut terminal, session, &mut signals.cont).await?,
                Errand::Edit { path, line } => {
                    // Its reader would take the first keys away from the editor.
                    drop(std::mem::take(&mut inputs));
                    guard::release();
                    let edited = editor::edit(&path, line, |name| std::env::var(name).ok());
                    resume(&mut terminal, session)?;
                    if let Err(why) = edited {
                        session.act(Action::Say(why));
                    }
                    session.look_for_edits();
                }
                Errand::Copy(text) if text.len() > LONGEST_COPY => {
                    session.act(Action::Say("Too long for a terminal's clipboard; use the recording instead".into()));
                }
                Errand::Copy(text) => execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))?,
            }
        }
        // Here and not in a branch above: while events flood in, the branches before it are always ready.
        if session.stale() && Instant::now() >= next_frame {
            draw(&mut terminal, session)?;
            next_frame = Instant::now() + FRAME;
        }
    }
}

fn draw<D: Driver>(terminal: &mut Terminal<CrosstermBackend<Stdout>>, session: &mut Session<D>) -> io::Result<()> {
    guard::begin_frame(&mut io::stdout())?;
    terminal.draw(|frame| {
        if let Some(cursor) = session.draw(frame.buffer_mut()) {
            frame.set_cursor_position(cursor);
        }
    })?;
    guard::end_frame(&mut io::stdout())
}

/// Gives the terminal to the shell, stops, and takes the terminal again when the shell says so.
async fn suspend<D: Driver>(
    terminal: &mut Terminal<CrosstermBackend<Stdout>>,
    session: &mut Session<D>,
    cont: &mut Listener,
) -> io::Result<()> {
    guard::release();
    // The whole group: a wrapper that started us would otherwise keep the terminal. SIGSTOP, because our own listener
    // has taken the default away from SIGTSTP.
    rustix::process::kill_current_process_group(Signal::STOP)?;
    // The signal may reach another thread first, so that this one runs on for a moment: it must not take anything yet.
    cont.recv().await;
    resume(terminal, session)
}

fn resume<D: Driver>(terminal: &mut Terminal<CrosstermBackend<Stdout>>, session: &mut Session<D>) -> io::Result<()> {
    guard::retake()?;
    draw_anew(terminal, session)
}

/// Makes the next frame draw every cell. `Terminal::clear` would first ask the terminal for its cursor, and the answer
/// would have to be read among the keys.
fn draw_anew<D: Driver>(terminal: &mut Terminal<CrosstermBackend<Stdout>>, session: &mut Session<D>) -> io::Result<()> {
    let size = terminal.size()?;
    terminal.resize(size.into())?;
    session.touch();
    Ok(())
}
