//! Periods, slots, windows and due dates: the vectors of Nghị định 09/2019 and their neighbours.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::ops::Range;
use std::sync::Arc;

use minhbach::calendar::*;

/// Weekdays off 2023–2026, announced ones and those exchanged for a Saturday (`first..last`, or one).
const WEEKDAYS_OFF: &str = "2023-01-02 2023-01-20..2023-01-26 2023-05-01..2023-05-03 2023-09-01 2023-09-04 \
    2024-01-01 2024-02-08..2024-02-14 2024-04-18 2024-04-29..2024-05-01 2024-09-02..2024-09-03 \
    2025-01-01 2025-01-27..2025-01-31 2025-04-07 2025-04-30..2025-05-02 2025-09-01..2025-09-02 \
    2026-01-01..2026-01-02 2026-02-16..2026-02-20 2026-04-27 2026-04-30..2026-05-01 2026-08-31..2026-09-02 \
    2026-11-24";
const SATURDAYS_WORKED: &str = "2024-05-04 2025-04-26 2026-01-10 2026-08-22";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn range(first_day: &str, last_day: &str) -> DayRange {
    DayRange { first_day: day(first_day), last_day: day(last_day) }
}

fn working_days() -> WorkingDays {
    let off = WEEKDAYS_OFF.split_whitespace().flat_map(|entry| {
        let (first, last) = entry.split_once("..").unwrap_or((entry, entry));
        let last = day(last);
        day(first).iter_days().take_while(move |day| *day <= last)
    });
    WorkingDays::new(off, SATURDAYS_WORKED.split_whitespace().map(day)).unwrap()
}

fn months(name: &str, month_starts_on_day: u32) -> Calendar {
    let name = name.to_owned();
    Calendar {
        title: name.clone(),
        name,
        month_starts_on_day,
        due_working_days: None,
        settlement_until: None,
    }
}

fn reporting() -> Calendar {
    Calendar { due_working_days: Some(2), ..months("reporting", 15) }
}

fn budget() -> Calendar {
    Calendar { settlement_until: MonthDay::new(1, 31), ..months("budget", 1) }
}

fn merger() -> Break {
    Break { on: day("2025-07-01"), label: "sáp nhập".to_owned(), comparable: true }
}

fn calendars() -> Calendars {
    let (plan, all) = (range("2023-05-08", "2025-12-31"), vec![reporting(), budget()]);
    Calendars::new(day("2022-01-01"), all, Some(plan), vec![merger()], working_days()).unwrap()
}

fn parse(text: &str) -> Result<Period, PeriodError> {
    let calendars = calendars();
    calendars.parse(calendars.default_calendar(), text)
}

fn period(text: &str) -> Period {
    parse(text).unwrap()
}

fn name(period: Option<Period>) -> String {
    period.map_or_else(|| "none".to_owned(), |period| period.name())
}

fn shown(days: DayRange) -> String {
    format!("{}..{}", days.first_day, days.last_day)
}

#[test]
fn a_month_of_the_reporting_calendar_is_the_15th_to_the_14th_and_longer_periods_add_up_months() {
    let check = |text: &str, days: &str, count: i64| {
        let period = period(text);
        assert_eq!(shown(period.days()), days, "{text}");
        assert_eq!((period.last_day() - period.first_day()).num_days() + 1, count, "{text}");
        assert_eq!(period.name(), text.trim_start_matches("budget:"));
    };
    check("2023-05", "2023-04-15..2023-05-14", 30);
    check("2024-01", "2023-12-15..2024-01-14", 31);
    check("2024-Q1", "2023-12-15..2024-03-14", 91);
    check("2024-Q2", "2024-03-15..2024-06-14", 92);
    check("2024-Q3", "2024-06-15..2024-09-14", 92);
    check("2024-Q4", "2024-09-15..2024-12-14", 91);
    check("2024-H1", "2023-12-15..2024-06-14", 183);
    check("2024-H2", "2024-06-15..2024-12-14", 183);
    check("2024-9M", "2023-12-15..2024-09-14", 275);
    check("2024", "2023-12-15..2024-12-14", 366);
    check("2025", "2024-12-15..2025-12-14", 365);
    check("2025-07", "2025-06-15..2025-07-14", 30);
    check("plan", "2023-05-08..2025-12-31", 969);
    check("budget:2024-02", "2024-02-01..2024-02-29", 29);
    check("budget:2024-Q2", "2024-04-01..2024-06-30", 91);
    check("budget:2024-9M", "2024-01-01..2024-09-30", 274);
    check("budget:2024", "2024-01-01..2024-12-31", 366);
    check("2024-01-01..2024-03-31", "2024-01-01..2024-03-31", 91);
    assert_eq!(period("budget:2024-Q2").qualified(), "budget:2024-Q2");
    assert_eq!(period("2024-Q2").qualified(), "reporting:2024-Q2");
    assert!(period("2023-05").contains(day("2023-05-08")), "the plan was issued in it");
}

