//! What the state folder keeps: believed only when whole, kept as long as somebody asks for it, written once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use minhbach::store::{Leftovers, State};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::support::{TestData, TestProject};

const AS_OF: &str = "2024-06-30";
const DAY: Duration = Duration::from_secs(24 * 3_600);

/// A workspace in which everything occurs that is kept: keys that come again in a file and in another,
/// references that lead nowhere, corrections, files that are served as they are and cleaned ones.
fn project() -> TestProject {
    let project = TestProject::new();
    project.file(
        "queries/tables/sales.toml",
        "title = \"sales\"\nkey = [\"sale\"]\n[columns.sale]\ntype = \"text\"\n[columns.sold_on]\ntype = \"date\"\n\
         [columns.place]\ntype = \"text\"\nreferences = \"places.code\"\n[columns.amount]\ntype = \"integer\"\nmin = 0\n",
    );
    project.file(
        "queries/tables/requests.toml",
        "title = \"requests\"\nkey = [\"request\"]\nreplace = { latest = \"changed_on\" }\n[columns.request]\n\
         type = \"text\"\n[columns.changed_on]\ntype = \"date\"\n[columns.sale]\ntype = \"text\"\n\
         references = \"sales.sale\"\non_fail = \"set_aside\"\n",
    );
    project.table("places", "code* | name\nnorth | North\nsouth | South");
    project.rows(
        "sales",
        "sales/2023.parquet",
        "sale | sold_on | place | amount\na1 | 2023-01-03 | north | 5\na2 | 2023-02-03 | south | 7\n\
         a2 | 2023-02-04 | south | 70\na3 | 2023-03-03 | nowhere | 11",
    );
    project.rows(
        "sales",
        "sales/2024.parquet",
        "sale | sold_on | place | amount\nb1 | 2024-01-03 | north | 13\na1 | 2024-02-03 | south | 700\n\
         b2 | 2024-03-03 | south | -1",
    );
    project.rows(
        "sales",
        "sales/2024b.parquet",
        "sale | sold_on | place | amount\nb3 | 2024-04-03 | north | 17",
    );
    let request = "request | changed_on | sale";
    project.rows(
        "requests",
        "requests/1.parquet",
        &format!("{request}\nr1 | 2024-01-01 | a1\nr2 | 2024-01-01 | a9"),
    );
    project.rows(
        "requests",
        "requests/2.parquet",
        &format!("{request}\nr1 | 2024-02-01 | b1\nr3 | 2024-02-01 | b2"),
    );
    project.file(
        "queries/dimensions.toml",
        "[place]\ntitle = \"Place\"\ntable = \"places\"\nkey = \"code\"\nlabel = \"name\"\n",
    );
    project.kpi(
        "SA01",
        "key = \"sale\"\nvalue = { amount = \"sum\" }",
        "SELECT sold_on AS day, place, amount, sale FROM sales",
    );
    project.kpi(
        "RQ01",
        "key = \"request\"\nvalue = { request = { over = \"sum\", as = \"distinct\" } }",
        "SELECT changed_on AS day, request FROM requests",
    );
    project
}

/// All that a reader could see of it.
fn told(data: &TestData) -> Vec<String> {
    let mut lines = data.tell_by("SA01", "2023", &[], "place");
    lines.extend(data.tell_by("SA01", "2024", &[], "place"));
    lines.push(data.tell("RQ01", "2024"));
    lines.extend(
        data.0
            .rejected()
            .all()
            .unwrap()
            .map(Result::unwrap)
            .map(|row| (row.file, row.finding))
            .map(|(file, row)| format!("{file}:{} {:?} {:?} {:?}", row.row, row.rule, row.value, row.fate)),
    );
    lines.push(data.0.snapshot_id().to_owned());
    lines
}

