//! A workbook that is being written: its sheets with what stands above every table and on every sheet of paper.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::fit::height;
use super::names::Names;
use super::styles::Styles;
use crate::export::ExportError;
use crate::export::format::Sink;
use crate::export::traced;
use crate::page;
use crate::report::Edition;
use crate::workspace::Reader;

/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// Ends a text that was cut.
const CUT: &str = " […]";

/// A4.
const PAPER: u8 = 9;

/// Wider tables, in letters, are printed across.
const UPRIGHT: f64 = 95.0;

/// The longest plan's name in a footer, in letters: a footer holds 255.
const FOOTER: usize = 100;

/// A workbook that is being written.
pub(super) struct Writer<'a> {
    /// Who reads.
    pub(super) reader: &'a Reader<'a>,
    /// Whose numbers these are.
    pub(super) edition: &'a Edition,
    /// The names of its sheets.
    pub(super) names: Names,
    /// How its cells look.
    pub(super) styles: Styles,
    /// How many rows a sheet holds.
    pub(super) most_rows: u32,
    file: Workbook,
}

impl<'a> Writer<'a> {
    /// An empty one.
    pub(super) fn new(
        reader: &'a Reader<'a>,
        edition: &'a Edition,
        title: &str,
        most_rows: u32,
    ) -> Result<Self, ExportError> {
        let words = reader.locale().words();
        let mut file = Workbook::new();
        let mut properties = DocProperties::new()
            .set_title(title)
            .set_subject(page::period_name(reader.locale(), &edition.period))
            .set_author(words.product)
            .set_company(edition.plan.as_str());
        if edition.synthetic {
            properties = properties.set_comment(words.synthetic_note);
        }
        let date = edition.data_date;
        // Nothing tells when it was written.
        let parts = (u16::try_from(date.year()), u8::try_from(date.month()), u8::try_from(date.day()));
        if let (Ok(year), Ok(month), Ok(day)) = parts
            && let Ok(date) = ExcelDateTime::from_ymd(year, month, day)
        {
            properties = properties.set_creation_datetime(&date);
        }
        file.set_properties(&properties);
        file.use_zip_large_file(false);
        let styles = Styles::new(reader.locale().language());
        Ok(Self { reader, edition, names: Names::default(), styles, most_rows, file })
    }

    /// A sheet that is written a row at a time, its rows on the disk.
    pub(super) fn streamed(&mut self) -> Result<Worksheet, ExportError> {
        let folder = self.reader.spill_folder();
        fs::create_dir_all(&folder).map_err(|source| ExportError::File { path: folder.clone(), source })?;
        self.file.set_tempdir(&folder).map_err(failed)?;
        self.file.new_worksheet_with_constant_memory().map_err(failed)
    }

    /// Adds a sheet that is whole.
    pub(super) fn add(&mut self, sheet: Worksheet) {
        self.file.push_worksheet(sheet);
    }

    /// Writes what stands above a table and sets the sheet up for paper. `widths` are those of its columns, in letters.
    /// Gives the row of the table's head, above which all stays in sight and on every page.
    pub(super) fn begin(
        &self,
        sheet: &mut Worksheet,
        name: &str,
        title: &str,
        more: &[String],
        widths: &[f64],
    ) -> Result<u32, ExportError> {
        let words = self.reader.locale().words();
        sheet.set_name(name).map_err(failed)?;
        for (column, width) in (0..).zip(widths) {
            sheet.set_column_width(column, *width).map_err(failed)?;
        }
        let mut row = 0;
        let across: f64 = widths.iter().sum();
        let last = u16::try_from(widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let mut put = |text: &str, format: &Format, letters: f64| -> Result<(), ExportError> {
            let text = within(text).0;
            let high = letters * height([(text.as_str(), across / letters)]);
            sheet.set_row_height(row, high).map_err(failed)?;
            match last {
                0 => sheet.write_string_with_format(row, 0, text, format).map_err(failed)?,
                _ => sheet.merge_range(row, 0, row, last, &text, format).map_err(failed)?,
            };
            row += 1;
            Ok(())
        };
        put(title, &self.styles.title, 1.3)?;
        for line in self.told().iter().chain(more) {
            put(line, &self.styles.line, 1.0)?;
        }
        if self.edition.synthetic {
            put(words.synthetic_note, &self.styles.mark, 1.0)?;
        }
        if !self.edition.unread.is_empty() {
            let count = self.edition.unread.len().to_string();
            let unread = words.pages.unread.replace("{0}", &count);
            put(&format!("{unread} {}", self.edition.unread.join(", ")), &self.styles.mark, 1.0)?;
        }
        sheet.set_paper_size(PAPER).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.4, 0.5, 0.6, 0.3, 0.3);
        if across > UPRIGHT {
            sheet.set_landscape();
        }
        sheet.set_footer(self.footer());
        sheet.set_freeze_panes(row + 1, 0).map_err(failed)?;
        sheet.set_repeat_rows(0, row).map_err(failed)?;
        Ok(row)
    }

