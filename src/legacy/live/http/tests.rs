//! Against a server in this process that says what it is told to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime::Builder;

use super::*;

/// Sends a request to a server that answers `said` and closes; gives back the reply and what the server was sent.
fn told(request: impl Fn(u16) -> Request, said: &'static [u8]) -> (Reply, String) {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = server.local_addr().unwrap().port();
        let serving = tokio::spawn(async move {
            let (mut socket, _) = server.accept().await.unwrap();
            let mut heard = Vec::new();
            let mut piece = [0; 4096];
            while !whole(&heard) {
                let count = socket.read(&mut piece).await.unwrap();
                heard.extend_from_slice(&piece[..count]);
                if count == 0 {
                    break;
                }
            }
            socket.write_all(said).await.unwrap();
            String::from_utf8(heard).unwrap()
        });
        let reply = answer(&request(port)).await.unwrap();
        (reply, serving.await.unwrap())
    })
}

/// Whether a request is there to its end.
fn whole(heard: &[u8]) -> bool {
    let text = String::from_utf8_lossy(heard);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length: Option<usize> =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    match length {
        Some(length) => body.len() >= length,
        None if head.to_ascii_lowercase().contains("chunked") => body.ends_with("0\r\n\r\n"),
        None => true,
    }
}

fn request(
    method: &'static str,
    headers: &'static [(&str, &str)],
    body: Option<&'static str>,
) -> impl Fn(u16) -> Request {
    move |port| Request::Http {
        method: method.to_owned(),
        url: format!("http://127.0.0.1:{port}/a|b?c=%20#d"),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.map(|text| Cell::Text(text.to_owned())),
        access: Access { timeout_ms: Some(5_000), ..Access::default() },
    }
}

#[test]
fn headers_go_out_in_the_order_and_case_they_were_written_in() {
    let headers = &[("X-Zed", "1"), ("accept", "*/*"), ("Host", "named.example.test"), ("Connection", "close")];
    let (reply, sent) = told(request("GET", headers, None), b"HTTP/1.1 204 No Content\r\nX-Case: Kept\r\n\r\n");
    let expected =
        "GET /a|b?c=%20 HTTP/1.1\r\nX-Zed: 1\r\naccept: */*\r\nHost: named.example.test\r\nConnection: close\r\n\r\n";
    assert_eq!(sent, expected);
    let Reply::Http { status, reason, headers, body } = reply else { panic!("{reply:?}") };
    assert_eq!((status, reason.as_str(), body), (204, "No Content", Cell::Text(String::new())));
    assert_eq!(headers, [("X-Case".to_owned(), "Kept".to_owned())]);
}

#[test]
fn what_every_request_needs_is_added_where_it_lacks() {
    let (_, sent) = told(request("POST", &[], Some("é")), b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let sent = sent.split_once("host: 127.0.0.1:").unwrap().1;
    assert!(sent.ends_with("connection: keep-alive\r\ncontent-length: 2\r\n\r\né"), "{sent}");
}

#[test]
fn a_chunked_request_is_sent_in_chunks() {
    let headers = &[("Host", "x"), ("Connection", "close"), ("Transfer-Encoding", "chunked")];
    let (_, sent) = told(request("POST", headers, Some("hello")), b"HTTP/1.1 200 OK\r\n\r\n");
    assert!(sent.ends_with("chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), "{sent}");
}

#[test]
fn a_body_ends_by_its_length_its_chunks_or_the_connection() {
    for said in [
        &b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"[..],
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nT: 1\r\n\r\n",
        b"HTTP/1.0 200\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
    ] {
        let (reply, _) = told(request("GET", &[], None), said);
        let Reply::Http { status, body, .. } = reply else { panic!("{reply:?}") };
        assert_eq!((status, body), (200, Cell::Text("hello".to_owned())), "{}", String::from_utf8_lossy(said));
    }
}

#[test]
fn an_answer_to_head_has_no_body_whatever_it_announces() {
    let (reply, _) = told(request("HEAD", &[], None), b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    assert!(matches!(reply, Reply::Http { body: Cell::Text(text), .. } if text.is_empty()));
}

#[test]
fn what_is_no_http_fails_in_nodes_words() {
    for (said, code, message) in [
        (&b""[..], "ECONNRESET", "socket hang up"),
        (b"SSH-2.0-x\r\n", "HPE_INVALID_CONSTANT", "Parse Error: Expected HTTP/"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "HPE_INVALID_STATUS", "Parse Error: Invalid status code"),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HPE_INVALID_HEADER_TOKEN", "Parse Error: Invalid header token"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe", "ECONNRESET", "aborted"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HPE_INVALID_CHUNK_SIZE",
            "Parse Error: Invalid character in chunk size",
        ),
    ] {
        let (reply, _) = told(request("GET", &[], None), said);
        let Reply::Error(error) = reply else { panic!("{reply:?}") };
        assert_eq!((error.code.as_str(), error.message.as_str()), (code, message));
    }
}

#[test]
fn a_header_cannot_smuggle_a_second_one() {
    for headers in [&[("X", "a\r\nY: b")][..], &[("X\r\nY", "a")]] {
        let request = Request::Http {
            method: "GET".to_owned(),
            url: "http://127.0.0.1:1/".to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: None,
            access: Access::default(),
        };
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let reply = runtime.block_on(answer(&request));
        assert!(matches!(&reply, Some(Reply::Error(error)) if error.code == "ERR_INVALID_CHAR"), "{reply:?}");
    }
}
