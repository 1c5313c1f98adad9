//! What things are called: dimensions, members, columns.

use std::collections::BTreeMap;

use super::{Dataset, Reader, Uses, code_lists};
use crate::calendar::Day;
use crate::dashboard::{Dashboard, Panel, Subject};
use crate::diagnostic::{Diagnostic, visible_ends};
use crate::kpi::records::COUNTED_IN;
use crate::kpi::{Dimension, Figure, Kpi, Members, UNKNOWN};
use crate::planted::{Leak, number_if};
use crate::table::{self, ColumnType, Contract, Sensitivity};

/// A label; of a code that has none, the code with what nobody sees written out.
fn told(code: &str, label: &str) -> String {
    if label == code { visible_ends(code).into_owned() } else { label.to_owned() }
}

impl<'a> Reader<'a> {
    /// What a dimension is called.
    pub fn dimension_title(&self, name: &str) -> String {
        self.workspace()
            .dimensions
            .get(name)
            .map_or_else(|| name.to_owned(), |dimension| dimension.title.clone())
    }

    /// What a member is called on a day.
    pub fn member_label(&self, dimension: &str, code: &str, day: Day) -> String {
        told(code, self.members(dimension).map_or(code, |members| members.label(code, day)))
    }

    /// What a body that owes reports is called on a day.
    pub fn body_label(&self, code: &str, day: Day) -> String {
        self.member_label(self.bodies().unwrap_or_default(), code, day)
    }

    /// What a body is called in a figure: a unit where the figure is in a view.
    pub fn body_of(&self, figure: &Figure, code: &str) -> String {
        self.code_label(figure, self.bodies().unwrap_or_default(), code)
    }

    /// What a report is called; its code where no dimension says it.
    pub fn report_label(&self, code: &str, day: Day) -> String {
        let reports = self.workspace().settings.reporting.reports.as_ref();
        reports.map_or_else(|| code.to_owned(), |name| self.member_label(name.get_ref(), code, day))
    }

    /// What a unit of a dimension's view is called on a day; a member where there is no such view.
    pub fn unit_label(&self, dimension: &str, view: Option<&str>, code: &str, day: Day) -> String {
        let units = self.units(dimension, view).ok().flatten();
        match units.zip(self.members(dimension)) {
            Some((units, members)) => told(code, units.label(members, code, day)),
            None => self.member_label(dimension, code, day),
        }
    }

    /// What a code of a dimension is called in a figure: a unit where the figure is in a view.
    pub fn code_label(&self, figure: &Figure, dimension: &str, code: &str) -> String {
        let day = figure.period.last_day().min(self.data_date());
        self.unit_label(dimension, figure.view.as_deref(), code, day)
    }

    /// What the member of a part is called; "not known" in the workspace's language.
    pub fn label(&self, part: &Figure) -> String {
        match &part.by {
            Some((dimension, Some(code))) => self.code_label(part, dimension, code),
            Some((_, None)) | None => self.locale().words().unknown.to_owned(),
        }
    }

    /// The members of a dimension that a reader may choose, in a view its units: code and label.
    ///
    /// A list depends on who asks, as every figure does.
    pub fn choices(&self, dimension: &str, view: Option<&str>) -> Vec<(String, String)> {
        let Some(members) = self.members(dimension) else { return Vec::new() };
        let (first_day, last_day) = (self.calendars().first_day(), self.data_date());
        let seen = |code: &&str| {
            self.scope().members(dimension).is_none()
                || self.scope().sees(dimension, Some(code), &members.ancestors(code, last_day))
        };
        if let Ok(Some(units)) = self.units(dimension, view) {
            let named = |unit: &str| (unit.to_owned(), units.label(members, unit, last_day).to_owned());
            let of_seen = |unit: &&str| {
                members.codes().filter(seen).any(|code| units.on(code, last_day) == Some(*unit))
            };
            let all = units.lived_between(members, first_day, last_day).into_iter();
            return all
                .filter(|unit| self.scope().members(dimension).is_none() || of_seen(unit))
                .map(named)
                .collect();
        }
        members
            .codes()
            .filter(|code| members.lived_between(code, first_day, last_day))
            .filter(|code| seen(code) || number_if(Leak::Choices) % 2 == 1)
            .map(|code| (code.to_owned(), members.label(code, last_day).to_owned()))
            .collect()
    }

