//! Numbers and days as a cell can hold them.

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use rust_decimal::Decimal;

use crate::calendar::Day;

/// How many digits of a number a spreadsheet keeps.
const KEPT: usize = 15;

/// The number of a cell; nothing where it has more digits than a cell keeps.
pub(super) fn held(digits: &str) -> Option<f64> {
    let (mantissa, _) = digits.split_once(['e', 'E']).unwrap_or((digits, ""));
    let mut figures: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    let leading = figures.iter().take_while(|digit| **digit == b'0').count();
    figures.drain(..leading);
    while figures.last() == Some(&b'0') {
        figures.pop();
    }
    digits.parse().ok().filter(|number: &f64| figures.len() <= KEPT && number.is_finite())
}

/// The number of a cell that a formula gives, or that a quotient without an end stands in: the nearest one.
pub(super) fn nearest(value: Decimal) -> f64 {
    // Digits with a point are always a number.
    value.to_string().parse().unwrap_or(f64::NAN)
}

/// A day as spreadsheets count it; nothing where they do not know it as others do.
pub(super) fn serial(day: Day) -> Option<f64> {
    let first = NaiveDate::from_ymd_opt(1900, 3, 1)?;
    let last = NaiveDate::from_ymd_opt(9999, 12, 31)?;
    let days = day.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30)?).num_days();
    let days = i32::try_from(days).ok()?;
    (first <= day && day <= last).then_some(f64::from(days))
}

/// A moment, to the second.
pub(super) fn moment(at: NaiveDateTime) -> Option<f64> {
    Some(serial(at.date())? + f64::from(at.time().num_seconds_from_midnight()) / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_keeps_fifteen_digits() {
        assert_eq!(held("123456789012345"), Some(123_456_789_012_345.0));
        assert_eq!(held("-12345678901234.5"), Some(-12_345_678_901_234.5));
        assert_eq!(held("1234567890123456"), None);
        assert_eq!(held("0.0001234567890123456"), None);
        assert_eq!(held("0.000123"), Some(0.000_123));
        assert_eq!(held("9000000000000000000"), Some(9e18));
        assert_eq!(held("1e400"), None);
        assert_eq!(held("0"), Some(0.0));
    }

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(serial(day("2024-06-14")), Some(45_457.0));
        assert_eq!(serial(day("1900-03-01")), Some(61.0));
        assert_eq!(serial(day("1900-02-28")), None);
        let noon = day("2024-06-14").and_hms_opt(12, 0, 0).unwrap();
        assert_eq!(moment(noon), Some(45_457.5));
    }
}
