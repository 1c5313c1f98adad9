//! Numbers of any file as exact decimals, or why one cannot be.

use std::fmt::{LowerExp, Write};
use std::ops::RangeInclusive;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Decimal128Type, Float32Type, Float64Type};

use super::{Marks, as_type, shown};
use crate::table::intake::{Intake, Nan};

/// A number as it is written: digits, and how many of them stand after the point (fewer than none for
/// zeros before it that are not written out).
#[derive(Debug, Clone, Copy, PartialEq)]
struct Written {
    digits: i128,
    scale: i32,
    /// Half the distance to the next number that the type of the file knows, where that is so far that
    /// the digits cannot be believed.
    unsure: Option<f64>,
}

/// The digits of differences after a column's own, so far as they can be told.
const FINER: u8 = 9;
/// More digits after the point no decimal of ours has.
const FINEST: u8 = 28;

/// How many digits after the point the differences have by which a column's values were rounded.
pub(in crate::table) fn finer(scale: u8) -> u8 {
    (scale + FINER).min(FINEST.max(scale))
}

/// The values of an array of numbers in steps of the last decimal place, with what is lost and rounded
/// marks. `fitting` are the steps that the column's type holds.
pub(super) fn steps(
    array: &ArrayRef,
    intake: &Intake,
    scale: u8,
    fitting: &RangeInclusive<i128>,
    marks: &mut Marks,
) -> Vec<Option<i128>> {
    let place = |row: usize, written: Option<Written>, marks: &mut Marks| {
        let placed = written.and_then(|written| placed(written, scale, fitting));
        match placed {
            Some(Placed { steps, difference: None }) => Some(steps),
            Some(Placed { steps, difference: Some(difference) }) if intake.round => {
                marks.rounded.push((row, difference));
                Some(steps)
            }
            Some(_) | None => {
                marks.lost.push((row, shown(array, row)));
                None
            }
        }
    };
    match array.data_type() {
        DataType::Float64 => {
            let mut text = String::new();
            let floats = array.as_primitive::<Float64Type>();
            let each = floats.iter().enumerate().map(|(row, value)| match value {
                None => None,
                Some(value) if value.is_nan() && intake.nan == Some(Nan::Missing) => None,
                Some(value) => place(row, double(value, &mut text), marks),
            });
            each.collect()
        }
        DataType::Float32 => {
            let mut text = String::new();
            let floats = array.as_primitive::<Float32Type>();
            let each = floats.iter().enumerate().map(|(row, value)| match value {
                None => None,
                Some(value) if value.is_nan() && intake.nan == Some(Nan::Missing) => None,
                Some(value) => place(row, float(value, &mut text), marks),
            });
            each.collect()
        }
        found => {
            let found_scale = match found {
                DataType::Decimal32(_, scale)
                | DataType::Decimal64(_, scale)
                | DataType::Decimal128(_, scale)
                | DataType::Decimal256(_, scale) => *scale,
                _ => 0,
            };
            let carried = as_type(array, &DataType::Decimal128(38, found_scale));
            let written = |digits| Written { digits, scale: i32::from(found_scale), unsure: None };
            let carried = carried.as_primitive::<Decimal128Type>().iter().enumerate();
            let each = carried.map(|(row, value)| match value {
                None if array.is_null(row) => None,
                // Where there was a value and is none, it did not even fit 38 digits.
                value => place(row, value.map(written), marks),
            });
            each.collect()
        }
    }
}

/// The digits that a double can be believed to have: every decimal of so many is a double of its own.
const DOUBLE_DIGITS: usize = 15;
/// Below it every whole number is a double that no other whole number becomes.
const DOUBLE_WHOLE: f64 = 9_007_199_254_740_992.0;
/// The same of 32 bits, with the digit more that whole numbers and small fractions keep there.
const FLOAT_DIGITS: usize = 7;
const FLOAT_WHOLE: f32 = 16_777_216.0;

/// A double by the shortest decimal that reads back as the same double; nothing for what is no number.
fn double(value: f64, text: &mut String) -> Option<Written> {
    if value.abs() < DOUBLE_WHOLE && value.fract() == 0.0 {
        #[expect(clippy::cast_possible_truncation, reason = "just seen to be whole and in range")]
        return Some(Written { digits: value as i128, scale: 0, unsure: None });
    }
    let far = value.abs() >= DOUBLE_WHOLE;
    let half = || (value.abs().next_up() - value.abs()) / 2.0;
    shortest(value, value.is_finite(), text, |digits| (far || digits > DOUBLE_DIGITS).then(half))
}

fn float(value: f32, text: &mut String) -> Option<Written> {
    let far = value.abs() >= FLOAT_WHOLE;
    let half = || f64::from((value.abs().next_up() - value.abs()) / 2.0);
    let whole = value.fract() == 0.0;
    shortest(value, value.is_finite(), text, |digits| (far || (!whole && digits > FLOAT_DIGITS)).then(half))
}

/// The shortest decimal that reads back as the same number, which is how Rust writes one.
fn shortest(
    value: impl LowerExp,
    finite: bool,
    text: &mut String,
    unsure: impl FnOnce(usize) -> Option<f64>,
) -> Option<Written> {
    if !finite {
        return None;
    }
    text.clear();
    write!(text, "{value:e}").ok()?;
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let digits: String = mantissa.chars().filter(|character| *character != '.').collect();
    let count = digits.trim_start_matches('-').len();
    let scale = i32::try_from(decimals).ok()? - exponent;
    Some(Written { digits: digits.parse().ok()?, scale, unsure: unsure(count) })
}

