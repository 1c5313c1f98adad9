//! What fills the parts of a report.

use std::collections::{BTreeMap, HashSet};

use super::marks::Marks;
use super::paper::Piece;
use super::told::told;
use crate::dashboard::outline::{Fill, Part};
use crate::export::material::Material;
use crate::export::official::table;
use crate::locale::{DocumentWords, Locale};
use crate::page::{self, fill, inside};
use crate::report::{CheckView, ClauseView, Said, SectionView, Sent, Sentence, sent};

/// What has been written so far.
pub(super) struct Fills<'a> {
    material: &'a Material<'a>,
    locale: &'a Locale,
    words: &'a DocumentWords,
    marks: Marks,
    /// Where each KPI has been told.
    told: BTreeMap<String, String>,
    pub(super) pieces: Vec<Piece>,
}

impl<'a> Fills<'a> {
    pub(super) fn new(material: &'a Material<'a>) -> Self {
        let locale = material.reader.locale();
        Self {
            material,
            locale,
            words: &locale.words().document,
            marks: Marks::default(),
            told: BTreeMap::new(),
            pieces: Vec::new(),
        }
    }

    /// Paragraphs.
    pub(super) fn texts(&mut self, texts: impl IntoIterator<Item = String>) {
        self.pieces.extend(texts.into_iter().map(Piece::Text));
    }

    /// What the figures are limited to, and what of the data cannot be read.
    pub(super) fn limits(&mut self) {
        let edition = &self.material.edition;
        let limits = edition.scope.iter().chain(&edition.chosen);
        let limits: Vec<String> =
            limits.map(|(dimension, members)| format!("{dimension}: {}", members.join(", "))).collect();
        if !limits.is_empty() {
            self.texts([fill(self.words.filtered, &[&limits.join("; ")])]);
        }
        if !edition.unread.is_empty() {
            self.texts([fill(self.words.unread, &[&edition.unread.join("; ")])]);
        }
    }

    /// A section with its number.
    pub(super) fn section(&mut self, part: &Part) {
        self.heading(part.level, &part.heading);
        match &part.fill {
            Fill::Heading => {}
            Fill::Plan(ids) => self.plan(part.level, ids),
            Fill::Table { plan, dashboards, kpis } => self.table(None, &self.codes(plan, dashboards, kpis)),
            Fill::Brief(dashboards) => self.brief(dashboards),
            Fill::Bodies => self.bodies(),
            Fill::Checks => self.checks(),
            Fill::Blank(text) => self.pieces.push(Piece::Blank(fill(self.words.blank, &[text]))),
        }
    }

