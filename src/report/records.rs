//! The records behind a number, a page at a time.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::front::{filters as filter_views, front, period_menu};
use super::{
    Ask, AskError, Column, FilterView, Frontmatter, Kind, Pairs, ReportError, RowCell, Table, record_columns,
};
use crate::calendar::{Period, PeriodKind};
use crate::kpi::records::{self as list, COUNTED_IN, CountedIn, Only, Page, Sort};
use crate::kpi::tally::{self, Tally};
use crate::kpi::{Figure, Kpi, Slice};
use crate::locale::{Language, Locale, fold_for_search, nfc};
use crate::planted::{Leak, number_if};
use crate::query::{Lane, Rows, TextOrder, TextSearch, Texts};
use crate::workspace::Reader;

/// How many records a page has, where the reader does not say.
pub const RECORDS_A_PAGE: usize = 50;

/// How many records a page may have: beyond it a list is no page any more.
pub const MOST_RECORDS_A_PAGE: usize = 500;

/// Whose records, and which of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordsAsk {
    /// The period and the filters.
    pub ask: Ask,
    /// The order, and the place in it.
    pub page: Page,
}

/// A page of records with what stands above it.
#[derive(Debug)]
pub struct RecordsReport {
    /// What stands above every page.
    pub front: Frontmatter,
    /// The KPI.
    pub kpi: Kpi,
    /// The filters that its reader has chosen, of those that were applied.
    pub filters: Vec<FilterView>,
    /// Titles of the filters asked for that the KPI lacks.
    pub unfiltered: Vec<String>,
    /// The figure that all of them give.
    pub figure: Figure,
    /// The records.
    pub records: RecordsView,
}

/// A page of records.
#[derive(Debug)]
pub struct RecordsView {
    /// The period in whose days they counted.
    pub period: Period,
    /// The records; sensitive columns are marked, not shown elsewhere.
    pub table: Table,
    /// How many records the list has in all.
    pub count: u64,
    /// How many of them leave the formula's columns empty and do not count.
    pub blank: u64,
    /// How many there are behind the figure, whatever the list is narrowed to.
    pub whole: u64,
    /// Each way in which a record can count, and how many records that hold the words looked for do; nothing where
    /// there is one way only.
    pub ways: Vec<(CountedIn, u64)>,
    /// What the list's records give by value column, in the order of the KPI's; nothing where that was not asked for or
    /// the column has no days.
    pub sums: Vec<Option<Decimal>>,
    /// The titles of the dimensions under several of whose members one key stands.
    pub spread: Vec<String>,
    /// Which records, their order, the place of the first one shown, and how many a page has.
    pub page: Page,
}

impl RecordsAsk {
    /// Reads name–value pairs: `q`, `counted_in`, `sort`, `offset` and `limit`, and whatever an [`Ask`] holds.
    ///
    /// # Errors
    /// For a column that the list does not have, and numbers and searches that cannot be meant.
    pub fn read(reader: &Reader<'_>, kpi: &Kpi, mut pairs: Pairs<'_>) -> Result<Self, AskError> {
        let page = Page {
            only: only(reader, kpi, pairs.one(SEARCH)?, pairs.one(COUNTED_IN)?)?,
            sort: pairs.one("sort")?.map(|value| sort(reader, kpi, value)).transpose()?,
            // What no list has is an empty page.
            offset: pairs.number("offset", 0..=u32::MAX as usize)?.unwrap_or(0),
            limit: pairs.number("limit", 1..=MOST_RECORDS_A_PAGE)?.unwrap_or(RECORDS_A_PAGE),
        };
        Ok(Self { ask: Ask::read(reader, pairs)?, page })
    }
}

/// What addresses call the words that a list is searched for.
const SEARCH: &str = "q";

/// How many letters and how many words a search may have.
const LONGEST_SEARCH: (usize, usize) = (200, 20);

/// Which of the records: those that hold words, those that counted in a way.
///
/// # Errors
/// For a way in which no record of the KPI counts, and for a search that is longer than any that is meant.
pub fn only(
    reader: &Reader<'_>,
    kpi: &Kpi,
    words: Option<&str>,
    counted_in: Option<&str>,
) -> Result<Only, AskError> {
    let words = nfc(words.unwrap_or_default().trim()).into_owned();
    let (letters, count) = LONGEST_SEARCH;
    if words.chars().count() > letters || words.split_whitespace().count() > count {
        return Err(AskError::Value { name: SEARCH.to_owned(), value: words });
    }
    let unknown = |name: &str| AskError::UnknownColumn {
        name: name.to_owned(),
        known: CountedIn::all(kpi)
            .iter()
            .filter(|way| record_columns::is_seen(reader, kpi, way))
            .map(|way| way.word().to_owned())
            .collect(),
    };
    let seen = |way: &CountedIn| record_columns::is_seen(reader, kpi, way);
    let way = |name: &str| CountedIn::read(kpi, name).filter(seen).ok_or_else(|| unknown(name));
    Ok(Only { counted_in: counted_in.map(way).transpose()?, words })
}

