//! Days that stand in a text, read as both engines read them.
//!
//! Engines take more for a day than `2024-05-31`, each something else, and one of them moves a moment with an
//! offset to another zone, and so to another day. Here what is no day alone is an error.

use std::sync::Arc;

use chrono::NaiveDate;
use datafusion::arrow::array::{AsArray, Date32Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::calendar::days_since_1970;

/// The day that stands in a text.
pub(super) fn day(text: Expr) -> Expr {
    ScalarUDF::from(Days { signature: Signature::any(1, Volatility::Immutable) }).call(vec![text])
}

/// Days since 1970 of a text like `2024-05-31` or `2024-5-31`, with blanks around it or without.
pub(super) fn read(text: &str) -> Option<i32> {
    let mut parts = text.trim_matches(' ').split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        digits.contains(&part.len()) && part.bytes().all(|digit| digit.is_ascii_digit())
    };
    let is_whole =
        parts.next().is_none() && is_number(year, 4..=4) && is_number(month, 1..=2) && is_number(day, 1..=2);
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date.filter(|_| is_whole).map(days_since_1970)
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Days {
    signature: Signature,
}

impl ScalarUDFImpl for Days {
    fn name(&self) -> &str {
        "day_of_text"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Date32)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_one = matches!(args.args.first(), Some(ColumnarValue::Scalar(_)));
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let Some(texts) = arrays.first() else { return Ok(ColumnarValue::Scalar(ScalarValue::Date32(None))) };
        let texts = cast(texts, &DataType::Utf8)?;
        let one = |text: &str| {
            read(text).ok_or_else(|| {
                DataFusionError::Execution(format!(
                    "`{text}` is no day like 2024-05-31; write `CAST(left(…, 10) AS DATE)` where more stands after it"
                ))
            })
        };
        let days = texts.as_string::<i32>().iter().map(|text| text.map(one).transpose());
        let days: Date32Array = days.collect::<Result<_>>()?;
        Ok(match is_one {
            true => ColumnarValue::Scalar(ScalarValue::try_from_array(&days, 0)?),
            false => ColumnarValue::Array(Arc::new(days)),
        })
    }
}
