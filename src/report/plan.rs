//! The living plan: its own text in its order, each promise with its figures of today.

use futures::future::join_all;
use indexmap::IndexMap;

use super::asked::Head;
use super::front::{filters as filter_views, front};
use super::{Answer, Ask, AskError, FilterView, Frontmatter, Gone, Pairs, ReportError};
use crate::kpi::{Clause, Figure, Section, SliceError, Status};
use crate::workspace::Reader;

/// Where a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// It sets a number, and the number is not reached.
    Missed,
    /// It sets a number whose day has not come.
    NotDue,
    /// It sets a number, and the number is reached.
    Met,
    /// It sets a number, and there is nothing to judge it by.
    Unjudged,
    /// It sets no number; figures show what is done.
    Followed,
    /// Nothing measures it.
    Unmeasured,
}

impl Progress {
    /// All, in the order in which a summary tells them.
    pub const ALL: [Self; 6] =
        [Self::Missed, Self::NotDue, Self::Met, Self::Unjudged, Self::Followed, Self::Unmeasured];

    /// The word that an address uses for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::NotDue => "not_due",
            Self::Met => "met",
            Self::Unjudged => "unjudged",
            Self::Followed => "followed",
            Self::Unmeasured => "unmeasured",
        }
    }

    /// One missed number outweighs all others; then one that is not due, then one that cannot be judged.
    fn of(statuses: &[Option<Status>], measured: bool) -> Self {
        let any = |wanted| statuses.contains(&wanted);
        if any(Some(Status::Missed)) {
            Self::Missed
        } else if any(Some(Status::NotDue)) {
            Self::NotDue
        } else if any(None) {
            Self::Unjudged
        } else if any(Some(Status::Met)) {
            Self::Met
        } else if measured {
            Self::Followed
        } else {
            Self::Unmeasured
        }
    }
}

/// Which promises a reader wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those of one body, by its code.
    pub owner: Option<String>,
    /// Only those that stand so.
    pub standing: Option<Progress>,
}

impl Wanted {
    /// Takes `owner` and `state` out of an address.
    ///
    /// # Errors
    /// For a parameter given twice and a state that does not exist.
    pub fn read(pairs: &mut Pairs<'_>) -> Result<Self, AskError> {
        let standing = |word: &str| {
            let known = Progress::ALL.into_iter().find(|standing| standing.word() == word);
            known.ok_or_else(|| AskError::Value { name: "state".to_owned(), value: word.to_owned() })
        };
        Ok(Self {
            owner: pairs.one("owner")?.map(str::to_owned),
            standing: pairs.one("state")?.map(standing).transpose()?,
        })
    }

    fn lets_pass(&self, clause: &ClauseView) -> bool {
        self.owner.as_ref().is_none_or(|owner| clause.clause.owners.contains(owner))
            && self.standing.is_none_or(|standing| standing == clause.standing)
    }
}

/// The plan with its figures.
#[derive(Debug)]
pub struct PlanView {
    /// What stands above every page.
    pub front: Frontmatter,
    /// What its figures may be filtered by.
    pub filters: Vec<FilterView>,
    /// Which promises are shown.
    pub wanted: Wanted,
    /// The bodies that answer for something, in the plan's order.
    pub owners: Vec<Owner>,
    /// How many promises stand how, of those of the body wanted; each standing in the order of [`Progress::ALL`].
    pub counts: Vec<(Progress, usize)>,
    /// The plan's parts with the promises that are shown, in its order; a part without any is there
    /// as a heading of those below it.
    pub sections: Vec<SectionView>,
    /// Every KPI that answers something, by its code.
    pub figures: IndexMap<String, Result<LiveFigure, ReportError>>,
}

/// A part of the plan.
#[derive(Debug)]
pub struct SectionView {
    /// Its heading.
    pub section: Section,
    /// The bodies that answer for it as a whole.
    pub owners: Vec<Owner>,
    /// Its own promises.
    pub clauses: Vec<ClauseView>,
}

