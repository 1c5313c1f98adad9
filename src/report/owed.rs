//! What bodies owe: reports that have not come, and the rows of every query that says of them that they are owed; each
//! told of the living body that answers for it.

use std::collections::BTreeMap;

use super::bodies::Bodies;
use super::front::front;
use super::owed_item::{OwedBasis, OwedBody, OwedItem, OwedWhat};
use super::owed_kind::{OwedKind, kinds};
use super::query_rows::query_rows;
use super::{Ask, AskError, Frontmatter, Pairs, ReportError, RowCell, Shortfall, Table, Whole};
use crate::calendar::{Day, DayRange, PeriodKind};
use crate::kpi::{Heir, Obligation, Owed};
use crate::query::OwedColumns;
use crate::workspace::Reader;

/// The kind of a report, as addresses write it; that of another thing is its query's name.
const REPORTS: &str = "report";

/// What is owed, by body.
#[derive(Debug)]
pub struct OwedList {
    /// The dimension of the bodies.
    pub dimension: String,
    /// The dimension of the reports, where there is one.
    pub reports_dimension: Option<String>,
    /// The day as of which all is overdue: the later of the data date and the newest arrival.
    pub known: Day,
    /// The kinds: reports, then the queries in the order of their names.
    pub kinds: Vec<OwedKind>,
    /// The only kind that is listed; nothing = all.
    pub kind: Option<String>,
    /// The bodies that live, who owe most first; of as many the one with the oldest.
    pub bodies: Vec<OwedBody>,
    /// Bodies that live no more and of which no one successor is known.
    pub left: Vec<OwedBody>,
    /// Lists that could not be made: their titles, and why.
    pub failed: Vec<(String, ReportError)>,
}

/// What a panel shows of it.
#[derive(Debug)]
pub struct OwedView {
    /// What the panel is called.
    pub title: String,
    /// So many bodies are shown, and as many more as owe just as much as the last of them.
    pub most: usize,
    /// What is owed.
    pub list: OwedList,
}

/// The page of what is owed.
#[derive(Debug)]
pub struct OwedPage {
    /// What stands above every page.
    pub front: Frontmatter,
    /// What a reader may choose from: each living body that owes anything, with its code.
    pub choices: Vec<(String, String)>,
    /// What is owed.
    pub list: OwedList,
}

impl OwedList {
    /// How many things living bodies owe.
    pub fn count(&self) -> usize {
        self.bodies.iter().map(|body| body.items.len()).sum()
    }

    /// How many are left by bodies of which no successor is known.
    pub fn count_left(&self) -> usize {
        self.left.iter().map(|body| body.items.len()).sum()
    }

    /// Those who owe most: so many, and as many more as owe just as much as the last of them.
    pub fn foremost(&self, most: usize) -> &[OwedBody] {
        let Some(last) = most.checked_sub(1).and_then(|last| self.bodies.get(last)) else {
            return &self.bodies;
        };
        let ties = self.bodies.iter().take_while(|body| body.items.len() >= last.items.len());
        &self.bodies[..ties.count()]
    }
}

/// The page. Besides the question: `list`, the name of a kind.
///
/// # Errors
/// For what does not exist.
pub async fn owed_page(reader: &Reader<'_>, mut pairs: Pairs<'_>) -> Result<OwedPage, ReportError> {
    let kind = pairs.one("list")?.map(str::to_owned);
    let ask = Ask::read(reader, pairs)?;
    let front = front(reader, reader.workspace().opening_period(), &ask)?;
    let list = owed(reader, &ask, kind.as_deref()).await?;
    let choices = match ask.filters.get(&list.dimension) {
        None => choices(&list),
        Some(_) => choices(&owed(reader, &Ask::default(), None).await?),
    };
    Ok(OwedPage { front, choices, list })
}

fn choices(list: &OwedList) -> Vec<(String, String)> {
    let all = list.bodies.iter().chain(&list.left);
    all.filter_map(|body| Some((body.code.clone()?, body.name.clone()?))).collect()
}

/// What is owed by the bodies that are asked for, whatever the period; of one kind where one is named.
///
/// # Errors
/// For a kind that does not exist. A list that cannot be made is told of in its place.
pub async fn owed(reader: &Reader<'_>, ask: &Ask, kind: Option<&str>) -> Result<OwedList, ReportError> {
    let all = Gathered::new(reader, ask, |_| true).await;
    if let Some(kind) = kind.filter(|kind| all.kinds.iter().all(|own| own.name != *kind)) {
        return Err(AskError::Value { name: "list".to_owned(), value: kind.to_owned() }.into());
    }
    let wanted = kind.and_then(|kind| all.kinds.iter().position(|own| own.name == kind));
    let of_kind = |all| told(reader, all, wanted);
    let reports = reader.workspace().settings.reporting.reports.as_ref();
    Ok(OwedList {
        dimension: reader.bodies().unwrap_or_default().to_owned(),
        reports_dimension: reports.map(|name| name.get_ref().clone()),
        known: all.known,
        bodies: of_kind(all.living),
        left: of_kind(all.left),
        kinds: all.kinds,
        kind: kind.map(str::to_owned),
        failed: all.failed,
    })
}

