//! The records behind a number.

use maud::{Markup, html};

use super::rows::{Heading, Sorting, table};
use super::sentence::fill;
use super::shell::{Here, facts, page};
use super::{address, controls, downloads, period};
use crate::kpi::UNKNOWN;
use crate::kpi::records::{Page, Sort};
use crate::locale::Locale;
use crate::report::{RecordsReport, RecordsView};

/// How many records a reader can ask for on one page.
const PAGE_SIZES: [usize; 4] = [20, 50, 100, 500];

/// A page of the records of a KPI.
pub fn records(report: &RecordsReport, locale: &Locale) -> Markup {
    let words = locale.words();
    let RecordsReport { front, kpi, filters, unfiltered, records: view } = report;
    let title = format!("{}: {}", words.records, kpi.title);
    let main = html! {
        h1 { (title) " " span.code { (kpi.code) } }
        (facts(locale, front, &view.period))
        (controls::in_force(locale, filters))
        @if !unfiltered.is_empty() {
            p.note { (super::sentence::capital(words.unfiltered_by)) " " (unfiltered.join(", ")) "." }
        }
        p { a href=(address::kpi(&kpi.code, &front.ask, &view.period)) { (words.back) ": " (kpi.title) ", " (period::name(locale, &view.period)) } }
        section.card.wide {
            (told(locale, view))
            (downloads::line(words.downloads.records, &front.formats, |format| {
                address::records_file(format, &kpi.code, &front.ask, &view.period, view.page.sort.as_ref())
            }))
            (size(locale, report))
            @if !view.table.is_empty() {
                p.note { (words.controls.sort_note) }
                (table(locale, words.records, &view.table, &|name| Heading { sorting: Some(sorting(report, name)), marked: true }))
            }
            (pages(locale, report))
        }
    };
    page(locale, front, Here::Catalogue, &title, &main)
}

/// How many records there are, and the first of them in the order of their days.
pub(super) fn first(locale: &Locale, view: &RecordsView) -> Markup {
    html! { (told(locale, view)) @if !view.table.is_empty() { (table(locale, locale.words().records, &view.table, &|_| Heading { sorting: None, marked: true })) } }
}

/// How many records there are, and how many of them do not count, a sentence each.
pub fn records_told(locale: &Locale, count: u64, blank: u64) -> Vec<String> {
    let number = |number: u64| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    let all = fill(locale.words().pages.records_counted, &[&number(count - blank)]);
    let blank = (blank > 0).then(|| fill(locale.words().numbers.blank_records, &[&number(blank)]));
    std::iter::once(all).chain(blank).map(|text| format!("{text}.")).collect()
}

/// How many records there are, and which of them these are.
fn told(locale: &Locale, view: &RecordsView) -> Markup {
    let words = &locale.words().pages;
    let whole = |number: usize| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    let count = |number: u64| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    let (first, last) = (view.page.offset + 1, view.page.offset + view.table.len());
    html! {
        p {
            (fill(words.records_counted, &[&count(view.count - view.blank)]))
            @if !view.table.is_empty() { ", " (fill(words.records_shown, &[&whole(first), &whole(last)])) }
            "."
            @if view.blank > 0 { " " (fill(locale.words().numbers.blank_records, &[&count(view.blank)])) "." }
            @if view.table.is_empty() && view.count > 0 { " " (locale.words().controls.past_the_end) }
        }
    }
}

/// Where a heading leads: up first, then down, then up again.
fn sorting(report: &RecordsReport, column: &str) -> Sorting {
    let RecordsReport { front, kpi, records: RecordsView { period, page, .. }, .. } = report;
    let now = page.sort.as_ref().filter(|sort| sort.column == column).map(|sort| sort.descending);
    let sort = Sort { column: column.to_owned(), descending: now == Some(false) };
    // Another order begins at its beginning.
    let page = Page { sort: Some(sort), offset: 0, limit: page.limit };
    Sorting { href: address::records(&kpi.code, &front.ask, period, &page), descending: now }
}

/// The choice of how many records a page has.
fn size(locale: &Locale, report: &RecordsReport) -> Markup {
    let words = locale.words();
    let RecordsReport { front, kpi, records: view, .. } = report;
    let now = view.page.limit;
    let ask = &front.ask;
    let mut sizes = PAGE_SIZES.to_vec();
    if !sizes.contains(&now) {
        sizes.push(now);
        sizes.sort_unstable();
    }
    html! {
        form.size method="get" action=(address::records_path(&kpi.code)) {
            input type="hidden" name="period" value=(ask.period.clone().unwrap_or_else(|| view.period.name()));
            @for (dimension, members) in ask.filters.iter() {
                @for member in members { input type="hidden" name=(dimension) value=(member.as_deref().unwrap_or(UNKNOWN)); }
            }
            @for (name, value) in address::others(ask) { input type="hidden" name=(name) value=(value); }
            @if let Some(sort) = &view.page.sort { input type="hidden" name="sort" value=(address::sort_word(sort)); }
            label for="choose-limit" { (words.controls.page_size) }
            select #choose-limit name="limit" {
                @for size in sizes { option value=(size) selected[size == now] { (size) } }
            }
            button type="submit" { (words.apply) }
        }
    }
}

fn pages(locale: &Locale, report: &RecordsReport) -> Markup {
    let words = locale.words();
    let RecordsReport { front, kpi, records: view, .. } = report;
    let Page { sort, offset, limit } = &view.page;
    let (offset, limit) = (*offset, (*limit).max(1));
    let count = usize::try_from(view.count).unwrap_or(usize::MAX);
    let last = count.saturating_sub(1) / limit * limit;
    let link = |offset: usize| {
        let page = Page { sort: sort.clone(), offset, limit };
        address::records(&kpi.code, &front.ask, &view.period, &page)
    };
    let whole = |number: usize| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    html! {
        @if offset > 0 || last > 0 {
            nav.periods aria-label=(words.page) {
                ul {
                    @if offset > 0 {
                        li { a href=(link(0)) { (words.controls.first_page) } }
                        li { a href=(link(offset.saturating_sub(limit).min(last))) rel="prev" { (words.previous_page) } }
                    }
                    li { (fill(words.controls.page_of, &[&whole(offset / limit + 1), &whole(last / limit + 1)])) }
                    @if offset + limit < count {
                        li { a href=(link(offset + limit)) rel="next" { (words.next_page) } }
                        li { a href=(link(last)) { (words.controls.last_page) } }
                    }
                }
            }
        }
    }
}
