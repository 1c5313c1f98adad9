//! What was written fits together, and nothing that is done to it goes unseen.

use super::*;
use crate::access::AccessError;
use crate::access::audit::{Break, Found, Head, How, Wanted, search};

fn found(private: &Private, wanted: &Wanted) -> Vec<u64> {
    let mut found = Vec::new();
    search(private, wanted, |Found { line, .. }| {
        found.push(line.n);
        true
    })
    .unwrap();
    found
}

/// Does something to the line of a number, in a chain of 40 lines in several files; what is said of it then.
fn after(work: impl FnOnce(&mut Vec<String>, usize)) -> Vec<Break> {
    let (_place, private) = private();
    write(&private, 1..=40);
    let (path, mut lines) = files(&private).into_iter().nth(1).unwrap();
    assert!(lines.len() > 5, "{}", lines.len());
    work(&mut lines, 2);
    put(&path, &lines);
    verified(&private).breaks
}

fn number_of(line: &str) -> u64 {
    serde_json::from_str::<serde_json::Value>(line).unwrap()["n"].as_u64().unwrap()
}

#[test]
fn what_was_written_is_whole_over_all_its_files() {
    let (_place, private) = private();
    assert_eq!(verified(&private), Verified::default());
    write(&private, 1..=40);
    let files = files(&private);
    assert!(files.len() > 3, "{}", files.len());
    let found = verified(&private);
    assert_eq!((found.lines, found.head.n, found.breaks.as_slice()), (40, 40, [].as_slice()));
    // A further process goes on where the first one ended.
    write(&private, 41..=50);
    let later = verified(&private);
    assert_eq!((later.lines, later.breaks.as_slice()), (50, [].as_slice()));
    assert!(verify(&private, Some(&found.head)).unwrap().is_whole(), "it is the continuation");
}

#[test]
fn each_byte_that_is_changed_shows() {
    let (_place, private) = private();
    write(&private, 1..=12);
    for (path, _) in files(&private) {
        let good = std::fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            std::fs::write(&path, &bad).unwrap();
            assert!(!verified(&private).is_whole(), "byte {at} of {}", path.display());
        }
        std::fs::write(&path, &good).unwrap();
    }
    assert!(verified(&private).is_whole());
}

#[test]
fn what_was_done_is_told_and_where() {
    let changed =
        after(|lines, at| lines[at] = lines[at].replace("\"an\"", "\"am\"").replace("\"binh\"", "\"bình\""));
    assert_eq!(changed.len(), 1);
    assert_eq!((changed[0].line, &changed[0].how), (3, &How::Changed));
    assert!(changed[0].file == "audit-000002.jsonl", "{changed:?}");

    let mut gone = 0;
    let removed = after(|lines, at| gone = number_of(&lines.remove(at)));
    assert_eq!(removed.len(), 1);
    assert_eq!((removed[0].line, &removed[0].how), (3, &How::Removed { first: gone, last: gone }));

    let inserted = after(|lines, at| lines.insert(at, lines[at - 1].clone()));
    assert_eq!(inserted.len(), 1);
    assert_eq!((inserted[0].line, &inserted[0].how), (3, &How::Inserted));

    let swapped = after(|lines, at| lines.swap(at, at + 1));
    assert_eq!(swapped.len(), 1);
    assert_eq!((swapped[0].line, &swapped[0].how), (3, &How::Swapped));

    let unreadable = after(|lines, at| lines.insert(at, "no line".to_owned()));
    assert_eq!((unreadable[0].line, &unreadable[0].how), (3, &How::Unreadable));

    // Somebody who knows how lines are made, and does not write all that follow anew.
    let forged = after(|lines, at| {
        let mut line: serde_json::Value = serde_json::from_str(&lines[at]).unwrap();
        line["account"] = "chi".into();
        lines[at] = line.to_string();
    });
    assert_eq!((forged[0].line, &forged[0].how), (3, &How::Changed));
}

#[test]
fn a_file_that_is_gone_or_moved_shows() {
    let (_place, private) = private();
    write(&private, 1..=40);
    let files = files(&private);
    let paths: Vec<_> = files.keys().collect();
    let second = std::fs::read(paths[1]).unwrap();
    std::fs::remove_file(paths[1]).unwrap();
    let (first, last) = (number_of(&files[paths[1]][0]), number_of(files[paths[1]].last().unwrap()));
    let breaks = verified(&private).breaks;
    assert_eq!(breaks.len(), 1);
    assert_eq!((breaks[0].line, &breaks[0].how), (1, &How::Removed { first, last }));
    std::fs::write(paths[1], std::fs::read(paths[2]).unwrap()).unwrap();
    std::fs::write(paths[2], second).unwrap();
    paths.iter().for_each(|path| close(path));
    assert!(!verified(&private).is_whole());
}

