//! The documents say what is there, all of it, and what they tell one to type works.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use clap::CommandFactory;
use minhbach::calendar::{Over, PERIOD_FORMS, PeriodKind};
use minhbach::chart::CHARTS;
use minhbach::cli::Cli;
use minhbach::dashboard::SHOWS;

/// Where the form of each file is read, and under which heading of `docs/files.md` it is told.
const FORMS: &[(&str, &str)] = &[
    ("src/workspace/settings.rs", "`minhbach.toml`"),
    ("src/table/contract_file.rs", "`queries/tables/TABLE.toml`"),
    ("src/table/contract_file/days.rs", "`queries/tables/TABLE.toml`"),
    ("src/table/contract_file/limits.rs", "`queries/tables/TABLE.toml`"),
    ("src/kpi/definition/dimension.rs", "`queries/dimensions.toml`"),
    ("src/kpi/definition/header.rs", "`queries/kpis/CODE.sql`"),
    ("src/kpi/plan/clauses.rs", "`queries/plan.toml`"),
    ("src/calendar/working_days_file.rs", "`queries/working_days.toml`"),
    ("src/query/named.rs", "`queries/reports/NAME.sql`"),
    ("src/dashboard/form.rs", "`dashboards/ID.toml`"),
    ("src/dashboard/outline/form.rs", "`dashboards/reports/ID.toml`"),
    ("src/workspace/access/form.rs", "`access.toml`"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The text under a heading of level two.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let start = text.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no heading {heading}"));
    let rest = &text[start + 4..];
    rest.find("\n## ").map_or(rest, |end| &rest[..end])
}

/// Whether a word stands in a text as code, by itself or with what follows it inside the code.
fn told(text: &str, word: &str) -> bool {
    let whole = |rest: &str| !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    let code = text.split('`').skip(1).step_by(2);
    code.flat_map(|code| code.match_indices(word).map(move |(at, _)| (code, at)))
        .any(|(code, at)| whole(&code[at + word.len()..]) && !code[..at].ends_with(char::is_alphanumeric))
}

/// The keys of every struct that refuses unknown ones, as a file writes them.
fn keys(source: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let shipped = source.split("#[cfg(test)]").next().unwrap();
    for body in shipped.split("#[serde(deny_unknown_fields)]").skip(1) {
        let body = &body[body.find('{').unwrap() + 1..body.find("\n}").unwrap()];
        let mut renamed = None;
        for line in body.lines().map(str::trim) {
            if let Some((_, rest)) = line.split_once("rename = \"") {
                renamed = rest.split('"').next().map(str::to_owned);
            }
            let field = line.trim_start_matches("pub(super) ").trim_start_matches("pub ");
            let name = field.split(':').next().unwrap().trim_start_matches("r#");
            let is_name = name.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'_');
            if field.contains(": ") && is_name {
                keys.push(renamed.take().unwrap_or_else(|| name.to_owned()));
            }
        }
    }
    keys
}

#[test]
fn every_module_stands_in_the_code_map_and_nothing_else_does() {
    let lib = read("src/lib.rs");
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let architecture = read("ARCHITECTURE.md");
    let map = section(&architecture, "Code map");
    let told =
        map.lines().filter_map(|line| line.strip_prefix("- **`")?.split_once("`**")).map(|(name, _)| name);
    let modules: Vec<&str> = modules.collect();
    assert_eq!(told.collect::<Vec<_>>(), modules, "the code map follows lib.rs");
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let architecture = read("ARCHITECTURE.md");
    let lines: Vec<&str> = section(&architecture, "Dependencies").lines().collect();
    for kind in ["dependencies", "dev-dependencies"] {
        for name in manifest[kind].as_table().unwrap().keys() {
            let count = lines
                .iter()
                .filter(|line| line.starts_with("- ") && line.contains(&format!("`{name}`")))
                .count();
            assert_eq!(count, 1, "{name} has one line under Dependencies");
        }
    }
}

#[test]
fn the_readme_holds_the_two_commands_and_every_command_of_the_program() {
    let readme = read("README.md");
    assert!(readme.lines().count() <= 120, "the README has at most 120 lines");
    assert!(read("ARCHITECTURE.md").lines().count() <= 150, "ARCHITECTURE.md has at most 150 lines");
    for command in ["cargo run --release", "./test", "http://127.0.0.1:3890"] {
        assert!(readme.contains(command), "{command}");
    }
    let cli = Cli::command();
    for command in cli.get_subcommands() {
        let line = format!("    minhbach {} ", command.get_name());
        let line = readme.lines().find(|each| each.starts_with(&line));
        let line = line.unwrap_or_else(|| panic!("the README has no line for `{}`", command.get_name()));
        for argument in command.get_arguments().filter(|argument| !argument.is_global_set()) {
            let Some(long) = argument.get_long().filter(|long| *long != "help") else { continue };
            let shared = long == "format" && line.contains("[--format");
            assert!(
                shared || line.contains(&format!("--{long} ")) || line.contains(&format!("--{long}]")),
                "--{long}: {line}"
            );
        }
    }
    for argument in cli.get_arguments().filter(|argument| argument.is_global_set()) {
        let long = argument.get_long().unwrap();
        assert!(readme.contains(&format!("--{long} ")), "--{long}");
    }
}

