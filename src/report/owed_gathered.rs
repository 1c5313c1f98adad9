//! What is owed, gathered: the reports that have not come, and the rows of queries that say of them that they are owed; each
//! by the living body that answers for it, and overdue as of the day until which its kind is known.

use std::collections::BTreeMap;

use super::bodies::Bodies;
use super::owed_item::{OwedBasis, OwedItem, OwedWhat};
use super::owed_kind::{Named, OwedKind, kinds};
use super::query_rows::query_rows;
use super::{Ask, ReportError, RowCell, Table};
use crate::calendar::{Day, DayRange, PeriodKind};
use crate::dashboard::REPORTS;
use crate::kpi::{Caveat, Heir, Obligation, Owed};
use crate::query::OwedColumns;
use crate::workspace::Reader;

/// What is owed, before it is told.
pub(super) struct Gathered {
    /// The day until which reports are known.
    pub(super) known: Day,
    /// The kinds, reports first.
    pub(super) kinds: Vec<OwedKind>,
    /// What living bodies answer for.
    pub(super) living: ByBody,
    /// What is left by bodies of which no successor is known.
    pub(super) left: ByBody,
    /// Lists that could not be made: their titles, and why.
    pub(super) failed: Vec<(String, ReportError)>,
    /// The titles of lists that stand without files, by what is said of it.
    pub(super) partial: Vec<(Vec<String>, Caveat)>,
}

impl Gathered {
    /// Of reports, and of the queries whose names are wanted.
    pub(super) async fn new(reader: &Reader<'_>, ask: &Ask, wanted: impl Fn(&str) -> bool) -> Self {
        let bodies = Bodies::new(reader, ask);
        let (known, date) = (bodies.known(), reader.data_date());
        let mut names = vec![Named { name: REPORTS.to_owned(), title: None, cut: false, known }];
        let mut items: Vec<OwedItem> = reports(reader, &bodies);
        let (mut failed, mut partial) = (Vec::new(), Vec::<(Vec<String>, Caveat)>::new());
        let own = |name: &str| wanted(name) && reader.grants_query(name);
        for query in reader.workspace().queries.values().filter(|query| own(&query.name)) {
            let Some(columns) = &query.owed else { continue };
            let mut cut = false;
            match query_rows(reader, &query.name, &Ask::default()).await {
                Ok(view) => {
                    cut = view.table.truncated;
                    items.extend(rows(reader, columns, &view.table, names.len()));
                    for caveat in view.caveats.into_iter().filter(|own| matches!(own, Caveat::Unread { .. }))
                    {
                        match partial.iter_mut().find(|(_, other)| *other == caveat) {
                            Some((titles, _)) => titles.push(query.title.clone()),
                            None => partial.push((vec![query.title.clone()], caveat)),
                        }
                    }
                }
                Err(error) => failed.push((query.title.clone(), error)),
            }
            let (name, title) = (query.name.clone(), Some(query.title.clone()));
            names.push(Named { name, title, cut, known: date });
        }
        let (living, left) = by_body(reader, &bodies, items);
        let kinds = kinds(names, &living, &left, &|code| reader.body_label(code, known));
        Self { known, kinds, living, left, failed, partial }
    }
}

/// The reports that have not come.
fn reports(reader: &Reader<'_>, bodies: &Bodies<'_>) -> Vec<OwedItem> {
    let known = bodies.known();
    let owed = Owed::new(reader.obligations().map(|owed| (owed, owed.body.as_str())));
    let item = |(owed, body, _): (&Obligation, &str, i64)| {
        let (first_day, last_day) = owed.days;
        let own = DayRange { first_day, last_day };
        let (calendars, usual) = (reader.calendars(), reader.calendars().default_calendar());
        let period = calendars.period_with(own);
        let listed = period.clone().or_else(|| calendars.days_in(usual, own).ok());
        OwedItem {
            kind: 0,
            what: OwedWhat::Report {
                code: owed.report.clone(),
                title: reader.report_label(&owed.report, known),
                days: own,
                period,
                // A report belongs to the period that holds its last day.
                listed: listed.or_else(|| calendars.period_of(PeriodKind::Month, usual, last_day)),
            },
            since: owed.due_on.unwrap_or(last_day),
            as_of: known,
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
/// So they are overdue as of that day, as on every page that shows them; a report that came later says nothing of them.
fn rows(reader: &Reader<'_>, own: &OwedColumns, table: &Table, kind: usize) -> Vec<OwedItem> {
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
        (*due < reader.data_date()).then(|| OwedItem {
            kind,
            what: OwedWhat::Text(worded(&row, what).unwrap_or_default()),
            since: *due,
            as_of: reader.data_date(),
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
pub(super) type ByBody = BTreeMap<Option<String>, Vec<OwedItem>>;

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
