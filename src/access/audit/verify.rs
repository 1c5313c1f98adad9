//! Whether the chain is whole, and where it is not.

use std::collections::BTreeMap;

use super::files::{FOLDER, TURN, kept_head, name_of, numbers};
use super::line::{Line, hash_of};
use super::search::Months;
use super::{Head, Kind};
use crate::access::{AccessError, Private};

/// More breaks than these are not listed: whoever rewrote so much has rewritten all.
const MOST: usize = 1_000;

/// What was done to the chain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Bytes that are no line, and that no killed process left.
    Unreadable,
    /// The line is not the one that the next line, or a kept head, speaks of.
    Changed,
    /// The lines from a number to a number are gone, just before this one.
    Removed {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
    },
    /// A line whose number another one has.
    Inserted,
    /// It and the next one have changed places.
    Swapped,
    /// The chain once went on to another number.
    Cut {
        /// The number that a kept head tells.
        known: u64,
    },
    /// What is personal of it is not what it was, or is gone while the rest of its month is there.
    Personal,
    /// All that is personal of its month is gone, and no event says that it was forgotten.
    PersonalGone,
}

/// A place where the chain breaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Break {
    /// The file.
    pub file: String,
    /// The line in it, from 1 on; 0 where the file is empty.
    pub line: usize,
    /// The event's number, where that can be read.
    pub n: Option<u64>,
    /// What was done.
    pub how: How,
}

/// What can be said of a chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many lines it has.
    pub lines: u64,
    /// How far it goes. Kept elsewhere, it can be held against the chain later.
    pub head: Head,
    /// Where it breaks; nothing where it is whole. A thousand at most.
    pub breaks: Vec<Break>,
    /// How many lines a killed process did not finish; each is the last of all, or followed by one that says so.
    pub torn: u64,
    /// The month before which all that is personal was forgotten, if any was.
    pub forgotten_before: Option<String>,
}

impl Verified {
    /// Whether it breaks nowhere.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.breaks.is_empty()
    }
}

/// Looks at the whole chain of a private folder. `known` is a head that somebody kept; the one that the folder keeps
/// is looked at besides.
///
/// # Errors
/// Where files cannot be read.
pub fn verify(private: &Private, known: Option<&Head>) -> Result<Verified, AccessError> {
    let folder = private.inside(FOLDER)?;
    let mut files = Vec::new();
    let kept = {
        // What is written from now on is not looked at.
        let _turn = folder.turn(TURN)?;
        for number in numbers(&folder)? {
            let name = name_of(number);
            let path = folder.path(&name);
            let length = std::fs::metadata(&path).map_err(|source| AccessError::Read { path, source })?.len();
            files.push((name, length));
        }
        kept_head(&folder)?
    };
    let heads = known.cloned().into_iter().chain(kept).filter(|head| head.n > 0).collect();
    let mut walk = Walk { heads, ..Walk::default() };
    for (name, length) in files {
        let mut bytes = folder.read(&name)?.unwrap_or_default();
        bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        walk.is_unended = !bytes.is_empty() && !bytes.ends_with(b"\n");
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        walk.place = Place { file: name, line: 0 };
        let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').filter(|_| !bytes.is_empty()).collect();
        let mut rest = lines.as_slice();
        while let Some((line, after)) = rest.split_first() {
            rest = &after[walk.step(&folder, line, after)?..];
        }
    }
    Ok(walk.ended())
}

/// A line of a file.
#[derive(Debug, Clone, Default)]
struct Place {
    file: String,
    line: usize,
}

impl Place {
    fn broken(&self, n: Option<u64>, how: How) -> Break {
        Break { file: self.file.clone(), line: self.line, n, how }
    }
}

/// Where one is in the chain.
#[derive(Default)]
struct Walk {
    verified: Verified,
    place: Place,
    /// The line before, and where it stood.
    before: Head,
    /// The last line that is one: a chain that goes on after a torn line still bears it.
    last: Head,
    place_before: Option<Place>,
    /// Lines before that are none.
    unreadable: Vec<Break>,
    /// Whether the last line of the file has no end: a process was killed, and none has gone on since.
    is_unended: bool,
    heads: Vec<Head>,
    months: Months,
    /// What is personal and not there as it should be, by its month.
    missed: BTreeMap<String, Vec<Break>>,
}

