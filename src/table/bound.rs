//! The least and greatest value of a column, and values as text, in the column's own steps.

use chrono::NaiveDate;
use toml::Value;

use super::contract::ColumnType;
use crate::calendar::{day_since_1970, days_since_1970};

/// A bound as a contract writes it, in the column's steps: days since 1970, or units of the last
/// decimal place. The error is a sentence for the contract's author.
pub(super) fn parse(kind: ColumnType, text: &str, value: &Value) -> Result<i128, String> {
    let number = matches!(value, Value::Integer(_) | Value::Float(_));
    match kind {
        ColumnType::Text | ColumnType::Boolean => {
            Err(format!("`min` and `max` are for numbers and dates, and this column is {}", kind.name()))
        }
        ColumnType::Date => text
            .parse::<NaiveDate>()
            .ok()
            .filter(|_| matches!(value, Value::Datetime(_)))
            .map(|date| i128::from(days_since_1970(date)))
            .ok_or_else(|| "the bound of a date is a date, as `2024-12-31`".to_owned()),
        ColumnType::Integer | ColumnType::Money | ColumnType::Decimal { .. } => {
            let steps = number.then(|| steps(&text.replace('_', ""), kind.scale())).flatten();
            steps.ok_or_else(|| match kind.scale() {
                0 => "the bound of this column is a whole number".to_owned(),
                scale => format!("the bound of this column is a number with at most {scale} decimals"),
            })
        }
    }
}

/// `-12.5` at scale 2 is -1250; nothing where digits would be lost.
pub(super) fn steps(text: &str, scale: u8) -> Option<i128> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let decimals = decimals.trim_end_matches('0');
    let missing = usize::from(scale).checked_sub(decimals.len())?;
    format!("{whole}{decimals}{}", "0".repeat(missing)).parse().ok()
}

/// A value in a column's steps as text: `2024-12-31`, `-12.50`.
pub(super) fn text(kind: ColumnType, steps: i128) -> String {
    match kind {
        ColumnType::Date => {
            let date = i32::try_from(steps).ok().and_then(day_since_1970);
            date.map_or_else(|| steps.to_string(), |date| date.to_string())
        }
        ColumnType::Text
        | ColumnType::Boolean
        | ColumnType::Integer
        | ColumnType::Money
        | ColumnType::Decimal { .. } => {
            let scale = usize::from(kind.scale());
            if scale == 0 {
                return steps.to_string();
            }
            let digits = format!("{:0>width$}", steps.unsigned_abs(), width = scale + 1);
            let (whole, decimals) = digits.split_at(digits.len() - scale);
            format!("{}{whole}.{decimals}", if steps < 0 { "-" } else { "" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_keep_every_digit() {
        let decimal = ColumnType::Decimal { precision: 9, scale: 2 };
        for (kind, written, expected) in [
            (ColumnType::Integer, "-5", Some(-5)),
            (ColumnType::Money, "1_000_000", Some(1_000_000)),
            (ColumnType::Money, "0.5", None),
            (decimal, "12.5", Some(1250)),
            (decimal, "-0.01", Some(-1)),
            (decimal, "0.001", None),
            (decimal, "3", Some(300)),
            (ColumnType::Date, "1970-02-01", Some(31)),
            (ColumnType::Date, "\"1970-02-01\"", None),
            (ColumnType::Text, "1", None),
        ] {
            let value = format!("x = {written}").parse::<toml::Table>().unwrap().remove("x").unwrap();
            assert_eq!(parse(kind, written, &value).ok(), expected, "{written}");
        }
    }

    #[test]
    fn values_read_as_they_are_written() {
        let decimal = ColumnType::Decimal { precision: 9, scale: 2 };
        for (kind, steps, expected) in [
            (ColumnType::Money, 0, "0"),
            (decimal, -5, "-0.05"),
            (decimal, 123_450, "1234.50"),
            (ColumnType::Date, -1, "1969-12-31"),
            (ColumnType::Date, 19_723, "2024-01-01"),
        ] {
            assert_eq!(text(kind, steps), expected);
        }
    }
}