/// `COLUMN`, or `-COLUMN` for the greatest first.
///
/// # Errors
/// For a column that the KPI's record list does not have for its reader.
pub fn sort(reader: &Reader<'_>, kpi: &Kpi, value: &str) -> Result<Sort, AskError> {
    let (column, descending) = value.strip_prefix('-').map_or((value, false), |column| (column, true));
    let known = record_columns::in_order(reader, kpi);
    if known.iter().any(|own| own == column) {
        return Ok(Sort { column: column.to_owned(), descending });
    }
    Err(AskError::UnknownColumn { name: column.to_owned(), known })
}

/// A page of the records behind a number, as it is asked for by an address.
///
/// # Errors
/// For a period or member that does not exist, and where the query fails.
pub async fn records_report(
    reader: &Reader<'_>,
    kind: PeriodKind,
    code: &str,
    asked: RecordsAsk,
) -> Result<RecordsReport, ReportError> {
    let RecordsAsk { ask, page } = asked;
    let kpi = reader.kpi(code)?;
    listed(reader, kpi)?;
    let own = kpi.calendar(reader.calendars());
    let ask = ask.unnamed(own);
    let mut front = front(reader, kind, &ask)?;
    let (question, period) = reader.asked(kpi, kind, &ask).await?;
    front.periods = period_menu(reader, &period, own, Some(kpi));
    front.edition.period = period.clone();
    let (filters, unfiltered) = ask.filters.split(kpi);
    // Only what was applied is said to be.
    let applied = Ask { filters, ..ask };
    let slice = question.at(&period);
    Ok(RecordsReport {
        front,
        kpi: kpi.clone(),
        filters: filter_views(reader, &kpi.dimensions, &applied),
        unfiltered: unfiltered.iter().map(|name| reader.dimension_title(name)).collect(),
        figure: slice.total(),
        records: records(reader, &slice, page, Reading::Words).await?,
    })
}

/// Of figures alone there are no records.
fn listed(reader: &Reader<'_>, kpi: &Kpi) -> Result<(), ReportError> {
    let unknown = || ReportError::Unknown { what: "record", name: kpi.code.clone(), known: Vec::new() };
    reader.lists().then_some(()).ok_or_else(unknown)
}

/// What a list shows in place of a code, and so what it is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// What a person reads.
    Words,
    /// The code itself, for whoever reads with a program.
    Codes,
}

/// A page of the records behind a number with what they add up to. Texts are in the order of the language.
///
/// # Errors
/// Where the query fails.
pub async fn records(
    reader: &Reader<'_>,
    slice: &Slice<'_>,
    page: Page,
    reading: Reading,
) -> Result<RecordsView, ReportError> {
    let columns = record_columns::in_order(reader, slice.kpi());
    let rows = match list::statement(slice, &columns, &page) {
        Some(statement) => {
            let texts = texts(reader, slice.kpi(), &page.only, page.sort.as_ref(), reading);
            reader.run_with(Lane::Records, &slice.kpi().code, &statement, texts).await?
        }
        None => Rows::none(),
    };
    let tally = tallied(reader, slice, Lane::Records, &page.only, true).await?;
    Ok(RecordsView {
        period: slice.period().clone(),
        table: described(reader, slice.kpi(), rows),
        count: tally.listed + number_if(Leak::Pager),
        blank: tally.blank,
        whole: tally.records,
        ways: tally.ways,
        sums: tally.sums,
        spread: tally::spread(slice).iter().map(|name| reader.dimension_title(name)).collect(),
        page,
    })
}

/// All records behind a number, a piece at a time.
pub struct AllRecords {
    /// The period in whose days they counted.
    pub period: Period,
    /// The columns of every piece; sensitive ones are marked.
    pub columns: Vec<Column>,
    /// How many records there are in all, known before the first of them comes.
    pub count: u64,
    /// How many of them leave the formula's columns empty and do not count.
    pub blank: u64,
    /// The records.
    pub pieces: Box<dyn Iterator<Item = Result<Table, ReportError>> + Send>,
}

