//! A sheet of figures: tables of the same columns below one another, each with its notes and its chart.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Formula, Url, Worksheet};

use super::chart::{Cells, Drawn, Said};
use super::digits::{held, nearest};
use super::fit::height;
use super::styles::code;
use super::writer::{Writer, failed, within};
use crate::calendar::DayRange;
use crate::export::ExportError;
use crate::export::official::Notes;
use crate::kpi::{Kpi, Role, State, Status, apart};
use crate::locale::Words;
use crate::page;
use crate::report::{Answer, member_names};
use crate::workspace::Reader;

/// The widths of the columns, in letters.
const WIDTHS: [f64; 11] = [13.0, 50.0, 19.0, 14.0, 15.0, 15.0, 15.0, 10.0, 13.0, 28.0, 10.0];

const CODE: u16 = 0;
const CONTENT: u16 = 1;
const PERIOD: u16 = 2;
const UNIT: u16 = 3;
const NUMERATOR: u16 = 4;
const DENOMINATOR: u16 = 5;
const VALUE: u16 = 6;
const TARGET: u16 = 7;
const JUDGEMENT: u16 = 8;
const STATE: u16 = 9;
const NOTE: u16 = 10;

/// A sheet that is being written.
pub(super) struct Page {
    sheet: Worksheet,
    name: String,
    row: u32,
    /// Whether a number of the table being written has more digits than a cell keeps.
    long: bool,
}

impl Page {
    /// One with nothing but its head.
    pub(super) fn begin(writer: &mut Writer<'_>, title: &str) -> Result<Self, ExportError> {
        let mut sheet = Worksheet::new();
        let name = writer.names.unique(title);
        let row = writer.begin(&mut sheet, &name, title, &[], &WIDTHS)?;
        let words = writer.reader.locale().words();
        let heads = [
            words.code,
            words.workbook.content,
            words.pages.period,
            words.unit,
            words.numerator,
            words.denominator,
            words.value,
            words.target,
            words.workbook.judgement,
            words.workbook.state,
            words.note,
        ];
        for (column, head) in (0..).zip(heads) {
            sheet.write_string_with_format(row, column, head, &writer.styles.head).map_err(failed)?;
        }
        Ok(Self { sheet, name, row: row + 1, long: false })
    }

