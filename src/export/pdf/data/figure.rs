//! Figures as templates find them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::kpi::{Figure, Kpi, Role, State, Status};
use crate::locale::Locale;
use crate::page;
use crate::report::{Answer, PlanView};
use crate::workspace::Reader;

/// A figure.
#[derive(Serialize)]
pub(super) struct FigureData {
    code: String,
    title: String,
    /// The period, as addresses name it.
    period: String,
    first_day: String,
    last_day: String,
    provisional: bool,
    /// Exact, in the KPI's unit.
    value: Option<String>,
    numerator: Option<String>,
    denominator: Option<String>,
    /// Each column of the formula, and what is shown beside.
    parts: BTreeMap<String, Option<String>>,
    /// What is divided by what, in words: how many of what, of how many.
    counted: Option<String>,
    unit: String,
    /// As a person reads it: the value in its unit, or its state.
    text: String,
    /// Why there is no value.
    reason: Option<String>,
    target: Option<String>,
    /// `met`, `missed`, `not_due`.
    status: Option<&'static str>,
    /// How many of the bodies that owed reports have sent them.
    reported: usize,
    expected: usize,
}

impl FigureData {
    pub(super) fn of(reader: &Reader<'_>, answer: &Answer) -> Self {
        let kpi = reader.kpi(&answer.code).ok();
        let parts = answer.parts.iter().chain(&answer.beside);
        Self {
            title: kpi.map_or_else(|| answer.code.clone(), |kpi| kpi.title.clone()),
            text: text(reader.locale(), kpi, answer),
            code: answer.code.clone(),
            period: answer.period.clone(),
            first_day: reader.locale().date(answer.first_day),
            last_day: reader.locale().date(answer.last_day),
            provisional: answer.provisional,
            value: digits(answer.value),
            numerator: digits(answer.numerator),
            denominator: digits(answer.denominator),
            parts: parts.map(|(name, value)| (name.clone(), digits(*value))).collect(),
            counted: kpi.and_then(|kpi| counted(reader.locale(), kpi, answer)),
            unit: answer.unit.clone(),
            reason: reason(reader.locale(), answer),
            target: digits(answer.target),
            status: answer.status.map(Status::word),
            reported: answer.reported,
            expected: answer.expected,
        }
    }
}

/// Both sides of what is divided, each with its words.
fn counted(locale: &Locale, kpi: &Kpi, answer: &Answer) -> Option<String> {
    let side = |role, value: Option<Decimal>| {
        let labels: Vec<&str> = kpi.role(role).map(|column| column.label.as_str()).collect();
        let decimals = kpi.role(role).next()?.unit.decimals;
        Some(format!("{} {}", locale.number(value?, decimals), labels.join(" + ")))
    };
    let above = side(Role::Numerator, answer.numerator).filter(|_| kpi.is_ratio())?;
    Some(format!("{above} / {}", side(Role::Denominator, answer.denominator)?))
}

fn digits(value: Option<Decimal>) -> Option<String> {
    value.map(|value| value.to_string())
}

/// A figure as a person reads it: never 0 for what is missing.
pub(super) fn text(locale: &Locale, kpi: Option<&Kpi>, answer: &Answer) -> String {
    let words = locale.words();
    match (answer.state, answer.value, kpi) {
        (State::Value, Some(value), Some(kpi)) => page::quantity(locale, kpi, &kpi.unit, value),
        (State::Value, Some(value), None) => locale.number(value, value.scale()),
        (State::Value | State::NoValue, ..) => words.no_value.to_owned(),
        (State::NotBegun, ..) => words.not_begun.to_owned(),
        (State::NotReported, ..) => words.not_reported.to_owned(),
        (State::Suppressed, ..) => words.suppressed.to_owned(),
    }
}

/// Why there is no value, in words.
pub(super) fn reason(locale: &Locale, answer: &Answer) -> Option<String> {
    let why = answer.why.as_ref().filter(|_| answer.state != State::Value);
    why.map(|why| page::why_no_value(locale, why))
}

/// A status in words.
pub(super) fn standing(locale: &Locale, status: Status) -> &'static str {
    let words = locale.words();
    match status {
        Status::Met => words.met,
        Status::Missed => words.missed,
        Status::NotDue => words.not_due,
    }
}

/// How many of the bodies that owe what a figure needs have sent it.
pub(super) fn coverage(locale: &Locale, figure: &Figure) -> Option<String> {
    let whole = &figure.completeness;
    let words = locale.words();
    let told = || format!("{}/{} {}", whole.reported, whole.expected, words.reported_of(whole.expected));
    (whole.expected > 0).then(told)
}

/// A KPI for which a number is set.
#[derive(Serialize)]
pub(super) struct TargetData {
    code: String,
    title: String,
    /// The number, who set it, by when.
    target: String,
    /// Of the period.
    text: String,
    /// How many of the bodies that it needs have reported, in words; nothing where none owes a report.
    coverage: Option<String>,
    /// Over the plan's life, where that decides, and the same of it.
    plan: Option<String>,
    plan_coverage: Option<String>,
    /// Of what decides: `met`, `missed`, `not_due`, and the same in words.
    status: Option<&'static str>,
    standing: Option<&'static str>,
    /// Why there is no figure.
    reason: Option<String>,
}

impl TargetData {
    pub(super) fn all(locale: &Locale, plan: &PlanView) -> Vec<Self> {
        let each = plan.figures.values().filter_map(|live| {
            let live = live.as_ref().ok()?;
            let (kpi, target) = (&live.head.kpi, live.head.target.as_ref()?);
            let status = live.plan.as_ref().map_or(live.status, |(_, status)| *status);
            let why = live.figure.reason.as_ref().filter(|_| live.figure.state != State::Value);
            Some(Self {
                code: kpi.code.clone(),
                title: live.head.title.clone(),
                target: page::target(locale, kpi, target),
                text: page::value(locale, kpi, &live.figure),
                coverage: coverage(locale, &live.figure),
                plan_coverage: live.plan.as_ref().and_then(|(figure, _)| coverage(locale, figure)),
                plan: live.plan.as_ref().map(|(figure, _)| page::value(locale, kpi, figure)),
                status: status.map(Status::word),
                standing: status.map(|status| standing(locale, status)),
                reason: why.map(|why| page::why_no_value(locale, why)),
            })
        });
        each.collect()
    }
}