/// A promise.
#[derive(Debug)]
pub struct ClauseView {
    /// Its text, its note and what measures it.
    pub clause: Clause,
    /// The bodies that answer for it where they are not those of its whole part.
    pub owners: Vec<Owner>,
    /// Where it stands.
    pub standing: Progress,
}

/// A body that answers for a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Its code.
    pub code: String,
    /// Its name when the plan began.
    pub name: String,
    /// Since when it no longer exists, and who stands in its place.
    pub gone: Option<Gone>,
}

/// A KPI's figure beside a promise.
#[derive(Debug)]
pub struct LiveFigure {
    /// The KPI.
    pub head: Head,
    /// The figure of the period asked for.
    pub figure: Figure,
    /// Where it stands against its target.
    pub status: Option<Status>,
    /// The plan's own period, which decides over a target; nothing where it is the one asked for.
    pub plan: Option<(Figure, Option<Status>)>,
}

impl LiveFigure {
    /// Its figure as an object, and that of the plan's own period where it decides.
    pub fn answers(&self, reader: &Reader<'_>, ask: &Ask) -> Vec<Answer> {
        let figures = std::iter::once(&self.figure).chain(self.plan.as_ref().map(|(plan, _)| plan));
        figures.map(|figure| reader.answer(&self.head, figure, ask)).collect()
    }

    /// What decides over a target.
    fn deciding(&self) -> Option<Status> {
        self.plan.as_ref().map_or(self.status, |(_, status)| *status)
    }
}

/// The clauses with the answers that the reader may see: which ones others give is not told.
fn granted(reader: &Reader<'_>) -> Vec<Clause> {
    let mut clauses = reader.workspace().plan.clauses.clone();
    for clause in &mut clauses {
        clause.answers.retain(|answer| reader.sees_code(&answer.code));
    }
    clauses
}

/// The plan for a question.
///
/// # Errors
/// For a period or members that do not exist; a KPI that fails says so in its place.
pub async fn plan(reader: &Reader<'_>, ask: &Ask, wanted: Wanted) -> Result<PlanView, ReportError> {
    let workspace = reader.workspace();
    let kind = workspace.opening_period();
    let front = front(reader, kind, ask)?;
    let mut codes: Vec<&str> = Vec::new();
    let granted = granted(reader);
    for answer in granted.iter().flat_map(|clause| &clause.answers) {
        if !codes.contains(&answer.code.as_str()) {
            codes.push(&answer.code);
        }
    }
    let all = join_all(codes.iter().map(|code| live(reader, ask, code))).await;
    let mut figures = IndexMap::new();
    for (code, live) in codes.into_iter().zip(all) {
        if let Err(error @ (ReportError::Ask(_) | ReportError::Slice(SliceError::Filter(_)))) = live {
            return Err(error);
        }
        figures.insert(code.to_owned(), live);
    }
    let owners = owners(reader);
    if let Some(code) = wanted.owner.as_ref().filter(|code| owners.iter().all(|owner| owner.code != **code)) {
        return Err(AskError::Value { name: "owner".to_owned(), value: code.clone() }.into());
    }
    let sections: Vec<SectionView> =
        workspace.plan.sections.iter().map(|section| SectionView::new(reader, section)).collect();
    let own = |clause: &Clause| {
        let section = workspace.plan.sections.iter().find(|section| section.id == clause.section());
        section.is_none_or(|section| section.owners != clause.owners)
    };
    let clauses = granted.iter().map(|clause| ClauseView {
        owners: if own(clause) { named(reader, &clause.owners) } else { Vec::new() },
        standing: standing(clause, &figures),
        clause: clause.clone(),
    });
    let mut clauses: Vec<ClauseView> = clauses.collect();
    let of_owner = Wanted { owner: wanted.owner.clone(), standing: None };
    let counts = Progress::ALL
        .map(|each| (each, clauses.iter().filter(|c| of_owner.lets_pass(c) && c.standing == each).count()));
    clauses.retain(|clause| wanted.lets_pass(clause));
    let dimensions = workspace.first_dashboard().map(|first| first.filters.clone()).unwrap_or_default();
    Ok(PlanView {
        filters: filter_views(reader, &dimensions, ask),
        sections: filled(sections, clauses),
        owners,
        counts: counts.into(),
        front,
        wanted,
        figures,
    })
}

