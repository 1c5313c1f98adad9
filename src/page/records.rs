//! The records behind a number.

use maud::{Markup, html};

use super::rows::{Shown, table};
use super::sentence::fill;
use super::shell::{Here, facts, page};
use super::{address, controls};
use crate::kpi::{Kpi, records::COUNTED_IN};
use crate::locale::Locale;
use crate::report::{FilterView, Frontmatter, RecordsView};

/// A page of the records of a KPI; `filters` are those whose choice it tells.
pub fn records(
    front: &Frontmatter,
    kpi: &Kpi,
    filters: &[FilterView],
    view: &RecordsView,
    locale: &Locale,
) -> Markup {
    let words = locale.words();
    let period = &view.period;
    let title = format!("{}: {}", words.records, kpi.title);
    let main = html! {
        h1 { (title) " " span.code { (kpi.code) } }
        (facts(locale, front, period))
        (controls::in_force(locale, filters))
        p { a href=(address::kpi(&kpi.code, &front.ask, period)) { (words.back) ": " (kpi.title) } }
        section.card.wide {
            (list(locale, kpi, view))
            (pages(locale, front, kpi, view))
        }
    };
    page(locale, front, Here::Catalogue, &title, &main)
}

/// How many records there are, and those of this page.
pub(super) fn list(locale: &Locale, kpi: &Kpi, view: &RecordsView) -> Markup {
    let words = &locale.words().pages;
    let whole = |number: usize| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    let names = view.rows.schema.fields().iter().map(|field| field.name().clone());
    let shown: Vec<Shown> = names
        .zip(&view.titles)
        .zip(&view.sensitivity)
        .zip(&view.labels)
        .map(|(((name, title), sensitivity), labels)| {
            let counted_in = name == COUNTED_IN;
            let own = kpi.columns.iter().map(|column| (column.name.clone(), column.label.clone()));
            Shown {
                title: title.clone(),
                sensitivity: *sensitivity,
                labels: if counted_in { own.collect() } else { labels.clone() },
                list: counted_in,
            }
        })
        .collect();
    let count = locale.integer(i64::try_from(view.count).unwrap_or(i64::MAX));
    html! {
        p {
            (fill(words.records_counted, &[&count]))
            @if !view.rows.is_empty() {
                ", " (fill(words.records_shown, &[&whole(view.offset + 1), &whole(view.offset + view.rows.len())]))
            }
            "."
        }
        @if !view.rows.is_empty() { (table(locale, locale.words().records, &shown, &view.rows)) }
    }
}

fn pages(locale: &Locale, front: &Frontmatter, kpi: &Kpi, view: &RecordsView) -> Markup {
    let words = locale.words();
    let page = view.offset.checked_div(view.limit).unwrap_or(0) + 1;
    let more = u64::try_from(view.offset + view.rows.len()).is_ok_and(|shown| shown < view.count);
    let link = |offset: usize| address::records(&kpi.code, &front.ask, &view.period, offset);
    html! {
        @if view.offset > 0 || more {
            nav.periods aria-label=(words.page) {
                ul {
                    @if view.offset > 0 { li { a href=(link(view.offset.saturating_sub(view.limit))) rel="prev" { (words.previous_page) } } }
                    li { (words.page) " " (page) }
                    @if more { li { a href=(link(view.offset + view.limit)) rel="next" { (words.next_page) } } }
                }
            }
        }
    }
}
