//! Dashboards, and the sheets of a book, as templates find them.

use serde::Serialize;

use super::Charts;
use super::block::TableData;
use super::figure::{reason, standing};
use crate::calendar::DayRange;
use crate::dashboard::BRIEF_KINDS;
use crate::export::ExportError;
use crate::export::book::{Block, Content, Sheet, panel_names};
use crate::kpi::{Figure, State};
use crate::locale::Locale;
use crate::page;
use crate::report::{Answer, Ask, BrokenCheck, Edition, Head, PanelView, Report, Said, Sentence, TileView};
use crate::workspace::Reader;

/// What stands together: a dashboard, a list.
#[derive(Serialize)]
pub(super) struct SheetData {
    name: String,
    title: String,
    audience: Option<String>,
    /// What its figures say.
    brief: Vec<SentenceData>,
    blocks: Vec<BlockData>,
}

/// A sentence of a brief.
#[derive(Serialize)]
struct SentenceData {
    /// As dashboards' files name it.
    kind: &'static str,
    /// The KPI that it speaks of.
    code: Option<String>,
    text: String,
    /// What it speaks of: `period`, the whole `plan`, all `data`.
    span: &'static str,
}

/// A panel, or a table.
#[derive(Serialize, Default)]
struct BlockData {
    name: String,
    title: String,
    /// Over which days, by what.
    over: Option<String>,
    /// What its reader must know, a sentence each.
    notes: Vec<String>,
    /// A figure that stands by itself.
    tile: Option<TileData>,
    /// Where its chart lies, and what it shows in words.
    chart: Option<ChartData>,
    table: Option<TableData>,
}

/// A figure that stands by itself.
#[derive(Serialize)]
struct TileData {
    code: String,
    text: String,
    provisional: bool,
    target: Option<String>,
    status: Option<&'static str>,
    standing: Option<&'static str>,
    /// Against its base, as a sentence.
    change: Option<String>,
}

#[derive(Serialize)]
struct ChartData {
    path: String,
    alt: String,
}

impl SheetData {
    pub(super) fn of_report(reader: &Reader<'_>, ask: &Ask, report: &Report, charts: &mut Charts) -> Self {
        let days = report.front.edition.period.days();
        let named = report.panels.iter().zip(panel_names(reader, report));
        let mut blocks = Vec::new();
        for (panel, name) in named {
            match panel {
                // On paper each figure is a line among those that stand by themselves.
                PanelView::Several(view) => {
                    blocks.extend(view.tiles.iter().enumerate().map(|(index, tile)| {
                        BlockData::of_tile(reader.locale(), days, format!("{name}-{}", index + 1), tile)
                    }))
                }
                _ => blocks.push(BlockData::of_panel(reader, ask, days, name, panel, charts)),
            }
        }
        Self {
            blocks,
            name: report.id.clone(),
            title: report.title.clone(),
            audience: report.audience.clone(),
            brief: report
                .brief
                .iter()
                .map(|each| SentenceData::of(reader, &report.front.edition, each))
                .collect(),
        }
    }

    pub(super) fn of_sheet(
        reader: &Reader<'_>,
        sheet: Sheet<'_>,
        charts: &mut Charts,
    ) -> Result<Self, ExportError> {
        if let Some(report) = sheet.report {
            return Ok(Self::of_report(reader, &report.front.ask, &report, charts));
        }
        let blocks = sheet.blocks.into_iter().map(|block| BlockData::of_block(reader, block));
        let blocks = blocks.collect::<Result<_, _>>()?;
        Ok(Self { name: sheet.name, title: sheet.title, audience: None, brief: Vec::new(), blocks })
    }
}

impl SentenceData {
    fn of(reader: &Reader<'_>, edition: &Edition, sentence: &Sentence) -> Self {
        let kind = BRIEF_KINDS.iter().find(|(_, kind)| *kind == sentence.kind());
        Self {
            kind: kind.map_or("", |(word, _)| word),
            code: sentence.about.as_ref().map(|about| about.code.clone()),
            text: printed(reader.locale(), sentence),
            span: span(reader, edition, sentence),
        }
    }
}

