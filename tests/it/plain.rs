//! Three KPIs a third time: plain Rust over the rows, without SQL, slots or cubes.
//!
//! Whoever reads this file can see what the figures mean: days are compared with days.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Int64Type};
use chrono::Datelike;
use minhbach::calendar::{Day, DayRange, PeriodKind};
use minhbach::workspace::Dataset;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::support::{TestData, TestProject};

type Row = BTreeMap<String, String>;

/// All rows of a table as texts; what is NULL is absent.
fn rows(dataset: &Dataset, table: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for path in &dataset.table_files()[table] {
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap().build().unwrap();
        for batch in reader {
            let batch = batch.unwrap();
            for row in 0..batch.num_rows() {
                let schema = batch.schema();
                let fields = schema.fields().iter().zip(batch.columns()).filter_map(|(field, column)| {
                    if column.is_null(row) {
                        return None;
                    }
                    let text = match column.data_type() {
                        DataType::Date32 => {
                            column.as_primitive::<Date32Type>().value_as_date(row).unwrap().to_string()
                        }
                        DataType::Decimal128(_, 0) => {
                            let whole = cast(column, &DataType::Int64).unwrap();
                            whole.as_primitive::<Int64Type>().value(row).to_string()
                        }
                        _ => arrow::util::display::array_value_to_string(column, row).unwrap(),
                    };
                    Some((field.name().clone(), text))
                });
                let fields: Row = fields.collect();
                rows.push(fields);
            }
        }
    }
    rows
}

fn day(row: &Row, column: &str) -> Option<Day> {
    row.get(column).map(|text| text.parse().unwrap())
}

fn number(row: &Row, column: &str) -> i64 {
    row[column].parse().unwrap()
}

/// Every month, quarter, half, year of 2023–2025 in a calendar, and the plan; their names.
fn periods(dataset: &Dataset, calendar: &str) -> Vec<(String, DayRange)> {
    let calendars = dataset.calendars();
    let calendar = calendars.get(calendar).unwrap();
    let years =
        DayRange { first_day: "2023-01-15".parse().unwrap(), last_day: "2025-12-01".parse().unwrap() };
    let kinds =
        [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::Year, PeriodKind::Plan];
    let all = kinds.into_iter().flat_map(|kind| calendars.periods_between(kind, calendar, years));
    all.map(|period| (period.qualified(), period.days())).collect()
}

/// Numerator and denominator as the program gives them.
fn given(data: &TestData, code: &str, period: &str) -> (Option<i64>, Option<i64>) {
    let figure = data.figure(code, period, &[]);
    let whole =
        |number: Option<rust_decimal::Decimal>| number.map(|number| number.to_string().parse().unwrap());
    (whole(figure.numerator), whole(figure.denominator))
}

/// Checks a KPI as of three days; `expected` gives nothing where the period has no figure.
fn check(code: &str, calendar: &str, expected: impl Fn(&Dataset, DayRange) -> Option<(i64, i64)>) {
    let project = TestProject::sample();
    let mut compared = 0;
    for as_of in ["2026-01-31", "2024-05-20", "2025-01-20"] {
        let data = project.dataset(as_of);
        for (name, days) in periods(&data.0, calendar) {
            let begun = days.first_day <= data.0.data_date();
            let ours = if begun { expected(&data.0, days) } else { None };
            let (numerator, denominator) = given(&data, code, &name);
            assert_eq!(
                (numerator, denominator),
                (ours.map(|o| o.0), ours.map(|o| o.1)),
                "{code} {name} as of {as_of}"
            );
            compared += usize::from(ours.is_some_and(|(above, _)| above > 0));
        }
    }
    assert!(compared > 30, "{code}: only {compared} figures had anything to count");
}

