//! The roles of `access.toml`, held against what the workspace has.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::form::{AccessForm, RoleForm, RowsForm};
use super::granted::{ALL, matches};
use super::{AUDIT, Access, Assurance, Detail, Granted, PAGES, Role, Rows, TAKEN};
use crate::dashboard::Dashboard;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned, form};
use crate::kpi::{Dimension, Kpi, MemberSource};
use crate::table::Contract;

/// What a role may name.
pub(in crate::workspace) struct Known<'a> {
    pub(in crate::workspace) dashboards: &'a IndexMap<String, Dashboard>,
    /// The codes of all KPI files, sound or not.
    pub(in crate::workspace) codes: &'a [&'a str],
    pub(in crate::workspace) kpis: &'a IndexMap<String, Kpi>,
    pub(in crate::workspace) dimensions: &'a IndexMap<String, Dimension>,
    pub(in crate::workspace) contracts: &'a IndexMap<String, Contract>,
}

/// The roles of the file. A file that cannot be read has none, so that nobody sees anything.
pub(in crate::workspace) fn read(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    known: &Known<'_>,
) -> Access {
    let Some(form) = form::read::<AccessForm>(problems, file, 0, &file.text) else {
        return Access::default();
    };
    let mut reading = Reading { problems, file, known };
    let narrowed: BTreeSet<&String> =
        form.roles.values().flat_map(|role| role.rows.keys()).map(Spanned::get_ref).collect();
    let mut common = BTreeSet::new();
    for name in &form.common {
        let known = reading.known.contracts.keys().map(String::as_str).collect::<Vec<_>>();
        if reading.is_one_of("unknown-table", "table", name, &known) {
            reading.says_whose(name, &narrowed);
            common.insert(name.get_ref().clone());
        }
    }
    let mut roles = IndexMap::new();
    for (name, form) in form.roles {
        let mut own = Diagnostics::default();
        let role = Reading { problems: &mut own, file, known }.role(&name, form);
        // What was meant may have been less than what is left without the line that is wrong.
        if !own.has_errors() {
            roles.insert(role.name.clone(), role);
        }
        problems.extend(own);
    }
    let purposes = form.purposes.into_iter().filter(|(name, _)| {
        let is_plain = is_plain(name.get_ref());
        if !is_plain {
            let message = format!("`{}` cannot name a purpose", name.get_ref());
            let problem = Diagnostic::error("purpose", file.span(name.span()), message);
            problems.push(problem.help("lower-case letters of ASCII, digits, `-` and `_`"));
        }
        is_plain
    });
    let purposes = purposes.map(|(name, words)| (name.into_inner(), words)).collect();
    Access { roles, common, purposes, assurance: Assurance::default() }
}

/// Whether a name can stand in addresses and headers as it is.
fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    !name.is_empty() && name.bytes().all(plain)
}

struct Reading<'a, 'b> {
    problems: &'a mut Diagnostics,
    file: &'a Arc<SourceFile>,
    known: &'a Known<'b>,
}

impl Reading<'_, '_> {
    fn error(&self, code: &'static str, name: &Spanned<String>, message: String) -> Diagnostic {
        Diagnostic::error(code, self.file.span(name.span()), message)
    }

    fn is_one_of(&mut self, code: &'static str, what: &str, name: &Spanned<String>, known: &[&str]) -> bool {
        let found = known.contains(&name.get_ref().as_str());
        if !found {
            let problem = self.error(code, name, format!("there is no {what} `{}`", name.get_ref()));
            self.problems.push(problem.suggest(name.get_ref(), known.iter().copied()));
        }
        found
    }

    /// Warns of a table that all see although its rows say whose they are, but for one that lists those members.
    fn says_whose(&mut self, table: &Spanned<String>, narrowed: &BTreeSet<&String>) {
        let lists = |dimension: &Dimension| match &dimension.members {
            MemberSource::Table(own) => own.table == *table.get_ref(),
            MemberSource::Values(_) => false,
        };
        let columns =
            self.known.contracts.get(table.get_ref()).into_iter().flat_map(|own| own.columns.values());
        let whose = columns.filter_map(|column| Some((column, column.code_list.as_ref()?)));
        let mut whose = whose.filter(|(_, list)| {
            narrowed.contains(list) && !self.known.dimensions.get(*list).is_some_and(lists)
        });
        if let Some((column, list)) = whose.next() {
            let message = format!(
                "all see the rows of `{}`, though its column `{}` says whose they are and roles see some of `{list}` only",
                table.get_ref(),
                column.name
            );
            let problem = Diagnostic::warning("common-rows", self.file.span(table.span()), message);
            self.problems.push(problem.help("tables that are everybody's hold code lists and calendars"));
        }
    }

