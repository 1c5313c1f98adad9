//! A list of rows on a sheet of its own, and on more where one is full: a row is on the disk before the next is read.

use rust_xlsxwriter::{Format, Worksheet};

use super::digits::{held, moment, serial};
use super::fit;
use super::writer::{Writer, failed, whole, within};
use crate::export::ExportError;
use crate::export::book::Flow;
use crate::locale::round;
use crate::page;
use crate::report::{Column, Kind, RowCell, Table};
use crate::table::Sensitivity;
use rust_decimal::Decimal;

/// How many rows say how wide the columns are.
const MEASURED: usize = 200;

/// How many rows are as high as their texts: a sheet keeps the height of each in memory.
const FITTED: u64 = 5_000;

/// The narrowest column and the longest text that widens one, in letters.
const NARROWEST: usize = 8;
const WIDEST: usize = 160;

/// The column of a query that names periods.
const PERIOD: &str = "period";

/// A list under a title as the name of its sheet.
///
/// # Errors
/// Where a row cannot be had or written.
pub(super) fn list(
    writer: &mut Writer<'_>,
    name: &str,
    title: &str,
    notes: Vec<String>,
    flow: Flow<'_>,
) -> Result<(), ExportError> {
    let place = writer.names.unique(name);
    rows(writer, &place, title, notes, flow)
}

/// A list on the sheet of a name and on as many more as it needs.
///
/// # Errors
/// Where a row cannot be had or written.
pub(super) fn rows(
    writer: &mut Writer<'_>,
    place: &str,
    title: &str,
    notes: Vec<String>,
    flow: Flow<'_>,
) -> Result<(), ExportError> {
    let Flow { columns, count, mut pieces } = flow;
    let first = pieces.next().transpose()?;
    let mut list = List {
        widths: widths(writer, &columns, first.as_ref()),
        more: count.map(|count| told_count(writer, count)).into_iter().collect(),
        title,
        columns,
        notes,
        long: false,
        cut: false,
    };
    let mut page = list.begin(writer, place)?;
    let mut truncated = None;
    let mut written = 0_u64;
    for piece in first.map(Ok).into_iter().chain(pieces) {
        let piece = piece?;
        for row in piece.rows() {
            if page.row >= page.end {
                let next = writer.names.unique(place);
                let said = writer.reader.locale().words().workbook.continued.replace("{0}", &next);
                list.close(writer, page, vec![said])?;
                page = list.begin(writer, &next)?;
            }
            let fitted = written < FITTED;
            whole(|| list.row(writer, &mut page, &row, fitted))?;
            written += 1;
        }
        truncated = piece.truncated.then_some(written);
    }
    let words = writer.reader.locale().words();
    let mut last = std::mem::take(&mut list.notes);
    if written == 0 {
        last.insert(0, words.pages.no_rows.to_owned());
    }
    if let Some(rows) = truncated {
        last.push(words.pages.truncated.replace("{0}", &rows.to_string()));
    }
    if list.long {
        last.push(words.workbook.long_numbers.to_owned());
    }
    if list.cut {
        last.push(words.workbook.long_texts.to_owned());
    }
    list.close(writer, page, last)
}

/// A list that is being written.
struct List<'b> {
    title: &'b str,
    columns: Vec<Column>,
    notes: Vec<String>,
    widths: Vec<f64>,
    more: Vec<String>,
    long: bool,
    cut: bool,
}

/// One of its sheets.
struct Sheet {
    sheet: Worksheet,
    head: u32,
    row: u32,
    /// The row that is kept free for what stands below.
    end: u32,
}

