//! Who may sign in, from the command line, and the record of it.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use super::support::{Said, TestProject};

/// Runs a command with something on its standard input.
fn typed(project: &TestProject, arguments: &[&str], input: &str) -> Said {
    let mut command = project.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Who refuses before it asks reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    Said::of(&child.wait_with_output().unwrap())
}

fn with_an(project: &TestProject) {
    let add = ["user", "add", "an", "--title", "Ms An", "--role", "leader"];
    let said = typed(project, &add, "a long enough one\n");
    assert_eq!(said.code, 0, "{}", said.stderr);
}

fn private(project: &TestProject) -> PathBuf {
    project.aside("state").join("private")
}

#[test]
fn an_account_is_added_changed_disabled_and_removed_and_all_of_it_is_on_record() {
    let project = TestProject::new();
    with_an(&project);
    let run = |arguments: &[&str]| {
        let said = project.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.stderr);
        said
    };
    let token = run(&["user", "token", "an", "--title", "table", "--format", "csv"]).stdout;
    assert!(token.starts_with("mb_") && token.lines().count() == 1, "{token}");
    assert!(typed(&project, &["user", "passwd", "an"], "another long one\r\nmore\n").code == 0);
    run(&["user", "change", "an", "--role", "analyst"]);
    run(&["user", "disable", "an"]);
    let list = run(&["user", "list", "--format", "csv"]).stdout;
    assert!(list.contains("an,Ms An,analyst,{},\"[\"\"password\"\"]\",true,"), "{list}");
    run(&["user", "enable", "an"]);
    run(&["user", "remove", "an"]);
    assert_eq!(run(&["user", "list", "--format", "json"]).stdout.trim(), "[]");
    let none = run(&["audit", "--who", "binh", "--format", "json"]).stdout;
    assert_eq!(none, "[]\n");

    let events: serde_json::Value =
        serde_json::from_str(&run(&["audit", "--who", "an", "--format", "json"]).stdout).unwrap();
    let done: Vec<&str> = events
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["parameters"]["done"].as_str().unwrap())
        .collect();
    assert_eq!(done, ["add", "token", "passwd", "change", "disable", "enable", "remove"]);
    assert_eq!(events[1]["parameters"]["token"], token[3..19], "by which id it is revoked");
    use std::os::unix::fs::MetadataExt;
    let uid = std::fs::metadata(private(&project)).unwrap().uid().to_string();
    assert_eq!(events[0]["parameters"]["uid"], uid, "whatever the environment says");
    // People read words, and whose record it is; programs what is recorded.
    project.change("minhbach.toml", "language = \"en\"", "language = \"vi\"");
    assert!(
        run(&["audit", "--who", "an"]).stdout.contains("dòng lệnh") && events[0]["method"] == "command line"
    );
    project.change("minhbach.toml", "language = \"vi\"", "language = \"en\"");
    let told = run(&["audit", "--who", "an", "--kind", "changed_access"]);
    assert!(told.stderr.starts_with("Toy: audit --who an --kind changed_access\n"), "{}", told.stderr);
    let lines: Vec<&str> = told.stdout.lines().collect();
    assert!(lines.len() == 8 && lines[2].contains("done: token issued"), "{lines:?}");
    assert!(lines[3].contains("account: an; done: password changed"), "{lines:?}");
    let places: Vec<_> = lines[1..].iter().map(|line| line.find("account: an")).collect();
    assert!(places.iter().all(|place| place.is_some() && *place == places[0]), "{lines:?}");
    assert!(run(&["audit", "--verify"]).stdout.contains("events  7"));

    // What lets somebody in lies nowhere.
    for folder in [private(&project), private(&project).join("audit")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for secret in ["long enough", "another long", &token[20..84]] {
                assert!(!text.contains(secret), "{}", path.display());
            }
        }
    }
}

