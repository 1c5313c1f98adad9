//! What a store says where it does not give what was asked for, in words that hold no address with a signature, no
//! key, and nothing that differs from one time to the next.

use std::error::Error;
use std::io;

use object_store::Error as StoreSaid;

use super::patience::AWAY;
use crate::store::StoreError;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Said {
    /// There is no such object or bucket.
    Gone,
    /// It is not the version that was asked for.
    Changed,
    /// It will say the same next time.
    Refused(String),
    /// It may say something else next time.
    Passing(String),
    /// What came could not be written.
    Unwritten(StoreError),
}

impl Said {
    pub(super) fn of(error: &StoreSaid) -> Self {
        let (status, text) = (status(error), chain(error));
        match error {
            StoreSaid::NotFound { .. } => Self::Gone,
            StoreSaid::Precondition { .. } | StoreSaid::NotModified { .. } => Self::Changed,
            StoreSaid::InvalidPath { source } => Self::Refused(format!("a key is no path: {source}")),
            StoreSaid::PermissionDenied { .. } | StoreSaid::Unauthenticated { .. } => {
                Self::Refused(answer(&text, status.as_deref().unwrap_or("403")))
            }
            _ => match status {
                // What was to go on from there is shorter now.
                Some(status) if status == "416" => Self::Changed,
                Some(status) if status == "412" => Self::Changed,
                Some(status) if status.starts_with('4') && !matches!(status.as_str(), "408" | "429") => {
                    Self::Refused(answer(&text, &status))
                }
                Some(status) => Self::Passing(answer(&text, &status)),
                None if text.contains("redirect") => {
                    Self::Refused("the store is asked at the wrong place or region".to_owned())
                }
                None => Self::Passing(innermost(error)),
            },
        }
    }

    /// No answer in time.
    pub(super) fn silent() -> Self {
        Self::Passing(AWAY.to_owned())
    }

    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Passing(_))
    }
}

impl From<Said> for io::Error {
    fn from(said: Said) -> Self {
        match said {
            Said::Gone => Self::new(io::ErrorKind::NotFound, "there is no such object or bucket"),
            Said::Changed => Self::other("the object has changed"),
            Said::Refused(cause) | Said::Passing(cause) => Self::other(cause),
            Said::Unwritten(error) => Self::other(error),
        }
    }
}

fn answer(text: &str, status: &str) -> String {
    let code = text.split_once("<Code>").and_then(|(_, rest)| Some(rest.split_once("</Code>")?.0));
    match code.filter(|code| code.len() < 60 && code.chars().all(|letter| letter.is_ascii_alphanumeric())) {
        Some(code) => format!("the store answers {status} {code}"),
        None => format!("the store answers {status}"),
    }
}

/// The number of a status in what was said of a failure.
fn status(error: &StoreSaid) -> Option<String> {
    let text = chain(error);
    let (_, rest) = text.split_once("non-2xx status code: ")?;
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (number.len() == 3).then_some(number)
}

fn chain(error: &StoreSaid) -> String {
    let mut text = error.to_string();
    let mut inner: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = inner {
        text = format!("{text}: {error}");
        inner = error.source();
    }
    text
}

/// What the system said in the end: what lies around it names addresses.
pub(super) fn innermost(error: &StoreSaid) -> String {
    let mut inner: &(dyn Error + 'static) = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generic(text: &str) -> StoreSaid {
        StoreSaid::Generic { store: "S3", source: text.into() }
    }

    #[test]
    fn what_may_pass_is_told_from_what_does_not_and_no_answer_is_quoted() {
        let body = "<Error><Code>SlowDown</Code><Message>hidden</Message></Error>";
        for (text, passes, expected) in [
            (
                format!("Server returned non-2xx status code: 503 Service Unavailable: {body}"),
                true,
                "the store answers 503 SlowDown",
            ),
            (
                "Server returned non-2xx status code: 400 Bad Request: hidden".to_owned(),
                false,
                "the store answers 400",
            ),
            ("connection refused".to_owned(), true, "connection refused"),
            (
                "Received redirect without LOCATION".to_owned(),
                false,
                "the store is asked at the wrong place or region",
            ),
        ] {
            let said = Said::of(&generic(&text));
            assert_eq!(said.may_pass(), passes, "{text}");
            assert_eq!(io::Error::from(said).to_string(), expected);
        }
        assert!(matches!(
            Said::of(&generic("Server returned non-2xx status code: 416 Range Not Satisfiable: ")),
            Said::Changed
        ));
    }
}