    fn role(&mut self, name: &Spanned<String>, form: RoleForm) -> Role {
        let ids: Vec<&str> = self.known.dashboards.keys().map(String::as_str).collect();
        let codes = self.known.codes;
        let all = |lists: [&Vec<Spanned<String>>; 2]| -> Vec<Spanned<String>> {
            lists.into_iter().flatten().cloned().collect()
        };
        for each in all([&form.dashboards, &form.deny.dashboards]) {
            self.pattern("unknown-dashboard", "dashboard", &each, &ids, false);
        }
        for each in all([&form.kpis, &form.deny.kpis]) {
            self.pattern("unknown-kpi", "KPI", &each, codes, true);
        }
        for each in all([&form.pages, &form.deny.pages]) {
            self.pattern("unknown-page", "page", &each, &PAGES, false);
        }
        for each in all([&form.formats, &form.deny.formats]) {
            self.pattern("unknown-format", "format", &each, &TAKEN, false);
        }
        let detail = self.detail(form.detail.as_ref());
        let rows = self.rows(form.rows);
        let excused = form.excused.into_iter();
        let excused = excused.filter_map(|(code, reason)| {
            if reason.trim().is_empty() {
                let problem = self.error("no-reason", &code, format!("`{}` has no reason", code.get_ref()));
                self.problems
                    .push(problem.help("say why it is shown all the same: the reason stands at the figure"));
            }
            self.is_one_of("unknown-kpi", "KPI", &code, codes).then(|| (code.get_ref().clone(), reason))
        });
        let excused = excused.collect();
        let names = |list: Vec<Spanned<String>>| list.into_iter().map(|name| name.get_ref().clone());
        let pages = names(form.pages).flat_map(|page| match page.as_str() {
            // Who saw what is granted by its name alone.
            ALL => PAGES.iter().filter(|page| **page != AUDIT).map(|page| (*page).to_owned()).collect(),
            _ => vec![page],
        });
        let role = Role {
            name: name.get_ref().clone(),
            title: form.title,
            dashboards: Granted::new(names(form.dashboards), names(form.deny.dashboards)),
            kpis: Granted::new(names(form.kpis.clone()), names(form.deny.kpis)),
            pages: Granted::new(pages, names(form.deny.pages)),
            formats: Granted::new(names(form.formats), names(form.deny.formats)),
            detail,
            rows,
            excused,
        };
        self.hidden(&role, &form.kpis);
        role
    }

    /// A name or a pattern of names, of which there is one at least; `begins` whether `NS*` is a pattern.
    fn pattern(
        &mut self,
        code: &'static str,
        what: &str,
        given: &Spanned<String>,
        known: &[&str],
        begins: bool,
    ) {
        let pattern = given.get_ref().as_str();
        let is_pattern = pattern == ALL || (begins && pattern.ends_with(ALL));
        match is_pattern {
            true if pattern == ALL || known.iter().any(|name| matches(pattern, name)) => {}
            true => {
                let message = format!("no {what} begins with `{}`", pattern.trim_end_matches(ALL));
                let problem = self.error(code, given, message);
                self.problems.push(problem);
            }
            false => drop(self.is_one_of(code, what, given, known)),
        }
    }

    fn detail(&mut self, given: Option<&Spanned<String>>) -> Detail {
        let Some(given) = given else { return Detail::default() };
        let words = Detail::ALL.map(Detail::word);
        self.is_one_of("unknown-detail", "level of detail", given, &words);
        let found = Detail::ALL.into_iter().find(|detail| detail.word() == given.get_ref());
        found.unwrap_or_default()
    }

    fn rows(&mut self, given: IndexMap<Spanned<String>, RowsForm>) -> IndexMap<String, Rows> {
        let names: Vec<&str> = self.known.dimensions.keys().map(String::as_str).collect();
        let mut rows = IndexMap::new();
        for (name, form) in given {
            self.is_one_of("unknown-dimension", "dimension", &name, &names);
            let own = match form {
                RowsForm::Word(word) if word == "own" => Rows::Own,
                RowsForm::Word(word) => {
                    let message = format!("`{word}` says whose rows of `{}` are seen", name.get_ref());
                    let problem = self.error("unknown-rows", &name, message);
                    self.problems.push(problem.help("write \"own\", or a list of codes"));
                    continue;
                }
                RowsForm::Members(codes) if codes.is_empty() => {
                    let message = format!("no rows of `{}` are named", name.get_ref());
                    let problem = self.error("unknown-rows", &name, message);
                    self.problems.push(problem.help("name one code at least, or write \"own\""));
                    continue;
                }
                RowsForm::Members(codes) => Rows::Of(codes.into_iter().collect()),
            };
            rows.insert(name.get_ref().clone(), own);
        }
        rows
    }

    /// Tells of KPIs that a role names and cannot see, because they lack a dimension whose rows it sees only in part.
    fn hidden(&mut self, role: &Role, named: &[Spanned<String>]) {
        for name in named {
            let Some(kpi) = self.known.kpis.get(name.get_ref()) else { continue };
            let Some(lacking) = role.rows.keys().find(|dimension| !kpi.has(dimension)) else { continue };
            let message = format!("KPI `{}` lacks the dimension `{lacking}`", kpi.code);
            let problem = Diagnostic::warning("hidden-kpi", self.file.span(name.span()), message);
            self.problems.push(problem.help(format!(
                "the role `{}` sees some members of it only and is refused this KPI",
                role.name
            )));
        }
    }
}
