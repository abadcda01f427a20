use loginscope::{
    connection::{Action, Script},
    debugger::*,
    legacy::Nobody,
    recording::masking::Mask,
    sandbox::Limits,
};
use std::sync::mpsc::channel;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&args[1]).unwrap();
    let kind = match args.get(2).map(String::as_str) {
        Some("over") => StepKind::Over,
        Some("out") => StepKind::Out,
        _ => StepKind::Into,
    };
    if args.get(2).map(String::as_str) == Some("text") {
        println!("{}", loginscope::script::prepare("login.js", text.into()).unwrap().text);
        return;
    }
    let launch = Launch {
        script: Script { action: Action::Login, file: "login.js".into(), path: None, text: text.into() },
        arguments: vec!["ada@example.test".into(), "correct-horse".into()],
        configuration: Default::default(),
        limits: Limits::default(),
        stop_on_entry: true,
        breakpoints: vec![],
        started_at_ms: 1.7e12,
        mask: Mask::new(["correct-horse".to_string()]),
    };
    let (tx, rx) = channel();
    let session = Session::start(launch, Box::new(Nobody), move |e| {
        let _ = tx.send(e);
    })
    .unwrap();
    let outer = args.get(3).is_some();
    for event in rx {
        match event {
            Event::Paused(p) => {
                println!(
                    "#{} {:?} {}",
                    p.step,
                    p.reason,
                    p.frames
                        .iter()
                        .map(|f| format!(
                            "{}{}{}@{}:{}-{}:{}",
                            if f.asynchronous { "~" } else { "" },
                            f.function,
                            if f.derived { "*" } else { "" },
                            f.span.line,
                            f.span.column,
                            f.span.end_line,
                            f.span.end_column
                        ))
                        .collect::<Vec<_>>()
                        .join(" < ")
                );
                for s in &p.scopes {
                    if s.kind != ScopeKind::Globals {
                        println!(
                            "      {:?} {}: {}",
                            s.kind,
                            s.title,
                            s.variables
                                .iter()
                                .map(|v| format!("{}={}", v.name, v.preview))
                                .collect::<Vec<_>>()
                                .join(", ")
                        );
                    }
                }
                if outer && p.frames.len() > 1 && !p.frames[1].asynchronous {
                    session.send(Command::Scopes(1));
                } else {
                    session.send(Command::Step(kind));
                }
            }
            Event::Scopes { frame, scopes } => {
                println!(
                    "      frame {frame}: {:?}",
                    scopes.map(|s| s
                        .iter()
                        .map(|s| format!(
                            "{}:{}",
                            s.title,
                            s.variables
                                .iter()
                                .map(|v| format!("{}={}", v.name, v.preview))
                                .collect::<Vec<_>>()
                                .join(",")
                        ))
                        .collect::<Vec<_>>())
                );
                session.send(Command::Step(kind));
            }
            Event::Finished(run) => {
                println!("{:#?}", run.outcome);
                println!("steps {} {}ms", run.steps, run.elapsed_ms);
                break;
            }
            Event::Resumed => {}
            other => println!("   {other:?}"),
        }
    }
}
