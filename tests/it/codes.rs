//! Codes that no member of their dimension bears: counted, listed, warned of, marked at the figure; and mended
//! by aliases alone.

use minhbach::kpi::{Caveat, Figure};
use minhbach::page;
use minhbach::report::{self, Ask};

use crate::support::{TestData, TestProject};

const DIMENSIONS: &str = "[kind]\ntitle = \"Kind\"\nvalues = { done = \"Done\", open = \"Open\" }\n\
     [place]\ntitle = \"Place\"\nvalues = { n = \"North\", s = \"South\" }\n";

/// `Done` and `done ` are no members; nothing is like `zzz`.
fn project() -> TestProject {
    let project = TestProject::new();
    project
        .file("queries/dimensions.toml", DIMENSIONS)
        .table(
            "events",
            "event* | happened_on:date | kind  | place | person | note
             a      | 2024-01-01 | done  | n     | p      | x
             b      | 2024-02-01 | Done  | n     | p      | done
             c      | 2024-03-01 | Done  | s     | q      | x
             d      | 2024-04-01 | zzz   | s     | q      | x
             e      | 2023-01-01 | open  | s     | q      | x
             f      | 2024-05-01 |       | n     | q      | x",
        )
        .kpi(
            "E",
            "value = { events = \"sum\" }\nkey = \"event\"",
            "SELECT e.happened_on AS day, 1 AS events, e.kind AS kind, e.place AS place, e.event AS event FROM events AS e",
        )
        .kpi(
            "P",
            "value = { persons = { over = \"sum\", as = \"distinct\" } }\nkey = \"event\"",
            "SELECT e.happened_on AS day, e.person AS persons, e.kind AS kind, e.place AS place, e.event AS event FROM events AS e",
        )
        .kpi(
            "D",
            "value = { events = \"sum\" }\nkey = \"event\"",
            "SELECT e.happened_on AS day, 1 AS events, e.place AS place, e.event AS event FROM events AS e WHERE e.kind = 'done'",
        )
        .kpi(
            "N",
            "value = { events = \"sum\" }\nkey = \"event\"",
            "SELECT e.happened_on AS day, 1 AS events, e.place AS place, e.event AS event FROM events AS e",
        );
    project
}

/// `3 Done zzz`: how many records, and which codes.
fn strays(figure: &Figure) -> Vec<String> {
    let told = figure.caveats.iter().filter_map(|caveat| match caveat {
        Caveat::UnknownCodes { dimension, records, codes } => {
            assert_eq!(dimension, "Kind");
            Some(format!("{records} {}", codes.join(" ")))
        }
        _ => None,
    });
    told.collect()
}

fn data() -> TestData {
    project().dataset("2024-12-31")
}

#[test]
fn a_figure_is_marked_where_records_that_it_may_concern_have_a_code_that_nobody_knows() {
    let data = data();
    let of = |code: &str, period: &str, filters: &[&str]| strays(&data.figure(code, period, filters));
    assert_eq!(of("E", "2024", &[]), ["3 Done zzz"]);
    assert_eq!(of("E", "2024-03", &[]), ["1 Done"]);
    // Not known is no code, and a known code is none that nobody knows.
    assert_eq!(of("E", "2024-05", &[]), [""; 0]);
    assert_eq!(of("E", "2023", &[]), [""; 0]);
    // What passes the other filters may be meant for any member.
    assert_eq!(of("E", "2024", &["kind=done"]), ["3 Done zzz"]);
    assert_eq!(of("E", "2024", &["kind=done", "place=s"]), ["2 Done zzz"]);
    assert_eq!(of("E", "2024", &["place=n"]), ["1 Done"]);
    // Persons are counted once each.
    assert_eq!(of("P", "2024", &[]), ["2 Done zzz"]);
    // What reads no such column stands on none of them.
    assert_eq!(of("N", "2024", &[]), [""; 0]);
}

#[test]
fn parts_of_a_breakdown_are_marked_where_it_concerns_them() {
    let data = data();
    let parts = |by: &str| -> Vec<(String, Vec<String>)> {
        let breakdown = data.breakdown("E", "2024", &[], by);
        let name = |figure: &Figure| figure.by.clone().unwrap().1.unwrap_or_else(|| "~".to_owned());
        breakdown.parts.iter().map(|part| (name(part), strays(part))).collect()
    };
    let own = |name: &str, told: &str| (name.to_owned(), vec![told.to_owned()]);
    assert_eq!(parts("place"), [own("n", "1 Done"), own("s", "2 Done zzz")]);
    let all = "3 Done zzz";
    assert_eq!(parts("kind"), [own("~", all), own("Done", all), own("done", all), own("zzz", all)]);
    assert_eq!(data.tell_crossing("E", "2024", &[], ["place", "kind"]).len(), 3);
}