    /// What stands in an appendix, which has a title of its own.
    pub(super) fn appendix(&mut self, part: &Part) {
        match &part.fill {
            Fill::Heading => {}
            Fill::Plan(ids) => self.plan(0, ids),
            // Each part of the plan and each dashboard is a table of its own, under its title.
            Fill::Table { plan, dashboards, kpis } => {
                for id in plan {
                    let title = self.sections(id).next().map(|own| own.section.title.clone());
                    self.table(title, &self.codes(std::slice::from_ref(id), &[], &[]));
                }
                for id in dashboards {
                    let report = self.material.reports.iter().find(|report| report.id == *id);
                    let title = report.map(|report| report.title.clone());
                    self.table(title, &self.codes(&[], std::slice::from_ref(id), &[]));
                }
                if !kpis.is_empty() {
                    self.table(None, kpis);
                }
            }
            Fill::Brief(dashboards) => self.brief(dashboards),
            Fill::Bodies => self.list_of_bodies(),
            Fill::Checks => self.checks(),
            Fill::Blank(text) => self.pieces.push(Piece::Blank(fill(self.words.blank, &[text]))),
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        let mark = self.marks.next(level);
        self.pieces.push(Piece::Heading { level, text: format!("{mark} {text}") });
    }

    /// A part of the plan with those below it.
    fn sections(&self, id: &str) -> impl Iterator<Item = &'a SectionView> + use<'a> {
        let (own, below) = (id.to_owned(), format!("{id}."));
        let all = self.material.plan.sections.iter();
        all.filter(move |each| each.section.id == own || each.section.id.starts_with(&below))
    }

    /// The promises of parts of the plan, in its order, each with what is told of it.
    fn plan(&mut self, above: u8, ids: &[String]) {
        for id in ids {
            for section in self.sections(id) {
                if section.clauses.is_empty() {
                    continue;
                }
                let alone = ids.len() == 1 && section.section.id == *id;
                if !alone {
                    self.heading(above + 1, &section.section.title);
                }
                for clause in &section.clauses {
                    self.clause(if alone { above + 1 } else { above + 2 }, clause);
                }
            }
        }
    }

    fn clause(&mut self, level: u8, clause: &ClauseView) {
        let mark = self.marks.next(level);
        self.pieces.push(Piece::Promise(format!("{mark} {}", clause.clause.text)));
        if clause.clause.answers.is_empty() {
            let asked = fill(self.words.blank, &[self.words.unmeasured]);
            self.pieces.push(Piece::Blank(asked));
        }
        let place = self.marks.place();
        let dash = if level > 3 { "+" } else { "-" };
        let mut before = Vec::new();
        for answer in &clause.clause.answers {
            match self.told_before(&answer.code) {
                Some(told) => before.push(told),
                None => {
                    let text = self.figure(&answer.code, &place);
                    self.pieces.push(Piece::Item(format!("{dash} {}.", text.trim_end_matches('.'))));
                }
            }
        }
        if !before.is_empty() {
            let text = fill(self.words.told_before, &[&before.join("; ")]);
            self.pieces.push(Piece::Item(format!("{dash} {text}")));
        }
    }

    /// What a KPI is called that has been told, and where.
    fn told_before(&self, code: &str) -> Option<String> {
        let line = self.material.lines.get(code)?.as_ref().ok()?;
        Some(fill(self.words.told, &[&inside(&line.head.title), self.told.get(code)?]))
    }

    /// A figure in words.
    fn figure(&mut self, code: &str, place: &str) -> String {
        let line = match self.material.lines.get(code) {
            Some(Ok(line)) => line,
            Some(Err(error)) => {
                let why = page::refusal(error, self.locale).sentence;
                return fill(self.words.no_value, &[code, &inside(&why)]);
            }
            None => return fill(self.words.no_value, &[code, self.words.not_packed]),
        };
        self.told.insert(code.to_owned(), place.to_owned());
        told(self.locale, line, &self.material.edition.period)
    }

    /// The KPIs of parts of the plan, of dashboards and those named, each once.
    fn codes(&self, plan: &[String], dashboards: &[String], kpis: &[String]) -> Vec<String> {
        let clauses = plan.iter().flat_map(|id| self.sections(id)).flat_map(|section| &section.clauses);
        let of_plan = clauses.flat_map(|clause| &clause.clause.answers).map(|answer| answer.code.clone());
        let reader = self.material.reader;
        let panels =
            dashboards.iter().filter_map(|id| reader.dashboard(id)).flat_map(|dashboard| &dashboard.panels);
        let of_panels = panels.flat_map(|panel| panel.codes().into_iter().map(str::to_owned));
        let mut seen = HashSet::new();
        let all = of_plan.chain(of_panels).chain(kpis.iter().cloned());
        all.filter(|code| seen.insert(code.clone())).collect()
    }

    fn table(&mut self, title: Option<String>, codes: &[String]) {
        let (mut lines, mut lacking) = (Vec::new(), Vec::new());
        for code in codes {
            match self.material.lines.get(code) {
                Some(Ok(line)) => lines.push(line.clone()),
                Some(Err(error)) => {
                    let why = inside(&page::refusal(error, self.locale).sentence);
                    lacking.push(fill(self.words.without_line, &[code, &why]));
                }
                None => lacking.push(fill(self.words.without_line, &[code, self.words.not_packed])),
            }
        }
        if lines.is_empty() && lacking.is_empty() {
            self.texts([self.words.nothing.to_owned()]);
            return;
        }
        let mut table = table(self.locale, &lines, self.material.edition.period.days());
        table.notes.extend(lacking);
        self.pieces.push(Piece::Figures { title, table });
    }

    /// What the briefs of dashboards say, each sentence once.
    fn brief(&mut self, dashboards: &[String]) {
        let reports = self.material.reports.iter().filter(|report| dashboards.contains(&report.id));
        let mut texts: Vec<String> = Vec::new();
        for text in reports.flat_map(|report| &report.brief).flat_map(|sentence| self.sentence(sentence)) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        for id in dashboards.iter().filter(|id| self.material.reports.iter().all(|report| report.id != **id))
        {
            let known = self.material.reader.dashboard(id);
            let title = known.map_or(id.as_str(), |dashboard| &dashboard.title);
            texts.push(format!("{title}: {}.", self.words.not_packed));
        }
        if texts.is_empty() {
            texts.push(self.words.nothing.to_owned());
        }
        let items = texts.into_iter().map(|text| Piece::Item(format!("- {text}")));
        self.pieces.extend(items);
    }

    /// A sentence of a brief; what a report says of those who have not reported stands in a part of its own.
    fn sentence(&self, sentence: &Sentence) -> Vec<String> {
        match &sentence.said {
            Said::NotReported { .. } | Said::Overdue { .. } => Vec::new(),
            // Identities have a part of their own.
            Said::Broken(_) | Said::Unchecked(_) | Said::Elsewhere(_) => Vec::new(),
            // A page's words speak of the page.
            Said::SetAside { rows, copies } => {
                let told = [(rows, self.words.set_aside), (copies, self.words.copies)];
                let told = told.into_iter().filter(|(rows, _)| **rows > 0);
                told.map(|(rows, text)| fill(text, &[&self.whole(*rows)])).collect()
            }
            _ => vec![page::sentence(self.locale, sentence)],
        }
    }

    /// The identities that the data should hold: how many there are, and each that does not hold.
    fn checks(&mut self) {
        let (words, all) = (self.words, &self.material.checks);
        let broken: Vec<String> = all
            .iter()
            .filter_map(CheckView::sentence)
            .map(|(_, sentence)| page::sentence(self.locale, &sentence))
            .collect();
        let counts = [self.whole(all.len() as u64), self.whole(broken.len() as u64)];
        self.texts([match (all.len(), broken.len()) {
            (0, _) => words.no_checks.to_owned(),
            (_, 0) => fill(words.checks_hold, &[&counts[0]]),
            _ => fill(words.checks_broken, &[&counts[0], &counts[1]]),
        }]);
        self.pieces.extend(broken.into_iter().map(|text| Piece::Item(format!("- {text}"))));
    }

    /// Who has not reported, in a sentence.
    pub(super) fn bodies(&mut self) {
        if self.material.reader.bodies().is_none() {
            return;
        }
        let (words, sent) = (self.words, self.sent());
        let until = self.locale.date(self.material.edition.data_date);
        let owing = self.whole(sent.owing as u64);
        self.texts([match (sent.owing, sent.unsent.len()) {
            (0, _) => words.none_owed.to_owned(),
            (_, 0) => fill(words.all_sent, &[&until, &owing]),
            (_, unsent) => fill(words.not_sent, &[&until, &self.whole(unsent as u64), &owing]),
        }]);
        if sent.owing > 0 {
            self.texts([fill(words.data_date_note, &[&until])]);
        }
    }

    /// Who has not reported, a line each.
    fn list_of_bodies(&mut self) {
        let (words, locale) = (self.words, self.locale);
        self.texts([words.sent_about.to_owned()]);
        let rows: Vec<Vec<String>> = (1_u64..)
            .zip(self.sent().unsent)
            .map(|(number, body)| {
                let reports = body.reports.iter().map(|each| {
                    let days = [locale.date(each.first_day), locale.date(each.last_day)];
                    let range = locale.date_range(each.first_day, each.last_day);
                    match each.count {
                        1 => fill(words.unsent_one, &[&each.report, &range]),
                        many => {
                            let many = self.whole(many as u64);
                            fill(words.unsent_many, &[&each.report, &many, &days[0], &days[1]])
                        }
                    }
                });
                let reports = reports.collect::<Vec<_>>().join("; ");
                let late = body.days.map_or_else(|| "–".to_owned(), |days| locale.integer(days));
                vec![self.whole(number), body.body.clone(), reports, late]
            })
            .collect();
        if !rows.is_empty() {
            let heads = words.sent_heads.map(str::to_owned).into();
            self.pieces.push(Piece::Rows { heads, rows });
        }
    }

    fn sent(&self) -> Sent {
        sent(self.material.reader, &self.material.ask, &self.material.edition.period)
    }

    fn whole(&self, number: u64) -> String {
        self.locale.integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
