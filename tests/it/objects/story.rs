//! The suite of the location: what is listed, told apart, fetched and told, whatever the files lie on.

use minhbach::diagnostic::causes;
use minhbach::web::Looked;

use super::stores::Store;
use super::{Served, events, open, project};
use crate::reload::get;

/// What happens to the files, and what is said of it, a line each.
fn story(store: &Store) -> Vec<String> {
    let mut told = Vec::new();
    let (address, access) = (store.address(), store.access());
    let empty = open(&project(), &address, &access).err().map(|error| causes(&error)).unwrap_or_default();
    told.push(empty);
    store.put("events/2024/1.parquet", &events(0, 3, 1));
    store.put("events/2024/2.parquet", &events(3, 2, 10));
    // Of no table, passed over, nobody's business.
    store.put("other.parquet", b"x");
    store.put("events/_draft.parquet", b"x");
    store.put("events/.DS_Store", b"x");
    store.put("events/notes.txt", b"x");
    let mut served = Served::start(&address, &access);
    let mut tell = |what: &str, served: &Served, looked: Option<Looked>| {
        // All that the pages say of the files.
        let pages = ["/data", "/problems"].map(|path| get(&served.app, path).text());
        let (looked, held) = (looked.map(|looked| format!("{looked:?}")).unwrap_or_default(), served.held());
        told.push(format!("{what} {looked} {} held: {held}\n{}", served.figure(), pages.join("\n")));
    };
    tell("opened", &served, None);
    let looked = served.look();
    tell("again", &served, Some(looked));
    store.put("events/2024/2.parquet", &events(3, 2, 20));
    let looked = served.look();
    tell("changed", &served, Some(looked));
    store.put("events/2024/số 3.parquet", &events(10, 1, 100));
    let looked = served.look();
    tell("arrived", &served, Some(looked));
    let whole = events(20, 50, 5);
    store.put("events/2024/4.parquet", &whole[..whole.len() / 2]);
    let looked = served.look();
    tell("half written", &served, Some(looked));
    store.put("events/2024/4.parquet", &whole);
    let looked = served.look();
    tell("whole", &served, Some(looked));
    store.put("events/2024/4.parquet", b"");
    let looked = served.look();
    tell("empty", &served, Some(looked));
    store.put("events/2024/4.parquet", &whole);
    served.look();
    store.remove("events/2024/1.parquet");
    let looked = served.look();
    tell("vanished", &served, Some(looked));
    store.put("events/2024/1.parquet", &events(0, 3, 1));
    let looked = served.look();
    tell("back", &served, Some(looked));
    store.put("events/_delta_log/0.json", b"{}");
    let looked = served.look();
    tell("of another program", &served, Some(looked));
    store.remove("events/_delta_log/0.json");
    served.look_until(Looked::Same);
    for file in ["1", "2", "số 3", "4"] {
        store.remove(&format!("events/2024/{file}.parquet"));
    }
    let looked = served.look();
    tell("emptied", &served, Some(looked));
    for line in &mut told {
        *line = line
            .replace(&address, "ADDRESS")
            .replace("folder `ADDRESS`", "PLACE")
            .replace("object store `ADDRESS`", "PLACE");
    }
    told
}

fn expected() -> Vec<String> {
    let store = Store::folder();
    story(&store)
}

#[test]
fn a_folder_tells_what_comes_changes_and_goes() {
    let told = expected();
    let first: Vec<&str> = told.iter().map(|told| told.lines().next().unwrap()).collect();
    assert_eq!(
        first,
        [
            "PLACE holds no data; expected `TABLE.parquet` or `TABLE/….parquet` for one of the tables `events`",
            "opened  23 held: false",
            "again Same 23 held: false",
            "changed Swapped 43 held: false",
            "arrived Swapped 143 held: false",
            "half written Held 143 held: true",
            "whole Swapped 393 held: false",
            "empty Held 393 held: true",
            "vanished Swapped 390 held: false",
            "back Swapped 393 held: false",
            "of another program Held 393 held: true",
            "emptied Held 393 held: true",
        ]
    );
}

#[test]
fn an_object_store_without_etags_in_its_lists_tells_the_same_as_a_folder() {
    assert_eq!(story(&Store::s3s()), expected());
}

#[test]
fn an_object_store_with_etags_tells_the_same_as_a_folder() {
    assert_eq!(story(&Store::moto()), expected());
}
