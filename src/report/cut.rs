//! Where a course is cut: between two periods that something parts no line may join them.

use crate::calendar::{Break, Period};
use crate::kpi::Question;

/// A place in a course that no line crosses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The later of the two periods, by its place in the course.
    pub before: usize,
    /// What parts them. A period that reaches across it is parted from both its neighbours.
    pub parted: Break,
}

/// The cuts of a course of periods, oldest first: where its neighbours are not compared with each other.
pub(super) fn cuts<'p>(question: &Question<'_>, periods: impl Iterator<Item = &'p Period>) -> Vec<Cut> {
    let periods: Vec<&Period> = periods.collect();
    let pairs = periods.windows(2).zip(1..);
    let cut = pairs.filter_map(|(pair, before)| {
        let parted = question.parted(pair[0].first_day(), pair[1].last_day())?;
        Some(Cut { before, parted: parted.clone() })
    });
    cut.collect()
}
