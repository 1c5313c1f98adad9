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
        Caveat::UnknownCodes { dimension, records, codes, others } => {
            assert_eq!(dimension, "Kind");
            let others = if *others > 0 { format!(" and {others}") } else { String::new() };
            Some(format!("{records} {}{others}", codes.join(" ")))
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
    assert_eq!(
        warnings(&project),
        [
            "queries/tables/remarks.toml:1:1: warning[unlike-codes]: column `kind` of table `remarks` is called as a dimension \
             is, and none of its 2 values is a member of it, or nearly one, such as `little` (if they are meant for its \
             members, `references` below `[columns.kind]` or `[kind.aliases]` of the dimensions says so; if not, give the \
             column another name)"
        ],
        "nobody would look for members in it, but somebody may have meant them"
    );
}

/// What `check --with-data` says that is not of single codes.
fn warnings(project: &TestProject) -> Vec<String> {
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    let told = said.stdout.lines().filter(|line| !line.contains("[unknown-code]"));
    told.map(str::to_owned).collect()
}

const LISTED: &str =
    "SELECT e.happened_on AS day, 1 AS events, e.kind AS kind, e.event AS event FROM events AS e";

/// Whether a query drops codes by a join, by a condition or for the sake of another column shows in how many it lists.
#[test]
fn a_figure_whose_query_loses_codes_on_the_way_is_marked_though_it_gives_the_dimension() {
    let project = project();
    let value = "value = { events = \"sum\" }\nkey = \"event\"";
    project
        .table("kinds", "code* | name\ndone | Done\nopen | Open")
        .kpi(
            "JOIN",
            value,
            &LISTED.replace("FROM events AS e", "FROM events AS e JOIN kinds AS k ON k.code = e.kind"),
        )
        .kpi("WHERE", value, &format!("{LISTED} WHERE e.kind = 'done'"))
        .kpi(
            "EXISTS",
            value,
            &format!("{LISTED} WHERE EXISTS (SELECT 1 AS one FROM kinds AS k WHERE k.code = e.kind)"),
        )
        .kpi("IN", value, &format!("{LISTED} WHERE e.kind IN (SELECT k.code AS code FROM kinds AS k)"))
        .kpi(
            "CASE",
            value,
            &LISTED.replace("e.kind AS", "CASE WHEN e.kind IN ('open', 'done') THEN e.kind END AS"),
        )
        .kpi(
            "ELSE",
            value,
            &format!("{LISTED} WHERE e.note = 'x' AND e.kind <> 'shut' AND e.kind NOT IN ('a', 'b') AND e.kind IS NOT NULL"),
        )
        .kpi("PART", value, &format!("{LISTED} WHERE e.kind <> 'zzz'"))
        .kpi("WIDE", value, &format!("{LISTED} UNION ALL {LISTED} WHERE e.kind = 'done'"));
    let data = project.dataset("2024-12-31");
    let of = |code: &str, period: &str| strays(&data.figure(code, period, &[]));
    for code in ["JOIN", "WHERE", "PART", "EXISTS", "IN", "CASE"] {
        assert_eq!(of(code, "2024"), ["3 Done zzz"], "{code}");
        // Of records that are not listed nobody knows the day.
        assert_eq!(of(code, "2023"), ["3 Done zzz"], "{code}");
    }
    // A condition on something else, or against what they are not, loses no code of this dimension.
    assert_eq!((of("ELSE", "2024"), of("ELSE", "2023")), (vec!["2 Done zzz".to_owned()], vec![]));
    assert_eq!(of("WIDE", "2024"), ["3 Done zzz"]);
    assert_eq!(of("WIDE", "2023"), [""; 0], "all are listed, and none of them is of that year");
    let parts = data.breakdown("WHERE", "2024", &[], "kind").parts;
    assert_eq!(parts.iter().flat_map(strays).collect::<Vec<_>>(), ["3 Done zzz"]);
}

