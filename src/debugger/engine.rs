//! The hooks' side of the engine: the functions that instrumented text hands over when it begins.

use rquickjs::{Ctx, Function, Object, Persistent, Result};

type Kept = Persistent<Function<'static>>;

/// Functions of one realm. Calls fail only when the run is being torn down; then harmless values are given.
pub(super) struct Engine {
    reset: Kept,
    steps: Kept,
    bottom: Kept,
    depth: Kept,
    stack: Kept,
    set: Kept,
    mark: Kept,
    spin: Kept,
    capture: Kept,
    elapsed: Kept,
}

impl Engine {
    /// Takes what the text attached, and the realm's own `capture` and `elapsed`.
    pub(super) fn new<'js>(ctx: &Ctx<'js>, attached: &Object<'js>, [capture, elapsed]: [Kept; 2]) -> Result<Self> {
        let keep = |name: &str| attached.get::<_, Function<'js>>(name).map(|f| Persistent::save(ctx, f));
        Ok(Self {
            reset: keep("reset")?,
            steps: keep("steps")?,
            bottom: keep("bottom")?,
            depth: keep("depth")?,
            stack: keep("stack")?,
            set: keep("set")?,
            mark: keep("mark")?,
            spin: keep("spin")?,
            capture,
            elapsed,
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

    /// Run time so far, in milliseconds.
    pub(super) fn elapsed_ms(&self, ctx: &Ctx<'_>) -> f64 {
        self.elapsed.clone().restore(ctx).and_then(|elapsed| elapsed.call(())).unwrap_or(0.0)
    }
}
