//! The passport of a number: everything about one KPI for one scope and state.

use super::front::{filters as filter_views, front, period_menu};
use super::records::{Reading, RecordsView, records};
use super::{Ask, FilterView, Frontmatter, PartsView, ReportError, TileView, TrendView};
use crate::calendar::{DayRange, PeriodKind};
use crate::dashboard::Course;
use crate::kpi::records::{Only, Page};
use crate::kpi::{Clause, Outside, ValueColumn, proof};
use crate::workspace::{Reader, Unsayable, UsedFile};

/// The records that a passport shows itself.
const FIRST_RECORDS: Page = Page { only: Only::ALL, sort: None, offset: 0, limit: 20 };

/// How many periods its course has.
const COURSE: Course = Course { periods: 12, step: None };

/// A KPI explained.
#[derive(Debug)]
pub struct Passport {
    /// What stands above every page.
    pub front: Frontmatter,
    /// What its reader may filter by: its own dimensions.
    pub filters: Vec<FilterView>,
    /// The figure with its change, its course and where it stands against its target.
    pub tile: TileView,
    /// The figure over the periods up to this one.
    pub trend: TrendView,
    /// The clauses of the plan that it answers, word for word, each with the heading that it stands under.
    pub clauses: Vec<(Clause, Option<String>)>,
    /// Its value columns with the days that each was read from.
    pub columns: Vec<(ValueColumn, Option<DayRange>)>,
    /// Who owed a report and has not sent it: labels in their order.
    pub missing: Vec<String>,
    /// The figure by each of its dimensions.
    pub tables: Vec<PartsView>,
    /// Records that fall into no slot.
    pub outside: Outside,
    /// The KPI's file as it stands.
    pub sql: String,
    /// SQL that gives the very figure on another engine, run in the workspace's folder: for who sees all rows.
    pub proof: Option<String>,
    /// Why no proof of it runs elsewhere, where none does.
    pub unsayable: Option<Unsayable>,
    /// The files that it was computed from, each with what its table is called.
    pub files: Vec<(String, UsedFile)>,
    /// The first records behind it, or why they cannot be listed; nothing for who sees figures alone, and of records that
    /// are shown for a stated purpose only.
    pub records: Option<Result<RecordsView, ReportError>>,
}

/// Explains a KPI.
///
/// # Errors
/// For an unknown KPI, period or member, and where its query fails.
pub async fn passport(
    reader: &Reader<'_>,
    kind: PeriodKind,
    code: &str,
    ask: &Ask,
) -> Result<Passport, ReportError> {
    let kpi = reader.kpi(code)?;
    let own = kpi.calendar(reader.calendars());
    let ask = &ask.unnamed(own);
    let (question, period) = reader.asked(kpi, kind, ask).await?;
    let mut front = front(reader, kind, ask)?;
    front.periods = period_menu(reader, &period, own, Some(kpi));
    front.edition.period = period.clone();
    let head = || reader.head(&question, ask, None);
    let slice = question.at(&period);
    let tile = reader.tile(&question, ask, head(), &period)?;
    let mut tables = Vec::new();
    for dimension in &kpi.dimensions {
        tables.push(reader.table(&slice, head(), dimension)?);
    }
    // Records that say who somebody is are shown on their own page, for a purpose that is stated there.
    let for_a_purpose = reader.sight().role().is_some() && reader.tells_of_people(kpi);
    let first_records = match reader.lists() && !for_a_purpose {
        true => Some(records(reader, &slice, FIRST_RECORDS, Reading::Words).await),
        false => None,
    };
    let label = |code: &String| reader.body_of(&tile.figure, code);
    let mut missing: Vec<String> = tile.figure.completeness.missing.iter().map(label).collect();
    missing.sort_by(|a, b| reader.locale().compare(a, b));
    Ok(Passport {
        front,
        filters: filter_views(reader, &kpi.dimensions, ask),
        trend: reader.trend(&question, head(), &period, COURSE),
        clauses: clauses(reader, code),
        columns: kpi.columns.iter().cloned().zip(tile.figure.parts.iter().map(|part| part.days)).collect(),
        missing,
        tables,
        outside: question.cube().outside,
        sql: kpi.file.text.clone(),
        proof: reader.files().map(|_| reader.portable(kpi, &proof::statement(&slice, &tile.figure))),
        unsayable: reader.files().and_then(|_| reader.sayable(kpi).err()),
        files: reader.files_of(kpi).into_iter().map(|file| (table_title(reader, &file), file)).collect(),
        records: first_records,
        tile,
    })
}

/// The clauses that a KPI answers, each with the heading that it stands under.
fn clauses(reader: &Reader<'_>, code: &str) -> Vec<(Clause, Option<String>)> {
    let plan = &reader.workspace().plan;
    let heading = |clause: &Clause| {
        let section = plan.sections.iter().find(|section| section.id == clause.section());
        section.map(|section| section.title.clone())
    };
    plan.clauses_of(code).map(|clause| (clause.clone(), heading(clause))).collect()
}

fn table_title(reader: &Reader<'_>, file: &UsedFile) -> String {
    let contract = reader.workspace().contracts.get(&file.table);
    contract.map_or_else(|| file.table.clone(), |contract| contract.title.clone())
}
