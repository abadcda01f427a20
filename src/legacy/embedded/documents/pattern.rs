//! Regular expressions of queries: the part of Perl's that identity scripts use, matched by backtracking with a
//! bounded number of steps, so that no pattern holds up a run.

use super::refusal::Refusal;

/// Steps a match may take.
const MOST_STEPS: u32 = 2_000_000;
/// The longest pattern.
const LONGEST: usize = 8_192;
/// How deep groups may stand in each other, and how deep matching may go.
const DEEPEST: u32 = 2_000;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    node: Node,
    groups: usize,
    fold: bool,
    multiline: bool,
    dot_all: bool,
}

#[derive(Clone, Debug)]
enum Node {
    Empty,
    Any,
    Char(char),
    Class { negated: bool, items: Vec<Item> },
    Start,
    End,
    Word(bool),
    Group(Option<usize>, Box<Node>),
    Back(usize),
    Look { ahead: bool, negated: bool, node: Box<Node> },
    Several(Vec<Node>),
    Either(Vec<Node>),
    Repeat { node: Box<Node>, least: u32, most: u32, greedy: bool },
}

#[derive(Clone, Copy, Debug)]
enum Item {
    Range(char, char),
    Digit(bool),
    Word(bool),
    Space(bool),
}

impl Pattern {
    /// Reads a pattern with its options (`i`, `m`, `s`, `x`, `u`).
    ///
    /// # Errors
    /// The server's refusal of a pattern or option it does not take.
    pub(super) fn new(pattern: &str, options: &str) -> Result<Self, Refusal> {
        if let Some(unknown) = options.chars().find(|option| !"imsxu".contains(*option)) {
            return Err(Refusal::new(51108, format!("invalid flag in regex options: {unknown}")));
        }
        let has = |option| options.contains(option);
        if pattern.chars().count() > LONGEST {
            return Err(Refusal::new(51091, "Regular expression is invalid: regular expression is too large"));
        }
        let mut reader =
            Reader { chars: pattern.chars().collect(), at: 0, groups: 0, verbose: has('x'), depth: 0, fold: has('i') };
        let read = reader.either().and_then(|node| match reader.at == reader.chars.len() {
            true => Ok(node),
            false => Err("unmatched closing parenthesis".to_owned()),
        });
        let node = read.map_err(|why| Refusal::new(51091, format!("Regular expression is invalid: {why}")))?;
        Ok(Self { node, groups: reader.groups, fold: reader.fold, multiline: has('m'), dot_all: has('s') })
    }

    /// Whether it is found anywhere in the text.
    ///
    /// # Errors
    /// When it takes too many steps to tell.
    pub(super) fn is_in(&self, text: &str) -> Result<bool, Refusal> {
        let text: Vec<char> = if self.fold { text.chars().map(fold).collect() } else { text.chars().collect() };
        let mut run = Run { pattern: self, text: &text, groups: vec![None; self.groups + 1], steps: 0, depth: 0 };
        let found = (0..=text.len()).any(|start| run.node(&self.node, start, &mut |_, _| true));
        match run.steps > MOST_STEPS {
            true => Err(Refusal::new(51156, "Error occurred while executing regular expression. Result code: -47")),
            false => Ok(found),
        }
    }
}

/// A letter as it is compared where case does not count.
fn fold(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    lower.next().filter(|_| lower.next().is_none()).unwrap_or(letter)
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    groups: usize,
    verbose: bool,
    depth: u32,
    fold: bool,
}

