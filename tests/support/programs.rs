//! Programs made of choices: each byte decides what is written next, and where there are none left the shortest is
//! taken. All of them parse, all of them end.

/// What every program begins with: variables, and functions that show values and end loops.
const BEFORE: &str = "\
var a = 1, b = 'b', c = null, o = { p: 1, q: { r: 2 }, m(x) { return this.p + x; }, get g() { return this.q.r; } };
var left = 30;
function go() { return left-- > 0; }
function show(v) { return typeof v === 'function' ? 'function ' + v.name : Array.isArray(v) ? 'list ' + v.length : String(v); }
function tag(strings, ...values) { return strings.raw.length + show(values[0]); }
function f0(x, y = x) { return arguments.length + show(y); }
";

/// What throws natively, each in its own way.
const THROWING: &[&str] = &[
    "null.x",
    "undeclared",
    "o.nothing.more",
    "(0)()",
    "o.none()",
    "new Array(-1)",
    "JSON.parse('{')",
    "Symbol() + 1",
    "decodeURIComponent('%')",
    "BigInt(1.5)",
    "[].reduce(f0)",
    "new o.p()",
    "(() => { const k = 1; k = 2; })()",
    "(() => { t; let t; })()",
    "(1).toFixed(200)",
    "[...o.p]",
    "(([x]) => x)(null)",
    "'x' in 1",
    "1 instanceof 1",
    "Object.defineProperty(1, 'x', {})",
];

/// Where something stands.
#[derive(Clone, Copy, Default)]
struct Within {
    function: bool,
    arguments: bool,
    generator: bool,
    asynchronous: bool,
    a_loop: bool,
    breakable: bool,
    strict: bool,
    /// The label around, by its number.
    label: Option<u32>,
}

/// Writes the program that `choices` decide.
pub fn program(choices: &[u8]) -> String {
    let mut writer = Writer { choices, text: BEFORE.to_owned(), names: 0, depth: 0, within: Within::default() };
    if writer.choose(8) == 7 {
        writer.text.insert_str(0, "'use strict';\n");
        writer.within.strict = true;
    }
    while !writer.choices.is_empty() {
        match writer.choose(3) {
            0 => writer.statement(),
            _ => writer.write("try { @s } catch (e) { print(show(e)); }"),
        }
        writer.line();
    }
    writer.text
}

struct Writer<'c> {
    choices: &'c [u8],
    text: String,
    names: u32,
    depth: u32,
    within: Within,
}

