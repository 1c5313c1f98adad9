//! Rows that failed their contract, a line for each table, file, column and rule; and where they are too many.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::table::{Fate, Finding, LoadError, Loss, LossOf, Rejected, Rule, losses};
use crate::workspace::Dataset;

use super::found::Found;

/// So many values are named in a line.
const EXAMPLES: usize = 3;

/// What stands in one line: the table by its place, the file, the column.
type Line = (usize, String, String, Rule, Fate);

/// The rows of one line.
#[derive(Default)]
struct Told {
    count: u64,
    /// The first different values, each with its first row.
    examples: Vec<(Option<String>, u64)>,
}

/// Rows set aside, kept and marked, or superseded.
///
/// # Errors
/// Where they cannot be read any more.
pub(super) fn rows(dataset: &Dataset, found: &mut Found) -> Result<(), LoadError> {
    let snapshot = dataset.snapshot();
    let contracts = &dataset.workspace().contracts;
    let mut lines: BTreeMap<Line, Told> = BTreeMap::new();
    for row in dataset.rejected().all()? {
        let Rejected { table, file, finding } = row?;
        let Finding { row, rule, column, value, fate, .. } = finding;
        // A reference that leads nowhere from a column of codes is told once, for all files, as an unknown code.
        let is_told = || value.as_ref().is_some_and(|code| dataset.tells_code(&table, &column, code));
        if fate == Fate::Served && rule == Rule::References && is_told() {
            continue;
        }
        let place = contracts.get_index_of(&table).unwrap_or(usize::MAX);
        let told = lines.entry((place, file, column, rule, fate)).or_default();
        told.count += 1;
        if told.examples.len() < EXAMPLES && told.examples.iter().all(|(known, _)| *known != value) {
            told.examples.push((value, row));
        }
    }
    let arrived: BTreeMap<&str, u64> = snapshot.files().map(|file| (file.path.as_str(), file.rows)).collect();
    for ((table, file, column, rule, fate), told) in &lines {
        let contract = contracts.get_index(*table).map(|(_, contract)| contract);
        let all = arrived.get(file.as_str()).copied().unwrap_or(0);
        let (count, examples) = (told.count, examples(told));
        let told = format!(
            "{count} of {all} {} of `{file}` ({})",
            rows_word(all),
            percent(count.into(), all.into())
        );
        let columns = format!("`{}`", column.split(", ").collect::<Vec<_>>().join("`, `"));
        let why = match fate {
            Fate::Served => format!("kept and marked: {columns} fails the check `{}`", rule.name()),
            Fate::SetAside => format!("set aside: {columns} fails the check `{}`", rule.name()),
            Fate::Repeated => format!("set aside, because a file before it has the same key {columns}"),
            Fate::Copy => format!("not counted again: a row that holds the same has the key {columns}"),
            Fate::Superseded => format!("superseded by later rows with the same key {columns}"),
        };
        let message = format!("{told} {} {why}: {}", if count == 1 { "is" } else { "are" }, examples);
        let code = match fate {
            Fate::Served => "kept-rows",
            Fate::SetAside => "set-aside",
            Fate::Repeated => "key-in-two-files",
            Fate::Copy => "copied-rows",
            Fate::Superseded => {
                found.notes.push(message);
                continue;
            }
        };
        if let Some(contract) = contract {
            found.problems.push(Diagnostic::warning(code, contract.span.clone(), message));
        }
    }
    Ok(())
}

/// Tables, files and bodies of which so much is set aside that it is an error, as the contract limits it.
pub(super) fn too_many(dataset: &Dataset, found: &mut Found) {
    for contract in dataset.workspace().contracts.values() {
        let files = dataset.snapshot().tables.get(&contract.name).map(Vec::as_slice).unwrap_or_default();
        for loss in losses(contract, files) {
            let of = match &loss.of {
                LossOf::Table => format!("table `{}`", contract.name),
                LossOf::File(path) => format!("file `{path}`"),
                LossOf::Body(code) => format!("what `{code}` sent for table `{}`", contract.name),
            };
            let key = match &loss.of {
                LossOf::Table => "table",
                LossOf::File(_) => "file",
                LossOf::Body(_) => "body",
            };
            let message = format!("{} of {of} set aside", amounts(&loss));
            let help = format!(
                "mend the data or the contract; from {}% on it is an error: `{key}` of `[set_aside]`",
                loss.limit
            );
            let problem = Diagnostic::error("too-many-set-aside", contract.span.clone(), message);
            found.problems.push(problem.help(help));
        }
    }
}

/// `12 of 40 rows (30.0%) and 25.0% of the money`. What nobody can read is no part of a share.
fn amounts(loss: &Loss) -> String {
    let Loss { lost, due, unstated, .. } = loss;
    let rows = percent(lost.rows.into(), due.rows.into());
    let rows = format!("{} of {} {} ({rows})", lost.rows, due.rows, rows_word(due.rows));
    let money = percent(lost.turnover, due.turnover);
    match *unstated {
        0 if due.turnover > 0 => format!("{rows} and {money} of the money"),
        0 => rows,
        all if all >= lost.rows || due.turnover == 0 => format!("{rows}, of an amount that cannot be read,"),
        some => format!("{rows} and {money} of the money, besides {some} of an amount that cannot be read,"),
    }
}

fn rows_word(count: u64) -> &'static str {
    if count == 1 { "row" } else { "rows" }
}

/// A share to one decimal, half up; what is there is never 0, and what is not all is never 100.
fn percent(part: i128, whole: i128) -> String {
    if whole == 0 {
        return "0.0%".to_owned();
    }
    let tenths = (part * 2000 + whole) / (whole * 2);
    let tenths = match tenths {
        0 if part > 0 => return "< 0.1%".to_owned(),
        1000.. if part < whole => 999,
        tenths => tenths,
    };
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn examples(told: &Told) -> String {
    let more = if (told.examples.len() as u64) < told.count { ", …" } else { "" };
    let named: Vec<String> = told
        .examples
        .iter()
        .map(|(value, row)| match value {
            Some(value) => format!("`{value}` (row {row})"),
            None => format!("empty (row {row})"),
        })
        .collect();
    format!("{}{more}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_is_rounded_and_never_to_nothing_or_all() {
        for (part, whole, expected) in [
            (0, 0, "0.0%"),
            (0, 7, "0.0%"),
            (1, 3, "33.3%"),
            (1, 2000, "0.1%"),
            (1, 2001, "< 0.1%"),
            (1999, 2000, "99.9%"),
            (5, 5, "100.0%"),
        ] {
            assert_eq!(percent(part, whole), expected, "{part} of {whole}");
        }
    }
}
