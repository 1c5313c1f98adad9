//! What a figure is asked for and stands on: two dimensions at once, other bases, tables without data.

use minhbach::kpi::{Against, NotCompared};

use super::support::{TestData, TestProject, age};

fn sales() -> TestProject {
    let project = TestProject::new();
    project
        .file(
            "queries/dimensions.toml",
            "[place]\ntitle = \"Place\"\nvalues = { n = \"North\", s = \"South\" }\n\
             [kind]\ntitle = \"Kind\"\nvalues = { x = \"X\", y = \"Y\" }\n",
        )
        .table(
            "sales",
            "sale* | sold_on:date | place | kind | seller | amount:integer
             a     | 2024-01-03   | n     | x    | s1     | 5
             b     | 2024-01-04   | n     | y    | s1     | 7
             c     | 2024-02-05   | s     | x    | s1     | 11
             d     | 2024-02-06   | s     |      | s2     | 13
             e     | 2024-03-06   | s     | x    | s2     | 1",
        )
        .kpi("AMOUNT", "key = \"sale\"\nvalue = { amount = \"sum\" }", SALES)
        .kpi("SELLERS", "key = \"sale\"\nvalue = { seller = { over = \"sum\", as = \"distinct\" } }", SALES)
        .kpi(
            "SHARE",
            "key = \"sale\"\nunit = \"percent\"\nnumerator = { amount = \"sum\" }\n\
             denominator = { whole = { over = \"sum\", ignores = [\"kind\"] } }\nlabels = { amount = \"a\", whole = \"w\" }",
            SALES,
        );
    project
}

const SALES: &str =
    "SELECT s.sold_on AS day, s.amount AS amount, s.amount AS whole, s.seller AS seller, s.place AS place,
       s.kind AS kind, s.sale AS sale FROM sales AS s";

#[test]
fn every_member_of_one_dimension_is_crossed_with_every_member_of_another() {
    let data = sales().dataset("2024-12-31");
    for (code, by, expected) in [
        ("AMOUNT", ["place", "kind"], ["~ x y", "n: 0 5 7", "s: 13 12 0"].as_slice()),
        ("AMOUNT", ["kind", "place"], &["n s", "~: 0 13", "x: 5 12", "y: 7 0"]),
        ("SELLERS", ["place", "kind"], &["~ x y", "n: 0 1 1", "s: 1 2 0"]),
        // What ignores a dimension is the whole of the other one's member.
        ("SHARE", ["place", "kind"], &["~ x y", "n: 0/12 5/12 7/12", "s: 13/25 12/25 0/25"]),
    ] {
        assert_eq!(data.tell_crossing(code, "2024", &[], by), expected, "{code} {by:?}");
    }
    assert_eq!(data.tell_crossing("AMOUNT", "2024", &["kind=x"], ["place", "kind"]), ["x", "n: 5", "s: 12"]);
}

fn change(data: &TestData, period: &str, base: &Against) -> String {
    match data.compared_with("AMOUNT", period, &[], base) {
        Ok(compared) => format!("{:+} of {}", compared.change, compared.base.value.unwrap()),
        Err(NotCompared::NoBase(reason)) => reason.to_string(),
        Err(NotCompared::Break(parted)) => parted.label,
        Err(other) => format!("{other:?}"),
    }
}

#[test]
fn a_figure_is_compared_with_the_period_before_or_any_other_as_carefully_as_with_last_year() {
    let project = sales();
    let data = project.dataset("2024-03-20");
    let january = data.0.calendars().parse(data.0.calendars().default_calendar(), "2024-01").unwrap();
    for (period, base, expected) in [
        ("2024-02", Against::Previous, "+12 of 12"),
        ("2024-02", Against::Period(january), "+12 of 12"),
        ("2024-03", Against::Previous, "Running"),
        ("2024-04", Against::Previous, "Running"),
        ("plan", Against::Previous, "the period has no counterpart in the year before"),
    ] {
        assert_eq!(change(&data, period, &base), expected, "{period} {base:?}");
    }
    project.change(
        "minhbach.toml",
        "[data]",
        "breaks = [{ on = 2024-02-01, label = \"merged\", comparable = false }]\n[data]",
    );
    assert_eq!(change(&project.dataset("2024-03-20"), "2024-02", &Against::Previous), "merged");
}

