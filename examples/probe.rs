use loginscope::{connection::Action, legacy::Nobody, sandbox::*};
use std::rc::Rc;
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let realm = Realm::new(Limits::default(), World::new(Box::new(Nobody), 1.7e12), Rc::new(Silent)).unwrap();
    let program = Program { file: "login.js".into(), text: format!("(function(){{return ({text}\n)}})"), hooks: vec![] };
    let run = realm.run(&program, &Call { action: Action::Login, arguments: vec!["ada@example.test".into(), "pw".into()], configuration: Default::default() });
    println!("{run:#?}");
}
