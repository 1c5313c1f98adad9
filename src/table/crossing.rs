//! What comparing the files' keys and references says, by hashes alone: kept, so that only what a changed file
//! can have changed is compared again.
//!
//! No row's hash is written to the disk: an exporter's keys take a few bytes a row in its own file, a hash
//! sixteen. They are read again from the columns, which is little beside judging a file.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use serde::{Deserialize, Serialize};

use super::load::LoadError;
use super::parallel::in_parallel;
use super::reread::{Part, Reader, is_few};
use super::standing::Standing;

/// What is doubtful about the rows of one file: the hashes of it, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Doubt {
    /// Keys that stand in another row too, here or in another file.
    pub recurring: Vec<u128>,
    /// For each reference of the demand the values that no row offers.
    pub missing: Vec<Vec<u128>>,
}

/// What is doubtful about the rows of all files that are sound as such.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Crossing {
    /// By the file's id.
    files: BTreeMap<String, Doubt>,
    /// The ids of each table's files, by path.
    tables: BTreeMap<String, Vec<String>>,
    /// What was asked of files besides.
    pub asked: BTreeMap<String, Vec<u128>>,
}

impl Doubt {
    /// Whether nothing is.
    pub(super) fn is_empty(&self) -> bool {
        self.recurring.is_empty() && self.missing.iter().all(Vec::is_empty)
    }
}

impl Crossing {
    /// Compares what has changed since another state, and takes over the rest.
    pub(super) fn of(before: &Self, standings: &[Standing], reader: &Reader<'_>) -> Result<Self, LoadError> {
        let mut tables: BTreeMap<String, Vec<usize>> =
            reader.contracts.keys().map(|table| (table.clone(), Vec::new())).collect();
        for (file, standing) in standings.iter().enumerate().filter(|(_, s)| s.fatal.is_none()) {
            tables.entry(standing.listed.table.clone()).or_default().push(file);
        }
        let comparing = Comparing { before, standings, reader, tables };
        let mut doubts = vec![Doubt::default(); standings.len()];
        for (table, files) in &comparing.tables {
            comparing.keys(table, files, &mut doubts)?;
        }
        for number in 0..reader.demands.targets.len() {
            comparing.references(number, &mut doubts)?;
        }
        let id = |file: &usize| standings[*file].id.clone();
        let sound: Vec<usize> = comparing.tables.values().flatten().copied().collect();
        Ok(Self {
            files: sound.iter().map(|file| (id(file), doubts[*file].clone())).collect(),
            tables: (comparing.tables.iter())
                .map(|(table, files)| (table.clone(), files.iter().map(id).collect()))
                .collect(),
            asked: BTreeMap::new(),
        })
    }

    /// What is doubtful about a file.
    pub(super) fn doubt(&self, standing: &Standing) -> Doubt {
        self.files.get(&standing.id).cloned().unwrap_or_default()
    }
}

struct Comparing<'a> {
    before: &'a Crossing,
    standings: &'a [Standing],
    reader: &'a Reader<'a>,
    /// The places of each table's files, by path.
    tables: BTreeMap<String, Vec<usize>>,
}

