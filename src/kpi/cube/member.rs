//! The members of a dimension: codes with labels, parents and lives.

use std::collections::BTreeSet;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Date32Type;
use chrono::Days;
use indexmap::IndexMap;

use super::heir::{Heir, Successors};
use super::view::{Split, Units};
use crate::calendar::{Day, day_since_1970};
use crate::diagnostic::{is_unseen, nearest};
use crate::kpi::definition::dimension::{Dimension, MemberSource, MemberTable, UNKNOWN};
use crate::kpi::sql;
use crate::locale::{fold_for_search, is_blank};
use crate::query::{QueryError, Request, Rows, Session};
use crate::store::sha256_hex;

/// One life of a code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The code; compared exactly.
    pub code: String,
    /// What a reader sees.
    pub label: String,
    /// The code of what it lies below.
    pub parent: Option<String>,
    /// Its first day; nothing = always.
    pub first_day: Option<Day>,
    /// Its last day, inclusive; nothing = still.
    pub last_day: Option<Day>,
}

/// All members of one dimension, by code, each with its lives in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    by_code: IndexMap<String, Vec<Member>>,
    /// What the dimension is called.
    title: String,
    /// Other spellings, each with the code that is meant.
    aliases: IndexMap<String, String>,
    /// Whether the source lists a member whose code stands for not known: it is left out.
    pub lists_reserved: bool,
    /// By view the units that compare across reorganisations, or why they do not.
    views: IndexMap<String, Result<Units, Split>>,
    /// By code what its last life names as its successors. It decides of no record where it is counted.
    successors: Successors,
}

/// How deep members may nest; a longer chain is a circle.
const DEEPEST: usize = 16;

impl Members {
    /// Reads them from the dimension itself or from its table.
    ///
    /// # Errors
    /// Where the table or a view's mapping cannot be read.
    pub async fn load(session: &Session, dimension: &Dimension) -> Result<Self, QueryError> {
        let mut members = Self::listed(session, dimension).await?;
        members.title.clone_from(&dimension.title);
        members.aliases.clone_from(&dimension.aliases);
        for (view, mapping) in &dimension.views {
            let units = Units::load(session, mapping).await?;
            members.add_view(&dimension.name, view, units);
        }
        Ok(members)
    }

    async fn listed(session: &Session, dimension: &Dimension) -> Result<Self, QueryError> {
        match &dimension.members {
            MemberSource::Values(values) => Ok(Self::new(values.iter().map(|(code, label)| Member {
                code: code.clone(),
                label: label.clone(),
                parent: None,
                first_day: None,
                last_day: None,
            }))),
            MemberSource::Table(table) => {
                let rows = session.run(Request::new(&dimension.name, table.statement())).await?;
                let successors = Successors::read(&rows);
                Ok(Self { successors, ..Self::new(read(&rows)) })
            }
        }
    }

    /// From a list; members of one code are its lives.
    pub fn new(members: impl IntoIterator<Item = Member>) -> Self {
        let mut by_code: IndexMap<String, Vec<Member>> = IndexMap::new();
        let mut lists_reserved = false;
        for member in members {
            if member.code == UNKNOWN {
                lists_reserved = true;
                continue;
            }
            by_code.entry(member.code.clone()).or_default().push(member);
        }
        for lives in by_code.values_mut() {
            lives.sort_by(|a, b| {
                (a.first_day, a.last_day, &a.label).cmp(&(b.first_day, b.last_day, &b.label))
            });
        }
        Self { by_code, lists_reserved, ..Self::default() }
    }

    /// Adds a view, which cannot be used where a code has two units on one day.
    pub fn add_view(&mut self, dimension: &str, view: &str, units: Units) {
        let split = units.split().map(|(code, units)| Split {
            dimension: dimension.to_owned(),
            view: view.to_owned(),
            code: code.to_owned(),
            units,
        });
        self.views.insert(view.to_owned(), split.map_or(Ok(units), Err));
    }

    /// A view's units, or why it cannot be used; nothing where there is no such view.
    pub fn view(&self, name: &str) -> Option<Result<&Units, &Split>> {
        self.views.get(name).map(Result::as_ref)
    }

    /// Views that cannot be used.
    pub fn splits(&self) -> impl Iterator<Item = &Split> {
        self.views.values().filter_map(|units| units.as_ref().err())
    }