    /// Adds a table under its heading, then its notes and its chart.
    pub(super) fn block(
        &mut self,
        writer: &Writer<'_>,
        title: &str,
        notes: &[String],
        answers: &[Answer],
    ) -> Result<(), ExportError> {
        self.band(writer, title)?;
        let first_row = self.row;
        let mut told = Notes::default();
        self.long = false;
        let divided = answers.iter().any(|answer| !answer.by.is_empty());
        for answer in answers {
            self.answer(writer, answer, divided, &mut told)?;
        }
        for note in notes.iter().chain(&about(writer.reader, answers)) {
            self.line(note, &writer.styles.note)?;
        }
        for (note, number) in told.0.iter().zip(1..) {
            self.line(&format!("({number}) {note}."), &writer.styles.note)?;
        }
        if self.long {
            self.line(writer.reader.locale().words().workbook.long_numbers, &writer.styles.note)?;
        }
        if let Some(drawn) = Drawn::of(answers) {
            self.draw(writer, title, first_row, answers, &drawn)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Says under a heading on which sheet a list stands.
    pub(super) fn elsewhere(
        &mut self,
        writer: &Writer<'_>,
        title: &str,
        place: &str,
    ) -> Result<(), ExportError> {
        self.band(writer, title)?;
        let said = writer.reader.locale().words().workbook.on_sheet.replace("{0}", place);
        // A quote in a sheet's name stands twice in a reference.
        let target = Url::new(format!("internal:'{}'!A1", place.replace('\'', "''"))).set_text(said);
        self.sheet.write_url_with_format(self.row, CODE, target, &writer.styles.link).map_err(failed)?;
        self.row += 2;
        Ok(())
    }

    /// Adds the sheet to its workbook.
    pub(super) fn end(self, writer: &mut Writer<'_>) {
        writer.add(self.sheet);
    }

    fn band(&mut self, writer: &Writer<'_>, title: &str) -> Result<(), ExportError> {
        let band = &writer.styles.band;
        self.sheet.write_string_with_format(self.row, CODE, within(title).0, band).map_err(failed)?;
        for column in CONTENT..=NOTE {
            self.sheet.write_blank(self.row, column, band).map_err(failed)?;
        }
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, text: &str, format: &Format) -> Result<(), ExportError> {
        let across: f64 = WIDTHS.iter().sum();
        self.sheet.set_row_height(self.row, height([(text, across)])).map_err(failed)?;
        self.sheet.merge_range(self.row, CODE, self.row, NOTE, &within(text).0, format).map_err(failed)?;
        self.row += 1;
        Ok(())
    }

    fn answer(
        &mut self,
        writer: &Writer<'_>,
        answer: &Answer,
        divided: bool,
        notes: &mut Notes,
    ) -> Result<(), ExportError> {
        let (reader, styles, row) = (writer.reader, &writer.styles, self.row);
        let words = reader.locale().words();
        let kpi = reader.kpi(&answer.code).ok();
        let parts = member_names(reader, answer);
        let title = kpi.map_or_else(|| answer.code.clone(), |kpi| kpi.title.clone());
        let (content, style) = match (parts.is_empty(), divided) {
            (true, true) => (title, &styles.strong),
            (true, false) => (title, &styles.text),
            (false, _) => (parts.join(" · "), &styles.part),
        };
        let numbers: Vec<String> = doubts(reader, kpi, answer)
            .into_iter()
            .map(|doubt| format!("({})", notes.number(doubt)))
            .collect();
        let mut high = 0.0_f64;
        for (column, text, format) in [
            (CODE, answer.code.clone(), &styles.text),
            (CONTENT, content, style),
            (PERIOD, period(writer, answer), &styles.text),
            (UNIT, answer.unit.clone(), &styles.text),
            (
                JUDGEMENT,
                answer.status.map_or_else(String::new, |status| judged(words, status)),
                &styles.middle,
            ),
            (STATE, state(reader, answer), &styles.text),
            (NOTE, numbers.join(" "), &styles.middle),
        ] {
            high = high.max(height([(text.as_str(), WIDTHS[usize::from(column)])]));
            self.sheet.write_string_with_format(row, column, within(&text).0, format).map_err(failed)?;
        }
        self.sheet.set_row_height(row, high).map_err(failed)?;
        let ratio = kpi.filter(|kpi| kpi.is_ratio());
        let decimals =
            |role| ratio.map_or(0, |kpi| kpi.role(role).map(|own| own.unit.decimals).max().unwrap_or(0));
        let unit = kpi.map_or(0, |kpi| kpi.unit.decimals);
        let above = answer.numerator.filter(|_| ratio.is_some());
        let above = self.number(writer, NUMERATOR, above, decimals(Role::Numerator))?;
        let below = self.number(writer, DENOMINATOR, answer.denominator, decimals(Role::Denominator))?;
        // A target is one of the whole but where parts are judged by it too.
        let target = answer.target.filter(|_| answer.by.is_empty() || answer.status.is_some());
        self.number(writer, TARGET, target, target.map_or(0, |target| target.normalize().scale().max(unit)))?;
        let finer = kpi.zip(answer.value).and_then(|(kpi, value)| {
            let missed = kpi.missed(value)?;
            Some(apart(&kpi.unit, value, missed).map_or(u32::MAX, |finer| finer.decimals))
        });
        let shown = finer.unwrap_or(unit);
        match (ratio, answer.value, above && below) {
            (Some(kpi), Some(value), true) => {
                let times = kpi.unit.times.filter(|times| *times != 1);
                let times = times.map_or_else(String::new, |times| format!("*{times}"));
                let [above, below] = [NUMERATOR, DENOMINATOR].map(|column| cell(row, column));
                let quotient =
                    Formula::new(format!("{above}{times}/{below}")).set_result(nearest(value).to_string());
                self.sheet
                    .write_formula_with_format(row, VALUE, quotient, styles.number(shown))
                    .map_err(failed)?;
            }
            // A quotient may have no end.
            (Some(_), Some(value), false) => {
                self.sheet
                    .write_number_with_format(row, VALUE, nearest(value), styles.number(shown))
                    .map_err(failed)?;
            }
            _ => drop(self.number(writer, VALUE, answer.value, shown)?),
        }
        self.row += 1;
        Ok(())
    }

    /// Writes a number, and tells whether it can be counted with.
    fn number(
        &mut self,
        writer: &Writer<'_>,
        column: u16,
        value: Option<Decimal>,
        decimals: u32,
    ) -> Result<bool, ExportError> {
        let (styles, row) = (&writer.styles, self.row);
        let Some(value) = value else {
            self.sheet.write_blank(row, column, styles.number(decimals)).map_err(failed)?;
            return Ok(false);
        };
        let digits = value.normalize().to_string();
        match held(&digits) {
            Some(number) => {
                self.sheet
                    .write_number_with_format(row, column, number, styles.number(decimals))
                    .map_err(failed)?;
                Ok(true)
            }
            None => {
                self.long = true;
                let text = writer.reader.locale().exact(&digits);
                self.sheet.write_string_with_format(row, column, text, &styles.long).map_err(failed)?;
                Ok(false)
            }
        }
    }

    fn draw(
        &mut self,
        writer: &Writer<'_>,
        title: &str,
        first_row: u32,
        answers: &[Answer],
        drawn: &Drawn,
    ) -> Result<(), ExportError> {
        let words = writer.reader.locale().words();
        let Some(first) = answers.first() else { return Ok(()) };
        let decimals = writer.reader.kpi(&first.code).map_or(0, |kpi| kpi.unit.decimals);
        let said = Said {
            title,
            unit: &first.unit,
            code: code(decimals),
            negative: answers.iter().filter_map(|answer| answer.value).any(|value| value < Decimal::ZERO),
            own: words.pages.series,
            last_year: words.same_period_last_year,
        };
        let cells = Cells { sheet: &self.name, first_row, columns: [PERIOD, CONTENT, VALUE] };
        let chart = drawn.chart(&cells, &said);
        self.sheet.insert_chart(self.row, CONTENT, &chart).map_err(failed)?;
        self.row += drawn.height() + 1;
        Ok(())
    }
}

/// `F12`
fn cell(row: u32, column: u16) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, column)
}