/// The files of the cache, by kind.
fn entries(state: &Path) -> BTreeMap<String, Vec<PathBuf>> {
    let list = |folder: &Path| {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|found| found.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    list(&state.join("cache")).iter().map(|folder| (name(folder), list(folder))).collect()
}

/// Each file of the cache with what tells whether it was written again.
fn stamps(state: &Path) -> BTreeMap<PathBuf, (u64, Vec<u8>)> {
    use std::os::unix::fs::MetadataExt;

    let all = entries(state).into_values().flatten();
    all.map(|path| (path.clone(), (fs::metadata(&path).unwrap().ino(), fs::read(&path).unwrap()))).collect()
}

/// Changes one bit, or cuts the file, and leaves its time as it was.
fn damage(path: &Path, random: &mut impl Rng) {
    let before = fs::metadata(path).unwrap().modified().unwrap();
    let mut bytes = fs::read(path).unwrap();
    if random.random_range(0..10) == 0 {
        bytes.truncate(random.random_range(0..bytes.len()));
    } else {
        let at = random.random_range(0..bytes.len());
        bytes[at] ^= 1 << random.random_range(0..8);
    }
    fs::write(path, bytes).unwrap();
    File::options().write(true).open(path).unwrap().set_modified(before).unwrap();
}

#[test]
fn whatever_bit_of_it_flips_the_figures_are_the_same() {
    let project = project();
    let data = project.dataset(AS_OF);
    let sum = |period: &str| data.part("SA01", period, &[], "amount");
    // Without the second a2, the a1 of another file and what is below the least.
    assert_eq!((sum("2023"), sum("2024")), (Some("23".to_owned()), Some("30".to_owned())));
    // Neither what refers to nothing nor what refers to a row set aside.
    assert_eq!(data.part("RQ01", "2024", &[], "request"), Some("1".to_owned()));
    let expected = told(&data);
    drop(data);
    let state = project.aside("state");
    let kinds: Vec<String> = entries(&state).into_keys().collect();
    assert_eq!(
        kinds,
        [
            "bytes",
            "crossings",
            "cubes",
            "last-cubes",
            "parquet",
            "rows",
            "served",
            "snapshots",
            "states",
            "twins",
            "verdicts"
        ],
        "another kind is damaged here too"
    );
    let mut random = ChaCha8Rng::seed_from_u64(9);
    let mut flipped = 0;
    for round in 0..60 {
        let all = entries(&state);
        // One alone, and one of each at once: what stands behind a whole snapshot is not read.
        let chosen: Vec<&String> = if round % 3 == 0 {
            all.keys().collect()
        } else {
            vec![all.keys().nth(random.random_range(0..all.len())).unwrap()]
        };
        let mut damaged = Vec::new();
        for kind in chosen {
            // One of two copies of what cannot be computed again.
            let several = if round % 3 == 0 && kind != "served" { all[kind].len().min(2) } else { 1 };
            for _ in 0..several {
                let path = &all[kind][random.random_range(0..all[kind].len())];
                damage(path, &mut random);
                damaged.push(path.clone());
                flipped += 1;
            }
        }
        assert_eq!(told(&project.dataset(AS_OF)), expected, "round {round}: {damaged:?}");
    }
    assert!(flipped > 300, "{flipped}");
}

#[test]
fn a_command_over_a_damaged_state_folder_says_what_it_said() {
    let project = project();
    let command = ["kpi", "SA01", "RQ01", "--period", "2024", "--as-of", AS_OF, "--format", "csv"];
    let expected = project.run(&command);
    assert_eq!(expected.code, 0, "{}", expected.stderr);
    let mut random = ChaCha8Rng::seed_from_u64(4);
    for path in entries(&project.aside("state")).into_values().flatten() {
        damage(&path, &mut random);
    }
    for _ in 0..2 {
        let said = project.run(&command);
        assert_eq!((said.code, &said.stdout), (0, &expected.stdout), "{}", said.stderr);
    }
}

#[test]
fn a_lost_file_is_told_although_what_was_served_before_is_damaged() {
    let project = project();
    drop(project.dataset(AS_OF));
    fs::remove_file(project.root().join("data/sales/2024b.parquet")).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    damage(&entries(&project.aside("state"))["served"][0], &mut random);
    let data = project.dataset(AS_OF);
    let missed: Vec<&str> = data.0.snapshot().missed_files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(missed, ["sales/2024b.parquet"]);
}

#[test]
fn a_small_budget_takes_nothing_of_what_is_in_use() {
    let project = project();
    let data = project.dataset(AS_OF);
    let expected = told(&data);
    let state = State::open(&project.aside("state")).unwrap();
    state.put("cubes", "00", b"of a state that nobody asks for").unwrap();
    drop(state);
    let before = stamps(&project.aside("state"));
    let used: BTreeSet<PathBuf> = data.0.cache_files().map(Path::to_owned).collect();
    drop(data);
    let nothing = Leftovers { age: Duration::ZERO, bytes: 0, ..Leftovers::default() };
    let later = SystemTime::now() + DAY;

    // By who asks for the state, and by who never heard of it.
    for used in [used, BTreeSet::new()] {
        let state = State::open(&project.aside("state")).unwrap();
        assert!(state.sweep(&used, nothing, later).unwrap().is_some());
    }
    let mut left = before.clone();
    left.retain(|path, _| !path.ends_with("00"));
    assert_eq!(left.len() + 1, before.len());
    assert_eq!(stamps(&project.aside("state")), left);
    assert_eq!(told(&project.dataset(AS_OF)), expected);
    assert_eq!(stamps(&project.aside("state")), left, "nothing was found out or written again");
}

#[test]
fn what_is_in_use_does_not_age() {
    let project = project();
    let expected = told(&project.dataset(AS_OF));
    let folder = project.aside("state");
    let month_ago = SystemTime::now() - 30 * DAY;
    for (kind, paths) in entries(&folder) {
        // The state itself was asked for yesterday, which wrote nothing.
        for path in paths.iter().filter(|_| kind != "states") {
            File::options().write(true).open(path).unwrap().set_modified(month_ago).unwrap();
        }
    }
    let before = stamps(&folder);
    let state = State::open(&folder).unwrap();
    let swept = state.sweep(&BTreeSet::new(), Leftovers::default(), SystemTime::now()).unwrap();
    assert_eq!(swept.map(|swept| swept.removed), Some(0));
    drop(state);
    assert_eq!(told(&project.dataset(AS_OF)), expected);
    assert_eq!(stamps(&folder), before);
    // A command sweeps too.
    let said = project.run(&["kpi", "SA01", "--period", "2024", "--as-of", AS_OF]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let mut after = stamps(&folder);
    // It was the first to keep what it found out about plans.
    after.retain(|path, _| !path.parent().unwrap().ends_with("plans"));
    assert_eq!(after, before);
}

#[test]
fn a_file_that_was_only_touched_is_read_and_nothing_else_is() {
    let project = project();
    let expected = told(&project.dataset(AS_OF));
    let folder = project.aside("state");
    let before = stamps(&folder);
    let path = project.root().join("data/sales/2024.parquet");
    File::options().write(true).open(path).unwrap().set_modified(SystemTime::now() - DAY).unwrap();
    assert_eq!(told(&project.dataset(AS_OF)), expected);
    let after = stamps(&folder);
    let kind = |path: &Path| path.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    let written: Vec<String> = after
        .iter()
        .filter(|(path, stamp)| before.get(*path) != Some(stamp))
        .map(|(path, _)| kind(path))
        .collect();
    assert_eq!(written, ["bytes", "snapshots", "states"], "which bytes it has, and what names it");
}

#[test]
fn the_same_bytes_size_and_time_in_another_file_are_looked_at() {
    let project = project();
    project.rows(
        "sales",
        "sales/2024b.parquet",
        "sale | sold_on | place | amount\nb3 | 2024-04-03 | north | 17",
    );
    let before = project.dataset(AS_OF).tell("SA01", "2024");
    let path = project.root().join("data/sales/2024b.parquet");
    let (size, time) = (fs::metadata(&path).unwrap().len(), fs::metadata(&path).unwrap().modified().unwrap());
    project.rows(
        "sales",
        "sales/2024b.parquet",
        "sale | sold_on | place | amount\nb3 | 2024-04-03 | north | 18",
    );
    File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), size);
    assert_ne!(project.dataset(AS_OF).tell("SA01", "2024"), before);
}

