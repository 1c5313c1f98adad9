//! What the source must look like: modules use only those above them, heavy crates are known in one
//! place, files stay short, and nothing knows the workspace that it happens to be developed with.

use std::fs;
use std::path::{Path, PathBuf};

/// The longest that a file may be, in lines.
const LONGEST: usize = 500;

/// Which modules may name a crate.
const KNOWN_ONLY_TO: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostic"]),
    ("datafusion", &["table", "query"]),
    ("plotters", &["chart"]),
    ("plotters_backend", &["chart"]),
    ("geojson", &["chart"]),
    ("maud", &["page"]),
    ("docx_rs", &["export"]),
    ("axum", &["web"]),
    ("hyper", &["web"]),
    ("clap", &["cli", "main"]),
    ("moka", &["web"]),
    ("openidconnect", &["web"]),
    ("rustls_native_certs", &["cli"]),
    ("object_store", &["table", "query"]),
    ("tokio", &["table", "query", "workspace", "access", "web", "cli"]),
    ("argon2", &["access"]),
    ("hmac", &["access"]),
    ("ctutils", &["access"]),
    ("rpassword", &["cli"]),
    ("toml", &["diagnostic", "calendar", "table", "query", "kpi", "workspace"]),
    ("arrow", &["table", "query", "kpi", "workspace", "report", "cli", "export"]),
    ("parquet", &["table", "query", "cli", "export"]),
    ("rust_xlsxwriter", &["export"]),
    ("docx_rs", &["export"]),
    ("resvg", &["export"]),
    ("typst", &["export"]),
    ("typst_pdf", &["export"]),
    ("typst_layout", &["export"]),
];

/// The files of `report` that make plain values of what the engine gives: nothing below them sees its types.
const PLAIN_VALUES: &[&str] = &["src/report/cell.rs", "src/report/table.rs"];

/// Who may ask what time it is: for the log, for the ages of what is kept, for how long somebody waits.
const CLOCK: &[&str] = &["cli", "web", "store", "table"];

/// Where all that is read passes the gate: nobody there names the type that lies behind it.
const BEHIND_THE_GATE: &[&str] = &["report", "page", "export"];

/// What only the first workspace calls so: its place, its plan, and the platforms on its lists.
const FIRST_WORKSPACE: &[&str] =
    &["kon tum", "kontum", "1309", "shopee", "lazada", "tiktok", "sendo", "tiki", "zalo", "facebook"];

/// The two letters with which the first workspace's KPIs begin; two digits follow.
const CODES: &[&str] = &["KT", "TT", "VP", "TP", "CN", "TH", "NH", "PH", "KN", "BC", "NV", "NS"];

/// A file below `src/`.
struct Source {
    /// Below the repository, with `/`.
    path: String,
    /// The module of `lib.rs` that it belongs to; `lib` and `main` for themselves.
    module: String,
    /// Whether all of it is compiled for tests only.
    only_tests: bool,
    text: String,
}

impl Source {
    /// The lines with their numbers, without comments that are for readers only.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, without_comment(line)))
    }

    /// The same without what is compiled for tests only: a file's tests stand at its end.
    fn shipped(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.lines().position(|line| line.trim() == "#[cfg(test)]");
        let end = if self.only_tests { 0 } else { tests.unwrap_or(usize::MAX) };
        self.code().take_while(move |(number, _)| *number <= end)
    }
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    rust_files(&root.join("src"), &mut paths);
    let mut sources: Vec<Source> = paths
        .iter()
        .map(|path| {
            let below = path.strip_prefix(root.join("src")).unwrap();
            let first = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
            Source {
                path: path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"),
                module: first.trim_end_matches(".rs").to_owned(),
                only_tests: below
                    .components()
                    .any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs"))),
                text: fs::read_to_string(path).unwrap(),
            }
        })
        .collect();
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(sources.len() > 50, "the source was not found");
    sources
}

pub(super) fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The modules of `lib.rs`, in its order.
fn modules(sources: &[Source]) -> Vec<String> {
    let lib = sources.iter().find(|source| source.module == "lib").unwrap();
    let names = lib.code().filter_map(|(_, line)| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The names that follow a prefix in a line.
fn after<'a>(line: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(prefix)
        .filter(|(at, _)| !line[..*at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
        .map(|(at, _)| {
            let rest = &line[at + prefix.len()..];
            let end =
                rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
            &rest[..end]
        })
}

/// Whether a word stands in a text by itself.
fn names(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let part = |letter: char| letter.is_alphanumeric() || letter == '_';
        !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part)
    })
}

fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

#[test]
fn a_module_uses_only_modules_declared_above_it() {
    let sources = sources();
    let order = modules(&sources);
    let place = |name: &str| order.iter().position(|module| module == name);
    let mut found = Vec::new();
    for source in &sources {
        let Some(own) = place(&source.module) else { continue };
        let at_the_top = source.path.ends_with(&format!("{}/mod.rs", source.module));
        for (number, line) in source.code() {
            let here = |what: &str| format!("{}:{number}: {what}", source.path);
            if line.contains("crate::{") || line.contains("super::super::") {
                found.push(here("name the module, a `use` line for each"));
            }
            for used in after(line, "crate::").filter(|used| !used.is_empty()) {
                match place(used) {
                    Some(used) if used <= own => {}
                    Some(_) => found.push(here(&format!("`{used}` stands below `{}`", source.module))),
                    None => found.push(here(&format!("`{used}` is no module of lib.rs"))),
                }
            }
            if at_the_top {
                let out = after(line, "super::").filter(|used| place(used).is_some());
                found.extend(out.map(|used| here(&format!("`{used}` is reached by `super`"))));
            }
        }
    }
    none(&found, "imports point up");
}

#[test]
fn every_folder_of_the_source_is_a_module_of_lib() {
    let sources = sources();
    let order = modules(&sources);
    let lost = sources.iter().filter(|source| !["lib", "main"].contains(&source.module.as_str()));
    let lost = lost.filter(|source| !order.contains(&source.module)).map(|source| source.path.clone());
    none(&lost.collect::<Vec<_>>(), "what lib.rs does not declare is not compiled");
}

#[test]
fn a_heavy_crate_is_known_in_its_own_module_only() {
    let mut found = Vec::new();
    for source in &sources() {
        for (number, line) in source.code() {
            for (name, allowed) in KNOWN_ONLY_TO {
                let named =
                    names(line, name) && (line.contains(&format!("{name}::")) || line.contains("use "));
                if named && !allowed.contains(&source.module.as_str()) {
                    found.push(format!("{}:{number}: {name} belongs to {allowed:?}", source.path));
                }
            }
        }
    }
    none(&found, "each heavy crate is named in one place");
}

#[test]
fn a_report_holds_plain_values() {
    let mut found = Vec::new();
    let sources = sources();
    for source in sources.iter().filter(|source| source.module == "report") {
        if !PLAIN_VALUES.contains(&source.path.as_str()) {
            let typed = source.shipped().filter(|(_, line)| names(line, "arrow"));
            found.extend(typed.map(|(number, _)| format!("{}:{number}", source.path)));
        }
    }
    none(&found, "no type of the engine in what a report gives");
}

#[test]
fn no_figure_depends_on_the_time_of_day() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !CLOCK.contains(&source.module.as_str())) {
        for (number, line) in source.shipped() {
            // How long something takes is no time of day.
            if line.contains("::now()") && !line.contains("Instant::now()") {
                found.push(format!("{}:{number}", source.path));
            }
        }
    }
    none(&found, "the data date is an argument");
}

#[test]
fn what_answers_are_made_from_passes_one_gate() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| BEHIND_THE_GATE.contains(&source.module.as_str())) {
        let named = source.shipped().filter(|(_, line)| names(line, "Dataset"));
        found.extend(named.map(|(number, _)| format!("{}:{number}", source.path)));
    }
    none(&found, "a report is made from a `Reader`, and never from a `Dataset`");
}

#[test]
fn what_the_disk_says_of_the_data_is_known_to_the_location_only() {
    const SAID: [&str; 4] = ["SystemTime", "Stamp", "Metadata", "canonicalize"];
    const LOCATION: [&str; 3] = ["location.rs", "folder.rs", "walk.rs"];
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.module == "table") {
        if LOCATION.iter().any(|file| source.path.ends_with(&format!("/{file}"))) {
            continue;
        }
        for (number, line) in source.shipped() {
            let said = SAID.iter().filter(|word| names(line, word));
            found.extend(said.map(|word| format!("{}:{number}: {word}", source.path)));
        }
    }
    none(&found, "what lies above a location knows keys and versions");
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "tests", "sample-data"] {
        rust_files(&root.join(folder), &mut files);
    }
    let long = files.iter().filter_map(|path| {
        let lines = fs::read_to_string(path).unwrap().lines().count();
        (lines > LONGEST).then(|| format!("{}: {lines} lines", path.strip_prefix(root).unwrap().display()))
    });
    none(&long.collect::<Vec<_>>(), "a file is cut before it has 500 lines");
}

