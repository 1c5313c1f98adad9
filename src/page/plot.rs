//! What the pages of all charts share: the box around a drawing, its table, the figures of its axis.

use maud::{Markup, PreEscaped, html};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::judgement;
use super::sentence::{fill, inside};
use crate::calendar::Break;
use crate::kpi::{Kpi, Target};
use crate::locale::{Locale, Unit};
use crate::report::{Cut, Head};

/// Tables up to this many lines are printed with their chart; longer ones are folded away on paper too.
const PRINTED_LINES: usize = 14;

/// A drawing in its box.
pub(super) fn figure(svg: String) -> Markup {
    html! { div.figure { (PreEscaped(svg)) } }
}

/// The figures of a drawing as a table, folded; `lines` is how many it has.
pub(super) fn details(locale: &Locale, lines: usize, table: &Markup) -> Markup {
    html! {
        details.data.short[lines <= PRINTED_LINES] { summary { (locale.words().same_figures_as_table) } (table) }
    }
}

/// `Số vụ vi phạm, chia theo địa bàn`; a panel's own title says by what it is divided.
pub(super) fn title(locale: &Locale, head: &Head, dimension: &str) -> String {
    if head.title != head.kpi.title {
        return head.title.clone();
    }
    format!("{}, {} {}", head.title, inside(locale.words().broken_down_by), inside(dimension))
}

/// `; mục tiêu 100%` behind what a mark tells.
pub(super) fn aim(locale: &Locale, kpi: &Kpi, target: &Target) -> String {
    format!("; {} {}", locale.words().target, judgement::amount(locale, kpi, target))
}

/// Says how many members are not drawn.
pub(super) fn left_out(locale: &Locale, template: &str, count: usize) -> Markup {
    let count = locale.integer(i64::try_from(count).unwrap_or(i64::MAX));
    html! { p.note { (fill(template, &[&count])) } }
}

/// A figure of an axis, without its unit, which stands beside it.
pub(super) fn axis_label(locale: &Locale, unit: &Unit, value: f64) -> String {
    let Some(value) = Decimal::from_f64(value) else { return String::new() };
    if unit.money {
        return locale.amount_short(value, &Unit::plain());
    }
    let decimals = if value.fract().is_zero() { 0 } else { value.normalize().scale().min(2) };
    locale.number(value, decimals)
}

/// A share as a percentage with one digit.
pub(super) fn percent(locale: &Locale, value: Decimal) -> String {
    locale.percent(value, 1)
}

/// The unit beside a legend: a share's sign, a count's noun.
pub(super) fn unit(kpi: &Kpi) -> &str {
    &kpi.unit.label
}

/// What parts a course, each once.
pub(super) fn parted(cuts: &[Cut]) -> impl Iterator<Item = &Break> {
    let parted = cuts.iter().enumerate();
    let once = parted.filter(|(at, cut)| *at == 0 || cuts[*at - 1].parted != cut.parted);
    once.map(|(_, cut)| &cut.parted)
}

/// Where a course is cut, as a chart takes it.
pub(super) fn places(cuts: &[Cut]) -> Vec<usize> {
    cuts.iter().map(|cut| cut.before).collect()
}

/// A break: its day, and what changed.
pub(super) fn break_told(locale: &Locale, parted: &Break) -> String {
    format!("{}: {}", locale.date(parted.on), parted.label)
}

/// Breaks in a course, below the table of its figures.
pub(super) fn breaks<'b>(locale: &Locale, breaks: impl Iterator<Item = &'b Break>) -> Markup {
    let told: Vec<String> = breaks.map(|each| break_told(locale, each)).collect();
    html! {
        @if !told.is_empty() { ul.notes { @for each in &told { li { (each) } } } }
    }
}