    /// All of it that decides where a record is counted, and nothing of what things are called: 64 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let lives = self.by_code.iter().flat_map(|(code, lives)| lives.iter().map(move |life| (code, life)));
        let mut all: Vec<String> = lives
            .map(|(code, Member { parent, first_day, last_day, .. })| {
                format!("{code:?} {parent:?} {first_day:?} {last_day:?}")
            })
            .collect();
        // Lives of one code that differ in their labels alone stand in the labels' order.
        all.sort();
        all.extend(self.aliases.iter().map(|(spelling, code)| format!("{spelling:?} = {code:?}")));
        let stays =
            |units: &Result<Units, Split>| units.as_ref().map(Units::in_words).map_err(Split::to_string);
        all.extend(self.views.iter().map(|(view, units)| format!("{view:?}: {:?}", stays(units))));
        sha256_hex(all.join("\n").as_bytes())
    }

    /// How many views there are.
    pub(in crate::kpi) fn count_views(&self) -> usize {
        self.views.len()
    }

    /// Which of the views it is.
    pub(in crate::kpi) fn view_place(&self, name: &str) -> Option<usize> {
        self.views.get_index_of(name)
    }

    /// A code's unit on a day in each view.
    pub(in crate::kpi) fn units_on(&self, code: &str, day: Day) -> Vec<Option<String>> {
        let unit = |units: &Units| units.on(code, day).map(str::to_owned);
        self.views.values().map(|units| units.as_ref().ok().and_then(unit)).collect()
    }

    /// A code's lives in their order; none where no member bears it.
    fn lives(&self, code: &str) -> &[Member] {
        self.by_code.get(code).map(Vec::as_slice).unwrap_or_default()
    }

    /// The last day of a code's last life, where that is over on a day; nothing for who lives on it or will live again.
    pub fn ended(&self, code: &str, on: Day) -> Option<Day> {
        let last = self.lives(code).iter().map(|life| life.last_day);
        last.max_by_key(|day| day.unwrap_or(Day::MAX))?.filter(|last| *last < on)
    }

    /// Whether any life bears the code.
    pub fn contains(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }

    /// What the dimension is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether something is a code although no member bears it. Where no member is known at all,
    /// nobody can tell.
    pub fn is_stray(&self, code: &str) -> bool {
        !self.by_code.is_empty() && !self.contains(code)
    }

    /// The member's code that is meant: of another spelling the code that it stands for.
    pub fn meant(&self, code: String) -> String {
        self.aliases.get(&code).cloned().unwrap_or(code)
    }

    /// Other spellings, each with the code that it stands for.
    pub fn aliases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.aliases.iter().map(|(spelling, code)| (spelling.as_str(), code.as_str()))
    }

    /// The member that is probably meant by a code that none bears: one that differs only in case,
    /// white space or accents, else the only one of the same number, as where a program took `001` for a number, else the
    /// most similar.
    pub fn nearest(&self, code: &str) -> Option<&str> {
        let wanted = folded(code);
        let same = || self.codes().find(|known| folded(known) == wanted);
        let number = || {
            let wanted = number_of(code)?;
            let mut same = self.codes().filter(|known| number_of(known) == Some(wanted));
            same.next().filter(|_| same.next().is_none())
        };
        same().or_else(number).or_else(|| nearest(code, self.codes()))
    }

    /// Whether any of some codes is a member's, were it not for case, white space or accents: a column in
    /// which none is has only its name in common with the dimension.
    pub fn knows_any<'a>(&self, codes: impl Iterator<Item = &'a str> + Clone) -> bool {
        if codes.clone().any(|code| self.contains(code)) {
            return true;
        }
        let known: BTreeSet<String> = self.codes().map(folded).collect();
        codes.map(folded).any(|code| known.contains(&code))
    }

    /// Every code, in the order of the source.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.by_code.keys().map(String::as_str)
    }

    /// The code's life on a day. A state may outlive the code (a case still open after its district
    /// was abolished): then its last life before the day, else its first, says where it belongs.
    pub fn on(&self, code: &str, day: Day) -> Option<&Member> {
        let lives = self.by_code.get(code)?;
        let mut begun = lives.iter().filter(|life| life.first_day.is_none_or(|first| first <= day));
        let alive = begun.clone().find(|life| life.last_day.is_none_or(|last| day <= last));
        alive.or_else(|| begun.next_back()).or_else(|| lives.first())
    }

    /// What a reader sees for a code on a day; the code itself where nobody has named it.
    pub fn label<'a>(&'a self, code: &'a str, day: Day) -> &'a str {
        self.on(code, day).map_or(code, |life| &life.label)
    }

    /// The codes that a code lies below on a day, nearest first.
    pub fn ancestors(&self, code: &str, day: Day) -> Vec<String> {
        let mut above = Vec::new();
        let mut at = self.on(code, day);
        while let Some(parent) = at.and_then(|life| life.parent.as_ref()) {
            if above.len() == DEEPEST || above.contains(parent) {
                break;
            }
            above.push(parent.clone());
            at = self.on(parent, day);
        }
        above
    }

    /// The days on which any code's place may change: each life's first day and the day after its last,
    /// and those on which its unit may.
    pub fn changes(&self) -> BTreeSet<Day> {
        let lives = self.by_code.values().flatten();
        lives
            .flat_map(|life| {
                let after = life.last_day.and_then(|day| day.checked_add_days(Days::new(1)));
                [life.first_day, after]
            })
            .flatten()
            .chain(self.views.values().flatten().flat_map(Units::changes))
            .collect()
    }

    /// Members that live on a day, in the order of the source.
    pub fn living(&self, day: Day) -> impl Iterator<Item = &Member> {
        let alive = move |life: &&Member| {
            life.first_day.is_none_or(|first| first <= day) && life.last_day.is_none_or(|last| day <= last)
        };
        self.by_code.values().filter_map(move |lives| lives.iter().find(alive))
    }

    /// Whether any life of a code shares a day with a stretch.
    pub fn lived_between(&self, code: &str, first_day: Day, last_day: Day) -> bool {
        self.lives(code).iter().any(|life| {
            life.first_day.is_none_or(|first| first <= last_day)
                && life.last_day.is_none_or(|last| first_day <= last)
        })
    }

    /// Who answers on a day for what a code owes. Nothing is guessed: where the data name several that live, it is none
    /// of them.
    pub fn heir<'a>(&'a self, code: &'a str, day: Day) -> Heir<'a> {
        self.successors.heir(code, |code| self.lived_between(code, day, day))
    }

    /// The stretches of days in which a code is one of `roots` or lies below one of them:
    /// `(from, to)`, open ends as nothing. Empty = never.
    pub fn stretches(&self, code: &str, roots: &[&str]) -> Vec<(Option<Day>, Option<Day>)> {
        if roots.contains(&code) {
            return vec![(None, None)];
        }
        let mut edges: Vec<Option<Day>> = vec![None];
        edges.extend(self.changes().into_iter().map(Some));
        let mut found: Vec<(Option<Day>, Option<Day>)> = Vec::new();
        for (index, start) in edges.iter().enumerate() {
            let end =
                edges.get(index + 1).copied().flatten().and_then(|day| day.checked_sub_days(Days::new(1)));
            let inside = start.unwrap_or_else(|| end.unwrap_or(Day::MIN));
            if !self.ancestors(code, inside).iter().any(|above| roots.contains(&above.as_str())) {
                continue;
            }
            match found.last_mut() {
                Some((_, last)) if last.and_then(|day| day.checked_add_days(Days::new(1))) == *start => {
                    *last = end
                }
                _ => found.push((*start, end)),
            }
        }
        found
    }
}

