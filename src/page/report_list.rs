//! The list of the reports that a number counts.

use maud::{Markup, html};

use super::sentence::{capital, fill};
use super::shell::{Here, facts, page};
use super::{address, controls, period, quantity};
use crate::kpi::Arrival;
use crate::locale::Locale;
use crate::report::{BodyReports, ReportList, ReportRow, ReportState, ReportsOf};

/// Of longer lists a line a body is seen first, with how many reports it has.
const LONG: usize = 60;

/// The page.
pub fn report_list(view: &ReportList, locale: &Locale) -> Markup {
    let (words, front) = (&locale.words().owed, &view.front);
    let whole = |number: usize| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    let of = match &view.of {
        ReportsOf::Period => words.reports_of_period.to_owned(),
        ReportsOf::Kpi { title, .. } => fill(words.reports_of_kpi, &[title]),
        ReportsOf::Dashboard { title, .. } => fill(words.reports_of_dashboard, &[title]),
    };
    let main = html! {
        h1 { (words.reports) }
        (facts(locale, front, &front.edition.period))
        (controls::in_force(locale, &view.filters))
        div.summary {
            p {
                (of) "; " (state(locale, view.state)) ": "
                b { (fill(words.reports_count, &[&whole(view.count), &whole(view.bodies)])) } ". "
                (fill(words.as_of, &[&locale.date(view.known)]))
            }
        }
        (controls::with(locale, address::REPORTS, front, &view.filters, &fields(locale, view)))
        @if view.count > LONG {
            div #list { @for body in &view.rows { (folded(locale, body)) } }
            (pages(locale, view))
        } @else {
            section.card.wide #list {
                @if view.rows.is_empty() { p { (words.none) "." } } @else { (rows(locale, words.reports, &view.rows, true)) (pages(locale, view)) }
            }
        }
    };
    page(locale, front, Here::Data, words.reports, &main)
}

fn state(locale: &Locale, state: Option<ReportState>) -> &'static str {
    let words = &locale.words().owed;
    let at = state.and_then(|state| ReportState::ALL.iter().position(|each| *each == state));
    at.map_or(words.all_states, |at| words.states[at])
}

/// The choice of a state, and whose reports they are, carried on.
fn fields(locale: &Locale, view: &ReportList) -> Markup {
    let words = &locale.words().owed;
    html! {
        div.field {
            label for="choose-state" { (words.state) }
            select #choose-state name="state" {
                option value="" selected[view.state.is_none()] { (capital(words.all_states)) }
                @for each in ReportState::ALL {
                    option value=(each.word()) selected[view.state == Some(each)] { (capital(state(locale, Some(each)))) }
                }
            }
        }
        @match &view.of {
            ReportsOf::Period => {},
            ReportsOf::Kpi { code, .. } => input type="hidden" name="kpi" value=(code);,
            ReportsOf::Dashboard { id, .. } => input type="hidden" name="dashboard" value=(id);,
        }
    }
}

/// A body whose reports are read on demand; on paper all of them are.
fn folded(locale: &Locale, body: &BodyReports) -> Markup {
    let words = &locale.words().owed;
    let whole = |number: usize| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    let all = body.counts.iter().sum();
    let told = body.counts.iter().zip(words.states).filter(|(count, _)| **count > 0);
    let told: Vec<String> = told.map(|(count, state)| format!("{} {state}", whole(*count))).collect();
    html! {
        details.card.owed.letter {
            summary { h2 { (body.name) } " – " (fill(words.reports_of_body, &[&whole(all)])) ": " (told.join(", ")) }
            (rows(locale, &body.name, std::slice::from_ref(body), false))
            @if body.reports.len() < all {
                p.note { (fill(words.shown, &[&whole(body.before + 1), &whole(body.before + body.reports.len()), &whole(all)])) "." }
            }
        }
    }
}

/// The reports of bodies, below the name of each unless that stands above already.
fn rows(locale: &Locale, title: &str, bodies: &[BodyReports], named: bool) -> Markup {
    let words = &locale.words().owed;
    html! {
        div.scroll role="region" tabindex="0" aria-label=(title) {
            table.stacked {
                caption { (title) }
                thead { tr {
                    th scope="col" { (words.report) }
                    th scope="col" { (words.days) }
                    th scope="col" { (words.due) }
                    th scope="col" { (words.received) }
                    th scope="col" { (words.state) }
                } }
                @for body in bodies {
                    tbody {
                        @if named { tr.group { th colspan="5" scope="rowgroup" { (body.name) } } }
                        @for report in &body.reports { tr { (cells(locale, report)) } }
                    }
                }
            }
        }
    }
}

fn cells(locale: &Locale, report: &ReportRow) -> Markup {
    let words = &locale.words().owed;
    let day = |name: &str, day: Option<_>| match day {
        Some(day) => html! { td data-of=(name) { (locale.date(day)) } },
        None => html! { td.none { (quantity::NONE) } },
    };
    let days = match &report.period {
        Some(named) => period::name(locale, named),
        None => locale.date_range(report.days.first_day, report.days.last_day),
    };
    let number = |days: i64| locale.integer(days);
    html! {
        th scope="row" { (report.report) }
        td { (days) }
        (day(words.due, report.due_on))
        (day(words.received, report.received_on))
        @match report.arrival {
            Arrival::OnTime => td.on { (words.on_time) },
            Arrival::Late { days } => td.late { (fill(words.late, &[&number(days)])) },
            Arrival::Missing { days } => td.over { (fill(words.missing, &[&number(days)])) },
            Arrival::NotDue => td { (words.not_due) },
        }
    }
}

/// Links to the lines before and after.
fn pages(locale: &Locale, view: &ReportList) -> Markup {
    let words = locale.words();
    let shown: usize = view.rows.iter().map(|body| body.reports.len()).sum();
    if shown == view.count {
        return html! {};
    }
    let whole = |number: usize| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    let of = match &view.of {
        ReportsOf::Period => address::ReportsAt::Period,
        ReportsOf::Kpi { code, .. } => address::ReportsAt::Kpi(code),
        ReportsOf::Dashboard { id, .. } => address::ReportsAt::Dashboard(id),
    };
    let link = |offset: usize| {
        let address = address::reports(&view.front.ask, &of, view.state);
        address::also(address, &[("offset", &offset.to_string())])
    };
    html! {
        p.note { (fill(words.owed.shown, &[&whole(view.offset + 1), &whole(view.offset + shown), &whole(view.count)])) "." }
        nav.periods aria-label=(words.page) {
            ul {
                @if view.offset > 0 { li { a href=(link(view.offset.saturating_sub(view.limit))) rel="prev" { (words.previous_page) } } }
                @if view.offset + shown < view.count { li { a href=(link(view.offset + shown)) rel="next" { (words.next_page) } } }
            }
        }
    }
}
