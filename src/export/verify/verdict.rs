//! What a check of a pack found: three verdicts, each by itself.

use serde::Serialize;

/// All that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// The SHA-256 of the tag manifest as it stands: whoever was told another one has another pack.
    pub identity: Option<String>,
    /// The version that wrote the pack, where its manifest can be read.
    pub written_by: Option<String>,
    /// Whether every listed file is there as it was, and none besides.
    pub intact: Verdict,
    /// Whether its own cells agree with each other.
    pub adds_up: Verdict,
    /// Whether its figures come out again from the data.
    pub recomputed: Verdict,
    /// Files that bear something behind the bytes of a file of the pack: those that were sent, and those in its place.
    pub sent: Vec<Sent>,
    /// What none of this proves.
    pub not_proven: Vec<&'static str>,
}

/// One verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// How it is.
    pub verdict: Word,
    /// How much was looked at, or why it could not be.
    pub about: String,
    /// What is wrong, or worth knowing.
    pub findings: Vec<Finding>,
}

/// How it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// It is as it must be.
    Holds,
    /// It is not.
    Fails,
    /// Nobody can say.
    Cannot,
    /// It was not asked for.
    NotAsked,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The kind, one word.
    pub kind: &'static str,
    /// The file of the pack, of the data or of the definitions.
    pub file: Option<String>,
    /// The figure's place in the manifest, from 1.
    pub figure: Option<usize>,
    /// In words.
    pub says: String,
    /// Files that may be the reason.
    pub because: Vec<String>,
}

/// A file that was sent, held against the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// The file.
    pub file: String,
    /// The file of the pack whose bytes it begins with.
    pub begins_with: Option<String>,
    /// How it is.
    pub verdict: SentWord,
    /// In words.
    pub says: String,
}

/// What a file that was sent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SentWord {
    /// The very bytes of a file of the pack.
    Same,
    /// These bytes, and behind them a signature and nothing else.
    Signed,
    /// These bytes, and behind them others.
    Extended,
    /// No file of the pack begins it.
    Other,
}

impl Finding {
    pub(super) fn of_file(kind: &'static str, file: &str, says: impl Into<String>) -> Self {
        Self { kind, file: Some(file.to_owned()), figure: None, says: says.into(), because: Vec::new() }
    }

    pub(super) fn of_figure(kind: &'static str, file: &str, figure: usize, says: String) -> Self {
        Self { kind, file: Some(file.to_owned()), figure: Some(figure), says, because: Vec::new() }
    }
}

impl Verdict {
    pub(super) fn of(about: String, findings: Vec<Finding>) -> Self {
        let verdict = if findings.is_empty() { Word::Holds } else { Word::Fails };
        Self { verdict, about, findings }
    }

    /// Nobody can say, because of this.
    pub fn cannot(because: impl Into<String>) -> Self {
        Self { verdict: Word::Cannot, about: because.into(), findings: Vec::new() }
    }

    /// Nobody asked.
    pub fn not_asked(about: impl Into<String>) -> Self {
        Self { verdict: Word::NotAsked, about: about.into(), findings: Vec::new() }
    }
}

impl Verification {
    /// What a program is told: 0 all that was asked holds, 1 something does not, 2 something could not be said.
    pub fn code(&self) -> u8 {
        let words = [&self.intact, &self.adds_up, &self.recomputed].map(|verdict| verdict.verdict);
        let sent = self.sent.iter().any(|sent| matches!(sent.verdict, SentWord::Extended | SentWord::Other));
        match words {
            words if words.contains(&Word::Fails) || sent => 1,
            words if words.contains(&Word::Cannot) => 2,
            _ => 0,
        }
    }
}
