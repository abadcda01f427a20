//! How the tree opens, closes and stays what it was.

use super::*;
use crate::debugger::{PauseReason, ValueKind};

fn variable(name: &str, preview: &str, handle: Option<u32>) -> Variable {
    Variable {
        name: name.into(),
        kind: ValueKind::Object,
        preview: preview.into(),
        handle: handle.map(Handle),
        path: Some(name.into()),
    }
}

fn pause(variables: Vec<Variable>) -> Pause {
    let scope = Scope { kind: ScopeKind::Locals, title: "login".into(), variables };
    Pause {
        reason: PauseReason::Step,
        step: 1,
        furthest: 1,
        frames: Vec::new(),
        scopes: vec![scope],
        returned: None,
        run_time_ms: 0.0,
    }
}

fn names(scopes: &Scopes) -> Vec<String> {
    scopes
        .rows()
        .iter()
        .map(|row| match row {
            Row::Heading { title, .. } => title.clone(),
            Row::Variable { variable, depth, changed, .. } => {
                format!("{}{}{}", "  ".repeat(*depth), variable.name, if *changed { " *" } else { "" })
            }
            Row::Remark(text) => text.clone(),
            Row::Returned { function, .. } => format!("{function}()"),
            Row::Watch { watch, .. } => watch.expression.clone(),
        })
        .collect()
}

#[test]
fn properties_are_asked_for_once_and_only_when_opened() {
    let mut scopes = Scopes::default();
    assert!(scopes.stop(&pause(vec![variable("user", "{id: 1}", Some(7))])).is_empty());
    scopes.selected = 1;
    assert_eq!(scopes.toggle(), [Handle(7)]);
    assert_eq!(names(&scopes), ["login", "  user", "…"]);
    scopes.expanded(Handle(7), vec![variable("id", "1", None)]);
    assert_eq!(names(&scopes), ["login", "  user", "    id"]);
    scopes.toggle();
    assert!(scopes.toggle().is_empty(), "the answer is kept");
}

#[test]
fn what_was_open_stays_open_at_the_next_stop_and_changes_are_marked() {
    let mut scopes = Scopes::default();
    scopes.stop(&pause(vec![variable("user", "{id: 1}", Some(1)), variable("n", "1", None)]));
    scopes.selected = 1;
    scopes.toggle();
    scopes.expanded(Handle(1), vec![variable("id", "1", None)]);

    let ask = scopes.stop(&pause(vec![variable("user", "{id: 2}", Some(1)), variable("n", "1", None)]));
    assert_eq!(ask, [Handle(1)], "asked again although the number is the same");
    assert_eq!(names(&scopes), ["login", "  user *", "    id", "  n"], "the old answer stays until the new comes");
    scopes.expanded(Handle(1), vec![variable("id", "2", None)]);
    assert_eq!(names(&scopes), ["login", "  user *", "    id *", "  n"]);
}

#[test]
fn a_selected_variable_stays_selected_where_it_stands_in_another_scope() {
    let mut scopes = Scopes::default();
    let closure = |variables| Scope { kind: ScopeKind::Closure, title: "onUser".into(), variables };
    let mut inner = pause(vec![variable("matches", "true", None)]);
    inner.scopes.push(closure(vec![variable("result", "{}", None), variable("user", "{id: 1}", None)]));
    scopes.stop(&inner);
    scopes.selected = 4;
    assert_eq!(scopes.variable().map(|v| v.name), Some("user".into()));

    let mut outer = pause(Vec::new());
    outer.scopes = vec![closure(vec![variable("user", "{id: 1}", None), variable("result", "{}", None)])];
    scopes.stop(&outer);
    assert_eq!(scopes.variable().map(|v| v.name), Some("user".into()));
}

#[test]
fn after_a_variable_was_set_open_values_are_asked_again() {
    let mut scopes = Scopes::default();
    let first = pause(vec![variable("user", "{id: 1}", Some(1))]);
    scopes.stop(&first);
    scopes.selected = 1;
    scopes.toggle();
    scopes.expanded(Handle(1), vec![variable("id", "1", None)]);
    assert_eq!(scopes.arrived(0, Ok(first.scopes)), [Handle(1)]);
}

#[test]
fn another_frame_is_asked_for_and_an_answer_for_the_frame_before_is_not_mixed_in() {
    let mut scopes = Scopes::default();
    scopes.stop(&pause(vec![variable("user", "{}", Some(1))]));
    scopes.selected = 1;
    scopes.toggle();
    assert_eq!(scopes.show(1), None);
    assert!(scopes.expanded(Handle(1), vec![variable("id", "1", None)]).is_empty());
    scopes.arrived(1, Err("the frame has returned".into()));
    assert_eq!(names(&scopes), ["the frame has returned"]);
    assert_eq!(scopes.show(0), Some(vec![Handle(1)]));
}

#[test]
fn left_goes_to_the_container_and_right_to_the_first_property() {
    let mut scopes = Scopes::default();
    scopes.stop(&pause(vec![variable("user", "{}", Some(1))]));
    scopes.selected = 1;
    scopes.open();
    scopes.expanded(Handle(1), vec![variable("id", "1", None)]);
    scopes.open();
    assert_eq!(scopes.variable().map(|v| v.name), Some("id".into()));
    scopes.close();
    assert_eq!(scopes.selected, 1);
    scopes.close();
    scopes.close();
    assert_eq!(scopes.selected, 0);
}
