//! How `sum` and `avg` add up: in a wider type, or watched.

use datafusion::arrow::array::{ArrayRef, AsArray, BooleanArray};
use datafusion::arrow::compute::{CastOptions, cast_with_options};
use datafusion::arrow::datatypes::{DataType, Decimal128Type};
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::logical_expr::{Accumulator, EmitTo, GroupsAccumulator};

/// What a function of some type is computed in.
pub(super) struct Wide {
    /// What its input becomes.
    pub(super) input: DataType,
    /// What the engine's function makes of that.
    pub(super) output: DataType,
    /// What is given.
    pub(super) result: DataType,
}

/// Adds up in a wider type than it is given and than it gives.
pub(super) struct Widened<A: ?Sized> {
    pub(super) inner: Box<A>,
    pub(super) wide: Wide,
}

impl<A: ?Sized> Widened<A> {
    fn wide(&self, values: &[ArrayRef]) -> Result<Vec<ArrayRef>> {
        values.iter().map(|values| checked(values, &self.wide.input)).collect()
    }
}

impl<A: ?Sized> std::fmt::Debug for Widened<A> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "in {}", self.wide.input)
    }
}

/// As another type; what does not fit is an error.
fn checked(values: &ArrayRef, kind: &DataType) -> Result<ArrayRef> {
    let options = CastOptions { safe: false, ..CastOptions::default() };
    Ok(cast_with_options(values, kind, &options)?)
}

impl Accumulator for Widened<dyn Accumulator> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let values = self.wide(values)?;
        self.inner.update_batch(&values)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let wide = self.inner.evaluate()?.to_array()?;
        ScalarValue::try_from_array(&checked(&wide, &self.wide.result)?, 0)
    }

    fn size(&self) -> usize {
        self.inner.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.inner.state()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.inner.merge_batch(states)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let values = self.wide(values)?;
        self.inner.retract_batch(&values)
    }

    fn supports_retract_batch(&self) -> bool {
        self.inner.supports_retract_batch()
    }
}

impl GroupsAccumulator for Widened<dyn GroupsAccumulator> {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        let values = self.wide(values)?;
        self.inner.update_batch(&values, groups, filter, total)
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        checked(&self.inner.evaluate(emit)?, &self.wide.result)
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        self.inner.state(emit)
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], total: usize) -> Result<()> {
        self.inner.merge_batch(states, groups, total)
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        self.inner.convert_to_state(&self.wide(values)?, filter)
    }

    fn size(&self) -> usize {
        self.inner.size()
    }
}

/// Adds up decimals of as many digits as there are, and stops before their sum could have more.
pub(super) struct Watched<A: ?Sized> {
    pub(super) inner: Box<A>,
    /// No sum of what was added is greater, whatever its sign.
    pub(super) most: f64,
}

/// The first number with more digits than a decimal has.
const TOO_LARGE: f64 = 1e38;

impl<A: ?Sized> Watched<A> {
    fn watch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for values in values {
            // The state of a sum of distinct numbers is a list; those have been seen one by one.
            let Some(numbers) = values.as_primitive_opt::<Decimal128Type>() else { continue };
            let greatest = numbers.iter().flatten().map(i128::unsigned_abs).max().unwrap_or(0);
            self.most += greatest as f64 * numbers.len() as f64;
        }
        if self.most < TOO_LARGE {
            return Ok(());
        }
        Err(DataFusionError::Execution("a sum has more digits than a decimal".to_owned()))
    }
}

impl<A: ?Sized> std::fmt::Debug for Watched<A> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "at most {}", self.most)
    }
}

impl Accumulator for Watched<dyn Accumulator> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.watch(values)?;
        self.inner.update_batch(values)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.inner.evaluate()
    }

    fn size(&self) -> usize {
        self.inner.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.inner.state()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.watch(states.get(..1).unwrap_or_default())?;
        self.inner.merge_batch(states)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.inner.retract_batch(values)
    }

    fn supports_retract_batch(&self) -> bool {
        self.inner.supports_retract_batch()
    }
}

impl GroupsAccumulator for Watched<dyn GroupsAccumulator> {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        self.watch(values)?;
        self.inner.update_batch(values, groups, filter, total)
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        self.inner.evaluate(emit)
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        self.inner.state(emit)
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], total: usize) -> Result<()> {
        self.watch(states.get(..1).unwrap_or_default())?;
        self.inner.merge_batch(states, groups, total)
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        self.inner.convert_to_state(values, filter)
    }

    fn size(&self) -> usize {
        self.inner.size()
    }
}
