//! The files of the chain, and where its head is kept.

use super::line::Head;
use crate::access::{AccessError, Private};

/// The folder of the audit in the private folder.
pub(super) const FOLDER: &str = "audit";
/// What its lock is called.
pub(super) const TURN: &str = "audit";
/// The head as it stood when the disk last had all of the chain.
const HEAD: &str = "head";

/// The name of a file of the chain.
pub(super) fn name_of(number: u32) -> String {
    format!("audit-{number:06}.jsonl")
}

fn number_of(name: &str) -> Option<u32> {
    let number: u32 = name.strip_prefix("audit-")?.strip_suffix(".jsonl")?.parse().ok()?;
    (name_of(number) == name).then_some(number)
}

/// The numbers of the files of the chain, in their order.
pub(super) fn numbers(folder: &Private) -> Result<Vec<u32>, AccessError> {
    let mut numbers: Vec<u32> = folder.names()?.iter().filter_map(|name| number_of(name)).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// The head that was kept; nothing where there is none, or it was not written whole.
pub(super) fn kept_head(folder: &Private) -> Result<Option<Head>, AccessError> {
    let bytes = folder.read(HEAD)?;
    Ok(bytes.and_then(|bytes| std::str::from_utf8(&bytes).ok().and_then(|text| text.trim_end().parse().ok())))
}

/// Keeps the head. It need not be on the disk: that it is behind the chain does no harm.
pub(super) fn keep_head(folder: &Private, head: &Head) -> Result<(), AccessError> {
    use std::io::{Seek, SeekFrom, Write};

    let path = folder.path(HEAD);
    // Always as long, so that it is overwritten in one piece.
    let text = format!("{:020}:{}\n", head.n, head.hash);
    if !path.exists() {
        return folder.write(HEAD, text.as_bytes());
    }
    let written = std::fs::File::options().write(true).open(&path).and_then(|mut file| {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(text.as_bytes())
    });
    written.map_err(|source| AccessError::Write { path, source: source.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::accounts::tests::House;

    #[test]
    fn files_are_counted_by_number() {
        let house = House::new();
        let folder = house.private.inside("files").unwrap();
        for name in
            ["audit-000010.jsonl", "audit-000002.jsonl", "audit-1.jsonl", "audit-000003.jsonl.bak", "head"]
        {
            folder.write(name, b"").unwrap();
        }
        assert_eq!(numbers(&folder).unwrap(), [2, 10]);
    }

    #[test]
    fn a_head_that_is_kept_is_found() {
        let house = House::new();
        let folder = house.private.inside("files").unwrap();
        assert_eq!(kept_head(&folder).unwrap(), None);
        for n in [9, 123_456, 7] {
            let head = Head { n, hash: "cd".repeat(32) };
            keep_head(&folder, &head).unwrap();
            assert_eq!(kept_head(&folder).unwrap(), Some(head));
        }
    }
}
