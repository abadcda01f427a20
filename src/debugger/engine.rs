//! The hooks' side of the engine: the functions that instrumented text hands over when it begins.

use std::cell::RefCell;
use std::rc::Rc;

use rquickjs::{Array, Ctx, Function, Object, Persistent, Result, Value};

use crate::recording::StackFrame;

type Kept = Persistent<Function<'static>>;

/// Functions of one realm. Calls fail only when the run is being torn down; then harmless values are given.
pub(super) struct Engine {
    reset: Kept,
    steps: Kept,
    bottom: Kept,
    depth: Kept,
    awaiting: Kept,
    stack: Kept,
    set: Kept,
    mark: Kept,
    spin: Kept,
    returned: Kept,
    forget_returned: Kept,
    listen: Kept,
    wake: Kept,
    follow: Kept,
    followed: Kept,
    count: Kept,
    counts: Kept,
    capture: Kept,
    elapsed: Kept,
    /// Who called the call that stood last, and when.
    callers: RefCell<Option<(Standing, Rc<[StackFrame]>)>>,
}

/// One turn of a call on the stack: a task and the token of the call.
type Standing = (u64, f64);

impl Engine {
    /// Takes what the text attached, and the realm's own `capture` and `elapsed`.
    pub(super) fn new<'js>(ctx: &Ctx<'js>, attached: &Object<'js>, [capture, elapsed]: [Kept; 2]) -> Result<Self> {
        let keep = |name: &str| attached.get::<_, Function<'js>>(name).map(|f| Persistent::save(ctx, f));
        Ok(Self {
            reset: keep("reset")?,
            steps: keep("steps")?,
            bottom: keep("bottom")?,
            depth: keep("depth")?,
            awaiting: keep("awaiting")?,
            stack: keep("stack")?,
            set: keep("set")?,
            mark: keep("mark")?,
            spin: keep("spin")?,
            returned: keep("returned")?,
            forget_returned: keep("forgetReturned")?,
            listen: keep("listen")?,
            wake: keep("wake")?,
            follow: keep("follow")?,
            followed: keep("followed")?,
            count: keep("count")?,
            counts: keep("counts")?,
            capture,
            elapsed,
            callers: RefCell::default(),
        })
    }

    /// Empties the stack of tokens: a task begins.
    pub(super) fn reset(&self, ctx: &Ctx<'_>) {
        let _torn_down = self.reset.clone().restore(ctx).and_then(|reset| reset.call::<_, ()>(()));
    }

    /// Statements executed so far.
    pub(super) fn steps(&self, ctx: &Ctx<'_>) -> u64 {
        let steps = self.steps.clone().restore(ctx).and_then(|steps| steps.call::<_, f64>(()));
        steps.map_or(0, |steps| steps as u64)
    }

    /// The token of the outermost call on the stack, 0 if there is none.
    pub(super) fn bottom(&self, ctx: &Ctx<'_>) -> f64 {
        self.bottom.clone().restore(ctx).and_then(|bottom| bottom.call(())).unwrap_or(0.0)
    }

    /// Whether the call with this token is on the stack.
    pub(super) fn on_stack(&self, ctx: &Ctx<'_>, token: f64) -> bool {
        let depth = self.depth.clone().restore(ctx).and_then(|depth| depth.call::<_, f64>((token,)));
        depth.is_ok_and(|depth| depth > 0.0)
    }

    /// The tokens on the stack, outermost first.
    pub(super) fn stack(&self, ctx: &Ctx<'_>) -> Vec<f64> {
        self.stack.clone().restore(ctx).and_then(|stack| stack.call(())).unwrap_or_default()
    }

    /// The token of the call that stands at an `await` of this very value; 0 if none does.
    pub(super) fn awaiting<'js>(&self, ctx: &Ctx<'js>, value: Value<'js>) -> f64 {
        self.awaiting.clone().restore(ctx).and_then(|awaiting| awaiting.call((value,))).unwrap_or(0.0)
    }

    /// Sets the step count and the count at which the stop hook is called next.
    pub(super) fn set(&self, ctx: &Ctx<'_>, count: u64, due: f64) {
        let _torn_down = self.set.clone().restore(ctx).and_then(|set| set.call::<_, ()>((count as f64, due)));
    }

    /// Marks a statement: the stop hook is called whenever it is reached.
    pub(super) fn mark(&self, ctx: &Ctx<'_>, statement: usize, marked: bool) {
        let mark = self.mark.clone().restore(ctx);
        let _torn_down = mark.and_then(|mark| mark.call::<_, ()>((statement as f64, u8::from(marked))));
    }

    /// Runs until it is interrupted: the error of that is one which no script can catch.
    pub(super) fn spin(&self, ctx: &Ctx<'_>) -> Result<()> {
        self.spin.clone().restore(ctx)?.call(())
    }

    /// The current backtrace in the realm's raw form.
    pub(super) fn capture(&self, ctx: &Ctx<'_>) -> String {
        self.capture.clone().restore(ctx).and_then(|capture| capture.call(())).unwrap_or_default()
    }

    /// The frames below the innermost: as long as a call goes on within one task, its callers stand where they stood.
    pub(super) fn callers(&self, standing: Standing, find: impl FnOnce() -> Vec<StackFrame>) -> Rc<[StackFrame]> {
        if let Some((known, callers)) = &*self.callers.borrow() {
            if *known == standing {
                return Rc::clone(callers);
            }
        }
        let callers: Rc<[StackFrame]> = find().into();
        self.callers.replace(Some((standing, Rc::clone(&callers))));
        callers
    }

    /// Run time so far, in milliseconds.
    pub(super) fn elapsed_ms(&self, ctx: &Ctx<'_>) -> f64 {
        self.elapsed.clone().restore(ctx).and_then(|elapsed| elapsed.call(())).unwrap_or(0.0)
    }
}

