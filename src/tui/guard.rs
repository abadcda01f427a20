//! The terminal, taken and given back.
//!
//! Every mode that was switched on is remembered in one place and switched off exactly once, in reverse order: at the
//! end, on an error, on a panic, on a signal, and before the shell gets the terminal for a while.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::Mutex;
use std::thread;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::terminal::{
    disable_raw_mode, enable_raw_mode, BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen,
};
use crossterm::QueueableCommand;

const RAW: u8 = 1;
const ALTERNATE: u8 = 2;
const MOUSE: u8 = 4;
const PASTE: u8 = 8;
const FOCUS: u8 = 16;
const CURSOR: u8 = 32;

/// What is switched on. Global because a panic and a signal must find it without the guard.
static TAKEN: AtomicU8 = AtomicU8::new(0);

/// What other threads had to say when they panicked under the screen; said when it is gone.
static UNSPOKEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Gives the terminal back when dropped.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal, and makes a panic give it back before it speaks.
    ///
    /// # Errors
    /// The terminal refused a mode; those taken before are given back.
    pub fn take() -> io::Result<Self> {
        let guard = Self(());
        let ours = thread::current().id();
        let speak = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if thread::current().id() == ours || TAKEN.load(Ordering::SeqCst) == 0 {
                release();
                speak(panic);
            } else if let Ok(mut unspoken) = UNSPOKEN.lock() {
                // Another thread's panic does not end the screen; its words would only tear it.
                unspoken.push(panic.to_string());
            }
        }));
        retake()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        release();
        let unspoken = UNSPOKEN.lock().map(|mut unspoken| std::mem::take(&mut *unspoken));
        for panic in unspoken.unwrap_or_default() {
            eprintln!("{panic}");
        }
    }
}

/// Takes every mode that is not taken: at the start, and when the shell has given the terminal back.
///
/// # Errors
/// The terminal refused.
pub fn retake() -> io::Result<()> {
    let mut out = io::stdout().lock();
    take(RAW, enable_raw_mode)?;
    take(ALTERNATE, || out.queue(EnterAlternateScreen).map(drop))?;
    take(MOUSE, || out.queue(EnableMouseCapture).map(drop))?;
    take(PASTE, || out.queue(EnableBracketedPaste).map(drop))?;
    take(FOCUS, || out.queue(EnableFocusChange).map(drop))?;
    take(CURSOR, || out.queue(Hide).map(drop))?;
    out.flush()
}

/// Gives back what is taken. Can be called at any time and any number of times; failures are ignored, because there is
/// nobody left to tell.
pub fn release() {
    let mut out = io::stdout();
    give(CURSOR, || out.queue(Show).map(drop));
    give(FOCUS, || out.queue(DisableFocusChange).map(drop));
    give(PASTE, || out.queue(DisableBracketedPaste).map(drop));
    give(MOUSE, || out.queue(DisableMouseCapture).map(drop));
    give(ALTERNATE, || out.queue(LeaveAlternateScreen).map(drop));
    let _ = out.flush();
    give(RAW, disable_raw_mode);
}

/// Starts a frame that the terminal shows at once, where it knows how.
///
/// # Errors
/// The terminal is gone.
pub fn begin_frame(out: &mut impl Write) -> io::Result<()> {
    out.queue(BeginSynchronizedUpdate).map(drop)
}

/// Ends such a frame.
///
/// # Errors
/// The terminal is gone.
pub fn end_frame(out: &mut impl Write) -> io::Result<()> {
    out.queue(EndSynchronizedUpdate)?;
    out.flush()
}

fn take(mode: u8, action: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    if TAKEN.load(Ordering::SeqCst) & mode == 0 {
        action()?;
        TAKEN.fetch_or(mode, Ordering::SeqCst);
    }
    Ok(())
}

fn give(mode: u8, action: impl FnOnce() -> io::Result<()>) {
    if TAKEN.fetch_and(!mode, Ordering::SeqCst) & mode != 0 {
        let _ = action();
    }
}
