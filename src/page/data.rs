//! What arrived: from whom, for which period, and what was set aside and why.

use std::collections::BTreeMap;

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::address::ReportsAt;
use super::lead::Leads;
use super::oddities::oddities;
use super::refusal::refusal;
use super::sentence::fill;
use super::shell::{Here, facts, page};
use super::{
    address, arrivals, caveat, checks, controls, downloads, figures, finding, period, quantity, reason, tile,
};
use crate::diagnostic::visible_ends;
use crate::kpi::few;
use crate::locale::Locale;
use crate::report::{
    CodeView, DataView, FailedView, OutsideView, PanelView, RejectedRow, RejectedValue, RejectedView,
    TableState,
};
use crate::table::{Fatal, NewestRow, by_place};

const PATH: &str = "/data";

/// The page on the data.
pub fn data(view: &DataView, locale: &Locale) -> Markup {
    let words = locale.words();
    let front = &view.front;
    let shown = &front.edition.period;
    let main = html! {
        h1 { (words.data) }
        (facts(locale, front, shown))
        (controls::in_force(locale, &view.filters))
        (summary(locale, view))
        (controls::controls(locale, PATH, front, &view.filters))
        (controls::parted(locale, PATH, front, false))
        (downloads::line(words.downloads.dashboard, &front.formats, |format| {
            address::file(&format!("{PATH}/export"), format, &front.ask, shown)
        }))
        (unkept(locale, view))
        (files(locale, view))
        @if !view.failed.is_empty() {
            section.card #failed {
                h2 { (words.data_page.failed) }
                ul { @for each in &view.failed { (failed(locale, view, each)) } }
            }
        }
        section.card.wide #reports {
            h2 { (words.data_page.reports) }
            @if view.reports.is_empty() { p { (words.data_page.no_reports) "." } }
            @else {
                p.note { (fill(words.data_page.belong, &[&period::name(locale, shown), &locale.date(view.known)])) }
                p.note { (words.data_page.legend) }
            }
            @for report in &view.reports { (arrivals::matrix(locale, view, report)) }
        }
        @if !view.checks.is_empty() {
            section.card.wide #checks {
                h2 { (words.data_page.checks) }
                (checks::checks(locale, &view.front.ask, &view.checks))
            }
        }
        @for panel in &view.bodies { (by_body(locale, view, panel)) }
        section.card.wide #tables {
            h2 { (words.data_page.tables) }
            (tables(locale, &view.tables))
            @if view.tables.iter().any(|table| table.superseded > 0) { p.note { (words.data_page.superseded_note) } }
        }
        (oddities(locale, &view.odd))
        section.card.wide #rejected {
            h2 { (words.data_page.rejected) }
            (rejected(locale, &view.rejected))
            (pages(locale, view))
        }
        @if !view.codes.is_empty() {
            section.card.wide #codes {
                h2 { (words.data_page.codes) }
                ul { @for each in &view.codes { li { (code(locale, each)) } } }
            }
        }
        @if !view.outside.is_empty() {
            section.card #outside {
                h2 { (words.data_page.outside) }
                ul { @for each in &view.outside { (outside(locale, view, each)) } }
            }
        }
    };
    page(locale, front, Here::Data, words.data, &main)
}

/// That nothing is kept, and why: in the words of the log, for who looks after the machine.
fn unkept(locale: &Locale, view: &DataView) -> Markup {
    let words = &locale.words().data_page;
    html! {
        @if let Some(because) = &view.unkept {
            section.card #unkept role="note" {
                h2 { (words.unkept) }
                p { (words.unkept_note) ":" }
                pre.problem.warning tabindex="0" lang="en" { (because) }
            }
        }
    }
}

fn failed(locale: &Locale, view: &DataView, each: &FailedView) -> Markup {
    html! {
        li {
            a href=(address::same(&address::kpi_path(&each.code), &view.front.ask)) { (each.title) }
            " " span.code { (each.code) } ": " (reason::hindered(locale, each.hindrance))
        }
    }
}