#[test]
fn what_is_written_is_little_more_than_what_arrived() {
    let project = project();
    let rows: Vec<String> = (0..20_000)
        .map(|row| format!("s{row} | 2024-05-{:02} | north | {}", 1 + row % 28, row % 97))
        .collect();
    project.rows(
        "sales",
        "sales/large.parquet",
        &format!("sale | sold_on | place | amount\n{}", rows.join("\n")),
    );
    let data = project.dataset(AS_OF);
    data.tell("SA01", "2024");
    let arrived: u64 = data.0.snapshot().files().map(|file| file.size).sum();
    let kept: u64 = stamps(&project.aside("state")).values().map(|(_, bytes)| bytes.len() as u64).sum();
    assert!(arrived > 80_000 && kept * 2 <= arrived * 3, "{kept} bytes of {arrived}");
}

#[test]
fn what_was_found_out_about_plans_hides_no_mistake_and_says_what_was_said() {
    let project = project();
    let figures = || project.run(&["kpi", "SA01", "--period", "2023", "--as-of", AS_OF]);
    let first = figures();
    assert_eq!(first.code, 0, "{}", first.stderr);
    let plans = &entries(&project.aside("state"))["plans"];
    let [kept] = &plans[..] else { panic!("{plans:?}") };
    let before = fs::read(kept).unwrap();
    assert_eq!(figures().stdout, first.stdout);
    assert_eq!(fs::read(kept).unwrap(), before, "nothing new was found out");
    damage(kept, &mut ChaCha8Rng::seed_from_u64(3));
    assert_eq!(figures().stdout, first.stdout);
    assert_eq!(fs::read(kept).unwrap(), before, "it is found out again");
    // The query's text is the same; what its column is made of is not.
    project.change(
        "queries/tables/sales.toml",
        "[columns.amount]\ntype = \"integer\"\nmin = 0",
        "[columns.amount]\ntype = \"text\"",
    );
    let wrong = project.run(&["check"]);
    assert_eq!(wrong.code, 1, "{}", wrong.stdout);
    assert!(wrong.stdout.contains("SA01"), "{}", wrong.stdout);
}
