//! What stands where in a script.

/// A statement the debugger can stop at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Byte offset of its first character.
    pub start: u32,
    /// Byte offset after what is highlighted: the statement's own part, without the bodies inside it.
    pub end: u32,
    /// Index into [`Tables::functions`].
    pub function: usize,
    /// Index into [`Tables::scopes`]: the innermost scope visible here.
    pub scope: usize,
    /// It is a `debugger;` statement.
    pub is_debugger: bool,
    /// The variables, parameters and functions of the script that stand in its own part, not in a body or function
    /// inside it: declared, set or read. In order of appearance, each once.
    pub names: Vec<String>,
}

/// A function, or the script's top level (index 0).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionInfo {
    /// Its own name or a derived one.
    pub name: String,
    /// The name was derived from where the function stands.
    pub derived: bool,
    /// Byte offsets of the whole function.
    pub span: (u32, u32),
    /// `async`, and no generator: a call of it ends when its promise is settled.
    pub asynchronous: bool,
    /// The number of declared parameters; `None` where it takes any number (`...rest`, `arguments`).
    pub parameters: Option<usize>,
}

/// What a scope belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeRole {
    /// Parameters, `var`s and top-level declarations of a function (or of the script).
    Function,
    /// A block, loop head, `switch` or `catch`.
    Block,
}

/// A scope and the names declared in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeInfo {
    /// The scope around it.
    pub parent: Option<usize>,
    /// Index into [`Tables::functions`].
    pub function: usize,
    /// What it belongs to.
    pub role: ScopeRole,
    /// In order of appearance.
    pub names: Vec<String>,
}

/// All tables of one script.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// In the order they stand in the text; a hook names its statement by the index.
    pub statements: Vec<Statement>,
    /// Index 0 is the top level.
    pub functions: Vec<FunctionInfo>,
    /// Index 0 is the top level's scope.
    pub scopes: Vec<ScopeInfo>,
}

impl Tables {
    /// What it costs the engine to keep the scopes of all statements within reach: for each, it looks up every
    /// visible name among all visible names, through every function around; and it looks up every statement's way
    /// in among those of its function.
    pub(super) fn scope_cost(&self) -> u64 {
        let mut visible: Vec<(u64, u64)> = Vec::with_capacity(self.scopes.len());
        for scope in &self.scopes {
            let around = scope.parent.and_then(|parent| Some((visible.get(parent)?, &self.scopes[parent])));
            let (names, depth) = around.map_or((0, 1), |((names, depth), parent)| {
                let entered = u64::from(parent.function != scope.function);
                (names + entered, depth + entered)
            });
            visible.push((names + scope.names.len() as u64, depth));
        }
        let mut in_function = vec![0_u64; self.functions.len()];
        let mut cost = 0_u64;
        for statement in &self.statements {
            let (names, depth) = visible[statement.scope];
            cost = cost.saturating_add(names.saturating_mul(names).saturating_mul(depth));
            in_function[statement.function] += 1;
        }
        let siblings = in_function.iter().map(|count| count.saturating_mul(*count).saturating_mul(25));
        siblings.fold(cost, u64::saturating_add)
    }

    /// The innermost function around a byte offset.
    pub fn function_at(&self, offset: u32) -> usize {
        let around = |function: &FunctionInfo| function.span.0 <= offset && offset < function.span.1;
        let innermost =
            self.functions.iter().enumerate().filter(|(_, function)| around(function)).max_by_key(|(_, f)| f.span.0);
        innermost.map_or(0, |(index, _)| index)
    }
}
