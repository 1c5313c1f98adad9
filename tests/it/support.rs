//! Small workspaces made from literal files and literal tables, asked for figures in one line.
//!
//! A table is written as it would be drawn on paper, its first line naming the columns:
//!
//! ```text
//! sale* | sold_on:date | place | amount:integer
//! a1    | 2024-01-03   | north | 5
//! ```
//!
//! `*` marks the key, a column without a type is text, an empty cell is NULL.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use minhbach::calendar::Day;
use minhbach::diagnostic::short;
use minhbach::query::{Engine, Limits};
use minhbach::store;
use minhbach::workspace::{DataError, Dataset, Opening, Workspace};
use parquet::arrow::ArrowWriter;

mod asked;
pub(crate) mod outside;

pub(crate) use asked::{TestData, words};

/// A workspace with two calendars of months, a budget year and a plan, and two units.
pub(crate) const SETTINGS: &str = r#"format   = 1
title    = "Toy"
language = "en"
timezone = "Asia/Ho_Chi_Minh"
[data]
location  = "data"
first_day = 2022-01-01
[calendars.calendar]
month_starts_on_day = 1
[calendars.reporting]
month_starts_on_day = 15
[calendars.budget]
settlement_until = "01-31"
[plan]
file      = "queries/plan.toml"
first_day = 2023-05-08
last_day  = 2025-12-31
[units.thing]
label = "things"
[units.money]
label = "đồng"
[units.percent]
label = "%"
times = 100
"#;

/// One engine for all tests: its threads are what costs.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new(Limits { concurrency: 8, ..Limits::default() }).unwrap())
}

fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap())
}

/// A workspace in a folder of its own, or the repository with a state folder of its own.
pub(crate) struct TestProject {
    folder: Arc<tempfile::TempDir>,
    root: PathBuf,
}

