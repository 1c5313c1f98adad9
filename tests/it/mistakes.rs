//! Mistakes that anybody would make once: one test each, in the order of their list.

use minhbach::kpi::{Filters, NotCompared};

use super::support::{TestData, TestProject};

const CHANNELS: &str = "[channel]\ntitle = \"Channel\"\nvalues = { web = \"Web\", app = \"App\" }\n\
                        [body]\ntitle = \"Body\"\nvalues = { a = \"A\", b = \"B\" }\n";

/// A toy with one table of cases: when found, when done, where.
fn toy(rows: &str, header: &str, sql: &str) -> TestProject {
    let project = TestProject::new();
    project.file("queries/dimensions.toml", CHANNELS).table("cases", rows).kpi("K", header, sql);
    project
}

const FOUND: &str = "key = \"case\"\nvalue = { cases = { over = \"sum\", as = \"distinct\" } }";
const FOUND_SQL: &str =
    "SELECT c.found_on AS day, c.case AS cases, c.channel AS channel, c.case AS case FROM cases AS c";

#[test]
fn m01_distinct_counts_of_slots_and_of_overlapping_parts_are_not_added() {
    let rows = "case | found_on:date | channel
                k1   | 2024-01-05    | web
                k1   | 2024-01-05    | app
                k1   | 2024-02-20    | web
                k2   | 2024-02-20    | web";
    let data = toy(rows, FOUND, FOUND_SQL).dataset("2024-12-31");
    assert_eq!(data.tell("K", "2024-Q1"), "2");
    let parts = data.breakdown("K", "2024-Q1", &[], "channel");
    assert_eq!(data.tell_by("K", "2024-Q1", &[], "channel"), ["2", "app: 1", "web: 2"]);
    assert!(parts.overlaps, "the parts add up to three: said, and never stacked");
}

/// Found, handled, and open at the end of each slot.
const LIVES: &str = "
    SELECT c.done_on AS day, 1 AS handled, CAST(NULL AS BIGINT) AS found, CAST(NULL AS BIGINT) AS carried, c.body AS body, c.case AS case
    FROM cases AS c WHERE c.done_on IS NOT NULL
    UNION ALL SELECT c.found_on, NULL, 1, NULL, c.body, c.case FROM cases AS c
    UNION ALL SELECT s.last_day, NULL, NULL, 1, c.body, c.case FROM cases AS c
    JOIN slots AS s ON c.found_on <= s.last_day AND (c.done_on IS NULL OR c.done_on > s.last_day)";
const LIVES_HEADER: &str = "unit = \"percent\"\nkey = \"case\"\nnumerator = { handled = \"sum\" }\ndenominator = { found = \"sum\", carried = \"opening\" }";

fn lives() -> TestProject {
    let rows = "case* | found_on:date | done_on:date | body
                k1    | 2023-12-20    | 2024-02-01   | a
                k2    | 2024-01-10    | 2024-01-20   | a
                k3    | 2024-01-20    |              | b
                k4    | 2023-12-28    | 2024-04-05   | b";
    toy(rows, LIVES_HEADER, LIVES)
}

#[test]
fn m02_each_column_has_its_own_window() {
    let data = lives().dataset("2024-12-31");
    assert_eq!(data.tell("K", "2024-Q1"), "2/4");
    let mut records = data.records("K", "2024-Q1", &[]);
    records.sort();
    assert_eq!(records, ["k1 carried", "k1 handled", "k2 found", "k2 handled", "k3 found", "k4 carried"]);
}

#[test]
fn m03_the_last_slot_is_the_last_that_has_begun() {
    let project = lives();
    project.change("queries/kpis/K.sql", "carried = \"opening\"", "carried = \"last\"");
    let data = project.dataset("2024-02-20");
    assert_eq!(data.part("K", "2024-Q1", &[], "carried").unwrap(), "2", "open on 20 February");
}

#[test]
fn m04_a_filter_that_a_kpi_does_not_know_is_named_and_not_applied() {
    let data = lives().dataset("2024-12-31");
    let mut filters = Filters::default();
    filters.allow("channel", "web");
    filters.allow("body", "a");
    let (own, unfiltered) = filters.split(data.reader().kpi("K").unwrap());
    assert_eq!(unfiltered, ["channel"]);
    assert_eq!(own.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["body"]);
    assert_eq!(data.tell_where("K", "2024-Q1", &["body=a"]), "2/2");
}

