//! What is odd about files that are used: columns that come, lack or bear another name, files that hold
//! the same, values that were rounded, days that nobody can be sure of.

use super::listing::Found;
use crate::diagnostic::Diagnostic;
use crate::table::{Contract, Count, Oddities};
use crate::workspace::Dataset;

/// Tells of every table's files, those of one kind together.
pub(super) fn of_data(dataset: &Dataset, found: &mut Found) {
    for contract in dataset.workspace().contracts.values() {
        let odd = dataset.oddities(contract);
        files_and_columns(contract, &odd, found);
        values(contract, &odd, found);
    }
}

fn files_and_columns(contract: &Contract, odd: &Oddities, found: &mut Found) {
    let (table, of) = (&contract.name, odd.files);
    for (column, files) in &odd.unknown {
        found.notes.push(format!(
            "{files} of {of} files of table `{table}` have a column `{column}` that its contract does not know: it is not used"
        ));
    }
    for column in &odd.absent {
        let message = format!("no file of table `{table}` has its column `{column}`");
        found.problems.push(Diagnostic::warning("lacking-column", contract.span.clone(), message));
    }
    for (column, files) in odd.lacking.iter().filter(|(column, _)| !odd.absent.contains(column)) {
        let message = format!("{files} of {of} files of table `{table}` lack its column `{column}`");
        found.problems.push(Diagnostic::warning("lacking-column", contract.span.clone(), message));
    }
    for same in &odd.repeated {
        let (files, counted) = (same.join("`, `"), contract.key.is_empty());
        let message = match counted {
            true => format!("files hold the same, and the rows of each count: `{files}`"),
            false => format!("files hold the same, and only the rows of the first count: `{files}`"),
        };
        let warning = Diagnostic::warning("repeated-file", contract.span.clone(), message);
        found.problems.push(match counted {
            true => warning.help(format!(
                "take one away, or give table `{table}` a `key`; until then nobody looks whether KPIs that read it \
                 count records twice"
            )),
            false => warning,
        });
    }
}

fn values(contract: &Contract, odd: &Oddities, found: &mut Found) {
    let table = &contract.name;
    for (column, values, largest) in &odd.rounded {
        found.notes.push(format!(
            "{values} values of column `{column}` of table `{table}` were rounded, by {largest} at most"
        ));
    }
    for (column, Count { rows, of }) in &odd.zoneless {
        let message = format!(
            "{rows} of {of} rows of table `{table}` have a time without a zone in `{column}` whose day depends on how it is read"
        );
        found
            .problems
            .push(Diagnostic::warning("zoneless-time", contract.span.clone(), message).help(format!(
            "it is read as local; write `naive = \"local\"` or `naive = \"utc\"` below `[columns.{column}]`"
        )));
    }
}