#[test]
fn the_reporting_query_of_the_reference_pairs_every_body_with_every_month() {
    let reference = read("docs/files.md");
    let (_, query) = reference.split_once("```sql\n-- queries/models/obligations.sql\n").unwrap();
    let (query, _) = query.split_once("```").unwrap();
    let project = crate::support::TestProject::new();
    project
        .table("bodies", "code*\na\nb")
        .table("receipts", "body | first_day:date | received_on:date\na | 2023-01-01 | 2023-02-03")
        .file("queries/models/obligations.sql", query)
        .file(
            "queries/dimensions.toml",
            "[organization]\ntitle = \"Body\"\nvalues = { a = \"A\", b = \"B\" }\n",
        )
        .change(
            "minhbach.toml",
            "[units.thing]",
            "[reporting]\nbodies = \"organization\"\nquery = \"obligations\"\n[units.thing]",
        );
    assert_eq!(project.check(), Vec::<String>::new());
    let owed = project.dataset("2023-12-31").0.obligations().all().to_vec();
    let of = |body: &str| owed.iter().filter(|own| own.body == body).collect::<Vec<_>>();
    assert!(of("a").len() >= 36 && of("a").len() == of("b").len(), "{}", owed.len());
    assert_eq!(owed.iter().filter(|own| own.received_on.is_some()).count(), 1);
}

#[test]
fn every_key_of_every_file_is_documented() {
    let reference = read("docs/files.md");
    for (source, heading) in FORMS {
        let keys = keys(&read(source));
        assert!(keys.len() > 1, "{source} has a form");
        for key in keys {
            assert!(told(section(&reference, heading), &key), "`{key}` of {source} under {heading}");
        }
    }
}

#[test]
fn every_word_of_every_file_is_documented() {
    let reference = read("docs/files.md");
    let kpis = section(&reference, "`queries/kpis/CODE.sql`");
    for over in Over::ALL {
        assert!(kpis.contains(&format!("\n| `{}` |", over.word())), "{}", over.word());
    }
    for aggregate in ["sum", "distinct", "median", "p90"] {
        assert!(told(kpis, aggregate), "{aggregate}");
    }
    let dashboards = section(&reference, "`dashboards/ID.toml`");
    for show in SHOWS {
        assert!(dashboards.contains(&format!("\n| `{show}` |")), "{show}");
    }
    for chart in CHARTS {
        assert!(told(dashboards, chart.name), "{}", chart.name);
    }
    for kind in PeriodKind::ALL {
        assert!(told(&reference, kind.word()), "{}", kind.word());
    }
    for form in PERIOD_FORMS {
        assert!(told(section(&reference, "Names of periods"), form), "{form}");
    }
}

/// One that no panel shows by itself, as the small course in a tile, needs no more than its drawing.
#[test]
fn a_chart_kind_stands_in_the_files_of_its_recipe_and_in_no_other() {
    let contributing = read("CONTRIBUTING.md");
    let (_, recipe) = contributing.split_once("### Add a chart kind\n").unwrap();
    let (recipe, _) = recipe.split_once("\n### ").unwrap();
    let files: Vec<&str> =
        recipe.split('`').filter(|word| word.starts_with("src/") && word.ends_with(".rs")).collect();
    assert_eq!(files.len(), 7, "{files:?}");
    let mut sources = Vec::new();
    super::layers::rust_files(&root().join("src"), &mut sources);
    for kind in CHARTS.iter().map(|kind| kind.name).filter(|name| SHOWS.contains(name)) {
        let variant = format!("{}{}", kind[..1].to_uppercase(), &kind[1..]);
        let own: Vec<PathBuf> = files.iter().map(|file| root().join(file.replace("KIND", kind))).collect();
        for path in &own {
            let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(text.contains(kind) || text.contains(&variant), "{} has no `{kind}`", path.display());
        }
        let names = ["Show", "PanelView", "PanelAnswer"].map(|list| format!("{list}::{variant}"));
        for path in sources.iter().filter(|path| !own.contains(path)) {
            let text = fs::read_to_string(path).unwrap();
            let named = |name: &&String| {
                let after = |rest: &str| !rest.starts_with(char::is_alphanumeric);
                text.match_indices(name.as_str()).any(|(at, _)| after(&text[at + name.len()..]))
            };
            assert!(!names.iter().any(|name| named(&name)), "{} names the kind `{kind}`", path.display());
            // There `Self` would name it.
            let own = ["Show", "PanelView", "PanelAnswer"].map(|list| format!("impl {list} {{"));
            assert!(!own.iter().any(|own| text.contains(own)), "{} is about kinds", path.display());
        }
    }
}

