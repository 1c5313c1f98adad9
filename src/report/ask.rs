//! What a reader asks for: a period and filters, as an address or a command line gives them.

use std::sync::Arc;

use super::{AskError, Pairs};
use crate::calendar::{Calendar, Period, PeriodError, PeriodKind};
use crate::kpi::{Against, Filters, Kpi};
use crate::locale::nfc;
use crate::workspace::Reader;

/// A question as it came in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// A period's name, with or without its calendar; nothing = the newest that has ended.
    pub period: Option<String>,
    /// Dimensions and members; in a view they are units.
    pub filters: Filters,
    /// The view in which bodies and areas compare across reorganisations; nothing = as they were.
    pub view: Option<String>,
    /// What figures are compared with.
    pub compare: Compare,
    /// The calendar in which a name without one is read; nothing = the workspace's first, and of a KPI that speaks in
    /// others only its own.
    pub calendar: Option<Arc<Calendar>>,
}

/// What a reader wants figures compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Compare {
    /// The same period of the year before.
    #[default]
    LastYear,
    /// The period just before.
    Previous,
    /// A period by its name.
    Period(String),
    /// Nothing.
    Nothing,
}

impl Compare {
    /// How addresses write it.
    pub fn word(&self) -> &str {
        match self {
            Self::LastYear => "last_year",
            Self::Previous => "previous",
            Self::Period(name) => name,
            Self::Nothing => "none",
        }
    }

    fn read(word: &str) -> Self {
        match word {
            "last_year" => Self::LastYear,
            "previous" => Self::Previous,
            "none" => Self::Nothing,
            name => Self::Period(name.to_owned()),
        }
    }

    /// The base, its name read in a calendar; nothing where none is wanted.
    ///
    /// # Errors
    /// For a text that is no period.
    pub fn against(
        &self,
        reader: &Reader<'_>,
        calendar: &Arc<Calendar>,
    ) -> Result<Option<Against>, PeriodError> {
        Ok(match self {
            Self::LastYear => Some(Against::LastYear),
            Self::Previous => Some(Against::Previous),
            Self::Period(name) => Some(Against::Period(reader.calendars().parse(calendar, name)?)),
            Self::Nothing => None,
        })
    }
}

