//! The records behind a number.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::chips::{self, Chip, chips};
use super::rows::{Heading, Look, Narrow, Sorting, identified, table, value};
use super::sentence::{capital, fill, inside, list};
use super::shell::{Here, facts, page};
use super::{address, caveat, downloads, figure, period, terms};
use crate::kpi::records::{COUNTED_IN, CountedIn, Only, Page, Sort};
use crate::kpi::{Aggregate, Caveat, Kpi, Role, UNKNOWN, ValueColumn};
use crate::locale::Locale;
use crate::report::{Ask, Column, RecordsReport, RecordsView, RowCell};

/// How many records a reader can ask for on one page.
const PAGE_SIZES: [usize; 4] = [20, 50, 100, 500];

/// A page of the records of a KPI.
pub fn records(report: &RecordsReport, locale: &Locale) -> Markup {
    let words = locale.words();
    let RecordsReport { front, kpi, filters: _, unfiltered, figure: _, records: view } = report;
    let title = format!("{}: {}", words.records, kpi.title);
    let main = html! {
        h1 { (title) " " span.code { (kpi.code) } }
        (facts(locale, front, &view.period))
        (chips(locale, &narrowed(locale, report)))
        @if !unfiltered.is_empty() {
            p.note { (capital(words.unfiltered_by)) " " (unfiltered.join(", ")) "." }
        }
        p { a href=(address::kpi(&kpi.code, &front.ask, &view.period)) { (words.back) ": " (kpi.title) ", " (period::name(locale, &view.period)) } }
        section.card.wide.list {
            (of_figure(locale, report))
            (told(locale, kpi, view))
            (repeated(locale, kpi, view))
            (choice(locale, report))
            (downloads::line(words.downloads.records, &front.formats, |format| {
                address::records_file(format, &kpi.code, &front.ask, &view.period, &view.page)
            }))
            @if !view.table.is_empty() {
                p.note { (words.controls.sort_note) @if has_uncounted(kpi, view) { " " (words.records_page.uncounted) } }
                (rows(locale, &front.ask, kpi, view, &|name| Heading { sorting: Some(sorting(report, name)), marked: true }))
            }
            (pages(locale, report))
        }
    };
    page(locale, front, Here::Catalogue, &title, &main)
}

/// How many records there are, and the first of them in the order of their days.
pub(super) fn first(locale: &Locale, ask: &Ask, kpi: &Kpi, view: &RecordsView) -> Markup {
    html! {
        (told(locale, kpi, view))
        (repeated(locale, kpi, view))
        @if !view.table.is_empty() { (rows(locale, ask, kpi, view, &|_| Heading { sorting: None, marked: true })) }
    }
}

/// How many records there are, and how many of them do not count, a sentence each.
pub fn records_told(locale: &Locale, count: u64, blank: u64) -> Vec<String> {
    let all = fill(locale.words().pages.records_counted, &[&whole(locale, count - blank)]);
    let blank = (blank > 0).then(|| fill(locale.words().numbers.blank_records, &[&whole(locale, blank)]));
    std::iter::once(all).chain(blank).map(|text| format!("{text}.")).collect()
}

fn whole(locale: &Locale, number: u64) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The period, the filters, the search and the way of counting, each with the list that it leaves open.
fn narrowed(locale: &Locale, report: &RecordsReport) -> Vec<Chip> {
    let words = locale.words();
    let RecordsReport { front, kpi, filters, records: view, .. } = report;
    let Page { only, .. } = &view.page;
    let at = |only: Only| Page { only, offset: 0, ..view.page.clone() };
    let here = |page: &Page| address::records(&kpi.code, &front.ask, &view.period, page);
    let mut all = Vec::new();
    if front.ask.period.is_some() {
        all.push(Chip {
            told: format!("{}: {}", words.reporting_period, period::name(locale, &view.period)),
            without: address::records_of_any_period(&kpi.code, &front.ask, &at(only.clone())),
        });
    }
    all.extend(chips::of_filters(locale, &front.ask, filters, |ask| {
        address::records(&kpi.code, ask, &view.period, &at(only.clone()))
    }));
    if let Some(way) = &only.counted_in {
        all.push(Chip {
            told: format!("{}: {}", words.counted_in, name(locale, kpi, way)),
            without: here(&at(Only { counted_in: None, ..only.clone() })),
        });
    }
    if !only.words.is_empty() {
        all.push(Chip {
            told: format!("{}: {}", words.search, only.words),
            without: here(&at(Only { words: String::new(), ..only.clone() })),
        });
    }
    all
}

