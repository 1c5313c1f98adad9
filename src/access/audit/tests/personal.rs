//! What is personal can be forgotten, and the chain is whole all the same.

use super::*;
use crate::access::Moment;
use crate::access::audit::{Found, How, Wanted, search};
use crate::access::moment::read;

fn searched(at: &str, words: &str) -> Event {
    let at: Moment = read(at).unwrap();
    let mut event = Event::new(Kind::OpenedRecords, at).text("find", words);
    event.address = Some([10, 1, 2, 3].into());
    event
}

/// Four months, one event each, all of them looking for the same.
fn months() -> (tempfile::TempDir, Private, AuditLog) {
    let (place, private) = private();
    let log = AuditLog::open(&private).unwrap();
    for month in ["2026-08", "2026-09", "2026-10", "2026-11"] {
        let event = searched(&format!("{month}-15T08:00:00Z"), "Nguyễn Văn A");
        block_on(log.append_synced(event)).unwrap();
    }
    (place, private, log)
}

fn all(private: &Private) -> Vec<Found> {
    let mut all = Vec::new();
    search(private, &Wanted::default(), |found| {
        all.push(found);
        true
    })
    .unwrap();
    all
}

fn forget(log: &AuditLog, day: &str) -> Vec<String> {
    log.forget_before(day.parse().unwrap(), Event::new(Kind::Forgot, read("2026-12-01T00:00:00Z").unwrap()))
        .unwrap()
}

#[test]
fn no_line_of_the_chain_holds_what_is_personal() {
    let (_place, private, _log) = months();
    for (path, lines) in files(&private) {
        for line in lines {
            assert!(!line.contains("Nguyễn") && !line.contains("10.1.2.3"), "{}: {line}", path.display());
        }
    }
    let found = all(&private);
    let macs: std::collections::BTreeSet<_> = found.iter().map(|found| found.line.personal.clone()).collect();
    assert_eq!(macs.len(), 4, "the same words look different each time");
    assert!(found.iter().all(|found| found.personal.as_ref().unwrap().texts["find"] == "Nguyễn Văn A"));
}

#[test]
fn what_is_forgotten_is_gone_and_the_chain_is_whole() {
    let (_place, private, log) = months();
    assert_eq!(forget(&log, "2026-10-31"), ["2026-08", "2026-09"]);
    let found = all(&private);
    let forgotten: Vec<bool> = found.iter().map(Found::is_forgotten).collect();
    assert_eq!(forgotten, [true, true, false, false, false]);
    let verified = verified(&private);
    assert!(verified.is_whole(), "{verified:?}");
    assert_eq!(verified.forgotten_before.as_deref(), Some("2026-10"));
    for name in private.inside("audit").unwrap().names().unwrap() {
        assert!(!name.contains("2026-09"), "{name}");
    }
    // And life goes on, also in a month that was forgotten.
    block_on(log.append_synced(searched("2026-09-30T23:59:59Z", "B"))).unwrap();
    assert!(super::verified(&private).is_whole());
}

#[test]
fn what_somebody_took_away_is_missed() {
    let (_place, private, log) = months();
    let folder = private.inside("audit").unwrap();
    let path = folder.path("personal-2026-10");
    let good = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(verified(&private).breaks[0].how, How::PersonalGone);
    std::fs::write(&path, good.replace("Nguyễn", "Trần")).unwrap();
    close(&path);
    assert_eq!(verified(&private).breaks[0].how, How::Personal);
    std::fs::write(&path, good.lines().next().unwrap()).unwrap();
    assert_eq!(verified(&private).breaks[0].how, How::Personal);
    std::fs::write(&path, &good).unwrap();
    assert!(verified(&private).is_whole());
    forget(&log, "2026-09-01");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(verified(&private).breaks[0].how, How::PersonalGone, "that month was not forgotten");
}

#[test]
fn a_line_that_was_not_finished_there_takes_no_other_with_it() {
    use std::io::Write;

    let (_place, private, log) = months();
    let folder = private.inside("audit").unwrap();
    let mut file = folder.adding_to("personal-2026-11").unwrap();
    file.write_all(b"0123 {\"n\":").unwrap();
    block_on(log.append_synced(searched("2026-11-16T08:00:00Z", "B"))).unwrap();
    assert!(verified(&private).is_whole());
    assert_eq!(all(&private).last().unwrap().personal.as_ref().unwrap().texts["find"], "B");
}

#[test]
fn what_is_personal_of_one_event_is_nothing_to_another() {
    let (_place, private, _log) = months();
    let (path, mut lines) = files(&private).pop_last().unwrap();
    let macs: Vec<String> = all(&private).into_iter().filter_map(|found| found.line.personal).collect();
    // The last line, which no other one speaks of, and without the head that does.
    let folder = private.inside("audit").unwrap();
    folder.remove("head").unwrap();
    std::fs::copy(folder.path("personal-2026-10"), folder.path("personal-2026-11")).unwrap();
    let last = lines.last_mut().unwrap();
    *last = last.replace(&macs[3], &macs[2]);
    put(&path, &lines);
    assert_eq!(verified(&private).breaks[0].how, How::Personal);
}