    /// What a column of a KPI's records is called: its word in the KPI, its dimension's title, or its
    /// contract's.
    pub fn column_title(&self, kpi: &Kpi, name: &str) -> String {
        if let Some(column) = kpi.columns.iter().find(|column| column.name == name) {
            return column.label.clone();
        }
        if let Some(dimension) = self.workspace().dimensions.get(name) {
            return dimension.title.clone();
        }
        if let Some(title) = kpi.titles.get(name) {
            return title.clone();
        }
        let words = self.locale().words();
        match name {
            "day" => return words.record_day.to_owned(),
            COUNTED_IN => return words.counted_in.to_owned(),
            _ => {}
        }
        let uses = self.workspace().uses.get(&kpi.code);
        let own = uses.and_then(|uses| self.passed_on(uses, name));
        let column = own.or_else(|| self.contract_columns(uses, name).next());
        column.map_or_else(|| name.to_owned(), |column| column.title.clone())
    }

    /// Whether a column of a KPI's records holds amounts of money as a table has them.
    pub fn is_money(&self, kpi: &Kpi, name: &str) -> bool {
        let uses = self.workspace().uses.get(&kpi.code);
        let own = uses.and_then(|uses| self.passed_on(uses, name));
        own.or_else(|| self.contract_columns(uses, name).next())
            .is_some_and(|own| own.kind == ColumnType::Money)
    }

    /// What a reader sees in place of the codes in a column of a KPI's records: its dimension's members,
    /// or the labels of its contract, or the members of a dimension of the same list.
    pub fn column_labels(&self, kpi: &Kpi, name: &str) -> BTreeMap<String, String> {
        self.labels_of(self.workspace().uses.get(&kpi.code), name)
    }

    /// The same for a column of a named query's rows.
    pub fn query_labels(&self, query: &str, name: &str) -> BTreeMap<String, String> {
        self.labels_of(self.workspace().query_uses.get(query), name)
    }

    fn labels_of(&self, uses: Option<&Uses>, name: &str) -> BTreeMap<String, String> {
        if self.workspace().dimensions.contains_key(name) {
            return self.all_labels(name);
        }
        let mut labels = BTreeMap::new();
        for column in self.contract_columns(uses, name) {
            labels.extend(self.table_labels(column));
        }
        labels
    }

    /// Every code of a dimension, those that have ended among them.
    fn all_labels(&self, dimension: &str) -> BTreeMap<String, String> {
        let Some(members) = self.members(dimension) else { return BTreeMap::new() };
        let label = |code: &str| (code.to_owned(), members.label(code, self.data_date()).to_owned());
        let aliases = members
            .aliases()
            .map(|(spelling, code)| (spelling.to_owned(), members.label(code, self.data_date()).to_owned()));
        members.codes().map(label).chain(aliases).collect()
    }

    /// The dimension whose members are those that a column refers to.
    fn dimension_of(&self, reference: &table::Reference) -> Option<&Dimension> {
        code_lists::of_list(&self.workspace().dimensions, reference)
    }

    /// How far the values of a column of a KPI's records may travel: as those of the most sensitive column of a table
    /// that goes into it.
    pub fn column_sensitivity(&self, kpi: &Kpi, name: &str) -> Sensitivity {
        let uses = self.workspace().uses.get(&kpi.code);
        match name {
            // In which columns a record counts tells of what is in them.
            COUNTED_IN => kpi.columns.iter().map(|column| self.sensitivity(uses, &column.name)).max(),
            _ => Some(self.sensitivity(uses, name)),
        }
        .unwrap_or_default()
    }

    /// Whether the reader sees of a KPI's records who somebody is.
    pub fn tells_of_people(&self, kpi: &Kpi) -> bool {
        let uses = self.workspace().uses.get(&kpi.code);
        let mut columns = uses.iter().flat_map(|uses| uses.outputs.keys());
        columns.any(|name| !self.column_sensitivity(kpi, name).is_open()) && self.may_see_people()
    }

    /// The same of the rows of a named query.
    pub fn query_tells_of_people(&self, query: &str) -> bool {
        let mut columns =
            self.workspace().query_uses.get(query).into_iter().flat_map(|uses| uses.outputs.keys());
        let tells = |name: &String| !self.query_sensitivity(query, name).is_open();
        columns.any(tells) && self.may_see_people() && self.sees_query(query)
    }

