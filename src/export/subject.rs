//! What a reader takes away as a file: the very thing that a page shows, with the same filters.

use super::ExportError;
use super::book::{Block, Book, Content};
use crate::calendar::PeriodKind;
use crate::kpi::records::{COUNTED_IN, CountedIn};
use crate::kpi::{Kpi, UNKNOWN};
use crate::page;
use crate::report::{
    self, Answer, Applied, Ask, Edition, Facets, Pairs, Progress, Reading, ReportError, Shortfall, Wanted,
    Whole, all_records,
};
use crate::workspace::Reader;

/// What a reader takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A dashboard, a table a panel.
    Dashboard(String),
    /// A panel of a dashboard, by its id or its number from 1.
    Panel(String, String),
    /// The plan, of which a reader may want the promises of one body or standing.
    Plan,
    /// What the KPIs are, or those that a search finds.
    Catalogue,
    /// What arrived.
    Data,
    /// A KPI as a whole and by each of its dimensions; by an indicator's bare code each figure of it.
    Kpi(String),
    /// All records behind a KPI's figure.
    Records(String),
    /// What bodies owe.
    Owed,
}

/// A subject, ready to be written.
pub struct Taken<'a> {
    /// Its tables.
    pub book: Book<'a>,
    /// What a file of it is called, without an ending: what it is, its period, its filters.
    pub stem: String,
    /// What of it could not be made this time.
    pub shortfalls: Vec<Shortfall>,
}

impl Subject {
    /// Asks for it. `pairs` are what stands behind `?` of its page's address; a record list takes `sort` too.
    ///
    /// # Errors
    /// As the page: for what does not exist and what cannot be understood, and where a query fails.
    pub async fn taken<'a>(
        &self,
        reader: &'a Reader<'a>,
        pairs: Pairs<'_>,
    ) -> Result<Taken<'a>, ExportError> {
        if !reader.sight().is_restricted() {
            return self.made(reader, pairs).await;
        }
        // It bears what it is known by at its head, before its rows come: they are read once for that alone.
        let known = self.made(reader, pairs.clone()).await?.book.known_by(reader).await?;
        let taken = self.made(reader, pairs).await?;
        Ok(Taken { book: taken.book.known_as(&known), ..taken })
    }

    async fn made<'a>(&self, reader: &'a Reader<'a>, pairs: Pairs<'_>) -> Result<Taken<'a>, ExportError> {
        match self {
            Self::Plan => plan(reader, pairs).await,
            Self::Catalogue => catalogue(reader, pairs).await,
            Self::Data => {
                let ask = Ask::read(reader, pairs).map_err(ReportError::from)?;
                let view = report::data(reader, &ask, 0).await?;
                let shortfalls = view.shortfalls();
                let book = Book::of_data(reader, &view)?;
                Ok(Taken { stem: stem(&["data"], &book.edition, &ask), shortfalls, book })
            }
            Self::Dashboard(id) => {
                let ask = Ask::read(reader, pairs).map_err(ReportError::from)?;
                let report = report::run(reader, report::dashboard(reader, id)?, &ask).await?;
                let shortfalls = report.shortfalls();
                let book = Book::of_report(reader, report);
                Ok(Taken { stem: stem(&[id], &book.edition, &ask), shortfalls, book })
            }
            Self::Panel(id, name) => {
                let ask = Ask::read(reader, pairs).map_err(ReportError::from)?;
                let dashboard = report::dashboard(reader, id)?;
                let panel = report::panel(reader, dashboard, name, &ask).await?;
                let edition = report::front_of(reader, dashboard, &ask)?.edition;
                let shortfalls = panel.shortfalls();
                let name = dashboard.panel(name).and_then(|panel| panel.id.as_ref()).unwrap_or(name);
                let ask = ask.within(dashboard.calendar.as_ref());
                let block = Block::of_panel(reader, &ask, name.clone(), &panel);
                let stem = stem(&[id, name], &edition, &ask);
                Ok(Taken { book: Book::of_block(edition, id.clone(), block), stem, shortfalls })
            }
            Self::Kpi(code) => {
                let ask = Ask::read(reader, pairs).map_err(ReportError::from)?;
                kpi(reader, code, &ask).await
            }
            Self::Records(code) => records(reader, code, pairs).await,
            Self::Owed => {
                let page = report::owed_page(reader, pairs).await?;
                let (edition, shortfalls) = (page.front.edition.clone(), page.shortfalls());
                let stem = stem(&["owed"], &edition, &page.front.ask);
                let block = Block::of_owed(reader, &page.list);
                Ok(Taken { book: Book::of_block(edition, "owed".to_owned(), block), stem, shortfalls })
            }
        }
    }
}

/// The kind of period with which a KPI's own page opens.
fn opening(reader: &Reader<'_>) -> PeriodKind {
    reader.workspace().opening_period()
}

async fn plan<'a>(reader: &Reader<'_>, mut pairs: Pairs<'_>) -> Result<Taken<'a>, ExportError> {
    let wanted = Wanted::read(&mut pairs).map_err(ReportError::from)?;
    let ask = Ask::read(reader, pairs).map_err(ReportError::from)?;
    let view = report::plan(reader, &ask, wanted).await?;
    let book = Book::of_plan(reader, &view);
    let chosen = view.wanted.owner.as_deref().into_iter().chain(view.wanted.standing.map(Progress::word));
    let stem = std::iter::once(stem(&["plan"], &book.edition, &ask)).chain(chosen.map(str::to_owned));
    Ok(Taken { stem: stem.collect::<Vec<_>>().join("-"), shortfalls: view.shortfalls(), book })
}