#[test]
fn m05_not_known_matches_nothing_else_and_stays_in_the_total() {
    let rows = "case* | found_on:date | channel
                k1    | 2024-01-05    | web
                k2    | 2024-01-05    |";
    let data = toy(rows, FOUND, FOUND_SQL).dataset("2024-12-31");
    assert_eq!(data.tell_by("K", "2024", &[], "channel"), ["2", "~: 1", "web: 1"]);
    assert_eq!(data.tell_where("K", "2024", &["channel=web"]), "1");
}

#[test]
fn m06_a_record_without_a_day_does_not_vanish_without_a_word() {
    let rows = "case* | found_on:date | channel
                k1    | 2024-01-05    | web
                k2    |               | web
                k3    | 2019-01-01    | web";
    let project = toy(rows, FOUND, FOUND_SQL);
    let outside = project.dataset("2024-12-31").outside("K");
    assert_eq!((outside.no_day, outside.before), (1, 1));
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    assert!(
        said.stdout.contains("warning[outside-time]: 1 record has no `day` and 1 lies before"),
        "{}",
        said.stdout
    );
    assert_eq!(said.code, 0, "the data's mistake, not the file's");
}

/// A body that ends on 30/6/2025 and its successor from the next day on, below the same region.
fn bodies(rows: &str, sql: &str) -> TestProject {
    let project = TestProject::new();
    project
        .file(
            "queries/dimensions.toml",
            "[body]\ntitle = \"Body\"\ntable = \"bodies\"\nkey = \"code\"\nlabel = \"name\"\nparent = \"parent\"\n\
             valid = [\"valid_from\", \"valid_to\"]\n",
        )
        .table(
            "bodies",
            "code* | valid_from*:date | valid_to:date | name | parent
             old   | 2022-01-01       | 2025-06-30    | Old  | r1
             new   | 2025-07-01       |               | New  | r2
             r7    | 2022-01-01       | 2025-06-30    | Was  | r1
             r7    | 2025-07-01       |               | Is   | r2
             r1    | 2022-01-01       |               | R1   |
             r2    | 2022-01-01       |               | R2   |",
        )
        .table("cases", rows)
        .kpi("K", "key = \"case\"\nvalue = { cases = \"sum\" }", sql);
    project
}