/// How the KPIs of a table are computed, and which filters they do not have.
fn about(reader: &Reader<'_>, answers: &[Answer]) -> Vec<String> {
    let words = &reader.locale().words().workbook;
    let mut all: Vec<String> = Vec::new();
    for answer in answers {
        let Ok(kpi) = reader.kpi(&answer.code) else { continue };
        let formula = page::formula(reader.locale(), kpi, None);
        let titles: Vec<String> = answer.unfiltered.iter().map(|name| reader.dimension_title(name)).collect();
        let lacks = words.lacks.replace("{0}", &kpi.code).replace("{1}", &titles.join(", "));
        let computed = words.computed.replace("{0}", &kpi.code).replace("{1}", &formula);
        for said in std::iter::once(computed).chain((!titles.is_empty()).then_some(lacks)) {
            if !all.contains(&said) {
                all.push(said);
            }
        }
    }
    all
}

/// What is doubtful about a figure, a sentence without its full stop each.
fn doubts(reader: &Reader<'_>, kpi: Option<&Kpi>, answer: &Answer) -> Vec<String> {
    let locale = reader.locale();
    let left_out = kpi.and_then(|kpi| {
        let amounts = answer.left_out.iter().map(|(name, number)| (name.as_str(), *number));
        page::left_out(locale, kpi, amounts)
    });
    let (first_day, last_day) = (answer.first_day, answer.last_day);
    let own = DayRange { first_day, last_day };
    let days = kpi.and_then(|kpi| page::other_days(locale, kpi, answer.days, own));
    days.into_iter()
        .chain(left_out)
        .chain(answer.caveats.iter().map(|caveat| page::caveat(locale, caveat)))
        .collect()
}

/// A period as offices name it, with its calendar where that is another than the sheet's.
fn period(writer: &Writer<'_>, answer: &Answer) -> String {
    let (reader, own) = (writer.reader, writer.edition.period.calendar());
    let calendars = reader.calendars();
    let found = calendars.get(&answer.calendar).and_then(|calendar| {
        let period = calendars.parse(calendar, &answer.period).ok()?;
        let name = page::period_name(reader.locale(), &period);
        let foreign = reader.locale().words().controls.period_of_calendar;
        Some(match calendar.name == own.name {
            true => name,
            false => foreign.replace("{0}", &name).replace("{1}", &calendar.title),
        })
    });
    found.unwrap_or_else(|| answer.period.clone())
}

fn judged(words: &Words, status: Status) -> String {
    match status {
        Status::Met => words.met,
        Status::Missed => words.missed,
        Status::NotDue => words.not_due,
    }
    .to_owned()
}

/// Whether there is a value, and why not; how far it may still change.
fn state(reader: &Reader<'_>, answer: &Answer) -> String {
    let locale = reader.locale();
    let words = locale.words();
    let reported =
        || format!("{}/{} {}", answer.reported, answer.expected, words.reported_of(answer.expected));
    match answer.state {
        State::Value => {
            let provisional = answer.provisional.then(|| words.provisional.to_owned());
            let partly = (answer.reported < answer.expected).then(reported);
            provisional.into_iter().chain(partly).collect::<Vec<_>>().join("; ")
        }
        State::NotBegun => words.not_begun.to_owned(),
        State::NotReported => format!("{} ({})", words.not_reported, reported()),
        State::Suppressed => words.suppressed.to_owned(),
        State::NoValue => match &answer.why {
            Some(why) => format!("{}: {}", words.no_value, page::why_no_value(locale, why)),
            None => words.no_value.to_owned(),
        },
    }
}
