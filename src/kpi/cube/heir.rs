//! What took the place of members that have ended, as their table names it.

use std::collections::BTreeSet;

use super::member::Members;
use crate::calendar::Day;

impl Members {
    /// The last day of a code's last life, where that is over on a day; nothing for who lives on it or will live again.
    pub fn ended(&self, code: &str, on: Day) -> Option<Day> {
        let last =
            self.lives(code).iter().map(|life| life.last_day).max_by_key(|day| day.unwrap_or(Day::MAX))?;
        last.filter(|last| *last < on)
    }

    /// The one code that lives on a day and stands where a code did that has ended, over any number of reorganisations.
    /// Nothing where its table names none, more than one, or one that ended without an heir: nothing is guessed.
    pub fn heir(&self, code: &str, on: Day) -> Option<&str> {
        let (mut living, mut met) = (BTreeSet::new(), BTreeSet::from([code]));
        let mut ended = vec![code];
        while let Some(code) = ended.pop() {
            let successors = self.lives(code).iter().filter_map(|life| life.successor.as_deref());
            let others: BTreeSet<&str> = successors.filter(|successor| *successor != code).collect();
            if others.is_empty() {
                return None;
            }
            for other in others {
                if !self.contains(other) {
                    return None;
                }
                match self.ended(other, on) {
                    None => drop(living.insert(other)),
                    Some(_) if met.insert(other) => ended.push(other),
                    Some(_) => {}
                }
            }
        }
        let mut living = living.into_iter();
        living.next().filter(|_| living.next().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::cube::member::Member;

    fn life(code: &str, first: &str, last: Option<&str>, successor: Option<&str>) -> Member {
        Member {
            code: code.into(),
            label: code.into(),
            parent: None,
            successor: successor.map(Into::into),
            first_day: Some(first.parse().unwrap()),
            last_day: last.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn an_heir_is_the_one_body_that_lives_over_any_number_of_reorganisations() {
        let members = Members::new([
            life("office", "2020-01-01", Some("2025-02-28"), Some("department")),
            life("department", "2025-03-01", Some("2025-06-30"), Some("new")),
            life("new", "2025-07-01", None, None),
            life("district", "2020-01-01", Some("2025-06-30"), None),
            life("split", "2020-01-01", Some("2024-12-31"), Some("new")),
            life("split", "2025-01-01", Some("2025-06-30"), Some("other")),
            life("other", "2025-07-01", None, None),
            life("lost", "2020-01-01", Some("2025-06-30"), Some("district")),
            life("unknown", "2020-01-01", Some("2025-06-30"), Some("nobody")),
            life("circle", "2020-01-01", Some("2025-06-30"), Some("ring")),
            life("ring", "2020-01-01", Some("2025-06-30"), Some("circle")),
            life("renamed", "2020-01-01", Some("2025-06-30"), Some("renamed")),
            life("renamed", "2025-07-01", None, None),
        ]);
        let on = "2025-12-31".parse().unwrap();
        let heir = |code: &str| members.heir(code, on);
        assert_eq!(heir("office"), Some("new"));
        assert_eq!(heir("department"), Some("new"));
        for code in ["district", "split", "lost", "unknown", "circle"] {
            assert_eq!(heir(code), None, "{code}");
        }
        assert_eq!(members.ended("office", on), Some("2025-02-28".parse().unwrap()));
        assert_eq!(
            members.ended("office", "2025-02-28".parse().unwrap()),
            None,
            "its last day is one of its own"
        );
        assert_eq!(members.ended("renamed", on), None);
        assert_eq!(members.ended("nobody", on), None);
        assert_eq!(members.heir("office", "2025-04-01".parse().unwrap()), Some("department"));
    }
}
