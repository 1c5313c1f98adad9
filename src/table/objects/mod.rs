//! An object store as a location of files: listed in pages, each object known by its ETag, its bytes fetched into
//! the state folder once and read there.

mod client;
mod patience;
mod said;
mod transfer;
mod tree;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, stream};
use object_store::ObjectMeta;
use object_store::aws::AmazonS3;
use object_store::list::{PaginatedListOptions, PaginatedListResult, PaginatedListStore};
use tokio::time::timeout;

use self::client::Place;
use self::patience::{Health, Patience, wait};
use self::said::Said;
use super::entry::{Entry, Wish};
use super::files::{Files, Unfetched};
use super::listing::Listed;
use super::location::{LocationError, Version};
use super::store_access::StoreAccess;
use super::twin::{self, EXTENSION, KIND};
use crate::store::{State, sha256_hex};

/// Which bytes an object of a version has.
const OBJECTS: &str = "objects";

/// The form of that.
const FORM: &str = "objects 1";

/// So many objects are on their way at once.
const AT_ONCE: usize = 16;

/// The objects below a prefix. Cheap to clone.
#[derive(Clone)]
pub(super) struct Objects(Arc<Store>);

struct Store {
    place: Place,
    client: AmazonS3,
    patience: Patience,
    health: Health,
}

impl fmt::Debug for Objects {
    /// The client knows the keys.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Objects").field(&self.0.place).finish()
    }
}

impl Objects {
    /// Nothing is asked yet.
    pub(super) fn open(address: &str, access: &StoreAccess) -> Result<Self, LocationError> {
        let place = Place::parse(address, access)?;
        let patience = Patience::of(access);
        let client = client::open(&place, access, patience)?;
        Ok(Self(Arc::new(Store { place, client, patience, health: Health::default() })))
    }

    /// The bytes of an object of a version that are here already.
    fn known(&self, path: &str, version: &Version, state: &State) -> Option<PathBuf> {
        let known = state.cached(OBJECTS, &self.key(path, version)).ok()??;
        let kept = twin::path(state, &String::from_utf8(known).ok()?).ok()?;
        state.is_whole(&kept).then_some(kept)
    }

    fn key(&self, path: &str, version: &Version) -> String {
        let place = &self.0.place.identity;
        sha256_hex([FORM, place, path, version.in_words()].join("\0").as_bytes())
    }

    /// Fetches an object of a version, and remembers what it holds.
    async fn bring_one(&self, path: &str, version: &Version, state: &State) -> Result<PathBuf, Unfetched> {
        let store = &self.0;
        if store.health.is_away() {
            return Err(Unfetched::Unreadable(io::Error::other(patience::AWAY)));
        }
        let mut scratch = state.scratch(KIND)?;
        let brought =
            transfer::whole(&store.client, &store.place.key(path), version, store.patience, &mut scratch)
                .await;
        store.health.note(brought.as_ref().err());
        match brought {
            Ok(()) => {}
            Err(Said::Gone | Said::Changed) => return Err(Unfetched::Moved),
            Err(Said::Refused(cause) | Said::Passing(cause)) => {
                return Err(Unfetched::Unreadable(io::Error::other(cause)));
            }
            Err(Said::Unwritten(error)) => return Err(Unfetched::State(error)),
        }
        let (file, _, sha256) = state.keep(scratch, EXTENSION)?;
        state.put(OBJECTS, &self.key(path, version), sha256.as_bytes())?;
        Ok(file)
    }

    /// All objects whose keys begin so: whole pages, each asked for again where it fails.
    async fn below(self, prefix: String, most: Option<usize>) -> Result<Vec<ObjectMeta>, Said> {
        let (mut found, mut token, mut failed) = (Vec::new(), None::<String>, 0);
        loop {
            let page = self.page(&prefix, most, token.clone()).await;
            if page.as_ref().is_err_and(|said| said.may_pass() && failed + 1 < self.0.patience.tries) {
                failed += 1;
                Patience::pause(failed).await;
                continue;
            }
            self.0.health.note(page.as_ref().err());
            let page = page?;
            failed = 0;
            found.extend(page.result.objects);
            match page.page_token {
                // A page that leads to itself would never end.
                Some(next) if most.is_none() && token.as_ref() != Some(&next) => token = Some(next),
                Some(_) | None => return Ok(found),
            }
        }
    }

    async fn page(
        &self,
        prefix: &str,
        most: Option<usize>,
        token: Option<String>,
    ) -> Result<PaginatedListResult, Said> {
        let options = PaginatedListOptions { page_token: token, max_keys: most, ..Default::default() };
        let prefix = Some(prefix).filter(|prefix| !prefix.is_empty());
        match timeout(self.0.patience.answer, self.0.client.list_paginated(prefix, options)).await {
            Ok(page) => page.map_err(|error| Said::of(&error)),
            Err(_) => Err(Said::silent()),
        }
    }

