//! What a figure is made of, in words: each number with the way of counting whose records are behind it.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::figure::{has_value, is_largest, number};
use super::sentence::{fill, list};
use crate::kpi::records::CountedIn;
use crate::kpi::{Figure, Kpi, Part, Role, State, ValueColumn};
use crate::locale::{Locale, Unit};

/// A number, and behind it what is counted.
type Told = (String, String);

/// A sentence of numbers, in pieces: text, with the way of counting of which it tells a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Terms(Vec<(String, Option<CountedIn>)>);

impl Terms {
    fn say(&mut self, text: &str) {
        self.0.push((text.to_owned(), None));
    }

    fn add(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// `a, b và c`; of each the number is told apart from what is counted.
    fn list(items: Vec<(Told, CountedIn)>, and: &str) -> Self {
        let last = items.len().saturating_sub(1);
        let mut all = Self::default();
        for (place, ((number, label), way)) in items.into_iter().enumerate() {
            match place {
                0 => {}
                _ if place == last => all.say(&format!(" {and} ")),
                _ => all.say(", "),
            }
            all.0.push((number, Some(way)));
            all.say(&label);
        }
        all
    }

    /// The words alone.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// The words, each number leading to the records that count in it, where a list can be narrowed to them.
    pub(super) fn linked(&self, to: impl Fn(Option<CountedIn>) -> String) -> Markup {
        html! {
            @for (text, way) in &self.0 {
                @match way {
                    Some(way) => a.number href=(to(Some(way.clone()))) { (text) },
                    None => (text),
                }
            }
        }
    }
}

/// `12 vụ đã xử lý trên 15 vụ (12 vụ phát hiện và 3 vụ tồn)`; nothing where no number stands behind it.
pub(super) fn in_words(locale: &Locale, kpi: &Kpi, figure: &Figure) -> Option<Terms> {
    // Half a formula says nothing; why there is no other half is told in its place.
    let sides = [Some(figure.numerator), kpi.is_ratio().then_some(figure.denominator)];
    if figure.state == State::Suppressed || sides.into_iter().flatten().any(|side| side.is_none()) {
        return None;
    }
    if !kpi.is_ratio() {
        return Some(Terms::list(terms(locale, kpi, figure, Role::Numerator), locale.words().pages.and));
    }
    let mut above = side(locale, kpi, figure, Role::Numerator, figure.numerator);
    above.say(&format!(" {} ", locale.words().over));
    Some(above.add(side(locale, kpi, figure, Role::Denominator, figure.denominator)))
}

/// The same where it says more than the value above it: a count or an amount of one column is said once.
pub(super) fn beyond_value(locale: &Locale, kpi: &Kpi, figure: &Figure) -> Option<Terms> {
    let mut columns = kpi.role(Role::Numerator);
    let few = kpi.columns.iter().zip(&figure.parts).any(|(own, part)| is_largest(own, part.cell.records));
    let once = match (columns.next(), columns.next(), figure.value) {
        (Some(_), None, Some(_)) => !kpi.is_ratio() && !few,
        (Some(_) | None, Some(_) | None, Some(_) | None) => false,
    };
    in_words(locale, kpi, figure).filter(|_| !once)
}

/// The numbers that are shown and never added, in words, and what they are: of an estimate, from how many it was made.
/// Nothing where all of them are 0.
pub(super) fn beside(locale: &Locale, kpi: &Kpi, figure: &Figure) -> Option<Terms> {
    if !has_value(figure) || told(kpi, figure, Role::Beside).iter().all(|(_, part)| is_nothing(part)) {
        return None;
    }
    let words = &locale.words().pages;
    let estimated = kpi.columns.iter().any(|column| column.unit.estimated);
    let mut all = Terms::default();
    all.say(&format!("{}: ", if estimated { words.estimated_from } else { words.beside }));
    Some(all.add(Terms::list(terms(locale, kpi, figure, Role::Beside), words.and)))
}

/// What a view leaves out, column by column, as a sentence without its full stop; nothing where it leaves out nothing.
pub fn left_out<'a>(
    locale: &Locale,
    kpi: &Kpi,
    amounts: impl IntoIterator<Item = (&'a str, Option<Decimal>)>,
) -> Option<String> {
    let amount = |(name, number)| {
        let column = kpi.columns.iter().find(|column| column.name == name)?;
        let (number, label) = term(locale, column, number);
        Some(number + &label)
    };
    let amounts: Vec<String> = amounts.into_iter().filter_map(amount).collect();
    let words = locale.words();
    (!amounts.is_empty()).then(|| fill(words.numbers.left_out, &[&list(&amounts, words.pages.and)]))
}

/// One side of the formula: its sum, and of what where it is several columns.
fn side(locale: &Locale, kpi: &Kpi, figure: &Figure, role: Role, sum: Option<Decimal>) -> Terms {
    let terms = terms(locale, kpi, figure, role);
    let sum = kpi.role(role).next().filter(|_| terms.len() > 1).map(|first| number(locale, sum, &first.unit));
    let several = Terms::list(terms, locale.words().pages.and);
    let Some(sum) = sum else { return several };
    let mut all = Terms(vec![(sum, Some(CountedIn::Side(role)))]);
    all.say(" (");
    let mut all = all.add(several);
    all.say(")");
    all
}

fn terms(locale: &Locale, kpi: &Kpi, figure: &Figure, role: Role) -> Vec<(Told, CountedIn)> {
    let told = told(kpi, figure, role).into_iter();
    let of = |(column, part): (&ValueColumn, &Part)| {
        (few(locale, column, part), CountedIn::Column(column.name.clone()))
    };
    told.map(of).collect()
}

/// The columns of a role with what they come to. Of several, those that are 0 are left out; where all are, the first
/// says so. The passport's table has every one.
fn told<'a>(kpi: &'a Kpi, figure: &'a Figure, role: Role) -> Vec<(&'a ValueColumn, &'a Part)> {
    let own = || kpi.columns.iter().zip(&figure.parts).filter(|(column, _)| column.role == role);
    let some: Vec<_> = own().filter(|(_, part)| !is_nothing(part)).collect();
    if some.is_empty() { own().take(1).collect() } else { some }
}

/// Whether a column comes to 0, which is not the same as having no number.
fn is_nothing(part: &Part) -> bool {
    part.cell.number.is_some_and(|number| number.is_zero())
}

/// A number and its label, saying so where it is the largest of few.
fn few(locale: &Locale, column: &ValueColumn, part: &Part) -> Told {
    let (number, label) = term(locale, column, part.cell.number);
    if !is_largest(column, part.cell.records) {
        return (number, label);
    }
    let count = locale.integer(i64::try_from(part.cell.records).unwrap_or(i64::MAX));
    let whole = fill(locale.words().passport.largest_of_few, &[&format!("{number}{label}"), &count]);
    (whole, String::new())
}

/// A number and its label. A label names what is counted, so that only money says its unit besides.
fn term(locale: &Locale, column: &ValueColumn, value: Option<Decimal>) -> Told {
    let unit = if column.unit.money || column.unit.is_percent() {
        column.unit.clone()
    } else {
        Unit { label: String::new(), ..column.unit.clone() }
    };
    let number = number(locale, value, &unit);
    let about = column.unit.estimated && value.is_some();
    let number = if about { fill(locale.words().numbers.about, &[&number]) } else { number };
    (number, format!(" {}", column.label))
}