#[test]
fn m07_the_last_day_of_a_life_belongs_to_it() {
    let rows = "case* | found_on:date | body
                k1    | 2025-06-30    | old
                k2    | 2025-07-01    | new";
    let data =
        bodies(rows, "SELECT c.found_on AS day, 1 AS cases, c.body AS body, c.case AS case FROM cases AS c")
            .dataset("2025-12-31");
    let living = |day: &str| {
        let members = &data.0.frame().members["body"];
        members.living(day.parse().unwrap()).map(|member| member.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(living("2025-06-30"), ["old", "r1", "r2", "r7"]);
    assert_eq!(living("2025-07-01"), ["new", "r1", "r2", "r7"]);
    assert_eq!(data.tell_where("K", "2025", &["body=r1"]), "1");
}

const RE_USED: &str = "case* | found_on:date | body
                       k1    | 2025-03-01    | r7
                       k2    | 2025-08-01    | r7";

#[test]
fn m08_a_code_that_was_used_again_does_not_multiply_its_records() {
    let plain = "SELECT c.found_on AS day, 1 AS cases, c.body AS body, c.case AS case FROM cases AS c";
    let data = bodies(RE_USED, plain).dataset("2025-12-31");
    assert_eq!(data.tell_by("K", "2025", &[], "body"), ["2", "r7: 2"]);
    assert_eq!(data.tell_where("K", "2025", &["body=r2"]), "1");
    // The same with a join on the code alone: `check --with-data` finds it.
    let joined = "SELECT c.found_on AS day, 1 AS cases, b.code AS body, c.case AS case
                  FROM cases AS c JOIN bodies AS b ON b.code = c.body";
    let said =
        bodies(RE_USED, joined).run(&["check", "--with-data", "--format", "short", "--as-of", "2025-12-31"]);
    assert!(
        said.stdout.contains("error[repeated-key]: 2 keys (`case`) stand more than once"),
        "{}",
        said.stdout
    );
    assert_eq!(said.code, 1);
}

#[test]
fn m09_money_multiplied_by_a_second_join_is_found() {
    let project = TestProject::new();
    project
        .table("payments", "payment* | case | paid_on:date | amount:money\np1 | k1 | 2024-01-05 | 500")
        .table("behaviours", "line* | case\n1 | k1\n2 | k1")
        .kpi(
            "K",
            "unit = \"money\"\nkey = \"payment\"\nvalue = { amount = \"sum\" }",
            "SELECT p.paid_on AS day, p.amount AS amount, p.payment AS payment
             FROM payments AS p JOIN behaviours AS b ON b.case = p.case",
        );
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    assert!(said.stdout.contains("error[repeated-key]: 1 key (`payment`)"), "{}", said.stdout);
}

#[test]
fn m10_what_is_left_open_by_one_body_is_what_it_carries_into_the_next_period() {
    let project = TestProject::of_repository(&["VP05"]);
    project
        .table(
            "cases",
            "case_id* | organization | channel   | record_on:date
             c1       | o1           | ecommerce | 2024-01-05
             c2       | o1           | ecommerce | 2024-02-05
             c3       | o2           | ecommerce | 2024-02-06",
        )
        // Another body decides than the one that found it.
        .table(
            "decisions",
            "decision_id* | case_id | organization | decided_on:date\nd1 | c1 | o2 | 2024-03-01",
        );
    let data = project.dataset("2024-12-31");
    for body in ["o1", "o2"] {
        let filter = format!("organization={body}");
        let part =
            |period, column| data.part("VP05", period, &[&filter], column).unwrap().parse::<i64>().unwrap();
        let left = part("2024-Q1", "carried") + part("2024-Q1", "detected") - part("2024-Q1", "handled");
        assert_eq!(left, part("2024-Q2", "carried"), "{body}");
    }
}

#[test]
fn m11_a_month_is_the_one_of_the_calendar_that_is_asked() {
    let rows = "case* | found_on:date | channel
                k1    | 2023-12-20    | web
                k2    | 2024-01-20    | web";
    let project = toy(rows, &FOUND.replace("sum", "year_to_date"), FOUND_SQL);
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("K", "reporting:2024-01"), "1", "15 December to 14 January");
    assert_eq!(data.tell("K", "reporting:2024-02"), "2", "the year began on 15 December");
    assert_eq!(data.tell("K", "calendar:2024-02"), "1");
    assert_eq!(data.tell("K", "calendar:2023-12"), "1");
}

#[test]
fn m12_a_figure_of_the_year_to_date_has_none_for_the_whole_plan() {
    let rows = "case* | found_on:date | channel\nk1 | 2023-12-20 | web";
    let data = toy(rows, &FOUND.replace("sum", "year_to_date"), FOUND_SQL).dataset("2025-12-31");
    assert_eq!(data.tell("K", "plan"), "no_value: the period lies inside no single year of its calendar");
}

#[test]
fn m13_a_recovery_of_last_years_advance_does_not_make_this_year_negative() {
    let project = TestProject::of_repository(&["NS02"]);
    project.table(
        "budget_entries",
        "entry_id* | budget_year:integer | posted_on:date | kind     | source | amount:money | advance_id
         e1        | 2024                | 2024-10-10     | advance  | state  | 90           | v1
         e2        | 2025                | 2025-01-01     | initial  | state  | 100          |
         e3        | 2025                | 2025-03-10     | recovery | state  | 90           | v1
         e4        | 2025                | 2025-03-10     | payment  | state  | 90           |",
    );
    let data = project.dataset("2025-12-31");
    assert_eq!(data.tell("NS02", "2025-Q1"), "90/100");
    assert_eq!(data.part("NS02", "2025-02", &[], "advance").unwrap(), "90");
}

#[test]
fn m14_nothing_is_rounded_before_it_is_printed() {
    let project = TestProject::new();
    project
        .table("parts", "part* | on_day:date | amount:decimal(18,4)\n1 | 2024-01-05 | 0.5\n2 | 2024-01-05 | 0.5\n3 | 2024-01-05 | 0.3333")
        .kpi(
            "K",
            "unit = \"money\"\nkey = \"part\"\nvalue = { amount = \"sum\" }",
            "SELECT p.on_day AS day, p.amount AS amount, p.part AS part FROM parts AS p",
        );
    assert_eq!(project.dataset("2024-12-31").tell("K", "2024"), "1.3333");
}

#[test]
fn m15_a_rate_is_the_quotient_of_sums_and_never_made_in_a_query() {
    let rows = "case* | found_on:date | done_on:date | body
                k1    | 2024-01-05    | 2024-01-06   | a
                k2    | 2024-01-05    | 2024-01-06   | b
                k3    | 2024-01-05    |              | b
                k4    | 2024-01-05    |              | b";
    let project = toy(rows, LIVES_HEADER, LIVES);
    let told = project.dataset("2024-12-31").tell_by("K", "2024", &[], "body");
    assert_eq!(told, ["2/4", "a: 1/1", "b: 1/3"], "the mean of the bodies' rates would be 67 percent");
    project.change(
        "queries/kpis/K.sql",
        "SELECT c.done_on AS day, 1 AS handled",
        "SELECT c.done_on AS day, 1 / 2 AS handled",
    );
    assert!(project.check()[0].contains("error[division]"), "{:#?}", project.check());
    project.change("queries/kpis/K.sql", "1 / 2 AS handled", "CAST(0.5 AS DOUBLE) AS handled");
    assert!(project.check().iter().any(|told| told.contains("error[value-type]")), "{:#?}", project.check());
}

/// Cases whose seven working days for a decision end in 2024-Q1 (to 14/3): late, never, and not yet.
fn clocks(as_of: &str) -> TestData {
    let project = TestProject::of_repository(&["VP06"]);
    project
        .table(
            "cases",
            "case_id* | channel   | record_on:date | clock
             c1       | ecommerce | 2024-02-26     | wd7
             c2       | ecommerce | 2024-02-26     | wd7
             c3       | ecommerce | 2024-03-11     | wd7
             c4       | ecommerce | 2024-02-26     | wd7",
        )
        .table(
            "decisions",
            "decision_id* | case_id | decided_on:date
             d1           | c1      | 2024-03-05
             d4           | c4      | 2024-03-20
             d5           | c3      | 2024-03-12",
        );
    project.dataset(as_of)
}

#[test]
fn m16_what_is_undecided_is_late_and_what_is_not_due_yet_is_not_there() {
    assert_eq!(clocks("2024-03-14").tell("VP06", "2024-Q1"), "1/3");
}

#[test]
fn m17_what_is_done_late_never_raises_the_rate_of_a_closed_period() {
    let data = clocks("2024-06-14");
    assert_eq!(data.tell("VP06", "2024-Q1"), "1/3");
    assert_eq!(data.tell("VP06", "2024-Q2"), "1/1", "done before it was due, it counts when it was due");
}

#[test]
fn m18_nothing_of_nothing_is_no_percentage_and_a_count_of_nothing_is_zero() {
    let project = lives();
    project.kpi("N", FOUND, &FOUND_SQL.replace("c.channel", "CAST(NULL AS VARCHAR)"));
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("K", "2022-02"), "no_value: the denominator is 0");
    assert_eq!(data.tell("N", "2022-02"), "0");
}