impl Walk {
    /// Takes a line, and as many of those after it as it says.
    fn step(&mut self, folder: &Private, bytes: &[u8], after: &[&[u8]]) -> Result<usize, AccessError> {
        self.place.line += 1;
        let hash = hash_of(bytes);
        let Some(line) = Line::read(bytes) else {
            self.unreadable.push(self.place.broken(None, How::Unreadable));
            self.before.hash = hash;
            self.place_before = Some(self.place.clone());
            return Ok(0);
        };
        self.is_repaired(&line);
        self.verified.lines += 1;
        self.look_at_personal(folder, &line)?;
        let expected = self.before.n + 1;
        if line.n < expected {
            self.tell(self.place.broken(Some(line.n), How::Inserted));
            return Ok(0);
        }
        let mut taken = 0;
        if line.n > expected {
            let next = after.first().and_then(|next| Line::read(next)).filter(|next| next.n == expected);
            if let Some(next) = next.filter(|_| line.n == expected + 1) {
                self.tell(self.place.broken(Some(line.n), How::Swapped));
                self.look_at_personal(folder, &next)?;
                self.verified.lines += 1;
                self.place.line += 1;
                taken = 1;
            } else {
                self.tell(
                    self.place.broken(Some(line.n), How::Removed { first: expected, last: line.n - 1 }),
                );
            }
        } else if line.before != self.before.hash {
            let place = self.place_before.clone().unwrap_or_else(|| self.place.clone());
            let n = if self.place_before.is_some() { self.before.n } else { line.n };
            self.tell(place.broken(Some(n), How::Changed));
        }
        if self.heads.iter().any(|head| head.n == line.n && head.hash != hash) {
            self.tell(self.place.broken(Some(line.n), How::Changed));
        }
        if line.kind == Kind::Forgot.word()
            && let Some(bound) = line.codes.get("before").filter(|bound| bound.as_str() <= line.month())
        {
            let known = self.verified.forgotten_before.take();
            self.verified.forgotten_before = known.max(Some(bound.clone()));
        }
        self.before = Head { n: line.n, hash };
        self.last = self.before.clone();
        self.place_before = Some(self.place.clone());
        Ok(taken)
    }

    /// Lines that are none, before one that says that it found them.
    fn is_repaired(&mut self, line: &Line) {
        let unreadable = std::mem::take(&mut self.unreadable);
        let count = unreadable.len() as u64;
        let code = |name: &str| line.codes.get(name).map(String::as_str);
        let told = line.kind == Kind::Repaired.word()
            && code("line") == Some(self.before.hash.as_str())
            && code("lines").and_then(|lines| lines.parse().ok()) == Some(count);
        if told {
            self.verified.torn += count;
        } else {
            unreadable.into_iter().for_each(|found| self.tell(found));
        }
    }

    fn look_at_personal(&mut self, folder: &Private, line: &Line) -> Result<(), AccessError> {
        let Some(mac) = &line.personal else { return Ok(()) };
        let how = match self.months.of(folder, line.month())? {
            None => How::PersonalGone,
            Some(month) if month.get(mac).is_none_or(|own| own.n != line.n) => How::Personal,
            Some(_) => return Ok(()),
        };
        let missed = self.missed.entry(line.month().to_owned()).or_default();
        if missed.len() < MOST {
            missed.push(self.place.broken(Some(line.n), how));
        }
        Ok(())
    }

    fn tell(&mut self, found: Break) {
        if self.verified.breaks.len() < MOST {
            self.verified.breaks.push(found);
        }
    }

    fn ended(mut self) -> Verified {
        let mut at_the_end = std::mem::take(&mut self.unreadable);
        if self.is_unended && at_the_end.pop().is_some() {
            self.verified.torn += 1;
        }
        at_the_end.into_iter().for_each(|found| self.tell(found));
        let known = self.heads.iter().map(|head| head.n).max().unwrap_or(0);
        if known > self.before.n {
            self.tell(self.place.broken(Some(self.before.n), How::Cut { known }));
        }
        let bound = self.verified.forgotten_before.clone().unwrap_or_default();
        for (_, missed) in std::mem::take(&mut self.missed).into_iter().filter(|(month, _)| *month >= bound) {
            missed.into_iter().for_each(|found| self.tell(found));
        }
        self.verified.head = self.last;
        self.verified
    }
}