#[test]
fn codes_of_another_form_than_all_members_are_told_where_somebody_said_what_they_are() {
    let project = TestProject::new();
    let value = "value = { events = \"sum\" }\nkey = \"event\"";
    let listed = "SELECT e.happened_on AS day, 1 AS events, k.code AS kind, e.event AS event \
                  FROM events AS e JOIN kinds AS k ON k.code = e.kind WHERE e.kind IS NOT NULL";
    let dimension = "title = \"Kind\"\ntable = \"kinds\"\nkey = \"code\"\nlabel = \"name\"\n";
    project
        .file("queries/dimensions.toml", &format!("[kind]\n{dimension}"))
        .table("kinds", "code* | name\n01 | One\n02 | Two")
        .table("events", "event* | happened_on:date | kind\na | 2024-01-01 | 1\nb | 2024-01-02 | 2")
        .kpi("GIVEN", value, listed)
        .kpi("READ", value, &listed.replace(" k.code AS kind,", ""));
    let of =
        |project: &TestProject, code: &str| strays(&project.dataset("2024-12-31").figure(code, "2024", &[]));
    assert_eq!(of(&project, "GIVEN"), ["2 1 2"], "the KPI says that the column holds codes of the dimension");
    assert_eq!(of(&project, "READ"), [""; 0]);
    assert_eq!(warnings(&project).len(), 1, "{:?}", warnings(&project));
    project.change(
        "queries/tables/events.toml",
        "[columns.kind]\n",
        "[columns.kind]\nreferences = \"kinds.code\"\n",
    );
    assert_eq!(of(&project, "READ"), ["2 1 2"], "the contract says it");
}

#[test]
fn the_most_frequent_codes_are_named_and_the_others_counted() {
    let project = project();
    let rows: Vec<String> =
        (0..40).map(|number| format!("e{number} | 2024-01-01 | c{number:02} | n")).collect();
    let rows = format!(
        "{}\nx | 2024-01-01 | c33 | n\ny | 2024-02-01 | c34 | n\nz | 2024-03-01 | done | n",
        rows.join("\n")
    );
    project.table("events", &format!("event | happened_on | kind | place\n{rows}"));
    let data = project.dataset("2024-12-31");
    assert_eq!(strays(&data.figure("E", "2024", &[])), ["42 c33 c34 c00 and 37"]);
    assert_eq!(strays(&data.figure("E", "2024-01", &[])), ["41 c33 c00 c01 and 37"]);
    assert_eq!(strays(&data.figure("E", "2024-02", &[])), ["1 c34"]);
    assert_eq!(strays(&data.figure("D", "2024", &[])), ["42 c33 c34 c00 and 37"], "of its table");
    let figure = data.figure("E", "2024", &[]);
    let sentence = figure.caveats[0].told().sentence;
    assert_eq!(sentence, "records whose code is none of “Kind”: 42 (c33, c34, c00 and 37 other codes)");
    assert_eq!(
        page::caveat(data.0.locale(), &figure.caveats[0]),
        "42 records have a code that is none of “Kind”: “c33”, “c34”, “c00” and 37 other codes"
    );
}

#[test]
fn a_column_of_more_codes_than_are_compared_says_so() {
    let project = project();
    let rows: Vec<String> =
        (0..10_001).map(|number| format!("e{number} | 2024-01-01 | c{number} | n")).collect();
    let rows = format!("event | happened_on | kind | place\nd | 2024-01-01 | done | n\n{}", rows.join("\n"));
    project.table("events", &rows);
    let told = warnings(&project);
    assert!(
        told.iter().any(|line| line.contains(
            "warning[many-codes]: column `kind` of table `events` has more than 10,000 different codes"
        )),
        "{told:?}"
    );
    let html = data_page(&project.dataset("2024-12-31"));
    let sentence = "The table “events” has more than 10,000 different codes in kind: not all are compared with the list.";
    assert!(html.contains(sentence), "{html}");
}

