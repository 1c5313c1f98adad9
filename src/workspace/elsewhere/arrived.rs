//! One table of the data as SQL over its files as they arrived.

use super::reading::{expression, folders, sql_type};
use super::unsayable::Unsayable;
use crate::kpi::sql;
use crate::table::{Contract, Found, Reading, SnapshotFile, Zone};

/// A table and its files.
pub(in crate::workspace) struct Arrived<'a> {
    /// Its contract.
    pub contract: &'a Contract,
    /// The files that are served, by path.
    pub files: Vec<&'a SnapshotFile>,
}

/// Files that are read alike, so that one list of columns is true of all of them. Files whose columns have
/// different types stand in different lists: in one list the first would decide for all.
struct Alike<'a> {
    readings: Vec<Reading>,
    files: Vec<&'a SnapshotFile>,
}

/// The columns by which DuckDB gives the place of a row: the file's in its list and the row's in its file,
/// both from 0.
const PLACES: [&str; 2] = ["file_index", "file_row_number"];

/// How wide a line of columns may be.
const WIDTH: usize = 100;

impl<'a> Arrived<'a> {
    /// The table as a common table expression; its files are numbered on from those given.
    pub(super) fn part(
        &self,
        zone: &Zone,
        numbered: &mut Vec<&'a SnapshotFile>,
    ) -> Result<String, Unsayable> {
        let (name, title) = (sql::name(&self.contract.name), sql::comment(&self.contract.title));
        Ok(format!("{name} AS (\n  -- {title}\n{}\n)", self.select(zone, numbered)?))
    }

    /// The statement that gives the table; its files are numbered on from those given.
    fn select(&self, zone: &Zone, numbered: &mut Vec<&'a SnapshotFile>) -> Result<String, Unsayable> {
        if self.files.is_empty() {
            let nothing = self.contract.columns.values().map(|column| {
                format!("CAST(NULL AS {}) AS {}", sql_type(column.kind), sql::name(&column.name))
            });
            return Ok(format!("  SELECT {}\n  WHERE FALSE", wrapped(nothing)));
        }
        if self.files.iter().any(|file| file.is_from_memory()) {
            return Err(Unsayable::Memory { table: self.contract.name.clone() });
        }
        let mut parts = Vec::new();
        for alike in self.alike() {
            let excluding = alike.files.iter().any(|file| file.lacks_rows());
            let folders = alike.readings.iter().any(|reading| reading.found == Found::Folder);
            if excluding || folders {
                for file in &alike.files {
                    self.numbers(file)?;
                }
            }
            let columns = self.columns(&alike, zone, excluding)?;
            let paths = alike.files.iter().map(|file| path(file)).collect::<Result<Vec<_>, _>>()?;
            let mut part = format!(
                "  SELECT {}\n  FROM read_parquet([\n    {}\n  ], hive_partitioning = false)",
                wrapped(columns.into_iter()),
                paths.join(",\n    "),
            );
            if excluding {
                let first = numbered.len();
                part.push_str(&format!(
                    " AS f\n  ANTI JOIN read_parquet('excluded.parquet') AS e\n    ON e.file_number = f.file_index + {first} AND e.\"row\" = f.file_row_number + 1"
                ));
            }
            numbered.extend(&alike.files);
            parts.push(part);
        }
        Ok(parts.join("\n  UNION ALL\n"))
    }

    /// The files by how they are read, in the order of the first of each kind.
    fn alike(&self) -> Vec<Alike<'a>> {
        let mut all: Vec<Alike<'a>> = Vec::new();
        for file in &self.files {
            // Texts that are well written stay so where they are written anew, and what folders give is said file
            // by file: files need not stand apart for these.
            let same = |one: &Reading, other: &Reading| {
                (&one.name, one.found, one.utc) == (&other.name, other.found, other.utc)
            };
            let found = all.iter_mut().find(|alike| {
                alike.readings.len() == file.readings.len()
                    && alike.readings.iter().zip(&file.readings).all(|(one, other)| same(one, other))
            });
            match found {
                Some(alike) => {
                    for (one, other) in alike.readings.iter_mut().zip(&file.readings) {
                        one.rewritten |= other.rewritten;
                        one.respelled |= other.respelled;
                    }
                    alike.files.push(file);
                }
                None => all.push(Alike { readings: file.readings.clone(), files: vec![file] }),
            }
        }
        all
    }

    fn columns(&self, alike: &Alike<'_>, zone: &Zone, excluding: bool) -> Result<Vec<String>, Unsayable> {
        let columns = self.contract.columns.values().zip(&alike.readings).enumerate();
        let columns = columns.map(|(at, (column, reading))| {
            let name = sql::name(&column.name);
            if reading.found == Found::Folder {
                let values = alike.files.iter().map(|file| file.readings.get(at)?.value.as_deref());
                return Ok(format!("{} AS {name}", folders(column, &values.collect::<Vec<_>>())));
            }
            let expression =
                expression(column, reading, zone, excluding).map_err(|precision| Unsayable::Digits {
                    file: alike.files.first().map(|file| file.path.clone()).unwrap_or_default(),
                    column: column.name.clone(),
                    precision,
                })?;
            Ok(if expression == name { name } else { format!("{expression} AS {name}") })
        });
        columns.collect()
    }

    /// Whether the rows of a file can be told by their numbers: a column of the file hides what is called alike.
    fn numbers(&self, file: &SnapshotFile) -> Result<(), Unsayable> {
        let own = self.contract.columns.keys().zip(&file.readings);
        let own = own.filter(|(_, reading)| !matches!(reading.found, Found::Nothing | Found::Folder));
        let own = own.map(|(name, reading)| reading.name.as_ref().unwrap_or(name));
        let hides = |name: &&String| PLACES.iter().any(|place| name.eq_ignore_ascii_case(place));
        match own.chain(&file.unknown_columns).find(hides) {
            Some(column) => Err(Unsayable::Numbers { file: file.path.clone(), column: column.clone() }),
            None => Ok(()),
        }
    }
}

/// Where a file lies, its letters standing for themselves.
fn path(file: &SnapshotFile) -> Result<String, Unsayable> {
    if file.path.contains(['\\', char::REPLACEMENT_CHARACTER]) {
        return Err(Unsayable::Name { file: file.path.clone() });
    }
    Ok(format!("getvariable('files') || {}", sql::text(&literal(&file.path))))
}

/// A path as a pattern that only it fits.
pub(in crate::workspace) fn literal(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            '*' | '?' | '[' => pattern.extend(['[', letter, ']']),
            _ => pattern.push(letter),
        }
    }
    pattern
}

/// Columns in lines that can be read.
fn wrapped(columns: impl Iterator<Item = String>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for column in columns {
        match lines.last_mut() {
            Some(line) if line.chars().count() + column.chars().count() < WIDTH => {
                line.push_str(", ");
                line.push_str(&column);
            }
            _ => lines.push(column),
        }
    }
    lines.join(",\n    ")
}
