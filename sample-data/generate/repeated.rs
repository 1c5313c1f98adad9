//! Sellers who are caught again: inspectors come back to those whom they fined within the year.

use std::collections::VecDeque;

use crate::business::Business;
use crate::day::{Day, plus};
use crate::random::Random;

/// Sellers on the Internet sanctioned of late, the latest last.
pub(crate) struct Repeated<'a> {
    random: Random,
    sanctioned: VecDeque<(Day, &'a Business)>,
}

/// How many are remembered: enough for a year of a small province, and a bound for large scales.
const REMEMBERED: usize = 200;

impl<'a> Repeated<'a> {
    /// Nobody yet.
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: Random::new(seed, "repeated"), sanctioned: VecDeque::new() }
    }

    /// Remembers a seller whose case was decided on that day.
    pub(crate) fn remember(&mut self, decided_on: Day, business: &'a Business) {
        if self.sanctioned.len() == REMEMBERED {
            self.sanctioned.pop_front();
        }
        self.sanctioned.push_back((decided_on, business));
    }

    /// Whom the inspectors meet that day: the one drawn, or in one case of twelve a seller of the same district whom they
    /// sanctioned in the year before.
    pub(crate) fn instead(&mut self, drawn: &'a Business, on: Day) -> &'a Business {
        if !self.random.chance(80) {
            return drawn;
        }
        let since = plus(on, -350);
        let known = self.sanctioned.iter().rev().find(|(decided_on, business)| {
            since <= *decided_on && *decided_on < on && business.district == drawn.district
        });
        known.map_or(drawn, |(_, business)| business)
    }
}
