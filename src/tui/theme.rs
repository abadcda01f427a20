//! The only owner of colours and signs.
//!
//! Few colours, each with one meaning: blue is where you are, green is settled and good, red is settled and bad,
//! amber is where execution stands or what deserves a look, grey is context. What a colour says is always said by a
//! sign or a word as well, so a terminal without colours loses nothing but calm.

use ratatui::style::{Color, Modifier, Style};

use super::glyphs::{self, Glyphs};

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// 24 bit.
    True,
    /// The 256 of xterm.
    Indexed,
    /// The 16 of old, in whatever tones the user likes.
    Sixteen,
    /// None, or none wanted (`NO_COLOR`).
    None,
}

/// What the terminal's own background is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Plain text in the terminal's own colour.
    Text,
    /// A heading.
    Strong,
    /// Context: labels, numbers, what was before.
    Dim,
    /// Frames and rules.
    Faint,
    /// Where you are.
    Here,
    /// Settled, good.
    Good,
    /// Settled, bad.
    Bad,
    /// Worth a look.
    Warn,
    /// The next statement.
    Statement,
    /// A statement that waits for one it called.
    Waits,
    /// The selected entry of the focused pane.
    Selected,
    /// The line of the source cursor.
    Cursor,
    /// A derived name.
    Derived,
    /// JavaScript: keyword.
    Keyword,
    /// JavaScript: string.
    String,
    /// JavaScript: number or constant.
    Number,
    /// JavaScript: comment.
    Comment,
    /// JavaScript: function name.
    Function,
}

/// A colour on dark and on light ground, and its stand-in among sixteen.
struct Tone(u32, u32, Color);

const DIM: Tone = Tone(0x8b_95_a1, 0x57_60_6a, Color::DarkGray);
const FAINT: Tone = Tone(0x4e_57_62, 0xb4_bc_c5, Color::DarkGray);
const BLUE: Tone = Tone(0x6c_b6_ff, 0x08_60_c4, Color::Cyan);
const GREEN: Tone = Tone(0x7b_c7_7e, 0x1a_7f_37, Color::Green);
const RED: Tone = Tone(0xf4_70_67, 0xc1_22_2e, Color::Red);
const AMBER: Tone = Tone(0xe0_b2_52, 0x8a_5a_00, Color::Yellow);
const AMBER_GROUND: Tone = Tone(0x57_43_12, 0xff_e3_94, Color::Yellow);
const BLUE_GROUND: Tone = Tone(0x25_36_4d, 0xd6_e6_fa, Color::Blue);
const GREY_GROUND: Tone = Tone(0x36_42_52, 0xd3_dc_e6, Color::Reset);
const CURSOR_GROUND: Tone = Tone(0x21_26_2d, 0xf1_f4_f7, Color::Reset);
const VIOLET: Tone = Tone(0xc2_9b_f0, 0x7a_3f_c0, Color::Magenta);
const LEAF: Tone = Tone(0xa3_c9_8f, 0x22_70_3a, Color::Green);
const ORANGE: Tone = Tone(0xe3_a8_68, 0xa0_4a_00, Color::Yellow);
const SKY: Tone = Tone(0x8c_bf_f2, 0x0a_55_a8, Color::Blue);

/// Colours and signs of one terminal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    depth: Depth,
    ground: Ground,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

impl Theme {
    /// A theme for a terminal that can do this much.
    pub fn new(depth: Depth, ground: Ground, unicode: bool) -> Self {
        Self { depth, ground, glyphs: if unicode { &glyphs::UNICODE } else { &glyphs::ASCII } }
    }

