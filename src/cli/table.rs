//! Rows and figures printed for people.

use std::io::{self, Write};

use rust_decimal::Decimal;

use super::Failure;
use crate::kpi::{Role, Status};
use crate::locale::Unit;
use crate::page;
use crate::report::{self, Answer, Kind, RowCell, Table};
use crate::workspace::Reader;

/// Prints figures.
pub(super) fn answers(reader: &Reader<'_>, answers: &[Answer]) -> Result<(), Failure> {
    let words = reader.locale().words();
    let mut lines = vec![
        [
            words.kpi,
            words.reporting_period,
            words.part,
            words.numerator,
            words.denominator,
            words.value,
            words.bodies_reported,
            words.note,
        ]
        .map(capitalised)
        .to_vec(),
    ];
    // A note is written once, below, and called by its number; a word or two stands in the line.
    let mut notes: Vec<String> = Vec::new();
    for answer in answers {
        let (mut cells, own, words) = line(reader, answer);
        let numbers: Vec<String> = own.into_iter().map(|note| numbered(&mut notes, note)).collect();
        let told = std::iter::once(numbers.join(" ")).filter(|told| !told.is_empty()).chain(words);
        cells.push(told.collect::<Vec<_>>().join("; "));
        lines.push(cells);
    }
    aligned(&lines, 3..7)?;
    let mut out = io::stdout().lock();
    for (index, note) in notes.iter().enumerate() {
        if index == 0 {
            writeln!(out)?;
        }
        writeln!(out, "[{}] {note}", index + 1)?;
    }
    Ok(())
}

/// The number of a note, which is added where it is new.
fn numbered(notes: &mut Vec<String>, note: String) -> String {
    let known = notes.iter().position(|known| *known == note);
    let index = known.unwrap_or_else(|| {
        notes.push(note);
        notes.len() - 1
    });
    format!("[{}]", index + 1)
}

/// A word as it heads a column.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One figure for people: in its unit, its member by name; besides its notes, and words on where it stands.
fn line(reader: &Reader<'_>, answer: &Answer) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (locale, words) = (reader.locale(), reader.locale().words());
    let kpi = reader.workspace().kpis.get(&answer.code);
    let figure = |value: Option<Decimal>, unit: &Unit| {
        value.map_or_else(|| "—".to_owned(), |value| locale.quantity(value, unit))
    };
    // Whoever asks here checks to the last unit: nothing is shortened.
    let exact = |unit: &Unit| Unit { scaled: false, ..unit.clone() };
    let unit = kpi.map_or_else(Unit::plain, |kpi| exact(&kpi.unit));
    let of = |role: Role| {
        let first = kpi.and_then(|kpi| kpi.role(role).next().map(|column| column.unit.clone()));
        first.map_or_else(Unit::plain, |unit| Unit { label: String::new(), ..exact(&unit) })
    };
    let part = report::part_name(reader, answer).unwrap_or_default();
    let mut notes: Vec<String> = answer.why.iter().map(|why| page::why_no_value(locale, why)).collect();
    let left_out = answer.left_out.iter().map(|(name, number)| (name.as_str(), *number));
    notes.extend(kpi.and_then(|kpi| page::left_out(locale, kpi, left_out)));
    notes.extend(answer.caveats.iter().map(|caveat| page::caveat(locale, caveat)));
    let mut stands = Vec::new();
    if answer.provisional {
        stands.push(words.provisional.to_owned());
    }
    match answer.status {
        Some(Status::Met) => stands.push(words.met.to_owned()),
        Some(Status::Missed) => stands.push(words.missed.to_owned()),
        Some(Status::NotDue) => stands.push(words.not_due.to_owned()),
        None => {}
    }
    let needs_reports = kpi.is_some_and(|kpi| !kpi.reports.is_empty());
    let reports =
        if needs_reports { format!("{}/{}", answer.reported, answer.expected) } else { String::new() };
    let cells = vec![
        answer.code.clone(),
        format!("{} ({})", answer.period, locale.date_range(answer.first_day, answer.last_day)),
        part,
        figure(answer.numerator, &of(Role::Numerator)),
        figure(answer.denominator, &of(Role::Denominator)),
        match (kpi, answer.value) {
            (Some(kpi), Some(value)) => page::quantity(locale, kpi, &unit, value),
            (Some(_) | None, value) => figure(value, &unit),
        },
        reports,
    ];
    (cells, notes, stands)
}

/// Prints a table under the titles of its columns.
pub(super) fn rows(reader: &Reader<'_>, table: &Table) -> Result<(), Failure> {
    let titles = table.columns.iter().map(|column| column.title.clone()).collect();
    let line = |row: Vec<RowCell>| {
        let cells = row.iter().zip(&table.columns);
        cells.map(|(cell, column)| column.in_words(&person(reader, column.kind, cell))).collect()
    };
    aligned(&std::iter::once(titles).chain(table.rows().map(line)).collect::<Vec<_>>(), 0..0)
}

/// A cell as a person reads it.
fn person(reader: &Reader<'_>, kind: Kind, cell: &RowCell) -> String {
    // Whoever asks here checks to the last digit, which a page rounds off a double.
    if kind == Kind::Double && *cell != RowCell::Nothing {
        return reader.locale().exact(&cell.clone().plain());
    }
    page::cell(reader.locale(), kind, cell).unwrap_or_else(|| "—".to_owned())
}

/// Prints lines of cells below each other; the columns of a range to the right.
pub(super) fn aligned(lines: &[Vec<String>], right: std::ops::Range<usize>) -> Result<(), Failure> {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = io::stdout().lock();
    for line in lines {
        let mut text = String::new();
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width - cell.chars().count());
            let (before, after) =
                if right.contains(&column) { (pad.as_str(), "") } else { ("", pad.as_str()) };
            text.push_str(&format!("{before}{cell}{after}  "));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}
