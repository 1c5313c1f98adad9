//! Leaks that tests plant, to see that they are found: each takes one gate away. Without the feature `planted`, which no build
//! that is used has, there are none.

/// What tells of others' rows where it is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leak {
    /// A panel that asks without the reader's scope.
    Panel,
    /// A name of an answer that is made of all files.
    Tag,
    /// A list to choose from that holds who occurs.
    Choices,
    /// What was meant instead of a code that nobody has.
    Suggestion,
    /// A part of a figure over all rows.
    Total,
    /// A sentence that says why there is no answer.
    ErrorText,
    /// In which order parts stand.
    Order,
    /// How many records there are.
    Pager,
    /// A folder that shows how a figure was made.
    Proof,
    /// How far an axis goes.
    Axis,
    /// A file that is taken away.
    Export,
    /// A finished page that another role was shown.
    KeptPage,
    /// A remark at a figure.
    Caveat,
    /// A query of a panel.
    Query,
    /// A column of records that says who somebody is.
    Column,
}

#[cfg(feature = "planted")]
mod here {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::Leak;

    /// The name of the one that is planted in this process.
    const VARIABLE: &str = "MINHBACH_PLANTED";

    static PLANTED: OnceLock<Option<String>> = OnceLock::new();
    static NUMBER: AtomicU64 = AtomicU64::new(0);

    pub(crate) fn is_planted(leak: Leak) -> bool {
        let planted = PLANTED.get_or_init(|| std::env::var(VARIABLE).ok());
        planted.as_ref().is_some_and(|name| *name == format!("{leak:?}"))
    }

    pub(crate) fn remember(number: impl FnOnce() -> u64) {
        NUMBER.store(number(), Ordering::Relaxed);
    }

    pub(crate) fn number_if(leak: Leak) -> u64 {
        if is_planted(leak) { NUMBER.load(Ordering::Relaxed) } else { 0 }
    }
}

#[cfg(not(feature = "planted"))]
mod here {
    use super::Leak;

    pub(crate) fn is_planted(_: Leak) -> bool {
        false
    }

    pub(crate) fn remember(_: impl FnOnce() -> u64) {}

    pub(crate) fn number_if(_: Leak) -> u64 {
        0
    }
}

/// Whether a leak is planted.
pub(crate) use here::is_planted;
/// That number where a leak is planted; else 0.
pub(crate) use here::number_if;
/// Keeps how many rows the largest file has, of whomever, for what is planted to tell.
pub(crate) use here::remember;
