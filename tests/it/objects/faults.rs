//! What a store or the way to it does wrong: no wrong figure, no stale one said to be fresh, nothing lost.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use minhbach::diagnostic::causes;
use minhbach::table::StoreAccess;
use minhbach::web::Looked;

use super::proxy::{Fault, Proxy};
use super::stores::Store;
use super::{Served, events, open, project};
use crate::reload::get;

/// How a store is reached through a proxy, without much patience.
fn access(store: &Store, proxy: &Proxy) -> StoreAccess {
    let more = [("AWS_TIMEOUT", "1".to_owned()), ("AWS_MAX_ATTEMPTS", "4".to_owned())];
    store.variables(Some(proxy.at())).into_iter().chain(more).collect()
}

fn figure(store: &Store, proxy: &Proxy) -> String {
    let project = project();
    let dataset = open(&project, &store.address(), &access(store, proxy))
        .unwrap_or_else(|error| panic!("{}", causes(&error)));
    let fatal: Vec<String> =
        dataset.snapshot().fatal_files.iter().map(|file| file.fatal.to_string()).collect();
    format!("{} {}", project.holding(dataset).tell("EV01", "2024"), fatal.join(", ")).trim().to_owned()
}

/// Both kinds of stores, each behind a proxy.
fn each(test: impl Fn(&Store, &Proxy)) {
    for store in [Store::s3s(), Store::moto()] {
        let proxy = Proxy::before(&store);
        test(&store, &proxy);
    }
}

/// The first so many requests meet a fault, objects or lists.
fn first(
    count: usize,
    object: bool,
    fault: Fault,
) -> impl FnMut(&super::proxy::Asked) -> Fault + Send + 'static {
    let mut left = count;
    move |asked| {
        let hit = left > 0 && asked.object == object;
        left -= usize::from(hit);
        if hit { fault } else { Fault::None }
    }
}

/// So large that it does not come in one piece.
const LARGE: usize = 40_000;

#[test]
fn a_busy_a_silent_and_a_broken_answer_are_asked_for_again() {
    each(|store, proxy| {
        store.put("events/1.parquet", &events(0, LARGE, 1));
        store.put("events/2.parquet", &events(LARGE, 2, 10));
        for object in [true, false] {
            for fault in
                [Fault::Busy, Fault::Silent(Duration::from_millis(1_500)), Fault::Cut(0), Fault::Cut(150)]
            {
                proxy.does(first(2, object, fault));
                assert_eq!(figure(store, proxy), "40020", "{fault:?} {object}");
            }
        }
    });
}

#[test]
fn what_arrived_before_a_cut_is_not_fetched_again() {
    each(|store, proxy| {
        let bytes = events(0, LARGE, 1);
        store.put("events/1.parquet", &bytes);
        proxy.does(first(3, true, Fault::Cut(100_000)));
        assert_eq!(figure(store, proxy), LARGE.to_string());
        let (asked, sent) = proxy.seen();
        let from: Vec<Option<u64>> =
            asked.iter().filter(|asked| asked.object).map(|asked| asked.from).collect();
        assert_eq!(from, [None, Some(100_000), Some(200_000), Some(300_000)]);
        assert!(asked.iter().filter(|asked| asked.from.is_some()).all(|asked| asked.matched));
        assert_eq!(sent, bytes.len() as u64, "no byte comes twice");
    });
}

/// Another object stands there when it is read than when it was listed, or when its second half is.
#[test]
fn two_versions_of_an_object_are_never_mixed() {
    each(|store, proxy| {
        for cut in [false, true] {
            let (before, after) = (events(0, LARGE, 1), events(0, LARGE, 2));
            assert_eq!(before.len(), after.len());
            store.put("events/1.parquet", &before);
            let (told, hears) = mpsc::channel();
            let (goes, on) = mpsc::channel::<()>();
            let mut objects = 0;
            proxy.does(move |asked| {
                objects += usize::from(asked.object);
                if asked.object && objects == 1 + usize::from(cut) {
                    told.send(()).unwrap();
                    on.recv().unwrap();
                }
                if cut && asked.object && objects == 1 { Fault::Cut(100_000) } else { Fault::None }
            });
            std::thread::scope(|scope| {
                let opened = scope.spawn(|| figure(store, proxy));
                hears.recv().unwrap();
                store.put("events/1.parquet", &after);
                goes.send(()).unwrap();
                assert_eq!(opened.join().unwrap(), (2 * LARGE).to_string(), "cut: {cut}");
            });
        }
    });
}

