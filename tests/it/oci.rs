//! `publish oci`, to a registry that wants a token and fails when told to.
use crate::support::http::{Asked, Said, Server};
use crate::support::program;
use crate::upload::{SDIST, WHEEL, built};
use release_guard::dist::Sha256;
use release_guard::validate_dist::sample::sample;
use serde_json::json;
use std::collections::BTreeMap;
use std::process::Command;
use std::sync::{Arc, Mutex};

const PASSWORD: &str = "registry/secret";

#[derive(Default)]
struct State {
    blobs: BTreeMap<String, Vec<u8>>,
    manifests: BTreeMap<String, (String, Vec<u8>)>,
    asked: Vec<String>,
    /// The places in the order of requests at which the connection is cut, after the request was carried out.
    cut: Vec<usize>,
}

/// A registry with its token server.
struct Registry {
    server: Server,
    state: Arc<Mutex<State>>,
}

impl Registry {
    fn start() -> Self {
        let state: Arc<Mutex<State>> = Arc::default();
        let own = state.clone();
        let server = Server::start(move |port, asked| {
            let mut state = own.lock().unwrap();
            state.asked.push(format!("{} {}", asked.method, asked.path));
            let said = answer(port, asked, &mut state);
            let at = state.asked.len();
            (!state.cut.contains(&at)).then_some(said)
        });
        Self { server, state }
    }

