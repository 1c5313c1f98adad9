//! What each word of a KPI's header means, on tables small enough to add up by hand.

use super::support::{TestData, TestProject};

/// Five events, each of another power of ten, so that a sum says which of them it holds.
const EVENTS: &str = "
event* | happened_on:date | amount:integer
a      | 2023-02-10       | 1
b      | 2023-06-20       | 10
c      | 2024-01-10       | 100
d      | 2024-02-20       | 1000
e      | 2024-04-05       | 10000
";

/// A KPI for each way in which slots make a period, over the same events.
fn over_rules() -> TestProject {
    let project = TestProject::new();
    project.table("events", EVENTS);
    for over in ["sum", "last", "opening", "running", "year_to_date"] {
        project.kpi(
            over,
            &format!("key = \"event\"\nvalue = {{ amount = \"{over}\" }}"),
            "SELECT e.happened_on AS day, e.amount AS amount, e.event AS event FROM events AS e",
        );
    }
    project
}

#[test]
fn over_says_which_slots_a_period_reads() {
    let data = over_rules().dataset("2024-05-20");
    for (period, sum, last, opening, running, year_to_date) in [
        ("2024-Q1", "1100", "0", "0", "1110", "1100"),
        ("2024-02", "1000", "1000", "0", "1110", "1100"),
        ("2024-03", "0", "0", "1000", "1110", "1100"),
        ("2024-01", "100", "0", "0", "110", "100"),
        ("2023-Q2", "10", "10", "0", "10", "11"),
        ("2023", "11", "0", "0", "10", "11"),
        ("2024-01-01..2024-01-14", "100", "100", "0", "110", "100"),
        ("reporting:2024-02", "0", "0", "100", "110", "100"),
    ] {
        for (over, expected) in [
            ("sum", sum),
            ("last", last),
            ("opening", opening),
            ("running", running),
            ("year_to_date", year_to_date),
        ] {
            assert_eq!(data.tell(over, period), expected, "{over} {period}");
        }
    }
}

#[test]
fn where_a_rule_finds_no_days_there_is_no_value_and_a_reason() {
    let data = over_rules().dataset("2024-05-20");
    for (over, period, expected) in [
        ("opening", "2022", "no_value: days from 2021-12-31 on are needed, but the data begin on 2022-01-01"),
        ("sum", "2021-Q4", "no_value: days from 2021-10-01 on are needed, but the data begin on 2022-01-01"),
        ("running", "2023-Q1", "no_value: the plan began only on 2023-05-08"),
        (
            "year_to_date",
            "plan",
            "no_value: the period lies inside no single year of its calendar provisional",
        ),
        (
            "year_to_date",
            "2023-06-01..2024-01-14",
            "no_value: the period lies inside no single year of its calendar",
        ),
        ("last", "2024-06", "not_begun: the period begins after the data date provisional"),
        ("running", "2024-06", "not_begun: the period begins after the data date provisional"),
    ] {
        assert_eq!(data.tell(over, period), expected, "{over} {period}");
    }
    assert_eq!(data.tell("running", "plan"), "11110 provisional");
}

#[test]
fn every_column_of_a_sum_of_slots_adds_up_from_months_to_the_year() {
    let data = over_rules().dataset("2024-12-31");
    let months = (1..=12).map(|month| data.part("sum", &format!("2024-{month:02}"), &[], "amount").unwrap());
    let sum: i64 = months.map(|number| number.parse::<i64>().unwrap()).sum();
    assert_eq!(data.tell("sum", "2024"), sum.to_string());
}

/// Stays that hold from a day to a day, both included.
#[test]
fn a_state_is_read_in_the_last_slot_that_has_begun() {
    let project = TestProject::new();
    project
        .table(
            "stays",
            "guest* | came_on:date | left_on:date
             g1     | 2024-01-05   | 2024-04-10
             g2     | 2024-05-16   |
             g3     | 2024-03-31   | 2024-03-31
             g4     | 2024-03-01   | 2024-03-30",
        )
        .kpi(
            "present",
            "key = \"guest\"\nvalue = { present = \"last\" }\nbeside = { before = \"opening\" }",
            "SELECT s.last_day AS day, 1 AS present, 1 AS before, t.guest AS guest
             FROM stays AS t JOIN slots AS s ON t.came_on <= s.last_day AND (t.left_on IS NULL OR t.left_on >= s.last_day)",
        );
    let data = project.dataset("2024-05-20");
    assert_eq!(
        data.tell("present", "2024-Q1"),
        "2",
        "the last day counts, whoever left the day before does not"
    );
    assert_eq!(data.tell("present", "2024-Q2"), "1 provisional", "neither empty nor the future");
    assert_eq!(data.part("present", "2024-Q2", &[], "before").unwrap(), "2");
    assert_eq!(data.tell("present", "2024-05-01..2024-05-14"), "0");
}