#[test]
fn a_store_that_gives_a_byte_now_and_then_is_told_and_what_was_served_goes_on() {
    let store = Store::s3s();
    let proxy = Proxy::before(&store);
    store.put("events/1.parquet", &events(0, 2, 1));
    let mut served = Served::start(&store.address(), &access(&store, &proxy));
    store.put("events/2.parquet", &events(10, LARGE, 1));
    proxy.does(|asked| if asked.object { Fault::Drip } else { Fault::None });
    assert_eq!(served.look(), Looked::Held);
    assert_eq!(
        (served.figure(), served.held()),
        (2.into(), true),
        "it is said that something newer is there"
    );
    proxy.does(|_| Fault::None);
    served.look_until(Looked::Swapped);
    assert_eq!((served.figure(), served.held()), ((2 + LARGE).into(), false));
}

#[test]
fn a_store_that_is_away_holds_what_was_served_and_says_so_until_it_is_back() {
    each(|store, proxy| {
        store.put("events/1.parquet", &events(0, 2, 1));
        let mut served = Served::start(&store.address(), &access(store, proxy));
        proxy.does(|_| Fault::Busy);
        let begun = Instant::now();
        assert_eq!(served.look(), Looked::Held);
        assert!(begun.elapsed() < Duration::from_secs(20));
        assert_eq!((served.figure(), served.held()), (2.into(), true));
        let ready = get(&served.app, "/readyz").text();
        assert!(ready.contains("stale since"), "{ready}");
        let problems = get(&served.app, "/problems").text();
        assert!(problems.contains("the store answers 503 SlowDown"), "{problems}");
        store.put("events/2.parquet", &events(2, 1, 5));
        proxy.does(|_| Fault::None);
        served.look_until(Looked::Swapped);
        assert_eq!((served.figure(), served.held()), (7.into(), false));
    });
}

#[test]
fn a_store_that_goes_away_in_the_middle_of_many_is_told_as_a_whole() {
    let store = Store::s3s();
    let proxy = Proxy::before(&store);
    for number in 0..60 {
        store.put(&format!("events/{number}.parquet"), &events(number, 1, 1));
    }
    let mut given = 0;
    proxy.does(move |asked| {
        given += usize::from(asked.object);
        if asked.object && given > 20 { Fault::Busy } else { Fault::None }
    });
    let begun = Instant::now();
    let project = project();
    let told =
        open(&project, &store.address(), &access(&store, &proxy)).err().map(|error| causes(&error)).unwrap();
    assert!(told.starts_with("object store `s3://exports/kho dữ liệu/2024` cannot be read: "), "{told}");
    assert!(begun.elapsed() < Duration::from_secs(20));
    // What had arrived is not asked for again.
    proxy.does(|_| Fault::None);
    let dataset = open(&project, &store.address(), &access(&store, &proxy)).unwrap();
    assert_eq!(dataset.snapshot().files().count(), 60);
    let asked = proxy.seen().0.iter().filter(|asked| asked.object).count();
    assert!(asked <= 40, "{asked}");
}

