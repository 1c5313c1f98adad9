//! `percentile_cont` that does not cut its fraction.
//!
//! The engine's own counts the way between two values in millionths, cut and not rounded.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Float64Array, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float64Type, Schema};
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::functions_aggregate::percentile_cont::percentile_cont_udaf;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, ColumnarValue, Signature};

/// `percentile_cont`, over doubles.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Percentile {
    signature: Signature,
}

impl Percentile {
    pub(super) fn new() -> Self {
        Self { signature: percentile_cont_udaf().signature().clone() }
    }
}

impl AggregateUDFImpl for Percentile {
    fn name(&self) -> &str {
        "percentile_cont"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let values = DataType::List(Arc::new(Field::new_list_field(DataType::Float64, true)));
        Ok(vec![Arc::new(Field::new(format!("{}[values]", args.name), values, true))])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if args.is_distinct {
            return Err(plan("`percentile_cont` of distinct values is not known to all engines"));
        }
        let fraction = match args.exprs.get(1) {
            Some(fraction) => fraction.evaluate(&RecordBatch::new_empty(Arc::new(Schema::empty()))).ok(),
            None => None,
        };
        let fraction = match fraction {
            Some(ColumnarValue::Scalar(scalar)) => scalar.cast_to(&DataType::Float64)?,
            Some(ColumnarValue::Array(_)) | None => ScalarValue::Float64(None),
        };
        let ScalarValue::Float64(Some(fraction @ 0.0..=1.0)) = fraction else {
            return Err(plan("the fraction of `percentile_cont` is a number from 0 to 1"));
        };
        let descends = args.order_bys.first().is_some_and(|order| order.options.descending);
        Ok(Box::new(Values { values: Vec::new(), fraction, descends }))
    }

    fn supports_within_group_clause(&self) -> bool {
        true
    }
}

fn plan(message: &str) -> DataFusionError {
    DataFusionError::Plan(message.to_owned())
}

/// All values of a group.
#[derive(Debug)]
struct Values {
    values: Vec<f64>,
    fraction: f64,
    descends: bool,
}

impl Values {
    fn add(&mut self, values: &ArrayRef) -> Result<()> {
        let values = cast(values, &DataType::Float64)?;
        self.values.extend(values.as_primitive::<Float64Type>().iter().flatten());
        Ok(())
    }
}

impl Accumulator for Values {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        values.first().map_or(Ok(()), |values| self.add(values))
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let Some(lists) = states.first() else { return Ok(()) };
        lists.as_list::<i32>().iter().flatten().try_for_each(|values| self.add(&values))
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let values = Float64Array::from(std::mem::take(&mut self.values));
        Ok(vec![SingleRowListArrayBuilder::new(Arc::new(values)).build_list_scalar()])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.values.sort_unstable_by(f64::total_cmp);
        if self.descends {
            self.values.reverse();
        }
        Ok(ScalarValue::Float64(between(&self.values, self.fraction)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * size_of::<f64>()
    }
}

/// The value at a fraction of the way from the first to the last.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a list that memory holds"
)]
fn between(values: &[f64], fraction: f64) -> Option<f64> {
    let place = values.len().checked_sub(1)? as f64 * fraction;
    let part = place - place.floor();
    let (low, high) = (values.get(place.floor() as usize)?, values.get(place.ceil() as usize)?);
    Some(if part == 0.0 { *low } else { low * (1.0 - part) + high * part })
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn a_fraction_between_two_values_is_not_cut() {
        for (values, fraction, expected) in [
            (&[][..], 0.5, None),
            (&[7.0], 0.3, Some(7.0)),
            (&[0.0, 1.0, 2.0, 3.0, 4.0], 0.3, Some(1.2)),
            (&[1.0, 2.0], 0.0, Some(1.0)),
            (&[1.0, 2.0], 1.0, Some(2.0)),
            (&[1.0, 2.0, 4.0], 0.75, Some(3.0)),
        ] {
            let got = between(values, fraction);
            let is_near =
                got.zip(expected).is_none_or(|(got, expected): (f64, f64)| (got - expected).abs() < 1e-12);
            assert!(got.is_some() == expected.is_some() && is_near, "{values:?} {fraction}: {got:?}");
        }
    }
}
