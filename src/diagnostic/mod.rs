//! What is told to the person whose file is wrong.
//!
//! A mistake in a file is a value, collected and never thrown; the loader goes on and
//! reports everything it found. How it looks is the business of `render.rs` alone.

pub mod form;
mod letters;
mod placed;
mod render;
mod span;

use std::fmt::Display;

pub use letters::{disguise, in_toml, is_unseen, looks_like, visible, visible_ends};
pub use placed::{Date, Spanned};
pub use render::{full, json, short};
pub use span::{SourceFile, Span};

/// An error and what caused it, in one line.
pub fn causes(error: &dyn std::error::Error) -> String {
    let mut causes = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        let told = error.to_string();
        // Some say what their own cause says.
        if !causes.last().is_some_and(|last| last.ends_with(&told)) {
            causes.push(told);
        }
        cause = error.source();
    }
    causes.join(": ")
}

/// How bad a problem is: errors make `check` fail, warnings are only told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file, or the part of it, cannot be used.
    Error,
    /// It can be used, but probably not as meant.
    Warning,
}

/// One mistake, where it is and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable kebab-case name of the kind of mistake, e.g. `unknown-key`.
    pub code: &'static str,
    /// Whether the file can still be used.
    pub severity: Severity,
    /// One lower-case sentence without a full stop; names in backticks.
    pub message: String,
    /// Where the mistake is; nothing where it belongs to no place in a file.
    pub primary: Option<Span>,
    /// What stands at the primary place, in a few words.
    pub label: Option<String>,
    /// Other places that explain the mistake.
    pub related: Vec<(Span, String)>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Some(span), message.into())
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Some(span), message.into())
    }

    /// An error that has no place in a file, such as a missing file.
    pub fn without_place(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, None, message.into())
    }

    /// A warning that has no place in a file, such as a data file that nobody reads.
    pub fn warning_without_place(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, None, message.into())
    }

    fn new(code: &'static str, severity: Severity, primary: Option<Span>, message: String) -> Self {
        Self { code, severity, message, primary, label: None, related: Vec::new(), help: None }
    }

    /// Says in a few words what stands at the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// Points at another place that explains the mistake.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push((span, text.into()));
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Suggests the nearest of the names that exist, and lists them when they are few.
    #[must_use]
    pub fn suggest<'a>(self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match suggestion(found, known) {
            Some(text) => self.help(text),
            None => self,
        }
    }
}

/// How alike two names must be for one to be meant by the other (Jaro–Winkler): one letter of three
/// may differ.
const NEAR: f64 = 0.75;

/// How many names are listed; more would bury the message.
const MOST_LISTED: usize = 40;

/// The name that is most like another, if any is like it at all.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likely = known.into_iter().map(|name| (strsim::jaro_winkler(found, name), name));
    let likely = likely.filter(|(likeness, _)| *likeness > NEAR);
    likely.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))).map(|(_, name)| name)
}

/// "did you mean …? there are …", or nothing where nothing exists.
pub fn suggestion<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    let nearest = nearest(found, known.iter().copied()).map(|name| format!("did you mean `{name}`?"));
    let names: Vec<String> = known.iter().take(MOST_LISTED).map(|name| format!("`{name}`")).collect();
    let more = known.len().saturating_sub(MOST_LISTED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let listed = (!names.is_empty()).then(|| format!("there are {}{rest}", names.join(", ")));
    match (nearest, listed) {
        (Some(nearest), Some(listed)) => Some(format!("{nearest} {listed}")),
        (nearest, listed) => nearest.or(listed),
    }
}

/// So many of something, in English: `1 error`, `2 errors`.
pub fn counted(count: impl Copy + Display + From<u8> + PartialEq, what: &str) -> String {
    let ending = if count == 1.into() { "" } else { "s" };
    format!("{count} {what}{ending}")
}

/// The word of a sentence that agrees with how many of something it speaks of, in English: `lacks` and `lack`.
pub fn agreeing<'w>(count: impl Copy + From<u8> + PartialEq, of_one: &'w str, of_many: &'w str) -> &'w str {
    if count == 1.into() { of_one } else { of_many }
}

/// The accumulator that loading passes around: collect, don't stop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Keeps one more.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether anything keeps a file from being used.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many were found.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes over what another accumulator holds.
    pub fn extend(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// All, by file and place, so that the same mistakes always read the same.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by_key(|d| {
            let place = d.primary.as_ref().map(|s| (s.file.path.clone(), s.range.start, s.range.end));
            (place, d.code, d.message.clone())
        });
        self.0.dedup();
        self.0
    }

    /// In the order of discovery.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }
}