impl List<'_> {
    fn begin(&self, writer: &mut Writer<'_>, name: &str) -> Result<Sheet, ExportError> {
        let mut sheet = writer.streamed()?;
        let head = writer.begin(&mut sheet, name, self.title, &self.more, &self.widths)?;
        for (column, own) in (0..).zip(&self.columns) {
            let title = heading(writer, own);
            sheet.write_string_with_format(head, column, title, &writer.styles.head).map_err(failed)?;
        }
        // A blank row, the notes, and what the list says of itself.
        let below = u32::try_from(self.notes.len()).unwrap_or(u32::MAX).saturating_add(5);
        let end = writer.most_rows.saturating_sub(below).max(head + 2);
        Ok(Sheet { sheet, head, row: head + 1, end })
    }

    fn close(&self, writer: &mut Writer<'_>, page: Sheet, said: Vec<String>) -> Result<(), ExportError> {
        let Sheet { mut sheet, head, mut row, .. } = page;
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        if row > head + 1 {
            sheet.autofilter(head, 0, row - 1, last).map_err(failed)?;
        }
        row += 1;
        for text in said {
            whole(|| {
                let text = within(&text).0;
                sheet.write_string_with_format(row, 0, text, &note(writer)).map_err(failed)?;
                Ok(())
            })?;
            row += 1;
        }
        writer.add(sheet);
        Ok(())
    }

    fn row(
        &mut self,
        writer: &Writer<'_>,
        page: &mut Sheet,
        cells: &[RowCell],
        fitted: bool,
    ) -> Result<(), ExportError> {
        let styles = &writer.styles;
        let (sheet, row) = (&mut page.sheet, page.row);
        let locale = writer.reader.locale();
        let mut high = 0.0_f64;
        for (at, (column, cell)) in (0..).zip(self.columns.iter().zip(cells)) {
            let (number, format) = match cell {
                RowCell::Nothing => {
                    sheet.write_blank(row, at, &styles.general).map_err(failed)?;
                    continue;
                }
                RowCell::Number(digits) => {
                    (held(digits.as_str()), number_format(writer, column, digits.as_str()))
                }
                RowCell::Day(day) => (serial(*day), &styles.day),
                RowCell::Moment(when, _) => (moment(*when), &styles.moment),
                RowCell::Answer(_) | RowCell::Text(_) => (None, &styles.text),
            };
            if let Some(number) = number {
                sheet.write_number_with_format(row, at, number, format).map_err(failed)?;
                continue;
            }
            let (text, format) = match cell {
                RowCell::Number(digits) => {
                    self.long = true;
                    (locale.exact(digits.as_str()), &styles.long)
                }
                other => (told(writer, column, other), if fitted { &styles.text } else { &styles.general }),
            };
            let (text, cut) = within(&text);
            self.cut |= cut;
            if fitted {
                high = high.max(fit::height([(text.as_str(), self.widths[usize::from(at)])]));
            }
            sheet.write_string_with_format(row, at, text, format).map_err(failed)?;
        }
        if high > fit::LINE {
            sheet.set_row_height(row, high).map_err(failed)?;
        }
        page.row += 1;
        Ok(())
    }
}

/// A note that runs on over the columns beside it.
fn note(writer: &Writer<'_>) -> Format {
    writer.styles.note.clone().unset_text_wrap()
}

fn told_count(writer: &Writer<'_>, count: u64) -> String {
    let locale = writer.reader.locale();
    let count = locale.integer(i64::try_from(count).unwrap_or(i64::MAX));
    locale.words().workbook.row_count.replace("{0}", &count)
}

/// A column's head: its unit, and how far its values may travel.
fn heading(writer: &Writer<'_>, column: &Column) -> String {
    let words = &writer.reader.locale().words().pages;
    let mut title = column.title.clone();
    if let Some(unit) = column.unit.as_ref().filter(|unit| !unit.label.is_empty()) {
        title = format!("{title} ({})", unit.label);
    }
    match column.sensitivity {
        Sensitivity::Public | Sensitivity::Internal => title,
        Sensitivity::Personal => format!("{title} – {}", words.personal),
        Sensitivity::Sensitive => format!("{title} – {}", words.sensitive),
    }
}

/// A cell that is no number as a person reads it.
fn told(writer: &Writer<'_>, column: &Column, cell: &RowCell) -> String {
    let (reader, locale) = (writer.reader, writer.reader.locale());
    let Some(text) = cell.text() else {
        return page::cell(locale, column.kind, cell).unwrap_or_default();
    };
    if column.name == PERIOD {
        let calendars = reader.calendars();
        let period = calendars.parse(calendars.default_calendar(), text);
        return period.map_or_else(|_| text.to_owned(), |period| page::period_name(locale, &period));
    }
    column.in_words(text)
}

fn number_format<'s>(writer: &'s Writer<'_>, column: &Column, digits: &str) -> &'s Format {
    let styles = &writer.styles;
    match column.kind {
        Kind::Whole => &styles.whole,
        Kind::Decimal { scale } => styles.number(scale),
        // A double that two digits do not show stands as it is.
        Kind::Double => match digits.parse::<Decimal>() {
            Ok(value) if value.is_zero() || !round(value, 2).is_zero() => styles.number(2),
            _ => &styles.general,
        },
        Kind::Long | Kind::Text | Kind::Answer | Kind::Day | Kind::Moment | Kind::Other => &styles.general,
    }
}

/// As wide as heads in three lines and the first cells want.
fn widths(writer: &Writer<'_>, columns: &[Column], first: Option<&Table>) -> Vec<f64> {
    let head = |column| (heading(writer, column).chars().count() / 3 + 3).max(NARROWEST);
    let mut widths: Vec<usize> = columns.iter().map(head).collect();
    for row in first.into_iter().flat_map(|table| table.rows().take(MEASURED)) {
        for ((width, column), cell) in widths.iter_mut().zip(columns).zip(&row) {
            let own = match cell {
                RowCell::Number(_) => {
                    page::cell(writer.reader.locale(), column.kind, cell).unwrap_or_default()
                }
                RowCell::Moment(..) => " ".repeat(18),
                other => told(writer, column, other),
            };
            let longest = own.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            *width = (*width).max(longest.min(WIDEST) + 2);
        }
    }
    fit::widths(&widths)
}