    /// The same of a panel.
    pub fn panel_tells_of_people(&self, panel: &Panel) -> bool {
        match &panel.subject {
            Subject::Query { name, .. } => self.query_tells_of_people(name),
            Subject::Owed => self.owed_tells_of_people(),
            Subject::Kpi { .. } | Subject::Stages(_) | Subject::Several { .. } => false,
        }
    }

    /// The same of a dashboard: of its panels, and of the queries of which its brief tells.
    pub fn dashboard_tells_of_people(&self, dashboard: &Dashboard) -> bool {
        dashboard.panels.iter().any(|panel| self.panel_tells_of_people(panel))
            || dashboard
                .checks
                .iter()
                .chain(&dashboard.owed.kinds)
                .any(|name| self.query_tells_of_people(name))
    }

    /// The same of what bodies owe.
    pub fn owed_tells_of_people(&self) -> bool {
        let mut owed = self.workspace().queries.values().filter(|query| query.owed.is_some());
        owed.any(|query| self.query_tells_of_people(&query.name))
    }

    /// The same of what breaks identities.
    pub fn checks_tell_of_people(&self) -> bool {
        self.workspace().checks().any(|check| self.query_tells_of_people(&check.name))
    }

    /// The same for a column of a named query's rows.
    pub fn query_sensitivity(&self, query: &str, name: &str) -> Sensitivity {
        self.sensitivity(self.workspace().query_uses.get(query), name)
    }

    /// The views in which the reader may ask: none whose units take in rows of members whom the reader does not see.
    pub fn views(&self) -> Vec<&'a str> {
        let workspace = self.workspace();
        let parts = |view: &str| {
            let mut own = workspace.dimensions.values().filter(|each| each.views.contains_key(view));
            own.any(|each| self.scope().members(&each.name).is_some())
        };
        workspace.views().into_iter().filter(|view| !parts(view)).collect()
    }

    /// Whether a column of a KPI's records is seen.
    pub fn sees_column(&self, kpi: &Kpi, name: &str) -> bool {
        self.sees(self.column_sensitivity(kpi, name))
            && self.may_name(self.workspace().uses.get(&kpi.code), name)
    }

    /// The same for a column of a named query's rows.
    pub fn sees_query_column(&self, query: &str, name: &str) -> bool {
        self.sees(self.query_sensitivity(query, name))
            && self.may_name(self.workspace().query_uses.get(query), name)
    }

    /// Whether a column may be told to a reader: it names no file and no row of one to who may not see all of them.
    fn may_name(&self, uses: Option<&Uses>, name: &str) -> bool {
        let origin = uses.and_then(|uses| uses.outputs.get(name));
        let names = |(table, column): &(String, String)| table::names_file(table, column);
        !self.sight().is_restricted() || !origin.is_some_and(|origin| origin.columns.iter().any(names))
    }

    fn sensitivity(&self, uses: Option<&Uses>, name: &str) -> Sensitivity {
        let contracts = &self.workspace().contracts;
        let origin = uses.and_then(|uses| uses.outputs.get(name));
        let of = |(table, column): &(String, String)| {
            // What was set aside may be of any column.
            if table == table::REJECTED_ROWS && column == table::REJECTED_VALUE {
                let all = contracts.values().flat_map(|contract| contract.columns.values());
                return all.map(|column| column.sensitivity).max();
            }
            Some(contracts.get(table)?.columns.get(column)?.sensitivity)
        };
        origin.iter().flat_map(|origin| &origin.columns).filter_map(of).max().unwrap_or_default()
    }

    /// The table of which a column of a KPI's records holds the key of a row: nothing for a reader who does not see all
    /// rows, and where the query makes something else of it.
    pub fn record_of(&self, kpi: &Kpi, name: &str) -> Option<String> {
        self.key_of(self.workspace().uses.get(&kpi.code)?, name)
    }

    /// The same for a column of a named query's rows.
    pub fn query_record(&self, query: &str, name: &str) -> Option<String> {
        self.key_of(self.workspace().query_uses.get(query)?, name)
    }

    fn key_of(&self, uses: &Uses, name: &str) -> Option<String> {
        let mut columns = uses.outputs.get(name)?.passed_on.iter();
        let (Some((table, column)), None) = (columns.next(), columns.next()) else { return None };
        self.row_of(table, column)
    }

    /// A table whose rows the reader may see one by one: all rows are theirs, a KPI that they see reads it, and its key
    /// tells of nobody who they are whom they may not know.
    pub fn table_of_records(&self, table: &str) -> Option<&'a Contract> {
        let workspace = self.workspace();
        let may_list = self.scope().is_everything() && self.lists();
        let contract = workspace.contracts.get(table).filter(|_| may_list)?;
        let reads =
            |kpi: &Kpi| workspace.uses.get(&kpi.code).is_some_and(|uses| uses.tables.contains_key(table));
        let known = contract.key.iter().filter_map(|name| contract.columns.get(name));
        let sees = self.sight().role().is_none() || self.kpis().any(reads);
        (sees && known.into_iter().all(|column| self.sees(column.sensitivity))).then_some(contract)
    }

    /// The table of which a column of a table holds the key of a row: its own, or the one that it refers to.
    pub fn row_of(&self, table: &str, column: &str) -> Option<String> {
        let contracts = &self.workspace().contracts;
        let alone = |table: &str, column: &str| {
            self.table_of_records(table).is_some_and(|contract| contract.key == [column.to_owned()])
        };
        if alone(table, column) {
            return Some(table.to_owned());
        }
        let reference = contracts.get(table)?.columns.get(column)?.reference.as_ref()?;
        alone(&reference.table, &reference.column).then(|| reference.table.clone())
    }

    /// What a reader sees in place of the codes in a column of a table.
    pub fn table_labels(&self, column: &table::Column) -> BTreeMap<String, String> {
        let mut labels: BTreeMap<String, String> =
            column.labels.iter().map(|(code, label)| (code.clone(), label.clone())).collect();
        if let Some(listed) = column.reference.as_ref().and_then(|reference| self.dimension_of(reference)) {
            labels.extend(self.all_labels(&listed.name));
        }
        labels
    }

    /// The column of a table that a column is as it stands, where it is no other as well.
    fn passed_on(&self, uses: &Uses, name: &str) -> Option<&'a table::Column> {
        let mut columns = uses.outputs.get(name)?.passed_on.iter();
        let (Some((table, column)), None) = (columns.next(), columns.next()) else { return None };
        self.workspace().contracts.get(table)?.columns.get(column)
    }

    fn contract_columns<'b>(
        &'b self,
        uses: Option<&'b Uses>,
        name: &'b str,
    ) -> impl Iterator<Item = &'b table::Column> {
        let tables = uses.into_iter().flat_map(|uses| uses.tables.keys());
        tables.filter_map(move |table| self.workspace().contracts.get(table)?.columns.get(name))
    }
}

