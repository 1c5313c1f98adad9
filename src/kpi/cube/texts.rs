//! Texts as numbers, in the order in which they come.

use std::collections::HashMap;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};
use string_interner::backend::StringBackend;
use string_interner::symbol::SymbolU32;
use string_interner::{StringInterner, Symbol};

/// A text that is not longer stands in its view itself.
const IN_VIEW: u32 = 12;

type Interner = StringInterner<StringBackend<SymbolU32>, RandomState>;

/// Texts, each with a number from 0 on.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Texts {
    all: Interner,
    /// Short ones by their views, where the same come again and again.
    #[serde(skip)]
    met: Option<HashMap<u128, u32, RandomState>>,
}

impl Texts {
    /// For many texts of which most come once.
    pub(super) fn of_many() -> Self {
        Self { all: StringInterner::new(), met: None }
    }

    /// For few texts that come again and again.
    pub(super) fn of_few() -> Self {
        Self { met: Some(HashMap::default()), ..Self::of_many() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The text of a number.
    pub(super) fn text(&self, number: usize) -> Option<&str> {
        self.all.resolve(SymbolU32::try_from_usize(number)?)
    }

    /// All of them, by their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|(_, text)| text)
    }

    /// The number of a text.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        number(&mut self.all, text)
    }

    /// The number of each row's text; nothing where it is NULL.
    ///
    /// # Errors
    /// Where the column holds no texts.
    pub(super) fn numbers(&mut self, column: &ArrayRef) -> Result<Vec<Option<u32>>, ArrowError> {
        let column = cast(column, &DataType::Utf8View)?;
        let texts = column.as_string_view();
        let numbers = texts.views().iter().enumerate().map(|(row, view)| {
            if texts.is_null(row) {
                return None;
            }
            // The length is the lower part of a view.
            let met = self.met.as_mut().filter(|_| (*view as u32) <= IN_VIEW);
            Some(match met {
                Some(met) => *met.entry(*view).or_insert_with(|| number(&mut self.all, texts.value(row))),
                None => number(&mut self.all, texts.value(row)),
            })
        });
        Ok(numbers.collect())
    }
}

fn number(all: &mut Interner, text: &str) -> u32 {
    u32::try_from(all.get_or_intern(text).to_usize()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::StringArray;

    use super::*;

    #[test]
    fn the_same_text_has_the_same_number_however_long_it_is() {
        let long = "a code of more than twelve letters";
        let column: ArrayRef =
            Arc::new(StringArray::from(vec![Some("a"), None, Some(long), Some("a"), Some(""), Some(long)]));
        for mut texts in [Texts::of_many(), Texts::of_few()] {
            let expected = vec![Some(0), None, Some(1), Some(0), Some(2), Some(1)];
            assert_eq!(texts.numbers(&column).unwrap(), expected);
            assert_eq!(texts.numbers(&column.slice(2, 2)).unwrap(), vec![Some(1), Some(0)]);
            let all: Vec<_> = (0..4).map(|number| texts.text(number)).collect();
            assert_eq!((texts.len(), all), (3, vec![Some("a"), Some(long), Some(""), None]));
        }
    }
}
