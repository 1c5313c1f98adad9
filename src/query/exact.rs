//! `sum` and `avg` that never wrap and never lose a digit on the way.
//!
//! The engine's own add up in the type of their result: a sum of whole numbers wraps without a word,
//! an average of decimals is cut to four digits more than its input has. These are the same ones over a
//! wider type, with the result made narrow at the end, where it either fits or is an error; or, where no
//! type is wider, watched.

mod accumulated;

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::Result;
use datafusion::functions_aggregate::average::avg_udaf;
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, GroupsAccumulator, ReversedUDAF, Signature,
};

use accumulated::{Watched, Wide, Widened};

/// A whole number of the engine has at most twenty digits; with this many more it is added up, which
/// is enough for more rows than a disk holds.
const SPARE_DIGITS: u8 = 10;

/// How many digits an average of decimals has after those of its input, before it becomes a double.
const DIGITS_OF_AVERAGE: u8 = 16;

/// A function of the engine, over a wider type.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Exact {
    kind: Kind,
    signature: Signature,
    aliases: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Sum,
    Average,
}

impl Exact {
    /// `sum` and `avg`.
    pub(super) fn both() -> [Self; 2] {
        // Both take what `sum` takes: the engine's own `avg` makes doubles of whole numbers first.
        let signature = sum_udaf().signature().clone();
        [
            Self { kind: Kind::Sum, signature: signature.clone(), aliases: Vec::new() },
            Self { kind: Kind::Average, signature, aliases: vec!["mean".to_owned()] },
        ]
    }

    fn inner(&self) -> Arc<AggregateUDF> {
        match self.kind {
            Kind::Sum => sum_udaf(),
            Kind::Average => avg_udaf(),
        }
    }

    /// Nothing where the engine's function does well as it is.
    fn wide(&self, input: &DataType) -> Option<Wide> {
        let (precision, scale) = match input {
            DataType::Int64 | DataType::UInt64 => (20, 0),
            DataType::Decimal128(precision, scale) => (*precision, *scale),
            _ => return None,
        };
        match self.kind {
            Kind::Sum => match input {
                // Wide enough as it is, or as wide as it gets: then what is added up is watched.
                DataType::Decimal128(..) => None,
                whole => {
                    let wide = DataType::Decimal128(38, 0);
                    Some(Wide { input: wide.clone(), output: wide, result: whole.clone() })
                }
            },
            Kind::Average => {
                let input = DataType::Decimal256(
                    precision + DIGITS_OF_AVERAGE + SPARE_DIGITS,
                    scale + DIGITS_OF_AVERAGE.cast_signed(),
                );
                let output = avg_udaf().return_type(std::slice::from_ref(&input)).ok()?;
                Some(Wide { input, output, result: DataType::Float64 })
            }
        }
    }

    fn widened<T>(
        &self,
        args: AccumulatorArgs<'_>,
        work: impl FnOnce(&AggregateUDF, AccumulatorArgs<'_>) -> Result<T>,
    ) -> Result<(T, Option<Wide>)> {
        let wide = args.expr_fields.first().and_then(|field| self.wide(field.data_type()));
        let Some(wide) = wide else { return Ok((work(&self.inner(), args)?, None)) };
        let fields = [field("input", &wide.input)];
        let inner =
            AccumulatorArgs { return_field: field(args.name, &wide.output), expr_fields: &fields, ..args };
        Ok((work(&self.inner(), inner)?, Some(wide)))
    }

    fn one_by_one(
        &self,
        args: AccumulatorArgs<'_>,
        work: impl FnOnce(&AggregateUDF, AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>>,
    ) -> Result<Box<dyn Accumulator>> {
        let watched = self.is_watched(&args);
        let (inner, wide) = self.widened(args, work)?;
        Ok(match wide {
            Some(wide) => Box::new(Widened { inner, wide }),
            None if watched => Box::new(Watched { inner, most: 0.0 }),
            None => inner,
        })
    }

    /// Whether the sum of some values of the input's type may not fit into its result's.
    fn is_watched(&self, args: &AccumulatorArgs<'_>) -> bool {
        let input = args.expr_fields.first().map(|field| field.data_type());
        self.kind == Kind::Sum
            && matches!(input, Some(DataType::Decimal128(precision, _)) if precision + SPARE_DIGITS > 38)
    }
}

impl AggregateUDFImpl for Exact {
    fn name(&self) -> &str {
        match self.kind {
            Kind::Sum => "sum",
            Kind::Average => "avg",
        }
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, inputs: &[DataType]) -> Result<DataType> {
        match inputs.first().and_then(|input| self.wide(input)) {
            Some(wide) => Ok(wide.result),
            None => self.inner().return_type(inputs),
        }
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        self.one_by_one(args, AggregateUDF::accumulator)
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        self.one_by_one(args, AggregateUDF::create_sliding_accumulator)
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        self.widened(args, |inner, args| Ok(inner.groups_accumulator_supported(args)))
            .is_ok_and(|(supported, _)| supported)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        let watched = self.is_watched(&args);
        let (inner, wide) = self.widened(args, AggregateUDF::create_groups_accumulator)?;
        Ok(match wide {
            Some(wide) => Box::new(Widened { inner, wide }),
            None if watched => Box::new(Watched { inner, most: 0.0 }),
            None => inner,
        })
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let wide = args.input_fields.first().and_then(|field| self.wide(field.data_type()));
        let Some(wide) = wide else { return self.inner().state_fields(args) };
        let fields = [field("input", &wide.input)];
        let return_field = field(args.name, &wide.output);
        self.inner().state_fields(StateFieldsArgs { input_fields: &fields, return_field, ..args })
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }
}

fn field(name: &str, kind: &DataType) -> FieldRef {
    Arc::new(Field::new(name, kind.clone(), true))
}