    fn publish(&self, args: &[&str], password: Option<&str>) -> (i32, String, String) {
        let scratch = built();
        if let Some(password) = password {
            use base64::Engine as _;
            let auth = base64::prelude::BASE64_STANDARD.encode(format!("me:{password}"));
            let host = format!("127.0.0.1:{}", self.server.port());
            let config = json!({"auths": {host: {"auth": auth}}});
            scratch.write("../home/.docker/config.json", config.to_string());
        }
        let registry = format!("127.0.0.1:{}/Acme", self.server.port());
        let files = [WHEEL, SDIST].map(|name| format!("dist/{name}"));
        let mut command = Command::new(program("publish"));
        command
            .args(["oci", "--registry", &registry])
            .args(args)
            .args(files);
        let output = scratch.scrub(&mut command).output().unwrap();
        let [out, said] = [output.stdout, output.stderr].map(|bytes| {
            scratch
                .redact(&bytes)
                .replace(&self.server.port().to_string(), "PORT")
        });
        assert!(!format!("{out}{said}").contains(PASSWORD), "{out}{said}");
        (output.status.code().unwrap(), out, said)
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    /// The kinds of the files that the tag names, each of which is whole.
    fn kinds(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        let (_, index) = &state.manifests["1.0"];
        let index: serde_json::Value = serde_json::from_slice(index).unwrap();
        let files = index["manifests"].as_array().unwrap().iter();
        files
            .map(|file| {
                let (_, manifest) = &state.manifests[file["digest"].as_str().unwrap()];
                let manifest: serde_json::Value = serde_json::from_slice(manifest).unwrap();
                for blob in [&manifest["config"], &manifest["layers"][0]] {
                    assert!(state.blobs.contains_key(blob["digest"].as_str().unwrap()));
                }
                file["platform"]["architecture"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }
}

fn answer(port: u16, asked: &Asked, state: &mut State) -> Said {
    // Some servers repeat what they were told.
    let echo = asked.header("authorization").unwrap_or("no one").to_owned();
    let refuse = |status, code: &str| {
        Said::json(
            status,
            &json!({"errors": [{"code": code, "message": echo}]}),
        )
    };
    if asked.path == "/token" {
        use base64::Engine as _;
        let basic = base64::prelude::BASE64_STANDARD.encode(format!("me:{PASSWORD}"));
        let is_known = asked.header("authorization") == Some(&format!("Basic {basic}"));
        let is_right = asked.value("scope") == Some("repository:acme/demo:pull,push")
            && asked.value("service") == Some("reg");
        return match is_known && is_right {
            true => Said::json(200, &json!({"token": "abc"})),
            false => refuse(401, "UNAUTHORIZED"),
        };
    }
    if asked.header("authorization") != Some("Bearer abc") {
        let wanted =
            format!("Bearer realm=\"http://127.0.0.1:{port}/token\",service=\"reg\",scope=\"x\"");
        return refuse(401, "UNAUTHORIZED").with("www-authenticate", &wanted);
    }
    let rest = asked.path.strip_prefix("/v2/acme/demo/").unwrap();
    let is_digest_of = |digest: &str| digest == format!("sha256:{}", Sha256::of(&asked.body));
    match (asked.method.as_str(), rest.split_once('/').unwrap()) {
        ("GET", ("manifests", reference)) => match state.manifests.get(reference) {
            Some((kind, bytes)) => Said {
                body: bytes.clone(),
                ..Said::status(200).with("content-type", kind)
            },
            None => refuse(404, "MANIFEST_UNKNOWN"),
        },
        ("PUT", ("manifests", reference)) => {
            assert!(!reference.starts_with("sha256:") || is_digest_of(reference));
            let kind = asked.header("content-type").unwrap().to_owned();
            state
                .manifests
                .insert(reference.into(), (kind, asked.body.clone()));
            Said::status(201)
        }
        ("HEAD", ("blobs", digest)) => Said::status(if state.blobs.contains_key(digest) {
            200
        } else {
            404
        }),
        ("POST", ("blobs", "uploads/")) => {
            Said::status(202).with("location", "/v2/acme/demo/blobs/uploads/7?state=x")
        }
        ("PUT", ("blobs", "uploads/7")) => {
            let digest = asked.value("digest").unwrap();
            assert!(asked.value("state") == Some("x") && is_digest_of(digest));
            state.blobs.insert(digest.into(), asked.body.clone());
            Said::status(201)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_release_is_sent_once_and_seen_as_a_whole() {
    let registry = Registry::start();
    let (status, out, said) = registry.publish(&["--yes"], Some(PASSWORD));
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(
        out,
        "demo 1.0 is there now: 127.0.0.1:PORT/acme/demo:1.0\n  \
         install it:  pip install --index-url http://PYOCI/127.0.0.1:PORT/acme/ demo==1.0\n"
    );
    assert!(
        said.contains("as `me`, with the password from `[SCRATCH]/home/.docker/config.json`"),
        "{said}"
    );
    assert_eq!(registry.kinds(), ["py3-none-any.whl", ".tar.gz"]);
    let asked = registry.asked();
    let is_last_change = |asked: &String| asked.starts_with("PUT");
    assert_eq!(
        asked.iter().rfind(|asked| is_last_change(asked)).unwrap(),
        "PUT /v2/acme/demo/manifests/1.0"
    );
    let (status, out, said) = registry.publish(&["--yes"], Some(PASSWORD));
    assert_eq!(status, 0, "{said}");
    assert!(
        out.starts_with("demo 1.0 is there already; there is nothing to do: "),
        "{out}"
    );
    assert_eq!(
        registry.asked(),
        [
            "GET /v2/acme/demo/manifests/1.0",
            "GET /token",
            "GET /v2/acme/demo/manifests/1.0"
        ]
    );
}

#[test]
fn what_others_put_there_stays_and_is_never_replaced() {
    let registry = Registry::start();
    let place = |kind: &str, hash: &str| {
        let index = json!({
            "artifactType": "application/pyoci.package.v1",
            "manifests": [{"digest": "sha256:7", "annotations": {"com.pyoci.sha256_digest": hash}, "platform": {"architecture": kind}}],
        });
        let index = (
            "application/vnd.oci.image.index.v1+json".to_owned(),
            index.to_string().into_bytes(),
        );
        registry
            .state
            .lock()
            .unwrap()
            .manifests
            .insert("1.0".into(), index);
    };
    place("cp311-abi3-any.whl", "ab");
    assert_eq!(registry.publish(&["--yes"], Some(PASSWORD)).0, 0);
    let (_, index) = registry.state.lock().unwrap().manifests["1.0"].clone();
    assert!(String::from_utf8_lossy(&index).contains("cp311-abi3-any.whl"));
    place("py3-none-any.whl", &"0".repeat(64));
    registry.asked();
    let (status, _, said) = registry.publish(&["--yes"], Some(PASSWORD));
    assert_eq!(status, 1, "{said}");
    let refused = format!(
        "refused: `127.0.0.1:PORT/acme/demo:1.0` has another `{WHEEL}`: it has sha256 {}",
        "0".repeat(64)
    );
    assert!(said.contains(&refused), "{said}");
    assert!(
        !registry
            .asked()
            .iter()
            .any(|asked| asked.starts_with("PUT"))
    );
}

#[test]
fn without_the_right_password_the_way_in_is_told() {
    let registry = Registry::start();
    for (password, hint) in [
        (
            None,
            "log in with `docker login 127.0.0.1:PORT` or `skopeo login 127.0.0.1:PORT`",
        ),
        (
            Some("wrong"),
            "is the login from `[SCRATCH]/home/.docker/config.json` for this registry, and may `me` write there?",
        ),
    ] {
        let (status, _, said) = registry.publish(&["--yes"], password);
        assert_eq!(status, 2, "{said}");
        assert!(
            said.contains("`http://127.0.0.1:PORT/token` does not allow it: UNAUTHORIZED"),
            "{said}"
        );
        assert!(said.contains(hint), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn what_is_cut_is_sent_again() {
    let registry = Registry::start();
    registry.state.lock().unwrap().cut = vec![6, 13];
    let (status, out, said) = registry.publish(&["--yes"], Some(PASSWORD));
    assert_eq!(status, 0, "{out}{said}");
    assert_eq!(said.matches("trying again in 1 s").count(), 2, "{said}");
    assert_eq!(registry.kinds(), ["py3-none-any.whl", ".tar.gz"]);
}

#[test]
fn packages_are_told_to_machines() {
    let registry = Registry::start();
    let told = |args: &[&str]| -> serde_json::Value {
        let args = [args, &["--format", "json"]].concat();
        let (status, out, said) = registry.publish(&args, Some(PASSWORD));
        assert_eq!(status, 0, "{out}{said}");
        serde_json::from_str(&out).unwrap()
    };
    let bytes = sample(WHEEL, &[]);
    let place = "127.0.0.1:PORT/acme";
    let document = |state: &str| {
        json!({
            "schema": "release-guard/oci@1", "registry": place, "user": "me",
            "files": [{
                "name": WHEEL, "size": bytes.len(), "sha256": Sha256::of(&bytes).to_string(),
                "reference": format!("{place}/demo:1.0"), "state": state,
            }],
            "packages": [{
                "name": "demo", "version": "1.0", "reference": format!("{place}/demo:1.0"),
                "install": format!("pip install --index-url http://PYOCI/{place}/ demo==1.0"),
            }],
        })
    };
    let one = |mut told: serde_json::Value| {
        told["files"].as_array_mut().unwrap().truncate(1);
        told
    };
    assert_eq!(one(told(&["--dry-run"])), document("absent"));
    assert_eq!(one(told(&["--yes"])), document("same"));
}
