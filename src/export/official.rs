//! Figures in the official order of columns: number, content, unit, this period, the same period, the change, since the
//! year began, the target, the share of it. Reports, one sheet of the workbook and one of the PDF are made of it.
//!
//! Whether and with what a figure is compared is decided in `report`; here it is put in words.

use rust_decimal::Decimal;

use crate::calendar::DayRange;
use crate::kpi::{Figure, Kpi, NotCompared, TargetSource};
use crate::locale::{Locale, Unit};
use crate::page::{self, fill};
use crate::report::Line;

/// A table in the official order of columns.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficialTable {
    /// The heads of its columns.
    pub heads: [&'static str; 9],
    /// The unit that all rows share, as it is said once above the table; nothing where they differ.
    pub unit: Option<String>,
    /// Its rows.
    pub rows: Vec<OfficialRow>,
    /// Its notes, of which the first has the number 1.
    pub notes: Vec<String>,
}

/// A row: a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficialRow {
    /// Its number in the table, from 1.
    pub number: usize,
    /// The KPI.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// The unit's word.
    pub unit: String,
    /// This period, the same period, the change, since the year began, the target, the share of it in percent.
    pub cells: [OfficialCell; 6],
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OfficialCell {
    /// As a person reads it, without its unit; "–" where there is nothing.
    pub text: String,
    /// Its number, in the row's unit (money in whole units; percent and points 0–100).
    pub value: Option<Decimal>,
    /// How many digits stand behind the mark.
    pub decimals: u32,
    /// The numbers of its notes.
    pub notes: Vec<usize>,
}

/// What stands where there is no number.
const NOTHING: &str = "–";

/// Lines as a table of a document whose period has these days; a figure of others says so in a note.
pub fn table(locale: &Locale, lines: &[Line], period: DayRange) -> OfficialTable {
    let mut notes = Notes::default();
    let rows: Vec<OfficialRow> =
        lines.iter().zip(1..).map(|(line, number)| row(locale, &mut notes, line, period, number)).collect();
    let first = rows.first().map(|row| row.unit.clone());
    let shared = first.filter(|unit| rows.iter().all(|row| row.unit == *unit));
    let words = &locale.words().official;
    let unit = shared.filter(|unit| !unit.is_empty()).map(|unit| words.unit.replace("{0}", &unit));
    OfficialTable { heads: words.heads, unit, rows, notes: notes.0 }
}

/// Its parts in words, where the whole is 100% of itself: "Trong đó: ngân sách nhà nước 80,1%; …".
pub(super) fn shares(locale: &Locale, line: &Line) -> Option<String> {
    let words = &locale.words().official;
    let unit = &line.head.kpi.unit;
    let each = line.shares.iter().map(|(name, value)| {
        let value = value
            .map_or_else(|| NOTHING.to_owned(), |value| page::quantity(locale, &line.head.kpi, unit, value));
        format!("{} {value}", page::inside(name))
    });
    let each: Vec<String> = each.collect();
    (!each.is_empty()).then(|| words.shares.replace("{0}", &each.join("; ")))
}

/// A change against the base in words: "tăng 6,6%"; nothing where there is none, or nothing has changed.
pub fn growth(locale: &Locale, line: &Line) -> Option<String> {
    let (words, growth) = (&locale.words().official, line.growth()?);
    let word = if growth < Decimal::ZERO { words.fall } else { words.growth };
    (growth != Decimal::ZERO).then(|| word.replace("{0}", &locale.percent(growth.abs(), 1)))
}

/// The figure as a share of its base in words: "bằng 106,6%".
pub fn level(locale: &Locale, line: &Line) -> Option<String> {
    Some(locale.words().official.level.replace("{0}", &locale.percent(line.level()?, 1)))
}

