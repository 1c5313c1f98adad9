//! What is kept of a KPI's records by the files that they come from: after whatever changed, all is as if it had been gathered
//! anew, and what did not change is not gathered again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use minhbach::kpi::Cube;
use minhbach::query::{Dependence, Engine, Limits, LongLimits};
use minhbach::store::State;
use minhbach::workspace::{Dataset, Opening};
use proptest::prelude::*;
use proptest::test_runner::Config;

use super::support::TestProject;

/// By their names: a table alone, with another beside it, in a part of a union, and in ways that cannot be taken apart.
const KPIS: [(&str, &str, &str); 7] = [
    (
        "SUM",
        "key = \"sale\"\nvalue = { amount = \"sum\" }",
        "SELECT s.sold_on AS day, s.amount AS amount, s.place AS place, s.sale AS sale FROM sales AS s",
    ),
    (
        "BUYERS",
        "key = \"sale\"\nvalue = { buyer = { over = \"sum\", as = \"distinct\" } }",
        "SELECT s.sold_on AS day, s.buyer AS buyer, p.region AS region, s.sale AS sale FROM sales AS s
         LEFT JOIN places AS p ON p.code = s.place",
    ),
    (
        "MIDDLE",
        "key = \"sale\"\nvalue = { amount = { over = \"sum\", as = \"median\" } }\nbeside = { buyer = { over = \"sum\", as = \"distinct\" } }",
        "SELECT s.sold_on AS day, s.amount AS amount, s.buyer AS buyer, s.place AS place, s.sale AS sale FROM sales AS s
         JOIN places AS p ON p.code = s.place WHERE s.amount > 2",
    ),
    (
        "SHARE",
        "key = \"sale\"\nnumerator = { sold = \"sum\" }\ndenominator = { planned = \"sum\" }",
        "SELECT s.sold_on AS day, 1 AS sold, CAST(NULL AS BIGINT) AS planned, s.place AS place, s.sale AS sale FROM sales AS s
         UNION ALL SELECT p.opened_on, NULL, p.planned, p.code AS place, p.code AS sale FROM places AS p",
    ),
    (
        "FIRST",
        "key = \"buyer\"\nvalue = { one = \"sum\" }",
        "SELECT min(s.sold_on) AS day, 1 AS one, s.buyer AS buyer FROM sales AS s GROUP BY s.buyer",
    ),
    (
        "AGAIN",
        "key = \"sale\"\nvalue = { sale = { over = \"sum\", as = \"distinct\" } }",
        "SELECT s.sold_on AS day, s.sale AS sale FROM sales AS s JOIN sales AS o ON o.buyer = s.buyer AND o.sale <> s.sale",
    ),
    (
        "OPEN",
        "key = \"code\"\nvalue = { one = \"last\" }",
        "SELECT d.last_day AS day, 1 AS one, p.code AS code FROM places AS p JOIN slots AS d ON p.opened_on <= d.last_day",
    ),
];

fn project() -> TestProject {
    let project = TestProject::new();
    project.file(
        "queries/tables/sales.toml",
        "title = \"sales\"\nkey = [\"sale\"]\nreplace = { latest = \"seen_on\" }\nday = \"sold_on\"\n[columns.sale]\ntype = \"text\"\n\
         [columns.sold_on]\ntype = \"date\"\n[columns.seen_on]\ntype = \"date\"\n[columns.place]\ntype = \"text\"\n\
         [columns.buyer]\ntype = \"text\"\n[columns.amount]\ntype = \"integer\"\n",
    );
    project.table(
        "places",
        "code* | region | opened_on:date | planned:integer\nnorth | up | 2023-01-01 | 7\nsouth | down | 2024-03-01 | 9",
    );
    project.file(
        "queries/dimensions.toml",
        "[place]\ntitle = \"Place\"\ntable = \"places\"\nkey = \"code\"\nlabel = \"region\"\n[region]\ntitle = \"Region\"\nvalues = { up = \"Up\", down = \"Down\" }\n",
    );
    for (code, header, text) in KPIS {
        project.kpi(code, header, text);
    }
    project
}