/// What a list is narrowed to, a sentence each; nothing where it has all records.
pub fn narrowed_to(locale: &Locale, kpi: &Kpi, only: &Only) -> Vec<String> {
    let words = locale.words();
    let way =
        only.counted_in.as_ref().map(|way| format!("{}: {}.", words.counted_in, name(locale, kpi, way)));
    let text = (!only.words.is_empty()).then(|| format!("{}: {}.", words.search, only.words));
    way.into_iter().chain(text).collect()
}

/// What a way of counting is called.
fn name(locale: &Locale, kpi: &Kpi, way: &CountedIn) -> String {
    let words = locale.words();
    match way {
        CountedIn::Side(Role::Denominator) => words.denominator.to_owned(),
        CountedIn::Side(Role::Numerator | Role::Beside) => words.numerator.to_owned(),
        CountedIn::Column(name) => kpi
            .columns
            .iter()
            .find(|column| column.name == *name)
            .map_or_else(|| name.clone(), |column| column.label.clone()),
    }
}

/// The figure that all the records give, as the reader saw it.
fn of_figure(locale: &Locale, report: &RecordsReport) -> Markup {
    let RecordsReport { front, kpi, figure, records: view, .. } = report;
    let value = figure::value(locale, kpi, figure);
    let formula = terms::in_words(locale, kpi, figure).map(|own| own.text());
    let formula = formula.filter(|formula| kpi.is_ratio() || *formula != value);
    html! {
        p.figure-of {
            a href=(address::kpi(&kpi.code, &front.ask, &view.period)) { (kpi.title) } ": " b { (value) }
            @if let Some(formula) = formula { " = " (formula) }
        }
        @for excused in figure.caveats.iter().filter(|caveat| matches!(caveat, Caveat::Excused { .. })) {
            p.note { (capital(&caveat::caveat(locale, excused))) "." }
        }
    }
}

/// How many records there are, and which of them these are.
fn told(locale: &Locale, kpi: &Kpi, view: &RecordsView) -> Markup {
    let words = locale.words();
    let place = |number: usize| whole(locale, number as u64);
    let (first, last) = (view.page.offset + 1, view.page.offset + view.table.len());
    let all = match view.page.only == Only::ALL {
        true => fill(words.pages.records_counted, &[&whole(locale, view.count - view.blank)]),
        false => fill(words.records_page.listed, &[&whole(locale, view.count), &whole(locale, view.whole)]),
    };
    html! {
        p role="status" {
            (all)
            @if !view.table.is_empty() { ", " (fill(words.pages.records_shown, &[&place(first), &place(last)])) }
            "."
            @if let Some(sides) = sides(locale, kpi, view) { " " (sides) "." }
            @if view.blank > 0 { " " (fill(words.numbers.blank_records, &[&whole(locale, view.blank)])) "." }
            @if view.table.is_empty() && view.count > 0 { " " (words.controls.past_the_end) }
        }
    }
}

/// What the list's records give above and below the line of a share.
fn sides(locale: &Locale, kpi: &Kpi, view: &RecordsView) -> Option<String> {
    let sum = |role: Role| {
        let own = kpi.columns.iter().zip(&view.sums).filter(|(column, _)| column.role == role);
        let sums: Option<Vec<Decimal>> = own.clone().map(|(_, sum)| *sum).collect();
        let digits = own.map(|(column, _)| column.scale).max().unwrap_or_default();
        let sum: Decimal = sums?.into_iter().sum();
        Some(locale.number(sum, sum.normalize().scale().max(digits)))
    };
    let (above, below) = (sum(Role::Numerator)?, sum(Role::Denominator)?);
    kpi.is_ratio().then(|| fill(locale.words().records_page.sides, &[&above, &below]))
}