fn whole(locale: &Locale, number: usize) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn many(locale: &Locale, number: u64) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A code that nobody knows, and where it stands.
fn code(locale: &Locale, view: &CodeView) -> String {
    let words = &locale.words().data_page;
    let nearest = view.nearest.as_ref().map(|nearest| format!(" {}", fill(words.code_nearest, &[nearest])));
    let (nearest, records) = (nearest.unwrap_or_default(), many(locale, view.records));
    fill(
        words.code,
        &[&visible_ends(&view.code), &view.dimension, &nearest, &records, &view.places.join(", ")],
    )
}

/// The state of the data in a few sentences.
fn summary(locale: &Locale, view: &DataView) -> Markup {
    let words = &locale.words().data_page;
    let date = locale.date(view.front.edition.data_date);
    let of = period::name(locale, &view.front.edition.period);
    let set_aside: u64 = view.tables.iter().map(|table| table.set_aside).sum();
    let copies: u64 = view.tables.iter().map(|table| table.copies).sum();
    let unstated: u64 = view.tables.iter().map(|table| table.unstated).sum();
    let amounts: Vec<i128> = view.tables.iter().filter_map(|table| table.money_set_aside).collect();
    let amount = Decimal::try_from_i128_with_scale(amounts.iter().sum(), 0).ok();
    let rows = many(locale, set_aside);
    html! {
        div.summary {
            p {
                @match view.newest {
                    Some(newest) => (fill(words.summary_dates, &[&date, &locale.date(newest)])),
                    None => (fill(words.summary_no_report, &[&date])),
                }
                " "
                @if let Some(row) = &view.deciding { (deciding(locale, row)) " " }
                @if view.expected == 0 { (fill(words.summary_none_owed, &[&of])) }
                @else {
                    a href=(address::reports(&view.front.ask, &ReportsAt::Period, None)) {
                        (fill(words.summary_reported, &[&whole(locale, view.reported), &whole(locale, view.expected), &of]))
                    }
                }
                " "
                @match amount.filter(|amount| !amount.is_zero()) {
                    _ if set_aside == 0 => (words.summary_nothing_aside),
                    Some(amount) => (fill(words.summary_set_aside_money, &[&rows, &locale.money(amount)])),
                    None => (fill(words.summary_set_aside, &[&rows])),
                }
                @if copies > 0 { " " (fill(words.summary_copies, &[&many(locale, copies)])) }
                @if unstated > 0 { " " (fill(words.summary_unstated, &[&many(locale, unstated)])) }
                @if !view.fatal.is_empty() {
                    " " strong { (fill(words.summary_fatal, &[&whole(locale, view.fatal.len())])) }
                }
            }
        }
    }
}

/// From which row the data date comes. Its key may say who somebody is, and stays with the command line.
fn deciding(locale: &Locale, row: &NewestRow) -> Markup {
    let words = &locale.words().data_page;
    let lonely = row.next.filter(|_| row.stands_alone());
    html! {
        (fill(words.deciding_row, &[&many(locale, row.row), &row.file]))
        @if let Some(next) = lonely { " " strong { (fill(words.lonely_day, &[&locale.date(next)])) } }
    }
}

/// Files that are there and not counted.
fn files(locale: &Locale, view: &DataView) -> Markup {
    let words = &locale.words().data_page;
    let list = |title: &str, note: Option<&str>, paths: &[String]| {
        html! {
            @if !paths.is_empty() {
                section.card { h2 { (title) } @if let Some(note) = note { p { (note) } } ul { @for path in paths { li { code.hash { (path) } } } } }
            }
        }
    };
    let fatal: Vec<(&str, &Fatal)> = view.fatal.iter().map(|(path, why)| (path.as_str(), why)).collect();
    html! {
        div #files { (unusable(locale, &fatal)) }
        (list(words.lost, Some(words.lost_note), &view.lost))
        (list(words.replaced_files, None, &view.replaced))
        (list(words.arriving, None, &view.arriving))
        (places(locale, words.unknown, &view.unknown, &view.meant))
        (places(locale, words.passed, &view.passed, &BTreeMap::new()))
    }
}