fn data_page(data: &TestData) -> String {
    let ask = Ask::read(&data.reader(), [("period", "2024")]).unwrap();
    let view =
        data.wait(report::data(&data.0.for_reader(minhbach::kpi::Scope::everything()), &ask, 0)).unwrap();
    page::data(&view, data.0.locale()).into_string()
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
    let html = data_page(&data);
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
    let ask = Ask::read(&data.reader(), [("kind", "Done")]).unwrap();
    assert_eq!(ask, Ask::read(&data.reader(), [("kind", "done")]).unwrap());
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""));
}

/// What aliases put right as files are read never stands there: a condition on it would be a silent 0.
#[test]
fn a_query_that_asks_for_another_spelling_is_told_the_code() {
    let project = project();
    let aliases = "[kind.aliases]\nDone = \"done\"\n\"it's\" = \"open\"\n";
    project
        .file("queries/dimensions.toml", &format!("{DIMENSIONS}{aliases}"))
        .file(
            "queries/models/closed.sql",
            "SELECT e.event AS event, e.kind AS state, e.note AS kind\nFROM events AS e\nWHERE e.kind <> 'it''s' AND e.kind IS NOT NULL",
        )
        .file(
            "queries/reports/named.sql",
            "/*\ntitle = \"Named\"\n*/\nWITH own AS (SELECT e.kind AS k, e.event AS event FROM events AS e)\n\
             SELECT o.event AS event, CASE o.k WHEN 'Done' THEN 'Done' END AS kind FROM own AS o ORDER BY event",
        )
        .file(
            "queries/reports/through.sql",
            "/*\ntitle = \"Through\"\n*/\nSELECT count(*) AS n FROM closed AS c\n\
             WHERE c.state IN ('open', ('Done')) AND c.kind = 'x' OR EXISTS (\n\
             SELECT 1 AS one FROM events AS d WHERE 'Done' = CAST(d.kind AS VARCHAR) AND d.event = c.event)",
        )
        .kpi(
            "F",
            "value = { events = \"sum\" }\nkey = \"event\"",
            "SELECT e.happened_on AS day, 1 AS events, e.event AS event FROM events AS e WHERE e.note = 'Done'",
        );
    let told = |text: &str, code: &str| {
        format!(
            "warning[other-spelling]: `{text}` never stands in `events.kind`: an alias makes it `{code}` as files are read \
             (write `'{code}'`)"
        )
    };
    assert_eq!(
        project.check(),
        [
            format!("queries/models/closed.sql:3:17: {}", told("it's", "open")),
            format!("queries/reports/named.sql:5:40: {}", told("Done", "done")),
            format!("queries/reports/through.sql:5:28: {}", told("Done", "done")),
            format!("queries/reports/through.sql:6:40: {}", told("Done", "done")),
        ],
        "a note is read as it is"
    );
}

#[test]
fn a_condition_on_another_spelling_is_told_the_code() {
    let project = project();
    let listed = "[town]\ntitle = \"Town\"\ntable = \"towns\"\nkey = \"code\"\nlabel = \"code\"\nwhere = { kind = \"Done\" }\n";
    let aliases = "[kind.aliases]\nDone = \"done\"\n";
    project
        .file("queries/dimensions.toml", &format!("{DIMENSIONS}{listed}{aliases}"))
        .table("towns", "code* | kind\nx | Done")
        .change(
            "queries/tables/events.toml",
            "[columns.note]\n",
            "[columns.note]\nreferences = \"towns.code\"\nwhere = { kind = \"Done\" }\n",
        );
    let told = "warning[other-spelling]: `Done` never stands in `towns.kind`: an alias makes it `done` as files are read \
                (write \"done\")";
    let problems = project.check();
    let places: Vec<&str> = problems.iter().filter_map(|line| line.strip_suffix(told)).collect();
    assert_eq!(places.len(), problems.len(), "{problems:?}");
    assert_eq!(places, ["queries/dimensions.toml:7:2: ", "queries/tables/events.toml:20:9: "]);
}

