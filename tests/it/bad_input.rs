//! What a person, a file system or a half-finished export can get wrong: a clear message, a hint where
//! there is one, an exit code, and nothing lost.

use std::fs;
use std::net::TcpListener;

use super::support::{Said, TestProject, age};

/// A sound workspace with one table, two KPIs and a query.
fn project() -> TestProject {
    let project = TestProject::new();
    project
        .file(
            "queries/dimensions.toml",
            "[place]\ntitle = \"Place\"\nvalues = { north = \"North\", south = \"South\" }\n\
             [kind]\ntitle = \"Kind\"\nvalues = { x = \"X\" }\n",
        )
        .table(
            "events",
            "event* | happened_on:date | place | amount:integer
             a      | 2024-01-10       | north | 5
             b      | 2024-02-20       | south | 7",
        )
        .kpi(
            "EV01",
            "key = \"event\"\nvalue = { events = \"sum\" }",
            "SELECT e.happened_on AS day, 1 AS events, e.place AS place, e.event AS event FROM events AS e",
        )
        .kpi(
            "EV02",
            "key = \"event\"\nvalue = { amount = \"sum\" }",
            "SELECT e.happened_on AS day, e.amount AS amount, e.event AS event FROM events AS e",
        )
        .file(
            "queries/reports/latest.sql",
            "/*\ntitle = \"Latest\"\n[parameters.since]\ntype = \"date\"\n*/\n\
             SELECT e.event AS event FROM events AS e WHERE e.happened_on >= $since ORDER BY e.event\n",
        );
    project
}

const AS_OF: [&str; 2] = ["--as-of", "2024-12-31"];

fn run(project: &TestProject, arguments: &[&str]) -> Said {
    project.run(&[arguments, &AS_OF].concat())
}

/// The command ends with 2, prints no data, and says all of the words.
fn refuses(project: &TestProject, arguments: &[&str], words: &[&str]) {
    let said = run(project, arguments);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{arguments:?}\n{}", said.stderr);
    for word in words {
        assert!(said.stderr.contains(word), "{arguments:?} does not say `{word}`:\n{}", said.stderr);
    }
}

#[test]
fn an_unknown_name_is_answered_with_what_there_is() {
    let project = project();
    for (arguments, words) in [
        (
            &["kpi", "EV03"][..],
            &["error: there is no KPI `EV03`", "did you mean `EV01`?", "there are `EV01`, `EV02`"][..],
        ),
        (&["records", "EV3"], &["there is no KPI `EV3`", "there are `EV01`, `EV02`"]),
        (&["kpi", "EV01", "--by", "plaze"], &["`EV01` has no dimension `plaze`", "did you mean `place`?"]),
        (&["kpi", "EV01", "--by", "kind"], &["`EV01` has no dimension `kind`", "there are `place`"]),
        (
            &["kpi", "EV01", "--where", "plaze=north"],
            &["`plaze` is no parameter and no dimension", "did you mean `place`?"],
        ),
        (&["kpi", "EV02", "--where", "place=north"], &["`EV02` has no dimension `place`"]),
        (
            &["kpi", "EV01", "--where", "place=nort"],
            &["`place` has no member `nort`", "did you mean `north`?", "there are `north`, `south`"],
        ),
        (&["kpi", "EV01", "--where", "place"], &["`--where place` is not of the form DIM=VALUE"]),
        (&["kpi", "EV01", "--where", "place="], &["names no dimension and member"]),
        (&["query", "lates"], &["there is no query `lates`", "did you mean `latest`?"]),
        (&["query", "latest"], &["parameter `since` is missing; expected a date"]),
        (&["query", "latest", "--param", "since=May"], &["parameter `since` is a date", "not `May`"]),
        (
            &["query", "latest", "--param", "sinse=2024-01-01"],
            &["there is no parameter `sinse`", "did you mean `since`?"],
        ),
        (&["query", "latest", "--param", "since"], &["is not of the form NAME=VALUE"]),
    ] {
        refuses(&project, arguments, words);
    }
}

