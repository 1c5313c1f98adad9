//! Every address that links lead to, asked in three worlds.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::web::{App, Inward};

/// The same role in three worlds.
pub(super) struct Worlds {
    /// The data as they are.
    pub(super) real: App,
    /// With others' rows changed.
    pub(super) others: App,
    /// With one's own rows changed.
    pub(super) own: App,
    /// The first two as those see them who see everything, and who ask before: what is kept of their pages is theirs.
    pub(super) whole: [App; 2],
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// How many addresses were asked.
    pub(super) asked: usize,
    /// Those that say something else where only others' rows are other ones, with the first place.
    pub(super) different: Vec<(String, String)>,
    /// The kinds of address that were answered, and whether one of them says something else where one's own rows do.
    pub(super) kinds: BTreeMap<String, bool>,
    /// Of a role that may not see who somebody is: how many lists of records say something else to who may, where everybody is
    /// called otherwise, and how many there are.
    pub(super) lists: Option<(usize, usize)>,
    /// Whether there were more addresses than were asked.
    pub(super) cut: bool,
}

impl Walked {
    /// The codes of KPIs on whose addresses something was told.
    pub(super) fn kpis(&self) -> BTreeSet<&str> {
        let addresses = self.different.iter().map(|(address, _)| address);
        let codes = addresses.filter_map(|address| address.split_once("/kpis/")?.1.split(['/', '?']).next());
        codes.collect()
    }
}

/// So many addresses are asked before by who sees everything: a page that is kept for both is found at any of them.
const WHOLE: usize = 8;

impl Worlds {
    /// Follows all links from some addresses on, until so many have been asked.
    pub(super) async fn walk(&self, first: Vec<String>, most: usize) -> Walked {
        let mut walked = Walked::default();
        for address in first.iter().take(WHOLE) {
            for world in &self.whole {
                world.inward(address).await;
            }
        }
        let mut seen: BTreeSet<String> = first.iter().cloned().collect();
        let mut waiting: VecDeque<String> = first.into();
        while let Some(address) = waiting.pop_front() {
            let Some(answer) = self.real.inward(&address).await else { continue };
            walked.asked += 1;
            if let Some(other) = self.others.inward(&address).await.filter(|other| *other != answer) {
                walked.different.push((address.clone(), parting(&answer, &other)));
            }
            if answer.status == 200 {
                let kind = walked.kinds.entry(kind(&address)).or_default();
                *kind = *kind || self.own.inward(&address).await.is_some_and(|own| own.body != answer.body);
            }
            for link in links(&answer) {
                if seen.contains(&link) {
                    continue;
                }
                if seen.len() >= most {
                    walked.cut = true;
                    break;
                }
                seen.insert(link.clone());
                waiting.push_back(link);
            }
        }
        walked
    }
}

impl Worlds {
    /// How many of some files say something else to who sees everything, and how many there are.
    pub(super) async fn lists(&self, files: Vec<String>) -> (usize, usize) {
        let (mut others, mut all) = (0, 0);
        for file in files {
            let [one, other] = &self.whole;
            let Some(answer) = one.inward(&file).await.filter(|answer| answer.status == 200) else {
                continue;
            };
            all += 1;
            let other = other.inward(&file).await;
            others += usize::from(other.is_none_or(|other| other.body != answer.body));
        }
        (others, all)
    }
}

/// An address without what stands behind `?`.
fn kind(address: &str) -> String {
    address.split('?').next().unwrap_or_default().to_owned()
}

/// The pages of the program's own that an answer leads to.
fn links(answer: &Inward) -> Vec<String> {
    let text = String::from_utf8_lossy(answer.body.as_deref().unwrap_or_default()).into_owned();
    let mut found = Vec::new();
    for attribute in ["href=\"", "src=\""] {
        for rest in text.split(attribute).skip(1) {
            let link = rest.split('"').next().unwrap_or_default().replace("&amp;", "&");
            let link = link.split('#').next().unwrap_or_default().to_owned();
            let is_page = link.starts_with('/') && !link.starts_with("//") && !link.starts_with("/assets/");
            if is_page && link != "/account" {
                found.push(link);
            }
        }
    }
    found
}

/// In what two answers part, in a line.
fn parting(one: &Inward, other: &Inward) -> String {
    if one.status != other.status {
        return format!("status {} against {}", one.status, other.status);
    }
    if let Some((name, _)) = one.headers.iter().find(|(name, value)| other.headers.get(*name) != Some(value))
        && one.body == other.body
    {
        return format!("header `{name}`");
    }
    let [one, other] = [one, other].map(|answer| answer.body.as_deref().unwrap_or_default());
    let at = one.iter().zip(other).position(|(a, b)| a != b).unwrap_or_else(|| one.len().min(other.len()));
    format!("byte {at} of {} and {}", one.len(), other.len())
}
