//! What a dashboard's brief tells of what bodies owe.

use super::Ask;
use super::owed::{OwedList, owed};
use super::owed_gathered::Gathered;
use super::owed_item::{AsOf, OwedItem};
use super::owed_kind::OwedKind;
use crate::dashboard::Watched;
use crate::kpi::Caveat;
use crate::workspace::Reader;

/// What bodies owe of all that a dashboard watches, where there is anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwedFacts {
    /// All kinds together.
    pub together: Option<OwedTogether>,
    /// The kinds of which it tells in full.
    pub kinds: Vec<OwedKind>,
    /// Those of which it says in a line how many there are and since when.
    pub lines: Vec<OwedKind>,
    /// The titles of such kinds of which no list could be made.
    pub unlisted: Vec<String>,
    /// The titles of those whose lists stand without files, by what is said of it.
    pub partial: Vec<(Vec<String>, Caveat)>,
    /// Whether it stands beside figures of an older period: what is owed is owed now.
    pub is_later: bool,
}

/// What is owed of all kinds together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedTogether {
    /// How many things living bodies owe.
    pub count: usize,
    /// How many living bodies owe any.
    pub bodies: usize,
    /// How many things are left by bodies of which no successor is known.
    pub left: usize,
    /// What a living body owes the longest, with what that body is called.
    pub oldest: Option<(String, OwedItem)>,
    /// As of which days that is so.
    pub as_of: AsOf,
    /// Whether there are more than could be listed.
    pub cut: bool,
}

impl OwedTogether {
    fn of(list: &OwedList) -> Self {
        Self {
            count: list.count(),
            bodies: list.bodies.len(),
            left: list.count_left(),
            oldest: list.oldest().map(|(body, item)| (body.name.clone().unwrap_or_default(), item.clone())),
            as_of: list.as_of(),
            cut: list.kinds.iter().any(|kind| kind.cut),
        }
    }
}

/// Gathers it: the same lists as on the page of what is owed, so that both say the same.
pub(super) async fn owed_facts(reader: &Reader<'_>, ask: &Ask, watched: &Watched) -> OwedFacts {
    if watched.is_nothing() {
        return OwedFacts::default();
    }
    let (together, kinds, failed, partial) = if watched.together {
        match owed(reader, ask, None).await {
            Ok(list) => (Some(OwedTogether::of(&list)), list.kinds, list.failed, list.partial),
            // Only a kind that does not exist is refused, and none is named.
            Err(_) => (None, Vec::new(), Vec::new(), Vec::new()),
        }
    } else {
        let all = Gathered::new(reader, ask, |name| watched.names(name)).await;
        (None, all.kinds, all.failed, all.partial)
    };
    let some = kinds.into_iter().filter(|kind| kind.count + kind.left > 0);
    let (kinds, lines): (Vec<OwedKind>, Vec<OwedKind>) = some.partition(|kind| watched.names(&kind.name));
    OwedFacts {
        kinds,
        lines: if watched.together { lines } else { Vec::new() },
        together: together.filter(|all| all.count + all.left > 0),
        // What lies out of a reader's scope is said where the lists are, and is nothing to decide.
        unlisted: failed
            .into_iter()
            .filter(|(_, error)| !error.is_out_of_scope())
            .map(|(title, _)| title)
            .collect(),
        partial,
        is_later: false,
    }
}