#[test]
fn a_token_for_what_its_role_does_not_grant_is_told_of() {
    let project = TestProject::new();
    with_an(&project);
    let told = |formats: &[&str]| {
        let own: Vec<&str> = formats.iter().flat_map(|format| ["--format", format]).collect();
        let said = project.run(&[&["user", "token", "an", "--title", "x"], own.as_slice()].concat());
        assert!(said.code == 0 && said.stdout.starts_with("mb_"), "{}", said.stderr);
        let warnings = said.stderr.lines().filter(|line| line.starts_with("warning: "));
        warnings.map(|line| line["warning: ".len()..].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(&["csv"]), [""; 0], "nothing says who may see what");
    let role = |name: &str, formats: &str| {
        project.file("access.toml", &format!("[roles.{name}]\ntitle = \"X\"\nformats = [{formats}]\n"));
    };
    role("leader", "\"xlsx\", \"csv\"");
    assert_eq!(told(&["csv", "xlsx"]), [""; 0]);
    role("leader", "\"xlsx\"");
    assert_eq!(
        told(&["csv", "xlsx", "cvs"]),
        [
            "the role `leader` grants no `csv`: the token gives no such file unless access.toml grants it",
            "there is no format `cvs`; there are csv, docx, json, parquet, pdf, xlsx"
        ]
    );
    role("clerk", "\"csv\"");
    assert_eq!(
        told(&["csv"]),
        ["access.toml has no role `leader` without a mistake: the token opens nothing"]
    );
}

#[test]
fn what_cannot_be_is_refused_with_the_remedy_and_changes_nothing() {
    let project = TestProject::new();
    with_an(&project);
    let add = |name, more: &'static [&'static str]| {
        [&["user", "add", name, "--title", "x", "--role", "y"], more].concat()
    };
    for (arguments, input, told) in [
        (add("binh", &[]), "short\n", "a password has at least 12 characters"),
        (add("Bình", &[]), "", "1 to 64 of: lower-case letters"),
        (add("an", &[]), "", "there is an account `an` already"),
        (add("binh", &["--own", "nowhere=1"]), "", "there is no dimension `nowhere`"),
        (add("binh", &["--own", "nowhere"]), "", "is not of the form DIM=VALUE"),
        (add("binh", &["--issuer", "https://id"]), "", "--subject <SUBJECT>"),
        (vec!["user", "disable", "am"], "", "there is no account `am`"),
        (vec!["user", "change", "an"], "", "nothing would be changed"),
        (vec!["user", "token", "an", "--title", "x", "--days", "400"], "", "400 is not in 1..=366"),
        (vec!["user", "token", "an", "--revoke", "0"], "", "account `an` has no token `0`"),
        (vec!["user", "passwd", "an", "secret"], "", "unexpected argument 'secret'"),
    ] {
        let said = typed(&project, &arguments, input);
        assert!(said.code != 0 && said.stderr.contains(told), "{arguments:?}: {}", said.stderr);
    }
    let events = project.run(&["audit", "--format", "csv"]).stdout;
    assert_eq!(events.lines().count(), 2, "{events}");
}

