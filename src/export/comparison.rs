//! A change against a base as data.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::kpi::{Comparison, Figure, NotCompared};
use crate::report::one;

/// A figure against its base: the values that are compared and their difference, or why nothing is.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ComparisonAnswer {
    /// The base's period; nothing where the two are not compared and the base says nothing.
    period: Option<String>,
    /// What is compared: the figure's value, or that of the bodies that reported on both sides.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    now: Option<Decimal>,
    /// The same of the base. It stands also where only the shares of reports forbid a comparison.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    base: Option<Decimal>,
    /// Now less the base; nothing where the two are not compared.
    #[serde(serialize_with = "one")]
    #[schemars(with = "Option<f64>")]
    change: Option<Decimal>,
    /// How many bodies are compared, where it is only those that reported on both sides.
    bodies: Option<usize>,
    /// Why the two are not compared: `no_counterpart`, `not_begun`, `inside_slot`, `no_value`, `before_since`, `partial`,
    /// `too_large`, `unequal_reports`, `break`, `running`, `other_kind`, `not_wanted`.
    reason: Option<&'static str>,
}

impl ComparisonAnswer {
    /// Of a figure.
    pub(super) fn of(figure: &Figure, change: &Result<Comparison, NotCompared>) -> Self {
        match change {
            Ok(comparison) => Self {
                period: Some(comparison.base.period.name()),
                now: comparison.now(figure).value,
                base: comparison.then().value,
                change: Some(comparison.change),
                bodies: comparison.bodies(),
                reason: None,
            },
            Err(why) => {
                let base = match why {
                    NotCompared::Reports(base) => Some(base),
                    _ => None,
                };
                Self {
                    period: base.map(|base| base.period.name()),
                    now: figure.value,
                    base: base.and_then(|base| base.value),
                    change: None,
                    bodies: None,
                    reason: Some(why.word()),
                }
            }
        }
    }
}
