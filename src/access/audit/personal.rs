//! What is personal in the events of a month, in one file that can be destroyed.
//!
//! Its first line is the month's key; each further one an HMAC, a blank, and what it is the HMAC of. The file appears
//! with its key, so that there is no file without one.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::Event;
use crate::access::random::{is_hex, random_hex};
use crate::access::{AccessError, Private};
use crate::calendar::Day;
use crate::store::hex;

/// What the file of a month is called, before the month.
const NAME: &str = "personal-";
/// What its first line begins with.
const KEY: &str = "key ";
/// Digits of the key, and of an HMAC.
const DIGITS: usize = 64;

/// What is personal in one event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// The event's number: the same text gives another HMAC in each.
    pub n: u64,
    /// From where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What was typed, by the name of the parameter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, String>,
}

impl Personal {
    /// What is personal in the event of a number, if anything.
    pub(super) fn of(event: &Event, n: u64) -> Option<Self> {
        let own =
            Self { n, address: event.address.map(|address| address.to_string()), texts: event.texts.clone() };
        (own.address.is_some() || !own.texts.is_empty()).then_some(own)
    }
}

/// The key of a month.
pub(super) struct Key(String);

impl Key {
    /// The HMAC of some bytes.
    pub(super) fn mac(&self, bytes: &[u8]) -> String {
        // A key may be of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()) else { return String::new() };
        mac.update(bytes);
        hex(&mac.finalize().into_bytes())
    }
}

/// The name of a month's file.
pub(super) fn name_of(month: &str) -> String {
    format!("{NAME}{month}")
}

/// The file of a month, to be added to, and its key; both are made where there are none yet. What a killed process did
/// not finish there is ended, so that it takes no other line with it.
///
/// # Errors
/// [`AccessError::Damaged`] where the file does not begin with a key.
pub(super) fn opened(folder: &Private, month: &str) -> Result<(Key, File), AccessError> {
    let name = name_of(month);
    let path = folder.path(&name);
    if !path.exists() {
        folder.write(&name, format!("{KEY}{}\n", random_hex::<32>()?).as_bytes())?;
    }
    let mut file = folder.adding_to(&name)?;
    let failed = |source| AccessError::Read { path: path.clone(), source };
    let mut first = vec![0; KEY.len() + DIGITS];
    let is_there = file.read_exact(&mut first).is_ok();
    let key =
        key_in(&first).filter(|_| is_there).ok_or_else(|| AccessError::Damaged { path: path.clone() })?;
    file.seek(SeekFrom::End(-1)).map_err(failed)?;
    let mut last = [0];
    file.read_exact(&mut last).map_err(failed)?;
    if last != *b"\n" {
        file.write_all(b"\n").map_err(|source| AccessError::Write { path, source: source.into() })?;
    }
    Ok((key, file))
}

fn key_in(line: &[u8]) -> Option<Key> {
    let key = std::str::from_utf8(line).ok()?.strip_prefix(KEY)?;
    is_hex(key, DIGITS).then(|| Key(key.to_owned()))
}

/// What of a month is known: by its HMAC each, and only what has the right one. Nothing where the month was forgotten.
///
/// # Errors
/// Where the file is there and cannot be read.
pub(super) fn of_month(
    folder: &Private,
    month: &str,
) -> Result<Option<HashMap<String, Personal>>, AccessError> {
    let Some(bytes) = folder.read(&name_of(month))? else { return Ok(None) };
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let Some(key) = lines.next().and_then(key_in) else { return Ok(Some(HashMap::new())) };
    let right = lines.filter_map(|line| {
        let (mac, text) = line.split_at_checked(DIGITS)?;
        let text = text.strip_prefix(b" ")?;
        let mac = std::str::from_utf8(mac).ok().filter(|mac| **mac == key.mac(text))?;
        Some((mac.to_owned(), serde_json::from_slice(text).ok()?))
    });
    Ok(Some(right.collect()))
}

/// The months of which something is kept, oldest first.
pub(super) fn months(folder: &Private) -> Result<Vec<String>, AccessError> {
    let names = folder.names()?;
    Ok(names
        .iter()
        .filter_map(|name| name.strip_prefix(NAME))
        .filter(|month| is_month(month))
        .map(str::to_owned)
        .collect())
}

/// The month of a day: all that is personal before it is of an earlier one.
pub(super) fn month_of(day: Day) -> String {
    day.to_string().chars().take(7).collect()
}

pub(super) fn is_month(text: &str) -> bool {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(year, month)| digits(year, 4) && digits(month, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::accounts::tests::House;

    fn folder() -> (House, Private) {
        let house = House::new();
        let folder = house.private.inside("months").unwrap();
        (house, folder)
    }

    #[test]
    fn a_month_has_one_key_and_another_month_another() {
        let (_house, folder) = folder();
        let mac = |month: &str| opened(&folder, month).unwrap().0.mac(b"text");
        assert_eq!(mac("2026-11"), mac("2026-11"));
        assert_ne!(mac("2026-11"), mac("2026-12"));
        assert_eq!(months(&folder).unwrap(), ["2026-11", "2026-12"]);
        std::fs::write(folder.path(&name_of("2026-11")), "ky").unwrap();
        assert!(matches!(opened(&folder, "2026-11"), Err(AccessError::Damaged { .. })));
    }

    /// RFC 4231, test case 2.
    #[test]
    fn it_is_the_hmac_of_the_standard() {
        let key = Key("Jefe".to_owned());
        assert_eq!(
            key.mac(b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn what_is_changed_is_not_known_any_more() {
        let (_house, folder) = folder();
        let own = Personal { n: 3, address: Some("10.0.0.1".to_owned()), texts: BTreeMap::new() };
        let text = serde_json::to_string(&own).unwrap();
        let mac = opened(&folder, "2026-11").unwrap().0.mac(text.as_bytes());
        let path = folder.path(&name_of("2026-11"));
        let key = std::fs::read_to_string(&path).unwrap();
        let with = |line: &str| {
            std::fs::write(&path, format!("{key}torn {{\n{line}\n")).unwrap();
            of_month(&folder, "2026-11").unwrap().unwrap()
        };
        assert_eq!(with(&format!("{mac} {text}")), HashMap::from([(mac.clone(), own)]));
        assert!(with(&format!("{mac} {}", text.replace("10.", "11."))).is_empty());
        assert!(with(&format!("{mac}{text}")).is_empty());
        assert_eq!(of_month(&folder, "2026-10").unwrap(), None);
    }

    #[test]
    fn months_are_written_so() {
        for (text, is) in
            [("2026-11", true), ("2026-1", false), ("2026-11.x", false), ("x026-11", false), ("", false)]
        {
            assert_eq!(is_month(text), is, "{text}");
        }
    }
}
