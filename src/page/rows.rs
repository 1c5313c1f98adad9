//! Rows of a query or of a record list as a table.

use std::collections::BTreeMap;

use arrow::array::Array;
use maud::{Markup, html};

use super::cell;
use super::figure::NONE;
use super::sentence::fill;
use crate::locale::Locale;
use crate::query::Rows;
use crate::report::RowsView;
use crate::table::Sensitivity;

/// How one column is shown.
#[derive(Default)]
pub(super) struct Shown {
    /// Its heading.
    pub(super) title: String,
    /// How sensitive it is.
    pub(super) sensitivity: Sensitivity,
    /// What a reader sees in place of a code.
    pub(super) labels: BTreeMap<String, String>,
    /// Whether a cell is a list of codes, parted by spaces.
    pub(super) list: bool,
}

/// A named query's rows.
pub(super) fn rows(locale: &Locale, view: &RowsView) -> Markup {
    let shown: Vec<Shown> =
        view.titles.iter().map(|title| Shown { title: title.clone(), ..Shown::default() }).collect();
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
                            th class=[number.then_some("n")] scope="col" {
                                (column.title)
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

fn value(locale: &Locale, column: &dyn Array, shown: &Shown, row: usize) -> String {
    let Some(text) = cell::text(locale, column, row) else { return NONE.to_owned() };
    let labelled = |code: &str| shown.labels.get(code).cloned().unwrap_or_else(|| code.to_owned());
    if shown.list {
        text.split_whitespace().map(labelled).collect::<Vec<_>>().join("; ")
    } else if shown.labels.is_empty() {
        text
    } else {
        labelled(&text)
    }
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