#[test]
fn every_key_of_the_json_answer_is_documented() {
    let reference = read("docs/files.md");
    let told_keys = section(&reference, "What `minhbach kpi --format json` prints");
    let output = minhbach(&root(), &["kpi", "--format", "json"]);
    let answers: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for key in answers[0].as_object().unwrap().keys() {
        assert!(told(told_keys, key), "{key}");
    }
}

#[test]
fn links_of_the_documents_lead_somewhere() {
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/files.md",
        "docs/operate.md",
    ] {
        let text = read(document);
        let folder = root().join(document).parent().unwrap().to_owned();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap();
            assert!(file.starts_with("http") || folder.join(file).exists(), "{document}: {target}");
        }
    }
}

/// Runs the program on a workspace, with a state folder of its own.
fn minhbach(workspace: &Path, arguments: &[&str]) -> Output {
    let state = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_minhbach"))
        .arg("--workspace")
        .arg(workspace)
        .arg("--data")
        .arg(root().join("sample-data"))
        .arg("--state")
        .arg(state.path())
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The fenced block that follows a text of the README.
fn block<'a>(readme: &'a str, after: &str) -> &'a str {
    let rest = &readme[readme.find(after).unwrap_or_else(|| panic!("the README says: {after}"))..];
    let fence = rest.find("\n```").unwrap() + 1;
    let start = fence + rest[fence..].find('\n').unwrap() + 1;
    &rest[start..start + rest[start..].find("```").unwrap()]
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(drop).unwrap() }
    }
}

#[test]
fn the_kpi_of_the_readme_gets_onto_the_overview_with_its_target() {
    let readme = read("README.md");
    let workspace = tempfile::tempdir().unwrap();
    for folder in ["queries", "dashboards"] {
        copy(&root().join(folder), &workspace.path().join(folder));
    }
    fs::copy(root().join("minhbach.toml"), workspace.path().join("minhbach.toml")).unwrap();
    let edit = |path: &str, change: &dyn Fn(String) -> String| {
        let path = workspace.path().join(path);
        fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
    };

    minhbach(workspace.path(), &["new", "kpi", "TP05"]);
    edit("queries/kpis/TP05.sql", &|_| block(&readme, "writes a commented skeleton").to_owned());
    minhbach(workspace.path(), &["check"]);
    edit("queries/plan.toml", &|plan| {
        let clause = plan.find("id   = \"III.3/1\"").unwrap();
        let end = clause + plan[clause..].find("\n\n").unwrap() + 2;
        format!("{}{}\n{}", &plan[..end], block(&readme, "At the end of clause `III.3/1`"), &plan[end..])
    });
    edit("dashboards/overview.toml", &|text| {
        format!("{text}\n{}", block(&readme, "After the last panel of `dashboards/overview.toml`"))
    });
    minhbach(workspace.path(), &["check", "--with-data"]);

    let output = minhbach(workspace.path(), &["kpi", "TP05", "--period", "2024", "--format", "json"]);
    let answers: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let answer = &answers[0];
    assert_eq!((&answer["state"], &answer["target"]), (&"value".into(), &100.into()), "{answer}");
    assert_eq!(answer["status"], "missed", "{answer}");
    for (period, said) in [("2024", [12, 15]), ("2025", [20, 26]), ("plan", [37, 48])] {
        let output = minhbach(workspace.path(), &["kpi", "TP05", "--period", period, "--format", "json"]);
        let answers: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let parts = ["numerator", "denominator"].map(|side| answers[0][side].as_i64().unwrap());
        assert_eq!(parts, said, "{period}: what the README says, and no decision that was annulled");
    }
    minhbach(workspace.path(), &["records", "TP05", "--period", "2024"]);
    minhbach(workspace.path(), &["kpi", "TP05", "--period", "2024", "--by", "organization"]);
    let page = served(workspace.path(), "/dashboards/overview");
    assert!(page.contains("TP05") && page.contains("Tỷ lệ nộp phạt đúng hạn"), "the tile is on the overview");
}

/// A page of a workspace as the program serves it.
fn served(workspace: &Path, path: &str) -> String {
    let state = tempfile::tempdir().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_minhbach"))
        .args(["serve", "--listen", "127.0.0.1:0", "--workspace"])
        .arg(workspace)
        .arg("--data")
        .arg(root().join("sample-data"))
        .arg("--state")
        .arg(state.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let address = first.trim().trim_start_matches("http://").trim_end_matches('/');
    let mut page = Vec::new();
    let asked = TcpStream::connect(address).and_then(|mut stream| {
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        stream.read_to_end(&mut page)
    });
    server.kill().unwrap();
    server.wait().unwrap();
    asked.unwrap();
    String::from_utf8(page).unwrap()
}
