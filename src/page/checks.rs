//! The identities that the data should hold, and what breaks them.

use maud::{Markup, html};

use super::sentence::{capital, fill};
use super::{caveat, rows};
use crate::locale::Locale;
use crate::report::{Ask, CheckView};
use crate::workspace::CheckError;

/// The identities: those that hold are named, of the others rows are shown.
pub(super) fn checks(locale: &Locale, ask: &Ask, checks: &[CheckView]) -> Markup {
    let words = &locale.words().data_page;
    let (good, bad): (Vec<&CheckView>, Vec<&CheckView>) = checks.iter().partition(|check| check.holds());
    html! {
        p { (fill(words.checks_hold, &[&whole(locale, good.len()), &whole(locale, checks.len())])) " " (words.checks_of_all) }
        @for check in bad {
            div.check id=(check_id(&check.name)) {
                @match &check.broken {
                    Ok(broken) => {
                        h3 { "✗ " (check.title) ": " (fill(words.broken_rows, &[&at_least(locale, broken.count, broken.more)])) }
                        @if let Some(text) = &broken.rows.description { p.note { (text) } }
                        @if broken.count > 0 { (rows::rows(locale, ask, &broken.rows)) }
                        @if let Some(others) = &broken.elsewhere {
                            h4 id=(elsewhere_id(&check.name)) {
                                (fill(words.broken_elsewhere, &[&whole(locale, others.table.len())]))
                            }
                            (rows::rows(locale, ask, others))
                        }
                        (caveat::notes(locale, &broken.rows.caveats))
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

/// Where the rows of other periods that break a check stand there.
pub(super) fn elsewhere_id(name: &str) -> String {
    format!("{}-elsewhere", check_id(name))
}

/// `3`, or `từ 3 trở lên` where they were not counted to the end.
pub(super) fn at_least(locale: &Locale, number: usize, more: bool) -> String {
    let number = whole(locale, number);
    if more { fill(locale.words().brief.at_least, &[&number]) } else { number }
}

fn whole(locale: &Locale, number: usize) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}
