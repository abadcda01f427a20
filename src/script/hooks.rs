//! The text of the hooks, and the lexical variables they share.
//!
//! Counting and the test whether to stop stay in JavaScript: native code is entered only when a stop may be due.
//! Every call of a function takes a token, a number; the tokens of the calls that are under way form a stack. A
//! statement whose token is not on top says by that what has happened: what lies above has returned or thrown,
//! or, if the token is nowhere, an async function or a generator goes on.
//!
//! A call that ends says which function it was of, and with what value; the last one is kept. For a while that is
//! asked for, the way a statement takes when a stop may be due also notes when calls ran and how often statements
//! did, all of it in JavaScript: far faster than asking natively at each.

/// Native hooks the prologue takes, in order.
pub(super) const NATIVE: [&str; 4] = ["stop", "attach", "entered", "caught"];

/// Calls within calls, about as many as Node has room for. The engine's own limit lies beyond: an error that it
/// throws with no stack left has no trace.
const DEEPEST_CALLS: u32 = 9000;

/// A call goes on, or ends: it is found on the stack of tokens from the top. `left` is the function of the last call
/// that ended, with its token and value; `awaited` is what each call waits for that stands at an `await`. A generator
/// that was first asked by the `yield*` of another one goes on above that one: `below` says which. These are `var`s:
/// the engine checks each use of what `let` declares.
const LAST_LEFT: &str =
    "var left=-1,leftToken=0,leftValue,awaited={__proto__:null},delegating=0,below={__proto__:null};\
    var resume=t=>{let i=$d;while(i>0&&$k[i]!==t)i--;if(i>0)$d=i;\
    else{if(below[t])resume(below[t]);$k[++$d]=t;delete awaited[t]}$p=t},\
    leave=(t,v,f)=>{if($k[$d]===t)$p=$k[--$d];else{let i=$d-1;while(i>0&&$k[i]!==t)i--;if(i>0)$p=$k[$d=i-1]}\
    if(f>=0){left=f;leftToken=t;leftValue=v;if(below[t])delete below[t]}else if(f<0)awaited[t]=v;return v},\
    delegate=(t,v)=>{if($p!==t)resume(t);delegating=t;return v},\
    generate=()=>{const u=$p;$p=$k[++$d]=++$n;if(u!==0&&u===delegating){below[$n]=u;delegating=0}return $p};";

/// A statement at which a stop may be due. Until the count `watched` it is only noted: when the two calls that are
/// followed ran, and how often each statement did. A stop that is asked for by a mark is one even then, and so is the
/// first one from the count `wake` on.
const WATCHED: &str = "var watched=0,wake=Infinity,follows=0,a=0,b=0,firstA=0,lastA=0,lastB=0,counts=0;\
    var counted=new Uint32Array(size),\
    due=(i,t,x)=>{if($p!==t)resume(t);\
    if($c<watched){if($c<follows){if(t===a){if(firstA===0)firstA=$c;lastA=$c}if(t===b)lastB=$c}\
    if($c<counts)counted[i]++;if(!$b[i]&&$c<wake)return}\
    if($c>=$s||$b[i]){const s=$h(i,t,$c,x);if($c<watched){$s=0;wake=s}else $s=s}},\
    watch=()=>{watched=follows>counts?follows:counts;wake=Infinity;$s=0};";

/// What is handed over to the debugger.
const ATTACHED: &str = "$a({reset(){$d=0;$p=0},steps(){return $c},bottom(){return $d>0?$k[1]:0},\
    stack(){const a=[];for(let i=1;i<=$d;i++)a[i-1]=$k[i];return a},\
    depth(t){let i=$d;while(i>0&&$k[i]!==t)i--;return i},\
    awaiting(p){for(const t in awaited)if(awaited[t]===p)return +t;return 0},\
    set(c,s){$c=c;$s=s},mark(i,v){$b[i]=v},spin(){for(;;);},\
    returned(){return left<0?undefined:[left,leftToken,leftValue]},forgetReturned(){left=-1;leftValue=undefined},\
    listen(on){$y=on},\
    wake(at){wake=at},\
    follow(one,other,until){a=one;b=other;firstA=lastA=lastB=0;follows=until;watch()},\
    followed(){return [firstA,lastA,lastB]},\
    count(until){for(let i=0;i<size;i++)counted[i]=0;counts=until;watch()},\
    counts(){const a=[];for(let i=0;i<size;i++)a[i]=counted[i];return a}});";

