//! A proof that runs elsewhere: SQL over the files as they arrived, and as Parquet beside it what the program
//! itself adds: its own tables, and which rows do not count.
//!
//! Nothing in it refers to the state folder, and the one line that says where the data lie can be changed.

mod arrived;
mod reading;
mod shelf;
mod unsayable;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub(super) use self::arrived::{Arrived, literal};
use self::reading::BLANKS;
pub use self::shelf::ProofShelf;
pub use self::unsayable::Unsayable;
use super::Uses;
use crate::kpi::sql;
use crate::locale::is_blank;
use crate::query::Model;
use crate::store::StoreError;
use crate::table::{
    EXCLUDED, LoadError, REJECTED_ROWS, REJECTED_VALUE, RejectedRows, SnapshotFile, Zone, excluded_rows,
    parquet_bytes,
};

/// The name of the statement.
pub const PROOF_FILE: &str = "proof.sql";
/// The name of the list of hashes, in the form that `sha256sum --check` reads.
pub const SUMS_FILE: &str = "SHA256SUMS";

/// A folder that proves one figure: names and contents of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFolder {
    /// The files, the statement first.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What is said above the statement, a line each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProofHead {
    /// What it proves and how it is run.
    pub about: Vec<String>,
    /// Where the data lie, beside the line that can be changed.
    pub data: Vec<String>,
    /// What keeps letters of paths from being read as patterns.
    pub patterns: Vec<String>,
    /// Which rows do not count; said where there are any.
    pub excluded: Vec<String>,
    /// What goes off both ends of texts; said where anything does.
    pub blanks: Vec<String>,
    /// How the queries expect the engine.
    pub engine: Vec<String>,
}

/// Why no such folder can be made.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// Another engine would not read the same.
    #[error(transparent)]
    Unsayable(#[from] Unsayable),
    /// Its tables cannot be written.
    #[error(transparent)]
    Write(#[from] LoadError),
}

/// What a statement stands on.
pub(super) struct Ground<'a> {
    /// The base tables and models that it reads.
    pub uses: Uses,
    /// The models, each after those that it uses.
    pub models: &'a [Model],
    /// The tables of the data.
    pub arrived: Vec<Arrived<'a>>,
    /// The program's own tables, as files of the cache.
    pub own: BTreeMap<&'a str, &'a Path>,
    /// The rows that failed a check.
    pub rejected: &'a RejectedRows,
    /// In which moments become days.
    pub zone: &'a Zone,
}

impl Ground<'_> {
    /// The common table expressions, and the files in the order of their numbers.
    pub(super) fn expressions(&self) -> Result<(Vec<String>, Vec<&SnapshotFile>), Unsayable> {
        if self.uses.tables.get(REJECTED_ROWS).is_some_and(|read| read.contains(REJECTED_VALUE)) {
            let (table, column) = (REJECTED_ROWS.to_owned(), REJECTED_VALUE.to_owned());
            return Err(Unsayable::Values { table, column });
        }
        let mut files = Vec::new();
        let mut parts: Vec<String> = self.own.keys().map(|name| own_part(name)).collect();
        for table in &self.arrived {
            parts.push(table.part(self.zone, &mut files)?);
        }
        let models = self.models.iter().filter(|model| self.uses.models.contains(&model.name));
        parts.extend(models.map(model_part));
        Ok((parts, files))
    }

    /// The program's own tables, as files.
    fn own_files(&self) -> Result<Vec<(String, Vec<u8>)>, ProofError> {
        let file = |(name, path): (&&str, &&Path)| {
            let read = |source| StoreError::Read { path: path.to_path_buf(), source };
            let bytes = match *name == REJECTED_ROWS {
                true => self.rejected.without_values()?,
                false => fs::read(path).map_err(read).map_err(LoadError::from)?,
            };
            Ok((own_file(name), bytes))
        };
        self.own.iter().map(file).collect()
    }

    /// All files of the folder. `data` is where the data are written to lie.
    pub(super) fn folder(
        &self,
        statement: &str,
        data: &str,
        head: &ProofHead,
    ) -> Result<ProofFolder, ProofError> {
        let (parts, numbered) = self.expressions()?;
        let excluded = excluded_rows(&numbered, self.rejected)?;
        let text = format!(
            "{}\nWITH {}\n{statement};\n",
            settings(
                &sql::text(data),
                head,
                excluded.num_rows() > 0,
                parts.iter().any(|part| part.contains(BLANKS))
            ),
            parts.join(",\n")
        );
        let mut files = vec![(PROOF_FILE.to_owned(), text.into_bytes())];
        files.extend(self.own_files()?);
        if excluded.num_rows() > 0 {
            files.push((own_file(EXCLUDED), parquet_bytes(EXCLUDED, &excluded)?));
        }
        files.push((SUMS_FILE.to_owned(), sums(&numbered).into_bytes()));
        Ok(ProofFolder { files })
    }
}

