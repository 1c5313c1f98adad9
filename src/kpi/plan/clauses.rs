//! The promises: clauses of the plan with their text and targets, kept apart from how they are
//! measured.

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;

use super::status::{Status, status};
use crate::calendar::Day;
use crate::diagnostic::{Date, Diagnostic, Diagnostics, SourceFile, Span, Spanned, form};
use crate::kpi::definition::kpi::Kpi;
use crate::kpi::slices::figure::Figure;
use crate::kpi::slices::filter::Filters;

/// The plan in its own order.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Headings of its parts.
    pub sections: Vec<Section>,
    /// What it promises.
    pub clauses: Vec<Clause>,
    /// The bodies that answer for anything, each with the place where it is first named.
    owners: IndexMap<String, Span>,
}

/// A heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// The part of the plan.
    pub id: String,
    /// Its heading, word for word.
    pub title: String,
    /// The bodies that answer for its clauses: codes of the dimension of those that report.
    pub owners: Vec<String>,
}

/// A promise.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its place in the plan, e.g. `III.1/2` for the second bullet of III.1.
    pub id: String,
    /// Its text, word for word.
    pub text: String,
    /// Why nothing measures it, or what measures it later.
    pub note: Option<String>,
    /// The bodies that answer for it, its section's where it names none: codes of the dimension of those that report.
    pub owners: Vec<String>,
    /// What measures it.
    pub answers: Vec<Answer>,
}

/// A KPI that answers a clause.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The KPI.
    pub code: String,
    /// Where the plan names it.
    pub place: Span,
    /// What the clause promises of it, where it names a number.
    pub target: Option<Target>,
}

/// A number that must be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// In the KPI's unit.
    pub value: Decimal,
    /// From when on it must be.
    pub by: Option<Day>,
    /// Who set it.
    pub source: TargetSource,
    /// Dimensions for each of whose members it holds by itself; none = for the unfiltered whole.
    pub each: Vec<String>,
}

/// Who set a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetSource {
    /// The plan itself.
    Plan,
    /// A law that binds anyway.
    Law,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanForm {
    /// Headings of the plan's parts, in its order.
    #[serde(default)]
    section: Vec<SectionForm>,
    /// What it promises, in its order.
    clause: Vec<ClauseForm>,
}

