//! Files that were sent, held against the bytes that a pack records.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use super::verdict::{Sent, SentWord};
use super::{Pack, pdf};
use crate::export::bag::PAYLOAD;
use crate::store::sha256_hex;

/// Those that are named, and those that lie in the pack with other bytes than it records.
pub(super) fn all(pack: &Pack, sent: &[PathBuf]) -> io::Result<Vec<Sent>> {
    let sizes = sizes(pack);
    let mut all = Vec::new();
    for path in sent {
        let bytes = fs::read(path)?;
        let recorded: Vec<Recorded<'_>> = sizes
            .iter()
            .map(|(path, size)| (path.as_str(), *size, pack.found.listed[path].as_str()))
            .collect();
        all.push(judge(&path.to_string_lossy(), &bytes, &recorded));
    }
    for (path, size) in &sizes {
        if pack.found.files.contains_key(path) && !pack.found.holds(path) {
            let bytes = fs::read(pack.place().join(path))?;
            let one = judge(path, &bytes, &[(path.as_str(), *size, pack.found.listed[path].as_str())]);
            // What does not begin so is told of as changed.
            all.extend(Some(one).filter(|sent| sent.verdict != SentWord::Other));
        }
    }
    Ok(all)
}

/// The sizes that the recorded files had: as they lie there whole, else as the manifest says.
fn sizes(pack: &Pack) -> BTreeMap<String, u64> {
    let said = |path: &str| {
        let claims = pack.claims.as_ref().ok()?;
        claims.sizes.get(path.strip_prefix(PAYLOAD)?.strip_prefix('/')?).copied()
    };
    let size = |path: &String| match pack.found.holds(path) {
        true => fs::metadata(pack.place().join(path)).ok().map(|file| file.len()),
        false => said(path),
    };
    let payload = pack.found.listed.keys().filter(|path| path.starts_with(PAYLOAD));
    payload.filter_map(|path| Some((path.clone(), size(path)?))).collect()
}

/// A file of the pack: path, size, hash.
type Recorded<'a> = (&'a str, u64, &'a str);

fn judge(file: &str, bytes: &[u8], recorded: &[Recorded<'_>]) -> Sent {
    let sent = |begins: Option<&str>, verdict, says: String| Sent {
        file: file.to_owned(),
        begins_with: begins.map(str::to_owned),
        verdict,
        says,
    };
    let begins = |size: u64, sha256: &str| {
        let start = usize::try_from(size).ok().and_then(|size| bytes.get(..size));
        start.is_some_and(|start| !start.is_empty() && sha256_hex(start) == sha256)
    };
    // The longest beginning says most.
    let own = recorded.iter().filter(|(_, size, sha256)| begins(*size, sha256));
    let Some((path, size, _)) = own.max_by_key(|(_, size, _)| *size) else {
        return sent(
            None,
            SentWord::Other,
            "it does not begin with the bytes of any file of the pack".to_owned(),
        );
    };
    if *size == bytes.len() as u64 {
        return sent(Some(path), SentWord::Same, "the very bytes that the pack records".to_owned());
    }
    let start = usize::try_from(*size).unwrap_or(bytes.len());
    match pdf::signatures(bytes, start) {
        Ok(signed) => sent(Some(path), SentWord::Signed, signed.to_string()),
        Err(because) => {
            let more = crate::diagnostic::counted(bytes.len() - start, "byte");
            sent(Some(path), SentWord::Extended, format!("{more} more: {because}"))
        }
    }
}
