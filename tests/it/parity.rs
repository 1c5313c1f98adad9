//! Every figure a second time: DuckDB runs the KPI files over the snapshot's files, with a calendar
//! and the rules of `over` and `as` written again in Python (`tests/parity`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use minhbach::calendar::{Day, DayRange, Period, PeriodKind};
use minhbach::kpi::{Aggregate, Figure, Filters, Kpi, Question, Role, Scope, Slice, proof, records};
use minhbach::query::{Engine, Limits, Rows};
use minhbach::report::{Answer, Digits};
use minhbach::store::State;
use minhbach::workspace::{Dataset, Opening, ProofHead, Workspace};
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::support::outside::python;
use crate::support::{SETTINGS, TestProject};

/// How many random slices are held against the printed proofs and the record lists.
const RANDOM_SLICES: usize = 1000;

/// A workspace opened for the tests, with a state folder of its own.
struct Opened {
    runtime: tokio::runtime::Runtime,
    engine: Engine,
    workspace: Arc<Workspace>,
    state: Arc<State>,
    folder: tempfile::TempDir,
    data: Option<String>,
}

impl Opened {
    fn new(root: &Path, data: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::new(Limits::default()).unwrap();
        let workspace = Workspace::load(root, &engine).unwrap();
        let told: Vec<String> = workspace.problems.iter().map(minhbach::diagnostic::short).collect();
        assert!(!workspace.has_errors(), "{told:#?}");
        Self {
            runtime: tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap(),
            engine,
            workspace: Arc::new(workspace),
            state: Arc::new(State::open(&folder.path().join("state")).unwrap()),
            folder,
            data: data.map(|data| data.to_string_lossy().into_owned()),
        }
    }

