//! Figures as columns, for files that other programs read.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use arrow::datatypes::{Date32Type, Field, Schema};
use rust_decimal::Decimal;

use super::Failure;
use crate::calendar::Day;
use crate::query::Rows;
use crate::report::{Answer, Digits};
use crate::workspace::Reader;

/// Digits after the mark of numbers in a Parquet file of figures: its columns have one scale, and a
/// quotient may have no end.
const SCALE: u32 = 10;

/// One column, a value for each figure.
pub(super) enum Column {
    Text(Vec<Option<String>>),
    Number(Vec<Option<Decimal>>),
    Count(Vec<usize>),
    Day(Vec<Day>),
    Answer(Vec<bool>),
}

impl Column {
    /// A value as it stands in a file of separated values.
    pub(super) fn plain(&self, row: usize) -> String {
        match self {
            Self::Text(texts) => texts[row].clone().unwrap_or_default(),
            Self::Number(numbers) => {
                numbers[row].map_or_else(String::new, |number| String::from(Digits::from(number)))
            }
            Self::Count(counts) => counts[row].to_string(),
            Self::Day(days) => days[row].to_string(),
            Self::Answer(answers) => answers[row].to_string(),
        }
    }

    fn array(&self, name: &str) -> Result<ArrayRef, Failure> {
        Ok(match self {
            Self::Text(texts) => Arc::new(texts.iter().cloned().collect::<StringArray>()),
            Self::Number(numbers) => {
                let steps = numbers.iter().map(|number| number.map(|number| steps(name, number)).transpose());
                let steps = steps.collect::<Result<Decimal128Array, _>>()?;
                let scale = i8::try_from(SCALE).unwrap_or(i8::MAX);
                let array = steps.with_precision_and_scale(38, scale);
                Arc::new(array.map_err(|error| Failure::Rows(error.into()))?)
            }
            Self::Count(counts) => {
                Arc::new(counts.iter().map(|count| i64::try_from(*count).ok()).collect::<Int64Array>())
            }
            Self::Day(days) => {
                Arc::new(Date32Array::from_iter_values(days.iter().copied().map(Date32Type::from_naive_date)))
            }
            Self::Answer(answers) => Arc::new(BooleanArray::from(answers.clone())),
        })
    }
}

/// Figures by columns; parts and columns beside are in the JSON form only.
pub(super) fn columns(reader: &Reader<'_>, answers: &[Answer]) -> Vec<(&'static str, Column)> {
    let text = |of: &dyn Fn(&Answer) -> Option<String>| Column::Text(answers.iter().map(of).collect());
    let number = |of: &dyn Fn(&Answer) -> Option<Decimal>| Column::Number(answers.iter().map(of).collect());
    let count = |of: &dyn Fn(&Answer) -> usize| Column::Count(answers.iter().map(of).collect());
    let day = |of: &dyn Fn(&Answer) -> Day| Column::Day(answers.iter().map(of).collect());
    vec![
        ("code", text(&|a| Some(a.code.clone()))),
        ("title", text(&|a| reader.kpi(&a.code).ok().map(|kpi| kpi.title.clone()))),
        ("calendar", text(&|a| Some(a.calendar.clone()))),
        ("period", text(&|a| Some(a.period.clone()))),
        ("first_day", day(&|a| a.first_day)),
        ("last_day", day(&|a| a.last_day)),
        ("provisional", Column::Answer(answers.iter().map(|a| a.provisional).collect())),
        ("dimension", text(&|a| a.by.keys().next().cloned())),
        ("member", text(&|a| a.by.values().next().cloned().flatten())),
        ("member_name", text(&|a| member(reader, a))),
        ("numerator", number(&|a| a.numerator)),
        ("denominator", number(&|a| a.denominator)),
        ("value", number(&|a| a.value)),
        ("unit", text(&|a| Some(a.unit.clone()))),
        ("target", number(&|a| a.target)),
        ("status", text(&|a| a.status.map(|status| status.word().to_owned()))),
        ("state", text(&|a| Some(a.state.word().to_owned()))),
        ("reason", text(&|a| a.reason.clone())),
        ("caveats", text(&caveats)),
        ("reported", count(&|a| a.reported)),
        ("expected", count(&|a| a.expected)),
        ("snapshot", text(&|a| Some(a.snapshot.clone()))),
    ]
}

/// The same as rows of a typed table.
pub(super) fn rows(columns: &[(&'static str, Column)]) -> Result<Rows, Failure> {
    let mut fields = Vec::new();
    let mut arrays = Vec::new();
    for (name, column) in columns {
        let array = column.array(name)?;
        fields.push(Field::new(*name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays);
    let batch = batch.map_err(|error| Failure::Rows(error.into()))?;
    Ok(Rows { schema: batch.schema(), batches: vec![batch], truncated: false })
}

/// What a part's member is called; nothing for a whole.
pub(super) fn member(reader: &Reader<'_>, answer: &Answer) -> Option<String> {
    let (dimension, code) = answer.by.iter().next()?;
    Some(match code {
        Some(code) => {
            let day = answer.last_day.min(reader.data_date());
            reader.unit_label(dimension, answer.view.as_deref(), code, day)
        }
        None => reader.locale().words().unknown.to_owned(),
    })
}

/// What is doubtful about a figure, in one text.
fn caveats(answer: &Answer) -> Option<String> {
    let amount = |(name, number): (&String, &Option<Decimal>)| match number {
        Some(number) => format!("{name} {number}"),
        None => name.clone(),
    };
    let left_out: Vec<String> = answer.left_out.iter().map(amount).collect();
    let left_out = (!left_out.is_empty())
        .then(|| format!("left out because it belongs to no unit of the view: {}", left_out.join(", ")));
    let told = answer.caveats.iter().map(|caveat| caveat.told().sentence);
    let told: Vec<String> = left_out.into_iter().chain(told).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// A number in steps of the file's scale.
fn steps(column: &str, mut value: Decimal) -> Result<i128, Failure> {
    if value.scale() > SCALE {
        value.rescale(SCALE);
    }
    // Wider than the number itself: what 28 digits hold before the mark has ten more behind it.
    let steps = value.mantissa().checked_mul(10_i128.pow(SCALE.saturating_sub(value.scale())));
    if let Some(steps) = steps.filter(|steps| steps.unsigned_abs() < 10_u128.pow(38)) {
        return Ok(steps);
    }
    let message = format!("a number of the column `{column}` is too large for this format");
    Err(Failure::Typed {
        message,
        hint: Some("`--format csv` and `--format json` write it whole".to_owned()),
    })
}