pub(super) async fn live(reader: &Reader<'_>, ask: &Ask, code: &str) -> Result<LiveFigure, ReportError> {
    let kind = reader.workspace().opening_period();
    let (question, period) = reader.asked(reader.kpi(code)?, kind, ask).await?;
    let head = reader.head(&question, ask, None);
    let figure = question.at(&period).total();
    let plan = reader.deciding(&question, &head, &period);
    Ok(LiveFigure { status: reader.status(&question, &figure), plan, head, figure })
}

fn standing(clause: &Clause, figures: &IndexMap<String, Result<LiveFigure, ReportError>>) -> Progress {
    let targeted = clause.answers.iter().filter(|answer| answer.target.is_some());
    let statuses: Vec<Option<Status>> = targeted
        .map(|answer| figures.get(&answer.code).and_then(|live| live.as_ref().ok()?.deciding()))
        .collect();
    Progress::of(&statuses, !clause.answers.is_empty())
}

/// As the plan called the bodies: by their names on its first day.
pub(super) fn named(reader: &Reader<'_>, codes: &[String]) -> Vec<Owner> {
    let calendars = reader.calendars();
    let day = calendars.plan().map_or_else(|| calendars.first_day(), |plan| plan.first_day);
    let gone = |code: &str| reader.gone(reader.bodies()?, code);
    let owner =
        |code: &String| Owner { code: code.clone(), name: reader.body_label(code, day), gone: gone(code) };
    codes.iter().map(owner).collect()
}

fn owners(reader: &Reader<'_>) -> Vec<Owner> {
    let mut codes: Vec<String> = Vec::new();
    for code in reader.workspace().plan.clauses.iter().flat_map(|clause| &clause.owners) {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    named(reader, &codes)
}

impl SectionView {
    fn new(reader: &Reader<'_>, section: &Section) -> Self {
        Self { section: section.clone(), owners: named(reader, &section.owners), clauses: Vec::new() }
    }
}

/// The plan's parts that hold a promise or stand above one that does; promises of no part come last.
fn filled(mut sections: Vec<SectionView>, clauses: Vec<ClauseView>) -> Vec<SectionView> {
    let mut homeless = Vec::new();
    for clause in clauses {
        match sections.iter_mut().find(|each| each.section.id == clause.clause.section()) {
            Some(section) => section.clauses.push(clause),
            None => homeless.push(clause),
        }
    }
    let full = sections.iter().filter(|each| !each.clauses.is_empty());
    let full: Vec<String> = full.map(|each| each.section.id.clone()).collect();
    let above = |id: &str| full.iter().any(|own| own == id || own.starts_with(&format!("{id}.")));
    sections.retain(|each| above(&each.section.id));
    if !homeless.is_empty() {
        let section = Section { id: String::new(), title: String::new(), owners: Vec::new() };
        sections.push(SectionView { section, owners: Vec::new(), clauses: homeless });
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_of_several_numbers_stands_as_its_worst() {
        let (met, missed, due) = (Some(Status::Met), Some(Status::Missed), Some(Status::NotDue));
        for (statuses, measured, expected) in [
            (vec![met, missed, due], true, Progress::Missed),
            (vec![met, due, None], true, Progress::NotDue),
            (vec![met, None], true, Progress::Unjudged),
            (vec![met, met], true, Progress::Met),
            (vec![], true, Progress::Followed),
            (vec![], false, Progress::Unmeasured),
        ] {
            assert_eq!(Progress::of(&statuses, measured), expected, "{statuses:?}");
        }
    }
}
