//! The living plan as tables: its promises in their order, and the exact figures that answer them.

use super::book::{Block, Book, Sheet};
use super::listed::{block, coded, column, text};
use crate::page;
use crate::report::{Answer, ClauseView, Kind, LiveFigure, PlanView, Progress, RowCell, SectionView};
use crate::workspace::Reader;

/// What the sheet is called in files.
const NAME: &str = "plan";

impl<'a> Book<'a> {
    /// The promises that a page of the plan shows.
    pub fn of_plan(reader: &Reader<'_>, view: &PlanView) -> Self {
        let words = reader.locale().words();
        let figures = Block::of_figures(words.lists.figures, figures(reader, view));
        let blocks = vec![promises(reader, view), figures];
        let edition = view.front.edition.clone();
        let title = page::fill(words.plan_page.progress, &[&edition.plan]);
        let sheet = Sheet { name: NAME.to_owned(), title: words.plan.to_owned(), blocks, report: None };
        Self { title, edition, sheets: vec![sheet] }
    }
}

/// A row for each KPI of a promise; one for a promise that nothing measures.
fn promises<'a>(reader: &Reader<'_>, view: &PlanView) -> Block<'a> {
    let (locale, words) = (reader.locale(), reader.locale().words());
    let standings = Progress::ALL.map(|each| (each.word(), page::progress(locale, each)));
    let columns = vec![
        column("clause", words.lists.clause, Kind::Text),
        column("place", words.lists.place, Kind::Text),
        column("section", words.lists.section, Kind::Text),
        column("text", words.clause, Kind::Text),
        column("owners", words.plan_page.owners, Kind::Text),
        coded("standing", words.plan_page.standings, standings),
        column("code", words.code, Kind::Text),
        column("title", words.kpi, Kind::Text),
        column("shown", words.value, Kind::Text),
        column("target", words.target, Kind::Text),
        column("shown_of_plan", words.whole_plan, Kind::Text),
        column("note", words.note, Kind::Text),
    ];
    let mut rows = Vec::new();
    for section in &view.sections {
        for clause in &section.clauses {
            let own = promise(reader, section, clause);
            let answers = clause.clause.answers.iter();
            let each = answers.map(|answer| live(reader, view, &answer.code, answer.target.is_some()));
            let mut cells: Vec<[RowCell; 5]> = each.collect();
            if cells.is_empty() {
                cells.push([const { RowCell::Nothing }; 5]);
            }
            let note = || text(clause.clause.note.as_deref().unwrap_or_default());
            rows.extend(
                cells.into_iter().map(|cells| own.iter().cloned().chain(cells).chain([note()]).collect()),
            );
        }
    }
    block("promises", words.plan, columns, rows)
}

fn promise(reader: &Reader<'_>, section: &SectionView, view: &ClauseView) -> [RowCell; 6] {
    let owners = if view.owners.is_empty() { &section.owners } else { &view.owners };
    let owners: Vec<&str> = owners.iter().map(|owner| owner.name.as_str()).collect();
    [
        text(&view.clause.id),
        text(&page::clause_place(reader.locale(), &view.clause.id)),
        text(&section.section.title),
        text(&view.clause.text),
        text(&owners.join("; ")),
        text(view.standing.word()),
    ]
}

/// What a person reads beside a promise: the KPI, its figure, the target where this promise sets it, and the figure that decides.
fn live(reader: &Reader<'_>, view: &PlanView, code: &str, judged: bool) -> [RowCell; 5] {
    let locale = reader.locale();
    let nothing = || RowCell::Nothing;
    match view.figures.get(code) {
        None => [text(code), nothing(), nothing(), nothing(), nothing()],
        Some(Err(error)) => {
            let why = page::refusal(error, locale).sentence;
            [text(code), nothing(), text(&why), nothing(), nothing()]
        }
        Some(Ok(LiveFigure { head, figure, plan, .. })) => {
            let kpi = &head.kpi;
            let target = head.target.as_ref().filter(|_| judged);
            let plan = plan.as_ref().filter(|_| judged);
            [
                text(code),
                text(&head.title),
                text(&page::value(locale, kpi, figure)),
                target.map_or_else(nothing, |target| text(&page::target(locale, kpi, target))),
                plan.map_or_else(nothing, |(plan, _)| text(&page::value(locale, kpi, plan))),
            ]
        }
    }
}

/// The figures of the promises that are shown, each once; where the plan's own period decides it stands behind.
fn figures(reader: &Reader<'_>, view: &PlanView) -> Vec<Answer> {
    let shown = |code: &String| {
        let mut clauses = view.sections.iter().flat_map(|section| &section.clauses);
        clauses.any(|clause| clause.clause.answers.iter().any(|answer| answer.code == *code))
    };
    let live = view.figures.iter().filter(|(code, _)| shown(code)).filter_map(|(_, live)| live.as_ref().ok());
    live.flat_map(|live| live.answers(reader, &view.front.ask)).collect()
}