#[test]
fn m19_no_comparison_reaches_back_before_the_records_are_whole_and_a_change_is_in_points() {
    let project = lives();
    project.change("queries/kpis/K.sql", "since = 2022-01-01", "since = 2023-12-01");
    let data = project.dataset("2025-12-31");
    assert_eq!(data.compared("K", "2024-Q1"), Err(NotCompared::BeforeSince));
    // 2 of 4 in the first quarter of 2024; nothing of one that is still open a year later.
    let change = data.compared("K", "2025-Q1").unwrap().change;
    assert_eq!(change, (-50).into());
}

#[test]
fn m20_weights_are_not_people_and_no_answer_is_not_a_no() {
    let project = TestProject::of_repository(&["TT02"]);
    project.table(
        "survey_answers",
        "wave* | respondent_id* | fielded_to:date | weight:decimal(9,4) | aware:boolean
         w1    | r1             | 2024-02-01      | 2.5                 | true
         w1    | r2             | 2024-02-01      | 1.5                 | false
         w1    | r3             | 2024-02-01      | 7                   |",
    );
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("TT02", "2024-Q1"), "2.5/4");
    assert_eq!(data.part("TT02", "2024-Q1", &[], "asked").unwrap(), "2", "two people, not four");
}

#[test]
fn m21_a_filtered_slice_is_not_held_against_the_whole_ones_target() {
    let project = lives();
    project.file(
        "queries/plan.toml",
        "[[clause]]\nid = \"1\"\ntext = \"All.\"\n[[clause.kpi]]\ncode = \"K\"\ntarget = 40\nsource = \"plan\"\n",
    );
    let data = project.dataset("2024-12-31");
    assert!(data.status("K", "2024-Q1", &[], None).is_some());
    assert_eq!(data.status("K", "2024-Q1", &["body=a"], None), None);
    assert_eq!(data.status("K", "2024-Q1", &[], Some(("body", "a"))), None, "the plan does not say `each`");
}