impl Comparing<'_> {
    fn keys(&self, table: &str, files: &[usize], doubts: &mut [Doubt]) -> Result<(), LoadError> {
        for file in files {
            let references = self.reader.demand(&self.standings[*file]).references.len();
            doubts[*file].missing.resize(references, Vec::new());
        }
        if self.reader.demands.tables.get(table).is_none_or(|demand| demand.key.is_empty()) {
            return Ok(());
        }
        let ids = files.iter().map(|file| &self.standings[*file].id);
        if self.before.tables.get(table).is_some_and(|known| known.iter().eq(ids)) {
            for file in files {
                let known = self.before.files.get(&self.standings[*file].id);
                doubts[*file].recurring = known.map(|known| known.recurring.clone()).unwrap_or_default();
            }
            return Ok(());
        }
        let keys = in_parallel(files, |file| self.reader.part(&self.standings[*file], Part::Key));
        let keys = keys.into_iter().collect::<Result<Vec<_>, _>>()?;
        for (file, recurring) in files.iter().zip(recurring(&keys)) {
            doubts[*file].recurring = recurring;
        }
        Ok(())
    }

    fn references(&self, number: usize, doubts: &mut [Doubt]) -> Result<(), LoadError> {
        let target = &self.reader.demands.targets[number];
        let offering = self.tables.get(&target.table).map(Vec::as_slice).unwrap_or_default();
        let known = self.before.tables.get(&target.table);
        let is = |id: &String, file: &usize| self.standings[*file].id == *id;
        let lost = known.is_none_or(|known| known.iter().any(|id| !offering.iter().any(|file| is(id, file))));
        let added: Vec<usize> = (offering.iter())
            .filter(|file| known.is_none_or(|known| !known.iter().any(|id| is(id, file))))
            .copied()
            .collect();
        // Values that came can be found now, and nothing that was found is missed for them.
        let (mut anew, mut again) = (Vec::new(), Vec::new());
        for file in self.tables.values().flatten() {
            let standing = &self.standings[*file];
            let references = self.reader.demand(standing).references.iter().enumerate();
            for (place, _) in references.filter(|(_, (_, to))| *to == number) {
                let missing = self.before.files.get(&standing.id).and_then(|known| known.missing.get(place));
                match missing.filter(|_| !lost) {
                    Some(missing) => {
                        doubts[*file].missing[place].clone_from(missing);
                        again.push((*file, place));
                    }
                    None => anew.push((*file, place)),
                }
            }
        }
        again.retain(|(file, place)| !added.is_empty() && !doubts[*file].missing[*place].is_empty());
        if !again.is_empty() {
            let wanted = union(again.iter().map(|(file, place)| doubts[*file].missing[*place].as_slice()));
            let offered = self.offered(&added, number, Some(&wanted))?;
            for (file, place) in again {
                doubts[file].missing[place].retain(|value| offered.binary_search(value).is_err());
            }
        }
        if anew.is_empty() {
            return Ok(());
        }
        let asked = |(file, place): &(usize, usize)| {
            self.reader.part(&self.standings[*file], Part::Reference(*place))
        };
        let few = anew.iter().all(|(file, place)| is_few(&self.standings[*file], Part::Reference(*place)));
        let wanted = if few {
            let values = anew.iter().map(asked).collect::<Result<Vec<_>, _>>()?;
            Some(union(values.iter().map(Vec::as_slice)))
        } else {
            None
        };
        let offered = self.offered(offering, number, wanted.as_deref())?;
        let missing = in_parallel(&anew, |asking| {
            let mut values = asked(asking)?;
            values.retain(|value| offered.binary_search(value).is_err());
            Ok::<_, LoadError>(values)
        });
        for ((file, place), missing) in anew.into_iter().zip(missing) {
            doubts[file].missing[place] = missing?;
        }
        Ok(())
    }

    /// What files offer a target, sorted; of some values only, if it is asked for them.
    fn offered(
        &self,
        files: &[usize],
        number: usize,
        wanted: Option<&[u128]>,
    ) -> Result<Vec<u128>, LoadError> {
        let read = in_parallel(files, |file| {
            let standing = &self.standings[*file];
            let targets = &self.reader.demand(standing).targets;
            let place =
                targets.iter().position(|target| *target == number).expect("its table is the target's");
            match wanted {
                Some(wanted) => self.reader.among(standing, Part::Target(place), wanted),
                None => self.reader.part(standing, Part::Target(place)),
            }
        });
        let mut all: Vec<u128> = Vec::new();
        for values in read {
            // A large table's are many: no two copies of them all.
            if all.is_empty() { all = values? } else { all.extend(values?) }
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }
}

/// Everything that stands in any of some lists, once.
pub(super) fn union<'a>(lists: impl Iterator<Item = &'a [u128]>) -> Vec<u128> {
    let mut all: Vec<u128> = Vec::new();
    for list in lists {
        all.extend_from_slice(list);
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// For each of some sorted lists the values that stand in it and once more, there or in another.
fn recurring(lists: &[Vec<u128>]) -> Vec<Vec<u128>> {
    let mut found: Vec<Vec<u128>> = vec![Vec::new(); lists.len()];
    let firsts = lists.iter().enumerate();
    let mut heap: BinaryHeap<Reverse<(u128, usize)>> =
        firsts.filter_map(|(list, values)| values.first().map(|value| Reverse((*value, list)))).collect();
    let mut next = vec![1; lists.len()];
    let mut same: Vec<usize> = Vec::new();
    let mut value = None;
    let mut close = |value: Option<u128>, same: &mut Vec<usize>| {
        if let Some(value) = value.filter(|_| same.len() > 1) {
            same.dedup();
            same.iter().for_each(|list| found[*list].push(value));
        }
        same.clear();
    };
    while let Some(mut least) = heap.peek_mut() {
        let Reverse((least_value, list)) = *least;
        match lists[list].get(next[list]) {
            Some(following) => *least = Reverse((*following, list)),
            None => drop(std::collections::binary_heap::PeekMut::pop(least)),
        }
        next[list] += 1;
        if value != Some(least_value) {
            close(value, &mut same);
            value = Some(least_value);
        }
        same.push(list);
    }
    close(value, &mut same);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_recurs_where_it_stands_twice_in_one_list_or_in_two() {
        let lists = [vec![1, 2, 2, 5, 9], vec![], vec![3, 5, 9, 9], vec![9], vec![4, 4]];
        let expected = [vec![2, 5, 9], vec![], vec![5, 9], vec![9], vec![4]];
        assert_eq!(recurring(&lists), expected);
        assert_eq!(recurring(&[]), Vec::<Vec<u128>>::new());
        assert_eq!(union([&[3, 1][..], &[1, 2]].into_iter()), [1, 2, 3]);
    }
}
