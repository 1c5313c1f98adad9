//! A search in texts that SQL does not know, for statements of the program's own.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, BooleanArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::order::{TextOrder, is_text};

/// What a statement calls it: `WHERE holds_words(COLUMN, COLUMN, …)`; what is no text is passed over. No file can use
/// it: only a request that brings a search has the function.
pub const HOLDS_WORDS: &str = "holds_words";

type Folded = dyn Fn(usize, &str) -> String + Send + Sync;

/// Finds rows in whose texts all of some words occur, each in any of them.
#[derive(Clone)]
pub struct TextSearch {
    words: Arc<[String]>,
    folded: Arc<Folded>,
}

impl TextSearch {
    /// Looks for words in what `folded` makes of a text, told the place of its column among those searched.
    pub fn new(words: Vec<String>, folded: impl Fn(usize, &str) -> String + Send + Sync + 'static) -> Self {
        Self { words: words.into(), folded: Arc::new(folded) }
    }

    fn function(&self) -> ScalarUDF {
        let signature = Signature::variadic_any(Volatility::Immutable);
        ScalarUDF::new_from_impl(HoldsWords { search: self.clone(), signature })
    }
}

impl fmt::Debug for TextSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextSearch").field("words", &self.words).finish_non_exhaustive()
    }
}

/// What a statement of the program's own asks of texts besides what SQL knows.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// Their order, which it calls [`PLACE_OF_TEXT`](super::PLACE_OF_TEXT).
    pub order: Option<TextOrder>,
    /// What is looked for in them, which it calls [`HOLDS_WORDS`].
    pub search: Option<TextSearch>,
}

impl Texts {
    pub(super) fn functions(&self) -> Vec<ScalarUDF> {
        let order = self.order.iter().map(TextOrder::function);
        order.chain(self.search.iter().map(TextSearch::function)).collect()
    }
}

#[derive(Debug)]
struct HoldsWords {
    search: TextSearch,
    signature: Signature,
}

impl PartialEq for HoldsWords {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.search.folded, &other.search.folded) && self.search.words == other.search.words
    }
}

impl Eq for HoldsWords {}

impl Hash for HoldsWords {
    fn hash<H: Hasher>(&self, state: &mut H) {
        HOLDS_WORDS.hash(state);
    }
}

impl ScalarUDFImpl for HoldsWords {
    fn name(&self) -> &str {
        HOLDS_WORDS
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let (rows, words) = (arguments.number_rows, &self.search.words);
        // For each row which words were found in the columns so far.
        let mut found = vec![vec![false; words.len()]; rows];
        for (place, given) in arguments.args.into_iter().enumerate() {
            let given = given.into_array(rows)?;
            let kind = match given.data_type() {
                DataType::Dictionary(_, values) => values.as_ref().clone(),
                kind => kind.clone(),
            };
            if !is_text(&kind) {
                continue;
            }
            let texts = cast(&given, &DataType::Utf8View)?;
            // Codes repeat, and folding is what costs.
            let mut known: HashMap<&str, Vec<bool>> = HashMap::new();
            for (row, text) in texts.as_string_view().iter().enumerate() {
                let Some(text) = text else { continue };
                let holds = known.entry(text).or_insert_with(|| {
                    let folded = (self.search.folded)(place, text);
                    words.iter().map(|word| folded.contains(word.as_str())).collect()
                });
                found[row].iter_mut().zip(holds).for_each(|(found, holds)| *found |= *holds);
            }
        }
        let all = found.iter().map(|words| Some(words.iter().all(|found| *found)));
        let all: ArrayRef = Arc::new(all.collect::<BooleanArray>());
        Ok(ColumnarValue::Array(all))
    }
}
