//! What stands in the data folder besides plain files: at the figure, on `/data`, in a service that runs.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant, SystemTime};

use minhbach::web::Looked;

use super::reload::{EVENTS, Service, get, project};
use super::support::{Said, TestProject, age};

const AS_OF: [&str; 2] = ["--as-of", "2024-12-31"];
const JANUARY: &str = "event* | happened_on:date | amount:integer\na | 2024-01-10 | 5";
const FEBRUARY: &str = "event* | happened_on:date | amount:integer\nb | 2024-02-20 | 7";

/// The workspace of the service's tests with its table in two folders.
fn in_folders() -> TestProject {
    let project = project();
    fs::remove_file(project.root().join("data/events.parquet")).unwrap();
    project.rows("events", "events/x/1.parquet", JANUARY).rows("events", "events/y/1.parquet", FEBRUARY);
    project
}

fn data(project: &TestProject, path: &str) -> std::path::PathBuf {
    project.root().join("data").join(path)
}

fn run(project: &TestProject, arguments: &[&str]) -> Said {
    project.run(&[arguments, &AS_OF].concat())
}

/// The figure of the year, and the kinds of doubt about it.
fn figure(project: &TestProject) -> (serde_json::Value, Vec<String>) {
    let said = run(project, &["kpi", "EV01", "--period", "2024", "--format", "json"]);
    let told: serde_json::Value =
        serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("{}", said.stderr));
    let caveats = told[0]["caveats"].as_array().unwrap().iter();
    let caveats = caveats
        .map(|each| format!("{}: {}", each["kind"].as_str().unwrap(), each["sentence"].as_str().unwrap()));
    (told[0]["value"].clone(), caveats.collect())
}

fn check(project: &TestProject) -> Said {
    run(project, &["check", "--with-data", "--format", "short"])
}

#[test]
fn a_figure_says_what_could_not_be_reached() {
    let project = in_folders();
    symlink("/nowhere/3.parquet", data(&project, "events/3.parquet")).unwrap();
    let unread = "unread: without files that cannot be read: events/3.parquet".to_owned();
    assert_eq!(figure(&project), (12.into(), vec![unread]));
    let said = check(&project);
    assert_eq!(said.code, 1);
    let line = "error[data-file]: no row of `events/3.parquet` is used: it cannot be reached, a link to `/nowhere/3.parquet`";
    assert!(said.stdout.contains(line), "{}", said.stdout);
    // What is not there may be in it.
    let other = run(&project, &["kpi", "EV01", "--period", "2023", "--format", "json"]);
    assert!(other.stdout.contains("it is not known to be 0"), "{}", other.stdout);
    // The whole table behind one link: no value, and never 0.
    fs::remove_dir_all(data(&project, "events")).unwrap();
    symlink("/nowhere/events", data(&project, "events")).unwrap();
    assert_eq!(figure(&project).0, serde_json::Value::Null);
}

#[test]
fn a_service_keeps_its_last_good_state_while_a_share_is_away() {
    let mut service = Service::of(in_folders());
    let share = data(&service.project, "events/x");
    let whole = service.project.aside("share");
    fs::rename(&share, &whole).unwrap();
    // As an unmounted share looks, and as a link to one.
    for link in [false, true] {
        match link {
            true => symlink("/nowhere/share", &share).unwrap(),
            false => fs::create_dir(&share).unwrap(),
        }
        assert_eq!(service.look(), Looked::Held, "{link}");
        assert_eq!(service.figure(), 12);
        let problems = get(&service.app, "/problems").text();
        assert!(problems.contains("events/x"), "{problems}");
        if link { fs::remove_file(&share).unwrap() } else { fs::remove_dir(&share).unwrap() }
    }
    // Whoever begins now sees what is there, and the figure says what is missing.
    fs::create_dir(&share).unwrap();
    let unread = "unread: without files that cannot be read: events/x".to_owned();
    assert_eq!(figure(&service.project), (7.into(), vec![unread]));
    fs::remove_dir(&share).unwrap();
    fs::rename(&whole, &share).unwrap();
    assert_eq!(service.look(), Looked::Same);
    assert_eq!((service.figure(), figure(&service.project)), (12.into(), (12.into(), vec![])));
}

