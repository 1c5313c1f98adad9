//! Rows of a query or of a record list as a table.

use std::collections::BTreeMap;

use arrow::array::Array;
use maud::{Markup, html};

use super::cell;
use super::figure::NONE;
use super::sentence::{capital, fill};
use crate::locale::Locale;
use crate::query::Rows;
use crate::report::{RecordColumn, RowsView};
use crate::table::Sensitivity;

/// How one column is shown.
#[derive(Default)]
pub(super) struct Shown {
    /// Its heading.
    pub(super) title: String,
    /// How sensitive it is.
    pub(super) sensitivity: Sensitivity,
    /// What says its codes in words, in a record list.
    pub(super) codes: Option<RecordColumn>,
    /// What a reader sees in place of its codes.
    pub(super) labels: BTreeMap<String, String>,
    /// Where its heading leads, where it can sort.
    pub(super) sorting: Option<Sorting>,
}

/// How a column's heading sorts.
pub(super) struct Sorting {
    /// The address of the rows in the order that comes next.
    pub(super) href: String,
    /// Whether the rows stand in its order now, and then which way.
    pub(super) descending: Option<bool>,
}

impl Sorting {
    /// For those who read with a screen reader.
    fn aria(&self) -> Option<&'static str> {
        self.descending.map(|descending| if descending { "descending" } else { "ascending" })
    }
}

/// A named query's rows.
pub(super) fn rows(locale: &Locale, view: &RowsView) -> Markup {
    let column = |(title, labels): (&String, &BTreeMap<String, String>)| Shown {
        title: title.clone(),
        labels: labels.clone(),
        ..Shown::default()
    };
    let shown: Vec<Shown> = view.titles.iter().zip(&view.codes).map(column).collect();
    table(locale, &view.title, &shown, &view.rows)
}

/// Rows in their own box, which scrolls where the page is narrow.
pub(super) fn table(locale: &Locale, caption: &str, shown: &[Shown], rows: &Rows) -> Markup {
    let words = &locale.words().pages;
    if rows.is_empty() {
        return html! { p.note { (words.no_rows) } };
    }
    let numbers: Vec<bool> =
        rows.schema.fields().iter().map(|field| cell::is_number(field.data_type())).collect();
    html! {
        div.scroll role="region" tabindex="0" aria-label=(caption) {
            table {
                caption { (caption) }
                thead {
                    tr {
                        @for (column, number) in shown.iter().zip(&numbers) {
                            th class=[number.then_some("n")] scope="col" aria-sort=[column.sorting.as_ref().and_then(Sorting::aria)] {
                                (heading(column))
                                @if let Some(level) = level(locale, column.sensitivity) { " " span.mark.late { (level) } }
                            }
                        }
                    }
                }
                tbody {
                    @for batch in &rows.batches {
                        @for row in 0..batch.num_rows() {
                            tr {
                                @for ((column, shown), number) in batch.columns().iter().zip(shown).zip(&numbers) {
                                    td class=[number.then_some("n")] { (value(locale, column.as_ref(), shown, row)) }
                                }
                            }
                        }
                    }
                }
            }
        }
        @if rows.truncated { p.note { (fill(words.truncated, &[&rows.len().to_string()])) } }
    }
}

/// A title, which leads to the rows in its order where it can sort them.
fn heading(column: &Shown) -> Markup {
    let title = capital(&column.title);
    let Some(sorting) = &column.sorting else { return html! { (title) } };
    let sign = sorting.descending.map(|descending| if descending { "▼" } else { "▲" });
    html! { a href=(sorting.href) rel="nofollow" { (title) @if let Some(sign) = sign { " " span aria-hidden="true" { (sign) } } } }
}

fn value(locale: &Locale, column: &dyn Array, shown: &Shown, row: usize) -> String {
    let Some(text) = cell::text(locale, column, row) else { return NONE.to_owned() };
    let own = shown.labels.get(&text).cloned();
    own.unwrap_or_else(|| shown.codes.as_ref().map_or(text.clone(), |column| column.in_words(&text)))
}

/// The word for columns that may not travel far.
fn level(locale: &Locale, sensitivity: Sensitivity) -> Option<&'static str> {
    let words = &locale.words().pages;
    match sensitivity {
        Sensitivity::Public | Sensitivity::Internal => None,
        Sensitivity::Personal => Some(words.personal),
        Sensitivity::Sensitive => Some(words.sensitive),
    }
}