/// Values by month: three, four, one, none, and one beside an empty one.
fn as_rules() -> TestProject {
    let project = TestProject::new();
    project.table(
        "visits",
        "visit* | made_on:date | seller | waited:integer | share:decimal(9,2)
         1      | 2024-01-05   | s1     | 3              | 0.25
         2      | 2024-01-20   | s2     | 1              | 0.25
         3      | 2024-01-25   | s2     | 2              | 0.50
         4      | 2024-02-01   | s1     | 10             |
         5      | 2024-02-02   | s3     | 1              |
         6      | 2024-02-20   | s3     | 4              |
         7      | 2024-02-25   | s1     | 2              |
         8      | 2024-03-01   |        | 7              |
         9      | 2024-05-01   |        | 5              |
         10     | 2024-05-02   |        |                |",
    );
    for (aggregate, column) in [
        ("sum", "waited"),
        ("median", "waited"),
        ("p90", "waited"),
        ("distinct", "seller"),
        ("sum_of_decimals", "share"),
    ] {
        let word = aggregate.trim_end_matches("_of_decimals");
        project.kpi(
            aggregate,
            &format!("key = \"visit\"\nvalue = {{ {column} = {{ over = \"sum\", as = \"{word}\" }} }}"),
            &format!("SELECT v.made_on AS day, v.{column} AS {column}, v.visit AS visit FROM visits AS v"),
        );
    }
    project
}

#[test]
fn as_says_what_a_cell_holds_and_all_kinds_merge_exactly() {
    let data = as_rules().dataset("2024-12-31");
    let none = "no_value: there is no record to measure";
    for (period, sum, median, p90, distinct) in [
        ("2024-01", "6", "2", "3", "2"),
        ("2024-02", "17", "3", "10", "2"),
        ("2024-03", "7", "7", "7", "0"),
        ("2024-04", "0", none, none, "0"),
        ("2024-05", "5", "5", "5", "0"),
        // The median of the months' medians would be 3, the sum of their distinct counts 4.
        ("2024-Q1", "30", "2.5", "10", "3"),
        ("2024", "35", "3", "10", "3"),
    ] {
        for (aggregate, expected) in [("sum", sum), ("median", median), ("p90", p90), ("distinct", distinct)]
        {
            assert_eq!(data.tell(aggregate, period), expected, "{aggregate} {period}");
        }
    }
    assert_eq!(data.tell("sum_of_decimals", "2024"), "1", "a quarter, a quarter and a half, without a float");
}

#[test]
fn a_cell_keeps_how_many_stand_behind_it_and_the_largest_of_them() {
    let data = as_rules().dataset("2024-12-31");
    for (code, period, records, largest) in [
        ("sum", "2024-02", 4, Some(10)),
        ("sum", "2024-05", 1, Some(5)),
        ("sum", "2024-04", 0, None),
        ("distinct", "2024-02", 2, Some(1)),
        ("median", "2024-Q1", 8, Some(10)),
    ] {
        let cell = data.figure(code, period, &[]).parts[0].cell;
        assert_eq!((cell.records, cell.largest), (records, largest.map(Into::into)), "{code} {period}");
    }
}