#[test]
fn training_is_who_is_on_the_duty_list_at_the_end_and_has_attended_since_the_plan_began() {
    check("KT01", "reporting", |dataset, days| {
        let end = days.last_day.min(dataset.data_date());
        let plan = dataset.calendars().plan().unwrap();
        let attendance = rows(dataset, "attendance");
        let trained: BTreeSet<&str> = attendance
            .iter()
            .filter(|row| day(row, "attended_on").is_some_and(|on| plan.contains(on) && on <= end))
            .map(|row| row["person_id"].as_str())
            .collect();
        let roster = rows(dataset, "duty_roster");
        let on_duty: BTreeSet<&str> = roster
            .iter()
            .filter(|row| {
                day(row, "valid_from").unwrap() <= end && day(row, "valid_to").is_none_or(|to| to >= end)
            })
            .map(|row| row["person_id"].as_str())
            .collect();
        Some((on_duty.intersection(&trained).count() as i64, on_duty.len() as i64))
    });
}

#[test]
fn handling_is_what_was_closed_of_what_was_open_and_what_was_found() {
    check("VP05", "reporting", |dataset, days| {
        let end = days.last_day.min(dataset.data_date());
        let mut decided: BTreeMap<String, Day> = BTreeMap::new();
        for row in rows(dataset, "decisions") {
            let on = day(&row, "decided_on").unwrap();
            let first = decided.entry(row["case_id"].clone()).or_insert(on);
            *first = on.min(*first);
        }
        let (mut handled, mut found, mut carried) = (0, 0, 0);
        for case in rows(dataset, "cases").iter().filter(|case| case["channel"] != "traditional") {
            let Some(recorded) = day(case, "record_on") else { continue };
            let closed = [decided.get(&case["case_id"]).copied(), day(case, "transferred_on")]
                .into_iter()
                .flatten()
                .min();
            handled += i64::from(closed.is_some_and(|on| days.first_day <= on && on <= end));
            found += i64::from(days.first_day <= recorded && recorded <= end);
            carried += i64::from(recorded < days.first_day && closed.is_none_or(|on| on >= days.first_day));
        }
        Some((handled, found + carried))
    });
}

#[test]
fn execution_is_what_was_paid_and_advanced_of_what_the_budget_year_may_use() {
    check("NS02", "budget", |dataset, days| {
        let year = days.first_day.year();
        if days.last_day.year() != year {
            return None;
        }
        let today = dataset.data_date();
        let end = days.last_day.min(today);
        // A voucher counts inside its own budget year, whenever it was posted, once it is posted.
        let counts = |row: &Row| {
            let own = number(row, "budget_year") as i32;
            let edge = |month, day| Day::from_ymd_opt(own, month, day).unwrap();
            day(row, "posted_on").unwrap().min(edge(12, 31)).max(edge(1, 1))
        };
        let entries: Vec<Row> = rows(dataset, "budget_entries")
            .into_iter()
            .filter(|row| row["source"] == "state" && day(row, "posted_on").unwrap() <= today)
            .collect();
        let this_year = |row: &&Row| counts(row).year() == year && counts(row) <= end;
        let sum = |kinds: &[&str]| {
            let own = entries.iter().filter(|row| kinds.contains(&row["kind"].as_str())).filter(this_year);
            own.map(|row| number(row, "amount")).sum::<i64>()
        };
        let mut outstanding = 0;
        for advance in entries.iter().filter(|row| row["kind"] == "advance" && counts(row) <= end) {
            let recovered: i64 = entries
                .iter()
                .filter(|row| {
                    row["kind"] == "recovery"
                        && row["advance_id"] == advance["advance_id"]
                        && counts(row) <= end
                })
                .map(|row| number(row, "amount"))
                .sum();
            // Through January the advances of the year before still belong to that year.
            let elsewhere = end.month() == 1 && i64::from(end.year()) > number(advance, "budget_year");
            outstanding += if elsewhere { 0 } else { number(advance, "amount") - recovered };
        }
        Some((sum(&["payment"]) + outstanding, sum(&["initial", "supplement", "adjustment", "carried_in"])))
    });
}
