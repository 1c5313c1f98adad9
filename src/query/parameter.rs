//! Parameters of a named query: declared with a type, bound as values, never spliced into text.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use datafusion::common::{ParamValues, Result, ScalarValue};
use datafusion::logical_expr::LogicalPlan;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::select::Select;
use crate::calendar::days_since_1970;
use crate::diagnostic::{Diagnostic, Diagnostics, suggestion};

/// The parameter that a page fills with the first day of its period.
pub const FIRST_DAY: &str = "first_day";

/// The parameter that a page fills with the last day of its period.
pub const LAST_DAY: &str = "last_day";

/// What a parameter's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Any text.
    Text,
    /// A day, written `2024-05-31`.
    Date,
    /// A whole number.
    Integer,
    /// A number with a decimal point.
    Decimal,
    /// `true` or `false`.
    Boolean,
}

impl Kind {
    /// What a value of this kind looks like, for messages.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Date => "a date like `2024-05-31`",
            Self::Integer => "a whole number like `12`",
            Self::Decimal => "a number like `12.5`",
            Self::Boolean => "`true` or `false`",
        }
    }

    fn parse(self, text: &str) -> Option<ScalarValue> {
        match self {
            Self::Text => Some(ScalarValue::Utf8(Some(text.to_owned()))),
            Self::Date => {
                let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10)?;
                Some(ScalarValue::Date32(Some(days_since_1970(date))))
            }
            Self::Integer => text.parse().ok().map(|number| ScalarValue::Int64(Some(number))),
            Self::Decimal => decimal(text),
            Self::Boolean => text.parse().ok().map(|answer| ScalarValue::Boolean(Some(answer))),
        }
    }

    fn null(self) -> ScalarValue {
        match self {
            Self::Text => ScalarValue::Utf8(None),
            Self::Date => ScalarValue::Date32(None),
            Self::Integer => ScalarValue::Int64(None),
            Self::Decimal => ScalarValue::Decimal128(None, 38, 10),
            Self::Boolean => ScalarValue::Boolean(None),
        }
    }
}

/// Exactly the digits that were written.
fn decimal(text: &str) -> Option<ScalarValue> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.trim_start_matches(['+', '-']);
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || whole.len() > digits.len() + 1 || !all_digits(digits) || !all_digits(part) {
        return None;
    }
    let precision = u8::try_from(digits.len() + part.len()).ok().filter(|precision| *precision <= 38)?;
    let scale = i8::try_from(part.len()).ok()?;
    let unscaled = format!("{whole}{part}").parse().ok()?;
    Some(ScalarValue::Decimal128(Some(unscaled), precision, scale))
}

/// A declared parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// What its values are.
    pub kind: Kind,
    /// What a reader calls it.
    pub title: Option<String>,
    /// Whether it may be left out; it is NULL then, unless it has a default.
    pub optional: bool,
    /// Its value where none is given, as it would be written.
    pub default: Option<String>,
}

/// The parameters of a query, in the order of its header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(pub IndexMap<String, Parameter>);

/// Why given values do not fit a query's parameters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// One was left out.
    #[error("parameter `{name}` is missing; expected {}", kind.in_words())]
    Missing {
        /// The parameter.
        name: String,
        /// What its values are.
        kind: Kind,
    },
    /// There is none of that name.
    #[error("there is no parameter `{name}`{}", hint.as_ref().map_or(String::new(), |hint| format!("; {hint}")))]
    Unknown {
        /// What was given.
        name: String,
        /// The nearest name, and all that there are.
        hint: Option<String>,
    },
    /// The value is of another type.
    #[error("parameter `{name}` is {}, not `{value}`", kind.in_words())]
    Wrong {
        /// The parameter.
        name: String,
        /// What was given.
        value: String,
        /// What its values are.
        kind: Kind,
    },
}

impl Parameters {
    /// Makes values of what was given, by name, as text; all must fit.
    pub fn bind(&self, given: &BTreeMap<String, String>) -> Result<Values, ParameterError> {
        if let Some(name) = given.keys().find(|name| !self.0.contains_key(*name)) {
            let hint = suggestion(name, self.0.keys().map(String::as_str));
            return Err(ParameterError::Unknown { name: name.clone(), hint });
        }
        let mut values = Values::default();
        for (name, parameter) in &self.0 {
            let text = given.get(name).or(parameter.default.as_ref());
            values = match text {
                Some(text) => values.with(name, parameter.kind, text)?,
                None if parameter.optional => values.without(name, parameter.kind),
                None => return Err(ParameterError::Missing { name: name.clone(), kind: parameter.kind }),
            };
        }
        Ok(values)
    }

    /// Those that a page fills with the first and the last day of its period.
    pub fn period_days(&self) -> impl Iterator<Item = &str> {
        let own = |(name, parameter): &(&String, &Parameter)| {
            [FIRST_DAY, LAST_DAY].contains(&name.as_str()) && parameter.kind == Kind::Date
        };
        self.0.iter().filter(own).map(|(name, _)| name.as_str())
    }

    /// Whether a page can fill one with a dimension's member.
    pub fn takes_member(&self, dimension: &str) -> bool {
        self.0.get(dimension).is_some_and(|parameter| parameter.kind == Kind::Text)
    }

    /// NULL of the right type for each: enough to plan a query, not to run it.
    pub fn blank(&self) -> Values {
        let all = self.0.iter();
        all.fold(Values::default(), |values, (name, parameter)| values.without(name, parameter.kind))
    }

    /// Warns of parameters that the query does not use.
    pub fn check(&self, problems: &mut Diagnostics, select: &Select) {
        let used = select.placeholders();
        for name in self.0.keys().filter(|name| !used.contains_key(*name)) {
            let message = format!("parameter `{name}` is declared but not used");
            problems.push(
                Diagnostic::warning("unused-parameter", select.file.whole(), message)
                    .help(format!("use it as `${name}`, or leave it out of the header")),
            );
        }
    }
}

/// Values for the parameters of one run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values(pub(crate) BTreeMap<String, ScalarValue>);

impl Values {
    /// With one more, written as text.
    pub fn with(mut self, name: &str, kind: Kind, text: &str) -> Result<Self, ParameterError> {
        let wrong = || ParameterError::Wrong { name: name.to_owned(), value: text.to_owned(), kind };
        self.0.insert(name.to_owned(), kind.parse(text).ok_or_else(wrong)?);
        Ok(self)
    }

    /// With one more that is NULL.
    #[must_use]
    pub fn without(mut self, name: &str, kind: Kind) -> Self {
        self.0.insert(name.to_owned(), kind.null());
        self
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn bind(&self, plan: LogicalPlan) -> Result<LogicalPlan> {
        // Also without values: a parameter that got none is then an error of planning.
        let values: Vec<(String, ScalarValue)> = self.0.iter().map(|(n, v)| (n.clone(), v.clone())).collect();
        plan.with_param_values(ParamValues::from(values))
    }
}
