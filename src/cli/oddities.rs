//! What is odd about files that are used: columns that come, lack or bear another name, files that hold
//! the same, values that were rounded, days that nobody can be sure of.

use super::found::Found;
use crate::diagnostic::{Diagnostic, agreeing, counted};
use crate::kpi::{Caveat, fewer};
use crate::table::{Contract, Count, MOST_CODES, Oddities, Sensitivity};
use crate::workspace::{Dataset, UnlikeColumn};

/// Tells of every table's files, those of one kind together.
pub(super) fn of_data(dataset: &Dataset, found: &mut Found) {
    for contract in dataset.workspace().contracts.values() {
        let odd = dataset.oddities(contract);
        files_and_columns(contract, &odd, found);
        sent_again(contract, &odd, found);
        values(contract, &odd, found);
        texts(dataset, contract, &odd, found);
    }
}

fn files_and_columns(contract: &Contract, odd: &Oddities, found: &mut Found) {
    let (table, of) = (&contract.name, odd.files);
    for (column, files) in &odd.unknown {
        found.notes.push(format!(
            "{files} of {} of table `{table}` {} a column `{column}` that its contract does not know: it is not used",
            counted(of, "file"),
            agreeing(*files, "has", "have")
        ));
    }
    for column in &odd.absent {
        let message = format!("no file of table `{table}` has its column `{column}`");
        found.problems.push(Diagnostic::warning("lacking-column", contract.span.clone(), message));
    }
    for (column, files) in odd.lacking.iter().filter(|(column, _)| !odd.absent.contains(column)) {
        let message = format!(
            "{} of {} of table `{table}` {} its column `{column}`: {}",
            files.len(),
            counted(of, "file"),
            agreeing(files.len(), "lacks", "lack"),
            fewer(files)
        );
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

/// Files that hold nothing new, though their bytes are others.
fn sent_again(contract: &Contract, odd: &Oddities, found: &mut Found) {
    if !odd.resent.is_empty() {
        let message = format!(
            "every row of {} stands in another file of table `{}` too, and counts once: `{}`",
            counted(odd.resent.len() as u64, "file"),
            contract.name,
            odd.resent.join("`, `")
        );
        found.problems.push(Diagnostic::warning("repeated-file", contract.span.clone(), message));
    }
}

fn values(contract: &Contract, odd: &Oddities, found: &mut Found) {
    let table = &contract.name;
    for (column, values, largest) in &odd.rounded {
        found.notes.push(format!(
            "{} of column `{column}` of table `{table}` {} rounded, by {largest} at most",
            counted(*values, "value"),
            agreeing(*values, "was", "were")
        ));
    }
    for (column, Count { rows, of }) in &odd.zoneless {
        let message = format!(
            "{rows} of {} of table `{table}` {} a time without a zone in `{column}` whose day depends on how it is read",
            counted(*of, "row"),
            agreeing(*rows, "has", "have")
        );
        found
            .problems
            .push(Diagnostic::warning("zoneless-time", contract.span.clone(), message).help(format!(
            "it is read as local; write `naive = \"local\"` or `naive = \"utc\"` below `[columns.{column}]`"
        )));
    }
}

/// Codes and keys that are not what they look like.
fn texts(dataset: &Dataset, contract: &Contract, odd: &Oddities, found: &mut Found) {
    let table = &contract.name;
    let doubts = dataset.doubts(contract);
    let told = |name: &str| {
        doubts.iter().any(|doubt| matches!(doubt, Caveat::BlankEnds { column, .. } if column.name == name))
    };
    for (column, Count { rows, of }) in odd.blank_ends.iter().filter(|(column, _)| told(column)) {
        let message = format!(
            "{rows} of {} of table `{table}` {} blanks, or letters that nobody sees, at an end of `{column}`: what is the \
             same without them counts as different",
            counted(*of, "row"),
            agreeing(*rows, "has", "have")
        );
        let warning = Diagnostic::warning("blank-ends", contract.span.clone(), message);
        let help = format!("`trim = true` below `[columns.{column}]` takes them off");
        found.problems.push(warning.help(help));
    }
    for column in &odd.uncounted {
        let message = format!(
            "column `{column}` of table `{table}` has more than {} different codes in a file, and not all are compared with its \
             dimension's",
            grouped(MOST_CODES)
        );
        found.problems.push(Diagnostic::warning("many-codes", contract.span.clone(), message));
    }
    for unlike in dataset.unlike_columns().filter(|unlike| unlike.table == *table) {
        let UnlikeColumn { column, values, example, .. } = unlike;
        let public = contract.columns.get(&column).is_some_and(|column| match column.sensitivity {
            Sensitivity::Public | Sensitivity::Internal => true,
            Sensitivity::Personal | Sensitivity::Sensitive => false,
        });
        let example = if public { format!(", such as `{}`", shortened(&example)) } else { String::new() };
        let message = format!(
            "column `{column}` of table `{table}` is called as a dimension is, and none of its {} is a member of it, or nearly \
             one{example}",
            counted(values, "value")
        );
        let warning = Diagnostic::warning("unlike-codes", contract.span.clone(), message);
        found.problems.push(warning.help(format!(
            "if they are meant for its members, `references` below `[columns.{column}]` or `[{column}.aliases]` of the dimensions \
             says so; if not, give the column another name"
        )));
    }
}

/// So much of a value is enough to know it by.
const EXAMPLE: usize = 40;

fn shortened(value: &str) -> String {
    match value.char_indices().nth(EXAMPLE) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// `10,000`.
fn grouped(number: usize) -> String {
    format!("{},{:03}", number / 1_000, number % 1_000)
}