impl Ask {
    /// Reads name–value pairs; an empty value is a field of a form that was left alone.
    ///
    /// # Errors
    /// For names that are neither `period`, `view`, `compare` nor a dimension of the workspace, and for a
    /// view that no dimension has. Whether a member exists is
    /// seen when a KPI is sliced, since codes that only the data know can be asked for too.
    pub fn read<'a>(
        reader: &Reader<'_>,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, AskError> {
        let mut pairs = Pairs::new(pairs);
        let mut ask = Self { period: period(&mut pairs)?, ..Self::default() };
        if let Some(view) = pairs.one("view")? {
            let known = reader.views();
            if !known.contains(&view) {
                let known = known.into_iter().map(str::to_owned).collect();
                return Err(AskError::UnknownView { view: view.to_owned(), known });
            }
            ask.view = Some(view.to_owned());
        }
        if let Some(word) = pairs.one("compare")? {
            ask.compare = Compare::read(word);
            // A name that is no period is refused here, and not at each figure.
            ask.compare.against(reader, reader.calendars().default_calendar())?;
        }
        for (name, value) in pairs {
            let dimensions = &reader.workspace().dimensions;
            if !dimensions.contains_key(name) {
                let own = ["period", "view", "compare"].map(str::to_owned);
                let known = own.into_iter().chain(dimensions.keys().cloned()).collect();
                return Err(AskError::UnknownParameter { name: name.to_owned(), known });
            }
            let value = nfc(value).into_owned();
            let value = match reader.members(name) {
                Some(members) => members.meant(value),
                None => value,
            };
            ask.filters.allow(name, &value);
        }
        Ok(ask)
    }

    /// The same question on a page of a calendar: a name is read in it, and need not name it.
    #[must_use]
    pub fn within(&self, calendar: Option<&Arc<Calendar>>) -> Self {
        match calendar {
            Some(own) => Self { calendar: Some(Arc::clone(own)), ..self.unnamed(own) },
            None => self.clone(),
        }
    }

    /// The same question where a calendar is meant without being named.
    pub(super) fn unnamed(&self, calendar: &Calendar) -> Self {
        let bare = |text: &String| {
            let own = text.split_once(':').filter(|(name, _)| *name == calendar.name);
            own.map_or_else(|| text.clone(), |(_, rest)| rest.to_owned())
        };
        Self { period: self.period.as_ref().map(bare), ..self.clone() }
    }

    /// The calendar of the page.
    pub(super) fn home<'a>(&'a self, reader: &'a Reader<'_>) -> &'a Arc<Calendar> {
        self.calendar.as_ref().unwrap_or_else(|| reader.calendars().default_calendar())
    }

    /// The period of a KPI: its name read in the page's calendar, or in the KPI's own where it does not speak in that; or
    /// the newest of a kind that has ended there.
    ///
    /// # Errors
    /// For a text that is no period.
    pub fn period_of(&self, reader: &Reader<'_>, kpi: &Kpi, kind: PeriodKind) -> Result<Period, PeriodError> {
        let (calendars, home) = (reader.calendars(), self.home(reader));
        let apart = !kpi.calendars.is_empty() && !kpi.calendars.contains(home);
        let named = self.calendar.as_ref().filter(|_| !apart);
        let own = named.unwrap_or_else(|| kpi.calendar(calendars));
        // What speaks in other calendars only opens with the newest period that has ended there.
        match calendars.newest_ended(kind, own, reader.data_date()) {
            Some(newest) if apart && self.period.is_none() => Ok(newest),
            Some(_) | None => self.period_in(reader, own, kind),
        }
    }

    /// The page's period.
    ///
    /// # Errors
    /// For a text that is no period.
    pub fn period(&self, reader: &Reader<'_>, kind: PeriodKind) -> Result<Period, PeriodError> {
        self.period_in(reader, self.home(reader), kind)
    }

    fn period_in(
        &self,
        reader: &Reader<'_>,
        calendar: &Arc<Calendar>,
        kind: PeriodKind,
    ) -> Result<Period, PeriodError> {
        let calendars = reader.calendars();
        if let Some(text) = &self.period {
            return calendars.parse(calendar, text);
        }
        // All panels of a page read the same name, each in its own calendar.
        match calendars.newest_ended(kind, self.home(reader), reader.data_date()) {
            Some(period) => calendars.parse(calendar, &period.name()),
            None => calendars
                .period_of(kind, calendar, reader.data_date())
                .or_else(|| calendars.plan_period(calendar))
                .map_or_else(|| calendars.parse(calendar, "plan"), Ok),
        }
    }
}

/// A period's name as a form sends it, in up to three pieces: a calendar with its colon, a year or anything that is no year,
/// and a part of a year behind a hyphen, which only a year has.
fn period(pairs: &mut Pairs<'_>) -> Result<Option<String>, AskError> {
    let (mut calendar, mut name, mut part) = (None, None, None);
    for piece in pairs.all("period") {
        let place = match piece {
            piece if piece.ends_with(':') => &mut calendar,
            piece if piece.starts_with('-') => &mut part,
            _ => &mut name,
        };
        if place.replace(piece).is_some() {
            return Err(AskError::Twice { name: "period".to_owned() });
        }
    }
    let of_a_year = |name: &str| name.len() == 4 && name.bytes().all(|digit| digit.is_ascii_digit());
    let part = part.filter(|_| name.is_none_or(of_a_year));
    let text: String = [calendar, name, part].into_iter().flatten().collect();
    Ok((!text.is_empty()).then_some(text))
}