/// Files by the place in which they stand, with the table that each is probably meant to be: there may be thousands.
pub(super) fn places(
    locale: &Locale,
    title: &str,
    paths: &[String],
    meant: &BTreeMap<String, String>,
) -> Markup {
    html! {
        @if !paths.is_empty() {
            section.card {
                h2 { (title) }
                ul {
                    @for (place, files) in by_place(paths) {
                        li {
                            @if files.len() > 1 { (place) ": " (fill(locale.words().data_page.number_of_files, &[&whole(locale, files.len())])) ": " }
                            code.hash { (few(files)) }
                            @if let Some(table) = meant.get(place) { " " (fill(locale.words().data_page.code_nearest, &[table])) }
                        }
                    }
                }
            }
        }
    }
}

/// The files of which no row is used, why, and what to do.
pub(super) fn unusable(locale: &Locale, files: &[(&str, &Fatal)]) -> Markup {
    let words = &locale.words().data_page;
    html! {
        @if !files.is_empty() {
            section.card {
                h2 { (words.fatal) }
                p { (words.fatal_note) }
                ul { @for (path, why) in files { li { code.hash { (path) } ": " (finding::fatal(locale, why)) } } }
            }
        }
    }
}

/// A KPI that speaks of reports or data, by body.
fn by_body(locale: &Locale, view: &DataView, panel: &PanelView) -> Markup {
    let front = &view.front;
    html! {
        section.card.wide {
            @match panel {
                PanelView::Table(table) => {
                    @let (head, total) = (&table.head, &table.breakdown.total);
                    h2 {
                        a href=(address::kpi(&head.kpi.code, &front.ask, &total.period)) { (head.title) }
                        " " span.code { (head.kpi.code) }
                    }
                    p.over { (head.kpi.definition) }
                    (figures::table(locale, table, &Leads::of(&front.ask, &[])))
                    (tile::notes(locale, head, total, front.edition.period.days()))
                }
                PanelView::Broken { title, error } => {
                    h2 { (title) }
                    p.broken { strong { (locale.words().failed) "." } " " (refusal(error, locale).sentence) }
                }
                // Nothing else is made of a KPI by body.
                _ => {}
            }
        }
    }
}

fn tables(locale: &Locale, tables: &[TableState]) -> Markup {
    let words = &locale.words().data_page;
    let money = tables
        .iter()
        .any(|table| table.unstated > 0 || table.money_set_aside.is_some_and(|amount| amount != 0));
    let currency = locale.currency();
    let copies = tables.iter().any(|table| table.copies > 0);
    let amount = |table: &TableState| {
        let amount = table.money_set_aside.and_then(|a| Decimal::try_from_i128_with_scale(a, 0).ok());
        match amount {
            Some(amount) if table.unstated == 0 => quantity::in_full(locale, Some(amount), currency),
            Some(amount) if amount.is_zero() => words.unstated.to_owned(),
            Some(amount) => {
                let more = fill(words.also_unstated, &[&many(locale, table.unstated)]);
                format!("{} {more}", quantity::in_full(locale, Some(amount), currency))
            }
            None => quantity::NONE.to_owned(),
        }
    };
    html! {
        div.scroll role="region" tabindex="0" aria-label=(words.tables) {
            table.stacked {
                caption { (words.tables) }
                thead {
                    tr {
                        th scope="col" { (locale.words().pages.table) }
                        th.n scope="col" { (words.files) }
                        th.n scope="col" { (words.arrived) }
                        th.n scope="col" { (words.set_aside) }
                        @if copies { th.n scope="col" { (words.copies) } }
                        th.n scope="col" { (words.superseded) }
                        @if money { th.n scope="col" { (words.money) @if !currency.label.is_empty() { " (" (currency.label) ")" } } }
                    }
                }
                tbody {
                    @for table in tables {
                        tr {
                            th scope="row" { (table.title) @if table.title != table.name { " " span.code { (table.name) } } }
                            @if table.files == 0 { td.n data-of=(words.files) { span.note { (words.no_file) } } }
                            @else { td.n data-of=(words.files) { (whole(locale, table.files)) } }
                            td.n data-of=(words.arrived) { (many(locale, table.rows)) }
                            td.n data-of=(words.set_aside) { (many(locale, table.set_aside)) }
                            @if copies { td.n data-of=(words.copies) { (many(locale, table.copies)) } }
                            td.n data-of=(words.superseded) { (many(locale, table.superseded)) }
                            @if money { td.n data-of=(words.money) { (amount(table)) } }
                        }
                    }
                }
            }
        }
    }
}

