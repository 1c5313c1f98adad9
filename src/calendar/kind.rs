//! The kinds of period.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long a period is, as dashboards (`period = "year"`) and limits (`periods = ["year"]`) name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// A month of its calendar.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    Half,
    /// The first nine months of a year.
    NineMonths,
    /// Twelve months.
    Year,
    /// The plan's whole life.
    Plan,
    /// Any days that begin and end with slots.
    Days,
}

impl PeriodKind {
    /// Every kind, shortest first, those of no fixed length last.
    pub const ALL: [Self; 7] =
        [Self::Month, Self::Quarter, Self::Half, Self::NineMonths, Self::Year, Self::Plan, Self::Days];

    /// The word that files use for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::NineMonths => "nine_months",
            Self::Year => "year",
            Self::Plan => "plan",
            Self::Days => "days",
        }
    }

    /// How many of them a year has; nothing for what no calendar cuts.
    pub(super) fn in_a_year(self) -> Option<u32> {
        match self {
            Self::Month => Some(12),
            Self::Quarter => Some(4),
            Self::Half => Some(2),
            Self::NineMonths | Self::Year => Some(1),
            Self::Plan | Self::Days => None,
        }
    }

    /// How many months it has; nothing for what no calendar cuts.
    pub(super) fn months(self) -> Option<u32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Half => Some(6),
            Self::NineMonths => Some(9),
            Self::Year => Some(12),
            Self::Plan | Self::Days => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_read_and_write_the_word_of_a_kind() {
        for kind in PeriodKind::ALL {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.word()));
        }
    }
}
