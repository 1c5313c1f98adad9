//! A cell of a query's rows as a machine reads it.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Decimal128Type, Int32Type, Int64Type};
use rust_decimal::Decimal;
use serde_json::Value;

use super::number;

/// A cell: exact numbers, ISO dates; NULL is `null`.
pub fn cell(column: &ArrayRef, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into(),
        DataType::Boolean => column.as_boolean().value(row).into(),
        DataType::Decimal128(_, _) => {
            decimal(column, row).and_then(number).map_or(Value::Null, Value::Number)
        }
        DataType::Null => Value::Null,
        _ => arrow::util::display::array_value_to_string(column, row).map_or(Value::Null, Value::String),
    }
}

/// The exact number of a decimal column.
pub fn decimal(column: &ArrayRef, row: usize) -> Option<Decimal> {
    let DataType::Decimal128(_, scale) = column.data_type() else { return None };
    let whole = column.as_primitive::<Decimal128Type>().value(row);
    Decimal::try_from_i128_with_scale(whole, u32::from(scale.unsigned_abs())).ok()
}
