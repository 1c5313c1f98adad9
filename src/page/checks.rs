//! The identities that the data should hold, and what breaks them.

use maud::{Markup, html};

use super::sentence::{capital, fill};
use super::{caveat, rows};
use crate::locale::Locale;
use crate::report::CheckView;
use crate::workspace::CheckError;

/// The identities: those that hold are named, of the others rows are shown.
pub(super) fn checks(locale: &Locale, checks: &[CheckView]) -> Markup {
    let words = &locale.words().data_page;
    let (good, bad): (Vec<&CheckView>, Vec<&CheckView>) = checks.iter().partition(|check| check.holds());
    html! {
        p { (fill(words.checks_hold, &[&whole(locale, good.len()), &whole(locale, checks.len())])) " " (words.checks_of_all) }
        @for check in bad {
            div.check id=(check_id(&check.name)) {
                @match &check.broken {
                    Ok((broken, rows)) => {
                        h3 { "✗ " (check.title) ": " (fill(words.broken_rows, &[&at_least(locale, broken.count, broken.more)])) }
                        @if let Some(text) = &rows.description { p.note { (text) } }
                        (rows::rows(locale, rows))
                        (caveat::notes(locale, &rows.caveats))
                    }
                    Err(error) => {
                        h3 { "? " (check.title) ": " (words.unchecked) }
                        p.note { (unchecked(locale, error)) "." }
                    }
                }
            }
        }
        @if !good.is_empty() { ul.good { @for check in good { li { "✓ " (check.title) } } } }
    }
}

/// Why nothing can be said of an identity.
pub fn unchecked(locale: &Locale, error: &CheckError) -> String {
    match error {
        CheckError::NothingServed { table, rows } => {
            let rows = caveat::count(locale, *rows);
            capital(&fill(locale.words().numbers.nothing_served, &[&rows, &table.title]))
        }
        CheckError::NoData(table) => capital(&fill(locale.words().numbers.no_data, &[&table.title])),
        CheckError::NoColumn { table, column } => {
            capital(&fill(locale.words().numbers.no_column, &[&table.title, &column.title]))
        }
        CheckError::OutOfScope => capital(locale.words().numbers.out_of_scope),
        CheckError::Parameter(_) | CheckError::Query(_) => locale.words().failed.to_owned(),
    }
}

/// Where a check stands on the page.
pub(super) fn check_id(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    format!("check-{}", name.chars().map(plain).collect::<String>())
}

/// `3`, or `từ 3 trở lên` where they were not counted to the end.
pub(super) fn at_least(locale: &Locale, number: usize, more: bool) -> String {
    let number = whole(locale, number);
    if more { fill(locale.words().brief.at_least, &[&number]) } else { number }
}

fn whole(locale: &Locale, number: usize) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}
