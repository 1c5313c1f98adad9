//! Which columns make a record count, and which numbers do not add up.

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::kpi::Aggregate;
use crate::kpi::definition::header::{Columns, Header, Rule};
use crate::kpi::definition::kpi::{Role, ValueColumn};

impl Reader<'_> {
    /// A sum of medians is the median of nothing.
    pub(super) fn added_medians(&mut self, role: Role, given: &Columns) {
        let ranked = |rule: &Rule| match rule.aggregate {
            Aggregate::Median | Aggregate::P90 => true,
            Aggregate::Sum | Aggregate::Distinct => false,
        };
        if role == Role::Beside || given.len() < 2 {
            return;
        }
        if let Some((name, _)) = given.iter().find(|(_, rule)| ranked(rule)) {
            let message = format!("`{}` would be added to another column", name.get_ref());
            let problem = Diagnostic::error("added-median", self.span(name), message)
                .label("neither medians nor what nine tenths do not exceed can be added")
                .help("give each a KPI of its own, or name it under `beside`, where nothing is added");
            self.fail(problem);
        }
    }

    /// Marks the columns beside the figure that a record may fill alone.
    pub(super) fn alone(&mut self, header: &Header, columns: &mut [ValueColumn]) {
        for name in &header.alone {
            let known = columns.iter().filter(|column| column.role == Role::Beside);
            let known: Vec<String> = known.map(|column| column.name.clone()).collect();
            match columns.iter_mut().find(|column| column.name == *name.get_ref()) {
                Some(column) if column.role == Role::Beside => column.alone = true,
                Some(_) | None => {
                    let message = format!("`alone` names `{}`, which is no column beside", name.get_ref());
                    let problem = Diagnostic::error("unknown-column", self.span(name), message);
                    self.lack(problem.suggest(name.get_ref(), known.iter().map(String::as_str)));
                }
            }
        }
    }
}
