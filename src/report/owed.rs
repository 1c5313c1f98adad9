//! What bodies owe: reports that have not come, and the rows of every query that says of them that they are owed; each
//! told of the living body that answers for it.

use super::front::front;
use super::owed_gathered::{ByBody, Gathered};
use super::owed_item::{AsOf, OwedBody, OwedItem};
use super::owed_kind::OwedKind;
use super::{Ask, AskError, Frontmatter, Pairs, ReportError, Shortfall, Whole};
use crate::calendar::Day;
use crate::kpi::Caveat;
use crate::workspace::Reader;

/// What is owed, by body.
#[derive(Debug)]
pub struct OwedList {
    /// The dimension of the bodies.
    pub dimension: String,
    /// The dimension of the reports, where there is one.
    pub reports_dimension: Option<String>,
    /// The day until which the data speak: as of that day all is overdue but reports.
    pub data_date: Day,
    /// The day as of which reports are overdue: the later of the data date and the newest arrival.
    pub known: Day,
    /// The kinds: reports, then the queries in the order of their names.
    pub kinds: Vec<OwedKind>,
    /// The only kind that is listed; nothing = all.
    pub kind: Option<String>,
    /// The bodies that live, who owe most first; of as many the one with the oldest.
    pub bodies: Vec<OwedBody>,
    /// Bodies that live no more and of which no one successor is known.
    pub left: Vec<OwedBody>,
    /// Lists that could not be made: their titles, and why.
    pub failed: Vec<(String, ReportError)>,
    /// The titles of lists that stand without files, by what is said of it.
    pub partial: Vec<(Vec<String>, Caveat)>,
}

/// What a panel shows of it.
#[derive(Debug)]
pub struct OwedView {
    /// What the panel is called.
    pub title: String,
    /// So many bodies are shown, and as many more as owe just as much as the last of them.
    pub most: usize,
    /// What is owed.
    pub list: OwedList,
}

/// The page of what is owed.
#[derive(Debug)]
pub struct OwedPage {
    /// What stands above every page.
    pub front: Frontmatter,
    /// What a reader may choose from: each living body that owes anything, with its code.
    pub choices: Vec<(String, String)>,
    /// What is owed.
    pub list: OwedList,
}

impl OwedList {
    /// How many things living bodies owe.
    pub fn count(&self) -> usize {
        self.bodies.iter().map(|body| body.items.len()).sum()
    }

    /// How many are left by bodies of which no successor is known.
    pub fn count_left(&self) -> usize {
        self.left.iter().map(|body| body.items.len()).sum()
    }

    /// What a living body owes the longest, with that body: of what is as old the first kind.
    pub fn oldest(&self) -> Option<(&OwedBody, &OwedItem)> {
        let own = self.bodies.iter().filter_map(|body| Some((body, body.items.first()?)));
        own.min_by_key(|(body, item)| (item.since, item.kind, &body.code))
    }

    /// As of which days what is listed is overdue; where nothing is, as of which it would be.
    pub fn as_of(&self) -> AsOf {
        let all = self.bodies.iter().chain(&self.left).flat_map(|body| &body.items);
        let own = AsOf::of(all);
        if own == AsOf::default() {
            AsOf { work: Some(self.data_date), reports: Some(self.known) }
        } else {
            own
        }
    }

    /// Those who owe most: so many, and as many more as owe just as much as the last of them.
    pub fn foremost(&self, most: usize) -> &[OwedBody] {
        let Some(last) = most.checked_sub(1).and_then(|last| self.bodies.get(last)) else {
            return &self.bodies;
        };
        let ties = self.bodies.iter().take_while(|body| body.items.len() >= last.items.len());
        &self.bodies[..ties.count()]
    }
}

/// The page. Besides the question: `list`, the name of a kind.
///
/// # Errors
/// For what does not exist.
pub async fn owed_page(reader: &Reader<'_>, mut pairs: Pairs<'_>) -> Result<OwedPage, ReportError> {
    let kind = pairs.one("list")?.map(str::to_owned);
    let ask = Ask::read(reader, pairs)?;
    let front = front(reader, reader.workspace().opening_period(), &ask)?;
    let list = owed(reader, &ask, kind.as_deref()).await?;
    let choices = match ask.filters.get(&list.dimension) {
        None => choices(&list),
        Some(_) => choices(&owed(reader, &Ask::default(), None).await?),
    };
    Ok(OwedPage { front, choices, list })
}

fn choices(list: &OwedList) -> Vec<(String, String)> {
    let all = list.bodies.iter().chain(&list.left);
    all.filter_map(|body| Some((body.code.clone()?, body.name.clone()?))).collect()
}

/// What is owed by the bodies that are asked for, whatever the period; of one kind where one is named.
///
/// # Errors
/// For a kind that does not exist. A list that cannot be made is told of in its place.
pub async fn owed(reader: &Reader<'_>, ask: &Ask, kind: Option<&str>) -> Result<OwedList, ReportError> {
    let all = Gathered::new(reader, ask, |_| true).await;
    if let Some(kind) = kind.filter(|kind| all.kinds.iter().all(|own| own.name != *kind)) {
        return Err(AskError::Value { name: "list".to_owned(), value: kind.to_owned() }.into());
    }
    let wanted = kind.and_then(|kind| all.kinds.iter().position(|own| own.name == kind));
    let of_kind = |all| told(reader, all, wanted);
    let reports = reader.workspace().settings.reporting.reports.as_ref();
    Ok(OwedList {
        dimension: reader.bodies().unwrap_or_default().to_owned(),
        reports_dimension: reports.map(|name| name.get_ref().clone()),
        data_date: reader.data_date(),
        known: all.known,
        bodies: of_kind(all.living),
        left: of_kind(all.left),
        kinds: all.kinds,
        kind: kind.map(str::to_owned),
        failed: all.failed,
        partial: all.partial,
    })
}

/// In the order in which they are told.
fn told(reader: &Reader<'_>, all: ByBody, kind: Option<usize>) -> Vec<OwedBody> {
    let day = reader.data_date();
    let own = all.into_iter().map(|(code, mut items)| {
        items.retain(|item| kind.is_none_or(|kind| item.kind == kind));
        items.sort_by(|a, b| (a.since, a.kind, &a.id, &a.body).cmp(&(b.since, b.kind, &b.id, &b.body)));
        let last = items.last().map_or(day, |item| item.since);
        let name = code.as_deref().map(|code| reader.body_label(code, last.max(day)));
        OwedBody { code, name, items }
    });
    let mut own: Vec<OwedBody> = own.filter(|body| !body.items.is_empty()).collect();
    own.sort_by(|a, b| {
        (b.items.len().cmp(&a.items.len()))
            .then_with(|| a.oldest().cmp(&b.oldest()))
            .then_with(|| {
                let name = |body: &'_ OwedBody| body.name.clone().unwrap_or_default();
                reader.locale().compare(&name(a), &name(b))
            })
            .then_with(|| a.code.cmp(&b.code))
    });
    own
}

impl Whole for OwedList {
    fn shortfalls(&self) -> Vec<Shortfall> {
        // What lies out of a reader's scope is so for good, and so is a table without data.
        let failed = self.failed.iter().filter(|(_, error)| !error.is_for_good());
        failed.map(|(title, error)| Shortfall::failed(title, error)).collect()
    }
}

impl Whole for OwedPage {
    fn shortfalls(&self) -> Vec<Shortfall> {
        self.list.shortfalls()
    }
}