#[test]
fn the_reporting_year_rolls_on_15_december() {
    let calendars = calendars();
    let check = |kind, on: &str, expected: &str| {
        let found = calendars.period_of(kind, calendars.default_calendar(), day(on));
        assert_eq!(name(found), expected, "{on}");
    };
    check(PeriodKind::Year, "2023-12-14", "2023");
    check(PeriodKind::Year, "2023-12-15", "2024");
    check(PeriodKind::Month, "2023-12-14", "2023-12");
    check(PeriodKind::Month, "2023-12-20", "2024-01");
    check(PeriodKind::Quarter, "2023-12-20", "2024-Q1");
    check(PeriodKind::Half, "2024-06-15", "2024-H2");
    check(PeriodKind::Year, "2023-12-20", "2024");
    check(PeriodKind::NineMonths, "2024-09-14", "2024-9M");
    check(PeriodKind::NineMonths, "2024-09-15", "none");
    check(PeriodKind::Plan, "2025-12-20", "plan");
    check(PeriodKind::Plan, "2026-01-01", "none");
    check(PeriodKind::Days, "2024-01-01", "none");
    // The end of 2025 belongs to the plan but to none of its yearly reports.
    assert!(!period("2025").contains(day("2025-12-15")) && period("plan").contains(day("2025-12-31")));
    assert_eq!(calendars.default_calendar().month_of(day("2023-12-20")), (2024, 1));
}

#[test]
fn reports_are_due_two_working_days_after_the_cut_off() {
    let check = |text: &str, due: &str| {
        assert_eq!(calendars().due_on(&period(text)), Some(day(due)), "{text}");
    };
    check("2023-05", "2023-05-16");
    check("2024-02", "2024-02-16");
    check("2024", "2024-12-17");
    check("2026-02", "2026-02-24");
    assert_eq!(period("2023-05").cut_off(), day("2023-05-14"), "a Sunday, which does not move");
    assert_eq!(calendars().due_on(&period("budget:2024")), None);
    let days = working_days();
    assert_eq!(days.nth_after(day("2025-01-25"), 0), day("2025-02-03"));
    assert_eq!(days.nth_after(day("2025-01-25"), 1), day("2025-02-03"));
    assert_eq!(days.nth_after(day("2025-01-24"), 0), day("2025-01-24"));
    // An exchanged Saturday counts, the Friday given for it does not.
    assert_eq!(days.nth_after(day("2025-12-31"), 1), day("2026-01-05"));
    assert_eq!(days.nth_after(day("2026-01-09"), 1), day("2026-01-10"));
    assert_eq!(days.nth_after(day("2024-05-03"), 1), day("2024-05-04"));
}

#[test]
fn the_working_day_file_says_the_same_as_the_announcements() {
    let file = include_str!("../../queries/working_days.toml");
    let file: WorkingDaysFile = toml::from_str(file).unwrap();
    let (file, expected) = (file.read().unwrap(), working_days());
    for day in day("2023-01-01").iter_days().take_while(|each| *each <= day("2026-12-31")) {
        assert_eq!(file.is_working(day), expected.is_working(day), "{day}");
    }
    for off in ["2022-01-03", "2022-05-03", "2027-02-10", "2027-05-03"] {
        assert!(!file.is_working(day(off)), "{off}");
    }
}

