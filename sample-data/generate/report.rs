//! Who owed which report for which days, and when it came.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::Datelike;

use crate::day::{
    Day, END, EXPORTED, PROVINCES_MERGED, Window, day, plus, windows, working, working_days_after,
};
use crate::organization::{Body, Organizations};
use crate::random::Random;
use crate::sheet::{Failure, Kind, Sheet, Stamp, Table};

const REPORTS: Table = Table {
    name: "reports",
    columns: &[
        ("report", Kind::Text),
        ("organization", Kind::Text),
        ("first_day", Kind::Date),
        ("last_day", Kind::Date),
        ("calendar", Kind::Text),
        ("period_kind", Kind::Text),
        ("due_on", Kind::Date),
        ("received_on", Kind::Date),
        ("file", Kind::Text),
    ],
    sorted_by: &["first_day", "report", "organization"],
};

/// Forces that inspect, and so report cases.
const INSPECTING: &[&str] = &[
    "industry",
    "police",
    "market",
    "tax",
    "science",
    "media",
    "transport",
    "health",
    "agriculture",
    "culture",
    "local",
];
/// Forces that the provincial budget pays; the central ones report elsewhere.
const BUDGETED: &[&str] =
    &["industry", "finance", "science", "media", "health", "agriculture", "culture", "front"];

/// One report that one body owed.
struct Obligation {
    report: &'static str,
    organization: String,
    days: Window,
    calendar: &'static str,
    period_kind: &'static str,
    due_on: Day,
    received_on: Option<Day>,
    file: String,
}

/// All obligations.
pub(crate) struct Reports {
    owed: Vec<Obligation>,
    silent: BTreeMap<String, Vec<Window>>,
}

impl Reports {
    /// Draws which reports came late, and which not at all.
    pub(crate) fn new(seed: u64, organizations: &Organizations) -> Self {
        let mut reports = Self { owed: Vec::new(), silent: BTreeMap::new() };
        reports.draw(&mut Random::new(seed, "reports"), organizations, kinds);
        reports.draw(&mut Random::new(seed, "reports of duties"), organizations, duties);
        reports.owed.sort_by(|a, b| {
            (a.days.first, a.report, &a.organization).cmp(&(b.days.first, b.report, &b.organization))
        });
        reports
    }

    fn draw(&mut self, random: &mut Random, organizations: &Organizations, kinds: fn(&Body) -> Vec<Owed>) {
        for life in organizations.lives() {
            // A body's habit: how many of a thousand reports are late.
            let habit = match life.kind {
                "district" => random.between(70, 220),
                "commune" => random.between(110, 270),
                _ if life.force == "market" => 25,
                _ => random.between(35, 130),
            };
            for (report, calendar, period_kind, periods) in kinds(&life) {
                for window in periods {
                    let Some(days) = overlap(window, &life) else { continue };
                    let ended = days.last < window.last;
                    let obligation = arrive(random, habit, ended, &life, report, calendar, period_kind, days);
                    let known_to_be_missing =
                        obligation.received_on.is_none() && obligation.due_on < plus(END, -20);
                    if report == "case_report" && known_to_be_missing {
                        self.silent.entry(life.code.clone()).or_default().push(days);
                    }
                    self.owed.push(obligation);
                }
            }
        }
    }

    /// The last day of the stretch around `day` for which that body never sent its cases.
    pub(crate) fn silent_until(&self, organization: &str, day: Day) -> Option<Day> {
        let windows = self.silent.get(organization)?;
        windows.iter().find(|window| window.first <= day && day <= window.last).map(|window| window.last)
    }

    /// Writes the table, a file a year.
    pub(crate) fn write(&self, out: &Path, stamp: Stamp) -> Result<(), Failure> {
        for year in 2022..=2026 {
            let mut sheet = Sheet::create(out, &REPORTS, &year.to_string(), stamp)?;
            for one in self.owed.iter().filter(|one| one.days.first.year() == year) {
                sheet.push(&[
                    one.report.into(),
                    (&one.organization).into(),
                    one.days.first.into(),
                    one.days.last.into(),
                    one.calendar.into(),
                    one.period_kind.into(),
                    one.due_on.into(),
                    one.received_on.into(),
                    one.received_on.map(|_| one.file.as_str()).into(),
                ])?;
            }
            sheet.close()?;
        }
        Ok(())
    }
}