/// What the hooks noted on the way.
impl Engine {
    /// The last call that ended by returning, if there was one: index of its function, token, value. At the end of
    /// a body and at a `return` without one the value is undefined.
    pub(super) fn returned<'js>(&self, ctx: &Ctx<'js>) -> Option<(usize, f64, Value<'js>)> {
        let returned = self.returned.clone().restore(ctx).and_then(|returned| returned.call::<_, Option<Array>>(()));
        let returned = returned.ok()??;
        Some((returned.get(0).ok()?, returned.get(1).ok()?, returned.get(2).ok()?))
    }

    /// From now on only a call that ends later is one that [`Engine::returned`] gives.
    pub(super) fn forget_returned(&self, ctx: &Ctx<'_>) {
        let _torn_down = self.forget_returned.clone().restore(ctx).and_then(|forget| forget.call::<_, ()>(()));
    }

    /// Whether the hook `caught` is called at the start of every `catch` block.
    pub(super) fn listen_to_catches(&self, ctx: &Ctx<'_>, on: bool) {
        let _torn_down = self.listen.clone().restore(ctx).and_then(|listen| listen.call::<_, ()>((on,)));
    }

    /// While the count is below `until`, only notes when statements of the calls with tokens `a` and `b` run. The stop
    /// hook is called for marked statements and when [`Engine::wake`] says; afterwards for the first statement of all.
    pub(super) fn follow(&self, ctx: &Ctx<'_>, a: f64, b: f64, until: u64) {
        let _torn_down = self.follow.clone().restore(ctx).and_then(|follow| follow.call::<_, ()>((a, b, until as f64)));
    }

    /// While calls are followed or statements counted: the count at which the stop hook is called all the same.
    /// What the hook returns then sets it anew.
    pub(super) fn wake(&self, ctx: &Ctx<'_>, at: f64) {
        let _torn_down = self.wake.clone().restore(ctx).and_then(|wake| wake.call::<_, ()>((at,)));
    }

    /// The counts at which a statement of `a` ran first and last and one of `b` ran last, since they are followed;
    /// 0 for never.
    pub(super) fn followed(&self, ctx: &Ctx<'_>) -> [u64; 3] {
        let followed = self.followed.clone().restore(ctx).and_then(|followed| followed.call::<_, Vec<f64>>(()));
        let mut noted = [0; 3];
        noted.iter_mut().zip(followed.unwrap_or_default()).for_each(|(noted, count)| *noted = count as u64);
        noted
    }

    /// While the count is below `until`, only counts how often each statement runs, from 0; stops as with
    /// [`Engine::follow`]. Both can be under way.
    pub(super) fn count(&self, ctx: &Ctx<'_>, until: u64) {
        let _torn_down = self.count.clone().restore(ctx).and_then(|count| count.call::<_, ()>((until as f64,)));
    }

    /// How often each statement ran while it was counted, by its index.
    pub(super) fn counts(&self, ctx: &Ctx<'_>) -> Vec<u32> {
        self.counts.clone().restore(ctx).and_then(|counts| counts.call(())).unwrap_or_default()
    }
}
