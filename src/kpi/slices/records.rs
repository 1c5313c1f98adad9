//! The records behind a number: the KPI's own query, each value column in its own window.

use super::slice::Slice;
pub use crate::kpi::definition::kpi::COUNTED_IN;
use crate::kpi::definition::kpi::{Kpi, Role};
use crate::kpi::sql;
use crate::query::{HOLDS_WORDS, PLACE_OF_TEXT};

/// One page of a record list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Which of the records.
    pub only: Only,
    /// By which column; nothing = by day and key.
    pub sort: Option<Sort>,
    /// How many records to pass over.
    pub offset: usize,
    /// How many to give at the most.
    pub limit: usize,
}

/// Which of the records behind a number a list has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Only {
    /// Those that counted so; nothing = all, and those that should have counted.
    pub counted_in: Option<CountedIn>,
    /// Those in whose texts each of these words occurs, as a reader typed them; empty = all.
    pub words: String,
}

/// What a record counted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountedIn {
    /// Any column of a side of the formula.
    Side(Role),
    /// A value column.
    Column(String),
}

/// An order of records: by one column, then as they stand without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// One of the list's columns.
    pub column: String,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Only {
    /// No record is left out.
    pub const ALL: Self = Self { counted_in: None, words: String::new() };
}

/// The word for a side in addresses.
fn word(role: Role) -> &'static str {
    match role {
        Role::Numerator => "numerator",
        Role::Denominator => "denominator",
        Role::Beside => "beside",
    }
}

impl CountedIn {
    /// What a list can be narrowed to: each side of the formula that has several columns, and each value column.
    pub fn all(kpi: &Kpi) -> Vec<Self> {
        let several = |role: &Role| kpi.role(*role).nth(1).is_some() && kpi.is_ratio();
        let sides = [Role::Numerator, Role::Denominator].into_iter().filter(several).map(Self::Side);
        let columns = kpi.columns.iter().map(|column| Self::Column(column.name.clone()));
        let all: Vec<Self> = sides.chain(columns).collect();
        // What all records count in narrows nothing.
        if all.len() > 1 { all } else { Vec::new() }
    }

    /// How addresses write it: the column's name, or `numerator` and `denominator`, unless a column is called so.
    pub fn word(&self) -> &str {
        match self {
            Self::Side(role) => word(*role),
            Self::Column(name) => name,
        }
    }

    /// What an address means, a column rather than a side; nothing where no list can be narrowed so.
    pub fn read(kpi: &Kpi, text: &str) -> Option<Self> {
        // Columns stand behind the sides.
        Self::all(kpi).into_iter().rev().find(|way| way.word() == text)
    }

    /// Whether a column is meant.
    pub fn has(&self, name: &str, role: Role) -> bool {
        match self {
            Self::Side(own) => *own == role,
            Self::Column(own) => own == name,
        }
    }
}

/// The statement of a page of some columns of them: see [`all`].
pub fn statement(slice: &Slice<'_>, columns: &[String], page: &Page) -> Option<String> {
    let all = all(slice, columns, &page.only, page.sort.as_ref())?;
    Some(format!("{all}\nLIMIT {} OFFSET {}", page.limit, page.offset))
}

/// The statement of the records that counted, and of those that leave the formula empty, in a total order; `columns`
/// are [`shown`] in the order of the list. Nothing where no column has a window. What is sorted is to be run with an
/// order of texts, what is searched with a search over [`searched`].
pub fn all(slice: &Slice<'_>, columns: &[String], only: &Only, sort: Option<&Sort>) -> Option<String> {
    let kpi = slice.question.kpi;
    let Counted { conditions, any, .. } = counted(slice)?;
    let told = told(kpi, &conditions);
    let shown: Vec<String> = columns
        .iter()
        .map(|name| {
            if name == COUNTED_IN {
                format!("{told} AS {COUNTED_IN}")
            } else {
                format!("k.{}", sql::name(name))
            }
        })
        .collect();
    let narrowed: String = narrowed(kpi, columns, only, &conditions)
        .iter()
        .map(|condition| format!(" AND {condition}"))
        .collect();
    Some(format!(
        "SELECT {}\nFROM (\n{}\n) AS k\nLEFT JOIN calendar AS c ON c.day = k.day\n\
         WHERE ({any}){narrowed}\nORDER BY {}",
        shown.join(", "),
        kpi.file.text.trim_end(),
        order(kpi, columns, sort, &told),
    ))
}

