//! What was done, by whom, when: one line an event, in files that nobody changes without its showing.
//!
//! Each line bears the SHA-256 of the line before it and its own number, so that a line that is changed, removed,
//! inserted or moved does not fit its neighbours; the first line of a file fits the last one of the file before. A chain
//! without a key proves nothing against its owner, who can write all of it anew: for that the head, which `verify` tells,
//! has to be kept by somebody else.
//!
//! What is personal (addresses, texts that somebody typed) stands in no line, but in a file of its month beside the
//! chain. A line bears only an HMAC over it, under a random key in that file: once the file is destroyed nobody can find
//! out any more, by guessing either, what it was, and the chain is whole all the same. That this was done is an event, so
//! that a file which somebody took away is missed.

mod event;
mod files;
mod line;
mod log;
mod personal;
mod search;
mod verify;
mod writer;

#[cfg(test)]
mod tests;

pub use event::{Event, Kind};
pub use line::{Head, Line};
pub use log::AuditLog;
pub use personal::Personal;
pub use search::{Found, Wanted, search};
pub use verify::{Break, How, Verified, verify};
