//! What is doubtful about a figure, in the reader's language.

use maud::{Markup, html};

use super::sentence::{capital, fill, inside};
use crate::diagnostic::visible;
use crate::kpi::{Caveat, Gap, Outside, few};
use crate::locale::Locale;

/// Caveats as notes, each a sentence.
pub(super) fn notes(locale: &Locale, caveats: &[Caveat]) -> Markup {
    html! { @for doubt in caveats { p.note.incomplete { (caveat(locale, doubt)) "." } } }
}

/// A caveat as a sentence without its full stop.
pub fn caveat(locale: &Locale, caveat: &Caveat) -> String {
    let words = &locale.words().numbers;
    let text = match caveat {
        Caveat::Unread { files } => fill(words.without_files, &[&few(files)]),
        Caveat::Lost { table, files } => fill(words.lost, &[&table.title, &few(files)]),
        Caveat::Lacking { table, column, files, of } => fill(
            words.lacking,
            &[&count(locale, *files as u64), &count(locale, *of as u64), &table.title, &column.title],
        ),
        Caveat::Repeated { table, files } => fill(words.repeated, &[&table.title, &few(files)]),
        Caveat::SetAside { table, rows, money, unstated } => {
            let (rows, more) = (count(locale, *rows), count(locale, *unstated));
            match (money.is_zero(), unstated) {
                (true, 0) => fill(words.set_aside, &[&rows, &table.title]),
                (false, 0) => fill(words.set_aside_money, &[&rows, &table.title, &locale.money(*money)]),
                (true, _) => fill(words.set_aside_unstated, &[&rows, &table.title]),
                (false, _) => {
                    fill(words.set_aside_both, &[&rows, &table.title, &locale.money(*money), &more])
                }
            }
        }
        Caveat::Kept { table, column, rows } => {
            fill(words.kept, &[&count(locale, *rows), &table.title, column])
        }
        Caveat::Arriving { table, files } => fill(words.still_arriving, &[&table.title, &few(files)]),
        Caveat::Undated { table: None, outside: own } => fill(words.undated, &[&outside(locale, *own)]),
        Caveat::Undated { table: Some(table), outside: own } => {
            fill(words.undated_rows, &[&table.title, &outside(locale, *own)])
        }
        Caveat::Rounded { table, column, values, largest } => fill(
            words.rounded,
            &[
                &count(locale, *values),
                &column.title,
                &table.title,
                &locale.number(*largest, largest.normalize().scale()),
            ],
        ),
        Caveat::Zoneless { table, column, rows, of } => {
            fill(words.zoneless, &[&count(locale, *rows), &count(locale, *of), &table.title, &column.title])
        }
        Caveat::BlankEnds { table, column, rows } => {
            fill(words.blank_ends, &[&count(locale, *rows), &table.title, &column.title])
        }
        Caveat::UnknownCodes { dimension, records, codes, others } => {
            let codes: Vec<String> = codes.iter().map(|code| format!("“{}”", visible(code))).collect();
            let others = match others {
                0 => String::new(),
                1 => format!(" {}", words.one_other_code),
                others => format!(" {}", fill(words.other_codes, &[&count(locale, *others)])),
            };
            let codes = format!("{}{others}", codes.join(", "));
            fill(words.unknown_codes, &[&count(locale, *records), dimension, &codes])
        }
        Caveat::Unfilled { column, records } => fill(words.unfilled, &[&count(locale, *records), column]),
        Caveat::Partial { from, until } => match (from, until) {
            (Some(from), Some(until)) => fill(words.partial, &[&locale.date(*from), &locale.date(*until)]),
            (from, None) => {
                fill(words.partial_from, &[&from.map_or_else(String::new, |day| locale.date(day))])
            }
            (None, Some(until)) => fill(words.partial_until, &[&locale.date(*until)]),
        },
        Caveat::Gap(own) => gap(locale, own),
    };
    capital(&text)
}

/// Days without data.
pub(super) fn gap(locale: &Locale, gap: &Gap) -> String {
    let words = &locale.words().numbers;
    let days = [gap.days.first_day, gap.days.last_day].map(|day| locale.date(day));
    let label = inside(&gap.label);
    match gap.rows {
        0 => fill(words.gap, &[&days[0], &days[1], &label]),
        rows => fill(words.gap_rows, &[&days[0], &days[1], &label, &count(locale, rows)]),
    }
}

/// Why records have no period, and how many; what comes after the data date waits for its own.
pub(super) fn outside(locale: &Locale, outside: Outside) -> String {
    let words = &locale.words().pages;
    let why = [
        (outside.no_day, words.outside_no_day),
        (outside.before, words.outside_before),
        (outside.beyond, words.outside_beyond),
    ];
    let why = why.iter().filter(|(number, _)| *number > 0);
    why.map(|(number, text)| fill(text, &[&count(locale, *number)])).collect::<Vec<_>>().join("; ")
}

/// A count as a reader writes it.
pub(super) fn count(locale: &Locale, number: u64) -> String {
    locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
}