/// Every column a term, so that no two engines and no two pages can order equal records in two ways;
/// what is missing comes last either way, which engines take differently unless told. The column that
/// a reader chose is in the order of what the reader sees: of it the engine keeps no more than a page.
fn order(kpi: &Kpi, columns: &[String], sort: Option<&Sort>, told: &str) -> String {
    let term =
        |what: &str, descending| format!("{what} {} NULLS LAST", if descending { "DESC" } else { "ASC" });
    let place = |name: &String| Some(columns.iter().position(|own| own == name)? + 1);
    let own = sort.and_then(|sort| {
        let value = if sort.column == COUNTED_IN {
            told.to_owned()
        } else {
            format!("k.{}", sql::name(&sort.column))
        };
        Some((place(&sort.column)?, format!("{PLACE_OF_TEXT}({value})"), sort.descending))
    });
    let chosen = own.iter().flat_map(|(place, seen, descending)| {
        [term(seen, *descending), term(&place.to_string(), *descending)]
    });
    // Whatever the list shows first, its records come by their days and keys.
    let mut names = shown(kpi);
    names.rotate_left(1);
    let others = names.iter().filter_map(place);
    let others = others.filter(|place| own.as_ref().is_none_or(|(own, ..)| own != place));
    chosen.chain(others.map(|place| term(&place.to_string(), false))).collect::<Vec<_>>().join(", ")
}

/// The columns of a record list, each once: each may sort it.
pub fn shown(kpi: &Kpi) -> Vec<String> {
    let mut names = vec![COUNTED_IN.to_owned(), "day".to_owned()];
    let values = kpi.columns.iter().map(|column| &column.name);
    for name in kpi.key.iter().chain(&kpi.dimensions).chain(values).chain(&kpi.details) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Those of a list's columns in whose texts words are looked for, in the order in which a search is told them.
pub fn searched(columns: &[String]) -> Vec<String> {
    columns.iter().filter(|name| *name != COUNTED_IN && *name != "day").cloned().collect()
}

/// What of a KPI's records counts.
pub(super) struct Counted {
    /// For each value column that has a window its place and the condition.
    pub(super) conditions: Vec<(usize, String)>,
    /// The condition of those that leave the formula empty.
    pub(super) blank: Option<String>,
    /// The condition of all of them.
    pub(super) any: String,
}

/// The conditions under which records counted or should have; nothing where no column has a window.
pub(super) fn counted(slice: &Slice<'_>) -> Option<Counted> {
    let places = 0..slice.question.kpi.columns.len();
    let conditions: Vec<(usize, String)> =
        places.filter_map(|index| Some((index, slice.counts(index)?))).collect();
    if conditions.is_empty() {
        return None;
    }
    let blank = slice.blank();
    let counted = conditions.iter().map(|(_, condition)| condition);
    let any: Vec<String> = counted.chain(&blank).map(|condition| format!("({condition})")).collect();
    Some(Counted { any: any.join(" OR "), conditions, blank })
}

/// The columns that a record counted in as one text.
fn told(kpi: &Kpi, conditions: &[(usize, String)]) -> String {
    let names: Vec<String> = conditions
        .iter()
        .map(|(index, condition)| {
            let name = sql::text(&format!("{} ", kpi.columns[*index].name));
            format!("CASE WHEN {condition} THEN {name} ELSE '' END")
        })
        .collect();
    format!("trim({})", names.join(" || "))
}

/// The conditions under which a list has a record that counted.
fn narrowed(kpi: &Kpi, columns: &[String], only: &Only, conditions: &[(usize, String)]) -> Vec<String> {
    let part = only.counted_in.iter().map(|part| {
        let own = |(index, condition): &(usize, String)| {
            let column = &kpi.columns[*index];
            part.has(&column.name, column.role).then(|| format!("({condition})"))
        };
        let own: Vec<String> = conditions.iter().filter_map(own).collect();
        if own.is_empty() { "FALSE".to_owned() } else { format!("({})", own.join(" OR ")) }
    });
    part.chain(holds_words(columns, only)).collect()
}

/// The condition under which the words that are looked for occur in a record of `k`; nothing where none are.
pub(super) fn holds_words(columns: &[String], only: &Only) -> Option<String> {
    let columns: Vec<String> =
        searched(columns).iter().map(|name| format!("k.{}", sql::name(name))).collect();
    let holds = match columns.is_empty() {
        true => "FALSE".to_owned(),
        false => format!("{HOLDS_WORDS}({})", columns.join(", ")),
    };
    (!only.words.is_empty()).then_some(holds)
}
