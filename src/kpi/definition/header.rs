//! The header of a KPI's file as it is written: TOML in the leading block comment.

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, schema_for};
use serde::de::{Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Serialize};

use crate::calendar::Over;
use crate::diagnostic::{Date, Spanned};

/// What the plan of the query cannot know; column names and types come from the query.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::kpi) struct Header {
    /// The KPI's name as a reader sees it.
    pub(in crate::kpi) title: String,
    /// What is counted, in one or two sentences.
    pub(in crate::kpi) definition: String,
    /// One of the workspace's units.
    pub(in crate::kpi) unit: Spanned<String>,
    /// Which way is good.
    pub(in crate::kpi) better: Better,
    /// The reports that must have arrived for the number to be whole.
    #[serde(default)]
    pub(in crate::kpi) reports: Vec<Spanned<String>>,
    /// The column or columns that say what a record is.
    pub(in crate::kpi) key: Spanned<Key>,
    /// Columns above the line.
    #[serde(default)]
    pub(in crate::kpi) numerator: Columns,
    /// Columns below the line.
    #[serde(default)]
    pub(in crate::kpi) denominator: Columns,
    /// Columns of a figure that is not divided.
    #[serde(default)]
    pub(in crate::kpi) value: Columns,
    /// Columns shown beside the figure and never added.
    #[serde(default)]
    pub(in crate::kpi) beside: Columns,
    /// Columns of `beside` that a record may fill alone: it lacks nothing of the formula.
    #[serde(default)]
    pub(in crate::kpi) alone: Vec<Spanned<String>>,
    /// What a figure is whose records all leave the formula's columns empty: `"unknown"`, and not 0.
    pub(in crate::kpi) empty: Option<Spanned<Empty>>,
    /// Each value column in words.
    #[serde(default)]
    pub(in crate::kpi) labels: IndexMap<Spanned<String>, String>,
    /// Units of columns that are not in the KPI's own.
    #[serde(default)]
    pub(in crate::kpi) units: IndexMap<Spanned<String>, Spanned<String>>,
    /// The only calendars in whose periods the data speak.
    #[serde(default)]
    pub(in crate::kpi) calendars: Vec<Spanned<String>>,
    /// The only kinds of period in which the data speak.
    #[serde(default)]
    pub(in crate::kpi) periods: Vec<Spanned<String>>,
    /// From when the records are whole.
    pub(in crate::kpi) since: Option<Spanned<Date>>,
    /// What an even pace is measured by: `"year"`, the share of the calendar's year that is over.
    pub(in crate::kpi) pace: Option<Spanned<Pace>>,
}

/// The JSON Schema of the header of `queries/kpis/*.sql`.
pub fn kpi_schema() -> Schema {
    schema_for!(Header)
}

/// Value columns of one role, in the order of the file.
pub(in crate::kpi) type Columns = IndexMap<Spanned<String>, Rule>;

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// The number is context, not an aim.
    Neither,
}

/// What an even pace is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// The share of the calendar's year that is over: beside what has been done of a year's whole.
    Year,
}

/// What a figure is whose records all leave the formula's columns empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Empty {
    /// Nobody has said what the number is: there is no value.
    Unknown,
}

/// One column or several.
#[derive(Debug, Clone)]
pub(in crate::kpi) struct Key(pub(in crate::kpi) Vec<String>);

/// What a cell of a value column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// Numbers are added.
    #[default]
    Sum,
    /// The column holds a key; the number is how many different ones there are.
    Distinct,
    /// The middle value.
    Median,
    /// The smallest value that at least nine tenths do not exceed.
    P90,
}

/// How slots make a period of one column, what its cells hold, what does not apply to it.
#[derive(Debug, Clone)]
pub(in crate::kpi) struct Rule {
    pub(in crate::kpi) over: Over,
    pub(in crate::kpi) aggregate: Aggregate,
    pub(in crate::kpi) ignores: Vec<Spanned<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LongRule {
    /// How slots make a period.
    over: Over,
    /// What a cell holds.
    #[serde(default, rename = "as")]
    aggregate: Aggregate,
    /// Dimensions that do not apply to this column.
    #[serde(default)]
    ignores: Vec<Spanned<String>>,
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ShortOrLong;
        impl<'de> Visitor<'de> for ShortOrLong {
            type Value = Rule;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "`\"sum\"` (or another word for `over`), or a table of `over`, `as` and `ignores`",
                )
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Rule, E> {
                let over = Over::deserialize(serde::de::value::StrDeserializer::<E>::new(word))?;
                Ok(Rule { over, aggregate: Aggregate::Sum, ignores: Vec::new() })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Rule, A::Error> {
                let LongRule { over, aggregate, ignores } =
                    LongRule::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Rule { over, aggregate, ignores })
            }
        }
        deserializer.deserialize_any(ShortOrLong)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrSeveral;
        impl<'de> Visitor<'de> for OneOrSeveral {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column's name or a list of them")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
                Ok(Key(vec![name.to_owned()]))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Key, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = list.next_element()? {
                    names.push(name);
                }
                Ok(Key(names))
            }
        }
        deserializer.deserialize_any(OneOrSeveral)
    }
}

/// How a rule is written, for the JSON Schema alone.
#[derive(JsonSchema)]
#[schemars(untagged, deny_unknown_fields)]
#[expect(dead_code, reason = "it describes, it holds nothing")]
enum RuleForm {
    Short(Over),
    Long(LongRule),
}

/// How a key is written, for the JSON Schema alone.
#[derive(JsonSchema)]
#[schemars(untagged, deny_unknown_fields)]
#[expect(dead_code, reason = "it describes, it holds nothing")]
enum KeyForm {
    One(String),
    Several(Vec<String>),
}

macro_rules! described_by {
    ($($type:ty => $form:ty),+) => {$(
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                <$form>::schema_name()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                <$form>::json_schema(generator)
            }
        }
    )+};
}

described_by!(Rule => RuleForm, Key => KeyForm);