    /// What the environment says about the terminal. `variable` reads one environment variable.
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        let read = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = read("TERM").unwrap_or_default();
        let depth = if read("NO_COLOR").is_some() || term == "dumb" {
            Depth::None
        } else if matches!(read("COLORTERM").as_deref(), Some("truecolor" | "24bit")) || term.ends_with("-direct") {
            Depth::True
        } else if term.contains("256color") || ["alacritty", "foot", "xterm-kitty", "wezterm"].contains(&&*term) {
            Depth::Indexed
        } else {
            Depth::Sixteen
        };
        // COLORFGBG is `foreground;background` or `foreground;default;background` in colours of sixteen.
        let light = read("COLORFGBG").and_then(|value| value.rsplit(';').next().map(str::to_owned));
        let ground = if matches!(light.as_deref(), Some("7" | "15")) { Ground::Light } else { Ground::Dark };
        // Containers often name no locale, while the terminal before them takes UTF-8: only one that is named and is
        // none keeps to ASCII.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(read).map(|locale| locale.to_lowercase());
        let utf8 = locale.is_none_or(|locale| locale.contains("utf-8") || locale.contains("utf8"));
        let unicode = utf8 && !["linux", "dumb"].contains(&&*term);
        Self::new(depth, ground, unicode)
    }

    /// Whether only ASCII may be drawn.
    pub fn ascii(&self) -> bool {
        std::ptr::eq(self.glyphs, &raw const glyphs::ASCII)
    }

    /// How a piece of text looks.
    pub fn style(&self, role: Role) -> Style {
        if self.depth == Depth::None {
            return Self::colourless(role);
        }
        let plain = Style::new();
        let sixteen = self.depth == Depth::Sixteen;
        match role {
            Role::Text => plain,
            Role::Strong => plain.add_modifier(Modifier::BOLD),
            Role::Dim => self.on(plain, &DIM),
            Role::Faint => self.on(plain, &FAINT),
            Role::Here => self.on(plain, &BLUE).add_modifier(Modifier::BOLD),
            Role::Good => self.on(plain, &GREEN),
            Role::Bad => self.on(plain, &RED),
            Role::Warn => self.on(plain, &AMBER),
            Role::Statement if sixteen => plain.fg(Color::Black).bg(Color::Yellow),
            Role::Statement => self.over(plain, &AMBER_GROUND),
            Role::Waits if sixteen => plain.add_modifier(Modifier::UNDERLINED),
            Role::Waits => self.over(plain, &GREY_GROUND),
            Role::Selected if sixteen => plain.add_modifier(Modifier::REVERSED),
            Role::Selected => self.over(plain, &BLUE_GROUND),
            Role::Cursor if sixteen => plain,
            Role::Cursor => self.over(plain, &CURSOR_GROUND),
            Role::Derived => plain.add_modifier(Modifier::ITALIC),
            Role::Keyword => self.on(plain, &VIOLET),
            Role::String => self.on(plain, &LEAF),
            Role::Number => self.on(plain, &ORANGE),
            Role::Comment => self.on(plain, &DIM).add_modifier(Modifier::ITALIC),
            Role::Function => self.on(plain, &SKY),
        }
    }

    const fn colourless(role: Role) -> Style {
        let modifier = match role {
            Role::Strong | Role::Here | Role::Bad | Role::Warn | Role::Keyword => Modifier::BOLD,
            Role::Dim | Role::Faint | Role::Comment => Modifier::DIM,
            Role::Statement | Role::Selected => Modifier::REVERSED,
            Role::Waits => Modifier::UNDERLINED,
            Role::Derived => Modifier::ITALIC,
            Role::Text | Role::Good | Role::Cursor | Role::String | Role::Number | Role::Function => Modifier::empty(),
        };
        Style::new().add_modifier(modifier)
    }

    fn on(&self, style: Style, tone: &Tone) -> Style {
        style.fg(self.colour(tone))
    }

    fn over(&self, style: Style, tone: &Tone) -> Style {
        style.bg(self.colour(tone))
    }

    fn colour(&self, Tone(dark, light, sixteen): &Tone) -> Color {
        let rgb = if self.ground == Ground::Dark { *dark } else { *light };
        let [_, red, green, blue] = rgb.to_be_bytes();
        match self.depth {
            Depth::True => Color::Rgb(red, green, blue),
            Depth::Indexed => Color::Indexed(nearest(red, green, blue)),
            Depth::Sixteen => *sixteen,
            Depth::None => Color::Reset,
        }
    }
}

/// The nearest of xterm's 6×6×6 cube and its 24 greys.
fn nearest(red: u8, green: u8, blue: u8) -> u8 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let away = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    let level = |value: u8| (0..6_u8).min_by_key(|i| away(LEVELS[usize::from(*i)], value)).unwrap_or(0);
    let (r, g, b) = (level(red), level(green), level(blue));
    let cube =
        away(LEVELS[usize::from(r)], red) + away(LEVELS[usize::from(g)], green) + away(LEVELS[usize::from(b)], blue);
    let grey = |i: u8| away(8 + 10 * i, red) + away(8 + 10 * i, green) + away(8 + 10 * i, blue);
    let best = (0..24_u8).min_by_key(|i| grey(*i)).unwrap_or(0);
    if grey(best) < cube {
        232 + best
    } else {
        16 + 36 * r + 6 * g + b
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(variables: &[(&str, &str)]) -> Theme {
        let variables: Vec<(String, String)> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Theme::detect(|name| variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
    }

    #[test]
    fn the_environment_decides_depth_ground_and_signs() {
        let utf8 = ("LANG", "de_AT.UTF-8");
        for (variables, depth, ground, ascii) in [
            (vec![("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), utf8], Depth::True, Ground::Dark, false),
            (vec![("TERM", "xterm-256color"), utf8], Depth::Indexed, Ground::Dark, false),
            (vec![("TERM", "xterm"), utf8, ("COLORFGBG", "0;15")], Depth::Sixteen, Ground::Light, false),
            (vec![("TERM", "xterm-256color"), ("NO_COLOR", "1"), utf8], Depth::None, Ground::Dark, false),
            (vec![("TERM", "xterm"), ("NO_COLOR", ""), utf8], Depth::Sixteen, Ground::Dark, false),
            (vec![("TERM", "dumb")], Depth::None, Ground::Dark, true),
            (vec![("TERM", "xterm")], Depth::Sixteen, Ground::Dark, false),
            (vec![("TERM", "linux"), utf8], Depth::Sixteen, Ground::Dark, true),
            (vec![("TERM", "xterm"), ("LC_ALL", "C"), utf8], Depth::Sixteen, Ground::Dark, true),
        ] {
            let theme = theme(&variables);
            assert_eq!((theme.depth, theme.ground, theme.ascii()), (depth, ground, ascii), "{variables:?}");
        }
    }

    #[test]
    fn without_colours_no_style_has_one() {
        let theme = Theme::new(Depth::None, Ground::Dark, true);
        for role in [Role::Text, Role::Bad, Role::Good, Role::Statement, Role::Selected, Role::Faint, Role::Keyword] {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
        assert_ne!(theme.style(Role::Statement), theme.style(Role::Waits));
    }

    #[test]
    fn colours_are_mapped_to_the_nearest_of_256() {
        assert_eq!(nearest(255, 255, 255), 231);
        assert_eq!(nearest(0, 0, 0), 16);
        assert_eq!(nearest(128, 128, 128), 244);
        assert_eq!(nearest(255, 0, 0), 196);
    }
}