/// What a run of the program said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl TestProject {
    /// With the usual settings and an empty plan.
    pub(crate) fn new() -> Self {
        let project = Self::bare();
        project.file("minhbach.toml", SETTINGS).file("queries/plan.toml", "clause = []\n");
        project
    }

    /// An empty folder.
    pub(crate) fn bare() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let root = folder.path().join("workspace");
        fs::create_dir_all(root.join("data")).unwrap();
        Self { folder, root }
    }

    /// The first workspace, as it stands in the repository.
    pub(crate) fn sample() -> Self {
        Self { folder: Arc::new(tempfile::tempdir().unwrap()), root: repository().to_owned() }
    }

    /// The first workspace's settings, contracts, models and some of its KPIs, every table there and
    /// empty until the test writes its own; no dashboard and no promise, so that nothing else needs to be planned.
    pub(crate) fn of_repository(kpis: &[&str]) -> Self {
        let project = Self::bare();
        let read = |path: &str| fs::read_to_string(repository().join(path)).unwrap();
        let settings = read("minhbach.toml");
        // Of what the settings list, most is not there.
        let listed = |name: &str| settings.lines().find(|line| line.starts_with(name)).unwrap();
        let settings =
            settings.replace(listed("dashboards "), "dashboards = []").replace(listed("kpis "), "");
        project.file("minhbach.toml", &settings.replace("\"sample-data\"", "\"data\""));
        for folder in ["queries/tables", "queries/models"] {
            for entry in fs::read_dir(repository().join(folder)).unwrap() {
                let path = format!("{folder}/{}", entry.unwrap().file_name().into_string().unwrap());
                project.file(&path, &read(&path));
            }
        }
        for path in ["queries/dimensions.toml", "queries/working_days.toml"] {
            project.file(path, &read(path));
        }
        for code in kpis {
            project.file(&format!("queries/kpis/{code}.sql"), &read(&format!("queries/kpis/{code}.sql")));
        }
        project.file("queries/plan.toml", "clause = []\n");
        for entry in fs::read_dir(repository().join("queries/tables")).unwrap() {
            let path = entry.unwrap().path();
            let contract: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
            let first = contract["columns"].as_table().unwrap().keys().next().unwrap().clone();
            project.table(path.file_stem().unwrap().to_str().unwrap(), &first);
        }
        project
    }

    /// Where the workspace is.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A place outside the workspace that goes away with the test.
    pub(crate) fn aside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file of the workspace.
    pub(crate) fn file(&self, path: &str, text: &str) -> &Self {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Changes a text of a file that is there.
    pub(crate) fn change(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.root.join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.file(path, &text.replace(from, to))
    }

    /// Writes a KPI: its title, unit and direction are the usual ones, the rest of its header and its
    /// query are given.
    pub(crate) fn kpi(&self, code: &str, header: &str, sql: &str) -> &Self {
        let mut text = format!("/*\ntitle = \"{code}\"\ndefinition = \"Toy\"\n");
        for (key, usual) in [("unit", "\"thing\""), ("better", "\"higher\""), ("since", "2022-01-01")] {
            if !header.lines().any(|line| line.trim_start().starts_with(&format!("{key} "))) {
                text.push_str(&format!("{key} = {usual}\n"));
            }
        }
        if !header.contains("labels") {
            let names: Vec<String> =
                value_columns(header).iter().map(|name| format!("{name} = \"{name}\"")).collect();
            text.push_str(&format!("labels = {{ {} }}\n", names.join(", ")));
        }
        let header: Vec<&str> = header.trim().lines().map(str::trim_start).collect();
        self.file(
            &format!("queries/kpis/{code}.sql"),
            &format!("{text}{}\n*/\n{}\n", header.join("\n"), sql.trim()),
        )
    }

    /// Writes a table and, unless it has one, its contract. A column that a contract wants and the
    /// test does not give gets any value that the contract takes.
    pub(crate) fn table(&self, name: &str, rows: &str) -> &Self {
        self.rows(name, &format!("{name}.parquet"), rows)
    }

    /// The same, into a file of that name below the data folder.
    pub(crate) fn rows(&self, name: &str, file: &str, rows: &str) -> &Self {
        let contract = self.root.join(format!("queries/tables/{name}.toml"));
        let mut lines = rows.lines().filter(|line| !line.trim().is_empty());
        let mut columns: Vec<(String, String)> = Vec::new();
        let mut key = Vec::new();
        for column in lines.next().unwrap().split('|').map(str::trim) {
            let (name, kind) = column.split_once(':').unwrap_or((column, "text"));
            let plain = name.trim_end_matches('*');
            if plain != name {
                key.push(format!("\"{plain}\""));
            }
            columns.push((plain.to_owned(), kind.to_owned()));
        }
        if !contract.exists() {
            let mut text = format!("title = \"{name}\"\nkey = [{}]\n", key.join(", "));
            for (column, kind) in &columns {
                text.push_str(&format!("[columns.{column}]\ntype = \"{kind}\"\noptional = true\n"));
            }
            self.file(&format!("queries/tables/{name}.toml"), &text);
        }
        let mut cells: Vec<Vec<String>> = vec![Vec::new(); columns.len()];
        for line in lines {
            let row: Vec<&str> = line.split('|').map(str::trim).collect();
            assert_eq!(row.len(), columns.len(), "{name}: {line}");
            cells.iter_mut().zip(row).for_each(|(column, cell)| column.push(cell.to_owned()));
        }
        let count = cells.first().map_or(0, Vec::len);
        let written: toml::Table = fs::read_to_string(&contract).unwrap().parse().unwrap();
        for (column, rules) in written["columns"].as_table().unwrap() {
            let kind = rules["type"].as_str().unwrap();
            match columns.iter_mut().find(|(name, _)| name == column) {
                Some((_, own)) => *own = kind.to_owned(),
                None => {
                    columns.push((column.clone(), kind.to_owned()));
                    cells.push(vec![any_value(rules, kind); count]);
                }
            }
        }
        let arrays =
            columns.iter().zip(&cells).map(|((name, kind), cells)| (name.as_str(), array(kind, cells), true));
        self.parquet(file, &RecordBatch::try_from_iter_with_nullable(arrays).unwrap())
    }

    /// Writes a Parquet file below the data folder, as old as one that nobody is writing any more.
    pub(crate) fn parquet(&self, file: &str, batch: &RecordBatch) -> &Self {
        let path = self.root.join("data").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
        writer.write(batch).unwrap();
        writer.close().unwrap();
        age(&path);
        self
    }

    /// Writes bytes below the data folder that are no Parquet file.
    pub(crate) fn parquet_text(&self, file: &str, text: &str) -> &Self {
        let path = self.root.join("data").join(file);
        fs::write(&path, text).unwrap();
        age(&path);
        self
    }

    /// The definitions, whatever is wrong with them.
    pub(crate) fn workspace(&self) -> Workspace {
        Workspace::load(&self.root, engine()).unwrap()
    }

    /// Everything wrong with the files, a line each.
    pub(crate) fn check(&self) -> Vec<String> {
        self.workspace().problems.iter().map(short).collect()
    }

    /// The data as of a day; the files must be sound.
    pub(crate) fn dataset(&self, as_of: &str) -> TestData {
        let data = self.try_dataset(Some(as_of)).unwrap_or_else(|error| panic!("{error}"));
        let fatal: Vec<String> =
            data.snapshot().fatal_files.iter().map(|file| format!("{}: {}", file.path, file.fatal)).collect();
        assert!(fatal.is_empty(), "{fatal:#?}");
        self.holding(data)
    }

    /// The data as of a day, whatever is wrong with some of the files.
    pub(crate) fn doubtful_dataset(&self, as_of: &str) -> TestData {
        self.holding(self.try_dataset(Some(as_of)).unwrap_or_else(|error| panic!("{error}")))
    }

    /// Data of this workspace that were opened in an own way.
    pub(crate) fn holding(&self, dataset: Dataset) -> TestData {
        TestData(dataset, Arc::clone(&self.folder))
    }

    /// The data as of a day, or as of the reports', or why there are none.
    pub(crate) fn try_dataset(&self, as_of: Option<&str>) -> Result<Dataset, DataError> {
        let workspace = self.workspace();
        let told: Vec<String> = workspace.problems.iter().map(short).collect();
        assert!(!workspace.has_errors(), "{told:#?}");
        self.open(workspace, as_of)
    }

    /// The data as of a day, whatever is wrong with the definitions.
    pub(crate) fn mistaken_dataset(&self, as_of: &str) -> Dataset {
        self.open(self.workspace(), Some(as_of)).unwrap_or_else(|error| panic!("{error}"))
    }

    fn open(&self, workspace: Workspace, as_of: Option<&str>) -> Result<Dataset, DataError> {
        let state = Arc::new(store::State::open(&self.aside("state")).unwrap());
        let as_of = as_of.map(|day| day.parse::<Day>().unwrap());
        runtime().block_on(Dataset::open(
            Arc::new(workspace),
            engine(),
            Opening { as_of, ..Opening::of(state) },
        ))
    }

    /// Runs the program on the workspace. Whatever it says, it says for people.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        let mut command = self.command(arguments);
        Said::of(&command.output().unwrap())
    }

    /// The program with its places, not yet run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minhbach"));
        command.args(arguments).arg("--workspace").arg(&self.root);
        if !arguments.contains(&"--state") {
            command.arg("--state").arg(self.aside("state"));
        }
        command.current_dir(self.folder.path());
        command
    }
}

