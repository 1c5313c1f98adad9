//! What can be written down.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::access::Moment;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Somebody signed in.
    SignedIn,
    /// Somebody tried to, in vain.
    SignInRefused,
    /// Somebody signed out.
    SignedOut,
    /// A page, a chart or an answer of the API was shown.
    Saw,
    /// Records were shown.
    OpenedRecords,
    /// Figures or records left as a file.
    Exported,
    /// A pack or a figure was verified.
    Verified,
    /// A proof was asked for.
    AskedProof,
    /// Something was refused.
    Refused,
    /// Accounts, roles or tokens were changed.
    ChangedAccess,
    /// What is personal in old events was destroyed.
    Forgot,
    /// A line was found that a killed process had not finished.
    Repaired,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::SignedIn,
        Self::SignInRefused,
        Self::SignedOut,
        Self::Saw,
        Self::OpenedRecords,
        Self::Exported,
        Self::Verified,
        Self::AskedProof,
        Self::Refused,
        Self::ChangedAccess,
        Self::Forgot,
        Self::Repaired,
    ];

    /// As a line has it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInRefused => "sign_in_refused",
            Self::SignedOut => "signed_out",
            Self::Saw => "saw",
            Self::OpenedRecords => "opened_records",
            Self::Exported => "exported",
            Self::Verified => "verified",
            Self::AskedProof => "asked_proof",
            Self::Refused => "refused",
            Self::ChangedAccess => "changed_access",
            Self::Forgot => "forgot",
            Self::Repaired => "repaired",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether an answer has to wait until it is on the disk: where records, files or rights go out.
    #[must_use]
    pub fn waits(self) -> bool {
        match self {
            Self::OpenedRecords
            | Self::Exported
            | Self::AskedProof
            | Self::ChangedAccess
            | Self::Forgot
            | Self::SignedIn => true,
            Self::SignInRefused
            | Self::SignedOut
            | Self::Saw
            | Self::Verified
            | Self::Refused
            | Self::Repaired => false,
        }
    }
}

/// One thing that happened. What stands in `address` and `texts` is personal and can be forgotten; all else stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// What.
    pub kind: Kind,
    /// Who, as far as that is known: the name of an account, never what somebody typed.
    pub account: Option<String>,
    /// As what.
    pub role: Option<String>,
    /// From where. Personal.
    pub address: Option<IpAddr>,
    /// How it was asked for: GET, POST, or the command line.
    pub method: Option<String>,
    /// By which route, as it is matched: `/kpis/{code}`, not what was asked in its place.
    pub route: Option<String>,
    /// Parameters that are codes of the workspace, by name: periods, dimensions, members, formats.
    pub codes: BTreeMap<String, String>,
    /// Parameters that somebody typed, by name. Personal.
    pub texts: BTreeMap<String, String>,
    /// How many rows went out.
    pub rows: Option<u64>,
    /// How many bytes.
    pub bytes: Option<u64>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// The id of the request, as the log has it.
    pub request: Option<String>,
}

impl Event {
    /// Something of a kind, of which nothing else is known.
    #[must_use]
    pub fn new(kind: Kind, at: Moment) -> Self {
        Self {
            at,
            kind,
            account: None,
            role: None,
            address: None,
            method: None,
            route: None,
            codes: BTreeMap::new(),
            texts: BTreeMap::new(),
            rows: None,
            bytes: None,
            status: None,
            request: None,
        }
    }

    /// With a parameter that is a code.
    #[must_use]
    pub fn code(mut self, name: &str, code: impl Into<String>) -> Self {
        self.codes.insert(name.to_owned(), code.into());
        self
    }

    /// With a parameter that somebody typed.
    #[must_use]
    pub fn text(mut self, name: &str, text: impl Into<String>) -> Self {
        self.texts.insert(name.to_owned(), text.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_word_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(Kind::from_word("Saw"), None);
    }

    #[test]
    fn what_leaves_the_house_waits_for_the_disk_and_a_page_does_not() {
        let waiting: Vec<&str> = Kind::ALL.into_iter().filter(|kind| kind.waits()).map(Kind::word).collect();
        assert_eq!(
            waiting,
            ["signed_in", "opened_records", "exported", "asked_proof", "changed_access", "forgot"]
        );
    }
}