    fn dataset(&self, as_of: Option<&str>) -> Dataset {
        let as_of = as_of.map(|day| day.parse::<Day>().unwrap());
        let opening = Opening { location: self.data.clone(), as_of, ..Opening::of(Arc::clone(&self.state)) };
        self.runtime.block_on(Dataset::open(Arc::clone(&self.workspace), &self.engine, opening)).unwrap()
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the second implementation; gives what it printed, and fails with it.
fn evaluate(opened: &Opened, arguments: &[&str]) -> String {
    let output = Command::new(python())
        .arg(root().join("tests/parity/evaluate.py"))
        .args(arguments)
        .current_dir(&opened.workspace.root)
        .output()
        .unwrap();
    let told =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}");
    told
}

fn snapshot_file(opened: &Opened, dataset: &Dataset) -> PathBuf {
    let mut tables = dataset.table_files();
    let own =
        |name: &str, tables: &mut BTreeMap<String, Vec<String>>| tables.remove(name).unwrap()[0].clone();
    let engine = json!({
        "loaded_files": own("loaded_files", &mut tables),
        "rejected_rows": own("rejected_rows", &mut tables),
    });
    tables.remove("slots");
    tables.remove("calendar");
    let snapshot =
        json!({ "data_date": dataset.data_date().to_string(), "tables": tables, "engine": engine });
    opened.write("snapshot.json", &snapshot.to_string())
}

/// Every month, quarter, half, year of the plan's years, and the plan, in a KPI's own calendar.
fn periods(dataset: &Dataset, kpi: &Kpi) -> Vec<Period> {
    let calendars = dataset.calendars();
    let calendar = kpi.calendar(calendars);
    let plan = calendars.plan().unwrap();
    let jan = |year: i32| Day::from_ymd_opt(year, 1, 1).unwrap();
    let years = DayRange {
        first_day: jan(chrono::Datelike::year(&plan.first_day)),
        last_day: jan(chrono::Datelike::year(&plan.last_day) + 1),
    };
    let mut periods = vec![calendars.plan_period(calendar).unwrap()];
    use PeriodKind::{Half, Month, NineMonths, Quarter, Year};
    for kind in [Year, Half, NineMonths, Quarter, Month] {
        periods.extend(calendars.periods_between(kind, calendar, years));
    }
    periods
}

fn question(kpi: &Kpi, figure: &Figure, filters: &Filters, by: Option<&str>) -> Value {
    let mut answer = Answer::new(kpi, figure, None, None, &[], "").json();
    let filters: BTreeMap<&str, Vec<&Option<String>>> =
        filters.iter().map(|(dimension, members)| (dimension, members.iter().collect())).collect();
    answer["where"] = json!(filters);
    answer["asked_by"] = json!(by);
    answer
}

/// Asks everything of every KPI, and holds the answers against DuckDB's. Gives the codes whose
/// numerator was ever something else than 0.
fn ask_everything(opened: &Opened, as_of: Option<&str>) -> Vec<String> {
    let dataset = opened.dataset(as_of);
    let (frame, scope) = (dataset.frame(), Scope::everything());
    let mut lines = String::new();
    let mut alive = Vec::new();
    for kpi in dataset.workspace().kpis.values() {
        let cube = opened.runtime.block_on(dataset.cube(kpi)).unwrap();
        let mut counted = false;
        // In a view that none of its dimensions has, a KPI is what it is without: it would be asked the same twice.
        let dimensions = &dataset.workspace().dimensions;
        let has = |view: &&str| kpi.dimensions.iter().any(|name| dimensions[name].views.contains_key(*view));
        let views =
            std::iter::once(None).chain(dataset.workspace().views().into_iter().filter(has).map(Some));
        let asked = views.flat_map(|view| periods(&dataset, kpi).into_iter().map(move |each| (each, view)));
        for (period, view) in asked {
            let view = view.map(str::to_owned);
            let filters = Filters::default();
            let asked = Question::new(frame, kpi, cube.clone(), &scope, filters.clone(), view).unwrap();
            let whole = asked.at(&period).total();
            counted |= whole.numerator.is_some_and(|numerator| !numerator.is_zero());
            lines.push_str(&format!("{}\n", question(kpi, &whole, &filters, None)));
            for dimension in &kpi.dimensions {
                let parts = asked.at(&period).breakdown(dimension).unwrap();
                assert_eq!(parts.total, whole);
                for figure in std::iter::once(&parts.total).chain(&parts.parts) {
                    lines.push_str(&format!("{}\n", question(kpi, figure, &filters, Some(dimension))));
                }
            }
        }
        if counted {
            alive.push(kpi.code.clone());
        }
    }
    let questions = opened.write("questions.jsonl", &lines);
    let snapshot = snapshot_file(opened, &dataset);
    let told = evaluate(
        opened,
        &[
            "--workspace",
            &opened.workspace.root.to_string_lossy(),
            "--snapshot",
            &snapshot.to_string_lossy(),
            "--questions",
            &questions.to_string_lossy(),
        ],
    );
    assert!(told.contains("checked"), "{told}");
    alive
}

#[test]
fn every_figure_of_the_plan_is_the_same_on_duckdb() {
    let opened = Opened::new(root(), None);
    let alive = ask_everything(&opened, None);
    let all: Vec<String> = opened.workspace.kpis.keys().cloned().collect();
    assert_eq!(alive, all, "every KPI has a numerator somewhere");
    // Inside a slot; inside the month in which the year before is settled.
    ask_everything(&opened, Some("2024-05-20"));
    ask_everything(&opened, Some("2025-01-20"));
}

#[test]
fn no_record_of_the_sample_is_counted_twice_in_a_sum() {
    let opened = Opened::new(root(), None);
    let snapshot = snapshot_file(&opened, &opened.dataset(None));
    let root = opened.workspace.root.to_string_lossy();
    evaluate(&opened, &["--self-check", "--workspace", &root, "--snapshot", &snapshot.to_string_lossy()]);
}

#[test]
fn another_workspace_over_real_data_is_the_same_on_duckdb_and_needs_no_change_of_the_program() {
    let data = tempfile::tempdir().unwrap();
    let workspace = root().join("tests/workspaces/birdstrikes");
    let Some(source) = std::env::var_os("MINHBACH_BIRDSTRIKES") else {
        panic!("MINHBACH_BIRDSTRIKES names no birdstrikes.csv: run ./test, which fetches one")
    };
    let converted = Command::new(python())
        .arg(workspace.join("convert.py"))
        .arg("--from")
        .arg(source)
        .arg("--out")
        .arg(data.path())
        .output()
        .unwrap();
    assert!(converted.status.success(), "{}", String::from_utf8_lossy(&converted.stderr));
    let opened = Opened::new(&workspace, Some(data.path()));
    let alive = ask_everything(&opened, None);
    let all: Vec<String> = opened.workspace.kpis.keys().cloned().collect();
    assert_eq!(alive, all, "every KPI has a numerator somewhere");
    ask_everything(&opened, Some("1998-05-20"));
    check_random_slices(&opened, 319, 100);
}

/// Empty amounts, a member that has nothing else, days before the first record, in a gap and after the last one, and
/// values of which nine tenths are no whole number.
fn lacking() -> TestProject {
    let project = TestProject::new();
    let money = SETTINGS.replace("label = \"đồng\"", "label = \"đồng\"\nmoney = true");
    let contract = "key = [\"event\"]\nday = \"held_on\"
        gaps = [{ first_day = 2023-07-01, last_day = 2023-08-10, label = \"Closed\" },
                { first_day = 2023-08-11, last_day = 2023-08-31, label = \"Still closed\" }]
        [columns.event]\ntype = \"text\"\n[columns.held_on]\ntype = \"date\"
        [columns.town]\ntype = \"text\"\noptional = true\n[columns.amount]\ntype = \"money\"\noptional = true\n";
    let dimensions = "[town]\ntitle = \"Town\"\nvalues = { t0 = \"T0\", t1 = \"T1\", t2 = \"T2\" }\n";
    let mut rows = "event | held_on | town | amount\n".to_owned();
    for event in 0..60_u64 {
        let day = "2023-02-10".parse::<Day>().unwrap() + chrono::Days::new(event * 7);
        let town = event % 4;
        // All amounts of one town are missing, and those of some months.
        let amount =
            if town == 2 || (20..30).contains(&event) { String::new() } else { format!("{}", event * event) };
        rows.push_str(&format!(
            "e{event} | {day} | {} | {amount}\n",
            if town == 3 { String::new() } else { format!("t{town}") }
        ));
    }
    project
        .file("minhbach.toml", &money)
        .file("queries/dimensions.toml", dimensions)
        .file("queries/tables/events.toml", contract)
        .table("events", &rows);
    let kpi = |code: &str, header: &str, columns: &str| {
        let sql =
            format!("SELECT e.held_on AS day, {columns}, e.town AS town, e.event AS event FROM events AS e");
        project.kpi(code, &format!("key = \"event\"\n{header}"), &sql);
    };
    kpi(
        "amount",
        "unit = \"money\"\nvalue = { amount = \"sum\" }\nbeside = { held = \"running\" }",
        "e.amount AS amount, 1 AS held",
    );
    kpi("year", "value = { amount = \"year_to_date\" }\nempty = \"unknown\"", "e.amount AS amount");
    kpi(
        "count",
        "value = { amount = { over = \"running\", as = \"distinct\" } }",
        "CAST(e.amount AS BIGINT) AS amount",
    );
    kpi("p90", "value = { amount = { over = \"sum\", as = \"p90\" } }", "e.amount AS amount");
    kpi(
        "both",
        "unit = \"percent\"\nnumerator = { amount = { over = \"sum\", as = \"p90\" } }\ndenominator = { middle = { over = \"sum\", as = \"median\", ignores = [\"town\"] } }",
        "e.amount AS amount, e.amount AS middle",
    );
    kpi(
        "state",
        "unit = \"percent\"\nnumerator = { last = \"last\" }\ndenominator = { before = \"opening\" }\nbeside = { amount = \"sum\" }\nalone = [\"amount\"]",
        "CASE WHEN e.amount > 900 THEN 1 END AS last, CASE WHEN e.amount > 9 THEN 1 END AS before, e.amount AS amount",
    );
    project
}

#[test]
fn what_is_empty_and_what_is_not_known_is_the_same_on_duckdb() {
    let project = lacking();
    let opened = Opened::new(project.root(), None);
    ask_everything(&opened, Some("2024-06-20"));
    ask_everything(&opened, Some("2023-08-20"));
    check_random_slices_as_of(&opened, 7, 60, Some("2024-06-20"));
}

#[test]
fn random_slices_equal_their_proofs_and_their_records() {
    let opened = Opened::new(root(), None);
    check_random_slices(&opened, 1309, RANDOM_SLICES);
}

/// Random periods and filters: the slice, the proof on both engines, the record list and the
/// breakdowns say the same.
fn check_random_slices(opened: &Opened, seed: u64, count: usize) {
    check_random_slices_as_of(opened, seed, count, None);
}

fn check_random_slices_as_of(opened: &Opened, seed: u64, count: usize, as_of: Option<&str>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let dataset = opened.dataset(as_of);
    let (frame, scope) = (dataset.frame(), Scope::everything());
    let kpis: Vec<&Kpi> = dataset.workspace().kpis.values().collect();
    // Of no figure of the repository's workspaces is a proof refused that runs elsewhere.
    for kpi in &kpis {
        assert_eq!(dataset.for_reader(Scope::everything()).sayable(kpi), Ok(()), "{}", kpi.code);
    }
    let mut proofs = String::new();
    for round in 0..count {
        let kpi = kpis.choose(&mut random).unwrap();
        let cube = opened.runtime.block_on(dataset.cube(kpi)).unwrap();
        let period = periods(&dataset, kpi).choose(&mut random).unwrap().clone();
        let views = dataset.workspace().views();
        let view = views.choose(&mut random).filter(|_| random.random_bool(0.4)).copied();
        let filters = filters(&mut random, &dataset, kpi, view);
        let view = view.map(str::to_owned);
        let place = format!("{} {} {filters:?} {view:?}", kpi.code, period.qualified());
        let asked = Question::new(frame, kpi, cube, &scope, filters, view).unwrap();
        let slice = asked.at(&period);
        let figure = slice.total();
        let statement = proof::statement(&slice, &figure);
        let rows = opened
            .runtime
            .block_on(dataset.for_reader(Scope::everything()).run(&kpi.code, &statement))
            .unwrap();
        assert_eq!(
            rows.batches.iter().map(|batch| batch.num_rows()).sum::<usize>(),
            1,
            "{place}: {statement}"
        );
        let mut columns = serde_json::Map::new();
        for (index, (column, part)) in kpi.columns.iter().zip(&figure.parts).enumerate() {
            let proven = first(&rows, index);
            assert!(part.cell.number == proven, "{place} {}: {:?} {proven:?}", column.name, part.cell);
            columns.insert(column.name.clone(), json!(part.cell.number.map(Digits::from)));
        }
        columns.insert("value".to_owned(), json!(figure.value.map(Digits::from)));
        proofs.push_str(&format!(
            "{}\n",
            json!({ "sql": dataset.for_reader(Scope::everything()).portable(kpi, &statement), "columns": columns, "of": place })
        ));
        let (folder, sql) = elsewhere(opened, &dataset, kpi, &statement);
        proofs.push_str(&format!(
            "{}\n",
            json!({ "sql": sql, "folder": folder, "columns": columns, "of": format!("{place}, elsewhere") })
        ));
        // Without a value, what counts in each column is not said, so nothing need add up to it.
        if figure.parts.iter().all(|part| part.cell.number.is_none()) {
            continue;
        }
        // Record lists are long to make: every fifth slice is enough to find a wrong condition.
        if round % 5 == 0 {
            records_add_up(opened, &dataset, &slice, &figure, &place);
        }
        for dimension in &kpi.dimensions {
            let parts = slice.breakdown(dimension).unwrap();
            for (index, column) in kpi.columns.iter().enumerate() {
                // What stands beside is never added, so nothing is promised of its parts.
                let adds = column.role != Role::Beside
                    && !column.ignores.contains(dimension)
                    && matches!(column.aggregate, Aggregate::Sum | Aggregate::Distinct);
                let sum: Decimal = parts.parts.iter().filter_map(|part| part.parts[index].cell.number).sum();
                let whole = figure.parts[index].cell.number.unwrap_or_default();
                let fair = if parts.overlaps { sum >= whole } else { sum == whole };
                assert!(!adds || fair, "{place} by {dimension}, {}: {sum} {whole}", column.name);
            }
        }
    }
    let proofs = opened.write("proofs.jsonl", &proofs);
    let told = evaluate(opened, &["--proofs", &proofs.to_string_lossy()]);
    assert!(told.contains("checked"), "{told}");
}

/// The proof of a slice as it runs elsewhere: the folder of its files, and its statement. What lies beside the
/// statement is the same for all slices of a KPI.
fn elsewhere(opened: &Opened, dataset: &Dataset, kpi: &Kpi, statement: &str) -> (PathBuf, String) {
    let data = dataset.location().address();
    let proof = dataset
        .for_reader(Scope::everything())
        .proof_folder(kpi, statement, &data, &ProofHead::default())
        .unwrap();
    let folder = opened.folder.path().join(&kpi.code);
    fs::create_dir_all(&folder).unwrap();
    let mut files = proof.files.into_iter();
    let sql = String::from_utf8(files.next().unwrap().1).unwrap();
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
    assert!(!sql.contains(&*opened.state.root().to_string_lossy()), "{sql}");
    (folder, sql)
}

fn filters(random: &mut impl Rng, dataset: &Dataset, kpi: &Kpi, view: Option<&str>) -> Filters {
    let mut filters = Filters::default();
    for dimension in &kpi.dimensions {
        if !random.random_bool(0.4) {
            continue;
        }
        let choices = dataset.for_reader(Scope::everything()).choices(dimension, view);
        for _ in 0..random.random_range(1..=2) {
            match choices.choose(random) {
                Some((code, _)) if random.random_bool(0.9) => filters.allow(dimension.clone(), code),
                _ => filters.allow(dimension.clone(), minhbach::kpi::UNKNOWN),
            }
        }
    }
    filters
}

fn records_add_up(opened: &Opened, dataset: &Dataset, slice: &Slice<'_>, figure: &Figure, place: &str) {
    let kpi = slice.kpi();
    let page = records::Page { only: records::Only::ALL, sort: None, offset: 0, limit: 1_000_000 };
    let statement = records::statement(slice, &records::shown(kpi), &page).unwrap();
    let rows =
        opened.runtime.block_on(dataset.for_reader(Scope::everything()).run(&kpi.code, &statement)).unwrap();
    for (column, part) in kpi.columns.iter().zip(&figure.parts) {
        let mut sum = Decimal::ZERO;
        let mut keys = std::collections::BTreeSet::new();
        for batch in &rows.batches {
            let counted = batch.column_by_name(records::COUNTED_IN).unwrap();
            let values = batch.column_by_name(&column.name).unwrap();
            for row in 0..batch.num_rows() {
                let text = |column| arrow::util::display::array_value_to_string(column, row).unwrap();
                if text(counted).split(' ').any(|name| name == column.name) {
                    match column.aggregate {
                        Aggregate::Distinct => {
                            keys.insert(text(values));
                        }
                        Aggregate::Sum | Aggregate::Median | Aggregate::P90 => {
                            sum += text(values).parse::<Decimal>().unwrap();
                        }
                    }
                }
            }
        }
        let listed = match column.aggregate {
            Aggregate::Sum => Some(sum),
            Aggregate::Distinct => Some(Decimal::from(keys.len())),
            Aggregate::Median | Aggregate::P90 => None,
        };
        if let (Some(listed), Some(number)) = (listed, part.cell.number) {
            assert_eq!(listed, number, "{place}: the records of {}", column.name);
        }
    }
}

fn first(rows: &Rows, column: usize) -> Option<Decimal> {
    let batch = rows.batches.first().unwrap();
    let column = batch.column(column);
    if column.is_null(0) {
        return None;
    }
    let text = arrow::util::display::array_value_to_string(column, 0).unwrap();
    Some(text.parse().or_else(|_| Decimal::from_scientific(&text)).unwrap())
}