#[test]
fn nothing_is_left_unsaid_or_printed_in_passing() {
    const NEVER: [&str; 6] = [".unwrap()", "todo!(", "unimplemented!(", "dbg!(", "print!(", "println!("];
    let mut found = Vec::new();
    for source in &sources() {
        for (number, line) in source.shipped() {
            for word in NEVER {
                // `eprintln!` and `writeln!` are other words; only the command line prints.
                let printed = word.starts_with("print") && source.module == "cli";
                let at = line.find(word);
                let whole =
                    at.is_some_and(|at| !line[..at].ends_with(|letter: char| letter.is_alphanumeric()));
                if whole && !printed {
                    found.push(format!("{}:{number}: `{word}`", source.path));
                }
            }
        }
    }
    none(&found, "what can fail says so, and only the command line prints");
}

#[test]
fn the_source_does_not_know_the_first_workspace() {
    let tables = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("queries/tables")).unwrap();
    let tables: Vec<String> = tables
        .map(|entry| format!("\"{}\"", entry.unwrap().path().file_stem().unwrap().to_string_lossy()))
        .collect();
    assert!(!tables.is_empty());
    let mut found = Vec::new();
    for source in &sources() {
        for (at, line) in source.text.lines().enumerate() {
            let here = |what: &str| format!("{}:{}: {what}", source.path, at + 1);
            let lower = line.to_lowercase();
            found.extend(FIRST_WORKSPACE.iter().filter(|word| names(&lower, word)).map(|word| here(word)));
            found.extend(codes(line).map(here));
        }
        // A test of one module may call its own small table as it likes.
        for (number, line) in source.shipped() {
            let quoted = tables.iter().filter(|table| line.contains(table.as_str()));
            found.extend(quoted.map(|table| format!("{}:{number}: table {table}", source.path)));
        }
    }
    none(&found, "another plan is another workspace, not another program");
}

/// What looks like a code of the first workspace's KPIs.
fn codes(line: &str) -> impl Iterator<Item = &str> {
    line.char_indices().filter_map(|(at, _)| {
        let word = line.get(at..at + 4)?;
        let (letters, digits) = word.split_at_checked(2)?;
        let part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let alone = !line[..at].ends_with(part) && !line[at + 4..].starts_with(part);
        let code = CODES.contains(&letters) && digits.bytes().all(|digit| digit.is_ascii_digit());
        (alone && code).then_some(word)
    })
}

/// What is counted in messages and in the program's own English, where it is many at least twice over.
const ALWAYS_MANY: &[&str] = &[
    "these are {figures} figures",
    "gives more than {limit} rows",
    "{} of {} bytes",
    "a password has at most {most} bytes",
    "INTERVAL '{seconds} seconds'",
    "has {} figures, and `--proof` proves one",
    "the footer tells of {rows} rows",
    "a row group tells of {rows} rows",
    "the footer tells of {} rows",
    "{} bytes\", stamp.size",
    "the highest of the {2} periods",
    "the lowest of the {2} periods",
    "and {0} other codes",
    "and {others} other codes",
    "These are {0} figures",
    "there are 2 to {MOST_PERIODS} periods",
    "of more than {MANY_ROWS} rows each",
];

#[test]
fn what_is_counted_in_english_has_a_word_for_one() {
    const NOUNS: &[&str] = &[
        "records", "rows", "files", "days", "keys", "codes", "problems", "figures", "KPIs", "months",
        "periods", "values", "bodies", "reports", "columns", "bytes", "seconds", "members", "tables",
        "queries", "lines", "errors", "warnings", "others",
    ];
    let mut wrong = Vec::new();
    for source in sources() {
        for (number, line) in source.shipped() {
            for noun in NOUNS {
                for (at, _) in line.match_indices(&format!("}} {noun}")) {
                    let rest = &line[at + 2 + noun.len()..];
                    let is_word = !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
                    // `{0|record|records}` ends with the brace itself.
                    let is_number = line[..at].rfind('{').is_some_and(|open| !line[open..at].contains('|'));
                    if is_word && is_number && !ALWAYS_MANY.iter().any(|known| line.contains(known)) {
                        wrong.push(format!("{}:{number}: {}", source.path, line.trim()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