/// A heading.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Section")]
struct SectionForm {
    /// The part of the plan.
    id: String,
    /// Its heading, word for word.
    title: String,
    /// The bodies that answer for its clauses: codes of the dimension of those that report.
    #[serde(default)]
    owners: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ClauseForm {
    /// Its place in the plan: `III.1/2` is the second bullet of III.1.
    id: Spanned<String>,
    /// Its text, word for word.
    text: String,
    /// Why nothing measures it, or what else a reader must know.
    note: Option<String>,
    /// The bodies that answer for it, by code.
    #[serde(default)]
    owners: Vec<Spanned<String>>,
    /// What measures it.
    #[serde(default)]
    kpi: Vec<AnswerForm>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AnswerForm {
    /// The KPI.
    code: Spanned<String>,
    /// The number to be reached, in the KPI's unit; only where the plan or a law names one.
    #[schemars(with = "Option<f64>")]
    target: Option<Spanned<toml::Value>>,
    /// The day by which it is to be reached.
    by: Option<Spanned<Date>>,
    /// Who set it.
    source: Option<TargetSource>,
    /// Dimensions for each of whose members it holds.
    #[serde(default)]
    each: Vec<Spanned<String>>,
}

/// The JSON Schema of the plan's file.
pub fn plan_schema() -> Schema {
    schema_for!(PlanForm)
}

impl Plan {
    /// Reads the plan's file.
    pub fn parse(problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Option<Self> {
        let form: PlanForm = form::read(problems, file, 0, &file.text)?;
        let of_clauses = form.clause.iter().flat_map(|clause| &clause.owners);
        let mut owners = IndexMap::new();
        for owner in form.section.iter().flat_map(|section| &section.owners).chain(of_clauses) {
            owners.entry(owner.get_ref().clone()).or_insert_with(|| file.span(owner.span()));
        }
        let codes = |owners: Vec<Spanned<String>>| owners.into_iter().map(Spanned::into_inner).collect();
        let section =
            |form: SectionForm| Section { id: form.id, title: form.title, owners: codes(form.owners) };
        let sections: Vec<Section> = form.section.into_iter().map(section).collect();
        let mut clauses: Vec<Clause> = Vec::new();
        for clause in form.clause {
            if clauses.iter().any(|known| &known.id == clause.id.get_ref()) {
                let message = format!("clause `{}` stands here twice", clause.id.get_ref());
                problems.push(Diagnostic::error("twice", file.span(clause.id.span()), message));
            }
            if clause.kpi.is_empty() && clause.note.is_none() {
                let message = format!("clause `{}` has no KPI and does not say why", clause.id.get_ref());
                problems.push(
                    Diagnostic::warning("unanswered", file.span(clause.id.span()), message)
                        .help("add `[[clause.kpi]]`, or a `note` that says why nothing measures it"),
                );
            }
            let answers = clause.kpi.iter().map(|answer| answer.resolve(problems, file)).collect();
            let id = clause.id.into_inner();
            let section = sections.iter().find(|section| section.id == section_of(&id));
            let owners = match section {
                Some(section) if clause.owners.is_empty() => section.owners.clone(),
                Some(_) | None => codes(clause.owners),
            };
            clauses.push(Clause { id, text: clause.text, note: clause.note, owners, answers });
        }
        Some(Self { sections, clauses, owners })
    }

    /// Holds the codes and `each` against the KPIs that exist.
    pub fn check<'k>(
        &self,
        problems: &mut Diagnostics,
        known: &[&str],
        kpi: impl Fn(&str) -> Option<&'k Kpi>,
    ) {
        for answer in self.clauses.iter().flat_map(|clause| &clause.answers) {
            let place = || answer.place.clone();
            if !known.contains(&answer.code.as_str()) {
                let message = format!("there is no KPI `{}`", answer.code);
                let problem = Diagnostic::error("unknown-kpi", place(), message);
                problems.push(problem.suggest(&answer.code, known.iter().copied()));
            }
            let Some(kpi) = kpi(&answer.code) else { continue };
            for each in answer.target.iter().flat_map(|target| &target.each).filter(|each| !kpi.has(each)) {
                let message = format!("`{}` has no dimension `{each}`", kpi.code);
                let known = kpi.dimensions.iter().map(String::as_str);
                problems.push(Diagnostic::error("unknown-dimension", place(), message).suggest(each, known));
            }
        }
    }

    /// The bodies that answer for anything and that are no members of their dimension, each told once.
    pub fn unknown_owners(&self, dimension: &str, members: &[&str]) -> Vec<Diagnostic> {
        let unknown = self.owners.iter().filter(|(owner, _)| !members.contains(&owner.as_str()));
        let told = unknown.map(|(owner, place)| {
            let message = format!("`{dimension}` has no member `{owner}`");
            let problem = Diagnostic::error("unknown-member", place.clone(), message);
            problem.suggest(owner, members.iter().copied())
        });
        told.collect()
    }

    /// The clauses that a KPI answers, in the plan's order.
    pub fn clauses_of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Clause> {
        self.clauses.iter().filter(move |clause| clause.answers.iter().any(|answer| answer.code == code))
    }

    /// The first target that the plan sets for a KPI.
    pub fn target(&self, code: &str) -> Option<&Target> {
        let answers = self.clauses.iter().flat_map(|clause| &clause.answers);
        answers.filter(|answer| answer.code == code).find_map(|answer| answer.target.as_ref())
    }

    /// Judges a figure against its KPI's target: only the unfiltered whole, or a member for each of
    /// which the target holds, and never where the period begins before the records are whole or the tables
    /// speak for a part of it only. What ended before the target's day is judged no more once that day has come.
    pub fn judge(&self, kpi: &Kpi, figure: &Figure, filters: &Filters, data_date: Day) -> Option<Status> {
        let target = self.target(&kpi.code)?;
        let reaches = match &figure.by {
            None => true,
            Some((dimension, member)) => member.is_some() && target.each.contains(dimension),
        };
        // A promise is for bodies as they were, and for all of them.
        let narrowed = figure.view.is_some() && (figure.by.is_some() || !figure.left_out.is_empty());
        if !filters.is_empty() || !reaches || narrowed || figure.before_since || figure.is_partial() {
            return None;
        }
        let on = figure.period.last_day().min(data_date);
        status(kpi.better, target.value, target.by, figure.value, on, data_date)
    }
}

impl Clause {
    /// The id of the section that it stands in: `III.1` of `III.1/2`.
    pub fn section(&self) -> &str {
        section_of(&self.id)
    }
}

fn section_of(clause: &str) -> &str {
    clause.split_once('/').map_or(clause, |(section, _)| section)
}

impl AnswerForm {
    fn resolve(&self, problems: &mut Diagnostics, file: &Arc<SourceFile>) -> Answer {
        let target = self.target.as_ref().and_then(|given| {
            let number = match given.get_ref() {
                toml::Value::Integer(number) => Some(Decimal::from(*number)),
                toml::Value::Float(number) => Decimal::from_f64(*number),
                toml::Value::String(_)
                | toml::Value::Boolean(_)
                | toml::Value::Datetime(_)
                | toml::Value::Array(_)
                | toml::Value::Table(_) => None,
            };
            if number.is_none() {
                let problem =
                    Diagnostic::error("target", file.span(given.span()), "`target` is not a number");
                problems.push(problem);
            }
            if self.source.is_none() {
                let span = file.span(given.span());
                let problem = Diagnostic::error("target", span, "a target says who set it");
                problems.push(problem.help("add `source = \"plan\"` or `source = \"law\"`"));
            }
            Some(Target {
                value: number?,
                by: self.by.as_ref().and_then(|by| by.get_ref().day()),
                source: self.source?,
                each: self.each.iter().map(|each| each.get_ref().clone()).collect(),
            })
        });
        if let Some(by) = self.by.as_ref().filter(|by| by.get_ref().day().is_none()) {
            problems.push(
                Diagnostic::error("date", file.span(by.span()), "`by` is not a date")
                    .help("write it as 2025-12-31, without quotes"),
            );
        }
        Answer { code: self.code.get_ref().clone(), place: file.span(self.code.span()), target }
    }
}