/// One of the program's own tables as a common table expression.
fn own_part(name: &str) -> String {
    format!("{} AS (\n  SELECT * FROM read_parquet({})\n)", sql::name(name), sql::text(&own_file(name)))
}

fn model_part(model: &Model) -> String {
    format!("{} AS (\n{}\n)", sql::name(&model.name), model.file.text.trim_end())
}

fn own_file(table: &str) -> String {
    format!("{table}.parquet")
}

/// Everything before the statement; `data` is an expression.
fn settings(data: &str, head: &ProofHead, with_excluded: bool, with_blanks: bool) -> String {
    let comment = |lines: &[String]| {
        lines.iter().map(|line| format!("-- {}\n", sql::comment(line))).collect::<String>()
    };
    let mut text = format!("{}\n", comment(&head.about));
    if with_excluded {
        text.push_str(&comment(&head.excluded));
    }
    text.push_str(&comment(&head.data));
    text.push_str(&format!("SET VARIABLE data = {data};\n"));
    text.push_str(&comment(&head.patterns));
    text.push_str(PATTERNS);
    if with_blanks {
        text.push_str(&comment(&head.blanks));
        text.push_str(&blanks());
    }
    text.push_str(&comment(&head.engine));
    text.push_str(ENGINE);
    text
}

/// The folder as the beginning of patterns, whatever it is called.
const PATTERNS: &str =
    "SET VARIABLE files = regexp_replace(getvariable('data'), '[*?[]', '[\\0]', 'g') || '/';\n";

/// All letters that a contract's `trim` takes off.
fn blanks() -> String {
    let blank = (0..=u32::from(char::MAX)).filter(|code| char::from_u32(*code).is_some_and(is_blank));
    let codes: Vec<String> = blank.map(|code| code.to_string()).collect();
    format!("SET VARIABLE blanks = array_to_string([chr(code) FOR code IN [{}]], '');\n", codes.join(", "))
}

/// What a workspace's queries were checked for.
const ENGINE: &str = "SET integer_division = false;\nSET default_null_order = 'nulls_last';\n";

/// The hashes of the files as they arrived.
fn sums(files: &[&SnapshotFile]) -> String {
    let line = |file: &&SnapshotFile| match file.path.contains(['\n', '\r']) {
        false => format!("{}  {}\n", file.sha256, file.path),
        // As the GNU tool writes and reads names of more than one line.
        true => format!("\\{}  {}\n", file.sha256, file.path.replace('\n', "\\n").replace('\r', "\\r")),
    };
    files.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_the_head_becomes_a_statement() {
        let head = ProofHead { about: vec!["one\ntwo\r; three".to_owned()], ..ProofHead::default() };
        let text = settings(&sql::text("it's"), &head, false, false);
        assert!(text.starts_with("-- one two ; three\n"), "{text}");
        assert!(text.contains("SET VARIABLE data = 'it''s';"), "{text}");
    }
}
