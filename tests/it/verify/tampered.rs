//! What is done to a pack is noticed, and the right file is named.

use super::*;

/// The longest file of which every byte is turned.
const SMALL: usize = 320;

#[test]
fn a_byte_that_is_turned_is_noticed_in_every_file() {
    let folder = tempfile::tempdir().unwrap();
    let pack = copy(&folder.path().join("pack"));
    for (name, path) in files(&pack) {
        let bytes = fs::read(&path).unwrap();
        let step = if bytes.len() <= SMALL { 1 } else { bytes.len() / 5 };
        for at in (0..bytes.len()).step_by(step) {
            let mut turned = bytes.clone();
            turned[at] ^= 1;
            fs::write(&path, &turned).unwrap();
            let said = verified(&pack);
            assert_eq!((said.intact.verdict, said.code()), (Word::Fails, 1), "byte {at} of {name}");
            let tells = said.intact.findings.iter().any(|finding| {
                finding.file.as_deref() == Some(&name)
                    || (name.starts_with("tagmanifest") && finding.says.contains(&name))
            });
            assert!(tells, "byte {at} of {name}: {:?}", said.intact);
            // Not what is told of any other file of the payload.
            let others = found(&said.intact)
                .into_iter()
                .filter(|(_, file)| file.starts_with("data/") && *file != name);
            assert!(
                name.ends_with("sha256.txt") || others.count() == 0,
                "byte {at} of {name}: {:?}",
                said.intact
            );
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert_eq!(verified(&pack).code(), 0);
}

/// What is found after something was done to a fresh copy.
fn after(done: impl Fn(&Path)) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let pack = copy(&folder.path().join("pack"));
    done(&pack);
    let said = verified(&pack);
    assert_eq!(said.intact.verdict, Word::Fails, "{said:#?}");
    found(&said.intact).into_iter().map(|(kind, file)| (kind.to_owned(), file.to_owned())).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(kind, file)| ((*kind).to_owned(), (*file).to_owned())).collect()
}

#[test]
fn files_that_are_added_removed_renamed_or_swapped_are_named() {
    let names: Vec<String> = files(&made().1).into_keys().filter(|name| name.starts_with("data/")).collect();
    for name in &names {
        let removed = after(|pack| fs::remove_file(pack.join(name)).unwrap());
        assert!(removed.contains(&("missing".to_owned(), name.clone())), "{name}: {removed:?}");
    }
    for tag in ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let removed = after(|pack| fs::remove_file(pack.join(tag)).unwrap());
        assert!(removed.iter().any(|(_, file)| file == tag), "{removed:?}");
    }
    let csv = "data/figures.csv";
    assert_eq!(
        after(|pack| fs::write(pack.join("data/more.txt"), "").unwrap()),
        pairs(&[("unlisted", "data/more.txt")])
    );
    assert_eq!(
        after(|pack| fs::write(pack.join("more.txt"), "").unwrap()),
        pairs(&[("unlisted", "more.txt")])
    );
    assert_eq!(after(|pack| fs::create_dir(pack.join("data/x")).unwrap()), pairs(&[("unlisted", "data/x")]));
    assert_eq!(
        after(|pack| fs::rename(pack.join(csv), pack.join("data/other.csv")).unwrap()),
        pairs(&[("renamed", csv), ("unlisted", "data/other.csv")])
    );
    let swapped = after(|pack| {
        fs::rename(pack.join(csv), pack.join("aside")).unwrap();
        fs::rename(pack.join("data/README.txt"), pack.join(csv)).unwrap();
        fs::rename(pack.join("aside"), pack.join("data/README.txt")).unwrap();
    });
    assert_eq!(swapped, pairs(&[("swapped", "data/README.txt"), ("swapped", csv)]));
}

