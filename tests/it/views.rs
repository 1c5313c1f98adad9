//! Views: what bodies and areas became is one unit, so that figures compare across reorganisations.

use minhbach::kpi::{Against, Figure, NotCompared, Scope};

use super::support::{TestData, TestProject};

/// Two districts that became three communes of a larger province, and the province itself.
fn merged() -> TestProject {
    let project = TestProject::new();
    project
        .change(
            "minhbach.toml",
            "[data]",
            "breaks = [{ on = 2025-07-01, label = \"merged\", comparable = false }]\n[data]",
        )
        .file(
            "queries/dimensions.toml",
            "[area]\ntitle = \"Area\"\ntable = \"areas\"\nkey = \"code\"\nlabel = \"name\"\nparent = \"parent\"\n\
             valid = [\"valid_from\", \"valid_to\"]\n[area.views.comparable]\nmapping = \"units\"\n",
        )
        .file(
            "queries/models/units.sql",
            "SELECT a.code AS code, a.district AS unit, a.valid_from AS first_day, a.valid_to AS last_day,
                    CASE WHEN a.district = 'd1' THEN 'Old first' END AS label
             FROM areas AS a",
        )
        .table(
            "areas",
            "code* | valid_from*:date | valid_to:date | name     | parent | district
             d1    | 2022-01-01       | 2025-06-30    | First    | old    | d1
             d2    | 2022-01-01       | 2025-06-30    | Second   | old    | d2
             old   | 2022-01-01       | 2025-06-30    | Old      |        |
             c1    | 2025-07-01       |               | Commune1 | new    | d1
             c2    | 2025-07-01       |               | Commune2 | new    | d1
             c3    | 2025-07-01       |               | Commune3 | new    | d2
             new   | 2025-07-01       |               | New      |        |",
        )
        .table(
            "cases",
            "case* | found_on:date | area | seller
             k1    | 2024-08-02    | d1   | s1
             k2    | 2024-08-03    | d2   | s1
             k3    | 2024-08-04    |      | s2
             k4    | 2025-08-02    | c1   | s1
             k5    | 2025-08-03    | c2   | s1
             k6    | 2025-08-04    | c3   | s3
             k7    | 2025-08-05    | new  | s4
             k8    | 2025-08-06    |      | s5",
        )
        .kpi(
            "K",
            "key = \"case\"\nvalue = { cases = \"sum\" }",
            "SELECT c.found_on AS day, 1 AS cases, c.area AS area, c.case AS case FROM cases AS c",
        )
        .kpi(
            "S",
            "key = \"case\"\nvalue = { sellers = { over = \"sum\", as = \"distinct\" } }",
            "SELECT c.found_on AS day, c.seller AS sellers, c.area AS area, c.case AS case FROM cases AS c",
        )
        .kpi(
            "SHARE",
            "key = \"case\"\nunit = \"percent\"\nnumerator = { own = \"sum\" }\n\
             denominator = { all = { over = \"sum\", ignores = [\"area\"] } }\nlabels = { own = \"own\", all = \"all\" }",
            "SELECT c.found_on AS day, 1 AS own, 1 AS all, c.area AS area, c.case AS case FROM cases AS c",
        );
    project
}

const VIEW: &str = "view=comparable";

#[test]
fn in_a_view_parts_and_filters_are_units_and_what_is_not_known_stays_so() {
    let data = merged().dataset("2025-12-31");
    for (code, period, filters, expected) in [
        ("K", "2025", vec![], vec!["5", "~: 1", "c1: 1", "c2: 1", "c3: 1", "new: 1"]),
        ("K", "2025", vec![VIEW], vec!["4", "~: 1", "d1: 2", "d2: 1"]),
        ("K", "2024", vec![VIEW], vec!["3", "~: 1", "d1: 1", "d2: 1"]),
        ("K", "2025", vec![VIEW, "area=d1"], vec!["2", "d1: 2"]),
        ("K", "2025", vec![VIEW, "area=~"], vec!["1", "~: 1"]),
        // One seller in two communes of one unit is one seller there.
        ("S", "2025", vec![VIEW], vec!["3", "~: 1", "d1: 1", "d2: 1"]),
        ("S", "plan", vec![VIEW], vec!["4", "~: 2", "d1: 1", "d2: 2"]),
        // What ignores the dimension is the whole's in a view too.
        ("SHARE", "2025", vec![VIEW], vec!["4/5", "~: 1/5", "d1: 2/5", "d2: 1/5"]),
    ] {
        assert_eq!(data.tell_by(code, period, &filters, "area"), expected, "{code} {period} {filters:?}");
    }
    let overlaps = |filters: &[&str]| data.breakdown("S", "2025", filters, "area").overlaps;
    assert!(overlaps(&[]) && overlaps(&[VIEW]), "s1 is in d1 and, a year before, in d2");
}