impl Writer<'_> {
    /// A number below `options`; 0 when nothing is left to choose from, or things are nested deep enough.
    fn choose(&mut self, options: usize) -> usize {
        let Some((first, rest)) = self.choices.split_first() else { return 0 };
        self.choices = rest;
        if self.depth > 12 {
            0
        } else {
            usize::from(*first) % options
        }
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        let index = self.choose(from.len());
        from[index]
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    fn line(&mut self) {
        let between = self.pick(&["\n", " ", "\n  ", "\n\n\t", "/* c */", " // c\n"]);
        self.text.push_str(between);
    }

    /// Writes a template: `@e` is an expression, `@s` some statements, `@b` the body of a loop or condition, `@n` a new
    /// name and `@m` the last such name again; all else stands for itself.
    fn write(&mut self, template: &str) {
        self.depth += 1;
        let mut name = String::new();
        let mut parts = template.split('@');
        self.text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (placeholder, rest) = part.split_at(1);
            match placeholder {
                "e" => self.expression(),
                "s" => self.statements(),
                "b" => self.body(),
                "n" => {
                    name = self.name();
                    self.text.push_str(&name);
                }
                _ => self.text.push_str(&name),
            }
            self.text.push_str(rest);
        }
        self.depth -= 1;
    }

    fn inside(&mut self, within: Within, template: &str) {
        let around = std::mem::replace(&mut self.within, within);
        self.write(template);
        self.within = around;
    }

    fn function(&self) -> Within {
        Within { function: true, arguments: true, strict: self.within.strict, ..Within::default() }
    }

    /// In an arrow function.
    fn arrow(&self) -> Within {
        Within { arguments: self.within.arguments, ..self.function() }
    }

    /// In a part of a class that is no method.
    fn field(&self) -> Within {
        Within { strict: true, ..Within::default() }
    }

    fn statements(&mut self) {
        for _ in 0..self.choose(4) {
            self.statement();
            self.line();
        }
    }

    fn body(&mut self) {
        match self.choose(4) {
            0 => self.text.push_str(" {}"),
            1 => self.write(" { @s }"),
            2 => self.write(" print(show(@e));"),
            _ => self.write("\n  { @e; @s }"),
        }
    }

    fn expression(&mut self) {
        self.depth += 1;
        match self.choose(36) {
            0 => self.text.push('1'),
            1 => self.text.push_str("'text'"),
            2 => self.text.push('a'),
            3 => self.text.push_str("o.p"),
            4 => self.write("(@e + @e)"),
            5 => self.write("(@e<@e)"),
            6 => self.write("f0(@e)"),
            7 => self.write("f0(@e, @e)"),
            8 => self.write("`x${@e}y${show(@e)}`"),
            9 => self.write("tag`x${@e}`"),
            10 => self.write("[...[@e, @e]].length"),
            11 => self.inside(self.arrow(), "(() => @e)()"),
            12 => self.inside(self.arrow(), "((x, { y = @e, ...r } = {}) => { @s return @e })(1)"),
            13 => self.inside(self.function(), "(function @n(x, y = @e) { @s return @e; })(1)"),
            14 => {
                self.inside(self.function(), "({ get g() { @s return @e; }");
                self.write(", p: @e }).g");
            }
            15 => self.write("(@e ? @e : @e)"),
            16 => self.write("(@e ?? @e)"),
            17 => self.write("(@e && @e || @e)"),
            18 => self.class(),
            19 => {
                let throwing = self.pick(THROWING);
                self.text.push_str(throwing);
            }
            20 => self.write("(@e, @e)"),
            21 => self.write("typeof @e"),
            22 => self.write("o?.q?.[@e]"),
            23 => self.write("o.m(@e)"),
            24 => self.write("(a = @e)"),
            25 => self.write("(o.q.r += show(@e))"),
            26 => self.write("([a, b = @e] = [@e])"),
            27 => self.write("({ p: a = @e, ...c } = { p: @e })"),
            28 => self.inside(self.arrow(), "[2, 1].map((x, i) => { @s return @e; }).length"),
            29 => self.inside(self.function(), "[2, 1].sort(function (x, y) { return @e; })[0]"),
            30 => self.inside(
                Within { generator: true, ..self.function() },
                "[...(function* () { @s yield @e; @s })()].length",
            ),
            31 => self.write("eval('a + 1; ' + show(@e).length)"),
            32 => self.write("new Error(show(@e)).message"),
            33 if self.within.arguments => self.text.push_str("arguments.length"),
            34 | 35 if self.within.generator => self.write("(yield @e)"),
            34 | 35 if self.within.asynchronous => self.write("(await @e)"),
            _ => self.write("show(@e)"),
        }
        self.depth -= 1;
    }

    fn class(&mut self) {
        match self.choose(5) {
            0 => {
                self.inside(self.field(), "new (class { #p = @e; ");
                self.inside(Within { strict: true, ..self.function() }, "m() { @s return this.#p; } })().m()");
            }
            1 => {
                self.inside(self.field(), "(class { static s = @e; static t = this.s; }).t");
            }
            2 => {
                self.text.push_str("new (class extends Object { ");
                self.inside(
                    Within { strict: true, ..self.function() },
                    "constructor() { @s super(); @s this.x = @e; } })().x",
                );
            }
            3 => {
                self.inside(self.field(), "(class { static { @s print(show(@e)); } }).name");
            }
            _ => {
                self.inside(self.field(), "[...new (class { [show(@e)]() {} ");
                self.inside(
                    Within { generator: true, strict: true, ..self.function() },
                    "*[Symbol.iterator]() { @s yield @e; } })()].length",
                );
            }
        }
    }

    fn statement(&mut self) {
        self.depth += 1;
        match self.choose(38) {
            0 | 1 => self.write("print(show(@e));"),
            2 => self.write("@e;"),
            3 => self.write("var @n = @e; print(show(@m));"),
            4 => self.write("let @n = @e\nvar @m_a = 2\nprint(@m_a)\n;"),
            5 => self.write("const { p: @n = @e, ...@m_c } = { p: @e }, [@m_a, ...@m_b] = [@e, @e];"),
            6 => self.write("if (@e)@b"),
            7 => self.write("if (@e)@b else if (@e)@b\nelse@b"),
            8 => self.looped("for (let i = 0; i < 2 && go(); i++)@b"),
            9 => self.looped("for (const x of [@e, @e])@b"),
            10 => self.looped("for (var [w, z = show(w)] of [[@e], [2]])@b"),
            11 => self.looped("for (const k in { p: @e, q: 2 })@b"),
            12 => self.looped("while (go() && @e)@b"),
            13 => self.looped("do@b while (go() && @e);"),
            14 => self.labelled(),
            15 => self.write("{ @s }"),
            16 => {
                let within = Within { breakable: true, ..self.within };
                self.inside(within, "switch (@e) { case 1: @s case @e: @s default: @s case 'x': let @n = @e; }");
            }
            17 => self.write("try { @s @e; } catch (e) { print(show(e)); @s }"),
            18 => self.write("try { @s } finally { @s print('last'); }"),
            19 => self.write("try { throw @e; } catch { @s } finally { @s }"),
            20 => self.write("try { @s @e; } catch ({ message: @n = @e }) { print(@m); }"),
            21 => self.write("throw new TypeError(show(@e));"),
            22 => self.write("throw @e;"),
            23 => self.inside(self.function(), "function @n(x) { @s return @e; } print(show(@m(1)));"),
            24 => self.inside(Within { generator: true, ..self.function() }, "function* @n() { @s try { yield @e; @s } finally { @s } } var @m_a = @m(); @m_a.next(); print(show(@m_a.return(1).value));"),
            25 => self.inside(Within { asynchronous: true, ..self.arrow() }, "(async () => { @s print(show(await @e)); @s return @e; })().then(x => print(show(x)), e => print('rejected', show(e)));"),
            26 => self.inside(Within { asynchronous: true, ..self.function() }, "async function @n(x) { @s for await (const y of [x, @e]) { @s print(show(y)); } @s } @m(1);"),
            27 => self.inside(Within { asynchronous: true, generator: false, ..self.function() }, "(async function () { try { @s await @e; } catch (e) { print(show(e)); @s } finally { @s } })();"),
            28 => self.inside(Within { generator: true, ..self.function() }, "(async function* @n() { @s yield @e; @s })().next().then(x => print(show(x.value)), e => print(show(e)));"),
            29 => self.inside(self.arrow(), "Promise.resolve(@e).then(x => { @s return @e; }).catch(e => print(show(e)));"),
            30 if !self.within.strict => self.write("with ({ p: @e, get h() { return p; } })@b"),
            31 if !self.within.strict => self.write("with (o) { @s print(show(m(@e) + p)); }"),
            32 if self.within.function => self.write("return @e;"),
            33 if self.within.a_loop => self.write("if (@e) continue;"),
            34 if self.within.breakable => self.write("if (@e) break;"),
            35 => match self.within.label {
                Some(label) => self.write(&format!("if (@e) break l{label};")),
                None => self.text.push(';'),
            },
            36 => self.inside(self.field(), "class @n { x = @e; static [show(@e)] = 1; } print(show(new @m().x));"),
            37 => self.text.push_str("debugger;"),
            _ => self.write("print(show(@e), show(@e));"),
        }
        self.depth -= 1;
    }

    fn looped(&mut self, template: &str) {
        self.inside(Within { a_loop: true, breakable: true, ..self.within }, template);
    }

    fn labelled(&mut self) {
        self.names += 1;
        let label = self.names;
        self.text.push_str(&format!("l{label}: "));
        let template = self.pick(&["{ @s print('in'); @s }", "for (const x of [@e, 2])@b", "while (go())@b"]);
        let within = match template.starts_with('{') {
            true => Within { label: Some(label), ..self.within },
            false => Within { label: Some(label), a_loop: true, breakable: true, ..self.within },
        };
        self.inside(within, template);
    }
}
