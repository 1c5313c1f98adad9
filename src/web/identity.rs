//! What an answer is made of, as one hash: the key of caches and the ETag.

use super::site::Site;
use crate::planted::{Leak, is_planted};
use crate::store::sha256_hex;
use crate::workspace::{Dataset, Sight};

/// Everything that can make one answer differ from another.
#[derive(Debug)]
pub(super) struct Identity<'a> {
    /// Which program this is.
    build: &'a str,
    /// The files, as of [`state_of`].
    state: &'a str,
    /// For whom.
    sight: &'a str,
    /// Below which path its links lead.
    base: &'a str,
    /// The route.
    path: &'a str,
    /// The parameters, sorted, without those left empty.
    parameters: Vec<(String, String)>,
}

impl<'a> Identity<'a> {
    pub(super) fn new(
        build: &'a str,
        state: &'a str,
        sight: &'a Sight,
        site: &'a Site,
        path: &'a str,
        parameters: &[(String, String)],
    ) -> Self {
        let mut parameters: Vec<_> =
            parameters.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
        parameters.sort();
        let sight = if is_planted(Leak::KeptPage) { "" } else { sight.name() };
        Self { build, state, sight, base: site.base(), path, parameters }
    }

    /// 32 hexadecimal digits.
    pub(super) fn hash(&self) -> String {
        let Self { build, state, sight, base, path, parameters } = self;
        let mut all = [*build, *state, *sight, *base, *path].join("\0");
        for (name, value) in parameters {
            // Lengths keep `a=b, c` apart from `a, b=c`.
            all.push_str(&format!("\0{}:{name}={}:{value}", name.len(), value.len()));
        }
        let mut hash = sha256_hex(all.as_bytes());
        hash.truncate(32);
        hash
    }
}

/// Definitions, roles, data date, every file that arrived and what became of it: two states that share it
/// make the same pages.
pub(super) fn state_of(dataset: &Dataset) -> String {
    let snapshot = dataset.snapshot();
    let mut all = vec![
        dataset.workspace().identity.clone(),
        dataset.data_date().to_string(),
        dataset.snapshot_id().to_owned(),
        format!("{:?}", dataset.workspace().access),
    ];
    all.extend(snapshot.files().map(|file| format!("{}\0{}", file.path, file.sha256)));
    let fatal = snapshot.fatal_files.iter();
    all.extend(fatal.map(|file| format!("fatal {}\0{}\0{}", file.path, file.sha256, file.fatal)));
    let missed = snapshot.missed_files.iter();
    all.extend(missed.map(|file| format!("missed {}\0{}", file.path, file.replaced)));
    all.extend(snapshot.unknown_files.iter().map(|path| format!("unknown {path}")));
    all.extend(snapshot.passed_files.iter().map(|path| format!("passed {path}")));
    all.extend(snapshot.arriving_files.iter().map(|path| format!("arriving {path}")));
    sha256_hex(all.join("\n").as_bytes())
}
