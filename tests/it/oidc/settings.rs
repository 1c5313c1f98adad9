//! What is said of the provider in files, on the command line and in the environment.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use axum::http::StatusCode;
use minhbach::web::Site;

use super::browser::{BACK, Door, borne};
use super::fake::{Fake, signed};
use crate::support::{Said, TestProject};

const SECRET: &str = "MINHBACH_OIDC_SECRET";

fn project(issuer: &str) -> TestProject {
    let project = crate::roles::project();
    let settings = format!(
        "[serve.oidc]\nissuer = \"{issuer}\"\nclient_id = \"kpi\"\nname = \"Single Sign-On\"\n\
         redirect = \"https://kpi.example.vn{BACK}\"\n[data]"
    );
    project.change("minhbach.toml", "[data]", &settings);
    project
}

#[test]
fn accounts_are_bound_to_what_the_provider_calls_them_and_no_two_to_the_same() {
    let project = project("https://id.example.vn");
    let run = |arguments: &[&str]| project.run(arguments);
    let add = |name: &'static str, more: &[&'static str]| {
        let own = ["user", "add", name, "--title", "T", "--role", "leader"];
        run(&own.into_iter().chain(more.iter().copied()).collect::<Vec<_>>())
    };
    assert_eq!(add("an", &["--subject", "0001"]).code, 0);
    let accounts = || std::fs::read_to_string(project.aside("state").join("private/accounts.toml")).unwrap();
    assert!(accounts().contains("issuer = \"https://id.example.vn\", subject = \"0001\""), "{}", accounts());
    assert!(!accounts().contains("argon2"), "and has no password");
    let twice = add("binh", &["--subject", "0001"]);
    assert!(twice.code != 0 && twice.stderr.contains("that of account `an`"), "{}", twice.stderr);
    for wrong in ["", " 0001", "0001 "] {
        assert_ne!(add("binh", &["--subject", wrong]).code, 0, "`{wrong}`");
    }
    let other = add("binh", &["--subject", "0001", "--issuer", "https://other.example"]);
    assert!(
        other.code == 0 && other.stderr.contains("warning: `[serve.oidc]` names another"),
        "{}",
        other.stderr
    );

    let twice = run(&["user", "change", "binh", "--subject", "0001"]);
    assert!(twice.code != 0 && twice.stderr.contains("that of account `an`"), "{}", twice.stderr);
    let before = accounts();
    assert_eq!(run(&["user", "change", "an", "--subject", "0002"]).code, 0);
    assert!(accounts().contains("subject = \"0002\"") && accounts() != before);
    assert_eq!(run(&["user", "change", "an", "--subject", ""]).code, 0);
    assert!(!accounts().contains("https://id.example.vn"), "{}", accounts());

    let none = TestProject::new();
    let said = none.run(&["user", "add", "an", "--title", "T", "--role", "r", "--subject", "1"]);
    assert!(said.code != 0 && said.stderr.contains("`[serve.oidc]` names none"), "{}", said.stderr);
}

#[test]
fn a_service_without_its_secret_or_at_another_address_than_the_provider_knows_does_not_start() {
    let project = project("http://127.0.0.1:1");
    let serve = |more: &[&str], secret: Option<&str>| {
        let arguments = ["serve", "--as-of", "2024-12-31", "--listen", "127.0.0.1:0"]
            .iter()
            .chain(more)
            .copied()
            .collect::<Vec<_>>();
        let mut command = project.command(&arguments);
        command.env_remove(SECRET).envs(secret.map(|secret| (SECRET, secret)));
        command
    };
    let refused = |more: &[&str], secret| Said::of(&serve(more, secret).output().unwrap());
    for secret in [None, Some(""), Some("  ")] {
        let said = refused(&[], secret);
        assert!(said.code != 0 && said.stderr.contains(SECRET), "{}", said.stderr);
    }
    let said = refused(&["--base", "/kpi"], Some("secret"));
    assert!(said.code != 0 && said.stderr.contains("`/kpi/sign-in/oidc/back`"), "{}", said.stderr);

    let mut child = serve(&[], Some("secret")).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let get = |path: &str| {
        let host = address.trim().trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
        let mut told = Vec::new();
        stream.read_to_end(&mut told).unwrap();
        String::from_utf8_lossy(&told).into_owned()
    };
    // Nobody has an account yet: nobody is let in either.
    let (first, page, away) = (get("/"), get("/sign-in"), get("/sign-in/oidc"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first.starts_with("HTTP/1.1 303") && first.contains("location: /sign-in\r\n"), "{first}");
    assert!(page.contains("Sign in with Single Sign-On"), "{page}");
    assert!(away.starts_with("HTTP/1.1 503"), "{away}");
}

#[test]
fn below_a_path_all_of_it_lies_there() {
    let fake = Fake::start();
    let door = Door::to(&fake.issuer);
    let door = Door { house: door.house.reached_at(Site::below("/kpi").unwrap()), ..door };
    assert!(door.get("/sign-in", "").text().contains("href=\"/kpi/sign-in/oidc\""));
    let answer = door.get("/sign-in/oidc?next=%2Fkpis", "");
    let set = answer.headers["set-cookie"].to_str().unwrap();
    assert!(set.starts_with("__Secure-minhbach-errand=") && set.contains("; Path=/kpi;"), "{set}");
    let to = url::Url::parse(answer.headers["location"].to_str().unwrap()).unwrap();
    let asked = |name: &str| to.query_pairs().find(|(own, _)| own == name).unwrap().1.into_owned();
    fake.change(|own| own.token = signed(0, &fake.claims(&asked("nonce"))));
    let cookie = set.split(';').next().unwrap();
    let answer = door.get(&format!("{BACK}?code=c&state={}", asked("state")), cookie);
    assert_eq!(
        (answer.status, &answer.headers["location"]),
        (StatusCode::SEE_OTHER, &"/kpi/kpis".parse().unwrap())
    );
    assert!(borne(&answer, "").is_none(), "its name says `__Secure-`");
    assert!(answer.headers["set-cookie"].to_str().unwrap().starts_with("__Secure-minhbach="));
}