fn row(locale: &Locale, notes: &mut Notes, line: &Line, period: DayRange, number: usize) -> OfficialRow {
    let kpi = &line.head.kpi;
    // Notes are numbered as the row is read.
    let mut own = of_figure(locale, notes, kpi, &line.figure);
    let days = line.figure.days_told(kpi);
    if days != period {
        let words = &locale.words().official;
        let text = if kpi.is_state() { words.other_state } else { words.other_days };
        let days = [locale.date(days.first_day), locale.date(days.last_day)];
        own.notes.push(notes.number(page::fill(text, &[&days[0], &days[1]])));
    }
    let target = line.head.target.as_ref().map(|target| target.value);
    own.notes.extend(shares(locale, line).map(|text| notes.number(page::capital(&text))));
    let (base, change) = match &line.change {
        Ok(comparison) => (Some(&comparison.base), Some(comparison.change)),
        Err(NotCompared::Reports(base)) => (Some(&**base), None),
        Err(_) => (None, None),
    };
    let mut base = cell(locale, &kpi.unit, base.and_then(|base| base.value));
    let mut change = cell(locale, &kpi.unit, change);
    if change.value.is_some_and(|value| value > Decimal::ZERO) {
        change.text.insert(0, '+');
    }
    if let Ok(comparison) = &line.change
        && let Some(bodies) = comparison.bodies()
    {
        let ends = [comparison.then(), comparison.now(&line.figure)];
        let [then, now] = ends.map(|figure| cell(locale, &kpi.unit, figure.value).text);
        let bodies = page::of_bodies(locale, bodies);
        let words = &locale.words().official;
        change.notes.push(notes.number(fill(words.of_bodies, &[&page::capital(&bodies), &then, &now])));
    }
    // What has no value says so itself.
    if let Err(why) = &line.change
        && line.figure.value.is_some()
        && *why != NotCompared::NotWanted
    {
        let why = page::why_not_compared(locale, kpi, why);
        base.notes.push(notes.number(locale.words().official.no_base.replace("{0}", &why)));
        change.notes.clone_from(&base.notes);
    }
    let so_far = line.so_far.as_ref().map_or_else(nothing, |figure| of_figure(locale, notes, kpi, figure));
    // What a law demands is no target of the plan's.
    let is_law = line.head.target.as_ref().is_some_and(|target| target.source == TargetSource::Law);
    let by_law = is_law.then(|| notes.number(page::capital(locale.words().pages.set_by_law)));
    OfficialRow {
        number,
        code: kpi.code.clone(),
        title: line.head.title.clone(),
        unit: kpi.unit.label.clone(),
        cells: [
            own,
            base,
            change,
            so_far,
            target.map_or_else(nothing, |value| {
                let decimals = value.normalize().scale();
                let own = cell(locale, &Unit { decimals, ..kpi.unit.clone() }, Some(value));
                OfficialCell { decimals, notes: by_law.into_iter().collect(), ..own }
            }),
            cell(locale, &Unit { decimals: 1, ..Unit::plain() }, line.share_of_target()),
        ],
    }
}

fn of_figure(locale: &Locale, notes: &mut Notes, kpi: &Kpi, figure: &Figure) -> OfficialCell {
    let mut own = cell(locale, &kpi.unit, figure.value);
    let words = &locale.words().official;
    if let Some(reason) = figure.reason.as_ref().filter(|_| figure.value.is_none()) {
        let why = page::why_no_value(locale, reason);
        own.notes.push(notes.number(words.no_value.replace("{0}", &why)));
    }
    if figure.provisional && figure.value.is_some() {
        own.notes.push(notes.number(words.provisional.to_owned()));
    }
    own.notes.extend(figure.caveats.iter().map(|caveat| notes.number(page::caveat(locale, caveat))));
    own
}

fn nothing() -> OfficialCell {
    OfficialCell { text: NOTHING.to_owned(), ..OfficialCell::default() }
}

fn cell(locale: &Locale, unit: &Unit, value: Option<Decimal>) -> OfficialCell {
    let Some(value) = value else { return nothing() };
    OfficialCell {
        text: locale.number(value, unit.decimals),
        value: Some(value),
        decimals: unit.decimals,
        notes: Vec::new(),
    }
}

/// Notes, each once.
#[derive(Default)]
pub(super) struct Notes(pub(super) Vec<String>);

impl Notes {
    /// The number of a note.
    pub(super) fn number(&mut self, note: String) -> usize {
        let known = self.0.iter().position(|known| *known == note);
        known.unwrap_or_else(|| {
            self.0.push(note);
            self.0.len() - 1
        }) + 1
    }
}
