//! What stands at one path of a location, as far as it is known without being opened.

use super::location::Version;

/// What stands at one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its key: relative to the location, with forward slashes.
    pub path: String,
    /// What it is.
    pub kind: Kind,
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A folder; what is in it has entries of its own.
    Folder,
    /// A file, not opened.
    File(Version),
    /// A name that is not followed and says what its folder is.
    Marker,
    /// A file that is passed over because of its name or that of a folder above it.
    Passed,
    /// Neither a file nor a folder: reading it might never end.
    Special(&'static str),
    /// It is there and cannot be looked at, or is a folder that cannot be listed.
    Unreachable {
        /// What the system said.
        cause: String,
        /// Where it leads, if it is a link.
        target: Option<String>,
    },
    /// A link to what stands at another path already.
    Again {
        /// That path; empty for the location itself.
        other: String,
    },
}

/// What a name alone says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// It is looked at.
    Taken,
    /// It is told of and not looked at.
    Marker,
    /// It is not looked at, and what files stand there is told: a name may hide data by mistake.
    Passed,
    /// It is nobody's business.
    Over,
}

/// What is asked for in a location.
#[derive(Clone, Copy)]
pub(crate) struct Wish<'a> {
    /// What a name says.
    pub name: &'a dyn Fn(&str) -> Name,
    /// Whether what stands at the top of the location by this name is wanted before the others: where two
    /// links lead to one place, the wanted one is followed.
    pub first: &'a dyn Fn(&str) -> bool,
}