/// Pieces of as many rows.
fn engine(piece_rows: u64) -> &'static Engine {
    static ENGINES: OnceLock<[Engine; 2]> = OnceLock::new();
    let of = |piece_rows| {
        let long = LongLimits { piece_rows, ..LongLimits::default() };
        Engine::new(Limits { concurrency: 8, long, ..Limits::default() }).unwrap()
    };
    let engines = ENGINES.get_or_init(|| [of(4), of(u64::MAX)]);
    &engines[usize::from(piece_rows > 4)]
}

/// Every cube of a project, over a state folder.
fn cubes(project: &TestProject, state: &str, piece_rows: u64, as_of: &str) -> BTreeMap<String, Arc<Cube>> {
    let state = Arc::new(State::open(&project.aside(state)).unwrap());
    let opening = Opening { as_of: Some(as_of.parse().unwrap()), ..Opening::of(state) };
    let workspace = Arc::new(project.workspace());
    assert!(!workspace.has_errors(), "{:#?}", project.check());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let data = Dataset::open(workspace, engine(piece_rows), opening).await.unwrap();
        let all = data.all_cubes().await;
        all.into_iter().map(|(kpi, cube)| (kpi.code.clone(), cube)).collect()
    })
}

/// The parts that a state folder keeps.
fn parts(project: &TestProject) -> BTreeSet<PathBuf> {
    let folder = project.aside("state").join("cache/parts");
    fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

/// What happens to the files.
#[derive(Debug, Clone)]
enum Step {
    /// A file of so many rows arrives, or another takes its place.
    Write { file: u32, rows: u32, seed: u32 },
    /// A file goes.
    Delete { file: u32 },
    /// It becomes another day.
    Day(u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..6_u32, 1..9_u32, any::<u32>()).prop_map(|(file, rows, seed)| Step::Write { file, rows, seed }),
        1 => (0..6_u32).prop_map(|file| Step::Delete { file }),
        2 => (0..4_u32).prop_map(Step::Day),
    ]
}

/// Rows whose days, keys and members overlap with those of other files: of one key the last seen counts.
fn write(project: &TestProject, file: u32, rows: u32, seed: u32) {
    let mut text = "sale | sold_on | seen_on | place | buyer | amount".to_owned();
    for row in 0..rows {
        let number = (seed.wrapping_mul(2_654_435_761).wrapping_add(row * 40_503)) >> 7;
        let place = ["north", "south", "nowhere"][number as usize % 3];
        let (month, day) = (1 + number % 12, 1 + number % 28);
        let (sale, buyer, amount) = (number % 40, number % 5, number % 9);
        text.push_str(&format!(
            "\ns{sale} | 2024-{month:02}-{day:02} | 2025-01-{:02} | {place} | b{buyer} | {amount}",
            1 + file
        ));
    }
    project.rows("sales", &format!("sales/{file}.parquet"), &text);
}

#[test]
fn whatever_changes_it_is_as_if_all_were_gathered_anew() {
    let config = Config { cases: 10, failure_persistence: None, ..Config::default() };
    proptest!(config, |(steps in prop::collection::vec(step(), 3..7))| {
        let project = project();
        write(&project, 0, 6, 1);
        write(&project, 1, 6, 2);
        let mut as_of = "2024-06-30";
        for (number, step) in std::iter::once(Step::Day(1)).chain(steps).enumerate() {
            match step {
                Step::Write { file, rows, seed } => write(&project, file, rows, seed),
                Step::Delete { file } => {
                    let _ = fs::remove_file(project.root().join(format!("data/sales/{file}.parquet")));
                    // A table without any file is another matter.
                    write(&project, 0, 6, 1);
                }
                Step::Day(day) => as_of = ["2024-03-15", "2024-06-30", "2024-07-02", "2025-02-01"][day as usize],
            }
            let kept = cubes(&project, "state", 4, as_of);
            let anew = cubes(&project, &format!("anew-{number}"), 4, as_of);
            let at_once = cubes(&project, &format!("at-once-{number}"), u64::MAX, as_of);
            for (code, cube) in &kept {
                prop_assert!(cube.hindrance().is_none(), "{code}");
                prop_assert!(*cube == anew[code], "{code} after {number}");
                prop_assert!(cube.tells_the_same(&at_once[code]), "{code} in pieces after {number}");
            }
        }
    });
}