#[test]
fn what_is_cut_at_the_end_shows_by_the_head_that_is_kept() {
    let (_place, private) = private();
    write(&private, 1..=12);
    let head = verified(&private).head;
    let (path, mut lines) = files(&private).pop_last().unwrap();
    lines.pop().unwrap();
    put(&path, &lines);
    let breaks = verified(&private).breaks;
    assert_eq!(breaks[0].how, How::Cut { known: 12 });
    // The one who cut it has cut the head that the folder keeps as well: a head that others keep tells.
    std::fs::remove_file(private.inside("audit").unwrap().path("head")).unwrap();
    assert!(verified(&private).is_whole());
    assert_eq!(verify(&private, Some(&head)).unwrap().breaks[0].how, How::Cut { known: 12 });
    let other = Head { n: 5, hash: "ab".repeat(32) };
    assert_eq!(verify(&private, Some(&other)).unwrap().breaks[0].how, How::Changed);
}

#[test]
fn going_on_after_a_cut_does_not_heal_it() {
    let (_place, private) = private();
    write(&private, 1..=12);
    let (path, mut lines) = files(&private).pop_last().unwrap();
    lines.pop().unwrap();
    put(&path, &lines);
    write(&private, 13..=14);
    assert_eq!(verified(&private).breaks[0].how, How::Removed { first: 12, last: 12 });
}

#[test]
fn a_torn_line_is_told_and_repaired_wherever_it_was_torn() {
    let (_place, private) = private();
    write(&private, 1..=3);
    let (path, lines) = files(&private).pop_last().unwrap();
    let good = std::fs::read(&path).unwrap();
    let folder = private.inside("audit").unwrap();
    let last = lines.last().unwrap().len();
    for left in 0..=last {
        std::fs::write(&path, &good[..good.len() - 1 - last + left]).unwrap();
        // As if the line had never been acknowledged.
        folder.remove("head").unwrap();
        let torn = u64::from(left > 0 && left < last);
        let before = verified(&private);
        assert!(before.is_whole() && before.torn == torn, "{left}: {before:?}");
        write(&private, 4..=4);
        let after = verified(&private);
        assert!(after.is_whole() && after.torn == torn, "{left}: {after:?}");
        // Who kept the head while the line was torn finds it again.
        assert!(verify(&private, Some(&before.head)).unwrap().is_whole(), "{left}");
        let repairs = found(&private, &Wanted { kind: Some(Kind::Repaired), ..Wanted::default() });
        assert_eq!(repairs.len() as u64, torn, "{left}");
        let text = std::fs::read(&path).unwrap();
        assert!(text.starts_with(&good[..good.len() - 1 - last + left]), "nothing is dropped");
        for other in files(&private).into_keys().filter(|other| *other != path) {
            std::fs::remove_file(other).unwrap();
        }
    }
}

#[test]
fn a_torn_line_at_the_end_of_a_full_file_is_ended_there() {
    let (_place, private) = private();
    let mut number = 0;
    // As long as a file may be.
    while files(&private)
        .values()
        .next_back()
        .is_none_or(|lines| lines.iter().map(String::len).sum::<usize>() < 2_000)
    {
        number += 1;
        write(&private, number..=number);
    }
    let (path, _) = files(&private).pop_last().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend(b"{\"n\":");
    std::fs::write(&path, &bytes).unwrap();
    write(&private, number + 1..=number + 3);
    let found = verified(&private);
    assert_eq!((found.torn, found.breaks.as_slice()), (1, [].as_slice()));
    assert!(files(&private).len() > 1);
}

/// What a power cut leaves at the end of a file that was made longer.
#[test]
fn zeros_at_the_end_are_a_torn_line() {
    let (_place, private) = private();
    write(&private, 1..=3);
    let (path, _) = files(&private).pop_last().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend([0; 100]);
    std::fs::write(&path, &bytes).unwrap();
    write(&private, 4..=5);
    let found = verified(&private);
    assert_eq!((found.torn, found.breaks.as_slice(), found.lines), (1, [].as_slice(), 6));
}

