//! One appended section of a PDF: objects, their table, and where it lies; byte by byte, with nothing between.

use std::collections::BTreeMap;

use super::object::{Cursor, Dict, Numbered, Object, get};
use super::original::unpacked;

/// A section.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) objects: Vec<Numbered>,
    pub(super) trailer: Dict,
    /// Where its table lies.
    pub(super) start: u64,
    /// Behind its last word.
    pub(super) last: usize,
    /// Behind the blanks that follow it.
    pub(super) end: usize,
}

impl Section {
    /// Reads the section that begins at a place. Its table must name just the objects that it holds, each where it is.
    pub(super) fn read(bytes: &[u8], at: usize) -> Option<Self> {
        let mut cursor = Cursor { bytes, at };
        let mut objects: Vec<Numbered> = Vec::new();
        let (table, trailer, start) = loop {
            cursor.blanks();
            let start = cursor.at as u64;
            if cursor.eat("xref").is_some() {
                let table = table(&mut cursor)?;
                let Object::Dict(trailer) = cursor.object(0)? else { return None };
                break (table, trailer, start);
            }
            let object = cursor.numbered()?;
            let kind = object.value.dict().and_then(|dict| get(dict, "Type"));
            if kind.is_some_and(|kind| kind.is_name("XRef")) {
                let (dict, place) = (object.value.dict()?.clone(), object.stream?);
                let table = packed_table(&dict, bytes.get(place.0..place.1)?)?;
                objects.push(object);
                break (table, dict, start);
            }
            objects.push(object);
        };
        cursor.eat("startxref")?;
        if cursor.whole()? != start {
            return None;
        }
        cursor.eat("%%EOF")?;
        let last = cursor.at;
        cursor.blanks();
        let end = cursor.at;
        let lies = |object: &Numbered| (object.number, object.place.0 as u64);
        let mut there: BTreeMap<u32, u64> = BTreeMap::new();
        for object in &objects {
            if there.insert(object.number, object.place.0 as u64).is_some() {
                return None;
            }
        }
        // A stream of a table may leave itself out.
        let named = |object: &&Numbered| table.contains_key(&object.number) || object.place.0 as u64 == start;
        let all = objects.iter().filter(named).map(lies).collect::<Vec<_>>();
        let right =
            all.len() == objects.len() && table.iter().all(|(number, at)| there.get(number) == Some(at));
        right.then_some(Self { objects, trailer, start, last, end })
    }
}

/// A table as lines of twenty bytes, up to its trailer: numbers and places.
fn table(cursor: &mut Cursor<'_>) -> Option<BTreeMap<u32, u64>> {
    let mut all = BTreeMap::new();
    while cursor.eat("trailer").is_none() {
        let (first, count) = (cursor.whole()?, cursor.whole()?);
        for number in first..first.checked_add(count)? {
            let (place, generation) = (cursor.whole()?, cursor.whole()?);
            if cursor.eat("n").is_some() && generation == 0 {
                if all.insert(u32::try_from(number).ok()?, place).is_some() {
                    return None;
                }
            } else if cursor.eat("f").is_none() || number != 0 {
                // Nothing but the head of the list of free numbers is free.
                return None;
            }
        }
    }
    Some(all)
}

/// The same in a stream.
fn packed_table(dict: &Dict, stream: &[u8]) -> Option<BTreeMap<u32, u64>> {
    let bytes = unpacked(dict, stream)?;
    let wholes =
        |key: &str| -> Option<Vec<u64>> { get(dict, key)?.array()?.iter().map(Object::whole).collect() };
    let widths = wholes("W")?;
    let [kind, place, generation] = widths.as_slice() else { return None };
    let widths = [kind, place, generation].map(|width| usize::try_from(*width).unwrap_or(usize::MAX));
    if widths.iter().any(|width| *width > 8) || widths[0] == 0 {
        return None;
    }
    let mut cells = bytes.chunks_exact(widths.iter().sum());
    let index = match get(dict, "Index") {
        Some(_) => wholes("Index")?,
        None => vec![0, get(dict, "Size")?.whole()?],
    };
    let mut all = BTreeMap::new();
    for stretch in index.chunks(2) {
        let [first, count] = stretch else { return None };
        for number in *first..first.checked_add(*count)? {
            let mut row = cells.next()?;
            let mut next = |width: usize| {
                let (own, rest) = row.split_at(width);
                row = rest;
                own.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte))
            };
            match [next(widths[0]), next(widths[1]), next(widths[2])] {
                [1, place, 0] => {
                    if all.insert(u32::try_from(number).ok()?, place).is_some() {
                        return None;
                    }
                }
                [0, _, _] if number == 0 => {}
                _ => return None,
            }
        }
    }
    (cells.next().is_none() && cells.remainder().is_empty()).then_some(all)
}