/// Why a list has more records than the figure counts.
fn repeated(locale: &Locale, kpi: &Kpi, view: &RecordsView) -> Markup {
    let words = locale.words();
    let several = |(column, sum): (&ValueColumn, &Option<Decimal>)| {
        let own = CountedIn::Column(column.name.clone());
        let records = view.ways.iter().find(|(way, _)| *way == own).map(|(_, count)| *count);
        // With one way only each record that is not blank counts in it.
        let records = records.unwrap_or(view.count - view.blank);
        let number = sum.filter(|_| column.aggregate == Aggregate::Distinct)?;
        (number < Decimal::from(records) && column.role != Role::Beside).then(|| {
            fill(
                words.records_page.repeated,
                &[&format!("{} {}", locale.number(number, 0), column.label), &whole(locale, records)],
            )
        })
    };
    // Beside a narrowed list it would speak of other records than are listed.
    let narrowed = view.page.only.counted_in.is_some();
    let told: Vec<String> = match narrowed {
        true => Vec::new(),
        false => kpi.columns.iter().zip(&view.sums).filter_map(several).collect(),
    };
    // What one is called, where a column says so.
    let units = kpi
        .columns
        .iter()
        .filter(|column| column.aggregate == Aggregate::Distinct && column.role != Role::Beside);
    let mut nouns =
        units.map(|column| &column.unit).filter(|unit| !unit.is_percent() && !unit.label.is_empty());
    let noun = nouns.next().map_or(words.records_page.one, |unit| match unit.one.is_empty() {
        true => unit.label.as_str(),
        false => unit.one.as_str(),
    });
    let spread: Vec<String> = view.spread.iter().map(|title| inside(title)).collect();
    html! {
        @if !told.is_empty() {
            p.note {
                (told.join("; ")) ": "
                @if spread.is_empty() { (fill(words.records_page.once, &[noun])) }
                @else { (fill(words.records_page.spread, &[noun, &list(&spread, words.pages.and)])) }
                "."
            }
        }
    }
}

/// Whether some record is listed with a value that does not count in this period.
fn has_uncounted(kpi: &Kpi, view: &RecordsView) -> bool {
    kpi.columns.len() > 1 && {
        let places: Vec<Option<usize>> =
            kpi.columns.iter().map(|column| view.table.place(&column.name)).collect();
        let told = view.table.place(COUNTED_IN);
        view.table.rows().any(|row| {
            kpi.columns.iter().zip(&places).any(|(column, place)| {
                place.is_some_and(|place| {
                    row.get(place).is_some_and(|cell| *cell != RowCell::Nothing)
                        && !counts(&row, told, &column.name)
                })
            })
        })
    }
}

/// Whether a record counted in a value column.
fn counts(row: &[RowCell], told: Option<usize>, column: &str) -> bool {
    let ways = told.and_then(|place| row.get(place)?.text());
    ways.is_none_or(|ways| ways.split(' ').any(|way| way == column))
}

/// The records under what they add up to.
fn rows(
    locale: &Locale,
    ask: &Ask,
    kpi: &Kpi,
    view: &RecordsView,
    headed: &dyn Fn(&str) -> Heading,
) -> Markup {
    let told = view.table.place(COUNTED_IN);
    let cell = |column: &Column, cell: &RowCell, row: &[RowCell]| {
        let text = value(locale, column, cell);
        let own = kpi.columns.iter().any(|own| own.name == column.name) && *cell != RowCell::Nothing;
        html! { @if own && !counts(row, told, &column.name) { span.note { "(" (text) ")" } } @else { (identified(ask, column, cell, &text)) } }
    };
    let total = total(locale, kpi, view);
    // Where all count in the one column there is, it says nothing.
    let alike = kpi.columns.len() == 1 && view.blank == 0;
    let look = Look {
        headed,
        named: true,
        hidden: &|name| alike && name == COUNTED_IN,
        total: Some(&total),
        narrow: Narrow::Labelled,
        cell: Some(&cell),
        ..Look::plain(ask)
    };
    table(locale, locale.words().records, &view.table, &look)
}

/// What the list's records give, in the columns of a table: its name under the first that is no value.
fn total(locale: &Locale, kpi: &Kpi, view: &RecordsView) -> Vec<Markup> {
    let words = &locale.words().records_page;
    let named = fill(words.total, &[&whole(locale, view.count - view.blank)]);
    let of = |(place, column): (usize, &Column)| {
        let value = kpi.columns.iter().zip(&view.sums).find(|(own, _)| own.name == column.name);
        html! {
            @if place == 0 { (named) @if value.is_some() { ": " } }
            @if let Some((own, Some(sum))) = value { (summed(locale, own, *sum)) }
        }
    };
    view.table.columns.iter().enumerate().map(of).collect()
}

