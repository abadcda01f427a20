//! Where the lines of a script went when it was edited.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use loginscope::script::Moved;
use proptest::prelude::*;

const OLD: &str = "function login(email, password, callback) {
  const client = connect();
  client.query('select', [email], (error, rows) => {
    if (error) return callback(error);
    callback(null, rows[0]);
  });
}
";

/// The text of the line at which each old line stands now, `-` for one that was removed.
fn now<'t>(old: &str, new: &'t str) -> Vec<&'t str> {
    let moved = Moved::new(old, new);
    let lines: Vec<&str> = new.split('\n').map(str::trim).collect();
    let old_lines = 1..=old.split('\n').count() as u32;
    old_lines.map(|line| moved.line(line).map_or("-", |line| lines[line as usize - 1])).collect()
}

#[test]
fn lines_of_the_same_text_stay_where_they_are() {
    let moved = Moved::new(OLD, OLD);
    assert!((1..=8).all(|line| moved.line(line) == Some(line) && moved.near(line) == line));
}

#[test]
fn lines_move_down_by_what_was_put_before_them() {
    let new = OLD.replace("  const client", "  // one\n  // two\n  const client");
    let moved = Moved::new(OLD, &new);
    assert_eq!((moved.line(1), moved.line(2), moved.line(5)), (Some(1), Some(4), Some(7)));
}

#[test]
fn a_line_that_was_indented_is_the_same_line() {
    let new = OLD.replace("  const client = connect();", "  try {\n    const client = connect();\n  } catch {}");
    assert_eq!(Moved::new(OLD, &new).line(2), Some(3));
    assert_eq!(now(OLD, &OLD.replace('\n', "\r\n"))[4], "callback(null, rows[0]);");
}

#[test]
fn a_changed_line_is_the_one_that_replaced_it() {
    let new = OLD.replace("rows[0]", "profile(rows[0])").replace("connect()", "new Client()");
    let now = now(OLD, &new);
    assert_eq!((now[1], now[4]), ("const client = new Client();", "callback(null, profile(rows[0]));"));
}

#[test]
fn of_several_lines_that_replaced_one_it_is_the_most_alike() {
    let new = OLD.replace(
        "    callback(null, rows[0]);",
        "    const row = rows[0];\n    if (!row) return;\n    callback(null, profile(row));",
    );
    assert_eq!(now(OLD, &new)[4], "callback(null, profile(row));");
    assert_eq!(now("one()\na(1)\nb(2)\nz()", "one()\nb(3)\nz()"), ["one()", "-", "b(3)", "z()"]);
    assert_eq!(now("one()\na(1)\nb(2)\nz()", "one()\na(3)\nz()"), ["one()", "a(3)", "-", "z()"]);
}

#[test]
fn near_a_removed_line_is_what_stands_in_its_place() {
    let new = OLD.replace("    if (error) return callback(error);\n", "");
    let moved = Moved::new(OLD, &new);
    assert_eq!((moved.line(4), moved.near(4), moved.line(5)), (None, 4, Some(4)));
    let moved = Moved::new("a\nb\nc", "a");
    assert_eq!((moved.line(3), moved.near(3), moved.near(99), moved.near(0)), (None, 1, 1, 1));
    assert_eq!((moved.line(0), moved.line(99)), (None, None));
}

#[test]
fn everything_replaced_keeps_a_place_for_every_line() {
    let text = |word: &str, lines: usize| (0..lines).map(|line| format!("{word}{line}();\n")).collect::<String>();
    for (old, new) in [(9_000, 9_000), (1_900, 2_000), (300, 20), (0, 10), (10, 0)] {
        let moved = Moved::new(&text("old", old), &text("new", new));
        assert!((1..=old as u32).all(|line| (1..=new as u32 + 1).contains(&moved.near(line))), "{old} to {new}");
    }
}

proptest! {
    #[test]
    fn lines_that_are_still_there_keep_their_order(old in "[ab\n]{0,40}", new in "[ab\n]{0,40}") {
        let moved = Moved::new(&old, &new);
        let count = new.split('\n').count() as u32;
        let lines: Vec<u32> = (1..=old.split('\n').count() as u32).filter_map(|line| moved.line(line)).collect();
        prop_assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "{lines:?}");
        prop_assert!(lines.iter().all(|line| (1..=count).contains(line)));
        prop_assert!((0..50).all(|line| (1..=count).contains(&moved.near(line))));
    }
}