#[test]
fn what_belongs_to_no_unit_is_left_out_and_counted() {
    let data = merged().dataset("2025-12-31");
    let left_out = |filters: &[&str]| {
        let figure = data.figure("K", "2025", filters);
        figure.left_out.iter().map(|(name, cell)| format!("{name} {}", cell.records)).collect::<Vec<_>>()
    };
    assert_eq!(left_out(&[VIEW]), ["cases 1"], "the case of which only the new province is known");
    assert_eq!(left_out(&[]), [""; 0]);
    assert_eq!(left_out(&[VIEW, "area=d1"]), [""; 0], "it was not asked for");
}

/// Each by itself: a figure of a table or of the command line is read without its whole.
#[test]
fn parts_and_crossings_say_what_they_leave_out_too() {
    let project = merged();
    project.change("queries/dimensions.toml", "[area]", "[seller]\ntitle = \"Seller\"\nvalues = { s1 = \"1\", s3 = \"3\", s4 = \"4\" }\n[area]").kpi(
        "T",
        "key = \"case\"\nvalue = { cases = \"sum\" }",
        "SELECT c.found_on AS day, 1 AS cases, c.area AS area, c.seller AS seller, c.case AS case FROM cases AS c",
    ).kpi(
        "SOLD",
        "key = \"case\"\nunit = \"percent\"\nnumerator = { own = \"sum\" }\n\
         denominator = { all = { over = \"sum\", ignores = [\"seller\"] } }\nlabels = { own = \"own\", all = \"all\" }",
        "SELECT c.found_on AS day, 1 AS own, 1 AS all, c.area AS area, c.seller AS seller, c.case AS case FROM cases AS c",
    );
    let data = project.dataset("2025-12-31");
    let told = |figure: &Figure| {
        let own = figure.left_out.iter().map(|(name, cell)| format!(" {name} {}", cell.records));
        let by = figure.by.as_ref().and_then(|(_, member)| member.as_deref()).unwrap_or("~");
        std::iter::once(by.to_owned()).chain(own).collect::<String>()
    };
    let by = |code: &str, dimension: &str| -> Vec<String> {
        data.breakdown(code, "2025", &[VIEW], dimension).parts.iter().map(told).collect()
    };
    assert_eq!(by("T", "seller"), ["s1", "s3", "s5"], "nothing is in a unit of the one that is left out");
    assert_eq!(by("SOLD", "seller"), ["s1 all 1", "s3 all 1", "s5 all 1"]);
    assert_eq!(by("T", "area"), ["~", "d1", "d2"], "a unit was asked for");
    let crossed = data.crossing("T", "2025", &[VIEW], ["seller", "area"]);
    assert!(crossed.cells.iter().flatten().all(|figure| figure.left_out.is_empty()));
    project.table(
        "cases",
        "case | found_on   | area | seller
         k1   | 2025-08-02 | c1   | s1
         k2   | 2025-08-03 | new  | s1
         k3   | 2025-08-04 | new  | s1
         k4   | 2025-08-04 | c3   | s3",
    );
    let data = project.dataset("2025-12-31");
    let parts = data.breakdown("T", "2025", &[VIEW], "seller").parts;
    assert_eq!(parts.iter().map(told).collect::<Vec<_>>(), ["s1 cases 2", "s3"]);
    let filtered = data.figure("T", "2025", &[VIEW, "seller=s1"]);
    assert_eq!(parts[0].left_out, filtered.left_out, "a part says what the same figure filtered says");
    let asked =
        ["kpi", "T", "--period", "2025", "--view", "comparable", "--by", "seller", "--as-of", "2025-12-31"];
    let said = |format: &str| project.run(&[&asked[..], &["--format", format]].concat()).stdout;
    // Said once below the table, and referred to by the whole and by the part.
    let table = said("table");
    assert_eq!(table.matches("Left out because it belongs to no unit of this view: 2 cases").count(), 1);
    let mark = table.lines().find_map(|line| line.strip_suffix("2 cases")?.split(']').next()).unwrap();
    assert_eq!(table.matches(&format!("{mark}]")).count(), 3, "{table}");
    assert_eq!(said("csv").matches("left out because it belongs to no unit of the view: cases 2").count(), 2);
    let json: String = said("json").split_whitespace().collect();
    assert_eq!(json.matches("\"left_out\":{\"cases\":2").count(), 2, "{json}");
}