/// The digits of a number without the zeros that lead it; nothing where a code is no number.
fn number_of(code: &str) -> Option<&str> {
    let digits = code.trim_matches(is_blank);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.trim_start_matches('0'))
}

/// A code without what slips of the pen differ in, and what nobody sees.
fn folded(code: &str) -> String {
    let seen: String = code.chars().filter(|letter| !is_unseen(*letter)).collect();
    fold_for_search(&seen.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl MemberTable {
    /// The columns that say who the members are.
    pub fn columns(&self) -> BTreeSet<String> {
        let life = self.valid.iter().flat_map(|(first, last)| [first, last]);
        let all = [&self.key, &self.label]
            .into_iter()
            .chain(&self.parent)
            .chain(&self.successor)
            .chain(life)
            .chain(self.only.keys());
        all.cloned().collect()
    }

    /// The statement that lists the members.
    pub fn statement(&self) -> String {
        let column = |name: Option<&String>, kind: &str| {
            name.map_or_else(|| format!("CAST(NULL AS {kind})"), |name| sql::name(name))
        };
        let (first, last) = match &self.valid {
            Some((first, last)) => (Some(first), Some(last)),
            None => (None, None),
        };
        let only: Vec<String> = self
            .only
            .iter()
            .map(|(name, value)| format!("{} = {}", sql::name(name), sql::text(value)))
            .collect();
        let condition =
            if only.is_empty() { String::new() } else { format!(" WHERE {}", only.join(" AND ")) };
        format!(
            "SELECT CAST({} AS VARCHAR) AS code, CAST({} AS VARCHAR) AS label, CAST({} AS VARCHAR) AS parent, \
             {} AS first_day, {} AS last_day, CAST({} AS VARCHAR) AS successor FROM {}{condition} ORDER BY code, first_day, last_day, label",
            sql::name(&self.key),
            sql::name(&self.label),
            column(self.parent.as_ref(), "VARCHAR"),
            column(first, "DATE"),
            column(last, "DATE"),
            column(self.successor.as_ref(), "VARCHAR"),
            sql::name(&self.table),
        )
    }
}

fn read(rows: &Rows) -> Vec<Member> {
    let mut members = Vec::new();
    for batch in &rows.batches {
        let text = |column: usize, row: usize| sql::text_at(batch.column(column), row);
        let day = |column: usize, row: usize| {
            let days = batch.column(column).as_primitive::<Date32Type>();
            day_since_1970(days.value(row)).filter(|_| days.is_valid(row))
        };
        for row in 0..batch.num_rows() {
            let Some(code) = text(0, row) else { continue };
            members.push(Member {
                label: text(1, row).unwrap_or_else(|| code.clone()),
                code,
                parent: text(2, row),
                first_day: day(3, row),
                last_day: day(4, row),
            });
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn life(code: &str, parent: &str, first: &str, last: Option<&str>) -> Member {
        Member {
            code: code.into(),
            label: format!("{code} below {parent}"),
            parent: (!parent.is_empty()).then(|| parent.into()),
            first_day: Some(day(first)),
            last_day: last.map(day),
        }
    }

    #[test]
    fn a_code_is_resolved_on_the_day_and_its_last_day_is_inclusive() {
        let members = Members::new([
            life("market", "centre", "2020-01-01", Some("2025-05-31")),
            life("market", "trade", "2025-06-01", None),
            life("trade", "", "2020-01-01", None),
        ]);
        assert_eq!(members.ancestors("market", day("2025-05-31")), ["centre"]);
        assert_eq!(members.ancestors("market", day("2025-06-01")), ["trade"]);
        assert_eq!(members.stretches("market", &["trade"]), [(Some(day("2025-06-01")), None)]);
        assert_eq!(members.stretches("market", &["centre"]), [(None, Some(day("2025-05-31")))]);
        assert_eq!(members.stretches("trade", &["trade"]), [(None, None)]);
    }

    #[test]
    fn what_outlives_its_code_belongs_where_the_code_last_did() {
        let members = Members::new([life("district", "province", "2020-01-01", Some("2025-06-30"))]);
        assert_eq!(members.ancestors("district", day("2025-12-31")), ["province"]);
        assert_eq!(members.stretches("district", &["province"]), [(None, None)]);
    }

    #[test]
    fn a_code_that_stands_for_not_known_is_no_member_and_is_noted() {
        let members = Members::new([life("~", "", "2020-01-01", None), life("a", "", "2020-01-01", None)]);
        assert_eq!(members.codes().collect::<Vec<_>>(), ["a"]);
        assert!(members.lists_reserved);
        assert!(!Members::new([life("a~", "", "2020-01-01", None)]).lists_reserved);
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let members = Members::new([life("a", "b", "2020-01-01", None), life("b", "a", "2020-01-01", None)]);
        assert_eq!(members.ancestors("a", day("2024-01-01")), ["b", "a"]);
    }
}