#[cfg(unix)]
#[test]
fn links_and_odd_names_are_refused() {
    let csv = "data/figures.csv";
    let linked = after(|pack| {
        fs::rename(pack.join(csv), pack.join("../figures.csv")).unwrap();
        std::os::unix::fs::symlink("../../figures.csv", pack.join(csv)).unwrap();
    });
    assert_eq!(linked, pairs(&[("no-file", csv), ("missing", csv)]));
    let odd = after(|pack| fs::write(pack.join("data/a\\b"), "").unwrap());
    assert_eq!(odd, pairs(&[("odd-name", "data/a\\b")]));
    // What a list leads to outside the pack is never read.
    let outside = after(|pack| {
        let line = format!("{}  data/../../figures.csv\n", "0".repeat(64));
        let list = fs::read_to_string(pack.join("manifest-sha256.txt")).unwrap();
        fs::write(pack.join("manifest-sha256.txt"), list + &line).unwrap();
    });
    assert_eq!(outside, pairs(&[("unreadable", "manifest-sha256.txt"), ("changed", "manifest-sha256.txt")]));
}

#[test]
fn lists_that_are_written_anew_change_the_identity() {
    let folder = tempfile::tempdir().unwrap();
    let pack = copy(&folder.path().join("pack"));
    let before = verified(&pack).identity;
    listed_anew(&pack);
    assert_eq!(verified(&pack).identity, before, "the test writes lists as the program does");
    fs::write(pack.join("data/README.txt"), "all is well\n").unwrap();
    listed_anew(&pack);
    let said = verified(&pack);
    assert_eq!(said.intact.verdict, Word::Holds);
    assert_ne!(said.identity, before);
}

/// What does not add up after a text of a file was changed and the lists were written anew.
fn not_adding_up(file: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let pack = copy(&folder.path().join("pack"));
    let text = fs::read_to_string(pack.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(pack.join(file), text.replacen(from, to, 1)).unwrap();
    listed_anew(&pack);
    let said = verified(&pack);
    assert_eq!(said.intact.verdict, Word::Holds, "{:?}", said.intact);
    assert_eq!((said.adds_up.verdict, said.code()), (Word::Fails, 1), "{file}: {from}");
    found(&said.adds_up).into_iter().map(|(kind, file)| (kind.to_owned(), file.to_owned())).collect()
}

#[test]
fn figures_that_do_not_agree_with_each_other_are_named() {
    let of = |file: &str, kind: &str| (kind.to_owned(), file.to_owned());
    assert_eq!(
        not_adding_up("data/figures.csv", ",26,,26,", ",26,,27,"),
        [of("data/figures.csv", "disagrees")]
    );
    assert_eq!(
        not_adding_up("data/figures.json", "\"value\":26", "\"value\":27"),
        [of("data/figures.json", "disagrees")]
    );
    // Everywhere alike but for the whole's own parts and its numerator.
    let manifest = "data/manifest.json";
    let found = not_adding_up(manifest, "\"numerator\": 26", "\"numerator\": 27");
    assert!(found.contains(&of(manifest, "quotient")) && found.contains(&of(manifest, "sum")), "{found:?}");
    assert!(found.contains(&of("data/figures.parquet", "disagrees")), "{found:?}");
}

#[test]
fn a_manifest_of_a_later_form_is_said_to_be_one_and_unknown_fields_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let pack = copy(&folder.path().join("pack"));
    let manifest = pack.join("data/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replacen("\"form\": 1", "\"new\": [{\"x\": 1}], \"form\": 1", 1)).unwrap();
    listed_anew(&pack);
    assert_eq!(verified(&pack).code(), 0);
    fs::write(&manifest, text.replacen("\"form\": 1", "\"form\": 2", 1)).unwrap();
    listed_anew(&pack);
    let said = verified(&pack);
    assert_eq!((said.intact.verdict, said.adds_up.verdict, said.code()), (Word::Holds, Word::Cannot, 2));
    assert!(said.adds_up.about.contains("form 2"), "{}", said.adds_up.about);
}