#[test]
fn contradicting_working_days_are_refused() {
    let error = |off: &str, working: &str| WorkingDays::new([day(off)], [day(working)]).unwrap_err();
    let saturday = day("2024-05-04");
    assert_eq!(error("2024-05-04", "2024-05-04"), WorkingDaysError::OffAndWorking { day: saturday });
    let friday = day("2024-05-03");
    assert_eq!(error("2024-05-04", "2024-05-03"), WorkingDaysError::NotAWeekend { day: friday });
}

#[test]
fn slots_are_cut_by_every_calendar_and_every_year_at_the_edges_of_the_plan_and_at_breaks() {
    let calendars = calendars();
    let slots = calendars.slots(day("2025-07-20"));
    let of_month = |month: &str| -> Vec<String> {
        let starts = slots.iter().filter(|slot| slot.first_day.to_string().starts_with(month));
        starts.map(|slot| shown(DayRange { first_day: slot.first_day, last_day: slot.last_day })).collect()
    };
    assert_eq!(of_month("2022-02"), ["2022-02-01..2022-02-14", "2022-02-15..2022-02-28"]);
    for year in 2022..=2025 {
        let expected =
            [("01", "07"), ("08", "14"), ("15", "31")].map(|(a, b)| format!("{year}-05-{a}..{year}-05-{b}"));
        assert_eq!(of_month(&format!("{year}-05")), expected);
    }
    assert_eq!(of_month("2025-07"), ["2025-07-01..2025-07-14", "2025-07-15..2025-07-20"]);
    assert_eq!(slots[0].first_day, day("2022-01-01"));
    assert!(calendars.slots(day("2021-12-31")).is_empty());
    assert_eq!(calendars.slots(day("2022-01-01")).len(), 1);
    assert!(calendars.slot_boundary(day("2019-05-08")) && calendars.ends_slot(day("2019-05-07")));
    assert!(!calendars.slot_boundary(day("2024-05-09")));
    let whole = calendars.slot_of(day("2025-07-20"));
    assert_eq!((whole.first_day, whole.last_day), (day("2025-07-15"), day("2025-07-31")));
}

#[test]
fn a_break_in_the_middle_of_a_month_cuts_every_year() {
    let breaks = ["2025-03-10", "2024-02-29"]
        .map(|on| Break { on: day(on), label: String::new(), comparable: true })
        .to_vec();
    let calendars =
        Calendars::new(day("2022-01-20"), vec![reporting()], None, breaks, WorkingDays::default()).unwrap();
    for boundary in ["2023-03-10", "2030-03-10", "2024-02-29", "2023-03-01", "2024-01-20", "2023-01-15"] {
        assert!(calendars.slot_boundary(day(boundary)), "{boundary}");
    }
    for inside in ["2024-03-01", "2023-02-28", "2022-03-09"] {
        assert!(!calendars.slot_boundary(day(inside)), "{inside}");
    }
}

#[test]
fn the_calendar_table_counts_working_days_to_the_end_of_the_next_year() {
    let rows = calendars().calendar_rows(day("2024-05-20"));
    assert_eq!((rows[0].day, rows.last().unwrap().day), (day("2022-01-01"), day("2025-12-31")));
    let row = |text: &str| *rows.iter().find(|row| row.day == day(text)).unwrap();
    assert_eq!(row("2024-05-20").slot, Some(day("2024-05-15")));
    assert_eq!(row("2024-05-14").slot, Some(day("2024-05-08")));
    assert_eq!(row("2024-05-21").slot, None);
    assert!(!row("2023-05-07").in_plan && row("2023-05-08").in_plan && row("2025-12-31").in_plan);
    assert!(row("2024-05-04").working_day && !row("2024-04-29").working_day);
    assert_eq!(rows[0].working_number, 0, "New Year's Day was a Saturday");
    // A legal due day is an equality: the first row of that number is the working day itself.
    let due = rows.iter().find(|each| each.working_number == row("2024-12-14").working_number + 2).unwrap();
    assert_eq!((due.day, due.working_day), (day("2024-12-17"), true));
}

