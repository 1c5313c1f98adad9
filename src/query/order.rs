//! An order of texts that SQL does not know, for statements of the program's own.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, BinaryArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// What a statement calls it: `ORDER BY place_of_text(COLUMN)`. Of what is no text it gives the value itself.
/// No file can use it: only a request that brings an order has the function.
pub const PLACE_OF_TEXT: &str = "place_of_text";

type Rank = dyn Fn(&str) -> Vec<u8> + Send + Sync;

/// Gives each text bytes that stand in its order.
#[derive(Clone)]
pub struct TextOrder(Arc<Rank>);

impl TextOrder {
    /// From what gives a text its bytes.
    pub fn new(place: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self(Arc::new(place))
    }

    pub(super) fn function(&self) -> ScalarUDF {
        let signature = Signature::any(1, Volatility::Immutable);
        ScalarUDF::new_from_impl(PlaceOfText { order: self.clone(), signature })
    }
}

impl fmt::Debug for TextOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextOrder")
    }
}

#[derive(Debug)]
struct PlaceOfText {
    order: TextOrder,
    signature: Signature,
}

impl PartialEq for PlaceOfText {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.order.0, &other.order.0)
    }
}

impl Eq for PlaceOfText {}

impl Hash for PlaceOfText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        PLACE_OF_TEXT.hash(state);
    }
}

pub(super) fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

impl ScalarUDFImpl for PlaceOfText {
    fn name(&self) -> &str {
        PLACE_OF_TEXT
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        Ok(match given.first() {
            Some(kind) if !is_text(kind) => kind.clone(),
            Some(_) | None => DataType::Binary,
        })
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = arguments.number_rows;
        let Some(given) = arguments.args.into_iter().next() else {
            return Ok(ColumnarValue::Array(Arc::new(BinaryArray::new_null(rows))));
        };
        if !is_text(&given.data_type()) {
            return Ok(given);
        }
        let texts = cast(&given.into_array(rows)?, &DataType::Utf8View)?;
        let texts = texts.as_string_view();
        let places = texts.iter().map(|text| text.map(|text| (self.order.0)(text)));
        let places: ArrayRef = Arc::new(places.collect::<BinaryArray>());
        Ok(ColumnarValue::Array(places))
    }
}
