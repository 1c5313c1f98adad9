//! What a figure's tables do not say: amounts that nobody wrote down, days of which nothing is known, and since when
//! records are whole only where somebody says it.

use minhbach::kpi::{Caveat, Figure, NotCompared, Scope};
use minhbach::page;
use minhbach::report::{self, Ask};

use super::support::{SETTINGS, TestData, TestProject};

/// What is doubtful about a figure, after the figure itself.
fn told(data: &TestData, code: &str, period: &str) -> String {
    told_of(data, code, &data.figure(code, period, &[]))
}

fn told_of(data: &TestData, code: &str, figure: &Figure) -> String {
    let number = super::support::words(data.reader().kpi(code).unwrap(), figure);
    let doubts = figure.caveats.iter().map(|caveat| caveat.told().sentence);
    std::iter::once(number).chain(doubts).collect::<Vec<_>>().join(" | ")
}

/// Money in đồng, of which some is not known; and the same as a count.
fn amounts() -> TestProject {
    let project = TestProject::new();
    project
        .file("minhbach.toml", &SETTINGS.replace("label = \"đồng\"", "label = \"đồng\"\nmoney = true"))
        .file("queries/dimensions.toml", "[town]\ntitle = \"Town\"\nvalues = { t1 = \"T1\", t2 = \"T2\" }\n")
        .table(
            "sales",
            "sale* | sold_on:date | town | amount:money | tax:money | seen_on:date
             1     | 2024-01-05   | t1   | 100          | 10        |
             2     | 2024-01-06   | t1   |              |           |
             3     | 2024-01-07   | t2   |              |           | 2024-01-08
             4     | 2024-02-01   | t1   |              |           |
             5     | 2024-02-02   | t1   |              |           |
             6     | 2024-03-02   | t1   |              | 5         |",
        )
        .kpi(
            "amount",
            "unit = \"money\"\nkey = \"sale\"\nvalue = { amount = \"sum\" }",
            "SELECT s.sold_on AS day, s.amount AS amount, s.town AS town, s.sale AS sale FROM sales AS s",
        );
    project
}

#[test]
fn an_amount_that_nobody_states_is_told_at_the_figure_and_is_never_0() {
    let data = amounts().dataset("2024-12-31");
    let left = |count| format!("records that leave “amount” empty: {count}");
    let none = |count| match count {
        1 => "no_value: there is 1 record, and it leaves “amount” empty".to_owned(),
        count => format!("no_value: there are {count} records, and all leave “amount” empty"),
    };
    assert_eq!(told(&data, "amount", "2024"), format!("100 | {}", left(5)));
    assert_eq!(told(&data, "amount", "2024-01"), format!("100 | {}", left(2)));
    assert_eq!(told(&data, "amount", "2024-02"), none(2));
    assert_eq!(told(&data, "amount", "2024-04"), "0", "no sale is a true 0");
    assert_eq!(
        data.tell_by("amount", "2024-01", &[], "town"),
        ["100".to_owned(), "t1: 100".to_owned(), format!("t2: {}", none(1))],
        "a member all of whose amounts are missing is not left out"
    );
    assert_eq!(data.tell_where("amount", "2024-01", &["town=t2"]), none(1));
    assert_eq!(
        data.records("amount", "2024-01", &[]),
        ["1 amount", "2 ", "3 "],
        "the list says which they are"
    );
    assert_eq!(data.records("amount", "2024-01", &["town=t2"]), ["3 "]);
}

#[test]
fn a_record_fills_any_column_of_the_formula_or_one_that_may_stand_alone() {
    let project = amounts();
    let sql = "SELECT s.sold_on AS day, s.amount AS amount, s.tax AS tax, CAST(NULL AS BIGINT) AS seen, s.sale AS sale
               FROM sales AS s
               UNION ALL SELECT s.seen_on, NULL, NULL, 1, s.sale FROM sales AS s WHERE s.seen_on IS NOT NULL";
    let header = "unit = \"money\"\nkey = \"sale\"\nvalue = { amount = \"sum\", tax = \"sum\" }\nbeside = { seen = \"sum\" }";
    project.kpi("paid", &format!("{header}\nalone = [\"seen\"]"), sql).kpi("all", header, sql);
    let data = project.dataset("2024-12-31");
    assert_eq!(told(&data, "paid", "2024-03"), "5", "the tax alone is enough");
    assert_eq!(told(&data, "paid", "2024-01"), "110 | records that leave “amount, tax” empty: 2");
    assert_eq!(told(&data, "all", "2024-01"), "110 | records that leave “amount, tax” empty: 3");
}