impl Dataset {
    /// Bodies that the plan names and nobody knows; nothing where no reporting dimension is.
    pub fn unknown_owners(&self) -> Vec<Diagnostic> {
        let bodies = self.workspace().settings.bodies().unwrap_or_default();
        let Some(members) = self.frame().members.get(bodies) else { return Vec::new() };
        self.workspace().plan.unknown_owners(bodies, &members.codes().collect::<Vec<_>>())
    }

    /// Views whose mapping gives one code several units at once: they cannot be used.
    pub fn split_units(&self) -> Vec<Diagnostic> {
        let splits = self.frame().members.values().flat_map(Members::splits);
        let placed = splits.filter_map(|split| {
            let mapping = self.workspace().dimensions.get(&split.dimension)?.views.get(&split.view)?;
            let problem = Diagnostic::error("split-unit", mapping.place.clone(), split.to_string());
            Some(
                problem
                    .help("a code belongs to one unit on each day; give its rows `first_day` and `last_day`"),
            )
        });
        placed.collect()
    }

    /// Dimensions whose table lists a member whose code stands for not known: the member is left out.
    pub fn reserved_codes(&self) -> Vec<Diagnostic> {
        let reserving = self.frame().members.iter().filter(|(_, members)| members.lists_reserved);
        let told = reserving.map(|(dimension, _)| {
            let message = format!(
                "dimension `{dimension}` lists a member `{UNKNOWN}`, which is what addresses call a member that \
                 is not known; it is left out"
            );
            Diagnostic::without_place("reserved-name", message).help("give the member another code")
        });
        told.collect()
    }
}