#[test]
fn a_table_whose_files_are_all_gone_is_away_until_its_contract_says_that_it_has_ended() {
    let project = in_folders();
    project.table("others", "id*\na");
    let mut service = Service::of(project);
    fs::remove_dir_all(data(&service.project, "events")).unwrap();
    assert_eq!(service.look(), Looked::Held);
    assert_eq!(service.figure(), 12);
    service.project.change(
        "queries/tables/events.toml",
        "title = \"events\"",
        "title = \"events\"\nended = 2024-06-30",
    );
    assert_eq!(service.look(), Looked::Swapped);
    assert_eq!(service.figure(), serde_json::Value::Null);
}

#[test]
fn a_file_that_is_gone_is_told_on_the_page_of_the_data_and_at_the_figure() {
    let project = project();
    project.rows(
        "events",
        "events/more.parquet",
        "event* | happened_on:date | amount:integer\nc | 2024-03-01 | 30",
    );
    let mut service = Service::of(project);
    assert_eq!(service.figure(), 42);
    fs::remove_file(data(&service.project, "events.parquet")).unwrap();
    assert_eq!(service.look(), Looked::Swapped);
    assert_eq!(service.figure(), 30);
    let page = get(&service.app, "/data").text();
    assert!(page.contains("Files that were used before and are gone"), "{page}");
    assert!(page.contains("events.parquet"));
    let lost = "lost: table `events` has lost files: events.parquet".to_owned();
    assert_eq!(figure(&service.project), (30.into(), vec![lost]));
    let said = check(&service.project);
    assert!(
        said.code == 0 && said.stdout.contains("warning[lost-file]: `events.parquet` was served before"),
        "{}",
        said.stdout
    );
    // Back again, all is as it was.
    service.project.table("events", EVENTS);
    assert_eq!((service.look(), service.figure()), (Looked::Swapped, 42.into()));
    assert!(!get(&service.app, "/data").text().contains("used before"));
}

#[test]
fn an_exporter_that_writes_a_folder_anew_marks_no_figure() {
    let project = project();
    project.rows("events", "events/part-0-a.parquet", JANUARY).rows(
        "events",
        "events/part-1-a.parquet",
        FEBRUARY,
    );
    fs::remove_file(data(&project, "events.parquet")).unwrap();
    assert_eq!(figure(&project), (12.into(), vec![]));
    for night in ["b", "c"] {
        for entry in fs::read_dir(data(&project, "events")).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        project.rows("events", &format!("events/part-0-{night}.parquet"), JANUARY);
        assert_eq!(figure(&project), (5.into(), vec![]), "{night}");
    }
    let service = Service::of(project);
    let page = get(&service.app, "/data").text();
    assert!(page.contains("have made way for others") && page.contains("part-0-b.parquet"), "{page}");
    assert!(!page.contains("part-0-a.parquet"), "told until the next change");
}

#[test]
fn a_new_name_beside_files_that_stayed_hides_no_loss_and_the_contract_accepts_it() {
    let project = in_folders();
    project.rows("events", "events/x/2.parquet", &FEBRUARY.replace('b', "c"));
    assert_eq!(figure(&project), (19.into(), vec![]));
    fs::remove_file(data(&project, "events/x/1.parquet")).unwrap();
    project.rows("events", "events/x/3.parquet", &FEBRUARY.replace('b', "d"));
    let lost = "lost: table `events` has lost files: events/x/1.parquet".to_owned();
    assert_eq!(figure(&project), (21.into(), vec![lost]));
    let said = check(&project);
    let help = "`withdrawn = [\"events/x/1.parquet\"]`";
    assert!(run(&project, &["check", "--with-data"]).stdout.contains(help), "{}", said.stdout);
    project.change(
        "queries/tables/events.toml",
        "title = \"events\"",
        "title = \"events\"\nwithdrawn = [\"events/x/1.parquet\"]",
    );
    assert_eq!(figure(&project), (21.into(), vec![]));
    assert!(!check(&project).stdout.contains("lost-file"));
}