/// A number in a column's steps, and by how much it differs, in steps of the [`finer`] scale, from what
/// was written.
#[derive(Debug, PartialEq, Eq)]
struct Placed {
    steps: i128,
    difference: Option<i128>,
}

/// Nothing where the number does not fit.
fn placed(written: Written, scale: u8, fitting: &RangeInclusive<i128>) -> Option<Placed> {
    let Written { digits, scale: found, unsure } = written;
    let by = i32::from(scale) - found;
    let (steps, mut difference) = if by >= 0 {
        (if digits == 0 { 0 } else { digits.checked_mul(power(by)?)? }, None)
    } else {
        rounded(digits, by.unsigned_abs(), finer(scale) - scale)
    };
    if let Some(half) = unsure {
        let further = (half * 10_f64.powi(i32::from(finer(scale)))).ceil();
        // Beyond what fits it stays the greatest that does.
        #[expect(clippy::cast_possible_truncation, reason = "a float that does not fit saturates")]
        let further = further as i128;
        difference = Some(difference.unwrap_or(0).max(further));
    }
    fitting.contains(&steps).then_some(Placed { steps, difference })
}

/// Digits without the last `cut` ones, half away from zero, and the difference in steps of `finer` more
/// digits, never told too small.
fn rounded(digits: i128, cut: u32, finer: u8) -> (i128, Option<i128>) {
    // More than 38 digits away nothing is left, and the difference is less than any that can be told.
    let Some(step) = 10_i128.checked_pow(cut) else {
        return (0, (digits != 0).then_some(1));
    };
    let (whole, rest) = (digits / step, digits % step);
    if rest == 0 {
        return (whole, None);
    }
    let up = rest.abs() >= step - rest.abs();
    let steps = if up { whole + digits.signum() } else { whole };
    let difference = if up { step - rest.abs() } else { rest.abs() };
    let told = match 10_i128.checked_pow(u32::from(finer)).and_then(|more| difference.checked_mul(more)) {
        Some(scaled) => scaled / step + i128::from(scaled % step != 0),
        // The step is far greater than the finer digits, then.
        None => {
            let unit = step / 10_i128.pow(u32::from(finer));
            difference / unit + i128::from(difference % unit != 0)
        }
    };
    (steps, Some(told.max(1)))
}

fn power(by: i32) -> Option<i128> {
    10_i128.checked_pow(u32::try_from(by).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FITTING: RangeInclusive<i128> = -999_999_999_999_999_999..=999_999_999_999_999_999;

    fn of(value: f64, scale: u8) -> Option<(i128, Option<i128>)> {
        let written = double(value, &mut String::new())?;
        placed(written, scale, &FITTING).map(|placed| (placed.steps, placed.difference))
    }

    #[test]
    fn a_double_is_the_shortest_decimal_that_reads_back_as_it() {
        for (value, scale, expected) in [
            (0.0003, 4, Some((3, None))),
            (-0.1, 1, Some((-1, None))),
            (-0.0, 4, Some((0, None))),
            (1e-7, 9, Some((100, None))),
            (123_456_789.012_345, 6, Some((123_456_789_012_345, None))),
            (7_000_000_000_000_001.0, 0, Some((7_000_000_000_000_001, None))),
            // Two more digits than fit: half away from zero, by 0.000049 and 0.00005.
            (0.100_049, 4, Some((1_000, Some(490_000_000)))),
            (0.000_05, 4, Some((1, Some(500_000_000)))),
            (-0.000_05, 4, Some((-1, Some(500_000_000)))),
            (1e-300, 4, Some((0, Some(1)))),
            // What is no number, and what does not fit.
            (f64::NAN, 4, None),
            (f64::INFINITY, 4, None),
            (1e300, 4, None),
        ] {
            assert_eq!(of(value, scale), expected, "{value:e}");
        }
    }

    #[test]
    fn digits_that_cannot_be_believed_are_rounded_digits() {
        // 0.1 + 0.2 has 17 digits, and none of the last is anybody's.
        assert_eq!(of(0.1 + 0.2, 4), Some((3_000, Some(1))));
        assert!(of(0.1 + 0.2, 17).unwrap().1.is_some());
        // From 2^53 on a whole number may have been its neighbour.
        assert_eq!(of(9_007_199_254_740_991.0, 0).unwrap().1, None);
        assert_eq!(of(9_007_199_254_740_992.0, 0).unwrap().1, Some(1_000_000_000));
    }

    #[test]
    fn a_float_of_32_bits_is_read_as_one() {
        let of = |value: f32, scale| {
            let written = float(value, &mut String::new()).unwrap();
            placed(written, scale, &FITTING).map(|placed| (placed.steps, placed.difference))
        };
        assert_eq!(of(0.1, 4), Some((1_000, None)));
        assert_eq!(of(1234.567, 3), Some((1_234_567, None)));
        assert_eq!(of(16_777_215.0, 0), Some((16_777_215, None)));
        assert!(of(16_777_216.0, 0).unwrap().1.is_some());
    }

    #[test]
    fn differences_are_never_told_too_small() {
        assert_eq!(rounded(125, 1, 9), (13, Some(500_000_000)));
        assert_eq!(rounded(-125, 1, 9), (-13, Some(500_000_000)));
        assert_eq!(rounded(120, 1, 9), (12, None));
        assert_eq!(rounded(1, 20, 9), (0, Some(1)));
        assert_eq!(rounded(3 * 10_i128.pow(37), 38, 9), (0, Some(300_000_000)));
    }
}
