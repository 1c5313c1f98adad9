//! Writing events down: in batches, under a lock that all processes share, after whatever stands there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;

use super::files::{TURN, keep_head, kept_head, name_of, numbers};
use super::line::{Line, hash_of};
use super::{Event, Head, Kind, Personal, personal};
use crate::access::{AccessError, Private};

/// A file that has so many bytes is followed by another one.
pub(super) const LARGEST: u64 = 16 << 20;

/// Adds to the chain of a folder.
pub(super) struct Writer {
    folder: Private,
    largest: u64,
    /// Where this process has left the chain: it is looked for anew where another one has gone on.
    tail: Option<Tail>,
    /// Files with bytes that may not be on the disk yet.
    unsettled: BTreeSet<String>,
    /// Whether the names of files may not be.
    unnamed: bool,
}

/// The end of the chain.
#[derive(Debug, Clone)]
struct Tail {
    /// The number of its last file, and the bytes of that.
    number: u32,
    length: u64,
    head: Head,
    /// What a killed process has left there.
    torn: Option<Torn>,
}

#[derive(Debug, Clone)]
struct Torn {
    /// Whether its last line has no end.
    unended: bool,
    /// How many lines are none.
    lines: u64,
}

impl Writer {
    pub(super) fn new(folder: Private, largest: u64) -> Self {
        Self { folder, largest, tail: None, unsettled: BTreeSet::new(), unnamed: true }
    }

    /// Adds events, in their order; [`Self::settle`] makes them outlast a power cut.
    pub(super) fn add(&mut self, events: &[Event]) -> Result<(), AccessError> {
        let Some(first) = events.first() else { return Ok(()) };
        let _turn = self.folder.turn(TURN)?;
        let mut tail = self.tail()?;
        self.tail = None;
        // What is torn is ended where it stands.
        if tail.length >= self.largest && tail.torn.is_none() {
            self.settle_files()?;
            tail = Tail { number: tail.number + 1, length: 0, ..tail };
        }
        let mut bytes = Vec::new();
        // Told by the first event that comes after it, at its time: nobody here knows another.
        let repaired = tail.torn.take().map(|torn| {
            if torn.unended {
                bytes.push(b'\n');
            }
            let event = Event::new(Kind::Repaired, first.at).code("line", tail.head.hash.clone());
            event.code("lines", torn.lines.to_string())
        });
        let repaired = repaired.filter(|event| event.codes["lines"] != "0");
        let mut personal = BTreeMap::new();
        for event in repaired.iter().chain(events) {
            let mac = self.mac(&mut personal, event, tail.head.n + 1)?;
            let line = Line::after(&tail.head, event, mac);
            let text =
                serde_json::to_vec(&line).map_err(|error| self.not_written(tail.number, error.into()))?;
            tail.head = Head { n: line.n, hash: hash_of(&text) };
            bytes.extend_from_slice(&text);
            bytes.push(b'\n');
        }
        // What a line speaks of is there before the line is.
        for (month, mut own) in personal {
            let written = own.file.write_all(&own.bytes);
            let name = personal::name_of(&month);
            written.map_err(|source| AccessError::Write {
                path: self.folder.path(&name),
                source: source.into(),
            })?;
            self.unsettled.insert(name);
        }
        let name = name_of(tail.number);
        let mut file = self.folder.adding_to(&name)?;
        self.unnamed |= tail.length == 0;
        if let Err(source) = file.write_all(&bytes) {
            // A part of a line would have to be told of as torn.
            let _ = file.set_len(tail.length);
            return Err(self.not_written(tail.number, source.into()));
        }
        tail.length += bytes.len() as u64;
        self.unsettled.insert(name);
        self.tail = Some(tail);
        Ok(())
    }

    /// Waits until all that was added is on the disk.
    pub(super) fn settle(&mut self) -> Result<(), AccessError> {
        let _turn = self.folder.turn(TURN)?;
        self.settle_files()?;
        // Another process may have gone on meanwhile; its own head is further then.
        match (&self.tail, kept_head(&self.folder)?) {
            (Some(tail), kept) if kept.as_ref().is_none_or(|kept| kept.n < tail.head.n) => {
                keep_head(&self.folder, &tail.head)
            }
            _ => Ok(()),
        }
    }