    /// Whose numbers these are, of when, under which filters, of which data.
    fn told(&self) -> [String; 2] {
        let (locale, edition) = (self.reader.locale(), self.edition);
        let words = locale.words();
        let mut period = format!(
            "{} ({})",
            page::period_name(locale, &edition.period),
            page::period_days(locale, &edition.period)
        );
        if edition.is_provisional() {
            period = format!("{period}, {}", words.provisional);
        }
        let chosen = |pairs: &[(String, Vec<String>)]| {
            pairs
                .iter()
                .map(|(title, labels)| format!("{title}: {}", labels.join(", ")))
                .collect::<Vec<_>>()
                .join("; ")
        };
        let mut second = Vec::new();
        if !edition.scope.is_empty() {
            second.push(format!("{}: {}", words.workbook.scope, chosen(&edition.scope)));
        }
        second.push(match edition.chosen.is_empty() {
            true => words.workbook.unfiltered.to_owned(),
            false => format!("{}: {}", words.pages.filtered, chosen(&edition.chosen)),
        });
        second.push(format!("{}: {}", words.print.code, self.code()));
        [
            format!(
                "{} · {}: {period} · {}: {}",
                edition.plan,
                words.reporting_period,
                words.data_date,
                locale.date(edition.data_date)
            ),
            second.join(" · "),
        ]
    }

    fn code(&self) -> String {
        traced::code(self.edition, self.reader.workspace())
    }

    fn footer(&self) -> String {
        let (locale, edition) = (self.reader.locale(), self.edition);
        let words = locale.words();
        let plain = |text: &str| text.replace('&', "&&");
        let plan: String = edition.plan.chars().take(FOOTER).collect();
        let mark = if edition.synthetic { format!(" · {}", words.synthetic_note) } else { String::new() };
        format!(
            "&L{} – {}\n{} · {}{mark}&R{} &P/&N",
            words.product,
            plain(&plan),
            plain(&page::period_name(locale, &edition.period)),
            self.code(),
            words.page
        )
    }

    /// Writes the file.
    pub(super) fn save(mut self, sink: &mut Sink<'_>) -> Result<(), ExportError> {
        whole(|| self.file.save_to_writer(sink).map_err(failed))
    }
}

/// A text as a cell holds it, and whether it was cut.
pub(super) fn within(text: &str) -> (String, bool) {
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return (text.to_owned(), false);
    }
    let mut units = CUT.encode_utf16().count();
    let fits = |letter: &char| {
        units += letter.len_utf16();
        units <= LONGEST
    };
    let first: String = text.chars().take_while(fits).collect();
    (first + CUT, true)
}

/// What the library says.
pub(super) fn failed(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(source) => ExportError::Write(source),
        other => ExportError::format("xlsx", "a table", other),
    }
}

/// Runs what puts rows onto the disk: the library stops there with a panic where the disk is full.
pub(super) fn whole<T>(work: impl FnOnce() -> Result<T, ExportError>) -> Result<T, ExportError> {
    let no_room = || {
        ExportError::Write(std::io::Error::other(
            "rows cannot be written to the folder for what does not fit into memory",
        ))
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(no_room()))
}
