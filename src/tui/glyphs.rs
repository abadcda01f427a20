//! Every sign on screen, twice: for UTF-8 terminals and for ASCII ones. All are one cell wide.

/// One set of signs.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Corner, top left.
    pub top_left: &'static str,
    /// Corner, top right.
    pub top_right: &'static str,
    /// Corner, bottom left.
    pub bottom_left: &'static str,
    /// Corner, bottom right.
    pub bottom_right: &'static str,
    /// A horizontal rule.
    pub horizontal: &'static str,
    /// A vertical rule.
    pub vertical: &'static str,
    /// A rule starting at the left side.
    pub tee_left: &'static str,
    /// A rule ending at the right side.
    pub tee_right: &'static str,
    /// The selected entry; the focused pane.
    pub selected: &'static str,
    /// The next statement.
    pub next: &'static str,
    /// A caller that waits.
    pub waits: &'static str,
    /// The last line of a statement that goes on.
    pub goes_on: &'static str,
    /// A run that ended here.
    pub ended: &'static str,
    /// A run under way.
    pub running: &'static str,
    /// A run standing still.
    pub paused: &'static str,
    /// A breakpoint on a statement.
    pub breakpoint: &'static str,
    /// A breakpoint that is not bound (yet).
    pub unbound: &'static str,
    /// A stop with a condition or a count of hits.
    pub conditional: &'static str,
    /// A stop that logs and goes on.
    pub logging: &'static str,
    /// A stop that is switched off.
    pub off: &'static str,
    /// How often a line ran.
    pub times: &'static str,
    /// Values after a line.
    pub beside: &'static str,
    /// A line that sent a query.
    pub sent: &'static str,
    /// Settled, good.
    pub yes: &'static str,
    /// Settled, bad.
    pub no: &'static str,
    /// Not known yet.
    pub waiting: &'static str,
    /// An open value.
    pub open: &'static str,
    /// A closed value.
    pub closed: &'static str,
    /// A value that changed.
    pub changed: &'static str,
    /// Ours, not the source's: an assumed rule, a derived name.
    pub ours: &'static str,
    /// Something worth a look.
    pub warning: &'static str,
    /// Text was cut here.
    pub cut: &'static str,
    /// `callback` was called.
    pub callback: &'static str,
    /// Time that passed.
    pub passed: &'static str,
    /// Time to come.
    pub to_come: &'static str,
    /// Where the run stands in time.
    pub now: &'static str,
    /// On the timeline: a query that reads was sent.
    pub read: &'static str,
    /// On the timeline: a query that writes was sent.
    pub write: &'static str,
    /// On the timeline: an answer came.
    pub answer: &'static str,
    /// On the timeline: a console line.
    pub line: &'static str,
    /// On the timeline: what is selected.
    pub chosen: &'static str,
    /// Under the timeline: the place that the words are about.
    pub pointer: &'static str,
    /// What a value came from.
    pub from: &'static str,
    /// Two runs differ here.
    pub differs: &'static str,
    /// Only in the first of two runs.
    pub only_first: &'static str,
    /// Only in the second of two runs.
    pub only_second: &'static str,
    /// The operation changes it.
    pub altered: &'static str,
}

/// For UTF-8 terminals.
pub static UNICODE: Glyphs = Glyphs {
    top_left: "╭",
    top_right: "╮",
    bottom_left: "╰",
    bottom_right: "╯",
    horizontal: "─",
    vertical: "│",
    tee_left: "├",
    tee_right: "┤",
    selected: "▸",
    next: "▶",
    waits: "▷",
    goes_on: "┊",
    ended: "■",
    running: "▶",
    paused: "‖",
    breakpoint: "●",
    unbound: "○",
    conditional: "◆",
    logging: "»",
    off: "–",
    times: "×",
    beside: "┊",
    sent: "◂",
    yes: "✓",
    no: "✗",
    waiting: "…",
    open: "▾",
    closed: "▸",
    changed: "•",
    ours: "≈",
    warning: "!",
    cut: "…",
    callback: "↩",
    passed: "━",
    to_come: "┄",
    now: "●",
    read: "◇",
    write: "◆",
    answer: "◦",
    line: "·",
    chosen: "┃",
    pointer: "▲",
    from: "←",
    differs: "≠",
    only_first: "−",
    only_second: "+",
    altered: "~",
};

/// For the others.
pub static ASCII: Glyphs = Glyphs {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    horizontal: "-",
    vertical: "|",
    tee_left: "+",
    tee_right: "+",
    selected: ">",
    next: ">",
    waits: ")",
    goes_on: ":",
    ended: "#",
    running: ">",
    paused: "=",
    breakpoint: "@",
    unbound: "o",
    conditional: "?",
    logging: "%",
    off: "-",
    times: "x",
    beside: ":",
    sent: "<",
    yes: "+",
    no: "x",
    waiting: ".",
    open: "v",
    closed: ">",
    changed: "*",
    ours: "~",
    warning: "!",
    cut: "~",
    callback: "<",
    passed: "=",
    to_come: ".",
    now: "O",
    read: "r",
    write: "w",
    answer: "a",
    line: "'",
    chosen: "|",
    pointer: "^",
    from: "<",
    differs: "/",
    only_first: "-",
    only_second: "+",
    altered: "~",
};

/// What an ASCII terminal shows for a character: a twin where there is one, else `?`.
pub const fn ascii_twin(character: char) -> &'static str {
    match character {
        '…' => "...",
        'ƒ' => "f",
        '›' | '→' | '▸' | '▶' => ">",
        '‹' | '◂' => "<",
        // The keys: `<` and `^` would be others.
        '←' => "Left",
        '↑' => "Up",
        '↓' => "Down",
        '§' => "S",
        '•' | '●' | '◆' => "*",
        '○' => "o",
        '»' => ">",
        '–' | '—' | '─' => "-",
        '×' => "x",
        '≈' => "~",
        '✓' => "+",
        '✗' => "x",
        '“' | '”' => "\"",
        '‘' | '’' => "'",
        '\u{2400}'..='\u{2421}' => "^",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    fn all(glyphs: &'static Glyphs) -> Vec<&'static str> {
        // The debug form lists every field, so that no glyph added later is forgotten here.
        let text = Box::leak(format!("{glyphs:?}").into_boxed_str());
        text.split('"').skip(1).step_by(2).collect()
    }

    #[test]
    fn what_stands_on_the_timelines_of_two_runs_can_be_told_apart_in_ascii() {
        let Glyphs { ended, no, callback, read, write, answer, line, differs, .. } = &ASCII;
        let signs = [ended, no, callback, read, write, answer, line, differs];
        let distinct: std::collections::HashSet<_> = signs.iter().collect();
        assert_eq!(distinct.len(), signs.len(), "{signs:?}");
    }

    #[test]
    fn the_keys_with_arrows_are_named_where_there_are_none() {
        for (key, name) in [('←', "Left"), ('↑', "Up"), ('↓', "Down")] {
            assert_eq!(ascii_twin(key), name);
        }
    }

    #[test]
    fn every_glyph_is_one_cell_wide_and_has_an_ascii_twin() {
        assert_eq!(all(&UNICODE).len(), all(&ASCII).len());
        assert!(all(&UNICODE).len() > 30);
        assert!(all(&UNICODE).iter().all(|glyph| glyph.width() == 1), "{:?}", all(&UNICODE));
        assert!(all(&ASCII).iter().all(|glyph| glyph.is_ascii() && glyph.len() == 1));
    }
}
