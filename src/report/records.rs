//! The records behind a number, a page at a time.

use std::sync::Arc;

use super::front::{filters as filter_views, front, period_menu};
use super::{Ask, AskError, Column, FilterView, Frontmatter, Kind, Pairs, ReportError, Table};
use crate::calendar::{Period, PeriodKind};
use crate::kpi::records::{self as list, Page, Sort};
use crate::kpi::{Kpi, Slice};
use crate::locale::{Language, Locale};
use crate::query::{Lane, Rows, TextOrder};
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
    /// How many records there are in all.
    pub count: u64,
    /// How many of them leave the formula's columns empty and do not count.
    pub blank: u64,
    /// The order, the place of the first one shown, and how many a page has.
    pub page: Page,
}

impl RecordsAsk {
    /// Reads name–value pairs: `sort`, `offset` and `limit`, and whatever an [`Ask`] holds.
    ///
    /// # Errors
    /// For a column that the list does not have, and numbers that cannot be meant.
    pub fn read(reader: &Reader<'_>, kpi: &Kpi, mut pairs: Pairs<'_>) -> Result<Self, AskError> {
        let page = Page {
            sort: pairs.one("sort")?.map(|value| sort(kpi, value)).transpose()?,
            // What no list has is an empty page.
            offset: pairs.number("offset", 0..=u32::MAX as usize)?.unwrap_or(0),
            limit: pairs.number("limit", 1..=MOST_RECORDS_A_PAGE)?.unwrap_or(RECORDS_A_PAGE),
        };
        Ok(Self { ask: Ask::read(reader, pairs)?, page })
    }
}

/// `COLUMN`, or `-COLUMN` for the greatest first.
///
/// # Errors
/// For a column that the KPI's record list does not have.
pub fn sort(kpi: &Kpi, value: &str) -> Result<Sort, AskError> {
    let (column, descending) = value.strip_prefix('-').map_or((value, false), |column| (column, true));
    let known = list::shown(kpi);
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
    let own = kpi.calendar(reader.calendars());
    let ask = ask.unnamed(own);
    let mut front = front(reader, kind, &ask)?;
    let (question, period) = reader.asked(kpi, kind, &ask).await?;
    front.periods = period_menu(reader, &period, own, Some(kpi));
    front.edition.period = period.clone();
    let (filters, unfiltered) = ask.filters.split(kpi);
    // Only what was applied is said to be.
    let applied = Ask { filters, ..ask };
    Ok(RecordsReport {
        front,
        kpi: kpi.clone(),
        filters: filter_views(reader, &kpi.dimensions, &applied),
        unfiltered: unfiltered.iter().map(|name| reader.dimension_title(name)).collect(),
        records: records(reader, &question.at(&period), page, Reading::Words).await?,
    })
}

/// What a list shows in place of a code, and so what it is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// What a person reads.
    Words,
    /// The code itself, for whoever reads with a program.
    Codes,
}

/// A page of the records behind a number. Texts are in the order of the language.
///
/// # Errors
/// Where the query fails.
pub async fn records(
    reader: &Reader<'_>,
    slice: &Slice<'_>,
    page: Page,
    reading: Reading,
) -> Result<RecordsView, ReportError> {
    let kpi = slice.kpi();
    let (rows, count, blank) = match list::statement(slice, &page) {
        Some(statement) => {
            let sorted = page.sort.as_ref().map(|sort| column(reader, kpi, &sort.column, Kind::Text));
            let rows = match sorted {
                Some(column) => {
                    let order = order(reader.locale().language(), column, reading);
                    reader.run_in_order(&kpi.code, &statement, order).await?
                }
                None => reader.run(&kpi.code, &statement).await?,
            };
            let (all, blank) = counts(reader, slice, Lane::Records).await?;
            (rows, all, blank)
        }
        None => (Rows::none(), 0, 0),
    };
    let table = Table::of_rows(Arc::new(rows), |name, kind| column(reader, kpi, name, kind));
    Ok(RecordsView { period: slice.period().clone(), table, count, blank, page })
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

/// All records behind a number, in the order of their days and keys or of a column; at most so many where `most` is said.
///
/// # Errors
/// Where the query fails before the first of them; what goes wrong later is told in place of a piece.
pub async fn all_records(
    reader: &Reader<'_>,
    slice: &Slice<'_>,
    sort: Option<&Sort>,
    most: Option<usize>,
    reading: Reading,
) -> Result<AllRecords, ReportError> {
    let kpi = slice.kpi();
    let period = slice.period().clone();
    let statement = match most {
        Some(limit) => list::statement(slice, &Page { sort: sort.cloned(), offset: 0, limit }),
        None => list::all(slice, sort),
    };
    let Some(statement) = statement else {
        let columns = list::shown(kpi).iter().map(|name| column(reader, kpi, name, Kind::Text)).collect();
        return Ok(AllRecords { period, columns, count: 0, blank: 0, pieces: Box::new(std::iter::empty()) });
    };
    let (count, blank) = counts(reader, slice, Lane::Exports).await?;
    let sorted = sort.map(|sort| column(reader, kpi, &sort.column, Kind::Text));
    let order = sorted.map(|column| order(reader.locale().language(), column, reading));
    let mut rows = reader.stream(&kpi.code, &statement, order).await?;
    let described = |rows: Rows| Table::of_rows(Arc::new(rows), |name, kind| column(reader, kpi, name, kind));
    let first = rows.next().transpose()?.map(described);
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

/// How many records there are, and how many of them leave the formula's columns empty.
async fn counts(reader: &Reader<'_>, slice: &Slice<'_>, lane: Lane) -> Result<(u64, u64), ReportError> {
    let count = async |statement: Option<String>| match statement {
        Some(statement) => reader.run_count(lane, &slice.kpi().code, &statement).await,
        None => Ok(0),
    };
    let all = count(list::count(slice)).await?;
    // What could not be gathered can be listed all the same.
    let cube = slice.cube();
    let blank = list::count_blank(slice).filter(|_| cube.has_blank() || cube.hindrance().is_some());
    Ok((all, count(blank).await?))
}

/// The order of a column's texts.
fn order(language: Language, column: Column, reading: Reading) -> TextOrder {
    let locale = Locale::new(language);
    TextOrder::new(move |text| match reading {
        Reading::Words => locale.sort_key(&column.in_words(text)),
        Reading::Codes => locale.sort_key(text),
    })
}

fn column(reader: &Reader<'_>, kpi: &Kpi, name: &str, kind: Kind) -> Column {
    let counted_in = name == list::COUNTED_IN;
    let own = || kpi.columns.iter().map(|column| (column.name.clone(), column.label.clone())).collect();
    let counted = kpi.columns.iter().find(|column| column.name == name);
    Column {
        name: name.to_owned(),
        title: reader.column_title(kpi, name),
        unit: counted.filter(|_| kind.is_number()).map(|column| column.unit.clone()),
        kind,
        sensitivity: reader.column_sensitivity(kpi, name),
        labels: if counted_in { own() } else { reader.column_labels(kpi, name) },
        list: counted_in,
    }
}
