//! A figure's parts against their target, with their table.

use maud::{Markup, html};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::figures::{below, is_nested, living, overlap};
use super::lead::Leads;
use super::{figure, plot, tile};
use crate::chart::{Bullet, BulletRow, BulletWords, Chart};
use crate::kpi::Figure;
use crate::locale::Locale;
use crate::report::BulletView;

/// Beyond it a chart is a list; the table has the rest.
const MOST_ROWS: usize = 20;

/// The chart, what must be known of it, and the table of its figures.
pub(super) fn bullet(locale: &Locale, id: &str, view: &BulletView, leads: &Leads<'_>) -> Markup {
    let words = locale.words();
    let kpi = &view.parts.head.kpi;
    let below = below(locale, &view.parts, leads);
    let left_out = living(&view.parts) - drawn(view).count();
    html! {
        (plot::figure(svg(locale, id, view, leads)))
        @if left_out > 0 { (plot::left_out(locale, words.pages.more_in_table, left_out)) }
        @if view.pace.is_some() { p.note { (words.panels.pace_note) } }
        @if view.parts.head.target.is_some() && !view.each { p.note { (words.panels.target_of_whole) } }
        (overlap(locale, kpi, &view.parts.breakdown))
        (plot::details(locale, below.count, &below.table))
        (below.gone)
    }
}

/// The parts that are drawn: of those that live.
fn drawn(view: &BulletView) -> impl Iterator<Item = (&Figure, &String)> {
    let parts = view.parts.breakdown.parts.iter().zip(&view.parts.labels).take(living(&view.parts));
    parts.filter(|(part, _)| !figure::is_idle(part)).take(MOST_ROWS)
}

/// The chart alone: the whole, then its parts.
pub(super) fn svg(locale: &Locale, id: &str, view: &BulletView, leads: &Leads<'_>) -> String {
    let words = locale.words();
    let kpi = &view.parts.head.kpi;
    let target = view.parts.head.target.as_ref().filter(|_| view.parts.head.filters.is_empty());
    let number = |value: Decimal| value.to_f64();
    let row = |label: &str, figure: &Figure, judged: bool| {
        let text = figure::drawn(locale, kpi, figure);
        let target = target.filter(|_| judged);
        let aim = target.map(|target| plot::aim(locale, kpi, target));
        BulletRow {
            title: format!("{label}: {text}{}", aim.unwrap_or_default()),
            label: label.to_owned(),
            value: tile::drawn(figure),
            text,
            target: target.and_then(|target| number(target.value)),
            pace: view.pace.filter(|_| judged || kpi.pace.is_some()).and_then(number),
            beyond: figure.overspent(kpi).is_some(),
        }
    };
    let whole = row(words.total, &view.parts.breakdown.total, true);
    let members = drawn(view);
    let known = |figure: &Figure| figure.by.as_ref().is_some_and(|(_, member)| member.is_some());
    let members = members.map(|(part, label)| row(label, part, view.each && known(part)));
    let whole_link = leads.row(kpi, &view.parts.breakdown.total, false);
    let nested = |part: &Figure| {
        let place = view.parts.breakdown.parts.iter().position(|own| std::ptr::eq(own, part));
        place.is_some_and(|at| is_nested(&view.parts.nested, at))
    };
    let links = drawn(view).map(|(part, _)| leads.mark(kpi, part, nested(part)));
    let links: Vec<Option<String>> = std::iter::once(whole_link).chain(links).collect();
    let rows: Vec<BulletRow> = std::iter::once(whole).chain(members).collect();
    let full =
        if kpi.unit.is_percent() { 100.0 } else { target.and_then(|t| number(t.value)).unwrap_or(0.0) };
    // The chart has no place that names the unit.
    let sign = if kpi.unit.is_percent() { &*kpi.unit.label } else { "" };
    let axis_label = |value| format!("{}{sign}", plot::axis_label(locale, &kpi.unit, value));
    let beyond = super::sentence::fill(words.panels.beyond, &[&axis_label(full)]);
    Bullet {
        id,
        title: &plot::title(locale, &view.parts.head, &view.parts.dimension),
        description: &rows.first().map(|row| row.title.clone()).unwrap_or_default(),
        rows: &rows,
        full,
        words: BulletWords {
            value: words.pages.series,
            beyond: &beyond,
            target: words.target,
            pace: words.panels.pace,
        },
        axis_label: &axis_label,
        empty: words.no_value,
    }
    .linked(&links)
}
