//! The identities that the data should hold.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::rows_of_period::rows_of_period;
use super::{BrokenCheck, RowsView, Said, Sentence, UncheckedCheck};
use crate::calendar::Period;
use crate::kpi::Caveat;
use crate::query::{NamedQuery, ROWS, Rows, SUM};
use crate::workspace::{Broken, CheckError, Reader};

/// An identity that the data should hold.
#[derive(Debug)]
pub struct CheckView {
    /// Its name.
    pub name: String,
    /// What should hold.
    pub title: String,
    /// The rows that break it, or why nothing can be said of it.
    pub broken: Result<BrokenRows, CheckError>,
}

/// The rows that break an identity.
#[derive(Debug)]
pub struct BrokenRows {
    /// How many of them are of the period asked for; all, where none was, or where the check does not say of which
    /// period a row is.
    pub count: usize,
    /// Whether there are more than that.
    pub more: bool,
    /// Whether `count` leaves out what is of other periods.
    pub of_period: bool,
    /// What is wrong with these, in the check's own words; nothing where it has none, or where not all are at hand.
    pub told: Option<String>,
    /// The first of them.
    pub rows: RowsView,
    /// Those of other periods, where there are any.
    pub elsewhere: Option<RowsView>,
}

impl BrokenRows {
    /// How many rows of all periods break it.
    pub fn of_all(&self) -> usize {
        self.count + self.elsewhere.as_ref().map_or(0, |rows| rows.table.len())
    }
}

impl CheckView {
    /// An identity and what breaks it, by period where one is asked for.
    pub(super) fn of(
        reader: &Reader<'_>,
        check: &NamedQuery,
        found: Result<Arc<Broken>, CheckError>,
        period: Option<&Period>,
    ) -> Self {
        let view = |rows: Arc<Rows>| RowsView::of(reader, check, check.title.clone(), rows);
        let other = reader.locale().words().data_page.other_periods;
        let elsewhere = |rows| RowsView { title: format!("{} – {other}", check.title), ..view(rows) };
        let split = |found: Arc<Broken>| {
            // Where not all rows are at hand, nobody knows whom the others concern.
            let all = !found.more && found.rows.len() == found.count;
            let (rows, others) = match period.filter(|_| all) {
                Some(period) => rows_of_period(reader.calendars(), check, Arc::clone(&found.rows), period),
                None => (Arc::clone(&found.rows), None),
            };
            BrokenRows {
                count: found.count - others.as_ref().map_or(0, |others| others.len()),
                more: found.more,
                of_period: period.is_some() && all && check.period.is_some(),
                told: all.then(|| told(reader, check, Arc::clone(&rows))).flatten(),
                rows: view(rows),
                elsewhere: others.map(elsewhere),
            }
        };
        Self { name: check.name.clone(), title: check.title.clone(), broken: found.map(split) }
    }

    /// What a sentence says of it: of rows that break it, how many and how they are told.
    fn said(&self, rows: usize, told: Option<String>, of_period: bool, more: bool) -> Option<BrokenCheck> {
        let (name, title) = (self.name.clone(), self.title.clone());
        let without = self.without().cloned();
        (rows > 0).then_some(BrokenCheck { name, title, without, told, rows, more, of_period })
    }

    /// What is said of it where rows of the period break it.
    pub(super) fn broken_here(&self) -> Option<BrokenCheck> {
        let broken = self.broken.as_ref().ok()?;
        self.said(broken.count, broken.told.clone(), broken.of_period, broken.more)
    }

    /// What is said of it where rows of other periods break it.
    pub(super) fn broken_elsewhere(&self) -> Option<BrokenCheck> {
        let others = self.broken.as_ref().ok()?.elsewhere.as_ref()?;
        self.said(others.table.len(), None, false, false)
    }

    /// The files without which it was looked for.
    fn without(&self) -> Option<&Caveat> {
        let caveats = &self.broken.as_ref().ok()?.rows.caveats;
        caveats.iter().find(|caveat| matches!(caveat, Caveat::Unread { .. }))
    }

    /// That nothing can be said of it, where that is so: neither does it hold where files are missing.
    pub(super) fn unchecked(&self) -> Option<UncheckedCheck> {
        let failed = match &self.broken {
            Err(error) => error.is_failure(),
            Ok(_) if self.holds() && self.without().is_some() => false,
            Ok(_) => return None,
        };
        let (name, title) = (self.name.clone(), self.title.clone());
        Some(UncheckedCheck { name, title, failed })
    }

    /// What is said of it where it does not hold, or where nothing can be said of it: its title, and a sentence.
    pub fn sentence(&self) -> Option<(&str, Sentence)> {
        let said = self.unchecked().map(Said::Unchecked).or_else(|| self.broken_here().map(Said::Broken))?;
        Some((&self.title, Sentence { about: None, said, doubts: Vec::new() }))
    }

    /// Whether no row breaks it.
    pub fn holds(&self) -> bool {
        self.broken.as_ref().is_ok_and(|broken| broken.of_all() == 0)
    }
}

/// Every identity, those of which something is wrong first; by period where one is asked for.
pub async fn checks(reader: &Reader<'_>, period: Option<&Period>) -> Vec<CheckView> {
    let mut views = Vec::new();
    for check in reader.workspace().checks() {
        views.push(CheckView::of(reader, check, reader.broken(check).await, period));
    }
    // Sorting keeps the order of their names.
    views.sort_by_key(CheckView::holds);
    views
}

/// What a check says of all the rows that break it: sums of numbers, values of all else, each once.
fn told(reader: &Reader<'_>, check: &NamedQuery, rows: Arc<Rows>) -> Option<String> {
    let (text, _) = check.told.as_ref()?;
    let locale = reader.locale();
    let table = RowsView::of(reader, check, check.title.clone(), rows).table;
    // A sentence of which the reader may not see a part is none.
    let known = |name: &str| name == ROWS || table.place(name.strip_prefix(SUM).unwrap_or(name)).is_some();
    let mut named = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
    if !named.all(known) {
        return None;
    }
    let mut told = text.replace(&format!("{{{ROWS}}}"), &locale.integer(i64::try_from(table.len()).ok()?));
    for (place, column) in table.columns.iter().enumerate() {
        let cells = || table.rows().filter_map(|row| row.into_iter().nth(place));
        let (sum, values) = (format!("{{{SUM}{}}}", column.name), format!("{{{}}}", column.name));
        if told.contains(&sum) {
            let all =
                cells().try_fold(Decimal::ZERO, |all, cell| all.checked_add(cell.plain().parse().ok()?))?;
            told = told.replace(&sum, &locale.number(all, all.normalize().scale()));
        }
        if told.contains(&values) {
            let known = cells().map(|cell| cell.plain()).filter(|text| !text.is_empty());
            let mut each: Vec<String> = known.map(|text| column.in_words(&text)).collect();
            // A sentence with a hole is none.
            if each.is_empty() && !table.is_empty() {
                return None;
            }
            each.dedup();
            told = told.replace(&values, &each.join("; "));
        }
    }
    Some(told)
}
