//! Whether a promise is kept: one pure function. No target in the plan, no traffic light.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::header::Better;
use crate::calendar::Day;

/// Where a figure stands against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The target is reached on or after its day.
    Met,
    /// It is not.
    Missed,
    /// Its day has not come.
    NotDue,
}

impl Status {
    /// The word that JSON uses for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::NotDue => "not_due",
        }
    }
}

/// Judges a value on a day against a target that holds from `by` on; a KPI that has no direction
/// cannot be judged, nor can a missing value.
pub fn status(
    better: Better,
    target: Decimal,
    by: Option<Day>,
    value: Option<Decimal>,
    on: Day,
) -> Option<Status> {
    let value = value?;
    if by.is_some_and(|by| on < by) {
        return Some(Status::NotDue);
    }
    let met = match better {
        Better::Higher => value >= target,
        Better::Lower => value <= target,
        Better::Neither => return None,
    };
    Some(if met { Status::Met } else { Status::Missed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_judged_from_its_day_on_and_never_without_a_value() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let by = Some(day("2025-12-31"));
        let judge = |better, value: Option<i64>, on| {
            status(better, Decimal::ONE_HUNDRED, by, value.map(Decimal::from), day(on)).map(Status::word)
        };
        assert_eq!(judge(Better::Higher, Some(100), "2025-12-30"), Some("not_due"));
        assert_eq!(judge(Better::Higher, Some(100), "2025-12-31"), Some("met"));
        assert_eq!(judge(Better::Higher, Some(99), "2025-12-31"), Some("missed"));
        assert_eq!(judge(Better::Lower, Some(99), "2026-01-01"), Some("met"));
        assert_eq!(judge(Better::Neither, Some(99), "2026-01-01"), None);
        assert_eq!(judge(Better::Higher, None, "2026-01-01"), None);
    }
}