/// The kinds of some queries alone, of which anything is owed; and the titles of those of which no list could be
/// made.
pub(super) async fn owed_kinds(
    reader: &Reader<'_>,
    ask: &Ask,
    names: &[String],
) -> (Vec<OwedKind>, Vec<String>) {
    if names.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let watched = |name: &str| names.iter().any(|each| each == name);
    let all = Gathered::new(reader, ask, watched).await;
    let kinds = all.kinds.into_iter().filter(|kind| watched(&kind.name) && kind.count + kind.left > 0);
    (kinds.collect(), all.failed.into_iter().map(|(title, _)| title).collect())
}

/// What is owed, before it is told.
struct Gathered {
    known: Day,
    kinds: Vec<OwedKind>,
    living: ByBody,
    left: ByBody,
    failed: Vec<(String, ReportError)>,
}

impl Gathered {
    /// Of reports, and of the queries whose names are wanted.
    async fn new(reader: &Reader<'_>, ask: &Ask, wanted: impl Fn(&str) -> bool) -> Self {
        let bodies = Bodies::new(reader, ask);
        let known = bodies.known();
        let mut names = vec![(REPORTS.to_owned(), None, false)];
        let mut items: Vec<OwedItem> = reports(reader, &bodies);
        let mut failed = Vec::new();
        let own = |name: &str| wanted(name) && reader.grants_query(name);
        for query in reader.workspace().queries.values().filter(|query| own(&query.name)) {
            let Some(columns) = &query.owed else { continue };
            let mut cut = false;
            match query_rows(reader, &query.name, &Ask::default()).await {
                Ok(view) => {
                    cut = view.table.truncated;
                    items.extend(rows(reader, columns, &view.table, names.len(), known));
                }
                Err(error) => failed.push((query.title.clone(), error)),
            }
            names.push((query.name.clone(), Some(query.title.clone()), cut));
        }
        let (living, left) = by_body(reader, &bodies, items);
        let kinds = kinds(names, &living, &left, &|code| reader.body_label(code, known));
        Self { known, kinds, living, left, failed }
    }
}

/// The reports that have not come.
fn reports(reader: &Reader<'_>, bodies: &Bodies<'_>) -> Vec<OwedItem> {
    let known = bodies.known();
    let owed = Owed::new(reader.obligations().map(|owed| (owed, owed.body.as_str())));
    let item = |(owed, body, days): (&Obligation, &str, i64)| {
        let (first_day, last_day) = owed.days;
        let own = DayRange { first_day, last_day };
        OwedItem {
            kind: 0,
            what: OwedWhat::Report {
                code: owed.report.clone(),
                title: reader.report_label(&owed.report, known),
                days: own,
                period: reader.calendars().period_with(own),
            },
            since: owed.due_on.unwrap_or(last_day),
            days,
            basis: owed.basis.clone().map(|basis| self::basis(reader, basis)),
            id: None,
            table: None,
            body: Some(body.to_owned()),
            from: None,
            records: None,
        }
    };
    owed.overdue(known).map(item).collect()
}

fn basis(reader: &Reader<'_>, text: String) -> OwedBasis {
    match reader.workspace().plan.clauses.iter().any(|clause| clause.id == text) {
        true => OwedBasis::Clause(text),
        false => OwedBasis::Text(text),
    }
}

