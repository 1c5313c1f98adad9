//! How much memory one gathering may take: as it was typed, else a share of the machine's.

use std::fs;
use std::str::FromStr;

use crate::query::{Limits, LongLimits};

/// A number of bytes, as `512MiB` or `4GiB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size(usize);

/// Less is too little to sort in; of what a machine has, others want some too.
const LEAST: usize = 256 << 20;
/// What a large machine gives unless more is typed.
const USUAL_MOST: usize = 8 << 30;

impl FromStr for Size {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let wrong = || format!("`{typed}` is no size; write `512MiB` or `4GiB`");
        let (number, shift) = match (typed.strip_suffix("GiB"), typed.strip_suffix("MiB")) {
            (Some(number), _) => (number, 30),
            (None, Some(number)) => (number, 20),
            (None, None) => return Err(wrong()),
        };
        let bytes = number.trim().parse::<usize>().ok().and_then(|number| number.checked_mul(1 << shift));
        match bytes.ok_or_else(wrong)? {
            few if few < LEAST => Err("less than 256MiB is too little to sort in".to_owned()),
            bytes => Ok(Self(bytes)),
        }
    }
}

/// The limits of all queries; without a size a gathering may take a quarter of the machine's memory, from one gibibyte
/// to eight: two run at once.
pub(super) fn limits(typed: Option<Size>) -> Limits {
    let usual = LongLimits::default();
    let share =
        || machine().map_or(usual.memory_bytes, |all| (all / 4).clamp(usual.memory_bytes, USUAL_MOST));
    let memory_bytes = typed.map_or_else(share, |size| size.0);
    Limits { long: LongLimits { memory_bytes, ..usual }, ..Limits::default() }
}

/// The bytes of memory that this process may have: the machine's, or what its group of processes is given.
fn machine() -> Option<usize> {
    let all = fs::read_to_string("/proc/meminfo").ok()?;
    let total = all.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let total: usize = total.trim().strip_suffix("kB")?.trim().parse().ok()?;
    let group = fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let group = group.and_then(|text| text.trim().parse::<usize>().ok());
    Some(group.unwrap_or(usize::MAX).min(total.saturating_mul(1024)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_with_a_unit() {
        for (typed, bytes) in [("512MiB", Some(512 << 20)), ("4GiB", Some(4 << 30)), ("1 GiB", Some(1 << 30))]
        {
            assert_eq!(typed.parse::<Size>().ok().map(|size| size.0), bytes, "{typed}");
        }
        for typed in ["4", "4GB", "GiB", "-1GiB", "99999999999GiB", "1MiB"] {
            assert!(typed.parse::<Size>().is_err(), "{typed}");
        }
    }

    #[test]
    fn what_is_typed_is_what_one_gathering_may_take() {
        assert_eq!(limits(Some(Size(3 << 30))).long.memory_bytes, 3 << 30);
        let usual = limits(None).long.memory_bytes;
        assert!((1 << 30..=8 << 30).contains(&usual), "{usual}");
    }
}
