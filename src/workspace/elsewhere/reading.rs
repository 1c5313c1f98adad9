//! One column of an arrived file as a SQL expression in its contract's type. All conversions stand here; where
//! a file is as its contract says, the expression is the column.

use crate::kpi::sql;
use crate::table::{Column, ColumnType, Found, Nan, Reading, Zone};

/// What the statement calls the letters that are trimmed.
pub(super) const BLANKS: &str = "getvariable('blanks')";

/// The expression, without a name; nothing where it needs more digits than there are, with their number.
/// `fails` says that rows which do not count may hold what no conversion takes.
pub(super) fn expression(column: &Column, reading: &Reading, zone: &Zone, fails: bool) -> Result<String, u8> {
    let name = sql::name(reading.name.as_ref().unwrap_or(&column.name));
    let kind = sql_type(column.kind);
    let cast = if fails { "TRY_CAST" } else { "CAST" };
    Ok(match (column.kind, reading.found) {
        // What folders give is said by the list of files, which knows them.
        (_, Found::Nothing | Found::Null | Found::Folder) => format!("CAST(NULL AS {kind})"),
        (_, Found::Decimal { precision, .. }) if precision > MOST_DIGITS => return Err(precision),
        (ColumnType::Text, found) => text(&name, column, found, reading),
        (ColumnType::Date, found) => day(&name, found, reading.utc, zone, cast),
        (ColumnType::Boolean, Found::Boolean)
        | (ColumnType::Integer, Found::Integer { bits: 64, signed: true }) => name,
        (ColumnType::Money, Found::Decimal { precision: 18, scale: 0 }) => name,
        (ColumnType::Decimal { precision, scale }, Found::Decimal { precision: own, scale: places })
            if (precision, i16::from(scale)) == (own, i16::from(places)) =>
        {
            name
        }
        (kind, Found::Float { .. }) => float(&name, column, kind, cast),
        (ColumnType::Boolean | ColumnType::Integer | ColumnType::Money | ColumnType::Decimal { .. }, _) => {
            format!("{cast}({name} AS {kind})")
        }
    })
}

/// A column whose value folders give, of files in the order of their list: one value, or one for each file.
pub(super) fn folders(column: &Column, values: &[Option<&str>]) -> String {
    let kind = sql_type(column.kind);
    let text = |value: &Option<&str>| value.map_or("NULL".to_owned(), sql::text);
    match values {
        [first, others @ ..] if others.iter().any(|other| other != first) => {
            let values: Vec<String> = values.iter().map(text).collect();
            format!("CAST(([{}])[CAST(file_index AS BIGINT) + 1] AS {kind})", values.join(", "))
        }
        values => format!("CAST({} AS {kind})", text(values.first().unwrap_or(&None))),
    }
}

/// The most digits of an exact number.
const MOST_DIGITS: u8 = 38;

/// A text as it is written here: trimmed, composed, its code put right, each where it makes a difference.
fn text(name: &str, column: &Column, found: Found, reading: &Reading) -> String {
    let mut text = match found {
        Found::Bytes => format!("decode({name})"),
        Found::Json => format!("CAST({name} AS VARCHAR)"),
        _ => name.to_owned(),
    };
    if reading.rewritten {
        if column.intake.trim {
            text = format!("nullif(trim({text}, {BLANKS}), '')");
        }
        text = format!("nfc_normalize({text})");
    }
    if reading.respelled {
        let spellings = column.spellings.iter();
        let spellings =
            spellings.map(|(other, code)| format!(" WHEN {} THEN {}", sql::text(other), sql::text(code)));
        text = format!("CASE {text}{} ELSE {text} END", spellings.collect::<String>());
    }
    text
}

/// A floating point number by its shortest decimal, which no multiplication of floats touches.
fn float(name: &str, column: &Column, kind: ColumnType, cast: &str) -> String {
    let written = format!("CAST({name} AS VARCHAR)");
    let number = match kind {
        // A decimal as text is no whole number elsewhere.
        ColumnType::Integer => format!("{cast}({cast}({written} AS DECIMAL(38,0)) AS BIGINT)"),
        kind => format!("{cast}({written} AS {})", sql_type(kind)),
    };
    match column.intake.nan {
        Some(Nan::Missing) => format!("CASE WHEN NOT isnan({name}) THEN {number} END"),
        None => number,
    }
}

/// A moment as a day: `utc` says that it is one of UTC, which the clocks of the zone make a day.
fn day(name: &str, found: Found, utc: bool, zone: &Zone, cast: &str) -> String {
    let (moment, zoned) = match found {
        Found::Moment { utc, nanos: false } => (name.to_owned(), utc),
        // By the clocks of UTC, zoned or not.
        Found::Moment { nanos: true, .. } => (begun_micros(&format!("epoch_ns({name})")), false),
        Found::Steps { per_second } if per_second > 1_000_000 => (begun_micros(name), false),
        Found::Steps { per_second } => {
            let micros = 1_000_000 / per_second;
            let micros = if micros == 1 { name.to_owned() } else { format!("{name} * {micros}") };
            (format!("make_timestamp({micros})"), false)
        }
        _ => return name.to_owned(),
    };
    let local = match (zoned, utc) {
        (false, false) => moment,
        (true, false) => format!("{moment} AT TIME ZONE 'UTC'"),
        (zoned, true) => {
            let zoned = if zoned { moment } else { format!("({moment} AT TIME ZONE 'UTC')") };
            match zone.fixed() {
                // A distance has no name elsewhere.
                Some(seconds) => format!("({zoned} AT TIME ZONE 'UTC') + INTERVAL '{seconds} seconds'"),
                None => format!("{zoned} AT TIME ZONE {}", sql::text(zone.name())),
            }
        }
    };
    format!("{cast}({local} AS DATE)")
}

/// Nanoseconds since 1970 as a moment: the microsecond that had begun. DuckDB by itself takes the nearest, which may
/// be the next day's.
fn begun_micros(nanos: &str) -> String {
    format!("make_timestamp(({nanos} - ({nanos} % 1000 + 1000) % 1000) // 1000)")
}

/// A contract's type as DuckDB calls it.
pub(super) fn sql_type(kind: ColumnType) -> String {
    match kind {
        ColumnType::Text => "VARCHAR".to_owned(),
        ColumnType::Date => "DATE".to_owned(),
        ColumnType::Integer => "BIGINT".to_owned(),
        ColumnType::Boolean => "BOOLEAN".to_owned(),
        ColumnType::Money => "DECIMAL(18,0)".to_owned(),
        ColumnType::Decimal { precision, scale } => format!("DECIMAL({precision},{scale})"),
    }
}
