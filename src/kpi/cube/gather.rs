//! Runs a KPI's query once and gathers its records into a cube.

use std::collections::{BTreeMap, HashMap};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Int32Type, Int64Type};
use arrow::error::ArrowError;
use foldhash::fast::RandomState;
use indexmap::IndexMap;

use super::grid::{Coordinate, Cube};
use super::member::Members;
use super::part::Part;
use super::texts::Texts;
use super::timeline::{Lies, Moments, Timeline};
use crate::calendar::day_since_1970;
use crate::kpi::definition::header::Aggregate;
use crate::kpi::definition::kpi::Kpi;
use crate::kpi::sql;
use crate::query::{Joins, Portion, QueryError, Request, Session};

/// Runs the query, or a portion of it, and gathers what it lists.
///
/// # Errors
/// Where the query fails, or gives a number that no cell can hold.
pub async fn gather(
    session: &Session,
    kpi: &Kpi,
    timeline: &Timeline,
    members: &IndexMap<String, Members>,
    portion: Option<&Portion>,
) -> Result<Part, QueryError> {
    let with = async |joins| {
        let mut gathering = Gathering::new(kpi, timeline, members);
        let request = Request::new(&kpi.code, statement(kpi));
        session.each(joins, request, portion.cloned(), |batch| gathering.take(batch)).await?;
        Ok(gathering.finish())
    };
    match with(Joins::Hashed).await {
        // Once more with joins that spill.
        Err(QueryError::Memory { .. }) => with(Joins::Merged).await,
        done => done,
    }
}

/// Makes a cube of all that was gathered of a KPI's records.
pub fn cube(kpi: &Kpi, members: &IndexMap<String, Members>, whole: Part) -> Cube {
    let mut cube = whole.into_cube();
    let views = |name: &String| members.get(name).map_or(0, Members::count_views);
    cube.mark_overlaps(kpi, &kpi.dimensions.iter().map(views).collect::<Vec<_>>());
    cube
}

/// The records with what is gathered of them: their day, members and values, and whether they fill no column that counts.
fn statement(kpi: &Kpi) -> String {
    let text = |name: &str| format!("CAST(k.{} AS VARCHAR)", sql::name(name));
    let mut select = vec!["k.day".to_owned(), format!("({})", kpi.unfilled())];
    select.extend(kpi.dimensions.iter().map(|name| text(name)));
    select.extend(kpi.columns.iter().map(|column| match column.aggregate {
        Aggregate::Distinct => text(&column.name),
        Aggregate::Sum | Aggregate::Median | Aggregate::P90 => format!("k.{}", sql::name(&column.name)),
    }));
    let select = select.iter().enumerate().map(|(index, text)| format!("{text} AS \"{index}\""));
    format!("SELECT {} FROM (\n{}\n) AS k", select.collect::<Vec<_>>().join(", "), kpi.file.text)
}

/// What has been gathered so far.
struct Gathering<'a> {
    kpi: &'a Kpi,
    moments: Moments,
    dimensions: Vec<Dimension<'a>>,
    part: Part,
}

/// The codes of one dimension that have been met.
struct Dimension<'a> {
    members: Option<&'a Members>,
    texts: Texts,
    /// By the number of the text.
    codes: Vec<Code>,
    /// The numbers of places, by the number of the text (nothing = not known) and of the moment.
    places: HashMap<(Option<u32>, u32), u32, RandomState>,
}

/// What a text of a dimension's column means.
struct Code {
    /// The member's code: of another spelling the code that it stands for.
    meant: String,
    /// Whether no member bears it.
    is_stray: bool,
    /// How many records have it, those in no slot too.
    records: u64,
}

impl<'a> Gathering<'a> {
    fn new(kpi: &'a Kpi, timeline: &Timeline, members: &'a IndexMap<String, Members>) -> Self {
        let own = kpi.dimensions.iter().map(|name| members.get(name));
        let moments = Moments::new(timeline, own.clone().flatten().flat_map(Members::changes));
        let dimension = |members| Dimension {
            members,
            texts: Texts::of_few(),
            codes: Vec::new(),
            places: HashMap::default(),
        };
        Self { kpi, moments, dimensions: own.map(dimension).collect(), part: Part::new(kpi, timeline) }
    }

