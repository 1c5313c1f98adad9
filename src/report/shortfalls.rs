//! What of each report could not be made.

use super::whole::{Shortfall, Whole};
use super::{
    Answer, Catalogue, CheckView, DataView, PacksView, PanelView, Passport, PlanView, ProblemsView,
    RecordView, RecordsReport, Report, ReportList,
};
use crate::kpi::Reason;
use crate::workspace::CheckError;

impl Whole for Report {
    fn shortfalls(&self) -> Vec<Shortfall> {
        let unchecked = self.unchecked.iter().filter(|check| check.failed);
        let unchecked = unchecked.map(|check| Shortfall { what: check.name.clone(), untold: None });
        self.panels.iter().flat_map(PanelView::shortfalls).chain(unchecked).collect()
    }
}

impl Whole for PlanView {
    fn shortfalls(&self) -> Vec<Shortfall> {
        let of = |(code, live): (&String, &Result<super::LiveFigure, super::ReportError>)| match live {
            Ok(live) => Shortfall::of_figure(code, &live.figure),
            Err(error) => Some(Shortfall::failed(code, error)),
        };
        self.figures.iter().filter_map(of).collect()
    }
}

impl Whole for CheckView {
    fn shortfalls(&self) -> Vec<Shortfall> {
        match &self.broken {
            Ok(_) => Vec::new(),
            Err(error) if !error.is_failure() => Vec::new(),
            // What finds it has told the log.
            Err(CheckError::Query(_)) => vec![Shortfall { what: self.name.clone(), untold: None }],
            Err(error) => vec![Shortfall::failed(&self.name, error)],
        }
    }
}

impl Whole for DataView {
    fn shortfalls(&self) -> Vec<Shortfall> {
        let failed = self.failed.iter().map(|kpi| Shortfall { what: kpi.code.clone(), untold: None });
        let checks = self.checks.iter().flat_map(CheckView::shortfalls);
        // What keeps nothing may be mended by itself.
        let unkept =
            self.unkept.iter().map(|_| Shortfall { what: "the state folder".to_owned(), untold: None });
        let bodies = self.bodies.iter().flat_map(PanelView::shortfalls);
        failed.chain(checks).chain(unkept).chain(bodies).collect()
    }
}

impl Whole for Passport {
    fn shortfalls(&self) -> Vec<Shortfall> {
        let code = &self.tile.head.kpi.code;
        let failed = self.records.as_ref().and_then(|records| records.as_ref().err());
        let records = failed.map(|error| Shortfall::failed(code, error));
        Shortfall::of_figure(code, &self.tile.figure).into_iter().chain(records).collect()
    }
}

/// A list that could not be made is an error.
impl Whole for RecordsReport {
    fn shortfalls(&self) -> Vec<Shortfall> {
        Shortfall::of_figure(&self.kpi.code, &self.figure).into_iter().collect()
    }
}

impl Whole for RecordView {
    fn shortfalls(&self) -> Vec<Shortfall> {
        Vec::new()
    }
}

/// It tells of this moment.
impl Whole for PacksView {
    fn shortfalls(&self) -> Vec<Shortfall> {
        Vec::new()
    }
}

/// It counts what arrived, and no figures.
impl Whole for ReportList {
    fn shortfalls(&self) -> Vec<Shortfall> {
        Vec::new()
    }
}

impl Whole for ProblemsView {
    fn shortfalls(&self) -> Vec<Shortfall> {
        vec![Shortfall { what: "what comes next".to_owned(), untold: None }]
    }
}

impl Whole for Catalogue {
    fn shortfalls(&self) -> Vec<Shortfall> {
        let of = |entry: &super::CatalogueEntry| match &entry.live {
            Ok(live) => Shortfall::of_figure(&entry.kpi.code, &live.figure),
            Err(error) => Some(Shortfall::failed(&entry.kpi.code, error)),
        };
        self.entries.iter().filter_map(of).collect()
    }
}

impl Whole for [Answer] {
    fn shortfalls(&self) -> Vec<Shortfall> {
        let why = |answer: &Answer| answer.why.as_ref().and_then(Reason::hindrance);
        self.iter().filter_map(|answer| Shortfall::hindered(&answer.code, why(answer))).collect()
    }
}
