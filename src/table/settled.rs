//! Waiting until the files of a location have arrived: two looks that agree.

use std::thread;
use std::time::Duration;

use indexmap::IndexMap;

use super::Contract;
use super::listing::{self, Listed, Listing};
use super::load::LoadError;
use super::location::{Location, LocationError};

/// Between two listings of a location in which something is young.
const PAUSE: Duration = Duration::from_millis(250);
/// So many listings wait for files that go on changing, two seconds in all; then they stay out.
const LISTINGS: usize = 8;

/// Lists until two listings agree on every file, waiting at most about two seconds for files that are being
/// written; those that never settle are told apart.
pub(super) fn settled(
    location: &Location,
    contracts: &IndexMap<String, Contract>,
) -> Result<Listing, LoadError> {
    // What comes from memory is there, and counts after all files.
    let given = location.given()?;
    let mut listing = arrived(location, contracts)?;
    listing.files.extend(given);
    Ok(listing)
}

fn arrived(location: &Location, contracts: &IndexMap<String, Contract>) -> Result<Listing, LocationError> {
    let mut before = list(location, contracts)?;
    for _ in 1..LISTINGS {
        if before.files.iter().any(|file| file.version.is_young()) {
            thread::sleep(PAUSE);
        }
        let after = list(location, contracts)?;
        if after == before {
            return Ok(after);
        }
        before = after;
    }
    // Without a pause a file that grows all the time would look as if it had ended.
    thread::sleep(PAUSE);
    let mut after = list(location, contracts)?;
    let (files, arriving) = after.files.into_iter().partition(|file| before.files.contains(file));
    after.files = files;
    after.arriving = arriving.into_iter().map(|file: Listed| file.path).collect();
    Ok(after)
}

fn list(location: &Location, contracts: &IndexMap<String, Contract>) -> Result<Listing, LocationError> {
    let known = |name: &str| {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        contracts.contains_key(name) || contracts.contains_key(stem)
    };
    Ok(Listing::of(location.list(listing::wish(&known))?, contracts))
}
