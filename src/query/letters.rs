//! `lower` and `upper`, letter by letter.
//!
//! Of a letter whose other case is more than one letter (`ß`, `İ`) each engine makes something else;
//! here it becomes what the second one makes of it.

use std::sync::Arc;

use datafusion::arrow::array::{AsArray, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue};
use datafusion::functions::string;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature};

/// A function that changes the case of a text.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Letters {
    case: Case,
    signature: Signature,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Case {
    Lower,
    Upper,
}

impl Letters {
    /// `lower` and `upper`.
    pub(super) fn both() -> [Self; 2] {
        [
            Self { case: Case::Lower, signature: string::lower().signature().clone() },
            Self { case: Case::Upper, signature: string::upper().signature().clone() },
        ]
    }

    fn of(&self, letter: char) -> char {
        match (self.case, letter) {
            (Case::Lower, 'İ') => 'i',
            (Case::Upper, 'ß') => 'ẞ',
            (Case::Lower, _) => alone(letter, letter.to_lowercase()),
            (Case::Upper, _) => alone(letter, letter.to_uppercase()),
        }
    }
}

/// The one letter that another became, or itself where it became several.
fn alone(letter: char, mut became: impl Iterator<Item = char>) -> char {
    match (became.next(), became.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

impl ScalarUDFImpl for Letters {
    fn name(&self) -> &str {
        match self.case {
            Case::Lower => "lower",
            Case::Upper => "upper",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_one = matches!(args.args.first(), Some(ColumnarValue::Scalar(_)));
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let Some(texts) = arrays.first() else { return Ok(ColumnarValue::Scalar(ScalarValue::Utf8(None))) };
        let texts = cast(texts, &DataType::Utf8)?;
        let changed = |text: &str| text.chars().map(|letter| self.of(letter)).collect::<String>();
        let changed: StringArray = texts.as_string::<i32>().iter().map(|text| text.map(changed)).collect();
        Ok(match is_one {
            true => ColumnarValue::Scalar(ScalarValue::try_from_array(&changed, 0)?),
            false => ColumnarValue::Array(Arc::new(changed)),
        })
    }
}