/// A report that a body owes: name, calendar, kind of period, periods.
type Owed = (&'static str, &'static str, &'static str, Vec<Window>);

/// The reports on duties that few bodies have, and on the plan's tasks, which all have.
fn duties(life: &Body) -> Vec<Owed> {
    let quarters = || windows(day(2023, 4, 1), END, 3, 15);
    let mut kinds = vec![("task_report", "reporting", "quarter", quarters())];
    let own = match life.force {
        "science" | "agriculture" => Some("product_report"),
        "tax" => Some("tax_report"),
        "bank" => Some("bank_report"),
        _ => None,
    };
    kinds.extend(own.map(|report| (report, "reporting", "quarter", quarters())));
    kinds
}

/// The reports that the first screen needs.
fn kinds(life: &Body) -> Vec<Owed> {
    let mut kinds = Vec::new();
    if INSPECTING.contains(&life.force) {
        kinds.push(("case_report", "reporting", "month", windows(day(2022, 8, 1), END, 1, 15)));
    }
    // The plan's own reports begin with the quarter in which it was issued.
    kinds.push(("training_report", "reporting", "quarter", windows(day(2023, 4, 1), END, 3, 15)));
    kinds.push(("outreach_report", "reporting", "quarter", windows(day(2023, 4, 1), END, 3, 15)));
    if matches!(life.force, "industry" | "local") {
        kinds.push(("complaint_report", "reporting", "quarter", windows(day(2022, 10, 1), END, 3, 15)));
    }
    if BUDGETED.contains(&life.force) || life.kind == "district" {
        kinds.push(("budget_report", "budget", "month", windows(day(2023, 1, 1), END, 1, 1)));
    }
    kinds
}

/// The days of a window on which the body existed.
fn overlap(window: Window, life: &Body) -> Option<Window> {
    let first = window.first.max(life.valid_from);
    let last = life.valid_to.map_or(window.last, |end| window.last.min(end));
    (first <= last).then_some(Window { first, last })
}

#[expect(clippy::too_many_arguments, reason = "an obligation has that many sides and this is its only maker")]
fn arrive(
    random: &mut Random,
    habit: i64,
    ended: bool,
    life: &Body,
    report: &'static str,
    calendar: &'static str,
    period_kind: &'static str,
    days: Window,
) -> Obligation {
    let due_on = if ended {
        // A body that ends hands over its last report on its last day and owes nothing after it.
        days.last
    } else if calendar == "budget" {
        working(plus(days.last, 10))
    } else {
        working_days_after(days.last, 2)
    };
    let getting_better = match days.last.year() {
        2022 | 2023 => 125,
        2024 => 100,
        _ => 85,
    };
    // The first reports of new bodies, and the last ones of bodies that end, come late more often.
    let in_turmoil = life.valid_from == PROVINCES_MERGED && days.last < day(2025, 9, 30);
    let factor = if ended || in_turmoil { 170 } else { getting_better };
    let late = u64::try_from(habit * factor / 100).unwrap_or(0);
    let missing = if life.force == "market" { 0 } else { late / 6 };
    let received_on = if random.chance(missing) {
        None
    } else if random.chance(late) {
        let delay = random.weighted(&[(1, 40), (2, 20), (3, 12), (5, 12), (8, 8), (12, 5), (20, 3)]);
        Some(working_days_after(due_on, delay))
    } else if ended {
        Some(due_on)
    } else {
        let earliest = working_days_after(days.last, 1);
        let early = if calendar == "budget" { random.between(0, 9) } else { random.between(0, 1) };
        Some(earliest.max(plus(due_on, -early)).min(due_on)).map(|on| working(on).min(due_on))
    };
    let year = days.last.year();
    let file = match report {
        "case_report" => format!("cases/{year}.parquet"),
        "training_report" => format!("attendance/{year}.parquet"),
        "outreach_report" => "business_statuses/reached.parquet".to_owned(),
        "complaint_report" => format!("requests/complaints-{year}.parquet"),
        "product_report" => "business_statuses/codes.parquet".to_owned(),
        "tax_report" => "business_statuses/tax.parquet".to_owned(),
        "bank_report" => "requests/payment_block.parquet".to_owned(),
        "task_report" => "requests/task.parquet".to_owned(),
        _ => format!("budget_entries/{year}.parquet"),
    };
    Obligation {
        report,
        organization: life.code.clone(),
        days,
        calendar,
        period_kind,
        due_on,
        received_on: received_on.filter(|on| *on <= EXPORTED),
        file,
    }
}