#[test]
fn a_name_that_means_nothing_is_refused_with_what_there_is() {
    let check = |text: &str, message: &str, hint: Option<&str>| {
        let error = parse(text).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.hint().as_deref()), (message, hint), "{text}");
    };
    let unknown = Some("the calendars are `reporting`, `budget`");
    check("bugdet:2024", "unknown calendar `bugdet`", unknown);
    check(":2024", "unknown calendar ``", unknown);
    let forms = "periods are written as in `2024-05`, `2024-Q2`, `2024-H1`, `2024-9M`, `2024`, `plan`, \
                 `2024-01-01..2024-03-31`";
    for text in
        ["", "24", "0000", "2024-", "2024-5", "2024-q2", "2024-Q", "2024-05-01", " 2024", "+024", "Plan"]
    {
        check(text, &format!("`{text}` is not a period"), Some(forms));
    }
    check("budget:2024-6M", "`2024-6M` is not a period", Some(forms));
    check("2024-13", "`2024-13` is not a period, a year has only 12 of that kind", None);
    check("2024-00", "`2024-00` is not a period, a year has only 12 of that kind", None);
    check("2024-Q5", "`2024-Q5` is not a period, a year has only 4 of that kind", None);
    check("2024-H3", "`2024-H3` is not a period, a year has only 2 of that kind", None);
    let date = "is not a date, expected year, month and day as in `2024-03-31`";
    check("2023-02-01..2023-02-29", &format!("`2023-02-29` {date}"), None);
    check("2023-02-01...2023-02-28", &format!("`.2023-02-28` {date}"), None);
    check("2023-2-1..2023-02-28", &format!("`2023-2-1` {date}"), None);
    check(
        "2024-03-31..2024-01-01",
        "the period ends on 2024-01-01 before it begins on 2024-03-31",
        Some("did you mean `2024-01-01..2024-03-31`?"),
    );
    check(
        "2024-01-03..2024-03-31",
        "a period cannot begin on 2024-01-03, which lies inside a slot",
        Some("the nearest days on which one can begin are 2024-01-01 and 2024-01-15"),
    );
    check(
        "2024-01-01..2024-03-30",
        "a period cannot end on 2024-03-30, which lies inside a slot",
        Some("the nearest days on which one can end are 2024-03-14 and 2024-03-31"),
    );
    let plain =
        Calendars::new(day("2022-01-01"), vec![budget()], None, vec![], WorkingDays::default()).unwrap();
    assert_eq!(plain.parse(plain.default_calendar(), "plan"), Err(PeriodError::NoPlan));
}

#[test]
fn a_period_knows_its_neighbours() {
    let check = |text: &str, before: &str, last_year: &str, to_date: &str| {
        let period = period(text);
        let ytd = period.year_to_date().map_or_else(|| "none".to_owned(), shown);
        let found = (name(period.predecessor()), name(period.same_period_last_year()), ytd);
        assert_eq!(found, (before.to_owned(), last_year.to_owned(), to_date.to_owned()), "{text}");
    };
    check("2024-01", "2023-12", "2023-01", "2023-12-15..2024-01-14");
    check("2024-Q1", "2023-Q4", "2023-Q1", "2023-12-15..2024-03-14");
    check("2024-Q3", "2024-Q2", "2023-Q3", "2023-12-15..2024-09-14");
    check("2024-H1", "2023-H2", "2023-H1", "2023-12-15..2024-06-14");
    check("2024-9M", "2023-9M", "2023-9M", "2023-12-15..2024-09-14");
    check("2024", "2023", "2023", "2023-12-15..2024-12-14");
    check("plan", "none", "none", "none");
    check("budget:2024-02", "2024-01", "2023-02", "2024-01-01..2024-02-29");
    check("2024-03-01..2024-06-30", "none", "2023-03-01..2023-06-30", "2023-12-15..2024-06-30");
    check("2024-12-01..2024-12-31", "none", "2023-12-01..2023-12-31", "none");
    check("budget:2024-03-01..2024-06-30", "none", "2023-03-01..2023-06-30", "2024-01-01..2024-06-30");
    check("budget:2024-02-01..2024-02-29", "none", "2023-02-01..2023-02-28", "2024-01-01..2024-02-29");
    check("budget:2023-02-01..2023-02-28", "none", "2022-02-01..2022-02-28", "2023-01-01..2023-02-28");
    check("budget:2025-02-01..2025-02-28", "none", "2024-02-01..2024-02-29", "2025-01-01..2025-02-28");
    check("0001-01", "none", "none", "0000-12-15..0001-01-14");
}