#[test]
fn a_file_with_a_mistake_is_told_with_its_place_and_never_replaced() {
    let project = TestProject::new();
    with_an(&project);
    let path = private(&project).join("accounts.toml");
    let text = std::fs::read_to_string(&path).unwrap().replace("disabled = false", "disabled = no");
    std::fs::write(&path, &text).unwrap();
    for arguments in [vec!["user", "list"], vec!["user", "disable", "an"]] {
        let said = project.run(&arguments);
        assert_eq!(said.code, 2);
        for told in ["accounts.toml:6:12", "cannot be used", "hint: mend it"] {
            assert!(said.stderr.contains(told), "{told}: {}", said.stderr);
        }
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_record_that_was_changed_ends_with_one_and_says_where() {
    let project = TestProject::new();
    with_an(&project);
    project.run(&["user", "disable", "an"]);
    project.run(&["user", "enable", "an"]);
    let verify = |more: &[&str]| {
        let output = project.command(&[&["audit", "--verify"], more].concat()).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, told) = verify(&[]);
    assert!(code == 0 && told.contains("whole   yes"), "{told}");
    let head = told.lines().find_map(|line| line.strip_prefix("head    ")).unwrap().to_owned();
    assert_eq!(verify(&["--head", &head]).0, 0);
    let path = private(&project).join("audit/audit-000001.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("disable", "enable")).unwrap();
    let (code, told) = verify(&[]);
    assert_eq!(code, 1);
    assert!(told.contains("audit-000001.jsonl:2 (event 2): the event was changed"), "{told}");
    // Written anew from the beginning it fits, and only who kept the head knows better.
    std::fs::remove_dir_all(private(&project)).unwrap();
    with_an(&project);
    assert_eq!(verify(&[]).0, 0);
    assert_eq!(verify(&["--head", &head]).0, 1);
}

#[test]
fn what_is_personal_of_the_month_that_runs_is_not_forgotten_and_the_record_stays_whole() {
    let project = TestProject::new();
    let add = ["user", "add", "p", "--title", "x", "--role", "y", "--no-password"];
    let said = Said::of(&project.command(&add).env("SUDO_USER", "somebody").output().unwrap());
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(project.run(&["audit", "--format", "json"]).stdout.contains("somebody"));
    let forgot = project.run(&["audit", "--forget-before", "2999-01-01"]);
    assert_eq!((forgot.code, forgot.stdout.lines().count()), (0, 0), "{}", forgot.stdout);
    assert!(project.run(&["audit", "--format", "json"]).stdout.contains("somebody"));
    assert_eq!(project.run(&["audit", "--verify"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_may_enter_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let project = TestProject::new();
    with_an(&project);
    std::fs::set_permissions(private(&project), std::fs::Permissions::from_mode(0o755)).unwrap();
    let said = project.run(&["user", "list"]);
    assert!(said.code != 0 && said.stderr.contains("hint: `chmod 700 "), "{}", said.stderr);
}

#[test]
fn why_somebody_sees_something_is_said_by_the_line_that_decides() {
    let project = super::roles::project();
    let add = ["user", "add", "an", "--title", "An", "--role", "own", "--own", "ward=w1", "--no-password"];
    assert_eq!(project.run(&add).code, 0);
    for whose in [
        ["user", "add", "binh", "--title", "B", "--role", "own", "--no-password"].as_slice(),
        &["user", "change", "an"],
    ] {
        let said = project.run(&[whose, &["--own", "ward=w3", "--as-of", "2024-12-31"]].concat());
        let told = "`w3` is no member of dimension `ward`";
        assert!(said.code == 2 && said.stderr.contains(told), "{}", said.stderr);
    }
    let explain = |who: &str, what: &str| {
        let output = project.command(&["access", "explain", who, what]).output().unwrap();
        let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (output.status.code().unwrap(), told.concat())
    };
    for (who, what, code, told) in [
        (
            "an",
            "SEEN",
            0,
            "role own\nKPI SEEN: seen, `kpis` grants `*`; its query makes each record of rows of one member alone\nrecords of SEEN: seen, `detail = \"full\"`, of its own by `ward` alone\n",
        ),
        ("totals", "SEEN", 1, "records of SEEN: NOT seen, `detail = \"totals\"`\n"),
        ("an", "HIDDEN", 1, "KPI HIDDEN: NOT seen, `deny` names `HID*` in `kpis`\n"),
        ("full", "secret", 1, "dashboard secret: NOT seen, `deny` names `secret` in `dashboards`\n"),
        ("full", "all", 0, "dashboard all: seen, `dashboards` grants `*`\n"),
        ("full", "plan", 1, "page plan: NOT seen, no line of `pages` grants it\n"),
        ("totals", "csv", 0, "format csv: seen, `formats` grants `csv`\n"),
        ("totals", "pdf", 1, "format pdf: NOT seen, no line of `formats` grants it\n"),
        ("full", "people", 0, "query people: seen, KPIs that are seen read all its tables\n"),
        (
            "an",
            "people",
            0,
            "query people: seen, of its own rows alone: KPIs that are seen read all its tables\n",
        ),
        (
            "inspector",
            "people",
            1,
            "query people: NOT seen, it reads table `visits`, which no KPI reads that is seen and `common` does not name\n",
        ),
        ("ann", "SEEN", 2, "`ann` is neither an account nor a role that can be used"),
        ("an", "SEEM", 2, "did you mean `SEEN`?"),
    ] {
        let (found, text) = explain(who, what);
        assert!(found == code && text.contains(told), "{who} {what}: {found} {text}");
    }
    // An account may say more than the data have: by hand, or once they have lost it.
    let file = private(&project).join("accounts.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("\"w1\"", "\"w3\"")).unwrap();
    let with_data =
        |arguments: &[&str]| project.run(&[arguments, &["--as-of", "2024-12-31"]].concat()).stdout;
    let told = with_data(&["access", "explain", "an", "SEEN"]);
    assert!(told.contains("the data have no `w3` in dimension `ward`: no row is its own\n"), "{told}");
    let told = with_data(&["check", "--with-data"]);
    assert!(
        told.contains("warning[unknown-member]: account `an` belongs to `w3`, which is no member"),
        "{told}"
    );
    assert_eq!(project.run(&["user", "change", "an", "--own", ""]).code, 0);
    let (code, told) = explain("an", "SEEN");
    assert!(
        code == 2 && told.contains("sees nothing: the role `own` needs an account that says its own `ward`"),
        "{told}"
    );
    project.change("access.toml", "rows = { ward = \"own\" }", "rows = { ward = [\"w1\", \"w9\"] }");
    let told = with_data(&["check", "--with-data"]);
    assert!(
        told.contains("role `own` sees the rows of `w9`, which is no member of dimension `ward`"),
        "{told}"
    );
}