async fn catalogue<'a>(reader: &Reader<'_>, mut pairs: Pairs<'_>) -> Result<Taken<'a>, ExportError> {
    let query = pairs.one("q").map_err(ReportError::from)?.unwrap_or_default().trim();
    let ask = Ask::read(reader, pairs).map_err(ReportError::from)?;
    let view = report::catalogue(reader, &ask, query).await?;
    let book = Book::of_catalogue(reader, &view);
    Ok(Taken { stem: stem(&["kpis"], &book.edition, &ask), shortfalls: view.shortfalls(), book })
}

/// Each figure of a code in one table: the whole, then its parts by each of its dimensions.
async fn kpi<'a>(reader: &Reader<'_>, code: &str, ask: &Ask) -> Result<Taken<'a>, ExportError> {
    let kpis = reader.figures_of(code).map_err(ReportError::from)?;
    let mut figures: Vec<Answer> = Vec::new();
    let mut notes = Vec::new();
    let mut of_first = None;
    for kpi in &kpis {
        let applied = Applied::to(reader, kpi, opening(reader), ask)?;
        for by in std::iter::once(None).chain(kpi.dimensions.iter().cloned().map(Some)) {
            let facets = Facets { by, ..Facets::default() };
            let own = std::slice::from_ref(&kpi.code);
            for asked in report::figures(reader, own, &applied.ask, &facets).await? {
                figures.extend(asked.answers?);
            }
        }
        notes.extend(page::not_filtered_by(reader.locale(), &applied.unfiltered));
        of_first.get_or_insert(applied);
    }
    notes.dedup();
    let Some(Applied { edition, ask, .. }) = of_first else {
        // No code has no figure: it is refused above.
        return Err(ReportError::Unknown { what: "KPI", name: code.to_owned(), known: Vec::new() }.into());
    };
    let shortfalls = figures.shortfalls();
    let title =
        kpis.first().filter(|_| kpis.len() == 1).map_or_else(|| code.to_owned(), |kpi| kpi.title.clone());
    let block = Block { name: "figures".to_owned(), title, notes, content: Content::Figures(figures) };
    let stem = stem(&[code], &edition, &ask);
    Ok(Taken { book: Book::of_block(edition, code.to_owned(), block), stem, shortfalls })
}

async fn records<'a>(
    reader: &Reader<'_>,
    code: &str,
    mut pairs: Pairs<'_>,
) -> Result<Taken<'a>, ExportError> {
    let kpi: &Kpi = reader.kpi(code).map_err(ReportError::from)?;
    let mut one = |name| pairs.one(name).map_err(ReportError::from);
    let only = report::only(reader, kpi, one("q")?, one(COUNTED_IN)?).map_err(ReportError::from)?;
    let sort = pairs
        .one("sort")
        .and_then(|column| column.map(|column| report::sort(reader, kpi, column)).transpose());
    let sort = sort.map_err(ReportError::from)?;
    let ask = Ask::read(reader, pairs).map_err(ReportError::from)?;
    let Applied { ask, edition, unfiltered } = Applied::to(reader, kpi, opening(reader), &ask)?;
    let question = reader.question(kpi, ask.filters.clone(), ask.view.clone()).await;
    let question = question.map_err(ReportError::from)?;
    let slice = question.at(&edition.period);
    let all = all_records(reader, &slice, &only, sort.as_ref(), None, Reading::Codes).await?;
    let title = format!("{}: {}", reader.locale().words().records, kpi.title);
    let mut block = Block::of_records(reader, title, all);
    block.notes.extend(page::narrowed_to(reader.locale(), kpi, &only));
    block.notes.extend(page::not_filtered_by(reader.locale(), &unfiltered));
    // A part of a list is not called as the whole.
    let part = only.counted_in.as_ref().map(CountedIn::word).into_iter();
    let found = (!only.words.is_empty()).then_some("found");
    let of: Vec<&str> = [code, "records"].into_iter().chain(part).chain(found).collect();
    let stem = stem(&of, &edition, &ask);
    Ok(Taken { book: Book::of_block(edition, code.to_owned(), block), stem, shortfalls: Vec::new() })
}

/// What a file is called: `overview-2024-Q2-area-608`. A calendar is named where the reader named it.
fn stem(of: &[&str], edition: &Edition, ask: &Ask) -> String {
    let named = ask.period.as_ref().is_some_and(|text| text.contains(':'));
    let period = if named { edition.period.qualified() } else { edition.period.name() };
    let mut parts: Vec<String> = of.iter().map(|part| (*part).to_owned()).collect();
    parts.push(period);
    for (dimension, members) in ask.filters.iter() {
        parts.push(dimension.to_owned());
        parts.extend(members.iter().map(|member| match member.as_deref() {
            Some(UNKNOWN) | None => "unknown".to_owned(),
            Some(code) => code.to_owned(),
        }));
    }
    parts.extend(ask.view.clone());
    parts.join("-").replace(':', "-")
}