#[test]
fn the_newest_ended_the_running_and_a_row_of_periods() {
    let calendars = calendars();
    let check = |kind, calendar: &str, on: &str, ended: &str, running: &str| {
        let calendar = calendars.get(calendar).unwrap();
        let found = (
            name(calendars.newest_ended(kind, calendar, day(on))),
            name(calendars.running(kind, calendar, day(on))),
        );
        assert_eq!(found, (ended.to_owned(), running.to_owned()), "{kind:?} {on}");
    };
    check(PeriodKind::Year, "reporting", "2025-12-31", "2025", "2026");
    check(PeriodKind::Year, "reporting", "2025-12-14", "2025", "none");
    check(PeriodKind::Year, "reporting", "2025-12-13", "2024", "2025");
    check(PeriodKind::Year, "budget", "2025-12-31", "2025", "none");
    check(PeriodKind::Year, "budget", "2025-12-30", "2024", "2025");
    check(PeriodKind::Quarter, "reporting", "2024-05-20", "2024-Q1", "2024-Q2");
    check(PeriodKind::Month, "reporting", "2023-12-20", "2023-12", "2024-01");
    check(PeriodKind::NineMonths, "reporting", "2024-10-01", "2024-9M", "none");
    check(PeriodKind::NineMonths, "reporting", "2024-05-20", "2023-9M", "2024-9M");
    check(PeriodKind::Plan, "reporting", "2024-05-20", "none", "plan");
    check(PeriodKind::Plan, "reporting", "2025-12-31", "plan", "none");
    check(PeriodKind::Days, "reporting", "2025-12-31", "none", "none");

    let names = |periods: Vec<Period>| periods.iter().map(Period::name).collect::<Vec<_>>();
    assert_eq!(names(period("2024-02").trend(4)), ["2023-11", "2023-12", "2024-01", "2024-02"]);
    assert_eq!(names(period("2024-9M").trend(2)), ["2023-9M", "2024-9M"]);
    assert_eq!(names(period("plan").trend(12)), ["plan"]);
    assert_eq!(names(period("0001").trend(12)), ["0001"]);
    let between = |kind, first: &str, last: &str| {
        names(calendars.periods_between(kind, calendars.default_calendar(), range(first, last)))
    };
    assert_eq!(between(PeriodKind::Quarter, "2023-12-14", "2024-03-15"), ["2023-Q4", "2024-Q1", "2024-Q2"]);
    assert_eq!(between(PeriodKind::NineMonths, "2023-10-01", "2024-01-01"), ["2024-9M"]);
    assert_eq!(between(PeriodKind::Plan, "2023-10-01", "2024-01-01"), ["plan"]);
    assert!(between(PeriodKind::Plan, "2022-10-01", "2023-01-01").is_empty());
}

#[test]
fn a_period_knows_how_firm_it_is() {
    let check = |text: &str, on: &str, begun: bool, provisional: bool, unsettled: bool| {
        let (period, on) = (period(text), day(on));
        let found = (period.has_begun(on), period.is_provisional(on), period.is_unsettled(on));
        assert_eq!(found, (begun, provisional, unsettled), "{text} {on}");
    };
    check("2024-Q3", "2024-06-14", false, true, false);
    check("2024-Q3", "2024-06-15", true, true, false);
    check("2024-Q3", "2024-09-13", true, true, false);
    check("2024-Q3", "2024-09-14", true, false, false);
    check("budget:2024", "2025-01-20", true, false, true);
    check("budget:2024", "2025-01-30", true, false, true);
    check("budget:2024", "2025-01-31", true, false, false);
    check("budget:2024-Q4", "2025-01-20", true, false, true);
    check("budget:2024-Q3", "2025-01-20", true, false, false);
    check("budget:2024-9M", "2025-01-20", true, false, false);
    check("budget:plan", "2025-12-31", true, false, true);
    check("budget:2023-07-01..2024-06-30", "2024-01-20", true, true, true);
    check("budget:2023-07-01..2024-06-30", "2024-06-30", true, false, false);
    check("2024", "2024-12-20", true, false, false);
}

