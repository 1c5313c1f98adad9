//! What holds for slots and periods whatever the calendars are.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::sync::Arc;

use minhbach::calendar::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Days 2020–2027.
fn any_day() -> impl Strategy<Value = Day> {
    (0..2922_u64).prop_map(|days| Day::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(days))
}

/// Not 29 February: a cut there falls together with 1 March in common years and apart in others.
fn cutting_day() -> impl Strategy<Value = Day> {
    any_day().prop_filter("a day of every year", |day| !MonthDay::new(2, 29).unwrap().falls_on(*day))
}

/// One to three calendars, a plan, up to three breaks.
fn any_calendars() -> impl Strategy<Value = Calendars> {
    let plan = option::of((cutting_day(), cutting_day()));
    (cutting_day(), vec(1..=28_u32, 1..=3), plan, vec(cutting_day(), 0..=3)).prop_map(
        |(first_day, starts, plan, mut breaks)| {
            let calendars = starts.iter().enumerate().map(|(number, start)| Calendar {
                name: format!("calendar{number}"),
                title: String::new(),
                month_starts_on_day: *start,
                due_working_days: None,
                settlement_until: None,
            });
            // The day after the plan is a cut, too, and its last day may be 28 February of a leap year.
            let plan = plan
                .map(|(a, b)| DayRange { first_day: a.min(b), last_day: a.max(b) })
                .filter(|plan| !MonthDay::new(2, 29).unwrap().falls_on(plan.last_day.succ_opt().unwrap()));
            breaks.sort();
            breaks.dedup();
            let breaks =
                breaks.into_iter().map(|on| Break { on, label: String::new(), comparable: true }).collect();
            Calendars::new(first_day, calendars.collect(), plan, breaks, WorkingDays::default()).unwrap()
        },
    )
}

/// Every period of 2022–2024 of every calendar, the plan, and some days.
fn periods(calendars: &Calendars) -> Vec<Period> {
    let years = DayRange {
        first_day: Day::from_ymd_opt(2022, 1, 1).unwrap(),
        last_day: Day::from_ymd_opt(2024, 12, 31).unwrap(),
    };
    let mut found = Vec::new();
    for calendar in calendars.all() {
        for kind in PeriodKind::ALL {
            found.extend(calendars.periods_between(kind, calendar, years));
        }
        found.extend(ranges(calendars, calendar));
    }
    found
}

/// Days from one slot's first to another's last.
fn ranges(calendars: &Calendars, calendar: &Arc<Calendar>) -> Vec<Period> {
    let slots = calendars.slots(calendars.first_day() + chrono::Days::new(900));
    let whole = &slots[..slots.len() - 1];
    let range = |(number, first): (usize, &Slot)| {
        let last = whole.get(number + number % 7)?;
        let text = format!("{}..{}", first.first_day, last.last_day);
        Some(calendars.parse(calendar, &text).unwrap())
    };
    whole.iter().enumerate().step_by(5).filter_map(range).collect()
}

