//! The text of the hooks, and the lexical variables they share.
//!
//! Counting and the test whether to stop stay in JavaScript: native code is entered only when a stop may be due.
//! Every call of a function takes a token, a number; the tokens of the calls that are under way form a stack. A
//! statement whose token is not on top says by that what has happened: what lies above has returned or thrown,
//! or, if the token is nowhere, an async function or a generator goes on.

/// Native hooks the prologue takes, in order.
pub(super) const NATIVE: [&str; 3] = ["stop", "attach", "entered"];

/// Calls within calls, about as many as Node has room for. The engine's own limit lies beyond: an error that it
/// throws with no stack left has no trace.
const DEEPEST_CALLS: u32 = 9000;

/// Where a whole program finds the native hooks.
pub(super) const GLOBAL: &str = "loginscope hooks";

/// The names of the hooks' variables: a prefix that does not occur in the script, and a letter.
#[derive(Clone, Debug)]
pub(super) struct Hooks {
    prefix: String,
    /// Whether a hook reaches the scope it stands in.
    scopes: bool,
}

impl Hooks {
    /// Names that `text` does not use: the number after the highest it has.
    pub(super) fn for_text(text: &str) -> Self {
        let number_of = |after: &str| {
            let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            // A number too large to be read is past any that is tried.
            after[..digits].parse::<u32>().ok().filter(|number| *number < u32::MAX)
        };
        let highest = text.split("_$").skip(1).filter_map(number_of).max();
        Self { prefix: format!("_${}", highest.map_or(0, |number| number + 1)), scopes: true }
    }

    /// What all names begin with.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The same hooks, but variables can be neither read nor set through them.
    pub(super) fn without_scopes(self) -> Self {
        Self { scopes: false, ..self }
    }

    /// `$` stands for the prefix.
    fn fill(&self, template: &str) -> String {
        template.replace('$', &self.prefix)
    }

    /// What stands before the script. Afterwards the script's text is evaluated as an expression, or runs as a
    /// program (`top_level`) in a function of its own, where it may declare whatever it likes.
    pub(super) fn prologue(&self, statements: usize, top_level: bool) -> String {
        let mut text = self.fill("($h,$a,$o)=>{");
        text.push_str(&self.variables(statements));
        text.push_str("let module={exports:{}},exports=module.exports;");
        text.push_str(&self.attach());
        text.push_str("return (");
        if top_level {
            text.push_str(&self.fill("()=>{const $t=$p=$k[++$d]=++$n;"));
        }
        text
    }

    /// What stands at the beginning of a whole program, after its directives: the same variables at its top level.
    /// The native hooks are found on the global object under [`GLOBAL`], and taken from there.
    pub(super) fn program_prologue(&self, statements: usize) -> String {
        let mut text =
            format!(";const [{}]=globalThis[\"{GLOBAL}\"];delete globalThis[\"{GLOBAL}\"];", self.fill("$h,$a,$o"));
        text.push_str(&self.variables(statements));
        text.push_str(&self.attach());
        text.push_str(&self.fill("const $t=$p=$k[++$d]=++$n;"));
        text
    }

    /// Counters, the stack of tokens and the functions that keep it.
    fn variables(&self, statements: usize) -> String {
        let mut text =
            self.fill("let $c=0,$s=0,$p=0,$d=0,$n=0;const $k=Object.setPrototypeOf([0],null),$b=new Uint8Array(");
        text.push_str(&statements.to_string());
        text.push_str(&self.fill(
            "),$r=t=>{let i=$d;while(i>0&&$k[i]!==t)i--;if(i>0)$d=i;else $k[++$d]=t;$p=t},\
             $l=(t,v)=>{let i=$d;while(i>0&&$k[i]!==t)i--;if(i>0)$p=$k[$d=i-1];return v},\
             $w=(t,v)=>{if($p!==t)$r(t);return v},\
             $q=(i,t,x)=>{if($p!==t)$r(t);if($c>=$s||$b[i])$s=$h(i,t,$c,x)},\
             $v=()=>{throw Error('this script has more scopes than can be kept within reach')},\
             $g=RangeError,$f=()=>{throw new $g('Maximum call stack size exceeded')},\
             $e=f=>{$p=$k[++$d]=++$n;$o($n);if($d>",
        ));
        text.push_str(&DEEPEST_CALLS.to_string());
        text.push_str(&self.fill(")$f();return $p};"));
        text
    }

    /// Hands the functions over by which the debugger reads and sets the variables.
    fn attach(&self) -> String {
        self.fill(
            "$a({reset(){$d=0;$p=0},steps(){return $c},bottom(){return $d>0?$k[1]:0},stack(){const a=[];for(let i=1;i<=$d;i++)a[i-1]=$k[i];return a},\
             depth(t){let i=$d;while(i>0&&$k[i]!==t)i--;return i},\
             set(c,s){$c=c;$s=s},mark(i,v){$b[i]=v},spin(){for(;;);}});",
        )
    }

    /// What stands after the script.
    pub(super) fn epilogue(&self, returned: Option<&str>) -> String {
        match returned {
            None => "\n)}".to_owned(),
            Some(name) => format!("\n{};return {name}}})()}}", self.leave()),
        }
    }

    /// At the start of a function's body.
    pub(super) fn enter(&self, asynchronous: bool) -> String {
        if asynchronous {
            self.fill(";const $t=$e();")
        } else {
            format!("{}{DEEPEST_CALLS}{}", self.fill(";const $t=$p=$k[++$d]=++$n;$d>"), self.fill("&&$f();"))
        }
    }

    /// At the end of a function's body.
    pub(super) fn leave(&self) -> String {
        self.fill(";$l($t)")
    }

    /// Before a statement.
    pub(super) fn statement(&self, id: usize) -> String {
        // One jump and no more: the engine's compiler takes time with the square of their number.
        let mut text = self.fill(";($p!==$t|++$c>=$s|$b[");
        text.push_str(&id.to_string());
        text.push_str("])&&");
        text.push_str(&self.fill("$q("));
        text.push_str(&id.to_string());
        text.push_str(&self.fill(if self.scopes { ",$t,$x=>eval($x));" } else { ",$t,$v);" }));
        text
    }

    /// Around an expression whose value leaves the function: a `return`, or what is awaited or yielded.
    pub(super) fn leaving(&self) -> (String, &'static str) {
        (self.fill(" $l($t,("), "))")
    }

    /// Around an `await` or `yield`: the function goes on.
    pub(super) fn resuming(&self) -> (String, &'static str) {
        (self.fill("$w($t,"), ")")
    }

    /// A `yield` without a value.
    pub(super) fn leaving_empty(&self) -> String {
        self.fill(" $l($t)")
    }
}