/// The rows of a query: those that were due before the data date, since of later days the data do not know what was done.
fn rows(reader: &Reader<'_>, own: &OwedColumns, table: &Table, kind: usize, known: Day) -> Vec<OwedItem> {
    let place = |column: &(String, crate::diagnostic::Span)| table.place(&column.0);
    let (body, what, since) = (place(&own.body), place(&own.what), place(&own.since));
    let (basis, id) = (own.basis.as_ref().and_then(place), own.id.as_ref().and_then(place));
    let kpi = own.kpi.as_ref().and_then(|(code, _)| reader.kpi(code).ok());
    let raw = |row: &[RowCell], place: Option<usize>| {
        let cell = row.get(place?)?.clone();
        Some(cell.plain()).filter(|text| !text.is_empty())
    };
    let worded = |row: &[RowCell], place: Option<usize>| {
        raw(row, place).map(|text| place.map_or_else(|| text.clone(), |at| table.columns[at].in_words(&text)))
    };
    let records = |since: Day| {
        let kpi = kpi.filter(|_| since <= reader.data_date())?;
        let kind = [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::Year]
            .into_iter()
            .find(|kind| kpi.periods.is_empty() || kpi.periods.contains(kind))?;
        let period = reader.calendars().period_of(kind, kpi.calendar(reader.calendars()), since)?;
        Some((kpi.code.clone(), period))
    };
    let item = |row: Vec<RowCell>| {
        let Some(RowCell::Day(due)) = since.and_then(|at| row.get(at)) else { return None };
        let days = (known - *due).num_days();
        (*due < reader.data_date()).then(|| OwedItem {
            kind,
            what: OwedWhat::Text(worded(&row, what).unwrap_or_default()),
            since: *due,
            days,
            basis: raw(&row, basis).map(|text| match self::basis(reader, text) {
                OwedBasis::Text(text) => OwedBasis::Text(
                    basis.map_or_else(|| text.clone(), |at| table.columns[at].in_words(&text)),
                ),
                clause @ OwedBasis::Clause(_) => clause,
            }),
            id: raw(&row, id),
            table: id.and_then(|at| table.columns[at].record.clone()),
            body: raw(&row, body),
            from: None,
            records: records(*due),
        })
    };
    table.rows().filter_map(item).collect()
}

/// By the code of the body that answers for them.
type ByBody = BTreeMap<Option<String>, Vec<OwedItem>>;

/// What living bodies answer for, and what nobody does; of those that are asked for.
fn by_body(reader: &Reader<'_>, bodies: &Bodies<'_>, items: Vec<OwedItem>) -> (ByBody, ByBody) {
    let (mut all, mut left) = (ByBody::new(), ByBody::new());
    let known = bodies.known();
    let members = reader.members(reader.bodies().unwrap_or_default());
    let has_lives = members.is_some_and(|members| members.codes().next().is_some());
    for mut item in items {
        let heir = match (item.body.as_deref(), members) {
            // Who lives nobody knows where no body is listed.
            (Some(_), _) if !has_lives => Heir::Itself,
            (Some(code), Some(members)) => members.heir(code, known),
            (Some(_), None) | (None, _) => Heir::Undetermined,
        };
        let own = item.body.clone();
        let asked = |code: &str, day: Day| bodies.pass(code, day);
        let passes = own.as_deref().is_some_and(|own| asked(own, item.since)) || bodies.is_everybody();
        match heir {
            Heir::Itself if passes => all.entry(own).or_default().push(item),
            Heir::Only(heir) if passes || asked(heir, known) => {
                item.from = own.as_deref().map(|own| reader.body_label(own, item.since));
                all.entry(Some(heir.to_owned())).or_default().push(item);
            }
            Heir::Undetermined if passes => left.entry(own).or_default().push(item),
            Heir::Itself | Heir::Only(_) | Heir::Undetermined => {}
        }
    }
    (all, left)
}

/// In the order in which they are told.
fn told(reader: &Reader<'_>, all: ByBody, kind: Option<usize>) -> Vec<OwedBody> {
    let day = reader.data_date();
    let own = all.into_iter().map(|(code, mut items)| {
        items.retain(|item| kind.is_none_or(|kind| item.kind == kind));
        items.sort_by(|a, b| (a.since, a.kind, &a.id, &a.body).cmp(&(b.since, b.kind, &b.id, &b.body)));
        let last = items.last().map_or(day, |item| item.since);
        let name = code.as_deref().map(|code| reader.body_label(code, last.max(day)));
        OwedBody { code, name, items }
    });
    let mut own: Vec<OwedBody> = own.filter(|body| !body.items.is_empty()).collect();
    own.sort_by(|a, b| {
        (b.items.len().cmp(&a.items.len()))
            .then_with(|| a.oldest().cmp(&b.oldest()))
            .then_with(|| {
                let name = |body: &'_ OwedBody| body.name.clone().unwrap_or_default();
                reader.locale().compare(&name(a), &name(b))
            })
            .then_with(|| a.code.cmp(&b.code))
    });
    own
}

impl Whole for OwedList {
    fn shortfalls(&self) -> Vec<Shortfall> {
        // What lies out of a reader's scope is so for good.
        let failed = self.failed.iter().filter(|(_, error)| !error.is_out_of_scope());
        failed.map(|(title, error)| Shortfall::failed(title, error)).collect()
    }
}

impl Whole for OwedPage {
    fn shortfalls(&self) -> Vec<Shortfall> {
        self.list.shortfalls()
    }
}