type Read = Result<Node, String>;

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.chars[self.at..].iter().copied().take(wanted.chars().count()).eq(wanted.chars());
        if found {
            self.at += wanted.chars().count();
        }
        found
    }

    fn either(&mut self) -> Read {
        self.depth += 1;
        if self.depth > 100 {
            return Err("parentheses are too deeply nested".to_owned());
        }
        let mut branches = vec![self.several()?];
        while self.take("|") {
            branches.push(self.several()?);
        }
        self.depth -= 1;
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches) })
    }

    fn several(&mut self) -> Read {
        let mut nodes = Vec::new();
        while let Some(next) = self.peek() {
            if next == '|' || next == ')' {
                break;
            }
            if self.verbose && (next.is_whitespace() || next == '#') {
                self.at += 1;
                while next == '#' && self.peek().is_some_and(|next| next != '\n') {
                    self.at += 1;
                }
                continue;
            }
            let node = self.atom()?;
            nodes.push(self.repeated(node)?);
        }
        Ok(if nodes.is_empty() { Node::Empty } else { Node::Several(nodes) })
    }

    fn repeated(&mut self, node: Node) -> Read {
        let sign = self.peek();
        let (least, most) = match sign {
            Some('*') => (0, u32::MAX),
            Some('+') => (1, u32::MAX),
            Some('?') => (0, 1),
            Some('{') => match self.counted() {
                Some(counts) => counts,
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        if sign != Some('{') {
            self.at += 1;
        }
        if least > 65_535 || (most != u32::MAX && (most > 65_535 || most < least)) {
            return Err("numbers out of order in {} quantifier".to_owned());
        }
        let greedy = !self.take("?");
        if greedy && self.take("+") {
            return Err("possessive quantifiers are not supported by the embedded document store".to_owned());
        }
        if matches!(self.peek(), Some('*' | '+')) {
            return Err("quantifier does not follow a repeatable item".to_owned());
        }
        Ok(Node::Repeat { node: Box::new(node), least, most, greedy })
    }

    /// `{2}`, `{2,}`, `{2,5}`; anything else is text.
    fn counted(&mut self) -> Option<(u32, u32)> {
        let end = self.at + self.chars[self.at..].iter().position(|next| *next == '}')?;
        let inner: String = self.chars[self.at + 1..end].iter().collect();
        let counts = match inner.split_once(',') {
            None => inner.parse().ok().map(|count| (count, count)),
            Some((least, "")) => least.parse().ok().map(|least| (least, u32::MAX)),
            Some((least, most)) => least.parse().ok().zip(most.parse().ok()),
        }?;
        self.at = end + 1;
        Some(counts)
    }

    fn atom(&mut self) -> Read {
        let Some(next) = self.peek() else { return Ok(Node::Empty) };
        self.at += 1;
        Ok(match next {
            '.' => Node::Any,
            '^' => Node::Start,
            '$' => Node::End,
            '(' => self.group()?,
            '[' => self.class()?,
            '*' | '+' | '?' => return Err("quantifier does not follow a repeatable item".to_owned()),
            '\\' => self.escape()?,
            other => Node::Char(self.folded(other)),
        })
    }

    fn folded(&self, letter: char) -> char {
        if self.fold {
            fold(letter)
        } else {
            letter
        }
    }

    fn group(&mut self) -> Read {
        let look = |ahead, negated| move |node| Node::Look { ahead, negated, node: Box::new(node) };
        let wrap: Box<dyn FnOnce(Node) -> Node> = if self.take("?:") {
            Box::new(|node| node)
        } else if self.take("?i)") {
            self.fold = true;
            return Ok(Node::Empty);
        } else if self.take("?=") {
            Box::new(look(true, false))
        } else if self.take("?!") {
            Box::new(look(true, true))
        } else if self.take("?<=") {
            Box::new(look(false, false))
        } else if self.take("?<!") {
            Box::new(look(false, true))
        } else if self.take("?P<") || self.take("?<") {
            while self.peek().is_some_and(|next| next != '>') {
                self.at += 1;
            }
            self.at += 1;
            self.captured()
        } else if self.peek() == Some('?') {
            return Err("unrecognized character after (? or (?-".to_owned());
        } else {
            self.captured()
        };
        let node = self.either()?;
        match self.take(")") {
            true => Ok(wrap(node)),
            false => Err("missing closing parenthesis".to_owned()),
        }
    }

    fn captured(&mut self) -> Box<dyn FnOnce(Node) -> Node> {
        self.groups += 1;
        let number = self.groups;
        Box::new(move |node| Node::Group(Some(number), Box::new(node)))
    }

    fn escape(&mut self) -> Read {
        let Some(next) = self.peek() else { return Err("\\ at end of pattern".to_owned()) };
        self.at += 1;
        let class = |item| Node::Class { negated: false, items: vec![item] };
        Ok(match next {
            'd' | 'D' => class(Item::Digit(next == 'd')),
            'w' | 'W' => class(Item::Word(next == 'w')),
            's' | 'S' => class(Item::Space(next == 's')),
            'b' | 'B' => Node::Word(next == 'b'),
            'A' => Node::Start,
            'z' | 'Z' => Node::End,
            '1'..='9' => Node::Back(next.to_digit(10).map_or(0, |digit| digit as usize)),
            _ => Node::Char(self.escaped(next)?),
        })
    }

    fn escaped(&mut self, next: char) -> Result<char, String> {
        let letter = match next {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' => '\0',
            'x' => {
                let digits: String = self.chars[self.at..].iter().take(2).collect();
                self.at += digits.chars().count();
                u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).ok_or("bad \\x in pattern")?
            }
            letter if letter.is_ascii_alphanumeric() => return Err("unrecognized character follows \\".to_owned()),
            other => other,
        };
        Ok(self.folded(letter))
    }

    fn class(&mut self) -> Read {
        let negated = self.take("^");
        let mut items = Vec::new();
        let mut first = true;
        loop {
            let next = self.peek().ok_or("missing terminating ] for character class")?;
            self.at += 1;
            if next == ']' && !first {
                return Ok(Node::Class { negated, items });
            }
            first = false;
            let low = match next {
                '\\' => match self.peek() {
                    Some(kind @ ('d' | 'D' | 'w' | 'W' | 's' | 'S')) => {
                        self.at += 1;
                        items.push(match kind {
                            'd' | 'D' => Item::Digit(kind == 'd'),
                            'w' | 'W' => Item::Word(kind == 'w'),
                            _ => Item::Space(kind == 's'),
                        });
                        continue;
                    }
                    Some('b') => {
                        self.at += 1;
                        '\u{8}'
                    }
                    Some(other) => {
                        self.at += 1;
                        self.escaped(other)?
                    }
                    None => return Err("missing terminating ] for character class".to_owned()),
                },
                other => other,
            };
            let ranges = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|end| *end != ']');
            if !ranges {
                items.push(Item::Range(low, low));
                continue;
            }
            self.at += 1;
            let end = self.peek().unwrap_or(low);
            self.at += 1;
            let high = match (end, self.peek()) {
                ('\\', Some(escaped)) => {
                    self.at += 1;
                    self.escaped(escaped)?
                }
                _ => end,
            };
            if high < low {
                return Err("range out of order in character class".to_owned());
            }
            items.push(Item::Range(low, high));
        }
    }
}