#[test]
fn an_event_is_found_by_who_what_and_since() {
    let (_place, private) = private();
    write(&private, 1..=6);
    let log = AuditLog::open(&private).unwrap();
    block_on(log.append_synced(Event::new(Kind::ChangedAccess, moment(7)).code("account", "binh"))).unwrap();
    let who = |who: &str| Wanted { who: Some(who.to_owned()), ..Wanted::default() };
    assert_eq!(found(&private, &who("an")), [2, 4, 6]);
    assert_eq!(found(&private, &who("binh")), [1, 3, 5, 7], "also whose account was changed");
    assert_eq!(found(&private, &Wanted { kind: Some(Kind::ChangedAccess), ..Wanted::default() }), [7]);
    assert_eq!(found(&private, &Wanted { since: Some(moment(5)), ..Wanted::default() }), [5, 6, 7]);
    assert_eq!(found(&private, &Wanted { since: Some(moment(5)), ..who("an") }), [6]);
    let mut first = Vec::new();
    search(&private, &Wanted::default(), |found| {
        first.push(found.line.n);
        first.len() < 2
    })
    .unwrap();
    assert_eq!(first, [1, 2]);
}

#[test]
fn many_who_wait_at_once_are_all_on_the_disk_in_one_order() {
    let (_place, private) = private();
    let log = AuditLog::open(&private).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8_u64 {
            let log = log.clone();
            scope.spawn(move || {
                for index in 0..50 {
                    let number = thread * 50 + index;
                    log.append(event(number)).unwrap();
                    block_on(log.append_synced(event(number))).unwrap();
                }
            });
        }
    });
    let found = verified(&private);
    assert_eq!((found.lines, found.is_whole()), (800, true));
}

#[test]
fn two_processes_write_one_chain() {
    let (_place, private) = private();
    let logs = [
        AuditLog::with_files_of(&private, 3_000).unwrap(),
        AuditLog::with_files_of(&private, 3_000).unwrap(),
    ];
    std::thread::scope(|scope| {
        for log in &logs {
            scope.spawn(move || {
                (0..100).for_each(|number| block_on(log.append_synced(event(number))).unwrap())
            });
        }
    });
    let found = verified(&private);
    assert_eq!((found.lines, found.breaks.as_slice()), (200, [].as_slice()));
}

#[test]
fn nobody_has_to_wait_for_what_was_appended_and_it_is_written_all_the_same() {
    let (_place, private) = private();
    let log = AuditLog::open(&private).unwrap();
    (0..1_000).for_each(|number| log.append(event(number)).unwrap());
    drop(log);
    let found = verified(&private);
    assert_eq!((found.lines, found.head.n, found.is_whole()), (1_000, 1_000, true));
}

/// What cannot be written is told to whoever waits, and tried again for whoever does not.
#[test]
fn a_disk_that_fails_for_a_while_loses_nothing_that_was_taken() {
    let (_place, private) = private();
    let log = AuditLog::open(&private).unwrap();
    block_on(log.append_synced(event(1))).unwrap();
    let folder = private.inside("audit").unwrap();
    let path = folder.path("audit-000001.jsonl");
    let aside = folder.path("aside");
    std::fs::rename(&path, &aside).unwrap();
    std::fs::create_dir(&path).unwrap();
    log.append(event(2)).unwrap();
    let refused = block_on(log.append_synced(event(3)));
    assert!(matches!(refused, Err(AccessError::Audit(_))), "{refused:?}");
    std::fs::remove_dir(&path).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    block_on(log.append_synced(event(4))).unwrap();
    let mut periods = Vec::new();
    search(&private, &Wanted::default(), |found| {
        periods.push(found.line.codes["period"].clone());
        true
    })
    .unwrap();
    assert_eq!(periods, ["1", "2", "4"]);
    assert!(verified(&private).is_whole());
}

/// Pages are shown again after a disk that failed only where somebody waited.
#[test]
fn a_disk_that_works_again_is_found_out_although_nobody_waits() {
    let (_place, private) = private();
    let log = AuditLog::open(&private).unwrap();
    block_on(log.append_synced(event(1))).unwrap();
    let folder = private.inside("audit").unwrap();
    let (path, aside) = (folder.path("audit-000001.jsonl"), folder.path("aside"));
    std::fs::rename(&path, &aside).unwrap();
    std::fs::create_dir(&path).unwrap();
    assert!(block_on(log.append_synced(event(2))).is_err());
    assert!(matches!(log.append(event(3)), Err(AccessError::Behind)));
    std::fs::remove_dir(&path).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    let written = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        log.append(event(4)).is_ok()
    });
    assert!(written, "still refused after ten seconds");
}