/// A code that no member bears has no unit either: that it may be meant for this one stays told.
#[test]
fn in_a_view_figures_are_marked_where_codes_are_known_to_nobody() {
    let project = merged();
    project.table(
        "cases",
        "case | found_on   | area | seller
         k1   | 2025-08-02 | c1   | s1
         k2   | 2025-08-03 | c3   | s1
         k3   | 2025-08-04 | C1   | s1",
    );
    let data = project.dataset("2025-12-31");
    let told =
        |figure: &Figure| figure.caveats.iter().map(|caveat| caveat.told().sentence).collect::<Vec<_>>();
    let sentence = ["records whose code is none of “Area”: 1 (C1)"];
    for filters in [&[VIEW][..], &[VIEW, "area=d1"], &["area=c1"], &[]] {
        assert_eq!(told(&data.figure("K", "2025", filters)), sentence, "{filters:?}");
    }
    for part in data.breakdown("K", "2025", &[VIEW], "area").parts {
        assert_eq!(told(&part), sentence, "{:?}", part.by);
    }
}

#[test]
fn records_and_proof_speak_of_the_same_units() {
    let data = merged().dataset("2025-12-31");
    assert_eq!(data.records("K", "2025", &[VIEW]), ["k4 cases", "k5 cases", "k6 cases", "k8 cases"]);
    assert_eq!(data.records("K", "2025", &[VIEW, "area=d1"]), ["k4 cases", "k5 cases"]);
    assert_eq!(data.proof("K", "2025", &[VIEW, "area=d1"]), ["2", "2", "2"]);
    assert_eq!(data.proof("K", "2025", &[VIEW]), ["4", "4", "4"]);
}

#[test]
fn units_are_named_by_the_mapping_or_as_the_code_that_they_bear() {
    let data = merged().dataset("2025-12-31");
    let labels = |view: Option<&str>| {
        let choices = data.0.for_reader(Scope::everything()).choices("area", view);
        choices.into_iter().map(|(code, label)| format!("{code} {label}")).collect::<Vec<_>>()
    };
    assert_eq!(labels(Some("comparable")), ["d1 Old first", "d2 Second"]);
    assert_eq!(labels(None).len(), 7);
    let parts = data.breakdown("K", "2025", &[VIEW], "area").parts;
    assert_eq!(
        parts.iter().map(|part| data.reader().label(part)).collect::<Vec<_>>(),
        ["unknown", "Old first", "Second"]
    );
}

fn compared(data: &TestData, code: &str, period: &str, filters: &[&str]) -> String {
    match data.compared_with(code, period, filters, &Against::LastYear) {
        Ok(compared) => format!("{:+} of {}", compared.change, compared.base.value.unwrap()),
        Err(NotCompared::Break(parted)) => parted.label,
        Err(other) => format!("{other:?}"),
    }
}

#[test]
fn only_in_a_view_with_the_same_units_on_both_sides_is_anything_compared_across_a_break() {
    let project = merged();
    let data = project.dataset("2025-12-31");
    for (code, filters, expected) in [
        ("K", vec![], "merged"),
        ("K", vec![VIEW], "+1 of 3"),
        ("K", vec![VIEW, "area=d1"], "+1 of 1"),
        ("K", vec!["area=c1"], "merged"),
        // A whole that ignores the dimension is of another province.
        ("SHARE", vec![VIEW], "merged"),
    ] {
        assert_eq!(compared(&data, code, "2025", &filters), expected, "{code} {filters:?}");
    }
    // Nor does a line join what does not compare.
    let day = |text: &str| text.parse().unwrap();
    let parted = |code, filters: &[&str]| {
        let (question, _) = data.asked(code, "2025", filters);
        question.parted(day("2024-01-01"), day("2025-12-31")).is_some()
    };
    assert!(parted("K", &[]) && parted("SHARE", &[VIEW]) && !parted("K", &[VIEW]));
    let toml = "queries/dimensions.toml";
    project.change(toml, "mapping = \"units\"", "mapping = \"units\"\nacross_breaks = false");
    assert_eq!(compared(&project.dataset("2025-12-31"), "K", "2025", &[VIEW]), "merged", "only a successor");
    project.change(toml, "\nacross_breaks = false", "");
    project.change("queries/models/units.sql", "FROM areas AS a", "FROM areas AS a WHERE a.code <> 'c3'");
    let data = project.dataset("2025-12-31");
    assert_eq!(compared(&data, "K", "2025", &[VIEW]), "merged", "one unit is gone");
    assert_eq!(compared(&data, "K", "2025", &[VIEW, "area=d1"]), "+1 of 1", "this one is not");
}