fn summed(locale: &Locale, column: &ValueColumn, sum: Decimal) -> Markup {
    let words = locale.words();
    let number = match column.aggregate {
        Aggregate::Distinct => locale.number(sum, 0),
        // With all its digits, as the rows below have theirs.
        Aggregate::Sum | Aggregate::Median | Aggregate::P90 => {
            locale.number(sum, sum.normalize().scale().max(column.scale))
        }
    };
    let how = match column.aggregate {
        Aggregate::Sum => None,
        Aggregate::Distinct => Some(words.records_page.distinct),
        Aggregate::Median => Some(words.pages.as_median),
        Aggregate::P90 => Some(words.pages.as_p90),
    };
    html! { (number) @if let Some(how) = how { " " span.note { (how) } } }
}

/// Where a heading leads: up first, then down, then up again.
fn sorting(report: &RecordsReport, column: &str) -> Sorting {
    let RecordsReport { front, kpi, records: RecordsView { period, page, .. }, .. } = report;
    let now = page.sort.as_ref().filter(|sort| sort.column == column).map(|sort| sort.descending);
    let sort = Sort { column: column.to_owned(), descending: now == Some(false) };
    // Another order begins at its beginning.
    let page = Page { sort: Some(sort), offset: 0, ..page.clone() };
    Sorting { href: address::records(&kpi.code, &front.ask, period, &page), descending: now }
}

/// The search, the way of counting, and how many records a page has.
fn choice(locale: &Locale, report: &RecordsReport) -> Markup {
    let words = locale.words();
    let RecordsReport { front, kpi, records: view, .. } = report;
    let Page { only, limit: now, .. } = &view.page;
    let ask = &front.ask;
    let mut sizes = PAGE_SIZES.to_vec();
    if !sizes.contains(now) {
        sizes.push(*now);
        sizes.sort_unstable();
    }
    html! {
        form.controls method="get" action=(address::records_path(&kpi.code)) aria-label=(words.records_page.search) {
            input type="hidden" name="period" value=(ask.period.clone().unwrap_or_else(|| view.period.name()));
            @for (dimension, members) in ask.filters.iter() {
                @for member in members { input type="hidden" name=(dimension) value=(member.as_deref().unwrap_or(UNKNOWN)); }
            }
            @for (name, value) in address::others(ask) { input type="hidden" name=(name) value=(value); }
            @if let Some(sort) = &view.page.sort { input type="hidden" name="sort" value=(address::sort_word(sort)); }
            div.field {
                label for="search" { (words.records_page.search) }
                input #search type="search" name="q" value=(only.words) maxlength="200" autocomplete="off";
            }
            @if !view.ways.is_empty() {
                div.field {
                    label for="choose-way" { (words.counted_in) }
                    select #choose-way name="counted_in" {
                        option value="" { (words.all) }
                        @for (way, count) in &view.ways {
                            option value=(way.word()) selected[only.counted_in.as_ref() == Some(way)] {
                                (fill(words.records_page.way, &[&name(locale, kpi, way), &whole(locale, *count)]))
                            }
                        }
                    }
                }
            }
            div.field {
                label for="choose-limit" { (words.controls.page_size) }
                select #choose-limit name="limit" {
                    @for size in sizes { option value=(size) selected[size == *now] { (size) } }
                }
            }
            div.actions { button type="submit" { (words.apply) } }
        }
    }
}

fn pages(locale: &Locale, report: &RecordsReport) -> Markup {
    let words = locale.words();
    let RecordsReport { front, kpi, records: view, .. } = report;
    let (offset, limit) = (view.page.offset, view.page.limit.max(1));
    let count = usize::try_from(view.count).unwrap_or(usize::MAX);
    let last = count.saturating_sub(1) / limit * limit;
    let link = |offset: usize| {
        let page = Page { offset, limit, ..view.page.clone() };
        address::records(&kpi.code, &front.ask, &view.period, &page)
    };
    let place = |number: usize| whole(locale, number as u64);
    html! {
        @if offset > 0 || last > 0 {
            nav.periods aria-label=(words.page) {
                ul {
                    @if offset > 0 {
                        li { a href=(link(0)) { (words.controls.first_page) } }
                        li { a href=(link(offset.saturating_sub(limit).min(last))) rel="prev" { (words.previous_page) } }
                    }
                    li { (fill(words.controls.page_of, &[&place(offset / limit + 1), &place(last / limit + 1)])) }
                    @if offset + limit < count {
                        li { a href=(link(offset + limit)) rel="next" { (words.next_page) } }
                        li { a href=(link(last)) { (words.controls.last_page) } }
                    }
                }
            }
        }
    }
}
