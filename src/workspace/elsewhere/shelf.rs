//! What the statements of many KPIs stand on, written once: their files are numbered over all of them, so that one
//! list says which rows do not count.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::BLANKS;
use super::{
    Arrived, Ground, ProofError, ProofHead, Unsayable, Uses, model_part, own_file, own_part, settings,
};
use crate::kpi::Kpi;
use crate::table::{EXCLUDED, REJECTED_ROWS, REJECTED_VALUE, excluded_rows, parquet_bytes};

/// The days among the program's own tables: every record finds its slot through them.
const CALENDAR: &str = "calendar";

/// The files beside the statements, and what stands before each of these.
#[derive(Debug)]
pub struct ProofShelf {
    /// Names and contents of the files that the statements read, in the folder in which they run.
    pub files: Vec<(String, Vec<u8>)>,
    uses: BTreeMap<String, Uses>,
    own: BTreeMap<String, String>,
    arrived: BTreeMap<String, Result<String, Unsayable>>,
    models: Vec<(String, String)>,
    excluding: bool,
}

impl ProofShelf {
    pub(in crate::workspace) fn new(
        ground: &Ground<'_>,
        uses: BTreeMap<String, Uses>,
    ) -> Result<Self, ProofError> {
        let mut numbered = Vec::new();
        let part = |table: &Arrived<'_>, text| (table.contract.name.clone(), text);
        let mut arrived = BTreeMap::new();
        for table in &ground.arrived {
            let (name, text) = part(table, table.part(ground.zone, &mut numbered));
            arrived.insert(name, text);
        }
        let excluded = excluded_rows(&numbered, ground.rejected)?;
        let mut files = ground.own_files()?;
        let excluding = excluded.num_rows() > 0;
        if excluding {
            files.push((own_file(EXCLUDED), parquet_bytes(EXCLUDED, &excluded)?));
        }
        let own = ground.own.keys().map(|name| ((*name).to_owned(), own_part(name))).collect();
        let models = ground.models.iter().map(|model| (model.name.clone(), model_part(model))).collect();
        Ok(Self { files, uses, own, arrived, models, excluding })
    }

    /// All that stands before the statements of a KPI: settings, then two tables for them to count in, `records` and
    /// `days`. `data` is the expression that says where the data lie.
    ///
    /// # Errors
    /// Where SQL cannot say how a file is read.
    pub fn before(&self, kpi: &Kpi, data: &str, head: &ProofHead) -> Result<String, Unsayable> {
        let nothing = Uses::default();
        let uses = self.uses.get(&kpi.code).unwrap_or(&nothing);
        if uses.tables.get(REJECTED_ROWS).is_some_and(|read| read.contains(REJECTED_VALUE)) {
            let (table, column) = (REJECTED_ROWS.to_owned(), REJECTED_VALUE.to_owned());
            return Err(Unsayable::Values { table, column });
        }
        let names: BTreeSet<&str> = uses.tables.keys().map(String::as_str).chain([CALENDAR]).collect();
        let mut parts: Vec<&str> =
            names.iter().filter_map(|name| self.own.get(*name)).map(String::as_str).collect();
        for table in names.iter().filter_map(|name| self.arrived.get(*name)) {
            parts.push(table.as_ref().map_err(Clone::clone)?);
        }
        let models = self.models.iter().filter(|(name, _)| uses.models.contains(name));
        parts.extend(models.map(|(_, text)| text.as_str()));
        let excluded = self.excluding && parts.iter().any(|part| part.contains(&own_file(EXCLUDED)));
        let blanks = parts.iter().any(|part| part.contains(BLANKS));
        Ok(format!(
            "{}\nCREATE OR REPLACE TEMP TABLE days AS SELECT * FROM read_parquet('{}');\n\
             CREATE OR REPLACE TEMP TABLE records AS\nWITH {}\nSELECT * FROM (\n{}\n) AS k;\n",
            settings(data, head, excluded, blanks),
            own_file(CALENDAR),
            parts.join(",\n"),
            kpi.file.text.trim_end()
        ))
    }
}
