//! `data.json`: all that a template may print, as plain values. Its form is told in `docs/reports.md`.
//!
//! Numbers are there twice: as a person reads them, and exactly, as text of digits. What is not there is `null`.

mod block;
mod edition;
mod figure;
mod sheet;

use std::collections::BTreeMap;

use serde::Serialize;

use self::block::TableData;
use self::edition::EditionData;
use self::figure::{FigureData, TargetData};
use self::sheet::SheetData;
use crate::calendar::Day;
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::material::Material;
use crate::locale::{Locale, PrintWords};
use crate::page;
use crate::report::{Answer, CheckView, Edition, Sent, sent, write_json};
use crate::workspace::{Reader, Workspace};

/// The version of its form.
const FORM: u32 = 1;

/// What a template finds.
#[derive(Serialize)]
pub(super) struct Data {
    form: u32,
    /// What the document is called.
    title: String,
    /// The language's code.
    language: &'static str,
    /// What the built-in templates say, in that language.
    words: PrintWords,
    edition: EditionData,
    /// The KPIs for which the plan or a law sets a number.
    targets: Vec<TargetData>,
    /// How many bodies owe a report whose days fall into the period and which is due; nothing where no body reports.
    owing: Option<usize>,
    /// Those of them that have not sent all of theirs, by name.
    unreported: Vec<String>,
    /// Of these the one that is late the longest.
    overdue: Option<OverdueData>,
    /// The identities that the data should hold and do not, or of which nothing can be said.
    checks: Vec<CheckData>,
    /// How many identities there are.
    checked: usize,
    /// The KPIs that tell of reports.
    reporting: Vec<FigureData>,
    /// The figures as wholes, without their parts, by code.
    figures: BTreeMap<String, Vec<FigureData>>,
    /// Rows of the queries that the templates name.
    tables: BTreeMap<String, TableData>,
    /// The dashboards, or the sheets of a book.
    sheets: Vec<SheetData>,
}

/// An identity that is broken.
#[derive(Serialize)]
struct CheckData {
    title: String,
    /// How often, as a sentence.
    text: String,
}

/// Reports that are late.
#[derive(Serialize)]
struct OverdueData {
    report: String,
    body: String,
    days: String,
}

/// Charts by the path under which a template finds them.
pub(super) type Charts = Vec<(String, String)>;

impl Data {
    /// Of a pack.
    pub(super) fn of_pack(material: &Material<'_>, charts: &mut Charts) -> Self {
        let (reader, ask) = (material.reader, &material.ask);
        let workspace = reader.workspace();
        let mut figures: BTreeMap<String, Vec<FigureData>> = BTreeMap::new();
        for answer in material.figures.iter().filter(|answer| answer.by.is_empty()) {
            figures.entry(answer.code.clone()).or_default().push(FigureData::of(reader, answer));
        }
        let tables = material.tables.iter().map(|(name, rows)| {
            let table = match rows {
                Ok(view) => TableData::of_table(reader.locale(), &view.table),
                Err(error) => TableData::refused(page::refusal(error, reader.locale()).sentence),
            };
            (name.clone(), table)
        });
        let own = |code: &str| -> Option<&Answer> {
            material.figures.iter().find(|answer| answer.code == code && answer.by.is_empty())
        };
        let reporting = workspace.settings.reporting.kpis.iter();
        let reporting = reporting.filter_map(|code| own(code.get_ref()));
        let sheets = material.reports.iter();
        let sent = sent(reader, ask, &material.edition.period);
        let broken = material.checks.iter().filter_map(CheckView::sentence);
        let broken = broken.map(|(title, sentence)| CheckData {
            title: title.to_owned(),
            text: page::sentence(reader.locale(), &sentence),
        });
        Self {
            targets: TargetData::all(reader.locale(), &material.plan),
            owing: reader.bodies().map(|_| sent.owing),
            overdue: overdue(reader.locale(), &sent),
            unreported: sent.unsent.into_iter().map(|body| body.body).collect(),
            checks: broken.collect(),
            checked: material.checks.len(),
            reporting: reporting.map(|answer| FigureData::of(reader, answer)).collect(),
            figures,
            tables: tables.collect(),
            sheets: sheets.map(|report| SheetData::of_report(reader, ask, report, charts)).collect(),
            ..Self::blank(reader.locale(), workspace, &material.edition, &material.edition.plan)
        }
    }

    /// Of a book.
    pub(super) fn of_book(
        reader: &Reader<'_>,
        book: Book<'_>,
        charts: &mut Charts,
    ) -> Result<Self, ExportError> {
        let own = Self::blank(reader.locale(), reader.workspace(), &book.edition, &book.title);
        let sheets = book.sheets.into_iter().map(|sheet| SheetData::of_sheet(reader, sheet, charts));
        Ok(Self { sheets: sheets.collect::<Result<_, _>>()?, ..own })
    }

    /// Of nothing: what templates are held against before there are data.
    pub(super) fn sample(workspace: &Workspace, day: Day) -> Self {
        let locale = Locale::new(workspace.settings.language);
        let names = workspace.templates.values().flat_map(|template| &template.queries);
        Self {
            form: FORM,
            title: workspace.settings.title.clone(),
            language: locale.language().code(),
            words: locale.words().print,
            edition: EditionData::sample(&locale, &workspace.settings.title, day),
            targets: Vec::new(),
            owing: None,
            unreported: Vec::new(),
            overdue: None,
            checks: Vec::new(),
            checked: 0,
            reporting: Vec::new(),
            figures: BTreeMap::new(),
            tables: names.map(|name| (name.clone(), TableData::default())).collect(),
            sheets: Vec::new(),
        }
    }

    fn blank(locale: &Locale, workspace: &Workspace, edition: &Edition, title: &str) -> Self {
        Self {
            form: FORM,
            title: title.to_owned(),
            language: locale.language().code(),
            words: locale.words().print,
            edition: EditionData::of(locale, edition, workspace),
            targets: Vec::new(),
            owing: None,
            unreported: Vec::new(),
            overdue: None,
            checks: Vec::new(),
            checked: 0,
            reporting: Vec::new(),
            figures: BTreeMap::new(),
            tables: BTreeMap::new(),
            sheets: Vec::new(),
        }
    }

    /// As a file.
    pub(super) fn json(&self) -> Result<Vec<u8>, ExportError> {
        let mut bytes = Vec::new();
        write_json(&mut bytes, self).map_err(|error| ExportError::format("pdf", "its data", error))?;
        Ok(bytes)
    }
}

/// Who is late the longest, with all that is missing from it.
fn overdue(locale: &Locale, sent: &Sent) -> Option<OverdueData> {
    let days = sent.unsent.iter().filter_map(|body| body.days).max().filter(|days| *days > 0)?;
    let oldest = sent.unsent.iter().find(|body| body.days == Some(days))?;
    let reports: Vec<&str> = oldest.reports.iter().map(|each| each.report.as_str()).collect();
    Some(OverdueData { report: reports.join("; "), body: oldest.body.clone(), days: locale.integer(days) })
}