#[test]
fn what_did_not_change_is_not_gathered_again() {
    let project = project();
    let file = |file: u32, amount: u32| {
        let mut rows = "sale | sold_on | seen_on | place | buyer | amount".to_owned();
        for row in 0..4 {
            rows.push_str(&format!(
                "\ns{file}-{row} | 2024-0{file}-0{} | 2025-01-09 | north | b{row} | {amount}",
                row + 1
            ));
        }
        project.rows("sales", &format!("sales/{file}.parquet"), &rows);
    };
    (1..=5).for_each(|number| file(number, 4));
    cubes(&project, "state", 4, "2024-06-30");
    let first = parts(&project);
    // Four KPIs come of sales one by one; one of them has a part without sales.
    assert_eq!(first.len(), 4 * 5 + 1);
    // A month more: each of the four has one part more.
    file(6, 4);
    cubes(&project, "state", 4, "2024-06-30");
    assert_eq!(parts(&project).difference(&first).count(), 4);
    // Corrected: again one each.
    file(3, 5);
    cubes(&project, "state", 4, "2024-06-30");
    assert_eq!(parts(&project).difference(&first).count(), 8);
}

#[test]
fn a_later_day_alone_gathers_only_what_reads_time_or_lay_after() {
    let project = project();
    write(&project, 0, 6, 1);
    project.rows(
        "sales",
        "sales/0.parquet",
        "sale | sold_on | seen_on | place | buyer | amount\ns1 | 2024-02-01 | 2025-01-01 | north | b1 | 4",
    );
    let before = cubes(&project, "state", 4, "2024-06-30");
    // Without the files nothing could be gathered: what is there is what was kept.
    let engine = engine(4);
    let state = Arc::new(State::open(&project.aside("state")).unwrap());
    let opening = Opening { as_of: Some("2024-09-15".parse().unwrap()), ..Opening::of(state) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let workspace = Arc::new(project.workspace());
    runtime.block_on(async {
        let data = Dataset::open(workspace, engine, opening).await.unwrap();
        fs::remove_dir_all(project.aside("state").join("cache/parquet")).unwrap();
        for (code, _, _) in KPIS {
            let kpi = &data.workspace().kpis[code];
            let cube = data.cube(kpi).await;
            match code {
                // Its query reads the slots.
                "OPEN" => assert!(cube.is_err(), "{code}"),
                _ => {
                    let cube = cube.unwrap_or_else(|error| panic!("{code}: {error}"));
                    assert_eq!(
                        (cube.len(), cube.outside),
                        (before[code].len(), before[code].outside),
                        "{code}"
                    );
                }
            }
        }
    });
    // A sale after the earlier day lies otherwise from then on.
    let sold = |as_of: &str| cubes(&project, "state", 4, as_of)["SUM"].len();
    project.rows(
        "sales",
        "sales/0.parquet",
        "sale | sold_on | seen_on | place | buyer | amount\ns1 | 2024-08-01 | 2025-01-01 | north | b1 | 4",
    );
    assert_eq!([sold("2024-06-30"), sold("2024-09-15"), sold("2024-06-30")], [0, 1, 0]);
}

#[test]
fn the_plan_tells_what_can_be_taken_apart() {
    let workspace = project().workspace();
    let told = |code: &str| match workspace.uses[code].dependences["sales"] {
        Dependence::Nothing => "nothing".to_owned(),
        Dependence::OneByOne => "one by one".to_owned(),
        Dependence::OrNone => "one by one or none".to_owned(),
        Dependence::Several(why) => why.to_string(),
    };
    assert_eq!(
        ["SUM", "BUYERS", "MIDDLE", "SHARE", "FIRST", "AGAIN"].map(told),
        [
            "one by one",
            "one by one",
            "one by one",
            "one by one or none",
            "is grouped",
            "is joined with itself"
        ]
    );
}
