//! `publish upload --index` where something is between here and the index, or nothing is: proxies, TLS, no such name.
use crate::support::pypi::{PASSWORD, Pages, Pypi};
use crate::support::running::Running;
use crate::support::{Scratch, python};
use crate::upload::{WHEEL, built, upload};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;

/// An index that there is not.
const ELSEWHERE: &str = "https://upload.example.invalid/legacy/";

/// Uploads the wheel; returns the exit status and what was said.
fn wheel(scratch: &Scratch, index: &str, variables: &[(&str, &str)]) -> (i32, String) {
    let mut all = vec![
        ("TWINE_PASSWORD", PASSWORD),
        ("NO_PROXY", ""),
        ("no_proxy", ""),
    ];
    all.extend(variables);
    let file = format!("dist/{WHEEL}");
    let (status, out, said) = upload(scratch, &["--yes", "--index", index, &file], &all);
    (status, format!("{out}{said}"))
}

#[test]
fn the_proxy_is_asked_and_named_where_it_refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = listener.local_addr().unwrap();
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let head: Vec<String> = lines
            .by_ref()
            .map(Result::unwrap)
            .take_while(|line| !line.is_empty())
            .collect();
        stream
            .write_all(b"HTTP/1.1 407 Who are you\r\ncontent-length: 0\r\n\r\n")
            .unwrap();
        head.join("\n")
    });
    let scratch = built();
    let address = format!("http://me:hush@{proxy}");
    let (status, said) = wheel(&scratch, ELSEWHERE, &[("HTTPS_PROXY", &address)]);
    assert_eq!(status, 2, "{said}");
    let expected = format!(
        "error: cannot reach `https://upload.example.invalid/simple/demo/`: the proxy `{proxy}`, which `HTTPS_PROXY` names, \
         refuses to connect (407)\nhint: give it a user and password: `http://USER:PASSWORD@HOST:PORT`"
    );
    assert!(said.contains(&expected), "{said}");
    assert!(!said.contains("hush"), "{said}");
    let asked = asked.join().unwrap();
    assert!(
        asked.starts_with("CONNECT upload.example.invalid:443 "),
        "{asked}"
    );
    // Nobody listens there any more.
    let (status, said) = wheel(&scratch, ELSEWHERE, &[("HTTPS_PROXY", &address)]);
    assert_eq!(status, 2, "{said}");
    assert!(
        said.contains(
            "which `HTTPS_PROXY` names, refused the connection\nhint: is it right? `NO_PROXY` names"
        ),
        "{said}"
    );
    let without = [("HTTPS_PROXY", &*address), ("NO_PROXY", "example.invalid")];
    let (status, said) = wheel(&scratch, ELSEWHERE, &without);
    assert_eq!(status, 2, "{said}");
    let expected = "error: cannot reach `https://upload.example.invalid/simple/demo/`: the name `upload.example.invalid` ";
    assert!(said.contains(expected), "{said}");
}

/// The address of a server that answers in clear text, with `https` all the same.
fn without_tls() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
    });
    format!("https://{address}/legacy/")
}

#[test]
fn a_server_s_certificate_is_trusted_where_its_authority_is_named() {
    let files = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/tls");
    let [authority, certificate, front] =
        ["authority.pem", "server.pem", "front.py"].map(|name| format!("{files}/{name}"));
    let (scratch, pypi) = (built(), Pypi::start(Pages::Json));
    let behind = pypi
        .upload()
        .replace("http://127.0.0.1:", "")
        .replace("/legacy/", "");
    let mut python = Command::new(python());
    let (_front, port) = Running::told(python.args([&front, &certificate, &behind]), &scratch);
    let index = format!("https://127.0.0.1:{port}/legacy/");
    // Whatever the machine's own variables name.
    let none = [
        ("SSL_CERT_FILE", ""),
        ("REQUESTS_CA_BUNDLE", ""),
        ("CURL_CA_BUNDLE", ""),
    ];
    let (status, said) = wheel(&scratch, &index, &none);
    assert_eq!(status, 2, "{said}");
    let expected = format!(
        "error: cannot trust `https://127.0.0.1:{port}/simple/demo/`: nobody who is trusted has signed its certificate \
         (invalid peer certificate: UnknownIssuer)\n\
         hint: where a company or the server itself signs, name the certificate in `SSL_CERT_FILE`, or as `ca-cert` of the index"
    );
    assert!(said.contains(&expected), "{said}");
    let (status, said) = wheel(&scratch, &index, &[("SSL_CERT_FILE", "none.pem")]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("error: cannot use the certificates of `none.pem`, which `SSL_CERT_FILE` names: No such file"), "{said}");
    let (status, said) = wheel(&scratch, &without_tls(), &none);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains(": it does not speak TLS ("), "{said}");
    assert_eq!(pypi.files(), Vec::<String>::new());

    let (status, said) = wheel(&scratch, &index, &[("SSL_CERT_FILE", &authority)]);
    assert_eq!((status, pypi.files().len()), (0, 1), "{said}");
    scratch.write(
        "release-guard.toml",
        format!("[indexes.own]\nupload = \"{index}\"\nca-cert = \"{authority}\"\n"),
    );
    let (status, said) = wheel(&scratch, "own", &none);
    assert_eq!(
        (status, said.contains("nothing to do")),
        (0, true),
        "{said}"
    );
    let pypirc = format!(
        "[distutils]\nindex-servers = corp\n[corp]\nrepository = {index}\nca_cert = {authority}\n"
    );
    std::fs::write(scratch.beside("home").join(".pypirc"), pypirc).unwrap();
    let (status, said) = wheel(&scratch, "corp", &none);
    assert_eq!(
        (status, said.contains("nothing to do")),
        (0, true),
        "{said}"
    );
}
