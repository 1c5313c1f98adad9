//! Separated values, UTF-8. Nothing at all is NULL, `""` an empty text. A text stands in quotes where it would be read as
//! something else without them, as a code of digits would; numbers, days and truth values never do.

use std::borrow::Cow;

use super::ExportError;
use super::book::Content;
use super::format::{Format, Sink};
use crate::report::{Column, RowCell, Table, tidy};
use crate::workspace::Reader;

/// The format, with the mark by which spreadsheets know UTF-8.
pub(super) const FORMAT: Format = Format {
    name: "csv",
    media: "text/csv; charset=utf-8; header=present",
    single: true,
    // There is one table.
    write: |reader, book, sink| {
        book.contents().try_for_each(|content| write(reader, content, sink, Bom::Always))
    },
};

/// The mark.
const BOM: &str = "\u{feff}";

/// Whether a file begins with the mark by which spreadsheets know UTF-8.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Bom {
    /// With it: whoever opens the file in a spreadsheet sees its letters.
    #[default]
    Always,
    /// Without it, for programs.
    Never,
}

/// Writes a table, with the mark or without it.
///
/// # Errors
/// Where a row cannot be had or written.
pub fn write(
    reader: &Reader<'_>,
    content: Content<'_>,
    sink: &mut Sink<'_>,
    bom: Bom,
) -> Result<(), ExportError> {
    if bom == Bom::Always {
        sink.write_all(BOM.as_bytes())?;
    }
    let names = |columns: &[Column]| columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    match content {
        Content::Figures(answers) => {
            let table = tidy(reader, &answers);
            head(&names(&table.columns), sink)?;
            rows(&table, sink)
        }
        Content::Rows(flow) => {
            head(&names(&flow.columns), sink)?;
            flow.pieces.into_iter().try_for_each(|piece| rows(&piece?, sink))
        }
        Content::Nothing => Ok(()),
    }
}

fn head(names: &[String], sink: &mut Sink<'_>) -> Result<(), ExportError> {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    Ok(writeln!(sink, "{}", names.join(","))?)
}

fn rows(table: &Table, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    for row in table.rows() {
        let cells: Vec<String> = row.into_iter().map(field).collect();
        writeln!(sink, "{}", cells.join(","))?;
    }
    Ok(())
}

fn field(cell: RowCell) -> String {
    match cell {
        RowCell::Text(text) => quoted(&text),
        bare => bare.plain(),
    }
}

fn quoted(text: &str) -> String {
    let text = harmless(text);
    match is_plain(&text) {
        true => text.into_owned(),
        false => format!("\"{}\"", text.replace('"', "\"\"")),
    }
}

/// What readers of such files take for no text, whatever the case of its letters.
const OTHERS: [&str; 9] = ["true", "false", "null", "none", "na", "n/a", "nan", "inf", "infinity"];

/// Whether every reader takes it for the text that it is: it begins with a letter, and nothing in it ends a field.
fn is_plain(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && !text.contains(['"', ',', ';', '\n', '\r'])
        && !text.ends_with(char::is_whitespace)
        && !OTHERS.iter().any(|other| other.eq_ignore_ascii_case(text))
}

/// Programs of tables take a text that begins so for a formula, quoted or not; behind an apostrophe it is a text.
fn harmless(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_an_empty_text_and_a_code_stand_apart() {
        let texts = [RowCell::Nothing, RowCell::Text(String::new()), RowCell::Text("007".to_owned())];
        assert_eq!(texts.map(field), ["", "\"\"", "\"007\""]);
        for (text, expected) in [
            ("KT-SCT", "KT-SCT"),
            ("Đắk Tô", "Đắk Tô"),
            ("2024-05-31", "\"2024-05-31\""),
            ("null", "\"null\""),
            ("NaN", "\"NaN\""),
            ("a, b", "\"a, b\""),
            (" a", "\" a\""),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }

    #[test]
    fn a_text_becomes_no_formula() {
        for text in ["=1+1", "+1", "-1", "@a", "\tx"] {
            assert_eq!(quoted(text), format!("\"'{text}\""));
        }
        assert_eq!(quoted("a \"b\"\nc"), "\"a \"\"b\"\"\nc\"");
    }
}
