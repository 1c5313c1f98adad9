//! What a receiver needs to compute the figures again without this program: the definitions as they were read, a SQL
//! file for each KPI over the files as they arrived, what each figure must be, and a script that holds one against
//! the other.

mod expected;

use super::ExportError;
use super::bag::Bag;
use super::material::Material;
use super::part::{PackFile, Written};
use crate::report::{self, ReportError};
use expected::{Expected, ProofFile};

/// The part.
pub(super) const PART: PackFile = PackFile { format: "check", path: "check", write };

/// The folder of the definitions, below the part's own.
pub(super) const WORKSPACE: &str = "check/workspace";

/// Runs the statements and compares; needs Python and DuckDB.
const SCRIPT: &str = include_str!("recompute.py");

fn write(material: &Material<'_>, bag: &mut Bag, path: &str) -> Result<Written, ExportError> {
    let reader = material.reader;
    if reader.files().is_none() {
        // It would give away which rows of others do not count.
        return Err(ExportError::OutOfScope { part: PART.format });
    }
    for (name, file) in &reader.workspace().files {
        bag.file(&format!("{WORKSPACE}/{name}"), |sink| Ok(sink.write_all(file.text.as_bytes())?))?;
    }
    let kpis = material.questions.values().map(|question| question.kpi());
    let shelf = reader.proof_shelf(kpis).map_err(ReportError::from)?;
    let mut proofs = Vec::new();
    for (code, question) in &material.questions {
        let numbered = material.figures.iter().enumerate().map(|(at, figure)| (at + 1, figure));
        let own: Vec<_> = numbered.filter(|(_, figure)| figure.code == *code).collect();
        let proof =
            report::proofs(reader, question, &material.ask, &shelf, &own).map_err(ReportError::from)?;
        proofs.push(match proof {
            Ok(text) => {
                let file = format!("kpis/{code}.sql");
                bag.file(&format!("{path}/{file}"), |sink| Ok(sink.write_all(text.as_bytes())?))?;
                ProofFile { code: code.clone(), file: Some(file), because: None }
            }
            Err(unsayable) => {
                ProofFile { code: code.clone(), file: None, because: Some(unsayable.to_string()) }
            }
        });
    }
    for (name, bytes) in &shelf.files {
        bag.file(&format!("{path}/{name}"), |sink| Ok(sink.write_all(bytes)?))?;
    }
    let expected = Expected::of(&material.figures, proofs);
    bag.file(&format!("{path}/expected.json"), |sink| expected.write(sink))?;
    bag.file(&format!("{path}/recompute.py"), |sink| Ok(sink.write_all(SCRIPT.as_bytes())?))?;
    Ok(Written::default())
}