/// What a sentence speaks of, where that is not the period.
fn span(reader: &Reader<'_>, edition: &Edition, sentence: &Sentence) -> &'static str {
    let life = reader.calendars().plan();
    match &sentence.said {
        Said::Broken(BrokenCheck { of_period: true, .. }) => "period",
        Said::Broken(_) | Said::Unchecked(_) | Said::Elsewhere(_) | Said::SetAside { .. } => "data",
        Said::OwedTogether { .. } | Said::Owed { .. } | Said::Unlisted(..) => "data",
        Said::Judged { period, .. } if Some(period.days()) == life && *period != edition.period => "plan",
        _ => "period",
    }
}

/// A sentence on paper: what a page says of itself is said of the dashboard, with all names.
fn printed(locale: &Locale, sentence: &Sentence) -> String {
    let words = &locale.words().print;
    let whole = |number: u64| locale.integer(i64::try_from(number).unwrap_or(i64::MAX));
    match &sentence.said {
        Said::NotReported { bodies, all: _ } => {
            page::fill(words.sheet_unreported, &[&whole(bodies.len() as u64), &bodies.join("; ")])
        }
        Said::Overdue { count: 1, oldest, all: _, of_ended: _ } => {
            let (report, days) = (page::inside(&oldest.report), locale.integer(oldest.days));
            page::fill(words.sheet_overdue_one, &[&report, &oldest.body, &days])
        }
        Said::Overdue { count, of_ended, oldest: _, all: _ } => {
            let besides = if *of_ended { locale.words().brief.overdue_ended } else { "" };
            page::fill(words.sheet_overdue, &[&whole(*count as u64), besides])
        }
        Said::SetAside { rows, copies } => {
            let told = [(*rows, words.sheet_set_aside), (*copies, locale.words().document.copies)];
            let told = told.into_iter().filter(|(rows, _)| *rows > 0);
            told.map(|(rows, text)| page::fill(text, &[&whole(rows)])).collect::<Vec<_>>().join(" ")
        }
        _ => page::sentence(locale, sentence),
    }
}

impl BlockData {
    fn of_block(reader: &Reader<'_>, block: Block<'_>) -> Result<Self, ExportError> {
        let table = match block.content {
            Content::Figures(answers) => Some(TableData::of_figures(reader, &answers)),
            Content::Rows(flow) => Some(TableData::of_flow(reader.locale(), flow)?),
            Content::Nothing => None,
        };
        Ok(Self { name: block.name, title: block.title, notes: block.notes, table, ..Self::default() })
    }

    fn of_tile(locale: &Locale, own_days: DayRange, name: String, view: &TileView) -> Self {
        Self {
            name,
            title: view.head.title.clone(),
            notes: notes(locale, &view.head, &view.figure, own_days),
            tile: Some(TileData::of(locale, view)),
            ..Self::default()
        }
    }

    fn of_panel(
        reader: &Reader<'_>,
        ask: &Ask,
        own_days: DayRange,
        name: String,
        panel: &PanelView,
        charts: &mut Charts,
    ) -> Self {
        let locale = reader.locale();
        let mut own = Self { name, title: page::heading(locale, panel), ..Self::default() };
        match panel {
            PanelView::Tile(view) => return Self::of_tile(locale, own_days, own.name, view),
            PanelView::Rows(view) | PanelView::Cells(view) => {
                own.notes.extend(view.description.clone());
                own.notes.extend(view.caveats.iter().map(|caveat| page::caveat(locale, caveat)));
                let own_rows = matches!(panel, PanelView::Rows(_));
                own.table = own_rows.then(|| TableData::of_table(locale, &view.table).without_values());
            }
            PanelView::Owed(view) => {
                own.table = Some(TableData::of_table(locale, &view.list.table(locale)));
            }
            PanelView::Broken { error, .. } => own.notes.push(page::refusal(error, locale).sentence),
            _ => {
                let answers = panel.answers(reader, ask);
                own.of_figures(reader, &answers);
                own.notes.extend(page::cohort(locale, panel).map(str::to_owned));
                if page::chart(panel, locale, None).is_none() {
                    own.table = Some(TableData::of_figures(reader, &answers));
                }
            }
        }
        own.chart = page::chart(panel, locale, None).map(|svg| {
            let path = format!("charts/{}.svg", charts.len() + 1);
            let alt = described(&svg).unwrap_or_else(|| own.title.clone());
            charts.push((path.clone(), svg));
            ChartData { path, alt }
        });
        own
    }

    /// The days of figures that are of one period, and what is doubtful about the first, which is the whole.
    fn of_figures(&mut self, reader: &Reader<'_>, answers: &[Answer]) {
        let (Some(first), locale) = (answers.first(), reader.locale()) else { return };
        if answers.iter().all(|answer| answer.period == first.period) {
            self.over = reader.kpi(&first.code).ok().map(|kpi| page::told_days(locale, kpi, first.days));
        }
        // A funnel has several wholes; a doubt that several have is told once.
        let mut doubted: Vec<&Answer> = vec![first];
        for whole in answers.iter().filter(|answer| answer.by.is_empty()) {
            if doubted.iter().all(|known| known.code != whole.code) {
                doubted.push(whole);
            }
        }
        let (several, mut told) = (doubted.len() > 1, Vec::<String>::new());
        for whole in doubted {
            let doubts = whole.caveats.iter().map(|caveat| page::caveat(locale, caveat));
            for text in reason(locale, whole).into_iter().chain(doubts) {
                if told.contains(&text) {
                    continue;
                }
                let title = reader.kpi(&whole.code).map(|kpi| kpi.title.clone()).unwrap_or_default();
                self.notes.push(if several {
                    format!("{title}: {}", page::inside(&text))
                } else {
                    text.clone()
                });
                told.push(text);
            }
        }
        if !first.unfiltered.is_empty() {
            let titles: Vec<String> =
                first.unfiltered.iter().map(|name| reader.dimension_title(name)).collect();
            self.notes.push(format!("{} {}", locale.words().unfiltered_by, titles.join(", ")));
        }
    }
}

impl TileData {
    fn of(locale: &Locale, view: &TileView) -> Self {
        Self {
            code: view.head.kpi.code.clone(),
            text: page::value(locale, &view.head.kpi, &view.figure),
            provisional: view.figure.provisional,
            target: view.head.target.as_ref().map(|target| page::target(locale, &view.head.kpi, target)),
            status: view.status.map(crate::kpi::Status::word),
            standing: view.status.map(|status| standing(locale, status)),
            change: page::change(locale, view),
        }
    }
}

/// What is doubtful about a figure, and which filters it does not follow.
fn notes(locale: &Locale, head: &Head, figure: &Figure, own: DayRange) -> Vec<String> {
    let days = page::other_days(locale, &head.kpi, figure.days_told(&head.kpi), own);
    let mut notes: Vec<String> = days.into_iter().collect();
    notes.extend(figure.caveats.iter().map(|caveat| page::caveat(locale, caveat)));
    if let Some(reason) = figure.reason.as_ref().filter(|_| figure.state != State::Value) {
        notes.insert(0, page::why_no_value(locale, reason));
    }
    if !head.unfiltered.is_empty() {
        notes.push(format!("{} {}", locale.words().unfiltered_by, head.unfiltered.join(", ")));
    }
    notes
}

/// What a drawing says of itself to those who do not see it: its title and its description.
fn described(svg: &str) -> Option<String> {
    let text = |tag: &str| {
        let (_, rest) = svg.split_once(&format!("<{tag} id="))?;
        let (_, rest) = rest.split_once('>')?;
        let (text, _) = rest.split_once(&format!("</{tag}>"))?;
        Some(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
    };
    let title = text("title")?;
    Some(text("desc").map_or_else(|| title.clone(), |more| format!("{title}. {more}")))
}
