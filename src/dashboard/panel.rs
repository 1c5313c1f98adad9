//! A panel, resolved: its word's keys are there, and every name is one.

use std::sync::Arc;

use super::form::{Key, PanelForm};
use super::word::{Make, SHOWS, Use, WORDS};
use super::{Arrange, Course, Group, Known, Panel, ShowRows, ShowSeveral, Stage, Subject, Width, unknown};
use crate::calendar::PeriodKind;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned};
use crate::kpi::{Dimension, Kpi, Role};
use crate::locale::Unit;

/// How many periods are shown where the file says nothing: a year of months.
const PERIODS: i64 = 12;

/// How many periods there may be; more cannot be told apart on a card.
const MOST_PERIODS: i64 = 60;

/// The columns of a query that is shown as a heatmap; the last two are either of them.
const CELL_COLUMNS: [&str; 2] = ["member", "period"];

pub(super) fn resolve(
    problems: &mut Diagnostics,
    file: &Arc<SourceFile>,
    panel: &Spanned<PanelForm>,
    known: &Known<'_>,
) -> Option<Panel> {
    let form = panel.get_ref();
    let mut resolving = Resolving { problems, file, form, known };
    resolving.check_id();
    let used = resolving.keys(panel)?;
    let subject = match used.make {
        Make::Whole(make) => {
            let asked = resolving.asked()?;
            let show = make(&mut resolving, &asked)?;
            Subject::Kpi { code: asked.code, show }
        }
        Make::Parts(make) => {
            let asked = resolving.asked()?;
            let by = resolving.dimension(&asked, form.by.as_ref()?)?;
            let show = make(&mut resolving, &asked, by)?;
            Subject::Kpi { code: asked.code, show }
        }
        Make::Stages => resolving.stages()?,
        Make::Several(show) => resolving.several(show)?,
        Make::Rows(show) => resolving.query(show)?,
        Make::Owed => resolving.owed()?,
    };
    let id = form.id.as_ref().map(|id| id.get_ref().clone());
    let width = resolving.width();
    Some(Panel { id, subject, title: form.title.clone(), width })
}

/// A KPI that a panel names; of one that could not be read any name will do.
pub(super) struct Asked<'a> {
    code: String,
    kpi: Option<&'a Kpi>,
}

pub(super) struct Resolving<'a> {
    problems: &'a mut Diagnostics,
    file: &'a Arc<SourceFile>,
    form: &'a PanelForm,
    known: &'a Known<'a>,
}

impl<'a> Resolving<'a> {
    fn error(&mut self, place: std::ops::Range<usize>, message: String, help: Option<&str>) {
        let problem = Diagnostic::error("panel", self.file.span(place), message);
        self.problems.push(match help {
            Some(help) => problem.help(help),
            None => problem,
        });
    }

    fn check_id(&mut self) {
        let Some(id) = &self.form.id else { return };
        let text = id.get_ref();
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !text.bytes().all(letters) || !text.starts_with(|first: char| first.is_ascii_lowercase()) {
            let message = format!("`{text}` cannot be the name of a panel");
            self.error(id.span(), message, Some("a small letter, then small letters, digits and hyphens"));
        }
    }

    /// How wide the panel is, where its file says so.
    fn width(&mut self) -> Option<Width> {
        let given = self.form.width.as_ref()?;
        let found = Width::ALL.into_iter().find(|width| width.word() == given.get_ref());
        if found.is_none() {
            let span = self.file.span(given.span());
            let words = Width::ALL.into_iter().map(Width::word);
            unknown(self.problems, span, "unknown-width", "width of a panel", given.get_ref(), words);
        }
        found
    }

