//! For which days a table speaks: the column of its rows' day, and the days without data.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Reading;
use crate::calendar::Day;
use crate::diagnostic::{Date, Spanned};
use crate::locale::nfc;
use crate::table::contract::{Column, ColumnType, TableGap};

/// A gap as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GapFile {
    /// The first day without data.
    first_day: Spanned<Date>,
    /// The last one.
    last_day: Spanned<Date>,
    /// Why, for readers.
    label: String,
}

impl Reading<'_> {
    /// The column of a row's day: a date, or what happened then cannot be placed.
    pub(super) fn day(
        &mut self,
        columns: &IndexMap<String, Column>,
        name: &Spanned<String>,
    ) -> Option<String> {
        let own = self.existing(columns, name)?;
        let kind = columns.get(&own).map(|column| column.kind)?;
        if kind != ColumnType::Date {
            let message = format!("`day` is a date, and `{own}` is {}", kind.name());
            self.error("wrong-type", name.span(), message, "name a column of the type `date`");
            return None;
        }
        Some(own)
    }

    pub(super) fn gaps(&mut self, written: &[Spanned<GapFile>], has_day: bool) -> Vec<TableGap> {
        if let Some(first) = written.first().filter(|_| !has_day) {
            let message = "`gaps` stand in the days of a column, and none is named".to_owned();
            self.error("missing-key", first.span(), message, "add `day = \"COLUMN\"`");
        }
        let read = written.iter().map(|gap| {
            let (place, gap) = (gap.span(), gap.get_ref());
            let (first_day, last_day) = (self.date(&gap.first_day)?, self.date(&gap.last_day)?);
            if last_day < first_day {
                let message = "the gap ends before it begins".to_owned();
                self.error("bad-bound", place, message, "");
                return None;
            }
            Some(TableGap { first_day, last_day, label: nfc(&gap.label).into_owned() })
        });
        read.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    pub(super) fn date(&mut self, written: &Spanned<Date>) -> Option<Day> {
        let day = written.get_ref().day();
        if day.is_none() {
            self.error(
                "date",
                written.span(),
                "expected a date".to_owned(),
                "write it as 2023-05-08, without quotes",
            );
        }
        day
    }
}
