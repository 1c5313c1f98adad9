//! Runs a KPI's query once and gathers its records into a cube.

use std::collections::{BTreeMap, HashMap};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Int32Type, Int64Type};
use foldhash::fast::RandomState;
use indexmap::IndexMap;

use super::grid::{Builder, Coordinate, Cube, RowValue, Values};
use super::member::Members;
use super::repeats::Repeats;
use crate::calendar::{Day, Slot, day_since_1970};
use crate::diagnostic::causes;
use crate::kpi::definition::header::Aggregate;
use crate::kpi::definition::kpi::{Kpi, ValueColumn};
use crate::kpi::sql;
use crate::query::{Joins, QueryError, Request, Session};

/// Runs the query and gathers what it lists; where it `may_repeat` a record, looks whether it does.
///
/// # Errors
/// Where the query fails, or gives a number that no cell can hold.
pub async fn gather(
    session: &Session,
    kpi: &Kpi,
    slots: &[Slot],
    members: &IndexMap<String, Members>,
    may_repeat: bool,
) -> Result<Cube, QueryError> {
    let gathered = match gather_with(Joins::Hashed, session, kpi, slots, members).await {
        // Once more with joins that spill.
        Err(QueryError::Memory { .. }) => gather_with(Joins::Merged, session, kpi, slots, members).await,
        done => done,
    };
    let mut cube = gathered?;
    if may_repeat {
        let counted = Repeats::count(session, kpi).await;
        // The number stands all the same, and says that nobody knows.
        let counted = counted.inspect_err(|error| {
            let told = causes(error);
            tracing::warn!(
                because = told,
                code = kpi.code,
                "whether keys are listed twice could not be found out"
            );
        });
        cube.repeats = counted.ok();
    }
    Ok(cube)
}

async fn gather_with(
    joins: Joins,
    session: &Session,
    kpi: &Kpi,
    slots: &[Slot],
    members: &IndexMap<String, Members>,
) -> Result<Cube, QueryError> {
    let epochs = epochs(kpi, slots, members);
    let builder = Builder::new(kpi.dimensions.len(), kpi.columns.iter().map(Values::empty).collect());
    let known = vec![HashMap::default(); kpi.dimensions.len()];
    let strays = vec![BTreeMap::new(); kpi.dimensions.len()];
    let mut reader = Reader { kpi, slots, members, epochs: &epochs, known, strays, builder };
    let request = Request::new(&kpi.code, statement(kpi, slots, &epochs));
    session.each(joins, request, |batch| reader.batch(batch)).await?;
    let mut cube = reader.builder.finish(slots.len());
    cube.mark_strays(reader.strays);
    let views = |name: &String| members.get(name).map_or(0, Members::count_views);
    cube.mark_overlaps(kpi, &kpi.dimensions.iter().map(views).collect::<Vec<_>>());
    Ok(cube)
}

/// Days inside slots on which some code's place changes: rows are kept apart there, so that each
/// record's code is resolved on the record's day. Most workspaces have none.
fn epochs(kpi: &Kpi, slots: &[Slot], members: &IndexMap<String, Members>) -> Vec<Day> {
    let mut days: Vec<Day> = kpi
        .dimensions
        .iter()
        .filter_map(|name| members.get(name))
        .flat_map(Members::changes)
        .filter(|day| {
            let next = slots.partition_point(|slot| slot.first_day <= *day);
            next > 0 && slots[next - 1].first_day < *day && *day <= slots[next - 1].last_day
        })
        .collect();
    days.sort();
    days.dedup();
    days
}

