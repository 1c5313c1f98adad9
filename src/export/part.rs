//! What a pack is put together from: parts, each with who writes it.

use super::ExportError;
use super::bag::Bag;
use super::material::Material;

/// A part of a pack.
#[derive(Debug, Clone, Copy)]
pub struct PackFile {
    /// The format by which it is asked for.
    pub format: &'static str,
    /// The file below `data/`, or the folder of several.
    pub path: &'static str,
    /// Writes it, and says how.
    pub write: fn(&Material<'_>, &mut Bag, &str) -> Result<Written, ExportError>,
}

/// How a part was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The profile of the format that its writer kept to, as its own tool calls it; nothing where there is none.
    pub profile: Option<String>,
}