/// The variables that stand in hooks, by their letters: those that hooks set, and those that they only read.
const CHANGED_BY_HOOKS: &str = "cspdn";
const READ_BY_HOOKS: &str = "kbqlwefvjuyzADG";

/// Where a whole program finds the native hooks.
pub(super) const GLOBAL: &str = "loginscope hooks";

/// What a function is to the stack of tokens when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enters {
    Plain,
    Generator,
    /// Also an async generator.
    Asynchronous,
}

/// How a value leaves a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaves {
    Awaited,
    Yielded,
    /// From the function with this index, for good.
    Returned {
        function: usize,
    },
}

/// The names of the hooks' variables: a prefix that does not occur in the script, and a letter.
#[derive(Clone, Debug)]
pub(super) struct Hooks {
    prefix: String,
    /// Whether a hook reaches the scope it stands in.
    scopes: bool,
    /// Whether there may be a `with` statement.
    with: bool,
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
        Self {
            prefix: format!("_${}", highest.map_or(0, |number| number + 1)),
            scopes: true,
            with: text.contains("with"),
        }
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
        let mut text = self.fill("($h,$a,$o,$m)=>{");
        text.push_str(&self.variables(statements));
        text.push_str("let module={exports:{}},exports=module.exports;");

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
            format!(";const [{}]=globalThis[\"{GLOBAL}\"];delete globalThis[\"{GLOBAL}\"];", self.fill("$h,$a,$o,$m"));
        text.push_str(&self.variables(statements));
        text.push_str(&self.fill("const $t=$p=$k[++$d]=++$n;"));
        text
    }

    /// Counters, the stack of tokens and the functions that keep it; hands over those by which the debugger reads
    /// and sets them. What no hook names is hidden from the script's scopes: the engine looks up all that is visible.
    fn variables(&self, statements: usize) -> String {
        let mut text = self
            .fill("let $c=0,$s=0,$p=0,$d=0,$n=0,$y=false;const $k=Object.setPrototypeOf([0],null),$b=new Uint8Array(");
        text.push_str(&statements.to_string());
        text.push_str(&self.fill("),[$r,$l,$q,$z,$D,$G]=(size=>{"));
        text.push_str(&self.fill(LAST_LEFT));
        text.push_str(&self.fill(WATCHED));
        text.push_str(&self.fill(ATTACHED));
        text.push_str("return [resume,leave,due,e=>{");
        text.push_str(&self.fill("$m(e,$c)},delegate,generate]})("));
        text.push_str(&statements.to_string());
        text.push_str(&self.fill(
            "),$w=(t,v)=>{if($p!==t)$r(t);return v},\
             $v=()=>{throw Error('this script has more scopes than can be kept within reach')},\
             $j=()=>{throw Error('the engine would run this function differently if its variables were within reach')},\
             $g=RangeError,$f=()=>{throw new $g('Maximum call stack size exceeded')},\
             $A=(t,v)=>{if($p!==t)$r(t);$o(t,$k[$d-1]);return v},\
             $e=f=>{$p=$k[++$d]=++$n;$o($n,$k[$d-1]);if($d>",
        ));
        text.push_str(&DEEPEST_CALLS.to_string());
        text.push_str(&self.fill(")$f();return $p};"));
        if self.with {
            text.push_str(&self.beside_with());
        }
        text
    }

    /// What lets the hooks inside a `with` statement find their variables without asking its object, which may be a
    /// proxy: a second object inside the first one. No name can be used on the way to it, so for that one moment it
    /// is a property of all numbers.
    fn beside_with(&self) -> String {
        let mut text = self.fill("const $i={__proto__:null");
        for variable in CHANGED_BY_HOOKS.chars() {
            text.push_str(
                &self.fill(&format!(",get ${variable}(){{return ${variable}}},set ${variable}(v){{${variable}=v}}")),
            );
        }
        for variable in READ_BY_HOOKS.chars() {
            text.push_str(&self.fill(&format!(",get ${variable}(){{return ${variable}}}")));
        }
        text.push_str(&self.fill(
            "},$u=((define,all)=>(t,o)=>{if(o!==null&&o!==void 0)define(all,\"$\",{__proto__:null,configurable:true,\
             get(){delete all.$;return {__proto__:$i,$t:t}}});return o})(Reflect.defineProperty,Number.prototype);",
        ));
        text
    }

    /// Around the object of a `with` statement, and before its body.
    pub(super) fn with(&self) -> (String, &'static str, String) {
        (self.fill("$u($t,("), "))", self.fill("with((0).$??{})"))
    }

    /// What stands after the script.
    pub(super) fn epilogue(&self, returned: Option<&str>) -> String {
        match returned {
            None => "\n)}".to_owned(),
            Some(name) => format!("\n{};return {name}}})()}}", self.leave(0)),
        }
    }

    /// At the start of a function's body.
    pub(super) fn enter(&self, kind: Enters) -> String {
        let overflows = format!("{DEEPEST_CALLS}{}", self.fill("&&$f();"));
        match kind {
            Enters::Plain => format!("{}{overflows}", self.fill(";const $t=$p=$k[++$d]=++$n;$d>")),
            Enters::Generator => format!("{}{overflows}", self.fill(";const $t=$G();$d>")),
            Enters::Asynchronous => self.fill(";const $t=$e();"),
        }
    }

    /// Where a function ends without a value, by its index: at the end of its body, or before a `return`.
    pub(super) fn leave(&self, function: usize) -> String {
        format!("{},void 0,{function})", self.fill(";$l($t"))
    }

    /// At the start of a `catch` block, with what was caught if that has one name. Costs a test while nobody listens.
    pub(super) fn caught(&self, name: Option<&str>) -> String {
        // A statement without a value: `eval` would give it.
        format!("{}{});", self.fill(";if($y)$z("), name.unwrap_or_default())
    }

    /// What is caught by a `catch` that has no name for it: a name, and the parameter to be added.
    pub(super) fn catch_parameter(&self) -> (String, String) {
        (self.fill("$x"), self.fill("($x)"))
    }

    /// Before `throw`. The engine takes the place of what it throws from the code that follows, even if nothing leads
    /// there; behind a condition no such code follows.
    pub(super) fn throw(&self) -> String {
        self.fill("if($t)")
    }

    /// Before a statement. `within_reach` says whether the function may be run with its variables within reach.
    pub(super) fn statement(&self, id: usize, within_reach: bool) -> String {
        // One jump and no more: the engine's compiler takes time with the square of their number.
        let mut text = self.fill(";($p!==$t|++$c>=$s|$b[");
        text.push_str(&id.to_string());
        text.push_str("])&&");
        text.push_str(&self.fill("$q("));
        text.push_str(&id.to_string());
        text.push_str(&self.fill(match (self.scopes, within_reach) {
            (true, true) => ",$t,$x=>eval($x));",
            (true, false) => ",$t,$j);",
            (false, _) => ",$t,$v);",
        }));
        text
    }

    /// Around an expression whose value leaves the function.
    pub(super) fn leaving(&self, leaves: Leaves) -> (String, String) {
        let after = match leaves {
            Leaves::Awaited => "),-1)".to_owned(),
            Leaves::Yielded => "))".to_owned(),
            Leaves::Returned { function } => format!("),{function})"),
        };
        (self.fill(" $l($t,("), after)
    }

    /// Around an `await` or `yield`: the function goes on, and in an async generator behind a `yield` (`asked_anew`)
    /// it does so for whoever asks now.
    pub(super) fn resuming(&self, asked_anew: bool) -> (String, &'static str) {
        (self.fill(if asked_anew { "$A($t," } else { "$w($t," }), ")")
    }

    /// A statement that does nothing, for which the engine notes a place.
    pub(super) fn place(&self) -> String {
        self.fill(";$t;")
    }

    /// Around what a `yield*` hands over to.
    pub(super) fn delegating(&self) -> (String, &'static str) {
        (self.fill(" $D($t,("), "))")
    }

    /// A `yield` without a value.
    pub(super) fn leaving_empty(&self) -> String {
        self.fill(" $l($t)")
    }
}
