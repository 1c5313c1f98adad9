//! A slice's cells made into a figure: numerator over denominator, or why there is no number.

use rust_decimal::Decimal;

use super::caveat::Caveat;
use super::completeness::{Completeness, Reading};
use super::figure::{Figure, Part, Reason, State};
use super::slice::{Slice, tell};
use super::span::known;
use super::supply::Supply;
use crate::kpi::cube::cell::{Cell, Overflow};
use crate::kpi::cube::member::Members;
use crate::kpi::definition::header::Aggregate;
use crate::kpi::definition::kpi::{Role, Since, ValueColumn};

impl Slice<'_> {
    /// The figure of one cell for each value column.
    pub(in crate::kpi) fn figure(
        &self,
        by: Option<(String, Option<String>)>,
        cells: &[Cell],
        completeness: Completeness,
    ) -> Figure {
        let period = self.period;
        let supply = self.frame.supplies.get(&self.question.kpi.code);
        let listed = self.question.listed(by.as_ref().map(|(dimension, _)| dimension.as_str()));
        let lacks = supply.into_iter().chain(listed.iter().copied());
        let silent =
            !self.recorded(cells) && !self.question.kpi.reports.is_empty() && completeness.reported == 0;
        // Without all columns of the formula there is no number, whoever has reported.
        let blind = self.question.kpi.columns.iter().zip(&self.windows).find_map(|(column, window)| {
            window.as_ref().err().filter(|_| column.role != Role::Beside).cloned()
        });
        let known = supply.map_or(Ok(Vec::new()), |supply| known(supply, &self.readings()));
        let state = if !period.has_begun(self.frame.data_date()) {
            Some((State::NotBegun, Reason::NotBegun))
        } else if let Some(reason) = self.question.kpi.unspoken(period) {
            Some((State::NoValue, reason))
        } else if self.question.scope.hides_formula(self.question.kpi) {
            Some((State::NoValue, Reason::OutOfScope))
        } else if let Some(reason) = lacks.clone().find_map(|supply| supply.reason.clone()) {
            Some((State::NoValue, reason))
        } else if let Some(hindrance) = self.question.cube.hindrance() {
            Some((State::NoValue, Reason::NotGathered(hindrance)))
        } else if let Err(reason) = &known {
            Some((State::NoValue, reason.clone()))
        } else if !silent {
            let nothing = self.nothing_dated().or_else(|| self.nothing_filled(cells));
            nothing.or_else(|| self.nothing_known(supply, cells)).map(|reason| (State::NoValue, reason))
        } else if let Some(no_window) = blind {
            Some((State::NoValue, Reason::NoWindow(no_window)))
        } else if completeness.expected > 0 {
            Some((State::NotReported, Reason::NotReported))
        } else {
            Some((State::NoValue, Reason::NothingOwed))
        };
        let parts: Vec<Part> = self
            .question
            .kpi
            .columns
            .iter()
            .zip(cells)
            .zip(&self.windows)
            .map(|((column, cell), window)| Part {
                column: column.name.clone(),
                cell: if state.is_none() && window.is_ok() && !self.question.scope.hides(&column.ignores) {
                    *cell
                } else {
                    Cell::default()
                },
                days: window.as_ref().ok().and_then(|slots| self.frame.days(slots)),
                no_window: window.as_ref().err().cloned(),
            })
            .collect();
        let sums = (self.sum(&parts, Role::Numerator), self.sum(&parts, Role::Denominator));
        let numerator = sums.0.unwrap_or_default();
        let denominator = sums.1.unwrap_or_default().filter(|_| self.question.kpi.is_ratio());
        let value = match sums {
            (Ok(_), Ok(_)) => self.quotient(numerator, denominator),
            (Err(overflow), _) | (_, Err(overflow)) => Err(overflow),
        };
        let too_large = value.is_err();
        let value = value.unwrap_or_default();
        let (state, reason) = match state {
            Some((state, reason)) => (state, Some(reason)),
            None if too_large => (State::NoValue, Some(Reason::TooLarge)),
            None if value.is_some() => (State::Value, None),
            None => (State::NoValue, Some(self.why_no_value(&parts, denominator))),
        };
        let mut caveats = Vec::new();
        tell(&mut caveats, lacks.flat_map(|supply| &supply.caveats));
        if state == State::Value {
            caveats.extend(known.unwrap_or_default());
            caveats.extend(self.question.scope.excuse(self.question.kpi));
            caveats.extend(self.unfilled(cells));
            caveats.extend(self.undated());
            caveats.extend(self.repeated(by.as_ref().map(|(dimension, _)| dimension.as_str())));
        }
        Figure {
            before_since: self.before_since(&parts),
            period: period.clone(),
            view: self.question.view.clone().filter(|_| self.question.in_view()),
            left_out: Vec::new(),
            caveats,
            by,
            parts,
            numerator,
            denominator,
            value,
            state,
            reason,
            provisional: period.is_provisional(self.frame.data_date()),
            unsettled: period.is_unsettled(self.frame.data_date()),
            completeness,
        }
    }

    /// The number over the line and below it as one; the one over it where nothing is divided.
    fn quotient(
        &self,
        numerator: Option<Decimal>,
        denominator: Option<Decimal>,
    ) -> Result<Option<Decimal>, Overflow> {
        if !self.question.kpi.is_ratio() {
            return Ok(numerator);
        }
        let Some((above, below)) = numerator.zip(denominator).filter(|(_, below)| !below.is_zero()) else {
            return Ok(None);
        };
        let times = Decimal::from(self.question.kpi.unit.times.unwrap_or(1));
        let quotient = above.checked_mul(times).and_then(|times| times.checked_div(below));
        quotient.ok_or(Overflow).map(Some)
    }

    /// Whether any record is in a column that speaks of the bodies asked for: one that ignores them
    /// speaks of all, and says nothing of whether these have reported.
    fn recorded(&self, cells: &[Cell]) -> bool {
        let asked = |dimension: &String| {
            self.question.is_of_bodies(dimension) && self.question.filters.get(dimension).is_some()
        };
        let others = |column: &ValueColumn| column.ignores.iter().any(asked);
        self.question.kpi.columns.iter().zip(cells).any(|(column, cell)| !others(column) && cell.records > 0)
    }

    /// The days that the formula's columns read.
    fn readings(&self) -> Vec<Reading> {
        let columns = self.question.kpi.columns.iter().zip(&self.windows);
        let formula = columns.filter(|(column, _)| column.role != Role::Beside);
        formula.filter_map(|(column, window)| self.frame.reading(column, window)).collect()
    }

    /// The formula's columns with their cells.
    fn formula<'c>(&'c self, cells: &'c [Cell]) -> impl Iterator<Item = (&'c ValueColumn, &'c Cell)> {
        self.question.kpi.columns.iter().zip(cells).filter(|(column, _)| column.role != Role::Beside)
    }

    /// Why there is no number, where records are there and all leave the formula's columns empty. A count
    /// of nothing is 0 all the same.
    fn nothing_filled(&self, cells: &[Cell]) -> Option<Reason> {
        let records = self.formula(cells).map(|(_, cell)| cell.unfilled).max().filter(|count| *count > 0)?;
        let adds = |column: &ValueColumn| match column.aggregate {
            Aggregate::Sum | Aggregate::Distinct => true,
            Aggregate::Median | Aggregate::P90 => false,
        };
        let counts = !self.question.kpi.is_ratio() && self.formula(cells).all(|(column, _)| adds(column));
        let filled = self.formula(cells).any(|(_, cell)| cell.records > 0);
        if filled || (counts && !self.question.kpi.is_unknown_if_empty()) {
            return None;
        }
        let labels: Vec<&str> = self.formula(cells).map(|(column, _)| column.label.as_str()).collect();
        Some(Reason::NothingFilled { column: labels.join(", "), records })
    }

    /// Why there is no number, where nothing is counted and what is missing might be.
    fn nothing_known(&self, supply: Option<&Supply>, cells: &[Cell]) -> Option<Reason> {
        let mut caveats = supply.into_iter().flat_map(|supply| &supply.caveats);
        let counted = self.formula(cells).any(|(_, cell)| cell.records + cell.unfilled > 0);
        (!counted && caveats.any(Caveat::is_lack)).then_some(Reason::Incomplete)
    }

    /// Records that fill no column of the formula, told once for the columns that read the same ones.
    fn unfilled(&self, cells: &[Cell]) -> Vec<Caveat> {
        let mut alike: Vec<(&ValueColumn, u64, Vec<&str>)> = Vec::new();
        for (column, cell) in self.formula(cells).filter(|(_, cell)| cell.unfilled > 0) {
            let same = |(first, records, _): &&mut (&ValueColumn, u64, Vec<&str>)| {
                (first.over, *records) == (column.over, cell.unfilled)
            };
            match alike.iter_mut().find(same) {
                Some((_, _, labels)) => labels.push(&column.label),
                None => alike.push((column, cell.unfilled, vec![&column.label])),
            }
        }
        let told =
            |(_, records, labels): (_, _, Vec<&str>)| Caveat::Unfilled { column: labels.join(", "), records };
        alike.into_iter().map(told).collect()
    }

    /// Why there is no number, where there are records and not one bears a day that some period has.
    fn nothing_dated(&self) -> Option<Reason> {
        let outside = self.question.cube.outside;
        let none = self.question.cube.is_empty() && outside.after == 0 && !outside.is_nothing();
        none.then_some(Reason::NothingDated(outside))
    }

    /// Records that count in no period, its own or else rows of its tables that it may have picked from.
    fn undated(&self) -> Vec<Caveat> {
        let outside = self.question.cube.outside;
        if outside.is_nothing() {
            let supply = self.frame.supplies.get(&self.question.kpi.code);
            return supply.map(|supply| supply.undated.clone()).unwrap_or_default();
        }
        vec![Caveat::Undated { table: None, outside }]
    }

    /// Keys that are listed more than once, over all days. Files that hold the same list each of theirs twice, and are
    /// told themselves; under a single member of a dimension a key stands once although it has others.
    fn repeated(&self, by: Option<&str>) -> Vec<Caveat> {
        let supply = self.frame.supplies.get(&self.question.kpi.code).into_iter();
        if supply.flat_map(|supply| &supply.caveats).any(|own| matches!(own, Caveat::Repeated { .. })) {
            return Vec::new();
        }
        let Some(repeats) = &self.question.cube.repeats else { return vec![Caveat::Unchecked] };
        let single = |name: &str| {
            by == Some(name) || self.question.filters.get(name).is_some_and(|members| members.len() == 1)
        };
        let again = (repeats.again > 0).then_some(Caveat::Again { keys: repeats.again });
        let spread = self.question.kpi.dimensions.iter().zip(&repeats.spread);
        let spread = spread.filter(|(name, keys)| **keys > 0 && !single(name)).map(|(name, keys)| {
            let title = self.frame.members.get(name).map(Members::title).filter(|title| !title.is_empty());
            Caveat::Spread { dimension: title.unwrap_or(name).to_owned(), keys: *keys }
        });
        again.into_iter().chain(spread).collect()
    }

    /// The columns of one role together; nothing where one of them has no number.
    fn sum(&self, parts: &[Part], role: Role) -> Result<Option<Decimal>, Overflow> {
        let mut sum = Decimal::ZERO;
        for (_, part) in self.question.kpi.columns.iter().zip(parts).filter(|(column, _)| column.role == role)
        {
            if part.cell.too_large {
                return Err(Overflow);
            }
            let Some(number) = part.cell.number else { return Ok(None) };
            sum = sum.checked_add(number).ok_or(Overflow)?;
        }
        Ok(Some(sum))
    }

    /// Whether the formula reads days before the KPI's records are whole.
    fn before_since(&self, parts: &[Part]) -> bool {
        let Some(Since { day: since, .. }) = self.question.kpi.since else { return false };
        let formula =
            self.question.kpi.columns.iter().zip(parts).filter(|(column, _)| column.role != Role::Beside);
        let mut first_days = formula.filter_map(|(_, part)| part.days).map(|days| days.first_day);
        self.period.first_day() < since || first_days.any(|first| first < since)
    }

    fn why_no_value(&self, parts: &[Part], denominator: Option<Decimal>) -> Reason {
        let adding =
            self.question.kpi.columns.iter().zip(parts).filter(|(column, _)| column.role != Role::Beside);
        if let Some(no_window) = adding.clone().find_map(|(_, part)| part.no_window.clone()) {
            return Reason::NoWindow(no_window);
        }
        if self.question.kpi.is_ratio() && denominator == Some(Decimal::ZERO) {
            return Reason::NothingBelow;
        }
        Reason::NothingToMeasure
    }
}