#[test]
fn a_count_of_nothing_is_0_unless_its_header_says_that_it_is_unknown() {
    let project = amounts();
    let sql = "SELECT s.sold_on AS day, s.seen_on AS seen_on, CASE WHEN s.seen_on IS NOT NULL THEN s.sale END AS seen,
                      s.sale AS sale FROM sales AS s";
    let value = "key = \"sale\"\nvalue = { seen = { over = \"sum\", as = \"distinct\" } }";
    project.kpi("seen", value, sql).kpi("unknown", &format!("empty = \"unknown\"\n{value}"), sql).kpi(
        "share",
        "unit = \"percent\"\nkey = \"sale\"\nnumerator = { seen = \"sum\" }\ndenominator = { asked = \"sum\" }",
        "SELECT s.sold_on AS day, s.tax AS seen, s.tax AS asked, s.sale AS sale FROM sales AS s",
    );
    let data = project.dataset("2024-12-31");
    assert_eq!(told(&data, "seen", "2024-02"), "0 | records that leave “seen” empty: 2");
    assert_eq!(
        told(&data, "unknown", "2024-02"),
        "no_value: there are 2 records, and all leave “seen” empty"
    );
    assert_eq!(told(&data, "unknown", "2024-01"), "1 | records that leave “seen” empty: 2");
    assert_eq!(
        told(&data, "share", "2024-02"),
        "no_value: there are 2 records, and all leave “seen, asked” empty"
    );
}

#[test]
fn each_column_tells_of_what_is_empty_in_its_own_days() {
    let project = amounts();
    project.kpi(
        "stock",
        "unit = \"percent\"\nkey = \"sale\"\nnumerator = { amount = \"sum\" }\ndenominator = { before = \"opening\", tax = \"sum\" }",
        "SELECT s.sold_on AS day, s.amount AS amount, s.amount AS before, s.tax AS tax, s.sale AS sale FROM sales AS s",
    );
    let data = project.dataset("2024-12-31");
    assert_eq!(
        told(&data, "stock", "2024-01"),
        "100/10 | records that leave “amount, tax” empty: 2",
        "none of them lies in the slot that ends on the eve"
    );
}

