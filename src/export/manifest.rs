//! What a pack is made of and from, for programs: whose figures, of which files by which definitions.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::Serialize;

use super::ExportError;
use super::bag::BagFile;
use super::format::Sink;
use super::material::{Material, PackOrder};
use super::part::{PackFile, Written};
use crate::kpi::{Better, Plan, Question};
use crate::report::{Answer, one, write_json};
use crate::store::sha256_hex;

/// Its file below `data/`.
pub(super) const FILE: &str = "manifest.json";

/// The version of its form.
const FORM: u32 = 1;

/// What a pack is made of and from.
#[derive(Debug, Serialize)]
pub struct Manifest {
    /// The version of this form.
    form: u32,
    /// The program that wrote it.
    program: String,
    /// What the workspace is called.
    plan: String,
    /// Which definitions: 64 hexadecimal digits.
    workspace: String,
    /// Which data: 64 hexadecimal digits.
    snapshot: String,
    /// The calendar of the period.
    calendar: String,
    /// The period that was asked for.
    period: String,
    first_day: String,
    last_day: String,
    provisional: bool,
    /// The day until which the data speak.
    data_date: String,
    /// Whether the data are made up.
    synthetic: bool,
    /// What the reader may see, by dimension; empty for all.
    scope: IndexMap<String, Vec<String>>,
    /// The filters by dimension, as codes; `null` is a member that is not known.
    filters: IndexMap<String, Vec<Option<String>>>,
    /// The view in which bodies and areas are counted.
    view: Option<String>,
    /// The dashboards, by id.
    dashboards: Vec<String>,
    /// The parts of the pack.
    parts: Vec<Part>,
    /// Where the data lie, as the settings say it.
    location: String,
    /// The files that figures were computed from.
    files: Vec<DataFile>,
    /// Files of the data of which no row counts, by path.
    unread: Vec<String>,
    /// The period as it was asked for; each KPI reads it in its own calendar. Nothing = the newest that has ended.
    asked: Option<String>,
    /// The files of the pack but this one, by path below `data/`.
    contents: BTreeMap<String, PackedFile>,
    /// The KPIs.
    kpis: Vec<KpiEntry>,
    /// Every figure; a proof names it by its place here, from 1.
    figures: Vec<Answer>,
}

/// A part of a pack.
#[derive(Debug, Serialize)]
struct Part {
    path: String,
    format: String,
    /// The profile that its writer kept to.
    written_with: Option<String>,
    /// What checked that it does; nobody unless said.
    checked_by: Option<String>,
}

/// A file of the pack.
#[derive(Debug, Serialize)]
struct PackedFile {
    size: u64,
    sha256: String,
}

/// A file of the data.
#[derive(Debug, Serialize)]
struct DataFile {
    table: String,
    path: String,
    size: u64,
    sha256: String,
    rows: u64,
    set_aside: u64,
    copies: u64,
    superseded: u64,
}

/// A KPI.
#[derive(Debug, Serialize)]
struct KpiEntry {
    code: String,
    title: String,
    /// The hash of its file.
    sql_sha256: String,
    /// Whether something is divided; else its value is its numerator.
    ratio: bool,
    /// By how much a quotient is multiplied: 100 for a percentage.
    times: i64,
    /// Which way is good.
    better: Better,
    /// What the plan promises, where it names a number.
    target: Option<TargetEntry>,
    /// For each dimension whether numerators and denominators of the parts add up to the whole's.
    adds: IndexMap<String, bool>,
}

/// What the plan promises.
#[derive(Debug, Serialize)]
struct TargetEntry {
    #[serde(serialize_with = "one")]
    value: Option<Decimal>,
    /// From which day on it must be.
    by: Option<String>,
}

impl KpiEntry {
    fn of(question: &Question<'_>, plan: &Plan) -> Self {
        let kpi = question.kpi();
        Self {
            code: kpi.code.clone(),
            title: kpi.title.clone(),
            sql_sha256: sha256_hex(kpi.file.text.as_bytes()),
            ratio: kpi.is_ratio(),
            times: kpi.unit.times.unwrap_or(1),
            better: kpi.better,
            target: plan.target(&kpi.code).map(|target| TargetEntry {
                value: Some(target.value),
                by: target.by.map(|day| day.to_string()),
            }),
            adds: kpi.dimensions.iter().map(|own| (own.clone(), question.adds_up(own))).collect(),
        }
    }
}

impl Manifest {
    /// Of what was written.
    pub(super) fn of(
        material: &Material<'_>,
        order: &PackOrder,
        written: &[(&PackFile, Written)],
        contents: &BTreeMap<String, BagFile>,
    ) -> Self {
        let (reader, edition) = (material.reader, &material.edition);
        let filters = order.ask.filters.iter();
        let part = |(part, written): &(&PackFile, Written)| Part {
            path: part.path.to_owned(),
            format: part.format.to_owned(),
            written_with: written.profile.clone(),
            checked_by: None,
        };
        let files = reader.snapshot().into_iter().flat_map(|snapshot| snapshot.files());
        Self {
            form: FORM,
            program: concat!("minhbach ", env!("CARGO_PKG_VERSION")).to_owned(),
            plan: edition.plan.clone(),
            workspace: reader.workspace().identity.clone(),
            snapshot: edition.snapshot.clone(),
            calendar: edition.period.calendar().name.clone(),
            period: edition.period.name(),
            first_day: edition.period.first_day().to_string(),
            last_day: edition.period.last_day().to_string(),
            provisional: edition.is_provisional(),
            data_date: edition.data_date.to_string(),
            synthetic: edition.synthetic,
            scope: edition.scope.iter().cloned().collect(),
            filters: filters
                .map(|(name, members)| (name.to_owned(), members.iter().cloned().collect()))
                .collect(),
            view: order.ask.view.clone(),
            dashboards: material.reports.iter().map(|report| report.id.clone()).collect(),
            parts: written.iter().map(part).collect(),
            files: files
                .map(|file| DataFile {
                    table: file.table.clone(),
                    path: file.path.clone(),
                    size: file.size,
                    sha256: file.sha256.clone(),
                    rows: file.rows,
                    set_aside: file.set_aside,
                    copies: file.copies,
                    superseded: file.superseded,
                })
                .collect(),
            location: reader.workspace().settings.data_location.clone(),
            unread: edition.unread.clone(),
            asked: order.ask.period.clone(),
            contents: contents
                .iter()
                .map(|(path, file)| {
                    (path.clone(), PackedFile { size: file.size, sha256: file.sha256.clone() })
                })
                .collect(),
            kpis: material
                .questions
                .values()
                .map(|question| KpiEntry::of(question, &reader.workspace().plan))
                .collect(),
            figures: material.figures.clone(),
        }
    }

    /// Writes it.
    ///
    /// # Errors
    /// Those of the writer.
    pub(super) fn write(&self, mut sink: &mut Sink<'_>) -> Result<(), ExportError> {
        write_json(&mut sink, self).map_err(|error| ExportError::format("json", "the manifest", error))?;
        Ok(sink.write_all(b"\n")?)
    }
}
