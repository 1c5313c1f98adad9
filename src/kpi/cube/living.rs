//! The units of a view beside the members that they are made of.

use std::collections::BTreeSet;

use super::member::Members;
use super::view::{Stay, Units};
use crate::calendar::Day;

impl Units {
    /// What a reader sees for a unit: the mapping's label, else the dimension's for that code.
    pub fn label<'a>(&'a self, members: &'a Members, unit: &'a str, day: Day) -> &'a str {
        self.labels.get(unit).map_or_else(|| members.label(unit, day), String::as_str)
    }

    /// The units of which some code lives on a day.
    pub fn living(&self, members: &Members, day: Day) -> BTreeSet<&str> {
        self.lived_between(members, day, day)
    }

    /// The units of which some code lives on any of some days.
    pub fn lived_between(&self, members: &Members, first_day: Day, last_day: Day) -> BTreeSet<&str> {
        let days = Stay { first_day: Some(first_day), last_day: Some(last_day), unit: None };
        let mut units = BTreeSet::new();
        for (code, stays) in &self.by_code {
            if members.contains(code) && !members.lived_between(code, first_day, last_day) {
                continue;
            }
            units.extend(
                stays.iter().filter(|stay| stay.meets(&days)).filter_map(|stay| stay.unit.as_deref()),
            );
        }
        units
    }
}