struct Run<'a> {
    pattern: &'a Pattern,
    text: &'a [char],
    groups: Vec<Option<(usize, usize)>>,
    steps: u32,
    depth: u32,
}

/// What is still to be matched after a node.
type Rest<'r> = &'r mut dyn FnMut(&mut Run<'_>, usize) -> bool;

impl Run<'_> {
    fn node(&mut self, node: &Node, at: usize, rest: Rest<'_>) -> bool {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.depth > DEEPEST {
            self.steps = MOST_STEPS + 1;
            return false;
        }
        self.depth += 1;
        let found = self.tried(node, at, rest);
        self.depth -= 1;
        found
    }

    fn tried(&mut self, node: &Node, at: usize, rest: Rest<'_>) -> bool {
        match node {
            Node::Empty => rest(self, at),
            Node::Any | Node::Char(_) | Node::Class { .. } => self.is_one(node, at) && rest(self, at + 1),
            Node::Start => {
                let begins = at == 0 || (self.pattern.multiline && self.text[at - 1] == '\n');
                begins && rest(self, at)
            }
            Node::End => {
                let left = &self.text[at..];
                let ends = left.is_empty() || left == ['\n'] || (self.pattern.multiline && left[0] == '\n');
                ends && rest(self, at)
            }
            Node::Word(wanted) => {
                let is_word =
                    |letter: Option<&char>| letter.is_some_and(|letter| letter.is_alphanumeric() || *letter == '_');
                let before = at.checked_sub(1).and_then(|at| self.text.get(at));
                ((is_word(before) != is_word(self.text.get(at))) == *wanted) && rest(self, at)
            }
            Node::Group(number, inner) => {
                let number = number.unwrap_or(0);
                let before = self.groups[number];
                let found = self.node(inner, at, &mut |run, end| {
                    let kept = run.groups[number].replace((at, end));
                    rest(run, end) || {
                        run.groups[number] = kept;
                        false
                    }
                });
                if !found {
                    self.groups[number] = before;
                }
                found
            }
            Node::Back(number) => {
                let Some((start, end)) = self.groups.get(*number).copied().flatten() else { return false };
                let wanted = &self.text[start..end];
                self.text[at..].starts_with(wanted) && rest(self, at + wanted.len())
            }
            Node::Look { ahead: true, negated, node } => {
                (self.node(node, at, &mut |_, _| true) != *negated) && rest(self, at)
            }
            Node::Look { ahead: false, negated, node } => {
                let found = (0..=at).rev().any(|start| self.node(node, start, &mut |_, end| end == at));
                (found != *negated) && rest(self, at)
            }
            Node::Several(nodes) => self.in_a_row(nodes, at, rest),
            Node::Either(branches) => branches.iter().any(|branch| self.node(branch, at, rest)),
            Node::Repeat { node, least, most, greedy } => self.repeat(node, (*least, *most, *greedy), at, rest),
        }
    }

    fn in_a_row(&mut self, nodes: &[Node], at: usize, rest: Rest<'_>) -> bool {
        match nodes.split_first() {
            None => rest(self, at),
            Some((first, others)) => self.node(first, at, &mut |run, end| run.in_a_row(others, end, rest)),
        }
    }

    fn repeat(&mut self, node: &Node, (least, most, greedy): (u32, u32, bool), at: usize, rest: Rest<'_>) -> bool {
        // What takes exactly one letter needs no way back but to give letters back.
        if matches!(node, Node::Any | Node::Char(_) | Node::Class { .. }) {
            let room = self.text.len() - at;
            let most = room.min(most as usize);
            let fits = (0..most).take_while(|index| self.is_one(node, at + index)).count();
            let least = least as usize;
            self.steps = self.steps.saturating_add(u32::try_from(fits).unwrap_or(u32::MAX));
            if fits < least {
                return false;
            }
            return match greedy {
                true => (least..=fits).rev().any(|count| rest(self, at + count)),
                false => (least..=fits).any(|count| rest(self, at + count)),
            };
        }
        if !greedy && least == 0 && rest(self, at) {
            return true;
        }
        let again = most > 0
            && self.node(node, at, &mut |run, end| {
                // A turn that took nothing would go on for ever.
                (end > at || least > 0)
                    && run.repeat(
                        node,
                        (least.saturating_sub(1), most.saturating_sub(u32::from(most != u32::MAX)), greedy),
                        end,
                        rest,
                    )
            });
        again || (greedy && least == 0 && rest(self, at))
    }

    fn is_one(&self, node: &Node, at: usize) -> bool {
        let Some(letter) = self.text.get(at).copied() else { return false };
        match node {
            Node::Any => self.pattern.dot_all || letter != '\n',
            Node::Char(wanted) => letter == *wanted,
            Node::Class { negated, items } => items.iter().any(|item| self.is_in(*item, letter)) != *negated,
            _ => false,
        }
    }

    fn is_in(&self, item: Item, letter: char) -> bool {
        match item {
            Item::Range(low, high) => {
                (low..=high).contains(&letter)
                    || (self.pattern.fold && letter.to_uppercase().any(|upper| (low..=high).contains(&upper)))
            }
            Item::Digit(wanted) => letter.is_ascii_digit() == wanted,
            Item::Word(wanted) => (letter.is_ascii_alphanumeric() || letter == '_') == wanted,
            Item::Space(wanted) => letter.is_ascii_whitespace() == wanted,
        }
    }
}