/// All records behind a number of which a list has some, in the order of their days and keys or of a column; at most so
/// many where `most` is said.
///
/// # Errors
/// Where the query fails before the first of them; what goes wrong later is told in place of a piece.
pub async fn all_records(
    reader: &Reader<'_>,
    slice: &Slice<'_>,
    only: &Only,
    sort: Option<&Sort>,
    most: Option<usize>,
    reading: Reading,
) -> Result<AllRecords, ReportError> {
    let kpi = slice.kpi();
    listed(reader, kpi)?;
    let period = slice.period().clone();
    let names = record_columns::in_order(reader, kpi);
    let statement = match most {
        Some(limit) => {
            let page = Page { only: only.clone(), sort: sort.cloned(), offset: 0, limit };
            list::statement(slice, &names, &page)
        }
        None => list::all(slice, &names, only, sort),
    };
    let Some(statement) = statement else {
        let columns =
            names.iter().map(|name| record_columns::column(reader, kpi, name, Kind::Text)).collect();
        return Ok(AllRecords { period, columns, count: 0, blank: 0, pieces: Box::new(std::iter::empty()) });
    };
    let Tallied { listed: count, blank, .. } = tallied(reader, slice, Lane::Exports, only, false).await?;
    let texts = texts(reader, kpi, only, sort, reading);
    let mut rows = reader.stream(&kpi.code, &statement, texts).await?;
    let first = rows.next().transpose()?.map(|rows| described(reader, kpi, rows));
    let columns = first.as_ref().map(|table| table.columns.clone()).unwrap_or_default();
    let own = columns.clone();
    let alike = move |rows: Result<Rows, _>| {
        let mut columns = own.iter().cloned();
        let column = |name: &str, kind| columns.next().unwrap_or_else(|| Column::new(name, kind));
        Ok(Table::of_rows(Arc::new(rows?), column))
    };
    let pieces = Box::new(first.map(Ok).into_iter().chain(rows.map(alike)));
    Ok(AllRecords { period, columns, count, blank, pieces })
}

fn described(reader: &Reader<'_>, kpi: &Kpi, rows: Rows) -> Table {
    Table::of_rows(Arc::new(rows), |name, kind| record_columns::column(reader, kpi, name, kind))
}

/// What is asked of the texts of a list: their order, and the words that occur in them.
fn texts(reader: &Reader<'_>, kpi: &Kpi, only: &Only, sort: Option<&Sort>, reading: Reading) -> Texts {
    let column = |name: &str| record_columns::column(reader, kpi, name, Kind::Text);
    let order = sort.map(|sort| order(reader.locale().language(), column(&sort.column), reading));
    let search = (!only.words.is_empty()).then(|| {
        let words = only.words.split_whitespace().map(fold_for_search).collect();
        let own = record_columns::in_order(reader, kpi);
        let columns: Vec<Column> = list::searched(&own).iter().map(|name| column(name)).collect();
        TextSearch::new(words, move |place, text| {
            match columns.get(place).map(|column| column.in_words(text)) {
                // Whoever knows the code finds it as well.
                Some(told) if told != text => fold_for_search(&format!("{told}\n{text}")),
                Some(_) | None => fold_for_search(text),
            }
        })
    });
    Texts { order, search }
}

/// What a list adds up to.
#[derive(Default)]
struct Tallied {
    records: u64,
    listed: u64,
    blank: u64,
    ways: Vec<(CountedIn, u64)>,
    sums: Vec<Option<Decimal>>,
}

async fn tallied(
    reader: &Reader<'_>,
    slice: &Slice<'_>,
    lane: Lane,
    only: &Only,
    sums: bool,
) -> Result<Tallied, ReportError> {
    let kpi = slice.kpi();
    let none = vec![None; kpi.columns.len()];
    let own = record_columns::in_order(reader, kpi);
    let Some(Tally { sql, ways, columns }) = tally::statement(slice, &own, only, sums) else {
        return Ok(Tallied { sums: none, ..Tallied::default() });
    };
    let rows = reader.run_with(lane, &kpi.code, &sql, texts(reader, kpi, only, None, Reading::Words)).await?;
    let table = Table::of_rows(Arc::new(rows), Column::new);
    let row = table.rows().next().unwrap_or_default();
    let number = |name: &str| {
        let cell = table.place(name).and_then(|place| row.get(place));
        cell.and_then(RowCell::decimal)
    };
    let count = |name: &str| number(name).and_then(|number| number.to_u64()).unwrap_or_default();
    let mut all = none;
    // What records add up to says of one record, found by its key, what it holds.
    let seen = |index: &usize| own.contains(&kpi.columns[*index].name);
    for index in columns.into_iter().filter(seen) {
        all[index] = number(&format!("v{index}"));
    }
    let counts = |(place, way)| (way, count(&format!("n{place}")));
    let ways = ways.into_iter().enumerate().filter(|(_, way)| record_columns::is_seen(reader, kpi, way));
    Ok(Tallied {
        records: count("records"),
        listed: count("listed"),
        blank: count("blank"),
        ways: ways.map(counts).collect(),
        sums: all,
    })
}

/// The order of a column's texts.
fn order(language: Language, column: Column, reading: Reading) -> TextOrder {
    let locale = Locale::new(language);
    TextOrder::new(move |text| match reading {
        Reading::Words => locale.sort_key(&column.in_words(text)),
        Reading::Codes => locale.sort_key(text),
    })
}
