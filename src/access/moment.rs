//! Moments as files write them.

use chrono::{DateTime, SecondsFormat, Utc};

/// A moment, in UTC.
pub type Moment = DateTime<Utc>;

/// As a file has it, to the second: `2026-11-27T08:30:00Z`.
pub(super) fn written(moment: Moment) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What a file has, with a zone of whatever kind.
pub(super) fn read(text: &str) -> Option<Moment> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let moment = read("2026-11-27T08:30:00+07:00").unwrap();
        assert_eq!(written(moment), "2026-11-27T01:30:00Z");
        assert_eq!(read(&written(moment)), Some(moment));
        for wrong in ["", "2026-11-27", "2026-11-27T08:30:00", "tomorrow"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
