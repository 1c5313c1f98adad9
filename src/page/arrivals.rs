//! Which body has sent a report for which period, and when.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::address::ReportsAt;
use super::sentence::{capital, fill};
use super::{address, period};
use crate::calendar::{DayRange, Period};
use crate::kpi::Arrival;
use crate::locale::Locale;
use crate::report::{DataView, ReportState, ReportView};

/// So many bodies that owe a report are shown at once; a few more are no reason to fold.
const MOST: usize = 8;
const FEW: usize = 3;

/// The list of a report's documents in a state.
fn list(view: &DataView, report: &ReportView, state: ReportState) -> Option<String> {
    let mut ask = view.front.ask.clone();
    ask.filters.allow(view.reports_dimension.as_deref()?, &report.code);
    Some(address::reports(&ask, &ReportsAt::Period, Some(state)))
}

/// A report by body and period.
pub(super) fn matrix(locale: &Locale, view: &DataView, report: &ReportView) -> Markup {
    let words = &locale.words().data_page;
    // Who still owes a report is what a reader looks for; the others are one line until they are asked for.
    let (mut owing, mut late, mut punctual) = (Vec::new(), Vec::new(), Vec::new());
    for body in &report.rows {
        match body.1.iter().flatten().max() {
            Some(Arrival::Missing { .. }) => owing.push(body),
            Some(Arrival::Late { .. }) => late.push(body),
            Some(Arrival::OnTime | Arrival::NotDue) | None => punctual.push(body),
        }
    }
    // Who owes longest first; of many the others are one more line.
    owing.sort_by_key(|body| Reverse(body.1.iter().flatten().max()));
    let rest = if owing.len() > MOST + FEW { owing.split_off(MOST) } else { Vec::new() };
    let folded = [(words.more_owing, rest), (words.late_bodies, late), (words.punctual, punctual)];
    html! {
        h3 { (capital(&report.title)) }
        p.note {
            @let counts = report.counts.iter().zip(words.counts).filter(|((_, count), _)| *count > 0);
            @for (index, ((state, count), text)) in counts.enumerate() {
                @if index > 0 { ", " }
                @let told = fill(text, &[&whole(locale, *count)]);
                @let told = if index == 0 { capital(&told) } else { told };
                // Each count leads to its reports, where an address can name their kind.
                @match list(view, report, *state) {
                    Some(href) => a href=(href) { (told) },
                    None => (told),
                }
            }
            "."
        }
        @if !owing.is_empty() { (lines(locale, report, &report.title, &owing)) }
        @for (text, bodies) in folded.iter().filter(|(_, bodies)| !bodies.is_empty()) {
            @let told = fill(text, &[&whole(locale, bodies.len())]);
            details { summary { (told) } (lines(locale, report, &format!("{}: {told}", report.title), bodies)) }
            p.note.printed { (told) "." }
        }
    }
}

/// A body, and what came of it.
type Body = (String, Vec<Option<Arrival>>);

/// Some bodies of a report.
fn lines(locale: &Locale, report: &ReportView, name: &str, bodies: &[&Body]) -> Markup {
    let words = &locale.words().data_page;
    let titles = report.columns.iter().map(|(days, named)| column(locale, *days, named.as_ref()));
    let titles: Vec<String> = titles.collect();
    html! {
        div.scroll role="region" tabindex="0" aria-label=(name) {
            table.arrivals.stacked {
                caption { (words.reports) ": " (name) }
                thead {
                    tr {
                        th scope="col" { (words.body) }
                        @for title in &titles { th.n scope="col" { (title) } }
                    }
                }
                tbody {
                    @for (name, cells) in bodies {
                        tr { th scope="row" { (name) } @for (cell, title) in cells.iter().zip(&titles) { (arrival(*cell, title)) } }
                    }
                }
            }
        }
    }
}

fn column(locale: &Locale, days: DayRange, named: Option<&Period>) -> String {
    match named {
        Some(named) => period::short(locale, named),
        None => format!("{}–{}", locale.date(days.first_day), locale.date(days.last_day)),
    }
}

/// A sign and a number of days, never a colour alone.
fn arrival(cell: Option<Arrival>, title: &str) -> Markup {
    match cell {
        None => html! { td.none {} },
        Some(Arrival::OnTime) => html! { td.n.on data-of=(title) { "✓" } },
        Some(Arrival::Late { days }) => html! { td.n.late data-of=(title) { "+" (days) } },
        Some(Arrival::Missing { days }) => html! { td.n.over data-of=(title) { "✗ " (days) } },
        Some(Arrival::NotDue) => html! { td.n data-of=(title) { "○" } },
    }
}

fn whole(locale: &Locale, number: usize) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}
