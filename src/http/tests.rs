//! The client against servers on this machine that do not behave.
use super::*;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

/// Answers every connection with these bytes after reading so many, and tells what it read. It ends with the process.
fn server(answer: impl Fn(u16) -> String + Send + 'static, most: usize) -> (Url, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let mut kept = Vec::<TcpStream>::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut read = vec![0; most];
            let count = stream.read(&mut read).unwrap();
            tell.send(String::from_utf8_lossy(&read[..count]).into_owned())
                .ok();
            let text = answer(port);
            stream.write_all(text.as_bytes()).ok();
            // Without an answer it goes on listening.
            if text.is_empty() {
                kept.push(stream);
            }
        }
    });
    let url = format!("http://127.0.0.1:{port}/x/");
    (Url::parse(&url).unwrap().0, told)
}

fn client() -> Client {
    let short = Duration::from_millis(100);
    let limits = Limits {
        connect: short,
        still: short,
        answer: short,
    };
    Client::made(Route::default(), &RootCerts::PlatformVerifier, limits)
}

fn credentials() -> Credentials {
    Credentials {
        username: "me".into(),
        password: Secret::new("hush"),
    }
}

fn post(url: &Url, length: u64) -> Result<Reply, HttpError> {
    let upload = Upload {
        media_type: "text/plain",
        length,
        open: &|| Ok(Box::new(std::io::repeat(b'x').take(length))),
    };
    client().post(url, "*/*", &upload, Some(&credentials()))
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    assert_eq!(wait(" 7 "), Some(Duration::from_secs(7)));
    assert_eq!(wait("soon"), None);
    assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), None);
    assert!(wait("Fri, 21 Oct 2050 07:28:00 GMT") > Some(Duration::from_secs(1)));
}

#[test]
fn a_server_that_does_not_answer_is_not_waited_for_without_end() {
    let (url, _told) = server(|_| String::new(), 1 << 16);
    let said = format!("`{url}` gave no whole answer: no answer came in time");
    let error = client().get(&url, "*/*", None).unwrap_err();
    assert_eq!(error.to_string(), said);
    let error = post(&url, 10).unwrap_err();
    assert_eq!(error.to_string(), said);
    assert!(error.may_pass());
}

#[test]
fn a_connection_that_is_cut_in_the_middle_of_the_body_is_told_so() {
    let (url, _told) = server(|_| "HTTP/1.1".into(), 10);
    let error = post(&url, 64 << 20).unwrap_err();
    assert!(error.may_pass());
    let said = error.to_string();
    assert_eq!(
        said,
        format!("`{url}` gave no whole answer: the connection was cut")
    );
}

#[test]
fn an_answer_that_is_shorter_than_it_says_is_none() {
    let text = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort";
    let (url, _told) = server(|_| text.into(), 1 << 16);
    let error = client().get(&url, "*/*", None).unwrap_err();
    assert!(matches!(error, HttpError::Cut { .. }), "{error}");
}

#[test]
fn credentials_do_not_cross_to_another_origin() {
    let (other, told_other) = server(
        |_| "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".into(),
        1 << 16,
    );
    let moved = other.clone();
    let (url, told) = server(
        move |_| format!("HTTP/1.1 307 Moved\r\nlocation: {moved}\r\ncontent-length: 0\r\n\r\n"),
        1 << 16,
    );
    let reply = client().get(&url, "*/*", Some(&credentials())).unwrap();
    assert_eq!((reply.status, reply.url), (200, other.clone()));
    assert!(told.recv().unwrap().contains("authorization: Basic "));
    assert!(!told_other.recv().unwrap().contains("authorization"));
    let error = post(&url, 10).unwrap_err().to_string();
    assert_eq!(
        error,
        format!(
            "`{url}` sends elsewhere: to `{other}`\nhint: if that is where uploads go, name it"
        )
    );
    assert!(told_other.try_recv().is_err(), "nothing is posted there");
}