#[test]
fn a_table_without_data_gives_no_number_and_never_zero() {
    let project = sales();
    // A folder without any file is another mistake.
    project.table("others", "other* | word\n a | b");
    let nothing = "no_value: table `sales` has no data, or no file that can be read";
    let path = project.root().join("data/sales.parquet");
    std::fs::write(&path, "no parquet").unwrap();
    age(&path);
    let tell = || {
        let said =
            project.run(&["kpi", "AMOUNT", "--period", "2024", "--as-of", "2024-12-31", "--format", "json"]);
        let answers: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
        let answer = &answers[0];
        assert!(answer["value"].is_null() && answer["parts"]["amount"].is_null(), "{answer}");
        format!("{}: {}", answer["state"].as_str().unwrap(), answer["reason"].as_str().unwrap())
    };
    assert_eq!(tell(), nothing);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(tell(), nothing);
    project.table("sales", "sale* | sold_on:date | place | kind | seller | amount:integer");
    assert_eq!(
        project.dataset("2024-12-31").tell("AMOUNT", "2024"),
        "0",
        "a file without rows says that there are none"
    );
}

#[test]
fn a_figure_names_the_files_that_it_stands_without() {
    let project = sales();
    let path = project.root().join("data/sales/2024.parquet");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "no parquet").unwrap();
    age(&path);
    let said =
        project.run(&["kpi", "AMOUNT", "--period", "2024", "--as-of", "2024-12-31", "--format", "json"]);
    let answers: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(answers[0]["value"], 37);
    assert_eq!(answers[0]["unread"], serde_json::json!(["sales/2024.parquet"]));
}

#[test]
fn a_state_between_two_rounds_of_reports_speaks_for_the_newest_that_has_ended() {
    let project = sales();
    project
        .change("minhbach.toml", "[units.thing]", "[reporting]\nbodies = \"organization\"\nquery = \"obligations\"\n[units.thing]")
        .change(
            "queries/dimensions.toml",
            "[kind]",
            "[organization]\ntitle = \"Body\"\nvalues = { a = \"A\", b = \"B\", c = \"C\" }\n[kind]",
        )
        .file(
            "queries/models/obligations.sql",
            "SELECT d.organization AS organization, d.report AS report, d.first_day AS first_day,
                    d.last_day AS last_day, d.due_on AS due_on, d.received_on AS received_on FROM duties AS d",
        )
        .table(
            "duties",
            "organization* | report*   | first_day*:date | last_day:date | due_on:date | received_on:date
             a             | quarterly | 2024-01-01      | 2024-03-31    | 2024-04-02  | 2024-04-01
             b             | quarterly | 2024-01-01      | 2024-03-31    | 2024-04-02  |
             a             | quarterly | 2023-10-01      | 2023-12-31    | 2024-01-02  | 2024-01-01
             c             | quarterly | 2023-10-01      | 2023-12-31    | 2024-01-02  | 2024-01-01
             a             | quarterly | 2024-04-01      | 2024-06-30    | 2024-07-02  |",
        )
        .kpi(
            "STATE",
            "key = \"sale\"\nreports = [\"quarterly\"]\nvalue = { amount = \"last\" }",
            SALES,
        );
    let data = project.dataset("2024-05-20");
    let share = |period: &str| {
        let whole = data.figure("STATE", period, &[]).completeness;
        format!("{}/{} {}", whole.reported, whole.expected, whole.missing.join(" "))
    };
    // The plan's last slot has begun in May; the second quarter's reports are not owed yet.
    for (period, expected) in
        [("plan", "1/2 b"), ("2024-03", "1/2 b"), ("2023-12", "2/2 "), ("2024-04", "1/2 b")]
    {
        assert_eq!(share(period), expected, "{period}");
    }
}

#[test]
fn what_has_come_since_the_year_began_is_told_with_these_days_and_a_state_at_the_end_goes_with_it() {
    let project = sales();
    let ratio = |name: &str, over: &str| {
        let header = format!(
            "key = \"sale\"\nnumerator = {{ amount = \"{over}\", left = \"last\" }}\ndenominator = {{ whole = \"{over}\" }}"
        );
        project.kpi(name, &header, &SALES.replacen("SELECT ", "SELECT s.amount AS left, ", 1));
    };
    ratio("GROWN", "year_to_date");
    ratio("PLAIN", "sum");
    let data = project.dataset("2024-12-31");
    let told = |code: &str| {
        let reader = data.reader();
        let days = data.figure(code, "2024-Q2", &[]).days_told(reader.kpi(code).unwrap());
        format!("{} {}", days.first_day, days.last_day)
    };
    assert_eq!(told("GROWN"), "2024-01-01 2024-06-30");
    assert_eq!(told("PLAIN"), "2024-04-01 2024-06-30");
}
