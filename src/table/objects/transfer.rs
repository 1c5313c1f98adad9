//! One object on its way into a file: what has arrived before a cut stays, and nothing of another version is put
//! behind it.

use std::io::Write;

use futures::StreamExt;
use object_store::aws::AmazonS3;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStore};
use tokio::time::{Instant, timeout, timeout_at};

use super::patience::Patience;
use super::said::Said;
use super::{plain, version_of};
use crate::store::{Scratch, StoreError};
use crate::table::location::Version;

/// So many bytes in the time of an answer are worth waiting on: a store that gives one now and then is cut off.
const PACE: u64 = 64 * 1024;

/// Fetches an object as it was listed.
pub(super) async fn whole(
    client: &AmazonS3,
    key: &Path,
    version: &Version,
    patience: Patience,
    into: &mut Scratch,
) -> Result<(), Said> {
    let mut transfer = Transfer { client, key, version, patience, arrived: 0, tag: None };
    let mut failed = 0;
    loop {
        let before = transfer.arrived;
        let said = match transfer.go_on(into).await {
            Ok(()) if transfer.arrived == version.size() => return Ok(()),
            Ok(()) => Said::Passing("the store ends an object before its end".to_owned()),
            Err(said) => said,
        };
        if !said.may_pass() {
            return Err(said);
        }
        failed = if transfer.arrived - before >= PACE { 0 } else { failed + 1 };
        if failed >= patience.tries {
            return Err(said);
        }
        Patience::pause(failed).await;
    }
}

struct Transfer<'a> {
    client: &'a AmazonS3,
    key: &'a Path,
    version: &'a Version,
    patience: Patience,
    arrived: u64,
    /// The ETag of what has arrived.
    tag: Option<String>,
}

impl Transfer<'_> {
    /// Asks for what is lacking, until it is there or something stops it.
    async fn go_on(&mut self, into: &mut Scratch) -> Result<(), Said> {
        let size = self.version.size();
        if self.arrived == size && size > 0 {
            return Ok(());
        }
        let listed = self.version.in_words().split_once("etag ").map(|(_, tag)| tag);
        let tag = self.tag.as_deref().filter(|tag| !tag.is_empty()).or(listed);
        let options = GetOptions {
            // Strong stores refuse another version here; whoever ignores it is caught below.
            if_match: tag
                .map(|tag| if tag.starts_with("W/") { tag.to_owned() } else { format!("\"{tag}\"") }),
            range: (self.arrived > 0).then_some(GetRange::Offset(self.arrived)),
            ..GetOptions::default()
        };
        let asked = timeout(self.patience.answer, self.client.get_opts(self.key, options));
        let got = asked.await.map_err(|_| Said::silent())?.map_err(|error| Said::of(&error))?;
        if !self.is_same(&got.meta) {
            return Err(Said::Changed);
        }
        let mut pieces = got.into_stream();
        let (mut due, mut paid) = (Instant::now() + self.patience.answer, self.arrived);
        loop {
            let piece = match timeout_at(due, pieces.next()).await {
                Ok(Some(piece)) => piece.map_err(|error| Said::of(&error))?,
                Ok(None) => return Ok(()),
                Err(_) => return Err(Said::silent()),
            };
            self.arrived += piece.len() as u64;
            if self.arrived > size {
                return Err(Said::Changed);
            }
            into.write_all(&piece).map_err(|source| {
                Said::Unwritten(StoreError::Write { path: into.path().to_owned(), source })
            })?;
            if self.arrived - paid >= PACE {
                (due, paid) = (Instant::now() + self.patience.answer, self.arrived);
            }
        }
    }

    /// Whether what is answered is the object that was listed, and of which a part may have arrived.
    fn is_same(&mut self, found: &ObjectMeta) -> bool {
        let listed = self.version.in_words();
        let same = match &found.e_tag {
            Some(_) if listed.contains("etag ") => version_of(found).in_words() == listed,
            // A head tells whole seconds.
            _ => self.version.is_of_second(found.last_modified.into()) && found.size == self.version.size(),
        };
        let tag = found.e_tag.as_deref().map(|tag| plain(tag).to_owned());
        let before = self.tag.replace(tag.clone().unwrap_or_default());
        same && before.is_none_or(|before| before == tag.unwrap_or_default())
    }
}
