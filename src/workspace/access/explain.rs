//! Which line of `access.toml` decides what somebody sees.

use super::{Assured, Decided, Detail, Granted, PAGES, Role, Sight, TAKEN};
use crate::kpi::Kpi;
use crate::workspace::Workspace;

/// Whether something is seen, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What it is: `KPI A1`.
    pub what: String,
    /// Whether it is seen.
    pub seen: bool,
    /// The line that decides it, in English.
    pub because: String,
}

impl Workspace {
    /// The first table of a named query that no KPI reads which is seen, and that is not common: for its rows the query is
    /// refused.
    pub fn unread_table(&self, sight: &Sight, query: &str) -> Option<&str> {
        let all = sight.role().is_none_or(|role| role.kpis.is_all());
        let uses = self.query_uses.get(query).filter(|_| !all)?;
        let is_read = |table: &str| {
            let common = self.access.as_ref().is_some_and(|access| access.common.contains(table));
            let mut kpis = self.kpis.values().filter(|kpi| sight.kpi(kpi));
            let reads =
                |kpi: &Kpi| self.uses.get(&kpi.code).is_some_and(|uses| uses.tables.contains_key(table));
            common || kpis.any(reads)
        };
        uses.tables.keys().map(String::as_str).find(|table| !is_read(table))
    }

    /// All that a name stands for (a KPI, its records, a dashboard, a page, a format, a query), and which line of the role
    /// decides whether it is seen. Nothing where it stands for nothing. `assured` says by what a KPI is known to tell nothing
    /// of others' rows.
    pub fn explained<'a>(
        &self,
        sight: &Sight,
        assured: impl Fn(&Kpi) -> Assured<'a>,
        name: &str,
    ) -> Vec<Explained> {
        let Some(role) = sight.role() else { return Vec::new() };
        let mut all = Vec::new();
        if let Some(kpi) = self.kpis.get(name) {
            let own = of_kpi(role, kpi, &assured(kpi));
            let records = own.seen.then(|| of_records(sight, role, kpi));
            all.extend([Some(own), records].into_iter().flatten());
        } else if self.refused.contains(name) {
            let because = "its file has mistakes: `minhbach check` lists them".to_owned();
            all.push(Explained { what: format!("KPI {name}"), seen: false, because });
        }
        if self.dashboards.contains_key(name) {
            all.push(listed("dashboard", "dashboards", name, &role.dashboards));
        }
        if PAGES.contains(&name) {
            all.push(listed("page", "pages", name, &role.pages));
        }
        if TAKEN.contains(&name) {
            all.push(listed("format", "formats", name, &role.formats));
        }
        if self.queries.contains_key(name) {
            all.push(self.of_query(sight, name));
        }
        all
    }

    fn of_query(&self, sight: &Sight, name: &str) -> Explained {
        let what = format!("query {name}");
        if let Some(table) = self.unread_table(sight, name) {
            let because = format!(
                "it reads table `{table}`, which no KPI reads that is seen and `common` does not name"
            );
            return Explained { what, seen: false, because };
        }
        match self.unowned_table(sight.scope(), name) {
            None => {
                let because = match sight.scope().is_everything() {
                    true => "KPIs that are seen read all its tables".to_owned(),
                    false => "of its own rows alone: KPIs that are seen read all its tables".to_owned(),
                };
                Explained { what, seen: true, because }
            }
            Some(table) => {
                let because =
                    format!("`rows` hides records, and no column of table `{table}` says whose its rows are");
                Explained { what, seen: false, because }
            }
        }
    }
}

fn listed(kind: &str, key: &str, name: &str, granted: &Granted) -> Explained {
    let (seen, because) = match granted.decided(name) {
        Decided::Granted(pattern) => (true, format!("`{key}` grants `{pattern}`")),
        Decided::Denied(pattern) => (false, format!("`deny` names `{pattern}` in `{key}`")),
        Decided::Unnamed => (false, format!("no line of `{key}` grants it")),
    };
    Explained { what: format!("{kind} {name}"), seen, because }
}

fn of_kpi(role: &Role, kpi: &Kpi, assured: &Assured<'_>) -> Explained {
    let own = listed("KPI", "kpis", &kpi.code, &role.kpis);
    if !own.seen {
        return own;
    }
    if let Some(dimension) = role.rows.keys().find(|dimension| !kpi.has(dimension)) {
        let because = format!(
            "it has no dimension `{dimension}`, by which `rows` hides records: whose its are nobody knows"
        );
        return Explained { seen: false, because, ..own };
    }
    let (seen, because) = match assured {
        Assured::AllRows => return own,
        Assured::Plan => (true, "its query makes each record of rows of one member alone".to_owned()),
        Assured::Proof => (true, "prove-access found that others' rows do not change it".to_owned()),
        Assured::Excused(reason) => (true, format!("`excused` shows it though others' rows may change it: {reason}")),
        Assured::Refuted => (false, "prove-access found that others' rows change it".to_owned()),
        Assured::Nothing => {
            (false, "others' rows may change it: `minhbach prove-access` finds out, for these definitions and this member".to_owned())
        }
    };
    Explained { seen, because: format!("{}; {because}", own.because), ..own }
}

fn of_records(sight: &Sight, role: &Role, kpi: &Kpi) -> Explained {
    let rows: Vec<&str> = role.rows.keys().map(String::as_str).collect();
    let rows = match rows.is_empty() {
        true => String::new(),
        false => format!(", of its own by `{}` alone", rows.join("`, `")),
    };
    let because = format!("`detail = \"{}\"`{rows}", sight.detail().word());
    Explained { what: format!("records of {}", kpi.code), seen: sight.detail() > Detail::Totals, because }
}
