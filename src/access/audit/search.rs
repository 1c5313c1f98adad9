//! Finding events again.

use std::collections::HashMap;

use super::files::{FOLDER, name_of, numbers};
use super::line::{Line, written};
use super::{Kind, Personal, personal};
use crate::access::{AccessError, Moment, Private};

/// Which events are looked for; all of them where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// From when on.
    pub since: Option<Moment>,
    /// By whom; where accounts were changed, also whose.
    pub who: Option<String>,
    /// Of which kind.
    pub kind: Option<Kind>,
}

/// An event that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its line.
    pub line: Line,
    /// What is personal of it; nothing where nothing is, or it was forgotten.
    pub personal: Option<Personal>,
}

impl Found {
    /// Whether something personal of it is not known any more.
    #[must_use]
    pub fn is_forgotten(&self) -> bool {
        self.line.personal.is_some() && self.personal.is_none()
    }
}

impl Wanted {
    fn is(&self, line: &Line) -> bool {
        let since = self.since.is_none_or(|since| line.at >= written(since));
        let who = self.who.as_deref().is_none_or(|who| {
            line.account.as_deref() == Some(who) || line.codes.get("account").is_some_and(|own| own == who)
        });
        since && who && self.kind.is_none_or(|kind| line.kind == kind.word())
    }
}

/// Hands over the events of a private folder that are wanted, oldest first, until `each` says that it is enough (`false`).
/// What is no line is passed over: [`verify`](super::verify()) tells of it.
///
/// # Errors
/// Where files cannot be read.
pub fn search(
    private: &Private,
    wanted: &Wanted,
    mut each: impl FnMut(Found) -> bool,
) -> Result<(), AccessError> {
    let folder = private.inside(FOLDER)?;
    let mut months = Months::default();
    for number in numbers(&folder)? {
        let bytes = folder.read(&name_of(number))?.unwrap_or_default();
        for line in bytes.split(|byte| *byte == b'\n').filter_map(Line::read).filter(|line| wanted.is(line)) {
            let personal = match &line.personal {
                Some(mac) => months.of(&folder, line.month())?.and_then(|month| month.get(mac).cloned()),
                None => None,
            };
            if !each(Found { line, personal }) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// What is personal, by months: events stand nearly in their order, so one month at a time is enough.
#[derive(Default)]
pub(super) struct Months {
    month: String,
    known: Option<HashMap<String, Personal>>,
}

impl Months {
    /// What is known of a month; nothing where there is no file of it.
    pub(super) fn of(
        &mut self,
        folder: &Private,
        month: &str,
    ) -> Result<Option<&HashMap<String, Personal>>, AccessError> {
        if self.month != month {
            // What a line says is its month becomes the name of a file.
            self.known = if personal::is_month(month) { personal::of_month(folder, month)? } else { None };
            month.clone_into(&mut self.month);
        }
        Ok(self.known.as_ref())
    }
}
