//! The bodies that a reader asks for, and until when anything is known of their reports.

use std::collections::{BTreeMap, BTreeSet};

use super::Ask;
use crate::calendar::Day;
use crate::kpi::{Obligation, Owed};
use crate::workspace::Reader;

/// The bodies of a question's filter, with all that lies below them; all bodies where there is none.
pub(super) struct Bodies<'a> {
    reader: &'a Reader<'a>,
    /// None of this name, where the workspace says of no bodies that they report.
    dimension: &'a str,
    wanted: Option<&'a BTreeSet<Option<String>>>,
    view: Option<&'a str>,
}

impl<'a> Bodies<'a> {
    pub(super) fn new(reader: &'a Reader<'a>, ask: &'a Ask) -> Self {
        let dimension = reader.bodies().unwrap_or_default();
        Self { reader, dimension, wanted: ask.filters.get(dimension), view: ask.view.as_deref() }
    }

    /// The newest day on which a report came.
    pub(super) fn newest(&self) -> Option<Day> {
        self.reader.obligations().filter_map(|owed| owed.received_on).max()
    }

    /// The newest day that is known of: a report comes days after those that it speaks for, so that more
    /// is known than the data date says.
    pub(super) fn known(&self) -> Day {
        let date = self.reader.data_date();
        self.newest().map_or(date, |newest| newest.max(date))
    }

    /// Whether nobody is asked for in particular.
    pub(super) fn is_everybody(&self) -> bool {
        self.wanted.is_none()
    }

    /// Whether a body is asked for, on a day.
    pub(super) fn pass(&self, code: &str, day: Day) -> bool {
        let Some(wanted) = self.wanted else { return true };
        // In a view a filter names units, and a body is asked for by the unit that it belongs to on the day.
        if let Ok(Some(units)) = self.reader.units(self.dimension, self.view) {
            return wanted.contains(&units.on(code, day).map(str::to_owned));
        }
        let members = self.reader.members(self.dimension);
        let above = members.map(|members| members.ancestors(code, day)).unwrap_or_default();
        wanted.iter().flatten().any(|wanted| wanted == code || above.contains(wanted))
    }

    /// The code by which the body of a report is counted: in a view that of the unit to which it belongs.
    pub(super) fn code<'o>(&self, owed: &'o Obligation) -> &'o str
    where
        'a: 'o,
    {
        let units = self.reader.units(self.dimension, self.view);
        units.ok().flatten().and_then(|units| units.on(&owed.body, owed.days.1)).unwrap_or(&owed.body)
    }

    /// What a body is called: in a view the unit that it belongs to on the day.
    pub(super) fn name(&self, code: &str, day: Day) -> String {
        let units = self.reader.units(self.dimension, self.view);
        match units.ok().flatten().and_then(|units| units.on(code, day)) {
            Some(unit) => self.reader.unit_label(self.dimension, self.view, unit, day),
            None => self.reader.body_label(code, day),
        }
    }

    /// What the bodies of some reports are called, by the codes by which they are counted: as of the newest of their
    /// reports.
    pub(super) fn names(&self, owed: &Owed<'_>) -> BTreeMap<String, String> {
        let mut newest: BTreeMap<&str, &Obligation> = BTreeMap::new();
        for (owed, body) in owed.all() {
            let known = newest.entry(body).or_insert(owed);
            if known.days.1 < owed.days.1 {
                *known = owed;
            }
        }
        let name = |(body, owed): (&str, &Obligation)| (body.to_owned(), self.name(&owed.body, owed.days.1));
        newest.into_iter().map(name).collect()
    }

    /// Whether a row that failed a check is asked for, by the body that answers for it.
    pub(super) fn pass_row(&self, organization: Option<&str>) -> bool {
        match organization {
            Some(code) => self.pass(code, self.reader.data_date()),
            None => self.wanted.is_none_or(|wanted| wanted.contains(&None)),
        }
    }
}