#[test]
fn a_period_names_the_breaks_that_it_reaches_across() {
    let check = |text: &str, count: usize| {
        assert_eq!(calendars().straddled_breaks(&period(text)).len(), count, "{text}");
    };
    for across in ["2025-07", "2025-Q3", "2025-H2", "2025", "plan"] {
        check(across, 1);
    }
    for beside in ["2025-06", "2025-H1", "2024", "budget:2025-Q3", "2025-06-15..2025-06-30"] {
        check(beside, 0);
    }
}

#[test]
fn every_rule_reads_its_own_slots() {
    let calendars = calendars();
    let read = |text: &str, over, on: &str| -> Result<String, NoWindow> {
        let slots = calendars.slots(day(on));
        window(&calendars, &period(text), over, &slots).map(|found: Range<usize>| {
            assert!(!found.is_empty());
            format!("{}..{}", slots[found.start].first_day, slots[found.end - 1].last_day)
        })
    };
    let check = |text: &str, over, on: &str, expected: &str| {
        assert_eq!(read(text, over, on).unwrap(), expected, "{text} {over:?} {on}");
    };
    let end = "2026-01-31";
    check("2024-Q2", Over::Sum, end, "2024-03-15..2024-06-14");
    check("2024-Q2", Over::Last, end, "2024-06-01..2024-06-14");
    check("2024-Q2", Over::Opening, end, "2024-03-01..2024-03-14");
    check("2024-Q2", Over::Running, end, "2023-05-08..2024-06-14");
    check("2024-Q2", Over::YearToDate, end, "2023-12-15..2024-06-14");
    check("2024-Q2", Over::Sum, "2024-05-20", "2024-03-15..2024-05-20");
    check("2024-Q2", Over::Last, "2024-05-20", "2024-05-15..2024-05-20");
    check("budget:2024-Q2", Over::YearToDate, "2024-05-20", "2024-01-01..2024-05-20");
    check("2026", Over::Running, end, "2023-05-08..2026-01-31");
    check("plan", Over::Opening, end, "2023-05-01..2023-05-07");
    check("2023", Over::Running, end, "2023-05-08..2023-12-14");
    // The data begin inside the reporting year 2022: its events are not all there, its last state is.
    let first_day = day("2022-01-01");
    let before = |needed: &str| Err(NoWindow::BeforeData { needed: day(needed), first_day });
    assert_eq!(read("2022", Over::Sum, end), before("2021-12-15"));
    assert_eq!(read("2022-Q2", Over::YearToDate, end), before("2021-12-15"));
    assert_eq!(read("2022", Over::Opening, end), before("2021-12-14"));
    assert_eq!(read("budget:2022", Over::Opening, end), before("2021-12-31"));
    assert_eq!(read("2021", Over::Last, end), before("2020-12-15"));
    check("2022", Over::Last, end, "2022-12-01..2022-12-14");
    check("budget:2022", Over::Sum, end, "2022-01-01..2022-12-31");
    let not_begun = NoWindow::NotBegun { first_day: day("2024-06-15") };
    for over in Over::ALL {
        assert_eq!(read("2024-07", over, "2024-06-14"), Err(not_begun.clone()));
    }
    let plan_first_day = day("2023-05-08");
    assert_eq!(read("2023-04", Over::Running, end), Err(NoWindow::BeforePlan { plan_first_day }));
    assert_eq!(read("2023", Over::Running, "2023-05-07"), Err(NoWindow::BeforePlan { plan_first_day }));
    assert_eq!(read("plan", Over::YearToDate, end), Err(NoWindow::NoSingleYear));
    assert_eq!(
        read("2024", Over::Sum, "2021-01-01").unwrap_err().to_string(),
        "the period begins on 2023-12-15, after the data date"
    );
}