/// The query compares the code itself, so nothing of what it lists shows that records are missing.
#[test]
fn a_figure_is_marked_where_its_query_reads_a_column_with_such_codes() {
    let data = data();
    assert_eq!(data.tell("D", "2024"), "1");
    assert_eq!(strays(&data.figure("D", "2024", &[])), ["3 Done zzz"]);
}

#[test]
fn a_column_that_has_only_its_name_in_common_with_a_dimension_is_left_alone() {
    let project = project();
    project.table("remarks", "remark* | made_on:date | kind\nr | 2024-01-01 | much was said\nt | 2024-01-02 | little").kpi(
        "R",
        "value = { remarks = \"sum\" }\nkey = \"remark\"",
        "SELECT r.made_on AS day, 1 AS remarks, r.remark AS remark FROM remarks AS r WHERE r.kind LIKE 'm%'",
    );
    let data = project.dataset("2024-12-31");
    assert_eq!(strays(&data.figure("R", "2024", &[])), [""; 0]);
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    assert!(!said.stdout.contains("much was said"), "{}", said.stdout);
}

#[test]
fn check_lists_each_code_with_the_nearest_member_and_is_no_error() {
    let project = project();
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    let told: Vec<&str> = said.stdout.lines().filter(|line| line.contains("unknown-code")).collect();
    assert_eq!(
        told,
        [
            "queries/dimensions.toml:1:2: warning[unknown-code]: `Done` is no member of dimension `kind`: 2 rows of \
             `events.kind`, 2 records of each of the KPIs `E`, `P` (did you mean `done`? if so, `\"Done\" = \"done\"` \
             below `[kind.aliases]` says it for all files)",
            "queries/dimensions.toml:1:2: warning[unknown-code]: `zzz` is no member of dimension `kind`: 1 row of \
             `events.kind`, 1 record of each of the KPIs `E`, `P`",
        ]
    );
    assert_eq!(said.code, 0);

    let data = project.dataset("2024-12-31");
    let ask = Ask::read(&data.0, [("period", "2024")]).unwrap();
    let view = data.wait(report::data(&data.0, &minhbach::kpi::Scope::Everything, &ask, 0)).unwrap();
    let html = page::data(&view, data.0.locale()).into_string();
    for sentence in ["“Done” of “Kind” (perhaps “done”): 2 records", "“zzz” of “Kind”: 1 record"]
    {
        assert!(html.contains(sentence), "{sentence}\n{html}");
    }
}

#[test]
fn aliases_put_right_what_is_read_and_what_is_asked() {
    let project = project();
    let aliases = "[kind.aliases]\nDone = \"done\"\nzzz = \"open\"\n";
    project.file("queries/dimensions.toml", &format!("{DIMENSIONS}{aliases}"));
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("D", "2024"), "3");
    assert_eq!(data.tell_by("E", "2024", &[], "kind"), ["5", "~: 1", "done: 3", "open: 1"]);
    assert_eq!(data.records("E", "2024", &["kind=done"]).len(), 3);
    assert_eq!(data.proof("E", "2024", &["kind=open"])[0], "1");
    assert_eq!(strays(&data.figure("E", "2024", &[])), [""; 0]);
    let ask = Ask::read(&data.0, [("kind", "Done")]).unwrap();
    assert_eq!(ask, Ask::read(&data.0, [("kind", "done")]).unwrap());
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""));
}

/// A column of another name is read as it is: what the KPI gives is put right all the same.
#[test]
fn aliases_put_right_what_a_query_gives() {
    let project = project();
    project.file("queries/dimensions.toml", &format!("{DIMENSIONS}[kind.aliases]\nx = \"open\"\n")).kpi(
        "O",
        "value = { events = \"sum\" }\nkey = \"event\"",
        "SELECT e.happened_on AS day, 1 AS events, e.note AS kind, e.event AS event FROM events AS e",
    );
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell_by("O", "2024", &[], "kind"), ["5", "done: 1", "open: 4"]);
    assert_eq!(data.tell_where("O", "2024", &["kind=open"]), "4");
    assert_eq!(data.records("O", "2024", &["kind=open"]).len(), 4);
    assert_eq!(data.proof("O", "2024", &["kind=open"])[0], "4");
    let labels = data.0.column_labels(data.0.kpi("O").unwrap(), "kind");
    assert_eq!(labels["x"], "Open");
}

#[test]
fn members_of_a_table_have_aliases_too() {
    let project = project();
    project
        .table("kinds", "code* | name\ndone | Done\nopen | Open")
        .file(
            "queries/dimensions.toml",
            "[kind]\ntitle = \"Kind\"\ntable = \"kinds\"\nkey = \"code\"\nlabel = \"name\"\naliases = { Done = \"done\" }\n\
             [place]\ntitle = \"Place\"\nvalues = { n = \"North\", s = \"South\" }\n",
        );
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("D", "2024"), "3");
    assert_eq!(strays(&data.figure("E", "2024", &[])), ["1 zzz"]);
}
