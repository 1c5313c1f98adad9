//! With a provider that others wrote: npm `oidc-provider`.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use axum::http::StatusCode;
use chrono::Utc;
use url::Url;

use super::browser::{BACK, Door, borne, settings, told};
use crate::support::repository;

struct Node {
    child: Child,
    asking: ChildStdin,
    answers: BufReader<ChildStdout>,
    issuer: String,
}

impl Node {
    fn start(algorithm: &str) -> Self {
        let modules = std::env::var_os("MINHBACH_NODE_MODULES").map(PathBuf::from);
        let modules = modules.unwrap_or_else(|| repository().join("target/test-tools/browser/node_modules"));
        assert!(
            modules.join("oidc-provider").is_dir(),
            "{} has no provider: ./test installs it",
            modules.display()
        );
        let mut child = Command::new("node")
            .arg(repository().join("tests/oidc/provider.mjs"))
            .args([settings("").redirect.as_str(), algorithm])
            .env("MINHBACH_NODE_MODULES", modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let asking = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut node = Self { child, asking, answers, issuer: String::new() };
        node.issuer = node.line();
        assert!(node.issuer.starts_with("http://127.0.0.1:"), "{}", node.issuer);
        node
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Somebody signs in at the provider: where that sends them back to, from the path on.
    fn sends_back(&mut self, who: &str, to: &Url) -> String {
        writeln!(self.asking, "{who} {to}").unwrap();
        let line = self.line();
        let back = Url::parse(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(back.path(), BACK);
        format!("{BACK}?{}", back.query().unwrap())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_real_provider_lets_in_by_either_algorithm_whom_an_account_names() {
    for algorithm in ["RS256", "ES256"] {
        let mut node = Node::start(algorithm);
        let door = Door::with(&node.issuer, |reception| reception.at(Utc::now));
        let trip = door.away("%2Fkpis");
        let back = node.sends_back("an", &trip.to);
        let answer = door.get(&back, &trip.cookie);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{algorithm}: {}", answer.text());
        assert_eq!(answer.headers["location"], "/kpis");
        assert_eq!(door.get("/kpis/SEEN?period=2024", &borne(&answer, "").unwrap()).status, 200);

        let same = told(&door.get(&format!("{BACK}?state=x"), ""));
        assert_eq!(told(&door.get(&back, &trip.cookie)), same, "once");
        // The code alone, with an errand of somebody else's: the provider holds it against the verifier.
        let code = |back: &str| {
            Url::parse(&format!("http://x{back}")).unwrap().query_pairs().next().unwrap().1.into_owned()
        };
        let (one, other) = (door.away(""), door.away(""));
        let stolen = code(&node.sends_back("an", &one.to));
        assert_eq!(
            told(&door.back(&other, &stolen, &other.asked["state"])),
            same,
            "a code of another errand"
        );
        for who in ["binh", "disabled", "-"] {
            let trip = door.away("");
            let back = node.sends_back(who, &trip.to);
            assert_eq!(told(&door.get(&back, &trip.cookie)), same, "{who}");
        }
    }
}