fn rejected(locale: &Locale, view: &RejectedView) -> Markup {
    let words = &locale.words().data_page;
    if view.rows.is_empty() {
        return html! { p { (words.rejected_none) "." } };
    }
    let place = [view.offset + 1, view.offset + view.rows.len(), view.count].map(|each| whole(locale, each));
    html! {
        p.note { (fill(words.rejected_shown, &[&place[0], &place[1], &place[2]])) "." }
        div.scroll role="region" tabindex="0" aria-label=(words.rejected) {
            table.stacked {
                caption { (words.rejected) }
                thead {
                    tr {
                        th scope="col" { (words.body) }
                        th scope="col" { (locale.words().pages.table) }
                        th scope="col" { (locale.words().reason) }
                        th scope="col" { (words.column) }
                        th scope="col" { (locale.words().value) }
                        th scope="col" { (words.fate) }
                        @if view.rows.iter().any(|row| row.place.is_some()) {
                            th scope="col" { (locale.words().pages.file) }
                            th.n scope="col" { (words.row) }
                        }
                    }
                }
                tbody { @for row in &view.rows { (rejected_row(locale, row)) } }
            }
        }
    }
}

fn rejected_row(locale: &Locale, row: &RejectedRow) -> Markup {
    let words = &locale.words().data_page;
    html! {
        tr {
            td { (row.organization.as_deref().unwrap_or(quantity::NONE)) }
            td data-of=(locale.words().pages.table) { (row.table) }
            td data-of=(locale.words().reason) { (finding::rule(locale, row.rule)) }
            td data-of=(words.column) { (row.column) }
            @match &row.value {
                RejectedValue::Text(text) => td data-of=(locale.words().value) { (text) },
                RejectedValue::Empty => td data-of=(locale.words().value) { span.note { (words.empty) } },
                RejectedValue::Hidden => td data-of=(locale.words().value) { span.note { (words.hidden) } },
            }
            td data-of=(words.fate) { (if row.kept { words.kept } else { words.aside }) }
            @if let Some((file, row)) = &row.place {
                td data-of=(locale.words().pages.file) { code.hash { (file) } }
                td.n data-of=(words.row) { (many(locale, *row)) }
            }
        }
    }
}

/// Links to the page before and after, in the list of rows.
fn pages(locale: &Locale, view: &DataView) -> Markup {
    let words = locale.words();
    let RejectedView { rows, count, offset, limit } = &view.rejected;
    let more = offset + rows.len() < *count && !rows.is_empty();
    let link = |offset: usize| {
        let offset = offset.to_string();
        let place: &[(&str, &str)] = if offset == "0" { &[] } else { &[("offset", &offset)] };
        format!("{}#rejected", address::also(address::same(PATH, &view.front.ask), place))
    };
    html! {
        @if *offset > 0 || more {
            nav.periods aria-label=(words.page) {
                ul {
                    @if *offset > 0 { li { a href=(link(offset.saturating_sub(*limit))) rel="prev" { (words.previous_page) } } }
                    li { (words.page) " " (whole(locale, offset.checked_div(*limit).unwrap_or(0) + 1)) }
                    @if more { li { a href=(link(offset + limit)) rel="next" { (words.next_page) } } }
                }
            }
        }
    }
}

fn outside(locale: &Locale, view: &DataView, each: &OutsideView) -> Markup {
    let why = caveat::outside(locale, each.outside);
    html! {
        li {
            a href=(address::same(&address::kpi_path(&each.code), &view.front.ask)) { (each.title) }
            " " span.code { (each.code) } ": " (why)
        }
    }
}