#[test]
fn a_period_that_cannot_be_is_refused_with_its_forms() {
    let project = project();
    for (period, words) in [
        (
            "last-year",
            &["`last-year` is not a period", "`2024-05`, `2024-Q2`, `2024-H1`, `2024-9M`, `2024`, `plan`"][..],
        ),
        ("", &["`--period` names no period"]),
        ("2024-13", &["`2024-13` is not a period, a year has only 12 of that kind"]),
        ("2024-Q5", &["a year has only 4 of that kind"]),
        (
            "fiscal:2024",
            &["unknown calendar `fiscal`", "the calendars are `calendar`, `reporting`, `budget`"],
        ),
        ("2024-02..2024-Q2", &["gives periods where days are expected", "write `2024-02-01..2024-06-30`"]),
        ("2024-01-03..2024-03-31", &["cannot begin on 2024-01-03", "2024-01-01 and 2024-01-15"]),
        ("2024-01-01..2024-03-30", &["cannot end on 2024-03-30"]),
        (
            "2024-03-31..2024-01-01",
            &["ends on 2024-01-01 before it begins", "did you mean `2024-01-01..2024-03-31`?"],
        ),
        ("2024-01-01..2024-02-30", &["`2024-02-30` is not a date"]),
    ] {
        refuses(&project, &["kpi", "EV01", "--period", period], words);
        refuses(&project, &["records", "EV01", "--period", period], words);
    }
}

