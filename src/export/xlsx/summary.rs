//! The summary: all KPIs in the official order of columns.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Formula, Worksheet};

use super::digits::{held, nearest};
use super::fit::height;
use super::writer::{Writer, failed, within};
use crate::export::ExportError;
use crate::export::official::{OfficialCell, OfficialRow, OfficialTable};

/// The widths of the columns, in letters: the nine official ones, then codes and notes.
const WIDTHS: [f64; 11] = [6.0, 52.0, 14.0, 17.0, 17.0, 16.0, 17.0, 11.0, 9.0, 15.0, 14.0];

/// The column of the first number.
const FIRST: u16 = 3;

const CODE: u16 = 9;
const NOTE: u16 = 10;

/// The places of an official row's cells.
const NOW: usize = 0;
const BASE: usize = 1;
const CHANGE: usize = 2;
const SO_FAR: usize = 3;
const TARGET: usize = 4;
const SHARE: usize = 5;

/// Adds the sheet of an official table.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn summary(
    writer: &mut Writer<'_>,
    title: &str,
    table: &OfficialTable,
) -> Result<(), ExportError> {
    let words = writer.reader.locale().words();
    let mut sheet = Worksheet::new();
    let name = writer.names.unique(title);
    let unit: Vec<String> = table.unit.iter().cloned().collect();
    let head = writer.begin(&mut sheet, &name, title, &unit, &WIDTHS)?;
    let heads = table.heads.into_iter().chain([words.code, words.note]);
    for (column, text) in (0..).zip(heads) {
        sheet.write_string_with_format(head, column, text, &writer.styles.head).map_err(failed)?;
    }
    let mut row = head + 1;
    let mut long = false;
    for line in &table.rows {
        long |= official_row(writer, &mut sheet, row, line)?;
        row += 1;
    }
    row += 1;
    let note = writer.styles.note.clone();
    let across: f64 = WIDTHS.iter().sum();
    let numbered = table.notes.iter().zip(1..).map(|(note, number)| format!("({number}) {note}."));
    for text in numbered.chain(long.then(|| words.workbook.long_numbers.to_owned())) {
        sheet.set_row_height(row, height([(text.as_str(), across)])).map_err(failed)?;
        sheet.merge_range(row, 0, row, NOTE, &within(&text).0, &note).map_err(failed)?;
        row += 1;
    }
    writer.add(sheet);
    Ok(())
}

/// Writes a row, and tells whether a number stands as a text.
fn official_row(
    writer: &Writer<'_>,
    sheet: &mut Worksheet,
    row: u32,
    line: &OfficialRow,
) -> Result<bool, ExportError> {
    let styles = &writer.styles;
    let number = u32::try_from(line.number).unwrap_or(u32::MAX);
    sheet.write_number_with_format(row, 0, number, &styles.middle).map_err(failed)?;
    let mut notes: Vec<usize> = line.cells.iter().flat_map(|cell| cell.notes.clone()).collect();
    notes.sort_unstable();
    notes.dedup();
    let notes = notes.into_iter().map(|note| format!("({note})")).collect::<Vec<_>>().join(" ");
    let texts = [&line.title, &line.unit, &line.code, &notes].map(String::as_str);
    let high = height(texts.into_iter().zip([WIDTHS[1], WIDTHS[2], WIDTHS[9], WIDTHS[10]]));
    sheet.set_row_height(row, high).map_err(failed)?;
    for (column, text, format) in [
        (1, &line.title, &styles.text),
        (2, &line.unit, &styles.middle),
        (CODE, &line.code, &styles.middle),
        (NOTE, &notes, &styles.middle),
    ] {
        sheet.write_string_with_format(row, column, within(text).0, format).map_err(failed)?;
    }
    let mut long = false;
    for (column, (place, cell)) in (FIRST..).zip(line.cells.iter().enumerate()) {
        let style = styles.number(cell.decimals);
        let Some(value) = cell.value else {
            sheet.write_string_with_format(row, column, &cell.text, &styles.middle).map_err(failed)?;
            continue;
        };
        let digits = value.normalize().to_string();
        if let Some(formula) = formula(&line.cells, place, row) {
            let formula = Formula::new(formula).set_result(nearest(value).to_string());
            sheet.write_formula_with_format(row, column, formula, style).map_err(failed)?;
        } else if let Some(number) = held(&digits) {
            sheet.write_number_with_format(row, column, number, style).map_err(failed)?;
        } else if is_quotient(value) {
            sheet.write_number_with_format(row, column, nearest(value), style).map_err(failed)?;
        } else {
            long = true;
            let text = writer.reader.locale().exact(&digits);
            sheet.write_string_with_format(row, column, text, &styles.long).map_err(failed)?;
        }
    }
    Ok(long)
}

/// More digits behind the mark than data have: a quotient without an end.
fn is_quotient(value: Decimal) -> bool {
    value.normalize().scale() > 12
}

/// The change and the share of the target over the cells of their row, where these give that very number.
fn formula(cells: &[OfficialCell; 6], place: usize, row: u32) -> Option<String> {
    let counted = |at: usize| cells[at].value.filter(|value| held(&value.normalize().to_string()).is_some());
    let at = |place: usize| {
        let column = FIRST + u16::try_from(place).unwrap_or_default();
        rust_xlsxwriter::utility::row_col_to_cell(row, column)
    };
    let own = cells[place].value?;
    match place {
        CHANGE => {
            let (now, base) = (counted(NOW)?, counted(BASE)?);
            (now.checked_sub(base)? == own).then(|| format!("{}-{}", at(NOW), at(BASE)))
        }
        SHARE => {
            let target = counted(TARGET)?;
            let of = |place: usize| {
                let share = counted(place)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(target)?;
                (share == own).then(|| format!("{}*100/{}", at(place), at(TARGET)))
            };
            of(SO_FAR).or_else(|| of(NOW))
        }
        _ => None,
    }
}