#[test]
fn a_parameter_that_is_called_as_a_dimension_takes_other_spellings_too() {
    let project = project();
    let aliases = "[kind.aliases]\nDone = \"done\"\n";
    project.file("queries/dimensions.toml", &format!("{DIMENSIONS}{aliases}")).file(
        "queries/reports/of_kind.sql",
        "/*\ntitle = \"Of a kind\"\n[parameters.kind]\ntype = \"text\"\ndefault = \"Done\"\n*/\n\
         SELECT count(*) AS n FROM events AS e WHERE e.kind = $kind",
    );
    let count = |given: &[&str]| {
        let all = [&["query", "of_kind", "--format", "csv", "--as-of", "2024-12-31"], given].concat();
        project.run(&all).stdout
    };
    for given in [&[][..], &["--param", "kind=Done"], &["--param", "kind=done"]] {
        assert_eq!(count(given), "n\n3\n", "{given:?}");
    }
    assert_eq!(count(&["--param", "kind=open"]), "n\n1\n");
}

/// The folder and the file say the same in two spellings.
#[test]
fn aliases_put_right_what_folders_give() {
    let project = project();
    let aliases = "[kind.aliases]\nDone = \"done\"\n";
    project.file("queries/dimensions.toml", &format!("{DIMENSIONS}{aliases}")).change(
        "queries/tables/events.toml",
        "key = ",
        "partitions = [\"kind\"]\nkey = ",
    );
    std::fs::remove_file(project.root().join("data/events.parquet")).unwrap();
    let row = |event: &str, kind: &str| format!("event | happened_on | kind\n{event} | 2024-01-01 | {kind}");
    project.rows("events", "events/kind=Done/a.parquet", &row("a", "done"));
    project.rows("events", "events/kind=done/b.parquet", &row("b", "Done"));
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell_by("E", "2024", &[], "kind"), ["2", "done: 2"]);
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
    let labels = data.reader().column_labels(data.reader().kpi("O").unwrap(), "kind");
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

#[test]
fn a_code_without_its_leading_zeros_and_one_with_blanks_are_known_by_what_they_mean() {
    let project = TestProject::new();
    project
        .file("queries/dimensions.toml", "[kind]\ntitle = \"Kind\"\nvalues = { 001 = \"One\", 010 = \"Ten\" }\n")
        .table(
            "events",
            "event* | happened_on:date | kind
             a      | 2024-01-01 | 001
             b      | 2024-02-01 | 10
             c      | 2024-03-01 | 1",
        )
        .kpi(
            "E",
            "value = { events = \"sum\" }\nkey = \"event\"",
            "SELECT e.happened_on AS day, 1 AS events, concat(e.kind, CASE WHEN e.event = 'a' THEN '  ' ELSE '' END) AS kind, e.event AS event FROM events AS e",
        );
    let said = project.run(&["check", "--with-data", "--as-of", "2024-12-31"]);
    for told in [
        "did you mean `001`? if so, `\"1\" = \"001\"`",
        "did you mean `010`? if so",
        "`001\\u{20}\\u{20}` is no member",
    ] {
        assert!(said.stdout.contains(told), "{told}\n{}", said.stdout);
    }
    let said = project.run(&["kpi", "E", "--period", "2024", "--by", "kind", "--as-of", "2024-12-31"]);
    assert!(said.stdout.contains("001\\u{20}\\u{20} "), "{}", said.stdout);
    // A note stands once, below the table, and its number in each line.
    let note = said.stdout.lines().filter(|line| line.starts_with("[1] ")).count();
    assert!(note == 1 && said.stdout.matches("[1]").count() > 2, "{}", said.stdout);
}