fn statement(kpi: &Kpi, slots: &[Slot], epochs: &[Day]) -> String {
    let first_day = slots.first().map_or_else(|| "NULL".to_owned(), |slot| sql::date(slot.first_day));
    let outside = format!(
        "CASE WHEN c.slot IS NOT NULL THEN 0 WHEN k.day IS NULL THEN 1 WHEN k.day < {first_day} THEN 2 WHEN c.day IS NOT NULL THEN 3 ELSE 4 END"
    );
    let epoch = epochs
        .iter()
        .rev()
        .enumerate()
        .map(|(index, day)| format!("WHEN k.day >= {} THEN {}", sql::date(*day), epochs.len() - index));
    let epoch = if epochs.is_empty() {
        "0".to_owned()
    } else {
        format!("CASE {} ELSE 0 END", epoch.collect::<Vec<_>>().join(" "))
    };
    // Records outside every slot are only counted: their dimensions and numbers do not matter.
    let mut select =
        vec!["c.slot".to_owned(), format!("CAST({outside} AS BIGINT)"), format!("CAST({epoch} AS BIGINT)")];
    select.push("count(*)".to_owned());
    select.push(format!("count(*) FILTER (WHERE {})", kpi.unfilled()));
    let mut groups = vec![1, 2, 3];
    let mut group = |select: &mut Vec<String>, text: String| {
        select.push(text);
        groups.push(select.len());
    };
    for name in &kpi.dimensions {
        group(&mut select, format!("CAST(k.{} AS VARCHAR)", sql::name(name)));
    }
    for column in &kpi.columns {
        let name = format!("k.{}", sql::name(&column.name));
        match column.aggregate {
            Aggregate::Sum => {
                // Wide, so that no engine wraps a sum round.
                select.push(format!("sum(CAST({name} AS DECIMAL(38, {})))", column.scale));
                select.push(format!("count({name})"));
                select.push(format!("max({name})"));
            }
            Aggregate::Distinct => group(&mut select, format!("CAST({name} AS VARCHAR)")),
            Aggregate::Median | Aggregate::P90 => group(&mut select, name),
        }
    }
    let aliased: Vec<String> =
        select.iter().enumerate().map(|(index, text)| format!("{text} AS \"{index}\"")).collect();
    let groups: Vec<String> = groups.iter().map(usize::to_string).collect();
    format!(
        "SELECT {} FROM (\n{}\n) AS k LEFT JOIN calendar AS c ON c.day = k.day GROUP BY {}",
        aliased.join(", "),
        kpi.file.text,
        groups.join(", ")
    )
}

struct Reader<'a> {
    kpi: &'a Kpi,
    slots: &'a [Slot],
    members: &'a IndexMap<String, Members>,
    epochs: &'a [Day],
    /// Places met so far: by code and the day on which it was resolved.
    known: Vec<HashMap<(Option<String>, Day), u32, RandomState>>,
    /// For each dimension the codes met that no member bears, with their records.
    strays: Vec<BTreeMap<String, u64>>,
    builder: Builder,
}