#[test]
fn an_emptied_data_folder_is_a_share_that_is_away() {
    let mut service = Service::of(in_folders());
    fs::remove_dir_all(data(&service.project, "events")).unwrap();
    assert_eq!(service.look(), Looked::Held);
    assert_eq!(service.figure(), 12);
    let problems = get(&service.app, "/problems").text();
    assert!(
        problems.contains("nothing is there any more, and 2 of its files were served before"),
        "{problems}"
    );
    // Whoever begins now is told the same, and never 0.
    assert_eq!(figure(&service.project).0, serde_json::Value::Null);
    let said = check(&service.project);
    let line = "error[data-file]: no row of `events` is used: nothing is there any more, and 2 of its files were served before";
    assert!(said.code == 1 && said.stdout.contains(line), "{}", said.stdout);
    // Where the data date comes from what is away, that is why there is none.
    service.project.change(
        "minhbach.toml",
        "location",
        "as_of = { newest = \"events.happened_on\" }\nlocation",
    );
    let said = service.project.run(&["kpi", "EV01"]);
    assert!(said.code == 2 && said.stderr.contains("no row of `events` is used"), "{}", said.stderr);
}

#[test]
fn names_that_hide_data_are_told_and_those_that_hide_none_are_not() {
    let project = project();
    for file in ["events/_x.parquet", "events/.y.parquet", "events/_old/a/z.parquet", "events/w.parquet.tmp"]
    {
        project.rows("events", file, JANUARY);
    }
    for file in [
        "events/_SUCCESS",
        "events/_metadata",
        "events/.DS_Store",
        "events/.w.parquet.crc",
        "events/._w.parquet",
    ] {
        project.parquet_text(file, "x");
    }
    for number in 1..=4 {
        project.rows("events", &format!("Events/{number}.parquet"), FEBRUARY);
    }
    let said = check(&project);
    for line in [
        "warning[passed-over]: 4 files of `events` are passed over, as names are that begin with `_` or `.` or end as those \
         of unfinished files: `events/.y.parquet`, `events/_old/a/z.parquet`, \
         `events/_x.parquet`, …",
        "warning[unknown-file]: 4 files of `Events` belong to no table that has a contract and are not used: \
         `Events/1.parquet`, `Events/2.parquet`, `Events/3.parquet`, …",
    ] {
        assert!(said.stdout.contains(line), "{line}\n{}", said.stdout);
    }
    // What is printed is counted.
    assert!(said.stderr.ends_with("0 errors, 2 warnings\n"), "{}", said.stderr);
    assert!(!said.stderr.contains("warning:"), "{}", said.stderr);
    assert!(run(&project, &["check", "--with-data"]).stdout.contains("did you mean `events`?"));
    let service = Service::of(project);
    let page = get(&service.app, "/data").text();
    assert!(
        page.contains("Files passed over because of their names") && page.contains("events/_x.parquet"),
        "{page}"
    );
    let problems = get(&service.app, "/problems").text();
    assert!(problems.contains("Events/1.parquet") && problems.contains("(perhaps “events”)"), "{problems}");
    assert!(problems.contains("events/_x.parquet") && !problems.contains("every data file can be used"));
    assert!(!page.contains("_SUCCESS") && !page.contains(".crc") && !page.contains("._w"), "{page}");
}

