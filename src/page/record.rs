//! One record of a table: each of its columns in a line.

use maud::{Markup, html};

use super::rows::{identified, level, value};
use super::sentence::capital;
use super::shell::{Here, dates, page};
use crate::locale::Locale;
use crate::report::RecordView;

/// The page of a record.
pub fn record(view: &RecordView, locale: &Locale) -> Markup {
    let words = locale.words();
    let title = format!("{}: {}", capital(&view.title), view.key);
    let main = html! {
        h1 { (capital(&view.title)) " " span.code { (view.key) } }
        (dates(locale, &view.front))
        section.card {
            @for row in view.rows.rows() {
                div.scroll role="region" tabindex="0" aria-label=(title) {
                    table {
                        caption { (title) }
                        thead { tr { th scope="col" { (words.records_page.column) } th scope="col" { (words.value) } } }
                        tbody {
                            @for (column, cell) in view.rows.columns.iter().zip(&row) {
                                tr {
                                    th scope="row" { (capital(&column.title)) @if let Some(level) = level(locale, column.sensitivity) { " " span.mark.late { (level) } } }
                                    td { (identified(&view.front.ask, column, cell, &value(locale, column, cell))) }
                                }
                            }
                            @for title in &view.hidden { tr { th scope="row" { (capital(title)) } td.none { (words.data_page.hidden) } } }
                        }
                    }
                }
            }
        }
    };
    page(locale, &view.front, Here::Data, &title, &main)
}
