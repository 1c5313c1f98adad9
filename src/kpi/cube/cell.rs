//! What a cell of a cube holds, and how cells become one: a sum, a set or a bag.
//!
//! All three merge exactly in any order, which is why a window, a filter and a breakdown
//! are the same operation.

use rust_decimal::Decimal;

use crate::kpi::definition::header::Aggregate;

/// Numbers of one value column being gathered: a sum, a set of keys, or a bag of values.
/// Numbers are whole units of the column's scale (`12.5` at scale 1 is 125).
#[derive(Debug, Clone)]
pub(crate) enum Gathered {
    /// Sum (nothing once it has outgrown what can be added), the number of records in it, the largest of them.
    Sum { sum: Option<i128>, records: u64, largest: Option<i128> },
    /// Keys as numbers of the cube's dictionary, with repetitions until counted.
    Set(Vec<u32>),
    /// Values with how often each occurs.
    Bag(Vec<(i128, u64)>),
}

/// Of fewer values than these, nine tenths are all of them: what they do not exceed is the largest.
pub const FEW: u64 = 10;

/// A gathered column as it is read: the number, what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// The number in the column's unit; nothing for a median of nothing.
    pub number: Option<Decimal>,
    /// Records in a sum or a bag, different keys in a set.
    pub records: u64,
    /// The largest single contribution, for judging whether one dominates.
    pub largest: Option<Decimal>,
    /// Records that fill no column of the formula, in a column of it.
    pub unfilled: u64,
    /// Whether the number is missing because it is larger than 28 digits can hold exactly.
    pub too_large: bool,
}

/// A number outgrew what the program can hold exactly (28 digits).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::kpi) struct Overflow;

impl Gathered {
    /// Nothing yet.
    pub(crate) fn empty(aggregate: Aggregate) -> Self {
        match aggregate {
            Aggregate::Sum => Self::Sum { sum: Some(0), records: 0, largest: None },
            Aggregate::Distinct => Self::Set(Vec::new()),
            Aggregate::Median | Aggregate::P90 => Self::Bag(Vec::new()),
        }
    }

    /// The number at the column's scale, as far as 28 digits hold it.
    pub(crate) fn read(self, aggregate: Aggregate, scale: u32) -> Cell {
        let exact = |number: i128| Decimal::try_from_i128_with_scale(number, scale).map_err(|_| Overflow);
        match self {
            Self::Sum { sum, records, largest } => {
                let largest = largest.and_then(|largest| exact(largest).ok());
                Cell { records, largest, ..Cell::of(sum.ok_or(Overflow).and_then(exact).map(Some)) }
            }
            Self::Set(mut keys) => {
                keys.sort_unstable();
                keys.dedup();
                let records = keys.len() as u64;
                let largest = (records > 0).then_some(Decimal::ONE);
                Cell { records, largest, ..Cell::of(Ok(Some(Decimal::from(records)))) }
            }
            Self::Bag(mut values) => {
                values.sort_unstable();
                let records = values.iter().map(|(_, times)| times).sum();
                let number = match aggregate {
                    Aggregate::P90 => nine_tenths(&values, records).map(exact).transpose(),
                    Aggregate::Median | Aggregate::Sum | Aggregate::Distinct => {
                        middle(&values, records, scale)
                    }
                };
                let number = number.map(|number| number.map(|number| number.normalize()));
                let largest = values.last().and_then(|(value, _)| exact(*value).ok());
                Cell { records, largest, ..Cell::of(number) }
            }
        }
    }
}

impl Cell {
    fn of(number: Result<Option<Decimal>, Overflow>) -> Self {
        Self { too_large: number.is_err(), number: number.unwrap_or_default(), ..Self::default() }
    }
}

/// The smallest value that at least nine tenths of all do not exceed: one that occurs, never one
/// between two, or the sentence “nine tenths take at most so long” would not be true. Of fewer than
/// [`FEW`] that is the largest. `values` are sorted.
fn nine_tenths(values: &[(i128, u64)], records: u64) -> Option<i128> {
    let mut passed = 0;
    let reaches = |(_, times): &&(i128, u64)| {
        passed += u128::from(*times);
        10 * passed >= 9 * u128::from(records)
    };
    values.iter().find(reaches).map(|(value, _)| *value)
}

/// The middle value, or what lies half way between the two in the middle. `values` are sorted.
fn middle(values: &[(i128, u64)], records: u64, scale: u32) -> Result<Option<Decimal>, Overflow> {
    let Some(last) = records.checked_sub(1) else { return Ok(None) };
    let at = |rank: u64| {
        let mut passed = 0;
        let holds = |(_, times): &&(i128, u64)| {
            passed += times;
            passed > rank
        };
        values.iter().find(holds).map_or(0, |(value, _)| *value)
    };
    let exact = |number: i128| Decimal::try_from_i128_with_scale(number, scale).map_err(|_| Overflow);
    let (below, above) = (exact(at(last / 2))?, exact(at(last.div_ceil(2)))?);
    let half = above.checked_sub(below).and_then(|step| step.checked_mul(Decimal::new(5, 1)));
    half.and_then(|half| below.checked_add(half)).ok_or(Overflow).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(values: &[(i128, u64)], aggregate: Aggregate) -> Option<Decimal> {
        Gathered::Bag(values.to_vec()).read(aggregate, 0).number
    }

    #[test]
    fn a_median_lies_between_the_two_middle_values() {
        assert_eq!(bag(&[(1, 1), (4, 1)], Aggregate::Median), Some(Decimal::new(25, 1)));
        assert_eq!(bag(&[(7, 3), (1, 1)], Aggregate::Median), Some(Decimal::from(7)));
        assert_eq!(bag(&[], Aggregate::Median), None);
    }

    #[test]
    fn nine_tenths_do_not_exceed_a_value_that_occurs() {
        let up_to = |last: i128| (1..=last).map(|value| (value, 1)).collect::<Vec<_>>();
        for (values, expected) in [
            (up_to(9), 9),
            (up_to(10), 9),
            (up_to(11), 10),
            (up_to(20), 18),
            (up_to(21), 19),
            (vec![(10, 1), (0, 1)], 10),
            (vec![(0, 8), (25, 1), (40, 1)], 25),
            // Of eighteen, sixteen are only 88.9%.
            (vec![(1, 16), (27, 1), (30, 1)], 27),
        ] {
            assert_eq!(bag(&values, Aggregate::P90), Some(Decimal::from(expected)), "{values:?}");
        }
        assert_eq!(bag(&[], Aggregate::P90), None);
    }

    #[test]
    fn a_set_counts_each_key_once() {
        let cell = Gathered::Set(vec![3, 1, 3]).read(Aggregate::Distinct, 0);
        assert_eq!((cell.number, cell.records), (Some(Decimal::TWO), 2));
    }

    #[test]
    fn a_number_that_28_digits_do_not_hold_is_none_and_never_another_one() {
        let sum = |sum| Gathered::Sum { sum, records: 2, largest: Some(1) }.read(Aggregate::Sum, 0);
        for (units, expected) in [
            (Some(i128::from(i64::MAX)), Some(Decimal::from(i64::MAX))),
            (Some(10_i128.pow(29)), None),
            (Some(-(10_i128.pow(29))), None),
            (None, None),
        ] {
            let cell = sum(units);
            assert_eq!((cell.number, cell.too_large, cell.records), (expected, expected.is_none(), 2));
        }
        let median = Gathered::Bag(vec![(10_i128.pow(30), 3)]).read(Aggregate::Median, 0);
        assert_eq!((median.number, median.too_large), (None, true));
    }
}
