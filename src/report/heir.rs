//! Members that no longer exist, and who stands in their place.

use crate::calendar::Day;
use crate::kpi::{Figure, Heir, MemberSource};
use crate::workspace::Reader;

/// A member that has ended by the data date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its last day.
    pub until: Day,
    /// What took its place.
    pub successor: Successor,
}

/// What took the place of a member that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Successor {
    /// Its dimension says of no member what took its place.
    Untold,
    /// Nothing, more than one, or what has ended too without an heir: not guessed at.
    Undetermined,
    /// The one member that lives in its place.
    One {
        /// Its code.
        code: String,
        /// What it is called.
        label: String,
    },
}

impl Reader<'_> {
    /// Whether a member of a dimension has ended by the data date, and what took its place; nothing for who lives.
    pub fn gone(&self, dimension: &str, code: &str) -> Option<Gone> {
        let (members, date) = (self.members(dimension)?, self.data_date());
        let until = members.ended(code, date)?;
        let source = self.workspace().dimensions.get(dimension).map(|dimension| &dimension.members);
        let told = matches!(source, Some(MemberSource::Table(table)) if table.successor.is_some());
        let successor = match members.heir(code, date) {
            _ if !told => Successor::Untold,
            Heir::Only(heir) => {
                Successor::One { code: heir.to_owned(), label: self.member_label(dimension, heir, date) }
            }
            Heir::Itself | Heir::Undetermined => Successor::Undetermined,
        };
        Some(Gone { until, successor })
    }

    /// The same of a part; nothing of the units of a view, which stand for what came after.
    pub(super) fn gone_part(&self, part: &Figure) -> Option<Gone> {
        let (dimension, code) = part.by.as_ref().filter(|_| part.view.is_none())?;
        self.gone(dimension, code.as_deref()?)
    }
}
