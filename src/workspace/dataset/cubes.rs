//! The cubes of a dataset: from memory, from the state folder, or gathered now.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::Dataset;
use crate::kpi::{Cube, Kpi, Members, gather};
use crate::query::{ENGINE_VERSION, QueryError};
use crate::store::sha256_hex;

/// Part of a cube's address: another one when cells are gathered or kept in another way.
const CUBE_FORMAT: &str = "cube 8";
/// The kind of entry.
pub(super) const CUBES: &str = "cubes";

/// For each dimension what its members are, hashed: part of the key of each cube that has it.
pub(super) fn member_digests(members: &IndexMap<String, Members>) -> BTreeMap<String, String> {
    let digest = |members: &Members| sha256_hex(format!("{members:?}").as_bytes());
    members.iter().map(|(name, members)| (name.clone(), digest(members))).collect()
}

impl Dataset {
    /// A KPI's cube: from memory, from the state folder, or gathered now. Asked for twice at once it
    /// is gathered once.
    ///
    /// # Errors
    /// Where its query fails.
    pub async fn cube(&self, kpi: &Kpi) -> Result<Arc<Cube>, QueryError> {
        let Some(cell) = self.cubes.get(&kpi.code) else {
            return gather(&self.session, kpi, &self.slots, &self.members).await.map(Arc::new);
        };
        let cube = cell.get_or_try_init(|| async {
            let key = self.cube_key(kpi);
            if let Ok(Some(bytes)) = self.state.cached(CUBES, &key)
                && let Ok(cube) = postcard::from_bytes(&bytes)
            {
                return Ok(Arc::new(cube));
            }
            let cube = gather(&self.session, kpi, &self.slots, &self.members).await?;
            // A cube that cannot be kept is gathered again next time; nothing is wrong with it.
            if let Ok(bytes) = postcard::to_stdvec(&cube)
                && let Err(error) = self.state.put(CUBES, &key, &bytes)
            {
                tracing::warn!(%error, code = kpi.code, "the cube could not be kept");
            }
            Ok::<_, QueryError>(Arc::new(cube))
        });
        Ok(Arc::clone(cube.await?))
    }

    /// All that goes into a cube, hashed.
    pub(super) fn cube_key(&self, kpi: &Kpi) -> String {
        let versions = [CUBE_FORMAT, env!("CARGO_PKG_VERSION"), ENGINE_VERSION];
        let mut all: Vec<String> = versions.map(str::to_owned).into();
        all.push(kpi.file.text.clone());
        let uses = self.workspace.uses.get(&kpi.code).cloned().unwrap_or_default();
        for model in self.workspace.models.iter() {
            if uses.models.contains(&model.name) {
                all.push(model.file.text.clone());
            }
        }
        let mut tables: Vec<String> = uses.tables.into_keys().collect();
        // Every cube is gathered by the days of these.
        tables.extend(["calendar".to_owned(), "slots".to_owned()]);
        for name in &kpi.dimensions {
            if let Some(dimension) = self.workspace.dimensions.get(name) {
                let members = self.member_digests.get(name).map(String::as_str).unwrap_or_default();
                all.push(format!("{} {members}", dimension.name));
            }
        }
        tables.sort();
        tables.dedup();
        for table in tables {
            let digest = self.digests.get(&table).cloned().unwrap_or_default();
            all.push(format!("{table} {digest}"));
        }
        sha256_hex(all.join("\0").as_bytes())
    }
}
