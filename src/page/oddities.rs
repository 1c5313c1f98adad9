//! What is odd about the files that are used.

use maud::{Markup, html};

use super::caveat::{caveat, count, gap, silent};
use super::sentence::{capital, fill};
use crate::locale::Locale;
use crate::report::OddTable;
use crate::table::{MOST_CODES, gap_line};

/// A sentence for each oddity; nothing where there is none.
pub(super) fn oddities(locale: &Locale, tables: &[OddTable]) -> Markup {
    html! {
        @if !tables.is_empty() {
            section.card.wide #oddities {
                h2 { (locale.words().data_page.odd) }
                ul { @for table in tables { @for sentence in sentences(locale, table) { li { (sentence) "." } } } }
            }
        }
    }
}

/// What is odd about a table's files, a sentence each without its full stop.
pub fn sentences(locale: &Locale, odd: &OddTable) -> Vec<String> {
    let words = &locale.words().data_page;
    let mut sentences: Vec<String> = odd.doubts.iter().map(|doubt| caveat(locale, doubt)).collect();
    if !odd.counted_once.is_empty() {
        sentences.push(capital(&fill(words.repeated_once, &[&odd.table, &odd.counted_once.join(", ")])));
    }
    if !odd.sent_again.is_empty() {
        sentences.push(capital(&fill(words.sent_again, &[&odd.table, &odd.sent_again.join(", ")])));
    }
    if !odd.unknown.is_empty() {
        sentences.push(capital(&fill(words.unknown_columns, &[&odd.table, &odd.unknown.join(", ")])));
    }
    if !odd.uncounted.is_empty() {
        let most = locale.integer(i64::try_from(MOST_CODES).unwrap_or(i64::MAX));
        sentences.push(capital(&fill(words.uncounted, &[&odd.table, &odd.uncounted.join(", "), &most])));
    }
    for row in &odd.lone {
        let (day, number) = (locale.date(row.day), count(locale, row.row));
        sentences.push(capital(&fill(words.lone_row, &[&day, &number, &row.file, &odd.table])));
    }
    for days in &odd.silences {
        let told = capital(&silent(locale, &odd.table, *days));
        let line = gap_line(*days, locale.words().data_page.gap_label);
        sentences.push(fill(locale.words().data_page.declare_gap, &[&told, &line]));
    }
    sentences.extend(odd.gaps.iter().map(|own| format!("{}: {}", odd.table, gap(locale, own))));
    sentences
}