    /// Whether there is anything to settle.
    pub(super) fn is_unsettled(&self) -> bool {
        !self.unsettled.is_empty()
    }

    fn settle_files(&mut self) -> Result<(), AccessError> {
        for name in &self.unsettled {
            let path = self.folder.path(name);
            match File::open(&path).and_then(|file| file.sync_data()) {
                Ok(()) => {}
                // A month that was forgotten meanwhile.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(source) => return Err(AccessError::Write { path, source: source.into() }),
            }
        }
        if self.unnamed {
            self.folder.settle()?;
        }
        self.unsettled.clear();
        self.unnamed = false;
        Ok(())
    }

    /// The HMAC of what is personal in an event, which goes into the file of its month.
    fn mac(
        &self,
        months: &mut BTreeMap<String, Month>,
        event: &Event,
        n: u64,
    ) -> Result<Option<String>, AccessError> {
        let Some(own) = Personal::of(event, n) else { return Ok(None) };
        let month = personal::month_of(event.at.date_naive());
        let month = match months.entry(month) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let (key, file) = personal::opened(&self.folder, entry.key())?;
                entry.insert(Month { key, file, bytes: Vec::new() })
            }
        };
        let text = serde_json::to_string(&own).map_err(|error| self.not_written(0, error.into()))?;
        let mac = month.key.mac(text.as_bytes());
        month.bytes.extend_from_slice(format!("{mac} {text}\n").as_bytes());
        Ok(Some(mac))
    }

    fn not_written(&self, number: u32, source: Box<dyn std::error::Error + Send + Sync>) -> AccessError {
        AccessError::Write { path: self.folder.path(&name_of(number)), source }
    }

    /// Where the chain ends, as far as this process knows or the files say.
    fn tail(&self) -> Result<Tail, AccessError> {
        let numbers = numbers(&self.folder)?;
        let Some(&number) = numbers.last() else { return self.with_kept_head(Tail::beginning()) };
        let path = self.folder.path(&name_of(number));
        let length = fs::metadata(&path).map_err(|source| AccessError::Read { path, source })?.len();
        if let Some(tail) = self.tail.as_ref().filter(|tail| (tail.number, tail.length) == (number, length)) {
            return Ok(tail.clone());
        }
        let mut tail = Tail { number, length, ..Tail::beginning() };
        let mut hash = None;
        let mut torn = Torn { unended: false, lines: 0 };
        // A file may have been begun and not a line written to it.
        'files: for number in numbers.into_iter().rev() {
            let bytes = self.folder.read(&name_of(number))?.unwrap_or_default();
            torn.unended |= number == tail.number && !bytes.is_empty() && !bytes.ends_with(b"\n");
            let bytes = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
            for line in bytes.rsplit(|byte| *byte == b'\n').filter(|_| !bytes.is_empty()) {
                hash.get_or_insert_with(|| hash_of(line));
                if let Some(line) = Line::read(line) {
                    tail.head.n = line.n;
                    break 'files;
                }
                torn.lines += 1;
            }
        }
        tail.head.hash = hash.unwrap_or(tail.head.hash);
        tail.torn = (torn.unended || torn.lines > 0).then_some(torn);
        self.with_kept_head(tail)
    }

    /// Where more lines were on the disk once than there are now, they are missed for good: their numbers are not given
    /// again.
    fn with_kept_head(&self, mut tail: Tail) -> Result<Tail, AccessError> {
        if let Some(kept) = kept_head(&self.folder)?.filter(|kept| kept.n > tail.head.n) {
            tracing::error!(from = tail.head.n + 1, to = kept.n, "lines of the audit are gone");
            tail.head.n = kept.n;
        }
        Ok(tail)
    }
}

impl Tail {
    fn beginning() -> Self {
        Self { number: 1, length: 0, head: Head::default(), torn: None }
    }
}

/// What is added to the file of a month.
struct Month {
    key: personal::Key,
    file: File,
    bytes: Vec<u8>,
}
