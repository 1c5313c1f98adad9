//! The packs that have been made, as a page lists them.

use super::front::front;
use super::{Ask, Frontmatter, ReportError};
use crate::calendar::{Day, Period};
use crate::workspace::Reader;

/// The page of packs.
#[derive(Debug)]
pub struct PacksView {
    /// What stands above every page; its period is the one that a pack can be made of.
    pub front: Frontmatter,
    /// Those that have been made, the newest period first; nothing where no folder is named, or the reader may not see
    /// all that they hold.
    pub packs: Option<Vec<PackView>>,
    /// Whether the reader can have one made: a pack tells of all files.
    pub can_be_made: bool,
}

/// A pack that has been made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackView {
    /// Its folder's name.
    pub name: String,
    /// The period that it is of, where the workspace still knows it.
    pub period: Option<Period>,
    /// The day until which its data speak.
    pub data_date: Option<Day>,
    /// The hash of its tag manifest, 64 hexadecimal digits.
    pub identity: String,
    /// Bytes of what it carries.
    pub size: u64,
    /// How many files it carries.
    pub files: u64,
}

/// The page of packs; `packs` are those that have been made.
///
/// # Errors
/// For a text that is no period.
pub fn packs(
    reader: &Reader<'_>,
    ask: &Ask,
    mut packs: Option<Vec<PackView>>,
) -> Result<PacksView, ReportError> {
    if let Some(packs) = &mut packs {
        let newest =
            |pack: &PackView| pack.period.as_ref().map(|period| (period.last_day(), period.first_day()));
        packs.sort_by(|a, b| newest(b).cmp(&newest(a)).then_with(|| a.name.cmp(&b.name)));
    }
    Ok(PacksView {
        front: front(reader, reader.workspace().opening_period(), ask)?,
        packs,
        can_be_made: reader.sight().is_whole(),
    })
}
