//! What bodies owe as one table.

use super::owed::OwedList;
use super::owed_item::{OwedBasis, OwedBody, OwedItem, OwedWhat};
use super::{Column, Kind, RowCell, Table};
use crate::calendar::DayRange;
use crate::locale::Locale;

impl OwedList {
    /// A line each thing: those of living bodies first, then those of which no successor is known. A report bears the days that
    /// it is for; what it is owed by stands as a clause's id or as a text.
    pub fn table(&self, locale: &Locale) -> Table {
        let left = self.left.iter().map(|body| (body, true));
        let all = self.bodies.iter().map(|body| (body, false)).chain(left);
        let rows = all.flat_map(|(body, left)| body.items.iter().map(move |item| self.row(body, item, left)));
        Table::of_values(self.columns(locale), rows.collect())
    }

    fn columns(&self, locale: &Locale) -> Vec<Column> {
        let (words, own) = (locale.words(), &locale.words().owed);
        let columns = [
            ("body", own.body_code, Kind::Text),
            ("name", own.body, Kind::Text),
            ("what", own.what, Kind::Text),
            ("first_day", words.lists.first_day, Kind::Day),
            ("last_day", words.lists.last_day, Kind::Day),
            ("kind", own.kind, Kind::Text),
            ("since", own.since, Kind::Day),
            ("days", own.late_days, Kind::Whole),
            ("as_of", own.late_as_of, Kind::Day),
            ("clause", words.clause, Kind::Text),
            ("basis", own.basis, Kind::Text),
            ("id", own.id, Kind::Text),
            ("inherited_from", own.inherited_from, Kind::Text),
            ("undetermined", own.undetermined, Kind::Answer),
        ];
        let mut columns =
            columns.map(|(name, title, kind)| Column { title: title.to_owned(), ..Column::new(name, kind) });
        let titles = self.kinds.iter().map(|kind| (kind.name.clone(), kind.called(locale).to_owned()));
        if let Some(kind) = columns.iter_mut().find(|column| column.name == "kind") {
            kind.labels = titles.collect();
        }
        columns.into()
    }

    fn row(&self, body: &OwedBody, item: &OwedItem, left: bool) -> Vec<RowCell> {
        let text = |text: Option<&String>| text.map_or(RowCell::Nothing, |text| RowCell::Text(text.clone()));
        let (what, days) = match &item.what {
            OwedWhat::Report { title, days, .. } => (title, Some(days)),
            OwedWhat::Text(text) => (text, None),
        };
        let day = |of: fn(&DayRange) -> crate::calendar::Day| {
            days.map_or(RowCell::Nothing, |days| RowCell::Day(of(days)))
        };
        let (clause, basis) = match &item.basis {
            Some(OwedBasis::Clause(id)) => (Some(id), None),
            Some(OwedBasis::Text(text)) => (None, Some(text)),
            None => (None, None),
        };
        vec![
            text(body.code.as_ref()),
            text(body.name.as_ref()),
            text(Some(what)),
            day(|days| days.first_day),
            day(|days| days.last_day),
            text(self.kinds.get(item.kind).map(|kind| &kind.name)),
            RowCell::Day(item.since),
            RowCell::Number(rust_decimal::Decimal::from(item.days()).into()),
            RowCell::Day(item.as_of),
            text(clause),
            text(basis),
            text(item.id.as_ref()),
            text(item.from.as_ref()),
            RowCell::Answer(left),
        ]
    }
}