// 22 (a cell is hidden, and its total or its neighbour tells it) cannot be made yet: nothing is
// suppressed before there are roles. The counts that it needs are tested with the rules of columns.

#[test]
fn m23_the_order_of_rows_and_files_leaves_no_trace() {
    let row = |case: &str| format!("{case} | 2024-01-05 | web\n");
    let told = |orders: [&[&str]; 2]| {
        let project = TestProject::new();
        project.file("queries/dimensions.toml", CHANNELS);
        for (file, cases) in orders.iter().enumerate() {
            let rows: String = cases.iter().map(|case| row(case)).collect();
            project.rows(
                "cases",
                &format!("cases/{file}.parquet"),
                &format!("case* | found_on:date | channel\n{rows}"),
            );
        }
        project.kpi("K", FOUND, FOUND_SQL);
        project.dataset("2024-12-31").records("K", "2024", &[])
    };
    assert_eq!(told([&["k1", "k2"], &["k3", "k4"]]), told([&["k4", "k2"], &["k3", "k1"]]));
    let project = lives();
    project.change(
        "queries/kpis/K.sql",
        "FROM cases AS c WHERE c.done_on IS NOT NULL",
        "FROM (SELECT d.done_on AS done_on, d.body AS body, d.case AS case FROM cases AS d LIMIT 1) AS c",
    );
    assert!(project.check()[0].contains("error[limit-without-order]"), "{:#?}", project.check());
}

#[test]
fn m24_whatever_goes_into_a_number_changes_its_cube() {
    let plain = "SELECT c.found_on AS day, 1 AS cases, c.body AS body, c.case AS case FROM cases AS c";
    let project = bodies(RE_USED, plain);
    let told = |as_of: &str| project.dataset(as_of).tell_where("K", "2025", &["body=r1"]);
    // One state folder throughout: what is kept there must never answer another question.
    assert_eq!(told("2025-12-31"), "1");
    assert_eq!(told("2025-02-28"), "0 provisional", "the data date");
    project.change("queries/kpis/K.sql", "1 AS cases", "3 AS cases");
    assert_eq!(told("2025-12-31"), "3", "the query");
    project.change("queries/kpis/K.sql", "cases = \"sum\"", "cases = { over = \"sum\", as = \"distinct\" }");
    assert_eq!(told("2025-12-31"), "1", "the header");
    project.table(
        "bodies",
        "code* | valid_from*:date | valid_to:date | name | parent
         r7    | 2022-01-01       |               | Was  | r2
         r1    | 2022-01-01       |               | R1   |
         r2    | 2022-01-01       |               | R2   |",
    );
    assert_eq!(told("2025-12-31"), "0", "the dimension's table");
    project.change("queries/dimensions.toml", "parent = \"parent\"", "parent = \"name\"");
    project.change(
        "queries/dimensions.toml",
        "table = \"bodies\"",
        "where = { parent = \"r2\" }\ntable = \"bodies\"",
    );
    assert_eq!(
        project.dataset("2025-12-31").tell_where("K", "2025", &["body=r7"]),
        "1",
        "the dimension's file"
    );
}

#[test]
fn m25_time_begins_with_the_data_and_not_with_the_plan() {
    let rows = "case* | found_on:date | done_on:date | body\nk1 | 2022-03-01 | 2023-06-01 | a";
    let data = toy(rows, LIVES_HEADER, LIVES).dataset("2024-12-31");
    assert_eq!(data.tell("K", "plan"), "1/1 provisional", "carried into the plan's first day");
    assert_eq!(data.tell("K", "2022-Q2"), "0/1");
}

#[test]
fn m26_the_proof_is_the_files_own_text_over_the_tables_and_nothing_of_the_engines() {
    let data = lives().dataset("2024-12-31");
    let (kpi, frame) = (data.reader().kpi("K").unwrap(), data.0.frame());
    let period = frame.calendars.parse(frame.calendars.default_calendar(), "2024-Q1").unwrap();
    let (cube, scope) = (data.wait(data.0.cube(kpi)).unwrap(), minhbach::kpi::Scope::everything());
    let asked = minhbach::kpi::Question::new(frame, kpi, cube, &scope, Filters::default(), None).unwrap();
    let slice = asked.at(&period);
    let statement = minhbach::kpi::proof::statement(&slice, &slice.total());
    assert!(statement.contains(LIVES.trim()), "{statement}");
    assert_eq!(data.proof("K", "2024-Q1", &[])[..5], ["2", "2", "2", "2", "4"]);
}
