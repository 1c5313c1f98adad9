//! How values are taken from files, as a contract writes it.

use indexmap::IndexMap;

use super::{ColumnFile, Reading};
use crate::diagnostic::Spanned;
use crate::locale::nfc;
use crate::table::contract::ColumnType;
use crate::table::intake::Intake;

impl Reading<'_> {
    /// No name of a file may lead to two columns.
    pub(super) fn aliases(&mut self, columns: &IndexMap<Spanned<String>, ColumnFile>) {
        let mut taken: IndexMap<String, &str> =
            columns.keys().map(|name| (name.get_ref().to_lowercase(), name.get_ref().as_str())).collect();
        for (name, written) in columns {
            for alias in &written.aliases {
                let text = nfc(alias.get_ref()).to_lowercase();
                let other = taken.insert(text.clone(), name.get_ref());
                if text.trim().is_empty() {
                    let message = format!("`{}` cannot name a column", alias.get_ref());
                    self.error("bad-alias", alias.span(), message, "");
                } else if let Some(other) = other.filter(|other| *other != name.get_ref()) {
                    let message = format!("`{}` already stands for column `{other}`", alias.get_ref());
                    self.error("bad-alias", alias.span(), message, "");
                }
            }
        }
    }

    /// How values are taken from a file; each key is for some types only.
    pub(super) fn intake(&mut self, name: &str, kind: ColumnType, written: &ColumnFile) -> Intake {
        let number = matches!(kind, ColumnType::Integer | ColumnType::Money | ColumnType::Decimal { .. });
        for (key, place, fits, what) in [
            ("trim", written.trim.as_ref().map(Spanned::span), kind == ColumnType::Text, "text"),
            ("naive", written.naive.as_ref().map(Spanned::span), kind == ColumnType::Date, "dates"),
            ("round", written.round.as_ref().map(Spanned::span), number, "numbers"),
            ("nan", written.nan.as_ref().map(Spanned::span), number, "numbers"),
        ] {
            if let Some(place) = place.filter(|_| !fits) {
                let message = format!("`{key}` is for {what}, and `{name}` is {}", kind.name());
                self.error("misplaced-reading", place, message, "");
            }
        }
        let is_set = |written: &Option<Spanned<bool>>| written.as_ref().is_some_and(|set| *set.get_ref());
        Intake {
            aliases: written.aliases.iter().map(|alias| nfc(alias.get_ref()).into_owned()).collect(),
            trim: is_set(&written.trim),
            naive: written.naive.as_ref().map(|naive| *naive.get_ref()),
            round: is_set(&written.round),
            nan: written.nan.as_ref().map(|nan| *nan.get_ref()),
        }
    }
}
