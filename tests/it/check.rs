//! Every mistake that a file can hold is told in full: a folder of `tests/invalid` for each.
//!
//! `tests/invalid/sound` is a workspace without a mistake; each other folder is called after the code
//! of a diagnostic and holds the files that differ from it, and `diagnostics.txt`: all that `check`
//! says, compared whole. `MINHBACH_BLESS=1` writes those files anew, to be read before they are kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::support::{TestProject, repository};

const EXPECTED: &str = "diagnostics.txt";

/// Codes without a folder, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("engine", "the engine's own tables cannot be made: nothing in a file leads there"),
    ("not-text", "bytes that are no text: made in a test of its own"),
    ("too-large", "a file larger than a megabyte: made in a test of its own"),
    ("unreachable", "a link that leads nowhere: made in a test of its own"),
    ("account", "accounts are no file of the workspace: the tests of `access`"),
    ("account-name", "accounts are no file of the workspace: the tests of `access`"),
    ("cut-short", "accounts are no file of the workspace: the tests of `access`"),
    ("data-file", "needs data: bad_input"),
    ("not-opened", "needs data: first_hour"),
    ("lost-file", "needs data: arrivals"),
    ("split-unit", "needs data: views"),
    ("lonely-day", "needs data: first_hour"),
    ("broken-identity", "needs data: indicators, checks"),
    ("unchecked", "needs data: shown"),
    ("not-gathered", "needs data: failures"),
    ("not-listed", "needs a cache that is emptied meanwhile: the tests of `table`"),
    ("unknown-report", "needs data: data_page"),
    ("set-aside", "needs data: aside"),
    ("copied-rows", "needs data: aside"),
    ("key-in-two-files", "needs data: aside"),
    ("too-many-set-aside", "needs data: aside"),
    ("kept-rows", "needs data: aside"),
    ("unknown-code", "needs data: codes"),
    ("blank-ends", "needs data: intake"),
    ("many-codes", "needs data: codes"),
    ("unlike-codes", "needs data: codes"),
    ("outside-time", "needs data: mistakes, the sixth"),
    ("rows-in-gap", "needs data: known"),
    ("silent-days", "needs data: silent"),
    ("arriving-file", "needs data: arrivals"),
    ("unknown-file", "needs data: arrivals"),
    ("passed-over", "needs data: arrivals"),
    ("lacking-column", "needs data: intake"),
    ("repeated-file", "needs data: intake"),
    ("zoneless-time", "needs data: intake"),
    ("repeated-key", "needs data: mistakes, the eighth and ninth"),
];

fn invalid() -> PathBuf {
    repository().join("tests/invalid")
}

/// The files below a folder, by their path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn overlay(project: &TestProject, folder: &Path) {
    for path in files(folder) {
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
        if name != EXPECTED {
            project.file(name, &fs::read_to_string(&path).unwrap());
        }
    }
}

fn sound() -> TestProject {
    let project = TestProject::bare();
    overlay(&project, &invalid().join("sound"));
    project
}