#[test]
fn a_provisional_period_is_compared_with_the_same_slots_of_the_year_before() {
    let calendars = calendars();
    let base = |text: &str, on: &str| {
        let base = calendars.comparable_base(&period(text), day(on))?;
        Ok::<_, NoBase>(format!("{} until {}", base.period, base.until))
    };
    assert_eq!(base("2024", "2024-12-14").unwrap(), "2023 until 2023-12-14");
    assert_eq!(base("2024", "2025-07-20").unwrap(), "2023 until 2023-12-14");
    assert_eq!(base("2024", "2024-05-31").unwrap(), "2023 until 2023-05-31");
    assert_eq!(base("budget:2024", "2024-02-29").unwrap(), "2023 until 2023-02-28");
    assert_eq!(base("budget:2025", "2025-02-28").unwrap(), "2024 until 2024-02-29");
    let slot = calendars.slot_of(day("2024-05-20"));
    let data_date = day("2024-05-20");
    assert_eq!(base("2024", "2024-05-20"), Err(NoBase::InsideSlot { data_date, slot }));
    assert_eq!(base("plan", "2025-12-31"), Err(NoBase::NoCounterpart));
    let first_day = day("2024-12-15");
    assert_eq!(base("2025", "2024-12-14"), Err(NoBase::NotBegun { first_day }));

    let (this, slots) = (period("2024"), calendars.slots(day("2024-05-31")));
    let base = calendars.comparable_base(&this, day("2024-05-31")).unwrap();
    let then: &[Slot] = slots_until(base.until, &slots);
    assert_eq!(then.last().unwrap().last_day, day("2023-05-31"));
    assert_eq!(slots_of(&base.period, then).len(), slots_of(&this, &slots).len());
    let last = window(&calendars, &base.period, Over::Last, then).unwrap();
    assert_eq!(then[last.start].first_day, day("2023-05-15"));
}

#[test]
fn every_mistake_of_the_calendars_is_said() {
    let mut second = reporting();
    second.month_starts_on_day = 29;
    second.due_working_days = Some(9999);
    let mut third = budget();
    third.name = "the budget".to_owned();
    let plan = Some(range("2025-12-31", "2023-05-08"));
    let breaks = vec![merger(), merger()];
    let calendars = vec![reporting(), second, third];
    let errors =
        Calendars::new(day("2022-01-01"), calendars, plan, breaks, WorkingDays::default()).unwrap_err();
    let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "calendar `reporting` is defined twice",
            "months of calendar `reporting` start on day 29, expected 1 to 28",
            "reports of calendar `reporting` are due after 9999 working days, expected at most 250",
            "`the budget` cannot name a calendar, expected a word without spaces and colons",
            "the plan ends on 2023-05-08 before it begins on 2025-12-31",
            "two breaks on 2025-07-01, expected one with both in its label",
        ]
    );
    let none = Calendars::new(day("2022-01-01"), vec![], None, vec![], WorkingDays::default());
    assert_eq!(none.unwrap_err(), [CalendarsError::NoCalendar]);
}

#[test]
fn a_period_outlives_its_workspace() {
    let made = period("2024-Q1");
    assert_eq!(made.predecessor(), Some(period("2023-Q4")));
    assert_eq!(made.calendar(), &Arc::new(reporting()));
}

#[test]
fn a_day_that_no_calendar_reaches_stops_nothing() {
    let calendars = calendars();
    for day in [Day::MIN, Day::MAX] {
        let slot = calendars.slot_of(day);
        assert!(slot.first_day <= day && day <= slot.last_day);
        for kind in PeriodKind::ALL {
            assert_eq!(calendars.running(kind, calendars.default_calendar(), day), None);
        }
        assert!(!period("budget:2024").is_unsettled(Day::MAX));
    }
}