#[test]
fn a_file_that_is_still_arriving_is_told_at_the_figure() {
    let project = project();
    project.rows("events", "events/growing.parquet", FEBRUARY.replace('b', "c").as_str());
    let growing = fs::File::options().append(true).open(data(&project, "events/growing.parquet")).unwrap();
    let (ended, until) = std::sync::mpsc::channel::<()>();
    let writer = std::thread::spawn(move || {
        while until.recv_timeout(Duration::from_millis(20)) == Err(RecvTimeoutError::Timeout) {
            growing.set_modified(SystemTime::now()).unwrap();
        }
    });
    let told = figure(&project);
    let page = project.run(&["kpi", "EV01", "--period", "2024", "--as-of", "2024-12-31"]).stdout;
    drop(ended);
    writer.join().unwrap();
    let caveat =
        "arriving: without files of table `events` that are still being written: events/growing.parquet";
    assert_eq!(told, (12.into(), vec![caveat.to_owned()]));
    assert!(page.contains("still arriving: events/growing.parquet"), "{page}");
    age(&data(&project, "events/growing.parquet"));
    assert_eq!(figure(&project), (19.into(), vec![]));
}

/// Runs a command that must end by itself.
fn ends(project: &TestProject, arguments: &[&str]) {
    let mut child = project.command(&[arguments, &AS_OF].concat());
    let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("{arguments:?} waits for a pipe");
        }
        std::thread::yield_now();
    }
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_pipe_holds_up_neither_the_command_line_nor_a_service() {
    let project = in_folders();
    let mut service = Service::of(project);
    pipe(&data(&service.project, "events/pipe.parquet"));
    pipe(&data(&service.project, "other.parquet"));
    ends(&service.project, &["check", "--with-data"]);
    assert_eq!(service.look(), Looked::Held);
    assert_eq!(service.figure(), 12);
    let problems = get(&service.app, "/problems").text();
    assert!(problems.contains("it is a pipe and no file"), "{problems}");
}

#[test]
fn what_hive_wrote_is_read_where_the_contract_names_the_column() {
    let project = project();
    let row = |event: &str| format!("event* | happened_on:date | amount:integer\n{event} | 2024-03-01 | 30");
    for area in ["a", "b"] {
        project.rows("events", &format!("events/area={area}/0.parquet"), &row(area));
    }
    fs::remove_file(data(&project, "events.parquet")).unwrap();
    let said = check(&project);
    let line = "error[data-file]: no row of `events/area=a` is used: the names of 2 folders like this one give a column `area`";
    assert!(said.stdout.contains(line) && said.stdout.contains("partitions = [\"area\"]"), "{}", said.stdout);
    assert_eq!(figure(&project).0, serde_json::Value::Null);
    project
        .change(
            "queries/tables/events.toml",
            "key = [\"event\"]",
            "key = [\"event\"]\npartitions = [\"area\"]",
        )
        .file("queries/dimensions.toml", "[area]\ntitle = \"Area\"\nvalues = { a = \"A\", b = \"B\" }\n")
        .change("queries/kpis/EV01.sql", "e.event AS event", "e.event AS event, e.area AS area");
    let contract = fs::read_to_string(project.root().join("queries/tables/events.toml")).unwrap();
    project.file("queries/tables/events.toml", &format!("{contract}[columns.area]\ntype = \"text\"\n"));
    assert_eq!(figure(&project), (60.into(), vec![]));
    let said = run(&project, &["kpi", "EV01", "--period", "2024", "--where", "area=b", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(told[0]["value"], 30);
}

#[test]
fn a_folder_without_data_says_what_it_holds_instead() {
    let project = project();
    let path = data(&project, "events.parquet");
    fs::rename(&path, data(&project, "Event.parquet")).unwrap();
    fs::write(data(&project, "events.csv"), "event\na\n").unwrap();
    age(&data(&project, "events.csv"));
    let said = run(&project, &["kpi", "EV01"]);
    assert!(
        said.stderr.contains("where there is only `Event.parquet`, `events.csv`, holds no data"),
        "{}",
        said.stderr
    );
}
