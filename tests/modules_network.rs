//! `net`, `http` and what goes over them: sockets of the script's own reach a live server, are heard in order, and are
//! never asked again when the run is run again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use loginscope::legacy::live::{LiveSource, LiveUse};
use loginscope::legacy::{EmbeddedTemplate, Nobody};
use loginscope::recording::{OutcomeKind, ScriptRun};
use loginscope::sandbox::{Happening, World};
use realm::{printed, run_against, run_in, STARTED_AT_MS};

/// A server in this process, one thread a connection; gives its port.
fn serve(each: impl Fn(TcpStream) + Clone + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let each = each.clone();
            thread::spawn(move || each(socket));
        }
    });
    port
}

/// Greets, and says back every line until one says `bye`.
fn echo(mut socket: TcpStream) {
    let mut lines = BufReader::new(socket.try_clone().expect("a second handle"));
    let mut line = String::new();
    let mut said = socket.write_all(b"hello\n");
    while said.is_ok() && lines.read_line(&mut line).is_ok_and(|read| read > 0) {
        said = socket.write_all(format!("echo {line}").as_bytes());
        if line == "bye\n" {
            break;
        }
        line.clear();
    }
}

fn text(body: &str) -> String {
    format!("(function () {{ return (async function login(identifier, password, callback) {{{body}\n}}) }})")
}

fn live(body: &str) -> (ScriptRun, Vec<Happening>) {
    let world =
        || World::new(Box::new(LiveSource::new(LiveUse { commit: true, allow: Vec::new() }).open()), STARTED_AT_MS);
    run_in(world, text(body))
}

fn conversation(port: u16) -> String {
    format!(
        "const socket = require('net').connect({port}, '127.0.0.1');
        socket.setEncoding('utf8');
        let heard = '';
        socket.on('data', (text) => {{
          heard += text;
          console.log(JSON.stringify(text));
          if (text === 'hello\\n') socket.write('one\\n');
          if (text === 'echo one\\n') socket.end('bye\\n');
        }});
        socket.on('close', (failed) => callback(null, {{ heard, failed }}));"
    )
}

#[test]
fn a_conversation_over_a_socket_is_heard_in_order() {
    let (run, _) = live(&conversation(serve(echo)));
    assert_eq!(printed(&run), "\"hello\\n\"\n\"echo one\\n\"\n\"echo bye\\n\"\n");
    assert_eq!(run.outcome.expect("an outcome").kind, OutcomeKind::Profile);
}

#[test]
fn opening_a_socket_is_listed_and_its_bytes_are_not() {
    let port = serve(echo);
    let (run, _) = live(&conversation(port));
    let listed: Vec<_> =
        run.queries.iter().map(|query| loginscope::recording::wording::statement(&query.request)).collect();
    assert_eq!(listed, [format!("open socket to 127.0.0.1:{port}")]);
}

#[test]
fn a_run_that_is_run_again_hears_the_same_without_the_server() {
    let body = conversation(serve(echo));
    let (first, notes) = live(&body);
    let (second, _) = run_in(move || World::again(Box::new(Nobody), STARTED_AT_MS, notes.into()), text(&body));
    assert_eq!(printed(&second), printed(&first));
    assert_eq!(second.elapsed_ms, first.elapsed_ms);
    assert_eq!(second.outcome.expect("an outcome").result, first.outcome.expect("an outcome").result);
}

#[test]
fn a_timer_runs_while_a_silent_server_is_waited_for() {
    let silent = |mut socket: TcpStream| {
        let _until_it_closes = socket.read(&mut [0; 16]);
    };
    let (run, _) = live(&format!(
        "const socket = require('net').connect({}, '127.0.0.1');
        socket.setTimeout(30, () => socket.destroy());
        socket.on('connect', () => socket.write('x'));
        socket.on('close', () => callback(null, {{ closed: true }}));",
        serve(silent)
    ));
    assert_eq!(run.outcome.expect("an outcome").kind, OutcomeKind::Profile, "{:?}", run.console);
}

#[test]
fn an_open_connection_does_not_hold_up_a_run_that_has_answered() {
    let (run, _) = live(&format!(
        "const socket = require('net').connect({}, '127.0.0.1');
        socket.once('data', () => callback(null, {{ id: 1 }}));",
        serve(echo)
    ));
    assert_eq!(run.outcome.expect("an outcome").kind, OutcomeKind::Profile);
    assert!(run.elapsed_ms < 5_000.0, "{} ms", run.elapsed_ms);
}

#[test]
fn the_embedded_store_refuses_a_socket_in_words_that_say_what_to_do() {
    let store = EmbeddedTemplate::from_text(&[], &[]).expect("no seeds").open().expect("a store");
    let run = run_against(
        store,
        "require('net').connect(5432, 'localhost').on('error', (e) => console.log(e.code, e.message));",
    );
    let expected =
        "ECONNREFUSED connect ECONNREFUSED 127.0.0.1:5432 (a socket of the script's own needs --store live)\n";
    assert_eq!(printed(&run), expected);
}

#[test]
fn a_dry_run_opens_no_socket() {
    let world = || World::new(Box::new(LiveSource::new(LiveUse::default()).open()), STARTED_AT_MS);
    let body =
        "require('net').connect(5432, '127.0.0.1').on('error', (e) => console.log(e.code, e.message.slice(0, 53)));";
    let (run, _) = run_in(world, text(body));
    assert_eq!(printed(&run), "LOGINSCOPE_DRY_RUN The dry run did not open a socket to 127.0.0.1:5432: \n");
}

#[test]
fn a_request_over_http_is_one_query_with_the_headers_node_would_send() {
    let answers = |socket: TcpStream| {
        let mut lines = BufReader::new(socket.try_clone().expect("a second handle"));
        let (mut head, mut line) = (String::new(), String::new());
        while lines.read_line(&mut line).is_ok_and(|read| read > 2) {
            head.push_str(&line);
            line.clear();
        }
        let body = head.replace("\r\n", "|");
        let mut socket = socket;
        let answer = format!("HTTP/1.1 200 OK\r\nX-Case: Kept\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let _sent = socket.write_all(answer.as_bytes());
    };
    let port = serve(answers);
    let (run, _) = live(&format!(
        "require('http').get('http://127.0.0.1:{port}/users?id=1', {{ headers: {{ 'X-Key': 'k' }} }}, (res) => {{
          res.setEncoding('utf8').on('data', (text) => console.log(res.statusCode, res.rawHeaders[0], text));
        }});"
    ));
    let expected =
        format!("200 X-Case GET /users?id=1 HTTP/1.1|X-Key: k|Host: 127.0.0.1:{port}|Connection: keep-alive|\n");
    assert_eq!(printed(&run), expected);
    assert_eq!(run.queries.iter().map(|query| query.driver.as_str()).collect::<Vec<_>>(), ["http"]);
}

#[test]
fn an_answer_that_is_cut_off_aborts_the_response() {
    let cut = |mut socket: TcpStream| {
        let _heard = socket.read(&mut [0; 4096]);
        let _sent = socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    };
    let (run, _) = live(&format!(
        "require('http').get('http://127.0.0.1:{}/', (res) => {{
          res.on('data', (d) => console.log(String(d)));
          res.on('error', (e) => console.log(e.code, e.message, res.complete));
        }});",
        serve(cut)
    ));
    assert_eq!(printed(&run), "half\nECONNRESET aborted false\n");
}