/// The codes that have a folder.
fn codes() -> Vec<String> {
    let folders =
        fs::read_dir(invalid()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut names: Vec<String> =
        folders.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    names.retain(|name| name != "sound");
    names.sort();
    names
}

#[test]
fn each_mistake_is_told_with_its_place_and_the_way_out() {
    let bless = std::env::var_os("MINHBACH_BLESS").is_some();
    let mut wrong = Vec::new();
    for code in codes() {
        let folder = invalid().join(&code);
        let project = sound();
        overlay(&project, &folder);
        let said = project.run(&["check"]);
        let told = format!("{}{}", said.stdout, said.stderr);
        let errors = said.stdout.lines().any(|line| line.starts_with("error["));
        let own = [format!("error[{code}]"), format!("warning[{code}]")];
        if !said.stdout.lines().any(|line| own.iter().any(|own| line.starts_with(own))) {
            wrong.push(format!("{code}: is not among what is told:\n{told}"));
        }
        if said.code != i32::from(errors) {
            wrong.push(format!("{code}: exit code {}", said.code));
        }
        let expected = folder.join(EXPECTED);
        if bless {
            fs::write(&expected, &told).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != told {
            wrong.push(format!("{code}: {} says something else than\n{told}", expected.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Codes that a text by itself cannot have, and why.
const OF_THE_WORKSPACE: &[(&str, &str)] = &[
    ("added-median", "a header of a KPI says how its columns are added"),
    ("counted-zero", "a header of a KPI names its value columns"),
    ("day", "records of a KPI have a day"),
    ("duplicate-table", "a text is no model, so it has no name"),
    ("formula", "a header of a KPI"),
    ("missing-header", "a text needs none"),
    ("missing-key", "a header of a KPI"),
    ("model-circle", "a text is no model"),
    ("needs-value", "the dashboard shows it"),
    ("no-label", "a header of a KPI"),
    ("no-plan", "a header of a KPI"),
    ("no-reporting", "a header of a KPI"),
    ("owed", "what bodies owe is listed by a workspace"),
    ("panel", "the dashboard shows it"),
    ("reporting", "the settings name it"),
    ("twice", "a text stands beside no others"),
    ("unknown-calendar", "a header of a KPI"),
    ("unknown-key", "a header of a KPI"),
    ("unknown-period", "a header of a KPI"),
    ("unknown-unit", "a header of a KPI"),
    ("unknown-word", "a header of a KPI"),
    ("value-type", "a header of a KPI names its value columns"),
];

#[test]
fn a_text_that_check_refuses_or_warns_of_is_told_as_such_where_it_is_run() {
    let project = sound();
    project.table(
        "events",
        "event* | happened_on:date | place | amount:integer
         a      | 2024-01-03       | x     | 5",
    );
    project.table("places", "code* | name\n x | X");
    let (mut looked_at, mut wrong) = (0, Vec::new());
    for code in codes() {
        let folder = invalid().join(&code);
        let of_sql =
            files(&folder).into_iter().filter(|path| path.extension().is_some_and(|own| own == "sql"));
        let [path] = of_sql.collect::<Vec<_>>().try_into().unwrap_or_else(|_| [PathBuf::new()]);
        // Beside the mistake there may be a file that has none.
        let told = fs::read_to_string(folder.join(EXPECTED)).unwrap();
        let stands = format!("[{code}]");
        let in_sql = told.split("\n\n").any(|one| one.contains(&stands) && one.contains(".sql:"));
        if !path.exists() || !in_sql || OF_THE_WORKSPACE.iter().any(|(own, _)| *own == code) {
            continue;
        }
        // What is beside it, as a contract of its own, is a workspace's.
        let project = if files(&folder).len() > 2 { &with(&folder, &path) } else { &project };
        let text = fs::read_to_string(&path).unwrap();
        // The header of a KPI is none of a query; where it is what is wrong it stays.
        let is_kpi = path.to_str().unwrap().contains("queries/kpis/") && !code.contains("header");
        let sql = match text.rsplit_once("*/\n") {
            Some((_, sql)) if is_kpi && code != "nested-comment" => sql,
            _ => &text,
        };
        let file = project.aside("own.sql");
        fs::write(&file, sql).unwrap();
        let said = project.run(&["query", file.to_str().unwrap()]);
        if !said.stderr.contains(&stands) {
            wrong.push(format!("{code}: {}\n{}", said.stdout, said.stderr));
        }
        looked_at += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(looked_at > 25, "{looked_at}");
}

/// The sound workspace with what stands in a folder beside a query.
fn with(folder: &Path, query: &Path) -> TestProject {
    let project = sound();
    overlay(&project, folder);
    let name = query.strip_prefix(folder).unwrap();
    match fs::read_to_string(invalid().join("sound").join(name)) {
        Ok(text) => {
            project.file(name.to_str().unwrap(), &text);
        }
        Err(_) => fs::remove_file(project.root().join(name)).unwrap(),
    }
    project.table("events", "event* | happened_on:date | place\n a | 2024-01-03 | x");
    project.table("places", "code* | name\n x | X");
    project
}

#[test]
fn a_workspace_without_a_mistake_says_so() {
    let said = sound().run(&["check"]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", "0 errors, 0 warnings\n"));
}

#[test]
fn every_code_of_the_program_has_a_folder_or_a_reason() {
    let mut known: BTreeSet<String> = codes().into_iter().collect();
    known.extend(ELSEWHERE.iter().map(|(code, _)| (*code).to_owned()));
    let mut used = BTreeSet::new();
    for path in files(&repository().join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        // What reads part of a form tells through whoever reads the whole.
        let tells = own.contains("Diagnostic") || own.contains("self.error(");
        if path.components().all(|part| part.as_os_str() != "tests") && tells {
            used.extend(codes_in(own));
        }
    }
    assert_eq!(known, used, "left: folders and reasons, right: what src/ can say");
}

/// The first text of each call that makes a diagnostic, and every text that is written like a code.
fn codes_in(source: &str) -> BTreeSet<String> {
    const CALLS: [&str; 5] = [
        "Diagnostic::error(",
        "Diagnostic::warning(",
        "Diagnostic::without_place(",
        "unknown(",
        "self.error(",
    ];
    let like_a_code = |text: &str| {
        text.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
    };
    let mut found = BTreeSet::new();
    for call in CALLS {
        for (at, _) in source.match_indices(call) {
            let mut parts = source[at + call.len()..].splitn(3, '"');
            if let (Some(before), Some(text)) = (parts.next(), parts.next())
                && before.len() < 80
                && like_a_code(text)
            {
                found.insert(text.to_owned());
            }
        }
    }
    let hyphenated = source.split('"').filter(|text| text.contains('-') && like_a_code(text));
    found.extend(hyphenated.map(str::to_owned));
    found
}

#[test]
fn a_file_that_is_no_text_and_one_that_is_too_large_are_named() {
    let project = sound();
    fs::write(project.root().join("queries/kpis/L.sql"), b"/*\ntitle = \"\xe9\"\n*/").unwrap();
    project.file("queries/kpis/M.sql", &"-- \n".repeat(300_000));
    assert_eq!(
        project.check(),
        [
            "error[not-text]: `queries/kpis/L.sql` is not UTF-8 text (line 2) (save it as UTF-8)",
            "error[too-large]: `queries/kpis/M.sql` is larger than a megabyte and is not read",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_to_definitions_are_followed_and_one_that_leads_nowhere_is_told() {
    let project = sound();
    let aside = project.aside("kpis");
    fs::create_dir(&aside).unwrap();
    fs::rename(project.root().join("queries/kpis"), &aside).unwrap();
    std::os::unix::fs::symlink(&aside, project.root().join("queries/kpis")).unwrap();
    assert_eq!(project.check(), [""; 0]);
    std::os::unix::fs::symlink("nowhere", aside.join("L.sql")).unwrap();
    let told = project.check();
    assert!(
        matches!(told.as_slice(), [one] if one.starts_with("error[unreachable]: `queries/kpis/L.sql` cannot be looked at")),
        "{told:?}"
    );
}

#[test]
fn one_round_finds_the_mistakes_of_all_files() {
    let project = sound();
    for code in ["broken-toml", "division", "unknown-show", "unknown-type"] {
        overlay(&project, &invalid().join(code));
    }
    let told = project.check();
    for code in ["broken-toml", "division", "unknown-show", "unknown-type"] {
        assert!(told.iter().any(|line| line.contains(&format!("error[{code}]"))), "{code}: {told:#?}");
    }
}

#[test]
fn what_check_finds_can_be_read_by_people_editors_and_programs() {
    let project = sound();
    overlay(&project, &invalid().join("unknown-column"));
    let short = project.run(&["check", "--format", "short"]);
    assert!(short.stdout.starts_with("queries/kpis/K.sql:10:"), "{}", short.stdout);
    let json: serde_json::Value =
        serde_json::from_str(&project.run(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(json[0]["code"], "unknown-column");
    assert_eq!(json[0]["file"], "queries/kpis/K.sql");
    assert_eq!(json[0]["line"], 10);
    assert!(json[0]["help"].as_str().unwrap().contains("did you mean `happened_on`?"));
}

#[test]
fn skeletons_pass_the_check_where_they_are_put() {
    let project = sound();
    for (kind, name, file) in [
        ("kpi", "NEW01", "queries/kpis/NEW01.sql"),
        ("table", "visits", "queries/tables/visits.toml"),
        ("dashboard", "second", "dashboards/second.toml"),
    ] {
        let said = project.run(&["new", kind, name]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(said.stdout.trim().ends_with(file), "{}", said.stdout);
        let again = project.run(&["new", kind, name]);
        assert!(again.code == 2 && again.stderr.contains("is there already"), "{}", again.stderr);
    }
    project.change("minhbach.toml", "[\"page\"]", "[\"page\", \"second\"]");
    assert_eq!(project.check(), [""; 0]);

    let whole = project.run(&["new", "workspace", "fresh"]);
    assert_eq!(whole.code, 0, "{}", whole.stderr);
    let fresh = project.root().join("fresh");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_minhbach"));
    let output = command.arg("check").arg("--workspace").arg(&fresh).output().unwrap();
    let told = super::support::Said::of(&output);
    assert_eq!((told.code, told.stdout.as_str()), (0, ""), "{}", told.stderr);
}

#[test]
fn a_name_that_no_file_can_have_is_refused() {
    for name in ["../escape", "has space", "1st", ""] {
        let said = sound().run(&["new", "kpi", name]);
        assert_eq!(said.code, 2, "{name}: {}", said.stdout);
        assert!(said.stderr.contains("cannot be a name here"), "{name}: {}", said.stderr);
    }
}