fn shares() -> TestProject {
    let project = TestProject::new();
    project
        .file(
            "queries/dimensions.toml",
            "[channel]\ntitle = \"Channel\"\nvalues = { web = \"Web\", app = \"App\", fax = \"Fax\" }\n
             [town]\ntitle = \"Town\"\nvalues = { t1 = \"T1\", t2 = \"T2\" }\n",
        )
        .table(
            "sales",
            "sale* | sold_on:date | channel | town | amount:money
             1     | 2024-01-05   | web     | t1   | 100
             2     | 2024-01-06   | web     | t2   | 200
             3     | 2024-01-07   | app     | t1   | 400
             4     | 2024-01-08   |         | t1   | 800
             5     | 2024-01-09   |         |      | 1600",
        )
        .kpi(
            "share",
            "unit = \"percent\"
             key = \"sale\"
             numerator = { online = { over = \"sum\", as = \"distinct\" } }
             denominator = { sales = { over = \"sum\", as = \"distinct\", ignores = [\"channel\"] } }",
            "SELECT s.sold_on AS day, CASE WHEN s.channel IS NOT NULL THEN s.sale END AS online, s.sale AS sales,
                    s.channel AS channel, s.town AS town, s.sale AS sale FROM sales AS s",
        )
        .kpi(
            "sales",
            "key = \"sale\"
             value = { sales = \"sum\" }
             beside = { amount = \"sum\" }
             units = { amount = \"money\" }",
            "SELECT s.sold_on AS day, 1 AS sales, s.amount AS amount, s.channel AS channel, s.town AS town, s.sale AS sale
             FROM sales AS s",
        );
    project
}

#[test]
fn what_is_not_known_is_a_member_of_its_own_and_never_dropped() {
    let data = shares().dataset("2024-12-31");
    assert_eq!(data.tell_by("sales", "2024", &[], "channel"), ["5", "~: 2", "app: 1", "web: 2"]);
    assert_eq!(data.tell_where("sales", "2024", &["channel=~"]), "2");
    assert_eq!(
        data.tell_where("sales", "2024", &["channel=~", "channel=app"]),
        "3",
        "the same name again means or"
    );
    assert_eq!(data.tell_where("sales", "2024", &["channel=~", "town=t1"]), "1", "another name means and");
    assert_eq!(data.tell_where("sales", "2024", &["channel=fax"]), "0", "a member without records is 0");
    assert_eq!(data.records("sales", "2024", &["channel=~", "town=~"]), ["5 sales amount"]);
}

#[test]
fn a_column_that_ignores_a_dimension_is_the_same_for_every_filter_and_part_of_it() {
    let data = shares().dataset("2024-12-31");
    assert_eq!(data.tell("share", "2024"), "3/5");
    assert_eq!(data.tell_where("share", "2024", &["channel=web"]), "2/5");
    assert_eq!(data.tell_where("share", "2024", &["channel=fax"]), "0/5");
    assert_eq!(
        data.tell_where("share", "2024", &["channel=web", "town=t1"]),
        "1/3",
        "the town applies to both"
    );
    // Nothing above the line stands under "not known", so it is no part.
    assert_eq!(data.tell_by("share", "2024", &[], "channel"), ["3/5", "app: 1/5", "web: 2/5"]);
    assert_eq!(data.tell_by("share", "2024", &[], "town"), ["3/5", "~: 0/1", "t1: 2/3", "t2: 1/1"]);
}

#[test]
fn what_is_shown_beside_is_never_added_and_has_a_unit_of_its_own() {
    let data = shares().dataset("2024-12-31");
    assert_eq!(data.tell("sales", "2024"), "5");
    assert_eq!(data.part("sales", "2024", &["town=t1"], "amount").unwrap(), "1300");
    let kpi = data.reader().kpi("sales").unwrap();
    let units: Vec<&str> = kpi.columns.iter().map(|column| column.unit.label.as_str()).collect();
    assert_eq!(units, ["things", "đồng"]);
}

#[test]
fn a_percentage_is_a_hundred_times_the_quotient_and_not_rounded() {
    let data = shares().dataset("2024-12-31");
    let value = data.figure("share", "2024", &["town=t1"]).value.unwrap();
    assert_eq!(value.round_dp(6).to_string(), "66.666667");
    let nothing = data.figure("share", "2023", &[]);
    assert_eq!(
        (nothing.numerator, nothing.denominator, nothing.value),
        (Some(0.into()), Some(0.into()), None)
    );
    assert_eq!(data.tell("share", "2023"), "no_value: the denominator is 0");
}

#[test]
fn limits_of_calendar_and_period_are_kept_with_their_reason() {
    let project = over_rules();
    project.change("queries/kpis/sum.sql", "key =", "calendars = [\"budget\"]\nkey =").change(
        "queries/kpis/last.sql",
        "key =",
        "periods = [\"year\", \"quarter\"]\nkey =",
    );
    let data = project.dataset("2024-12-31");
    assert_eq!(data.tell("sum", "2023"), "11", "without a prefix its own calendar is meant");
    assert_eq!(
        data.tell("sum", "calendar:2024"),
        "no_value: the data speak only in periods of calendar budget"
    );
    assert_eq!(data.tell("last", "2024-02"), "no_value: the data speak only by year, quarter");
    assert_eq!(data.tell("last", "2024-Q1"), "0");
}

/// Two regions below the whole; one town changes its region on the edge of a slot, one inside a
/// slot, and one code is given to another town.
fn towns() -> TestData {
    let project = TestProject::new();
    project
        .file(
            "queries/dimensions.toml",
            "[town]\ntitle = \"Town\"\ntable = \"towns\"\nkey = \"code\"\nlabel = \"name\"\nparent = \"parent\"\n\
             valid = [\"valid_from\", \"valid_to\"]\n\
             [seat]\ntitle = \"Seat\"\nlike = \"town\"\n",
        )
        .table(
            "towns",
            "code* | valid_from*:date | valid_to:date | name  | parent
             all   | 2022-01-01       |               | All   |
             north | 2022-01-01       |               | North | all
             south | 2022-01-01       |               | South | all
             n1    | 2022-01-01       | 2024-01-31    | N1    | north
             n1    | 2024-02-01       |               | N1    | south
             n2    | 2022-01-01       | 2024-03-09    | N2    | north
             n2    | 2024-03-10       |               | N2    | south
             x9    | 2022-01-01       | 2024-06-30    | Old   | north
             x9    | 2024-07-01       |               | New   | south",
        )
        .table(
            "events",
            "event* | happened_on:date | town | seat
             a      | 2024-01-31       | n1   | x9
             b      | 2024-02-01       | n1   |
             c      | 2024-03-09       | n2   |
             d      | 2024-03-10       | n2   |
             e      | 2024-06-30       | x9   |
             f      | 2024-07-01       | x9   |
             g      | 2024-07-01       | zz   |",
        )
        .kpi(
            "events",
            "key = \"event\"\nvalue = { events = \"sum\" }",
            "SELECT e.happened_on AS day, 1 AS events, e.town AS town, e.seat AS seat, e.event AS event FROM events AS e",
        );
    project.dataset("2024-12-31")
}

#[test]
fn a_filter_takes_all_that_lies_below_on_the_records_day() {
    let data = towns();
    for (filter, count, records) in [
        ("town=north", "3", "a c e"),
        ("town=south", "3", "b d f"),
        ("town=all", "6", "a b c d e f"),
        ("town=n1", "2", "a b"),
        ("town=x9", "2", "e f"),
        ("town=zz", "1", "g"),
        ("seat=north", "1", "a"),
    ] {
        assert_eq!(data.tell_where("events", "2024", &[filter]), count, "{filter}");
        assert_eq!(data.proof("events", "2024", &[filter])[0], count, "{filter}");
        let listed = data.records("events", "2024", &[filter]);
        let listed: Vec<&str> = listed.iter().map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(listed.join(" "), records, "{filter}");
    }
    assert_eq!(data.tell_where("events", "2024-03", &["town=north"]), "1", "the change is inside the slot");
    assert_eq!(
        data.tell_where("events", "2024-02", &["town=north"]),
        "0",
        "the change is on the slot's edge"
    );
}

#[test]
fn a_code_that_was_given_away_bears_the_name_of_the_day() {
    let data = towns();
    let members = &data.0.frame().members["town"];
    assert_eq!(members.label("x9", "2024-06-30".parse().unwrap()), "Old");
    assert_eq!(members.label("x9", "2024-07-01".parse().unwrap()), "New");
    let told = data.tell_by("events", "2024", &[], "town");
    assert_eq!(told, ["7", "n1: 2", "n2: 2", "x9: 2", "zz: 1"]);
    assert_eq!(data.tell_by("events", "2024", &["town=north"], "town"), ["3", "n1: 1", "n2: 1", "x9: 1"]);
}

#[test]
fn days_outside_time_count_nowhere_and_are_counted_themselves() {
    let project = TestProject::new();
    project
        .table(
            "tasks",
            "task* | due_on:date
             t1    | 2024-01-05
             t2    |
             t3    | 2021-12-31
             t4    | 2024-12-31",
        )
        .kpi(
            "due",
            "key = \"task\"\nvalue = { due = \"sum\" }",
            "SELECT t.due_on AS day, 1 AS due, t.task AS task FROM tasks AS t",
        );
    let data = project.dataset("2024-06-14");
    assert_eq!(data.tell("due", "2024"), "1 provisional");
    let outside = data.outside("due");
    assert_eq!((outside.no_day, outside.before, outside.after), (1, 1, 1));
}
