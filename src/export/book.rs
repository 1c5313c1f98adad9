//! What leaves the program as one file: tables under headings, with what the edition says of itself.

use std::future::poll_fn;
use std::task::{Context, Poll};

use sha2::{Digest, Sha256};

use crate::page;
use crate::query::QueryError;
use crate::report::{
    AllRecords, Answer, Ask, Column, Edition, OwedList, PanelView, Report, ReportError, Table, json,
};
use crate::workspace::Reader;

/// Tables on sheets. Every format writes one; what holds a single table gives a file for each.
pub struct Book<'a> {
    /// What it is called.
    pub title: String,
    /// Whose numbers these are, of when, under which filters.
    pub edition: Edition,
    /// Its sheets, in their order.
    pub sheets: Vec<Sheet<'a>>,
}

/// What stands together: a dashboard, a list.
pub struct Sheet<'a> {
    /// As files and addresses name it.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// Its tables, in their order.
    pub blocks: Vec<Block<'a>>,
    /// The dashboard that it is, for formats that draw.
    pub report: Option<Box<Report>>,
}

/// A table under its heading.
pub struct Block<'a> {
    /// As files and addresses name it; unique in its sheet.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// What its reader must know, a sentence each.
    pub notes: Vec<String>,
    /// What it holds.
    pub content: Content<'a>,
}

/// What a table holds.
pub enum Content<'a> {
    /// Figures, the whole before its parts.
    Figures(Vec<Answer>),
    /// Rows of a query or a list of records.
    Rows(Flow<'a>),
    /// Nothing: it could not be made, and the notes say why.
    Nothing,
}

/// Rows that come a piece at a time, so that a million of them need no more memory than one piece.
pub struct Flow<'a> {
    /// The columns of every piece.
    pub columns: Vec<Column>,
    /// How many rows there are in all, where that is known before they come.
    pub count: Option<u64>,
    /// The pieces.
    pub pieces: Box<dyn Iterator<Item = Result<Table, ReportError>> + Send + 'a>,
}

impl<'a> Flow<'a> {
    /// The records of a list, of which a reader takes at most so many.
    pub fn of_records(records: AllRecords, most: Option<usize>) -> Self {
        let AllRecords { columns, count, pieces, .. } = records;
        let most = most.map_or(u64::MAX, |most| most as u64);
        Self { columns, count: Some(count.min(most)), pieces }
    }

    /// The same rows as long as `go_on` says so, which is told how many come next; then an error in their place.
    #[must_use]
    pub fn while_told(self, go_on: impl Fn(u64) -> bool + Send + 'a) -> Self {
        let told = move |piece: Result<Table, ReportError>| match go_on(
            piece.as_ref().map_or(0, |rows| rows.len() as u64),
        ) {
            true => piece,
            false => Err(QueryError::stopped("export").into()),
        };
        Self { pieces: Box::new(self.pieces.map(told)), ..self }
    }

    /// Rows that are there.
    pub fn of(table: Table) -> Self {
        let (columns, count) = (table.columns.clone(), Some(table.len() as u64));
        Self { columns, count, pieces: Box::new(std::iter::once(Ok(table))) }
    }
}

impl<'a> Block<'a> {
    /// A panel as a table.
    pub fn of_panel(reader: &Reader<'_>, ask: &Ask, name: String, panel: &PanelView) -> Self {
        let mut notes = Vec::new();
        let content = match panel {
            PanelView::Rows(view) | PanelView::Cells(view) => {
                notes.extend(view.description.clone());
                notes.extend(view.caveats.iter().map(|caveat| page::caveat(reader.locale(), caveat)));
                let mut table = view.table.clone();
                // The words of states are the program's own, which no query labels.
                let states = table.columns.iter_mut().filter(|column| column.name == "state");
                let own = matches!(panel, PanelView::Cells(_)).then(|| page::state_labels(reader.locale()));
                for (column, labels) in states.zip(own) {
                    column.labels.extend(labels);
                }
                Content::Rows(Flow::of(table))
            }
            PanelView::Owed(view) => Content::Rows(Flow::of(view.list.table(reader.locale()))),
            PanelView::Broken { error, .. } => {
                notes.push(page::refusal(error, reader.locale()).sentence);
                Content::Nothing
            }
            _ => {
                notes.extend(page::cohort(reader.locale(), panel).map(str::to_owned));
                Content::Figures(panel.answers(reader, ask))
            }
        };
        Self { name, title: page::heading(reader.locale(), panel), notes, content }
    }
}

impl Block<'static> {
    /// Exact figures under a heading.
    pub fn of_figures(title: &str, figures: Vec<Answer>) -> Self {
        let (name, title) = ("figures".to_owned(), title.to_owned());
        Self { name, title, notes: Vec::new(), content: Content::Figures(figures) }
    }

    /// What bodies owe, a line each thing.
    pub fn of_owed(reader: &Reader<'_>, list: &OwedList) -> Self {
        let words = &reader.locale().words().owed;
        let mut notes = vec![
            words.about.to_owned(),
            page::fill(words.as_of, &[&page::as_of_days(reader.locale(), list.as_of())]),
        ];
        notes.extend(list.failed.iter().map(|(title, _)| format!("{}.", page::fill(words.failed, &[title]))));
        let content = Content::Rows(Flow::of(list.table(reader.locale())));
        Self { name: "owed".to_owned(), title: words.title.to_owned(), notes, content }
    }

    /// All records behind a number. How many there are, and what they lack, is told beside them.
    pub fn of_records(reader: &Reader<'_>, title: String, records: AllRecords) -> Self {
        let notes = page::records_told(reader.locale(), records.count, records.blank);
        let content = Content::Rows(Flow::of_records(records, None));
        Self { name: "records".to_owned(), title, notes, content }
    }
}

