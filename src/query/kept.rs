//! A value as it is, into which the engine's simplifications do not look.
//!
//! They take a cast away beside a comparison, though it rounds or may give nothing, and make 0 of a rest of 1,
//! though a decimal has one. Where they make a constant of what is asked for by NOT IN, NULL is lost.

use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Column, DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// The same value, for all that the engine knows perhaps none.
pub(super) fn kept(expr: Expr) -> Expr {
    called(vec![expr])
}

/// The same value, for all that the engine knows another one for each value of a column.
pub(super) fn kept_beside(expr: Expr, column: Column) -> Expr {
    called(vec![expr, Expr::Column(column)])
}

fn called(args: Vec<Expr>) -> Expr {
    ScalarUDF::from(Kept { signature: Signature::variadic_any(Volatility::Immutable) }).call(args)
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Kept {
    signature: Signature,
}

impl ScalarUDFImpl for Kept {
    fn name(&self) -> &str {
        "kept"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, inputs: &[DataType]) -> Result<DataType> {
        inputs.first().cloned().ok_or_else(without)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let input = args.arg_fields.first().ok_or_else(without)?;
        Ok(Field::new(self.name(), input.data_type().clone(), true).into())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        args.args.into_iter().next().ok_or_else(without)
    }
}

fn without() -> DataFusionError {
    DataFusionError::Internal("nothing is to be kept".to_owned())
}