    /// Holds the keys that are given against those that the word takes.
    fn keys(&mut self, panel: &Spanned<PanelForm>) -> Option<&'static Use> {
        let form = self.form;
        let (word, place) = (form.show.get_ref().as_str(), form.show.span());
        let Some(found) = WORDS.iter().find(|known| known.name == word) else {
            let span = self.file.span(place);
            unknown(self.problems, span, "unknown-show", "way to show a panel", word, SHOWS.into_iter());
            return None;
        };
        let given = |key: Key| form.place(key);
        let mut subjects = Key::ALL.into_iter().filter(|key| key.is_subject() && given(*key).is_some());
        let subject = match (subjects.next(), subjects.next()) {
            (subject, None)
                if subject.is_some() || found.uses.iter().any(|used| used.subject().is_none()) =>
            {
                subject
            }
            (_, _) => {
                let message = "a panel shows one of `kpi`, `kpis` and `query`".to_owned();
                self.error(panel.span(), message, None);
                return None;
            }
        };
        let name =
            |subject: Option<Key>| subject.map_or_else(|| "panel".to_owned(), |key| key.name().to_owned());
        let Some(used) = found.uses.iter().find(|used| used.subject() == subject) else {
            let takes: Vec<String> =
                found.uses.iter().filter_map(|used| Some(format!("`{}`", used.subject()?.name()))).collect();
            let message = match takes.is_empty() {
                true => format!("`{word}` shows what bodies owe, and no `{}`", name(subject)),
                false => format!("`{word}` shows {}, not `{}`", takes.join(" or "), name(subject)),
            };
            self.error(subject.and_then(given).unwrap_or(place), message, None);
            return None;
        };
        let mut sound = true;
        for key in Key::ALL.into_iter().filter(|key| !key.is_subject()) {
            let fits = used.needs().contains(&key) || used.takes.contains(&key);
            match given(key) {
                Some(at) if !fits => {
                    let message = format!("`{word}` of a `{}` takes no `{}`", name(subject), key.name());
                    self.error(at, message, None);
                }
                None if used.needs().contains(&key) => {
                    let message = format!("`{word}` of a `{}` needs `{}`", name(subject), key.name());
                    let help = format!("add `{} = \"…\"`", key.name());
                    self.error(place.clone(), message, Some(&help));
                    sound = false;
                }
                Some(_) | None => {}
            }
        }
        sound.then_some(used)
    }

    /// A code of which there is a file; the KPI itself where that could be read.
    fn code(&mut self, code: &Spanned<String>) -> Option<(String, Option<&'a Kpi>)> {
        let name = code.get_ref();
        if !self.known.codes.contains(&name.as_str()) {
            let span = self.file.span(code.span());
            unknown(self.problems, span, "unknown-kpi", "KPI", name, self.known.codes.iter().copied());
            return None;
        }
        Some((name.clone(), self.known.kpis.get(name)))
    }

    fn asked(&mut self) -> Option<Asked<'a>> {
        let (code, kpi) = self.code(self.form.kpi.as_ref()?)?;
        Some(Asked { code, kpi })
    }

    /// Whether there is something to hold a KPI against.
    pub(super) fn judged(&mut self, asked: &Asked<'_>) -> bool {
        let code = &asked.code;
        let judged = asked.kpi.is_none_or(|kpi| kpi.unit.is_percent() || (self.known.has_target)(code));
        if !judged {
            let message = format!("`{code}` is no share and has no target to be held against");
            self.error(self.form.show.span(), message, Some("show it as `bars`"));
        }
        judged
    }

    /// Whether anything says where the members of a dimension lie.
    pub(super) fn placed(&mut self, by: &str) -> bool {
        let placed = self.known.dimensions.get(by).is_none_or(Dimension::has_places);
        if let Some(given) = self.form.by.as_ref().filter(|_| !placed) {
            let message = format!("nothing says where the members of `{by}` lie");
            let problem = Diagnostic::error("no-place", self.file.span(given.span()), message);
            let help = "give the dimension `place` or `shapes` in queries/dimensions.toml";
            self.problems.push(problem.help(help));
        }
        placed
    }

    fn dimension(&mut self, asked: &Asked<'_>, given: &Spanned<String>) -> Option<String> {
        let name = given.get_ref();
        if let Some(kpi) = asked.kpi.filter(|kpi| !kpi.has(name)) {
            let what = format!("dimension of `{}`", kpi.code);
            let own = kpi.dimensions.iter().map(String::as_str);
            unknown(self.problems, self.file.span(given.span()), "unknown-dimension", &what, name, own);
            return None;
        }
        Some(name.clone())
    }

    /// The second dimension, if there is one; nothing at all where it cannot be used.
    #[expect(clippy::option_option, reason = "a mistake, no group, a group")]
    pub(super) fn group(&mut self, asked: &Asked<'_>, by: &str) -> Option<Option<Group>> {
        let form = self.form;
        let arrange = match form.arrange.as_ref().map(|arrange| (arrange.get_ref().as_str(), arrange)) {
            None | Some(("grouped", _)) => Arrange::Grouped,
            Some(("stacked", _)) => Arrange::Stacked,
            Some((other, given)) => {
                let span = self.file.span(given.span());
                let words = ["grouped", "stacked"].into_iter();
                unknown(self.problems, span, "unknown-show", "way to arrange bars", other, words);
                return None;
            }
        };
        let Some(group) = &form.group else {
            if let Some(arrange) = &form.arrange {
                let message =
                    "`arrange` says how the members of a `group` stand, and there is none".to_owned();
                self.error(arrange.span(), message, Some("add `group = \"…\"`"));
            }
            return Some(None);
        };
        let name = self.dimension(asked, group)?;
        if name == by {
            self.error(group.span(), format!("the bars are drawn by `{by}` already"), None);
            return None;
        }
        Some(Some(Group { by: name, arrange }))
    }

    pub(super) fn course(&mut self, asked: &Asked<'_>) -> Option<Course> {
        let periods = self.periods();
        let step = self.form.step.as_ref();
        if let Some(step) = step {
            let kind = *step.get_ref();
            if matches!(kind, PeriodKind::Plan | PeriodKind::Days) {
                let message = format!("a course has no step of one `{}`", kind.word());
                self.error(step.span(), message, Some("month | quarter | half | nine_months | year"));
                return None;
            }
            if let Some(kpi) = asked.kpi.filter(|kpi| !kpi.periods.is_empty() && !kpi.periods.contains(&kind))
            {
                let message = format!("`{}` does not speak in periods of a `{}`", kpi.code, kind.word());
                let own: Vec<&str> = kpi.periods.iter().map(|kind| kind.word()).collect();
                self.error(step.span(), message, Some(&format!("its `periods` are {}", own.join(", "))));
                return None;
            }
        }
        Some(Course { periods: periods?, step: step.map(|step| *step.get_ref()) })
    }

    fn periods(&mut self) -> Option<usize> {
        let form = self.form;
        let count = form.periods.as_ref().map_or(PERIODS, |periods| *periods.get_ref());
        match usize::try_from(count) {
            Ok(fits) if (2..=MOST_PERIODS).contains(&count) => Some(fits),
            _ => {
                let message = format!("there are 2 to {MOST_PERIODS} periods, not {count}");
                let place = form.periods.as_ref().map_or(form.show.span(), Spanned::span);
                self.error(place, message, None);
                None
            }
        }
    }

    fn owed(&mut self) -> Option<Subject> {
        if !self.known.has_bodies {
            let message = "nobody knows which bodies owe anything".to_owned();
            self.error(
                self.form.show.span(),
                message,
                Some("name them in `[reporting] bodies` of minhbach.toml"),
            );
        }
        self.known.has_bodies.then_some(Subject::Owed)
    }

    fn query(&mut self, show: ShowRows) -> Option<Subject> {
        let given = self.form.query.as_ref()?;
        let name = given.get_ref();
        let span = self.file.span(given.span());
        let Some(query) = self.known.queries.get(name) else {
            // The page says so in its place, as of a KPI.
            if self.known.refused_queries.contains(name) {
                return Some(Subject::Query { name: name.clone(), show });
            }
            let names = self.known.queries.keys().map(String::as_str);
            unknown(self.problems, span, "unknown-query", "query", name, names);
            return None;
        };
        // Whatever the page's period is, it has days.
        let days = query.parameters.period_days().map(|name| (name.to_owned(), "2024-01-01".to_owned()));
        if let Err(missing) = query.parameters.bind(&days.collect()) {
            let message = format!("a page has no value for `{name}`: {missing}");
            let problem = Diagnostic::error("needs-value", span, message);
            self.problems.push(problem.help("give the parameter a `default`, or `optional = true`"));
            return None;
        }
        if show == ShowRows::Heatmap {
            let columns = (self.known.outputs)(name);
            let has = |wanted: &str| columns.iter().any(|column| column == wanted);
            if !CELL_COLUMNS.into_iter().all(has) || has("state") == has("value") {
                let message = format!("`{name}` gives the columns {}", columns.join(", "));
                let help = "a heatmap needs `member`, `period`, and either `state` or `value`";
                self.error(given.span(), message, Some(help));
                return None;
            }
        }
        Some(Subject::Query { name: name.clone(), show })
    }

    fn several(&mut self, show: ShowSeveral) -> Option<Subject> {
        let given = self.form.kpis.as_ref()?;
        let mut codes = Vec::new();
        for code in given.get_ref() {
            let (name, _) = self.code(code)?;
            if show == ShowSeveral::Targets && !(self.known.has_target)(&name) {
                let message = format!("the plan sets no number for `{name}`");
                self.error(code.span(), message, Some("show it with `show = \"figures\"`"));
                return None;
            }
            codes.push(name);
        }
        if codes.is_empty() {
            self.error(given.span(), "the list has no KPI".to_owned(), None);
            return None;
        }
        Some(Subject::Several { codes, show })
    }

    fn stages(&mut self) -> Option<Subject> {
        let form = self.form;
        let given = form.kpis.as_ref()?;
        let mut stages: Vec<Stage> = Vec::new();
        let mut units: Vec<(&Kpi, &Unit, std::ops::Range<usize>)> = Vec::new();
        let mut sound = true;
        let mut take = |resolving: &mut Self, code: &Spanned<String>| {
            let found = resolving.code(code);
            sound &= found.is_some();
            let (name, kpi) = found?;
            if let Some((kpi, column)) = kpi.and_then(|kpi| Some((kpi, kpi.role(Role::Numerator).next()?))) {
                units.push((kpi, &column.unit, code.span()));
            }
            Some(name)
        };
        for code in given.get_ref() {
            stages.extend(take(self, code).map(|code| Stage { code, branches: Vec::new() }));
        }
        for (after, codes) in form.branches.iter().flat_map(|branches| branches.get_ref()) {
            let branches: Vec<String> = codes.iter().filter_map(|code| take(self, code)).collect();
            match stages.iter_mut().find(|stage| stage.code == *after.get_ref()) {
                Some(stage) => stage.branches.extend(branches),
                None => {
                    let span = self.file.span(after.span());
                    let names = given.get_ref().iter().map(|code| code.get_ref().as_str());
                    unknown(self.problems, span, "unknown-kpi", "stage", after.get_ref(), names);
                }
            }
        }
        if !sound {
            return None;
        }
        if stages.len() < 2 {
            self.error(given.span(), "a funnel has at least two stages".to_owned(), None);
            return None;
        }
        let kind = |unit: &Unit| (unit.money, unit.is_percent());
        if let Some((first, others)) = units.split_first()
            && let Some((kpi, _, place)) = others.iter().find(|(_, unit, _)| kind(unit) != kind(first.1))
        {
            let message = format!("`{}` and `{}` are measured in different units", first.0.code, kpi.code);
            self.error(place.clone(), message, Some("the stages of a funnel share one scale"));
            return None;
        }
        Some(Subject::Stages(stages))
    }
}
