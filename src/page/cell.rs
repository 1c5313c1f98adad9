//! One cell of a table as a reader sees it.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::locale::{Locale, round};
use crate::report::{Kind, RowCell};

/// The text of a cell in a column of a kind; nothing where there is no value, or none that can be shown.
pub fn text(locale: &Locale, kind: Kind, cell: &RowCell) -> Option<String> {
    Some(match cell {
        RowCell::Nothing => return None,
        RowCell::Answer(answer) => {
            let words = &locale.words().pages;
            if *answer { words.yes } else { words.no }.to_owned()
        }
        RowCell::Number(digits) => number(locale, kind, digits.as_str()),
        RowCell::Day(day) => locale.date(*day),
        // Day and minute.
        RowCell::Moment(at, _) => format!("{} {}", locale.date(at.date()), at.format("%H:%M")),
        RowCell::Text(text) => match kind {
            Kind::Other => return None,
            Kind::Double => locale.exact(text),
            _ => text.clone(),
        },
    })
}

fn number(locale: &Locale, kind: Kind, digits: &str) -> String {
    let shown = match kind {
        Kind::Whole => digits.parse().ok().map(|value| locale.whole(value)),
        Kind::Decimal { scale } => of_scale(digits, scale).map(|value| locale.number(value, scale)),
        // A double that is too large or too small to be shown with two digits stands as it is.
        Kind::Double => digits.parse().ok().and_then(Decimal::from_f64).and_then(|value| {
            let shows = !round(value, 2).is_zero() || value.is_zero();
            shows.then(|| locale.number(value, 2))
        }),
        Kind::Long | Kind::Text | Kind::Answer | Kind::Day | Kind::Moment | Kind::Other => None,
    };
    shown.unwrap_or_else(|| locale.exact(digits))
}

/// The number with so many digits behind the mark; nothing where these are more than are counted with.
fn of_scale(digits: &str, scale: u32) -> Option<Decimal> {
    let mut value = Decimal::from_str_exact(digits).ok()?;
    value.rescale(scale);
    (value.scale() == scale).then_some(value)
}