#[test]
fn three_thousand_objects_are_listed_in_pages_and_each_is_fetched_once() {
    let store = Store::s3s();
    let proxy = Proxy::before(&store);
    for number in 0..3_000 {
        store.put(&format!("events/{:02}/{number:04}.parquet", number % 12), &events(number, 1, 1));
    }
    let mut number = 0;
    // Now and then something goes wrong.
    proxy.does(move |asked| {
        number += 1;
        match number {
            _ if number % 97 == 5 => Fault::Busy,
            _ if number % 89 == 7 && asked.object => Fault::Cut(300),
            _ => Fault::None,
        }
    });
    let project = project();
    let dataset = open(&project, &store.address(), &access(&store, &proxy)).unwrap();
    assert_eq!((dataset.snapshot().files().count(), dataset.snapshot().fatal_files.len()), (3_000, 0));
    let (asked, _) = proxy.seen();
    let whole = asked.iter().filter(|asked| asked.object && asked.from.is_none()).count();
    let lists = asked.iter().filter(|asked| !asked.object).count();
    proxy.does(|_| Fault::None);
    let second = open(&project, &store.address(), &access(&store, &proxy)).unwrap();
    assert_eq!(second.snapshot_id(), dataset.snapshot_id());
    assert!(proxy.seen().0.iter().all(|asked| !asked.object), "what is here is not fetched again");
    assert!(whole < 3_200 && lists >= 6, "{whole} {lists}");
}

#[test]
fn an_encrypted_store_is_read_only_by_a_certificate_that_is_trusted() {
    let store = Store::encrypted();
    store.put("events/1.parquet", &events(0, 2, 1));
    let project = project();
    let dataset = open(&project, &store.address(), &store.access()).unwrap();
    assert_eq!(project.holding(dataset).tell("EV01", "2024"), "2");
    let tries = ("AWS_MAX_ATTEMPTS", "1".to_owned());
    let unknown =
        store.variables(None).into_iter().filter(|(name, _)| *name != "AWS_CA_BUNDLE").chain([tries]);
    let told =
        open(&project, &store.address(), &unknown.collect()).err().map(|error| causes(&error)).unwrap();
    assert!(told.contains("certificate"), "{told}");
}

#[test]
fn a_key_that_is_no_path_is_told_and_nothing_is_read_beside_it() {
    let store = Store::moto();
    store.put("events/1.parquet", &events(0, 2, 1));
    store.put("events/../2.parquet", &events(2, 2, 1));
    let told = open(&project(), &store.address(), &store.access()).err().map(|error| causes(&error)).unwrap();
    assert!(told.contains("a key is no path"), "{told}");
}

#[test]
fn what_refuses_is_told_without_a_secret() {
    let store = Store::s3s();
    let project = project();
    let said = |more: &[(&str, &str)], address: &str| {
        let mut command = project.command(&["kpi", "EV01", "--as-of", super::AS_OF, "--data", address]);
        let variables = store.variables(None);
        command.env_clear().envs(variables).envs(more.iter().copied());
        crate::support::Said::of(&command.output().unwrap())
    };
    let own = store.address();
    for (more, address, expected) in [
        (
            vec![("AWS_SECRET_ACCESS_KEY", "wrong-secret")],
            own.as_str(),
            "the store answers 403 SignatureDoesNotMatch",
        ),
        (vec![], "s3://elsewhere/x", "the store answers 404 NoSuchBucket"),
        (vec![("AWS_ALLOW_HTTP", "")], own.as_str(), "is not encrypted, and `AWS_ALLOW_HTTP` is not `true`"),
        (
            vec![("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")],
            own.as_str(),
            "no credentials are given",
        ),
        (
            vec![("AWS_PROFILE", "nobody")],
            own.as_str(),
            "profile `nobody`, which `AWS_PROFILE` names, is not there",
        ),
        (
            vec![("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), ("AWS_MAX_ATTEMPTS", "1")],
            own.as_str(),
            "Connection refused",
        ),
    ] {
        let said = said(&more, address);
        assert!(
            said.code == 2 && said.stderr.contains(expected),
            "{expected}: {} {}",
            said.code,
            said.stderr
        );
        assert!(!said.stderr.contains("secret") && !said.stderr.contains("hidden"), "{}", said.stderr);
    }
}