#[test]
fn a_data_date_before_the_data_is_refused_and_one_that_nobody_gives_is_asked_for() {
    let project = project();
    let early = project.run(&["kpi", "EV01", "--as-of", "2021-12-31"]);
    assert_eq!(early.code, 2);
    let words = "the data date 2021-12-31 lies before the first day of the data, 2022-01-01";
    assert!(early.stderr.contains(words) && early.stderr.contains("hint: "), "{}", early.stderr);
    let none = project.run(&["kpi", "EV01"]);
    assert!(none.code == 2 && none.stderr.contains("give `--as-of DATE`"), "{}", none.stderr);
    let wrong = project.run(&["kpi", "EV01", "--as-of", "yesterday"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("--as-of"), "{}", wrong.stderr);
}

#[test]
fn one_broken_kpi_is_shown_where_it_is_asked_for_and_leaves_the_others_alone() {
    let project = project();
    project.change("queries/kpis/EV02.sql", "e.amount AS amount", "e.amout AS amount");
    refuses(
        &project,
        &["kpi", "EV02"],
        &["error[unknown-column]: `e` has no column `amout`", "error: KPI `EV02` cannot be used"],
    );
    refuses(&project, &["records", "EV02"], &["did you mean `amount`?"]);
    let other = run(&project, &["kpi", "EV01", "--period", "2024", "--format", "json"]);
    let figures: serde_json::Value = serde_json::from_str(&other.stdout).unwrap();
    assert_eq!((other.code, &figures[0]["value"]), (0, &serde_json::json!(2)));
    assert!(other.stderr.contains("`minhbach check` lists it"), "{}", other.stderr);
}

#[test]
fn broken_settings_are_told_with_their_place() {
    let project = project();
    project.change("minhbach.toml", "title    = \"Toy\"", "title    = \"Toy");
    refuses(
        &project,
        &["kpi"],
        &["error[broken-toml]", "--> minhbach.toml:2:", "minhbach.toml cannot be used"],
    );
    assert_eq!(project.run(&["check"]).code, 1);
}

#[test]
fn a_folder_that_is_no_workspace_is_named() {
    let project = TestProject::bare();
    refuses(
        &project,
        &["kpi"],
        &["is not a workspace: it has no minhbach.toml", "minhbach new workspace NAME"],
    );
    assert_eq!(project.run(&["check"]).code, 2);
}

#[test]
fn a_sql_file_that_does_more_than_read_is_refused() {
    let project = project();
    let file = |text: &str| {
        let path = project.aside("own.sql");
        fs::write(&path, format!("/*\ntitle = \"Own\"\n*/\n{text}\n")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    refuses(&project, &["query", &file("DELETE FROM events")], &["this is not a query"]);
    refuses(&project, &["query", &file("SELEC 1 AS one")], &["error[sql-syntax]"]);
    refuses(&project, &["query", &file("COPY events TO 'x.csv'")], &["this is not a query"]);
    refuses(&project, &["query", &file("SELECT e.evnt AS event FROM events AS e")], &["evnt"]);
    assert_eq!(run(&project, &["query", &file("SELECT e.event AS event FROM events AS e")]).code, 0);
}

#[test]
fn data_that_are_not_there_are_said_to_be_missing_and_not_counted_as_nothing() {
    let project = project();
    fs::remove_file(project.root().join("data/events.parquet")).unwrap();
    refuses(&project, &["kpi", "EV01"], &["holds no data", "`events`"]);
    fs::remove_dir(project.root().join("data")).unwrap();
    refuses(&project, &["kpi", "EV01"], &["is not there or is no folder"]);
    refuses(&project, &["kpi", "EV01", "--data", "gs://bucket/data"], &["`gs` address"]);
    let without_a_bucket = if cfg!(feature = "s3") { "names no bucket" } else { "the feature `s3`" };
    refuses(&project, &["kpi", "EV01", "--data", "s3://"], &[without_a_bucket]);
    refuses(&project, &["kpi", "EV01", "--data", "/nowhere/at/all"], &["`/nowhere/at/all` is not there"]);
}

/// A file beside the sound one that cannot be read: the sound one still counts, and `check --with-data`
/// says which file and why.
#[test]
fn a_file_that_is_no_whole_parquet_file_is_named_and_takes_nothing_down() {
    for (name, bytes, why) in [
        ("empty", Vec::new(), "the file is empty"),
        (
            "text",
            b"event,happened_on\na,2024-01-01\n".to_vec(),
            "the file is no Parquet file to be read but a CSV file",
        ),
        (
            "half",
            Vec::from("half"),
            "the file is no Parquet file to be read but the beginning of a Parquet file, whose end is missing",
        ),
    ] {
        let project = project();
        let whole = fs::read(project.root().join("data/events.parquet")).unwrap();
        let bytes = if name == "half" { whole[..whole.len() / 2].to_vec() } else { bytes };
        project.rows(
            "events",
            "events/sound.parquet",
            "event* | happened_on:date | place | amount:integer\nc | 2024-03-01 | north | 1",
        );
        let broken = project.root().join(format!("data/events/{name}.parquet"));
        fs::write(&broken, bytes).unwrap();
        age(&broken);
        let figure = run(&project, &["kpi", "EV01", "--period", "2024", "--format", "json"]);
        let figures: serde_json::Value = serde_json::from_str(&figure.stdout).unwrap();
        assert_eq!(figures[0]["value"], 3, "{name}");
        let said = run(&project, &["check", "--with-data", "--format", "short"]);
        assert_eq!(said.code, 1, "{name}");
        let line = format!("error[data-file]: no row of `events/{name}.parquet` is used: {why}");
        assert!(said.stdout.contains(&line), "{name}:\n{}", said.stdout);
    }
}

#[test]
fn rows_that_break_their_contract_are_listed_by_file_and_reason() {
    let project = project();
    project.change(
        "queries/tables/events.toml",
        "[columns.place]\ntype = \"text\"",
        "[columns.place]\ntype = \"text\"\nvalues = [\"north\"]",
    );
    let said = run(&project, &["check", "--with-data"]);
    let line = "1 of 2 rows of `events.parquet` (50.0%) is set aside: `place` fails the check `values`: `south` (row 2)";
    assert!(said.stdout.contains(line), "{}", said.stdout);
    let figure = run(&project, &["kpi", "EV01", "--period", "2024", "--format", "json"]);
    let figures: serde_json::Value = serde_json::from_str(&figure.stdout).unwrap();
    assert_eq!(figures[0]["value"], 1);
}

#[test]
fn a_column_of_another_type_or_a_missing_one_is_named() {
    let project = project();
    project.change(
        "queries/tables/events.toml",
        "[columns.happened_on]\ntype = \"date\"",
        "[columns.happened_on]\ntype = \"integer\"",
    );
    let said = run(&project, &["check", "--with-data", "--format", "short"]);
    assert!(said.stdout.contains("error[day]"), "the query is told first: {}", said.stdout);
    let project = self::project();
    project.change(
        "queries/tables/events.toml",
        "[columns.place]\ntype = \"text\"",
        "[columns.place]\ntype = \"boolean\"",
    );
    let said = run(&project, &["check", "--with-data", "--format", "short"]);
    assert!(said.stdout.contains("events.parquet` is used: column `place` is of type"), "{}", said.stdout);
    let project = self::project();
    project.change(
        "queries/tables/events.toml",
        "[columns.amount]\ntype = \"integer\"\noptional = true",
        "[columns.amount]\ntype = \"integer\"\noptional = true\n[columns.source]\ntype = \"text\"",
    );
    let said = run(&project, &["check", "--with-data", "--format", "short"]);
    let line = "error[data-file]: no row of `events.parquet` is used: column `source` is missing";
    assert!(said.stdout.contains(line), "{}", said.stdout);
}

#[test]
fn a_copy_that_vanishes_after_it_was_loaded_is_no_zero() {
    let project = project();
    let data = project.try_dataset(Some("2024-12-31")).unwrap();
    fs::remove_dir_all(project.aside("state").join("cache")).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let cube = runtime.block_on(data.cube(&data.workspace().kpis["EV01"]));
    let told = cube.expect_err("a number from files that are gone").to_string();
    assert!(told.contains("is not there any more"), "{told}");
}

#[test]
fn a_port_that_is_taken_and_an_address_that_others_reach_are_refused() {
    let project = project();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refuses(
        &project,
        &["serve", "--listen", &address],
        &[&format!("cannot listen on {address}"), "another port", "127.0.0.1:0"],
    );
    for open in ["0.0.0.0:0", "[::]:0"] {
        refuses(&project, &["serve", "--listen", open], &["can be reached from other machines", "hint: "]);
    }
    let wrong = run(&project, &["serve", "--listen", "everywhere"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("--listen"), "{}", wrong.stderr);
}

#[test]
fn a_state_folder_that_cannot_be_written_is_named_and_figures_are_given() {
    let project = project();
    // Root may write everywhere, but nobody can make a folder below a file.
    fs::write(project.aside("taken"), "").unwrap();
    let state = project.aside("taken").join("state");
    let state = state.to_str().unwrap();
    let folder = project.aside("taken");
    for state in [state, folder.to_str().unwrap()] {
        let said = run(&project, &["kpi", "EV01", "--period", "2024", "--state", state]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(said.stderr.contains("warning: nothing is kept") && said.stderr.contains(state));
    }
}

#[test]
fn an_unknown_word_on_the_command_line_is_refused() {
    let project = project();
    for arguments in [
        &["kpis"][..],
        &["kpi", "--format", "xml"],
        &["check", "--data-too"],
        &["kpi", "--trend", "0"],
        &["new", "chart", "x"],
    ] {
        let said = run(&project, arguments);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(said.stderr.starts_with("error: "), "{}", said.stderr);
    }
}

#[test]
fn the_first_workspace_has_no_mistake() {
    let said = TestProject::sample().run(&["check"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
}

#[test]
fn a_number_that_lacks_a_whole_file_is_not_given_without_a_word() {
    let project = project();
    let path = project.root().join("data/events.parquet");
    fs::write(&path, &fs::read(&path).unwrap()[..100]).unwrap();
    age(&path);
    let said = run(&project, &["kpi", "EV01", "--period", "2024"]);
    assert!(
        said.stderr.contains("events.parquet"),
        "nothing of the table is left, and this is all that is said:\n{}{}",
        said.stdout,
        said.stderr
    );
}

#[test]
fn a_filter_finds_its_member_however_its_accents_are_typed() {
    let project = project();
    let (composed, separate) = ("H\u{e0} N\u{1ed9}i", "Ha\u{300} No\u{323}\u{302}i");
    project
        .file("queries/dimensions.toml", &format!("[place]\ntitle = \"Place\"\nvalues = {{ \"{composed}\" = \"Capital\" }}\n"))
        .table(
            "events",
            &format!("event* | happened_on:date | place | amount:integer\na | 2024-01-10 | {separate} | 5\nb | 2024-01-11 | {composed} | 7"),
        );
    for typed in [composed, separate] {
        let said = run(
            &project,
            &["kpi", "EV01", "--period", "2024", "--format", "json", "--where", &format!("place={typed}")],
        );
        assert_eq!(said.code, 0, "{}", said.stderr);
        let figures: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(figures[0]["value"], 2, "the data hold it in both ways too");
    }
}

#[test]
fn a_number_is_exact_or_refused_however_large() {
    for (factor, format, code, words) in [
        ("1000000000000000", "csv", 0, ",12000000000000000,"),
        ("1000000000000000000000000", "table", 0, "12,000,000,000,000,000,000,000,000"),
        ("1000000000000000000000000", "csv", 0, ",12000000000000000000000000,"),
        ("1000000000000000000000000", "json", 0, "\"value\":12000000000000000000000000,"),
        ("5000000000000000000000000000", "parquet", 2, "is too large for this format"),
        ("1000000000000000000000000000000", "table", 3, "larger than 28 digits"),
    ] {
        let project = project();
        let amount = format!("CAST(e.amount AS DECIMAL(38, 0)) * {factor} AS amount");
        project.change("queries/kpis/EV02.sql", "e.amount AS amount", &amount);
        let said = run(&project, &["kpi", "EV02", "--period", "2024", "--format", format]);
        assert_eq!(said.code, code, "{factor} {format}: {}{}", said.stdout, said.stderr);
        let told = if code == 0 { &said.stdout } else { &said.stderr };
        assert!(told.contains(words), "{factor} {format}: {told}");
    }
}
