//! What an answer is made of, as one struct: the key of caches and the ETag.

use crate::kpi::Scope;
use crate::store::sha256_hex;
use crate::workspace::Dataset;

/// Everything that can make one answer differ from another.
#[derive(Debug)]
pub(super) struct Identity<'a> {
    /// Which program this is.
    build: &'a str,
    /// The files.
    snapshot: String,
    /// The definitions.
    workspace: &'a str,
    /// As of when.
    data_date: String,
    /// For whom.
    scope: &'static str,
    /// The route.
    path: &'a str,
    /// The parameters, sorted, without those left empty.
    parameters: Vec<(String, String)>,
}

impl<'a> Identity<'a> {
    pub(super) fn new(
        build: &'a str,
        dataset: &'a Dataset,
        scope: &Scope,
        path: &'a str,
        parameters: &[(String, String)],
    ) -> Self {
        let mut parameters: Vec<_> =
            parameters.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
        parameters.sort();
        Self {
            build,
            snapshot: files(dataset),
            workspace: &dataset.workspace().identity,
            data_date: dataset.data_date().to_string(),
            scope: scope.name(),
            path,
            parameters,
        }
    }

    /// 32 hexadecimal digits.
    pub(super) fn hash(&self) -> String {
        let Self { build, snapshot, workspace, data_date, scope, path, parameters } = self;
        let mut all = [*build, snapshot.as_str(), *workspace, data_date.as_str(), *scope, *path].join("\0");
        for (name, value) in parameters {
            // Lengths keep `a=b, c` apart from `a, b=c`.
            all.push_str(&format!("\0{}:{name}={}:{value}", name.len(), value.len()));
        }
        let mut hash = sha256_hex(all.as_bytes());
        hash.truncate(32);
        hash
    }
}

/// The snapshot, and the files that are there but not in it, which pages tell of.
fn files(dataset: &Dataset) -> String {
    let unread =
        dataset.snapshot().fatal_files.iter().map(|file| format!("\0{}\0{}", file.path, file.sha256));
    std::iter::once(dataset.snapshot_id().to_owned()).chain(unread).collect()
}
