//! A file that was sent: signed and nothing else, or more than that.

use minhbach::export::verify::SentWord;

use super::*;

/// Writes into a folder small PDF files as three writers write them, and each of them signed, signed with a mark,
/// signed twice, and with other things appended that are no signature.
const WRITER: &str = include_str!("signed.py");

/// A pack that holds a PDF, and the PDF's variants.
fn judged(folder: &Path, base: &str, sent: &Path) -> (SentWord, String) {
    let pack = folder.join(format!("pack-{base}"));
    if !pack.exists() {
        copy(&pack);
        fs::copy(folder.join(format!("{base}.pdf")), pack.join("data/report.pdf")).unwrap();
        listed_anew(&pack);
    }
    let said = Pack::read(&pack).unwrap().verify(&[sent.to_owned()], Verdict::not_asked("")).unwrap();
    let [one] = said.sent.as_slice() else { panic!("{said:#?}") };
    (one.verdict, one.says.clone())
}

#[test]
fn a_signature_and_nothing_else_is_told_from_anything_else() {
    let folder = tempfile::tempdir().unwrap();
    super::super::support::outside::run_python(WRITER, &[folder.path()]);
    for base in ["plain", "packed", "described"] {
        let judge =
            |what: &str| judged(folder.path(), base, &folder.path().join(format!("{base}-{what}.pdf")));
        assert_eq!(judged(folder.path(), base, &folder.path().join(format!("{base}.pdf"))).0, SentWord::Same);
        for signed in ["signed", "marked", "twice"] {
            let (verdict, says) = judge(signed);
            assert_eq!(verdict, SentWord::Signed, "{base}-{signed}: {says}");
            assert_eq!(says.contains("a mark is drawn"), signed == "marked", "{says}");
        }
        for extended in [
            "bytes",
            "page",
            "contents",
            "title",
            "noted",
            "signed-bytes",
            "signed-contents",
            "contents-signed",
        ] {
            let (verdict, says) = judge(extended);
            assert_eq!(verdict, SentWord::Extended, "{base}-{extended}: {says}");
        }
    }
    let other = folder.path().join("other");
    fs::write(&other, "%PDF-1.7").unwrap();
    assert_eq!(judged(folder.path(), "plain", &other).0, SentWord::Other);
}

#[test]
fn every_byte_of_a_signature_that_is_turned_leaves_a_signed_file_or_an_extended_one() {
    let folder = tempfile::tempdir().unwrap();
    super::super::support::outside::run_python(WRITER, &[folder.path()]);
    let bytes = fs::read(folder.path().join("plain-signed.pdf")).unwrap();
    let start = fs::metadata(folder.path().join("plain.pdf")).unwrap().len() as usize;
    let turned = folder.path().join("turned.pdf");
    for at in (start..bytes.len()).step_by(37) {
        let mut other = bytes.clone();
        other[at] ^= 0x10;
        fs::write(&turned, &other).unwrap();
        let (verdict, _) = judged(folder.path(), "plain", &turned);
        // The digits of the signature itself are for others to check.
        assert!(matches!(verdict, SentWord::Signed | SentWord::Extended), "byte {at}");
    }
    fs::write(&turned, &bytes[..bytes.len() - 9]).unwrap();
    assert_eq!(judged(folder.path(), "plain", &turned).0, SentWord::Extended);
}

#[test]
fn a_file_of_the_pack_that_was_signed_in_its_place_is_changed_and_signed() {
    let folder = tempfile::tempdir().unwrap();
    super::super::support::outside::run_python(WRITER, &[folder.path()]);
    let pack = copy(&folder.path().join("pack"));
    fs::copy(folder.path().join("plain.pdf"), pack.join("data/report.pdf")).unwrap();
    // As the program records it: with its size.
    let manifest = pack.join("data/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let size = fs::metadata(pack.join("data/report.pdf")).unwrap().len();
    // The pack may have one of its own.
    let own = text.rfind("\"report.pdf\": {");
    let text = match own {
        Some(at) => {
            let end = at + text[at..].find('}').unwrap();
            format!("{}\"report.pdf\": {{\"size\": {size}{}", &text[..at], &text[end..])
        }
        None => {
            let entry = format!("\"contents\": {{\"report.pdf\": {{\"size\": {size}}},");
            text.replacen("\"contents\": {", &entry, 1)
        }
    };
    fs::write(&manifest, text).unwrap();
    listed_anew(&pack);
    assert_eq!(verified(&pack).code(), 0);
    for (from, expected) in [("plain-signed", SentWord::Signed), ("plain-bytes", SentWord::Extended)] {
        fs::copy(folder.path().join(format!("{from}.pdf")), pack.join("data/report.pdf")).unwrap();
        let said = verified(&pack);
        assert_eq!(found(&said.intact), [("changed", "data/report.pdf")], "never instead");
        assert_eq!((said.sent[0].verdict, said.code()), (expected, 1));
    }
}