impl Reader<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), arrow::error::ArrowError> {
        let slot = batch.column(0).as_primitive::<Date32Type>();
        let outside = batch.column(1).as_primitive::<Int64Type>();
        let epoch = batch.column(2).as_primitive::<Int64Type>();
        let records = batch.column(3).as_primitive::<Int64Type>();
        let unfilled = batch.column(4).as_primitive::<Int64Type>();
        let mut next = 5;
        let dimensions: Vec<&ArrayRef> =
            (0..self.kpi.dimensions.len()).map(|index| batch.column(next + index)).collect();
        next += dimensions.len();
        let mut columns = Vec::new();
        for column in &self.kpi.columns {
            columns.push(Column::read(column, batch, &mut next)?);
        }
        let mut keys = Vec::with_capacity(columns.len());
        for row in 0..batch.num_rows() {
            let count = u64::try_from(records.value(row)).unwrap_or(0);
            match outside.value(row) {
                0 => {}
                1 => self.builder.outside.no_day += count,
                2 => self.builder.outside.before += count,
                3 => self.builder.outside.after += count,
                _ => self.builder.outside.beyond += count,
            }
            let mut codes = Vec::with_capacity(dimensions.len());
            for (index, column) in dimensions.iter().enumerate() {
                codes.push(self.code(index, sql::text_at(column, row), count));
            }
            let first_day = day_since_1970(slot.value(row)).filter(|_| !slot.is_null(row));
            let Some(first_day) = first_day else { continue };
            let slot = self.slots.partition_point(|slot| slot.first_day < first_day);
            let epoch = usize::try_from(epoch.value(row)).unwrap_or(0);
            let day = epoch.checked_sub(1).and_then(|index| self.epochs.get(index)).copied();
            let day = day.map_or(first_day, |day| day.max(first_day));
            let mut places = Vec::with_capacity(dimensions.len());
            for (index, code) in codes.into_iter().enumerate() {
                places.push(self.place(index, code, day));
            }
            for column in &columns {
                keys.push(column.key_at(row).map_or(0, |key| self.builder.key(&key)));
            }
            let values = columns.iter().zip(keys.drain(..)).map(|(column, key)| column.at(row, count, key));
            let unfilled = u64::try_from(unfilled.value(row)).unwrap_or(0);
            self.builder.push(slot, &places, unfilled, values);
        }
        Ok(())
    }

    /// The code that is meant; records with one that no member bears are counted.
    fn code(&mut self, index: usize, code: Option<String>, records: u64) -> Option<String> {
        let Some(members) = self.members.get(&self.kpi.dimensions[index]) else { return code };
        let code = members.meant(code?);
        if members.is_stray(&code) {
            match self.strays[index].get_mut(&code) {
                Some(known) => *known += records,
                None => drop(self.strays[index].insert(code.clone(), records)),
            }
        }
        Some(code)
    }

    fn place(&mut self, index: usize, code: Option<String>, day: Day) -> u32 {
        let met = (code, day);
        if let Some(number) = self.known[index].get(&met) {
            return *number;
        }
        let members = self.members.get(&self.kpi.dimensions[index]);
        let known = members.zip(met.0.as_ref());
        let above = known.map(|(members, code)| members.ancestors(code, day)).unwrap_or_default();
        let units = known.map(|(members, code)| members.units_on(code, day)).unwrap_or_default();
        let number = self.builder.place(index, Coordinate { code: met.0.clone(), above, units });
        self.known[index].insert(met, number);
        number
    }
}

enum Column {
    Sum { sums: Vec<Option<i128>>, records: ArrayRef, largest: Vec<Option<i128>> },
    Key(ArrayRef),
    Bag(Vec<Option<i128>>),
}

impl Column {
    fn read(
        column: &ValueColumn,
        batch: &RecordBatch,
        next: &mut usize,
    ) -> Result<Self, arrow::error::ArrowError> {
        let mut take = || {
            *next += 1;
            batch.column(*next - 1)
        };
        Ok(match column.aggregate {
            Aggregate::Sum => Self::Sum {
                sums: whole(take(), column.scale)?,
                records: take().clone(),
                largest: whole(take(), column.scale)?,
            },
            Aggregate::Distinct => Self::Key(take().clone()),
            Aggregate::Median | Aggregate::P90 => Self::Bag(whole(take(), column.scale)?),
        })
    }

    fn key_at(&self, row: usize) -> Option<String> {
        match self {
            Self::Key(keys) => sql::text_at(keys, row),
            Self::Sum { .. } | Self::Bag(_) => None,
        }
    }

    fn at(&self, row: usize, count: u64, key: u32) -> RowValue {
        match self {
            Self::Sum { sums, records, largest } => RowValue::Sum {
                sum: sums[row].unwrap_or(0),
                records: u64::try_from(records.as_primitive::<Int64Type>().value(row)).unwrap_or(0),
                largest: largest[row].unwrap_or(0),
            },
            Self::Key(_) => RowValue::Key(key),
            Self::Bag(values) => RowValue::Bag { value: values[row], records: count },
        }
    }
}

/// Integers or decimals as whole units of a scale.
fn whole(column: &ArrayRef, scale: u32) -> Result<Vec<Option<i128>>, arrow::error::ArrowError> {
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