    /// Takes records; gives how much is held.
    fn take(&mut self, batch: &RecordBatch) -> Result<usize, ArrowError> {
        let (days, unfilled) = (batch.column(0).as_primitive::<Date32Type>(), batch.column(1).as_boolean());
        let mut next = 2;
        let mut column = || {
            next += 1;
            batch.column(next - 1)
        };
        let mut texts = Vec::with_capacity(self.dimensions.len());
        for dimension in &mut self.dimensions {
            texts.push(dimension.numbers(column())?);
        }
        let mut cells: Vec<Option<u32>> = Vec::with_capacity(batch.num_rows());
        let mut at = vec![0; 1 + self.dimensions.len()];
        for row in 0..batch.num_rows() {
            let moment = self.moment(days.is_valid(row).then(|| days.value(row)));
            let cell = moment.map(|moment| {
                at[0] = self.moments.all[moment as usize].0;
                for index in 0..texts.len() {
                    at[index + 1] = self.place(index, texts[index][row], moment);
                }
                self.part.cell(&at)
            });
            if let Some(cell) = cell.filter(|_| unfilled.value(row)) {
                self.part.unfilled(cell);
            }
            cells.push(cell);
        }
        for (index, own) in self.kpi.columns.iter().enumerate() {
            match own.aggregate {
                Aggregate::Distinct => {
                    let keys = self.part.keys(column())?;
                    for (cell, key) in cells.iter().zip(keys).filter_map(|(cell, key)| (*cell).zip(key)) {
                        self.part.column(index).key(cell, key);
                    }
                }
                Aggregate::Sum | Aggregate::Median | Aggregate::P90 => {
                    let values = whole(column(), own.scale)?;
                    for (cell, value) in
                        cells.iter().zip(values).filter_map(|(cell, value)| (*cell).zip(value))
                    {
                        self.part.column(index).value(cell, value)?;
                    }
                }
            }
        }
        Ok(self.part.held())
    }

    /// The moment of a record; one that lies in none is counted.
    fn moment(&mut self, day: Option<i32>) -> Option<u32> {
        let outside = &mut self.part.outside;
        let count = match day.and_then(day_since_1970).map(|day| self.moments.of(day)) {
            Some(Lies::In(moment)) => return Some(moment),
            None => &mut outside.no_day,
            Some(Lies::Before) => &mut outside.before,
            Some(Lies::After) => &mut outside.after,
            Some(Lies::Beyond) => &mut outside.beyond,
        };
        *count += 1;
        None
    }

    fn place(&mut self, index: usize, text: Option<u32>, moment: u32) -> u32 {
        let dimension = &mut self.dimensions[index];
        if let Some(number) = dimension.places.get(&(text, moment)) {
            return *number;
        }
        let day = self.moments.all[moment as usize].1;
        let code = text.map(|text| dimension.codes[text as usize].meant.clone());
        let known = dimension.members.zip(code.as_ref());
        let above = known.map(|(members, code)| members.ancestors(code, day)).unwrap_or_default();
        let units = known.map(|(members, code)| members.units_on(code, day)).unwrap_or_default();
        let number = self.part.place(index, Coordinate { code, above, units });
        dimension.places.insert((text, moment), number);
        number
    }

    fn finish(mut self) -> Part {
        self.part.strays = self.dimensions.into_iter().map(Dimension::strays).collect();
        self.part
    }
}

impl Dimension<'_> {
    /// The number of each row's text; its record is counted.
    fn numbers(&mut self, column: &ArrayRef) -> Result<Vec<Option<u32>>, ArrowError> {
        let numbers = self.texts.numbers(column)?;
        while let Some(text) = self.texts.text(self.codes.len()) {
            let meant =
                self.members.map_or_else(|| text.to_owned(), |members| members.meant(text.to_owned()));
            let is_stray = self.members.is_some_and(|members| members.is_stray(&meant));
            self.codes.push(Code { meant, is_stray, records: 0 });
        }
        for text in numbers.iter().flatten() {
            self.codes[*text as usize].records += 1;
        }
        Ok(numbers)
    }

    /// The codes that no member bears, with their records.
    fn strays(self) -> BTreeMap<String, u64> {
        let mut strays = BTreeMap::new();
        for code in self.codes.into_iter().filter(|code| code.is_stray) {
            *strays.entry(code.meant).or_default() += code.records;
        }
        strays
    }
}

/// Integers or decimals as whole units of a scale.
fn whole(column: &ArrayRef, scale: u32) -> Result<Vec<Option<i128>>, ArrowError> {
    Ok(match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().iter().map(|v| v.map(i128::from)).collect(),
        DataType::Int32 => column.as_primitive::<Int32Type>().iter().map(|v| v.map(i128::from)).collect(),
        DataType::Decimal128(_, _) => column.as_primitive::<Decimal128Type>().iter().collect(),
        _ => {
            let wide = cast(column, &DataType::Decimal128(38, i8::try_from(scale).unwrap_or(0)))?;
            wide.as_primitive::<Decimal128Type>().iter().collect()
        }
    })
}