    /// One object as a list has it, so that its version is the one that lists give.
    fn look(&self, path: &str) -> Result<Version, Said> {
        if self.0.health.is_away() {
            return Err(Said::silent());
        }
        let key = self.0.place.key(path);
        let found = wait(self.clone().below(key.to_string(), Some(1)));
        let found = found.map_err(|error| Said::Passing(error.to_string()))?;
        let object = found?.into_iter().find(|object| object.location == key);
        object.map(|object| version_of(&object)).ok_or(Said::Gone)
    }
}

/// What a list says of an object. Without an ETag it is the time that tells one state from the next.
fn version_of(object: &ObjectMeta) -> Version {
    let word = match &object.e_tag {
        Some(tag) => format!("etag {}", plain(tag)),
        None => format!("time {}", object.last_modified.timestamp_micros()),
    };
    Version::of_object(object.size, &word, object.last_modified.into())
}

/// An ETag without its quotes, which not every list gives.
fn plain(tag: &str) -> &str {
    tag.trim_matches('"')
}

impl Files for Objects {
    fn list(&self, wish: Wish<'_>) -> Result<Vec<Entry>, LocationError> {
        let found = wait(self.clone().below(self.0.place.below(), None));
        let failed = |source| LocationError::Store { address: self.0.place.address.clone(), source };
        let found = found.map_err(failed)?.map_err(|said| failed(said.into()))?;
        let files = found
            .iter()
            .filter_map(|object| Some((self.0.place.path(object.location.as_ref())?, version_of(object))));
        Ok(tree::entries(files, wish))
    }

    fn version(&self, path: &str) -> io::Result<Version> {
        self.look(path).map_err(io::Error::from)
    }

    fn fetch(&self, path: &str, version: &Version, state: Option<&State>) -> Result<PathBuf, Unfetched> {
        let state = state.ok_or_else(|| Unfetched::Unreadable(io::ErrorKind::Unsupported.into()))?;
        if let Some(known) = self.known(path, version, state) {
            return Ok(known);
        }
        let (own, path, version, state) = (self.clone(), path.to_owned(), version.clone(), state.clone());
        wait(async move { own.bring_one(&path, &version, &state).await }).map_err(Unfetched::Unreadable)?
    }

    /// Many at once. What one of them has to tell is told when it is read; only a store that is away as a whole is
    /// told here, and a disk that takes no more.
    fn bring(&self, files: &[&Listed], state: Option<&State>) -> Result<(), Unfetched> {
        let Some(state) = state else { return Ok(()) };
        let wanted: Vec<(String, Version)> = files
            .iter()
            .filter(|file| self.known(&file.path, &file.version, state).is_none())
            .map(|file| (file.path.clone(), file.version.clone()))
            .collect();
        if wanted.is_empty() {
            return Ok(());
        }
        tracing::debug!(objects = wanted.len(), from = self.0.place.address, "objects are fetched");
        let (own, state) = (self.clone(), state.clone());
        let each = {
            let own = own.clone();
            move |(path, version): (String, Version)| {
                let (own, state) = (own.clone(), state.clone());
                async move { own.bring_one(&path, &version, &state).await }
            }
        };
        wait(async move {
            let mut all = stream::iter(wanted.into_iter().map(each)).buffer_unordered(AT_ONCE);
            while let Some(done) = all.next().await {
                match done {
                    Err(Unfetched::State(error)) => return Err(Unfetched::State(error)),
                    Err(Unfetched::Unreadable(cause)) if own.0.health.is_away() => {
                        return Err(Unfetched::Unreadable(cause));
                    }
                    Ok(_) | Err(_) => {}
                }
            }
            Ok(())
        })
        .map_err(Unfetched::Unreadable)?
    }

    fn is_copied(&self) -> bool {
        true
    }

    fn entry(&self, path: &str, version: &Version) -> Option<(String, String)> {
        Some((OBJECTS.to_owned(), self.key(path, version)))
    }

    fn is_gone(&self, listed: &Listed) -> bool {
        match self.look(&listed.path) {
            Ok(version) => version != listed.version,
            Err(said) => matches!(said, Said::Gone),
        }
    }

    fn shown(&self, path: &str) -> String {
        let address = &self.0.place.address;
        if path.is_empty() { address.clone() } else { format!("{address}/{path}") }
    }

    fn in_words(&self) -> String {
        format!("object store `{}`", self.0.place.address)
    }

    fn name(&self) -> Option<String> {
        self.0.place.address.rsplit('/').next().map(str::to_owned)
    }

    fn names(&self) -> [String; 2] {
        [self.0.place.identity.clone(), self.0.place.identity.clone()]
    }

    fn holds(&self, _path: &Path) -> bool {
        false
    }
}

/// How long a store is waited for where nothing else is said.
const ANSWER: Duration = Duration::from_secs(30);