impl<'a> Sheet<'a> {
    /// A dashboard as tables, one a panel.
    pub fn of_report(reader: &Reader<'_>, report: &Report) -> Self {
        let panels = report.panels.iter().zip(panel_names(reader, report));
        let blocks = panels.map(|(panel, name)| Block::of_panel(reader, &report.front.ask, name, panel));
        Self { name: report.id.clone(), title: report.title.clone(), blocks: blocks.collect(), report: None }
    }
}

impl<'a> Book<'a> {
    /// A dashboard.
    pub fn of_report(reader: &Reader<'_>, report: Report) -> Self {
        let own = Sheet::of_report(reader, &report);
        let (title, edition) = (report.title.clone(), report.front.edition.clone());
        Self { title, edition, sheets: vec![Sheet { report: Some(Box::new(report)), ..own }] }
    }

    /// One table.
    pub fn of_block(edition: Edition, name: String, block: Block<'a>) -> Self {
        let title = block.title.clone();
        Self {
            title: title.clone(),
            edition,
            sheets: vec![Sheet { name, title, blocks: vec![block], report: None }],
        }
    }

    /// The same rows as long as `go_on` says so, which is told how many come next.
    #[must_use]
    pub fn while_told(mut self, go_on: impl Fn(u64) -> bool + Clone + Send + 'a) -> Self {
        for block in self.sheets.iter_mut().flat_map(|sheet| &mut sheet.blocks) {
            let content = std::mem::replace(&mut block.content, Content::Nothing);
            block.content = match content {
                Content::Rows(flow) => Content::Rows(flow.while_told(go_on.clone())),
                Content::Figures(figures) => {
                    go_on(figures.len() as u64);
                    Content::Figures(figures)
                }
                Content::Nothing => Content::Nothing,
            };
        }
        self
    }

    /// What it is known by to who may not see all data: a hash of all that it says.
    ///
    /// # Errors
    /// Where rows do not come to their end.
    pub(super) async fn known_by(self, reader: &Reader<'_>) -> Result<String, ReportError> {
        let mut said = Sha256::new();
        let mut say = |text: String| {
            said.update(text.len().to_le_bytes());
            said.update(text);
        };
        say(format!("{}{:?}{:?}", self.title, self.edition.period, self.edition.chosen));
        for sheet in self.sheets {
            let brief = sheet.report.iter().flat_map(|report| &report.brief);
            brief.for_each(|sentence| say(page::sentence(reader.locale(), sentence)));
            for block in sheet.blocks {
                say(format!("{} {:?}", block.title, block.notes));
                match block.content {
                    Content::Figures(figures) => say(json(&figures)),
                    Content::Rows(flow) => {
                        for piece in flow.pieces {
                            piece?.rows().for_each(|row| say(format!("{row:?}")));
                            // Who waits for it may have left.
                            pause().await;
                        }
                    }
                    Content::Nothing => {}
                }
            }
        }
        Ok(reader.told(said.finalize()))
    }

    /// The same under what it is known by.
    pub(super) fn known_as(mut self, known: &str) -> Self {
        known.clone_into(&mut self.edition.snapshot);
        for sheet in &mut self.sheets {
            if let Some(report) = &mut sheet.report {
                known.clone_into(&mut report.front.edition.snapshot);
            }
            for block in &mut sheet.blocks {
                if let Content::Figures(figures) = &mut block.content {
                    figures.iter_mut().for_each(|figure| known.clone_into(&mut figure.snapshot));
                }
            }
        }
        self
    }

    /// What its tables hold, in their order.
    pub fn contents(self) -> impl Iterator<Item = Content<'a>> {
        self.sheets.into_iter().flat_map(|sheet| sheet.blocks).map(|block| block.content)
    }

    /// How many tables it has.
    pub fn tables(&self) -> usize {
        self.sheets.iter().map(|sheet| sheet.blocks.len()).sum()
    }
}

/// Lets whoever waits look whether it still does.
async fn pause() {
    let mut is_over = false;
    let once = |context: &mut Context<'_>| {
        if std::mem::replace(&mut is_over, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    };
    poll_fn(once).await;
}

/// The names of a dashboard's panels in addresses: their ids, or their numbers from 1.
pub fn panel_names(reader: &Reader<'_>, report: &Report) -> Vec<String> {
    let dashboard = reader.dashboard(&report.id);
    let id = |index: usize| dashboard.and_then(|own| own.panels.get(index)?.id.clone());
    (0..report.panels.len()).map(|index| id(index).unwrap_or_else(|| (index + 1).to_string())).collect()
}
