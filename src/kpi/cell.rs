//! What a cell of a cube holds, and how cells become one: a sum, a set or a bag.
//!
//! All three merge exactly in any order, which is why a window, a filter and a breakdown
//! are the same operation.

use rust_decimal::Decimal;

use super::Aggregate;

/// Numbers of one value column being gathered: a sum, a set of keys, or a bag of values.
/// Numbers are whole units of the column's scale (`12.5` at scale 1 is 125).
#[derive(Debug, Clone)]
pub(crate) enum Gathered {
    /// Sum, the number of records in it, the largest of them.
    Sum { sum: i128, records: u64, largest: Option<i128> },
    /// Keys as numbers of the cube's dictionary, with repetitions until counted.
    Set(Vec<u32>),
    /// Values with how often each occurs.
    Bag(Vec<(i128, u64)>),
}

/// A gathered column as it is read: the number, what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// The number in the column's unit; nothing for a median of nothing.
    pub number: Option<Decimal>,
    /// Records in a sum or a bag, different keys in a set.
    pub records: u64,
    /// The largest single contribution, for judging whether one dominates.
    pub largest: Option<Decimal>,
}

/// A number outgrew what the program can hold exactly (28 digits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a number is larger than 28 digits can hold exactly")]
pub struct Overflow;

impl Gathered {
    /// Nothing yet.
    pub(crate) fn empty(aggregate: Aggregate) -> Self {
        match aggregate {
            Aggregate::Sum => Self::Sum { sum: 0, records: 0, largest: None },
            Aggregate::Distinct => Self::Set(Vec::new()),
            Aggregate::Median | Aggregate::P90 => Self::Bag(Vec::new()),
        }
    }

    /// The number at the column's scale.
    ///
    /// # Errors
    /// [`Overflow`] where it has more than 28 digits.
    pub(crate) fn read(self, aggregate: Aggregate, scale: u32) -> Result<Cell, Overflow> {
        let exact = |number: i128| Decimal::try_from_i128_with_scale(number, scale).map_err(|_| Overflow);
        match self {
            Self::Sum { sum, records, largest } => {
                Ok(Cell { number: Some(exact(sum)?), records, largest: largest.map(exact).transpose()? })
            }
            Self::Set(mut keys) => {
                keys.sort_unstable();
                keys.dedup();
                let records = keys.len() as u64;
                let largest = (records > 0).then_some(Decimal::ONE);
                Ok(Cell { number: Some(Decimal::from(records)), records, largest })
            }
            Self::Bag(mut values) => {
                values.sort_unstable();
                let records = values.iter().map(|(_, times)| times).sum();
                let share = match aggregate {
                    Aggregate::P90 => (9, 10),
                    Aggregate::Median | Aggregate::Sum | Aggregate::Distinct => (1, 2),
                };
                Ok(Cell {
                    number: percentile(&values, records, share, scale)?,
                    records,
                    largest: values.last().map(|(value, _)| exact(*value)).transpose()?,
                })
            }
        }
    }
}

/// `percentile_cont`: linear between the two nearest ranks. `values` are sorted.
fn percentile(
    values: &[(i128, u64)],
    records: u64,
    (part, whole): (u64, u64),
    scale: u32,
) -> Result<Option<Decimal>, Overflow> {
    if records == 0 {
        return Ok(None);
    }
    let position = (records - 1) * part;
    let at = |rank: u64| {
        let mut passed = 0;
        values
            .iter()
            .find(|(_, times)| {
                passed += times;
                passed > rank
            })
            .map_or(0, |(value, _)| *value)
    };
    let (below, above) = (at(position / whole), at((position / whole + 1).min(records - 1)));
    let exact = |number: i128| Decimal::try_from_i128_with_scale(number, scale).map_err(|_| Overflow);
    let rest = Decimal::from(position % whole) / Decimal::from(whole);
    let step = exact(above - below)?.checked_mul(rest).ok_or(Overflow)?;
    exact(below)?.checked_add(step).ok_or(Overflow).map(|number| Some(number.normalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(values: &[(i128, u64)], aggregate: Aggregate) -> Option<Decimal> {
        Gathered::Bag(values.to_vec()).read(aggregate, 0).unwrap().number
    }

    #[test]
    fn a_median_lies_between_the_two_middle_values() {
        assert_eq!(bag(&[(1, 1), (4, 1)], Aggregate::Median), Some(Decimal::new(25, 1)));
        assert_eq!(bag(&[(7, 3), (1, 1)], Aggregate::Median), Some(Decimal::from(7)));
        assert_eq!(bag(&[], Aggregate::Median), None);
    }

    #[test]
    fn the_ninetieth_percentile_interpolates() {
        let one_to_eleven: Vec<_> = (1..=11).map(|value| (value, 1)).collect();
        assert_eq!(bag(&one_to_eleven, Aggregate::P90), Some(Decimal::from(10)));
        assert_eq!(bag(&[(0, 1), (10, 1)], Aggregate::P90), Some(Decimal::from(9)));
    }

    #[test]
    fn a_set_counts_each_key_once() {
        let cell = Gathered::Set(vec![3, 1, 3]).read(Aggregate::Distinct, 0).unwrap();
        assert_eq!((cell.number, cell.records), (Some(Decimal::TWO), 2));
    }
}