impl Said {
    pub(crate) fn of(output: &std::process::Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        for word in ["panicked", "Error {", "Err(", "Some(", "None)", "RUST_BACKTRACE", "src/"] {
            assert!(!stdout.contains(word) && !stderr.contains(word), "`{word}` in:\n{stdout}\n{stderr}");
        }
        Self { code: output.status.code().unwrap(), stdout, stderr }
    }
}

/// The repository: the first workspace.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Makes a file look as if it had been there for an hour, so that nobody waits for it to settle.
pub(crate) fn age(path: &Path) {
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    File::options().write(true).open(path).unwrap().set_modified(hour_ago).unwrap();
}

/// The value columns that a header names.
fn value_columns(header: &str) -> Vec<String> {
    let lines = header.lines().map(str::trim).filter(|line| {
        ["value ", "numerator ", "denominator ", "beside "].iter().any(|word| line.starts_with(word))
    });
    let tables: BTreeMap<usize, toml::Table> = lines.map(|line| line.parse().unwrap()).enumerate().collect();
    let columns = tables.values().flat_map(|table| table.values()).filter_map(toml::Value::as_table);
    columns.flat_map(|columns| columns.keys().cloned()).collect()
}

fn any_value(rules: &toml::Value, kind: &str) -> String {
    let optional = rules.get("optional").and_then(toml::Value::as_bool).unwrap_or(false);
    // A list of texts, or a table of texts and their labels.
    let listed = rules.get("values").and_then(|values| match values {
        toml::Value::Table(labels) => labels.keys().next().cloned(),
        others => others.as_array()?.first()?.as_str().map(str::to_owned),
    });
    match (optional, kind) {
        (true, _) => String::new(),
        (false, "text") => listed.unwrap_or_else(|| "any".to_owned()),
        (false, "date") => "2022-01-01".to_owned(),
        (false, "boolean") => "false".to_owned(),
        (false, _) => rules.get("min").and_then(toml::Value::as_integer).unwrap_or(0).to_string(),
    }
}

fn array(kind: &str, cells: &[String]) -> ArrayRef {
    let cells = cells.iter().map(|cell| (!cell.is_empty()).then_some(cell.as_str()));
    match kind {
        "text" => Arc::new(cells.collect::<StringArray>()),
        "date" => {
            let days = |cell: &str| (cell.parse::<Day>().unwrap() - Day::default()).num_days() as i32;
            Arc::new(cells.map(|cell| cell.map(days)).collect::<Date32Array>())
        }
        "integer" => {
            Arc::new(cells.map(|cell| cell.map(|cell| cell.parse::<i64>().unwrap())).collect::<Int64Array>())
        }
        "boolean" => Arc::new(cells.map(|cell| cell.map(|cell| cell == "true")).collect::<BooleanArray>()),
        other => {
            let (precision, scale) =
                match other.strip_prefix("decimal(").and_then(|rest| rest.strip_suffix(')')) {
                    Some(digits) => {
                        digits.split_once(',').map(|(p, s)| (p.parse().unwrap(), s.parse().unwrap())).unwrap()
                    }
                    None => (18, 0),
                };
            let unscaled = |cell: &str| {
                let mut number: rust_decimal::Decimal = cell.parse().unwrap();
                number.rescale(u32::try_from(scale).unwrap());
                number.mantissa()
            };
            let numbers: Decimal128Array = cells.map(|cell| cell.map(unscaled)).collect();
            Arc::new(numbers.with_precision_and_scale(precision, scale).unwrap())
        }
    }
}