#[test]
fn a_code_that_is_used_again_belongs_to_its_unit_on_the_records_day() {
    let project = merged();
    project
        .table(
            "areas",
            "code* | valid_from*:date | valid_to:date | name   | parent | district
             d1    | 2022-01-01       | 2025-06-30    | First  |        | d1
             d1    | 2025-07-01       |               | Second |        | d2
             d2    | 2022-01-01       | 2025-06-30    | Second |        | d2",
        )
        .table(
            "cases",
            "case* | found_on:date | area | seller
             k1    | 2025-06-30    | d1   | s1
             k2    | 2025-07-01    | d1   | s1
             k3    | 2025-07-02    | d2   | s1",
        );
    let data = project.dataset("2025-12-31");
    assert_eq!(data.tell_by("K", "2025", &[VIEW], "area"), ["3", "d1: 1", "d2: 2"]);
    assert_eq!(data.records("K", "2025", &[VIEW, "area=d2"]), ["k2 cases", "k3 cases"]);
}

#[test]
fn a_mapping_that_splits_a_code_takes_its_view_down_and_nothing_else() {
    let project = merged();
    project.change(
        "queries/models/units.sql",
        "FROM areas AS a",
        "FROM areas AS a UNION ALL SELECT 'c1', 'd2', DATE '2025-08-01', CAST(NULL AS DATE), CAST(NULL AS VARCHAR)",
    );
    let said =
        project.run(&["kpi", "K", "--period", "2025", "--as-of", "2025-12-31", "--view", "comparable"]);
    assert_ne!(said.code, 0);
    assert!(said.stderr.contains("code `c1` two units on one day: `d1` and `d2`"), "{}", said.stderr);
    assert_eq!(project.dataset("2025-12-31").tell("K", "2025"), "5");
    let said = project.run(&["check", "--with-data", "--as-of", "2025-12-31", "--format", "short"]);
    assert_eq!(said.code, 1, "{}", said.stdout);
    assert!(said.stdout.contains("queries/dimensions.toml:9:11: error[split-unit]"), "{}", said.stdout);
}

#[test]
fn an_unknown_view_or_unit_is_refused_with_what_there_is() {
    let project = merged();
    for (arguments, expected) in [
        (vec!["--view", "comparible"], "did you mean `comparable`?"),
        (vec!["--view", "comparable", "--where", "area=c1"], "`area` has no member `c1`"),
    ] {
        let mut all = vec!["kpi", "K", "--period", "2025", "--as-of", "2025-12-31"];
        all.extend(arguments);
        let said = project.run(&all);
        assert_ne!(said.code, 0);
        assert!(said.stderr.contains(expected), "{}", said.stderr);
    }
}

#[test]
fn bodies_of_one_unit_have_reported_when_all_of_them_have() {
    let project = TestProject::new();
    project
        .change("minhbach.toml", "[units.thing]", "[reporting]\nbodies = \"organization\"\nquery = \"obligations\"\n[units.thing]")
        .file(
            "queries/dimensions.toml",
            "[organization]\ntitle = \"Body\"\nvalues = { a = \"A\", b = \"B\", c = \"C\" }\n\
             [organization.views.comparable]\nmapping = \"bodies\"\n",
        )
        .file(
            "queries/models/obligations.sql",
            "SELECT d.organization AS organization, d.report AS report, d.first_day AS first_day,
                    d.last_day AS last_day, d.due_on AS due_on, d.received_on AS received_on FROM duties AS d",
        )
        .table("bodies", "code* | unit\n a | u\n b | u\n c | v")
        .table(
            "duties",
            "organization* | report* | first_day*:date | last_day:date | due_on:date | received_on:date
             a             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-01
             b             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  |
             c             | monthly | 2024-01-01      | 2024-01-31    | 2024-02-02  | 2024-02-02",
        )
        .table("events", "event* | happened_on:date | organization\n e1 | 2024-01-05 | a")
        .kpi(
            "K",
            "key = \"event\"\nreports = [\"monthly\"]\nvalue = { events = \"sum\" }",
            "SELECT e.happened_on AS day, 1 AS events, e.organization AS organization, e.event AS event FROM events AS e",
        );
    let data = project.dataset("2024-12-31");
    let share = |filters: &[&str]| {
        let whole = data.figure("K", "2024-01", filters).completeness;
        format!("{}/{} {}", whole.reported, whole.expected, whole.missing.join(" "))
    };
    assert_eq!(share(&[]), "2/3 b");
    assert_eq!(share(&[VIEW]), "1/2 u");
    assert_eq!(share(&[VIEW, "organization=v"]), "1/1 ");
    assert_eq!(data.tell_by("K", "2024-01", &[VIEW], "organization"), ["1", "u: 1", "v: 0"]);
}