/// Whether the parts follow each other without a gap and make the whole.
fn add_up(parts: &[Period], whole: &Period) -> bool {
    parts.first().map(Period::first_day) == Some(whole.first_day())
        && parts.last().map(Period::last_day) == Some(whole.last_day())
        && parts.windows(2).all(|pair| pair[0].last_day().succ_opt() == Some(pair[1].first_day()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn every_day_lies_in_exactly_one_slot(calendars in any_calendars(), data_date in any_day()) {
        let slots = calendars.slots(data_date);
        let mut next = calendars.first_day();
        for slot in &slots {
            prop_assert_eq!(slot.first_day, next);
            prop_assert!(slot.first_day <= slot.last_day);
            next = slot.last_day.succ_opt().unwrap();
        }
        let expected = if slots.is_empty() { calendars.first_day() } else { data_date.succ_opt().unwrap() };
        prop_assert_eq!(next, expected);
        for row in calendars.calendar_rows(data_date) {
            let holding: Vec<_> =
                slots.iter().filter(|slot| slot.first_day <= row.day && row.day <= slot.last_day).collect();
            prop_assert_eq!(holding.len(), usize::from(row.day <= data_date));
            prop_assert_eq!(row.slot, holding.first().map(|slot| slot.first_day));
        }
    }

    #[test]
    fn every_period_is_a_union_of_slots(calendars in any_calendars()) {
        for period in periods(&calendars) {
            let edges = [Some(period.clone()), period.same_period_last_year(), period.predecessor()];
            for each in edges.into_iter().flatten() {
                prop_assert!(calendars.slot_boundary(each.first_day()), "{}", each.qualified());
                prop_assert!(calendars.ends_slot(each.last_day()), "{}", each.qualified());
            }
        }
    }

    #[test]
    fn periods_add_up_to_the_year(calendars in any_calendars(), year in 1990..2050_i32) {
        for calendar in calendars.all() {
            let read = |rest: &str| calendars.parse(calendar, &format!("{year}{rest}")).unwrap();
            let whole = read("");
            let stretch = whole.days();
            let parts = |kind| calendars.periods_between(kind, calendar, stretch);
            let (months, quarters, halves) =
                (parts(PeriodKind::Month), parts(PeriodKind::Quarter), parts(PeriodKind::Half));
            prop_assert_eq!((months.len(), quarters.len(), halves.len()), (12, 4, 2));
            prop_assert!(add_up(&months, &whole) && add_up(&quarters, &whole) && add_up(&halves, &whole));
            for (quarter, own) in quarters.iter().zip(months.chunks(3)) {
                prop_assert!(add_up(own, quarter));
            }
            prop_assert!(add_up(&quarters[..2], &halves[0]) && add_up(&quarters[..3], &read("-9M")));
        }
    }

    #[test]
    fn this_and_last_year_have_the_same_slots(calendars in any_calendars(), data_date in any_day()) {
        let slots = calendars.slots(Day::from_ymd_opt(2032, 1, 1).unwrap());
        for period in periods(&calendars) {
            let Some(base) = period.same_period_last_year() else { continue };
            if base.first_day() < calendars.first_day() {
                continue;
            }
            prop_assert_eq!(slots_of(&period, &slots).len(), slots_of(&base, &slots).len());
            // Whatever the data date is, the end of its slot compares.
            let data_date = calendars.slot_of(data_date).last_day;
            let Ok(base) = calendars.comparable_base(&period, data_date) else { continue };
            let begun = slots_of(&period, slots_until(data_date, &slots)).len();
            prop_assert_eq!(slots_of(&base.period, slots_until(base.until, &slots)).len(), begun);
        }
    }

    #[test]
    fn a_written_name_reads_as_the_same_period(calendars in any_calendars()) {
        for period in periods(&calendars) {
            prop_assert_eq!(calendars.parse(period.calendar(), &period.name()), Ok(period.clone()));
            prop_assert_eq!(calendars.parse(calendars.default_calendar(), &period.qualified()), Ok(period));
        }
    }

    #[test]
    fn reading_a_name_never_panics(calendars in any_calendars(), text in "[0-9QHM:.a-n -]{0,24}|\\PC{0,12}") {
        if let Ok(period) = calendars.parse(calendars.default_calendar(), &text) {
            prop_assert_eq!(period.name(), text.rsplit(':').next().unwrap());
        }
    }

    #[test]
    fn the_newest_ended_period_is_followed_by_one_that_has_not_ended(
        calendars in any_calendars(),
        data_date in any_day(),
    ) {
        for calendar in calendars.all() {
            for kind in [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::Year] {
                let ended = calendars.newest_ended(kind, calendar, data_date).unwrap();
                prop_assert!(!ended.is_provisional(data_date));
                let next = calendars.period_of(kind, calendar, ended.last_day().succ_opt().unwrap()).unwrap();
                prop_assert!(next.is_provisional(data_date));
                prop_assert_eq!(next.predecessor(), Some(ended));
            }
        }
    }
}
