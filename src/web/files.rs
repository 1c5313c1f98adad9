//! The addresses of files, as the description of the API lists them.

use super::operation::Parameter::{
    self, Compare, CountedIn, Dimensions, Find, OwedKind, Owner, Period, Search, Sort, Standing, View,
};
use crate::export::{FORMATS, PNG_MEDIA, ZIP_MEDIA};

/// The address of a file.
pub(super) struct FileAddress {
    /// Its path; a name in braces stands for one.
    pub(super) path: &'static str,
    /// What programs made from the description call it.
    pub(super) name: &'static str,
    /// What it gives, in a sentence.
    pub(super) summary: &'static str,
    /// What may stand behind `?`.
    pub(super) parameters: &'static [Parameter],
    /// In which media types it comes.
    pub(super) media: fn() -> Vec<&'static str>,
}

/// What a page shows may be asked for with what stands behind `?` of the page.
const OF_PAGE: &[Parameter] = &[Period, View, Compare, Dimensions];

/// Every one of them.
pub(super) const FILES: &[FileAddress] = &[
    FileAddress {
        path: "/dashboards/{id}/export.{format}",
        name: "dashboardFile",
        summary: "A dashboard as a file, a table a panel; a format of single tables comes as a zip archive of them.",
        parameters: OF_PAGE,
        media: tables,
    },
    FileAddress {
        path: "/dashboards/{id}/panels/{panel}.{format}",
        name: "panelFile",
        summary: "One panel of a dashboard as a file.",
        parameters: OF_PAGE,
        media: tables,
    },
    FileAddress {
        path: "/kpis/{code}/export.{format}",
        name: "kpiFile",
        summary: "A KPI as a whole and by each of its dimensions as one table. A filter on a dimension that it lacks \
                  does not hold, as on its page.",
        parameters: OF_PAGE,
        media: tables,
    },
    FileAddress {
        path: "/kpis/{code}/records.{format}",
        name: "recordsFile",
        summary: "All records behind a KPI's figure, with codes, or those that a list shows.",
        parameters: &[Period, View, Compare, Find, CountedIn, Sort, Dimensions],
        media: tables,
    },
    FileAddress {
        path: "/kpis/export.{format}",
        name: "catalogueFile",
        summary: "What the KPIs are: definition, clauses, formula, target, tables, owners; and their figures.",
        parameters: &[Search, Period, View, Compare, Dimensions],
        media: tables,
    },
    FileAddress {
        path: "/plan/export.{format}",
        name: "planFile",
        summary: "The plan's promises in their order with who answers for each and where it stands, and their figures.",
        parameters: &[Owner, Standing, Period, View, Compare, Dimensions],
        media: tables,
    },
    FileAddress {
        path: "/data/export.{format}",
        name: "dataFile",
        summary: "What arrived: reports by body, tables, files, checks, every row that failed a check.",
        parameters: OF_PAGE,
        media: tables,
    },
    FileAddress {
        path: "/kpis/{code}/course.{drawing}",
        name: "course",
        summary: "The course of a KPI as its page draws it.",
        parameters: OF_PAGE,
        media: drawings,
    },
    FileAddress {
        path: "/charts/{id}/{panel}.{drawing}",
        name: "chart",
        summary: "The chart of one panel, on white.",
        parameters: OF_PAGE,
        media: drawings,
    },
    FileAddress {
        path: "/owed/export.{format}",
        name: "owedFile",
        summary: "What bodies owe as one table, by the living body that answers for it.",
        parameters: &[View, OwedKind, Dimensions],
        media: tables,
    },
    FileAddress {
        path: "/exports/pack.zip",
        name: "pack",
        summary: "The pack of a period, made from the figures that are served.",
        parameters: OF_PAGE,
        media: || vec![ZIP_MEDIA],
    },
    FileAddress {
        path: "/exports/{pack}.zip",
        name: "packMade",
        summary: "A pack that has been made, as it stands in the folder of packs.",
        parameters: &[],
        media: || vec![ZIP_MEDIA],
    },
];

fn tables() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.media).chain([ZIP_MEDIA]).collect()
}

fn drawings() -> Vec<&'static str> {
    vec!["image/svg+xml", PNG_MEDIA]
}
