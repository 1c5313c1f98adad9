//! Of what bodies owe, what a dashboard's readers watch.

use std::sync::Arc;

use super::{Known, unknown};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned};

/// The kind of a report, beside the kinds of work that queries list.
pub const REPORTS: &str = "report";

/// The word for everything.
const EVERYTHING: &str = "*";

/// Of what bodies owe, what a dashboard's brief tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    /// Whether it says how much is owed of all kinds together, and of each in a line.
    pub together: bool,
    /// The kinds of which it tells in full: [`REPORTS`] and names of queries with `owed`.
    pub kinds: Vec<String>,
}

impl Watched {
    /// Whether it tells anything.
    pub fn is_nothing(&self) -> bool {
        !self.together && self.kinds.is_empty()
    }

    /// Whether it tells of a kind in full.
    pub fn names(&self, kind: &str) -> bool {
        self.kinds.iter().any(|own| own == kind)
    }
}

/// Holds the words of `owed` against what there is; a mistake in a query's own file has been told there.
pub(super) fn watched(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    words: &[Spanned<String>],
    known: &Known<'_>,
) -> Watched {
    let mut watched = Watched::default();
    for word in words {
        let (name, span) = (word.get_ref().as_str(), file.span(word.span()));
        match name {
            EVERYTHING | REPORTS if !known.has_bodies => {
                let problem = Diagnostic::error("owed", span, "nobody knows which bodies owe anything");
                problems.push(problem.help("name them in `[reporting] bodies` of minhbach.toml"));
            }
            EVERYTHING => watched.together = true,
            REPORTS => watched.kinds.push(name.to_owned()),
            _ if known.queries.get(name).is_some_and(|query| query.owed.is_some()) => {
                watched.kinds.push(name.to_owned());
            }
            _ if known.refused_queries.contains(name) => {}
            _ => {
                let queries = known.queries.values().filter(|query| query.owed.is_some());
                let all = queries.map(|query| query.name.as_str()).chain([REPORTS, EVERYTHING]);
                unknown(problems, span, "unknown-query", "query with `owed`", name, all);
            }
        }
    }
    watched
}