/// Inspections from 10 January 2023 to 20 March 2024, none in the summer of 2023, prosecutions among them.
fn inspections() -> TestProject {
    let project = TestProject::new();
    project
        .file(
            "queries/tables/inspections.toml",
            "key = [\"inspection\"]\nday = \"held_on\"
             gaps = [{ first_day = 2023-07-01, last_day = 2023-08-31, label = \"Register closed\" }]
             [columns.inspection]\ntype = \"text\"\n[columns.held_on]\ntype = \"date\"\noptional = true
             [columns.closed_on]\ntype = \"date\"\noptional = true
             [columns.prosecuted_on]\ntype = \"date\"\noptional = true\n",
        )
        .table(
            "inspections",
            "inspection | held_on    | closed_on  | prosecuted_on
             a          | 2023-01-10 | 2023-02-01 | 2023-02-10
             b          | 2023-02-10 |            |
             c          | 2023-06-10 |            |
             d          | 2024-02-01 |            |
             e          | 2024-03-20 |            |",
        );
    for over in ["sum", "running", "year_to_date"] {
        project.kpi(
            over,
            &format!("key = \"inspection\"\nvalue = {{ held = \"{over}\" }}"),
            "SELECT i.held_on AS day, 1 AS held, i.inspection AS inspection FROM inspections AS i",
        );
    }
    project
        .kpi(
            "prosecuted",
            "key = \"inspection\"\nvalue = { prosecuted = \"sum\" }",
            "SELECT i.prosecuted_on AS day, 1 AS prosecuted, i.inspection AS inspection FROM inspections AS i
             WHERE i.prosecuted_on IS NOT NULL",
        )
        .kpi(
            "open",
            "key = \"inspection\"\nvalue = { open = \"last\" }\nbeside = { before = \"opening\" }",
            "SELECT s.last_day AS day, 1 AS open, 1 AS before, i.inspection AS inspection FROM inspections AS i
             JOIN slots AS s ON i.held_on <= s.last_day AND (i.closed_on IS NULL OR i.closed_on > s.last_day)",
        );
    project
}

const OUTSIDE: &str = "no_value: the data speak from 2023-01-10 to 2024-03-20 only";
const FROM: &str = "the data speak from 2023-01-10 on only";
const UNTIL: &str = "the data speak until 2024-03-20 only";
const GAP: &str = "no data from 2023-07-01 to 2023-08-31: Register closed";

#[test]
fn a_period_of_which_the_tables_know_nothing_has_no_value() {
    let data = inspections().dataset("2024-06-30");
    for (code, period, expected) in [
        ("sum", "2022", OUTSIDE.to_owned()),
        ("sum", "2023-01-01..2023-01-14", format!("1 | {FROM}")),
        ("sum", "2023-01", format!("1 | {FROM}")),
        ("sum", "2023-02", "1".to_owned()),
        ("sum", "2023-04", "0".to_owned()),
        ("sum", "2023", format!("3 | {FROM} | {GAP}")),
        ("sum", "2024-03", format!("1 | {UNTIL}")),
        ("sum", "2024-Q2", OUTSIDE.to_owned()),
        ("sum", "2024-H1", format!("2 | {UNTIL}")),
        (
            "sum",
            "2023-07",
            "no_value: there are no data from 2023-07-01 to 2023-08-31: Register closed".to_owned(),
        ),
        ("sum", "2023-Q3", format!("0 | {GAP}")),
        ("sum", "2023-09", "0".to_owned()),
        // No prosecution since February is a true 0: a KPI's own records limit nothing.
        ("prosecuted", "2023-04", "0".to_owned()),
        ("prosecuted", "2024-02", "0".to_owned()),
        ("prosecuted", "2024-05", OUTSIDE.to_owned()),
        // Everything since 8 May 2023, or since January.
        ("running", "2023-05", "0".to_owned()),
        ("running", "2024-01", format!("1 | {GAP}")),
        ("running", "2024-05", format!("3 | {UNTIL} | {GAP}")),
        ("year_to_date", "2024-05", format!("2 | {UNTIL}")),
        // A state is read at the end of its slot.
        ("open", "2023-01", "1".to_owned()),
        ("open", "2023-02", "1".to_owned()),
        (
            "open",
            "2023-08",
            "no_value: there are no data from 2023-07-01 to 2023-08-31: Register closed".to_owned(),
        ),
        ("open", "2023-Q3", "2".to_owned()),
        ("open", "2024-03", format!("4 | {UNTIL}")),
        ("open", "2024-04", OUTSIDE.to_owned()),
        ("open", "2022-12", OUTSIDE.to_owned()),
    ] {
        assert_eq!(told(&data, code, period), expected, "{code} {period}");
    }
}

#[test]
fn what_is_known_in_part_is_neither_compared_nor_judged() {
    let project = inspections();
    project.file(
        "queries/plan.toml",
        "[[clause]]\nid = \"1\"\ntext = \"Inspect.\"\n[[clause.kpi]]\ncode = \"sum\"\ntarget = 1\nsource = \"plan\"\n",
    );
    let data = project.dataset("2024-06-30");
    assert_eq!(data.compared("sum", "2024-02").unwrap().change, 0.into());
    assert_eq!(data.compared("sum", "2024-01"), Err(NotCompared::Partial), "January 2023 is known in part");
    assert_eq!(data.compared("sum", "2024-03"), Err(NotCompared::Partial));
    assert_eq!(data.compared("sum", "2024-05"), Err(NotCompared::NoValue));
    let judged = |period| data.status("sum", period, &[], None).map(minhbach::kpi::Status::word);
    assert_eq!((judged("2024-02"), judged("2023-04")), (Some("met"), Some("missed")));
    assert_eq!((judged("2024-03"), judged("2023"), judged("2022")), (None, None, None));
}

#[test]
fn only_tables_that_name_their_day_limit_and_only_what_needs_no_report() {
    let project = inspections();
    project.change("queries/tables/inspections.toml", "day = \"held_on\"", "").change(
        "queries/tables/inspections.toml",
        "gaps = [{ first_day = 2023-07-01, last_day = 2023-08-31, label = \"Register closed\" }]",
        "",
    );
    assert_eq!(told(&project.dataset("2024-06-30"), "sum", "2024-05"), "0");
    let said = project.run(&["check"]);
    assert!(
        said.stderr.contains("a period without data is 0, not missing, for open, prosecuted"),
        "{}",
        said.stderr
    );
    let said = inspections().run(&["check"]);
    assert!(!said.stderr.contains("without data"), "{}", said.stderr);
}

#[test]
fn of_several_tables_the_latest_beginning_and_the_earliest_end_count() {
    let project = inspections();
    let visits =
        |first: &str, last: &str| format!("visit* | made_on:date\nx | {first}\ny | {last}\nz | {last}");
    project.file(
        "queries/tables/visits.toml",
        "key = [\"visit\"]\nday = \"made_on\"\n[columns.visit]\ntype = \"text\"\n[columns.made_on]\ntype = \"date\"\n",
    );
    project.table("visits", &visits("2023-03-01", "2024-06-01")).kpi(
        "both",
        "key = \"inspection\"\nvalue = { held = \"sum\" }",
        "SELECT i.held_on AS day, 1 AS held, i.inspection AS inspection FROM inspections AS i
         UNION ALL SELECT v.made_on, 1, v.visit FROM visits AS v",
    );
    let data = project.dataset("2024-06-30");
    assert_eq!(told(&data, "both", "2023-03"), "1");
    assert_eq!(told(&data, "both", "2023-02"), "no_value: the data speak from 2023-03-01 to 2024-03-20 only");
    project.table("visits", &visits("2024-05-01", "2024-06-01"));
    assert_eq!(
        told(&project.dataset("2024-06-30"), "both", "2024-02"),
        "no_value: table `visits` begins on 2024-05-01 only, after table `inspections` has ended on 2024-03-20"
    );
    project.table("visits", "visit | made_on");
    let none = told(&project.dataset("2024-06-30"), "both", "2024-02");
    assert_eq!(none, "no_value: table `visits` has no data, or no file that can be read");
}

/// What `check --with-data` and the page of the data say of the inspections.
fn warned(project: &TestProject) -> (String, String) {
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-06-30"]);
    let data = project.dataset("2024-06-30");
    let ask = Ask::read(&data.reader(), [("period", "2024")]).unwrap();
    let view = data.wait(report::data(&data.0.for_reader(Scope::everything()), &ask, 0)).unwrap();
    (said.stdout, page::data(&view, data.0.locale()).into_string())
}

#[test]
fn a_row_far_from_all_others_does_not_make_0_of_days_of_which_nothing_is_known() {
    let project = inspections();
    let columns = "inspection | held_on | closed_on | prosecuted_on";
    let more = |rows: &str| {
        project.rows("inspections", "inspections/more.parquet", &format!("{columns}\n{rows}"));
    };
    // The table goes on, all but e.
    let days = ["2023-06-10", "2024-02-20"]
        .map(|day| (0..20).map(|n| format!("{day}{n} | {day} | |\n")).collect::<String>());
    project.rows("inspections", "inspections/many.parquet", &format!("{columns}\n{}", days.concat()));
    let (outside, sum) = (OUTSIDE.to_owned(), |period| told(&project.dataset("2024-06-30"), "sum", period));
    // In the days that the calendar has, and long before and after them.
    more("y | 2022-05-04 | |\nz | 2024-05-10 | |");
    assert_eq!((sum("2022"), sum("2024-05")), (outside.clone(), outside));
    assert_eq!(sum("2024-03"), format!("1 | {UNTIL}"));
    let (said, page) = warned(&project);
    for line in [
        "warning[lonely-day]: `inspections/more.parquet` row 1 (inspection `y`) is of 2022-05-04, long before all other \
         rows of table `inspections`, the next of which is of 2023-01-10",
        "warning[lonely-day]: `inspections/more.parquet` row 2 (inspection `z`) is of 2024-05-10, long after all other \
         rows of table `inspections`, the last of which is of 2024-03-20",
    ] {
        assert!(said.contains(line), "{said}");
    }
    assert!(page.contains("Row 1 of the file inspections/more.parquet (4 May 2022) is far from"), "{page}");
    let undated = "records that no period has: 1 before the first day of the data, 1 after the last day of the calendar";
    more("y | 2002-05-04 | |\nz | 2099-05-10 | |");
    assert_eq!(sum("2022"), OUTSIDE);
    assert_eq!(sum("2023-02"), format!("1 | {undated}"));
    assert!(!warned(&project).0.contains("lonely-day"));
    // A day beside the data's own bounds the days as any other.
    more("y | 2024-04-02 | |");
    assert_eq!(
        (sum("2024-03"), sum("2024-05")),
        ("1".to_owned(), OUTSIDE.replace("2024-03-20", "2024-04-02"))
    );
}

#[test]
fn records_that_no_period_has_are_told_at_the_figure() {
    let project = inspections();
    let more = |rows: &str| {
        let columns = "inspection | held_on | closed_on | prosecuted_on";
        project.rows("inspections", "inspections/more.parquet", &format!("{columns}\n{rows}"));
    };
    more(
        "v | | |\nw | | 2023-02-03 | 2023-03-03\nx | 2021-12-31 | |\ny | 2024-12-31 | |\nz | 2026-01-01 | |",
    );
    let data = project.dataset("2024-06-30");
    let why = "2 without a day, 1 before the first day of the data, 1 after the last day of the calendar";
    assert_eq!(told(&data, "sum", "2023-02"), format!("1 | records that no period has: {why}"));
    // What joins the slots loses them before anybody sees it, and is told of the rows of its table.
    let rows = "2 without a day, 1 before the first day of the data, 1 after the last day of the calendar";
    assert_eq!(
        told(&data, "open", "2023-02"),
        format!("2 | rows of table `inspections` that no period has: {rows}")
    );
    // The day of an inspection is nothing to who reads that of a prosecution.
    assert_eq!(told(&data, "prosecuted", "2023-02"), "1");
}

#[test]
fn records_of_which_none_bears_a_day_are_no_0() {
    let project = TestProject::new();
    let sales = |days: [&str; 2]| format!("sale* | sold_on:date\na | {}\nb | {}", days[0], days[1]);
    project.table("sales", &sales(["", "1999-01-01"])).kpi(
        "sales",
        "key = \"sale\"\nvalue = { sales = \"sum\" }",
        "SELECT s.sold_on AS day, 1 AS sales, s.sale AS sale FROM sales AS s",
    );
    let why = "no period has any of its records: 1 without a day, 1 before the first day of the data";
    assert_eq!(told(&project.dataset("2024-06-30"), "sales", "2024-05"), format!("no_value: {why}"));
    project.table("sales", &sales(["", "2024-07-01"]));
    let told_of = told(&project.dataset("2024-06-30"), "sales", "2024-05");
    assert_eq!(told_of, "0 | records that no period has: 1 without a day", "one waits for its period");
}

#[test]
fn rows_in_a_gap_count_and_are_told() {
    let project = inspections();
    let rows = "inspection | held_on | closed_on | prosecuted_on\nx | 2023-07-10 | |\ny | 2023-08-31 | |";
    project.rows("inspections", "inspections/more.parquet", rows);
    let data = project.dataset("2024-06-30");
    let yet = "(yet rows of these days: 2)";
    assert_eq!(told(&data, "sum", "2023"), format!("5 | {FROM} | {GAP} {yet}"));
    assert_eq!(told(&data, "sum", "2023-07"), format!("no_value: there are {GAP} {yet}"));
    let (said, page) = warned(&project);
    let line = "warning[rows-in-gap]: 2 rows of table `inspections` are of days in its gap \"Register closed\", from 2023-07-01 \
                to 2023-08-31, and counted";
    assert!(said.contains(line), "{said}");
    assert!(page.contains("and yet 2 rows of these days"), "{page}");
}

#[test]
fn records_are_whole_only_since_a_day_that_somebody_wrote_down() {
    let project = inspections();
    project.change("queries/tables/inspections.toml", "day = \"held_on\"", "").change(
        "queries/tables/inspections.toml",
        "gaps = [{ first_day = 2023-07-01, last_day = 2023-08-31, label = \"Register closed\" }]",
        "",
    );
    project.change("queries/kpis/prosecuted.sql", "2022-01-01", "2023-02-01");
    project.change("queries/kpis/sum.sql", "since = 2022-01-01\n", "");
    let silent = project.dataset("2024-06-30");
    assert!(!silent.figure("sum", "2023-01", &[]).before_since, "the plan's first day says nothing of it");
    assert!(silent.compared("sum", "2024-02").is_ok());
    project.change("minhbach.toml", "last_day  = 2025-12-31", "last_day  = 2025-12-31\nsince = 2023-05-08");
    let data = project.dataset("2024-06-30");
    assert!(data.figure("sum", "2023-04", &[]).before_since);
    assert_eq!(data.compared("sum", "2024-02"), Err(NotCompared::BeforeSince));
    assert!(!data.figure("prosecuted", "2023-04", &[]).before_since, "its own header says otherwise");
    let since = |code: &str| {
        data.reader().kpi(code).unwrap().since.map(|since| (since.day.to_string(), since.of_plan))
    };
    assert_eq!(since("sum"), Some(("2023-05-08".to_owned(), true)));
    assert_eq!(since("prosecuted"), Some(("2023-02-01".to_owned(), false)));
}

#[test]
fn a_figure_that_misses_its_target_never_looks_like_the_target() {
    let project = TestProject::new();
    project
        .file("minhbach.toml", &SETTINGS.replace("times = 100", "times = 100\ndecimals = 1"))
        .file(
            "queries/plan.toml",
            "[[clause]]\nid = \"1\"\ntext = \"All.\"\n[[clause.kpi]]\ncode = \"share\"\ntarget = 100\nsource = \"plan\"\n",
        )
        .table(
            "counts",
            "day*:date  | done:integer | due:integer
             2024-01-01 | 9996         | 10000
             2024-02-01 | 9999999      | 10000000
             2024-03-01 | 10000        | 10000
             2024-04-01 | 9990         | 10000",
        )
        .kpi(
            "share",
            "unit = \"percent\"\nbetter = \"higher\"\nkey = \"day\"\nnumerator = { done = \"sum\" }\ndenominator = { due = \"sum\" }",
            "SELECT c.day AS day, c.done AS done, c.due AS due FROM counts AS c",
        );
    for (period, shown) in
        [("2024-01", "99.96%"), ("2024-02", "less than 100%"), ("2024-03", "100.0%"), ("2024-04", "99.9%")]
    {
        let said = project.run(&["kpi", "share", "--period", period, "--as-of", "2024-12-31"]);
        assert!(said.stdout.contains(&format!(" {shown} ")), "{period}: {}", said.stdout);
    }
}

#[test]
fn a_caveat_of_days_is_one_that_forbids_a_comparison() {
    let data = inspections().dataset("2024-06-30");
    let partial = data.figure("sum", "2024-03", &[]);
    assert!(matches!(partial.caveats.as_slice(), [Caveat::Partial { from: None, until: Some(_) }]));
    assert!(partial.is_partial() && !data.figure("sum", "2024-02", &[]).is_partial());
}
