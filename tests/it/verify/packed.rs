//! A pack that came as a zip archive, as pages give it, and archives that mean harm.

use std::io::{Cursor, Write};

use minhbach::export::archive_pack;
use minhbach::export::verify::PackError;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// The pack as an archive, below a folder of its own.
fn archive() -> Vec<u8> {
    let mut bytes = Vec::new();
    archive_pack(&made().1, "2024-Q1", &mut bytes).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Result<Pack, PackError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pack.zip");
    fs::write(&path, bytes).unwrap();
    Pack::read(&path)
}

/// An archive of files by name.
fn of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn an_archive_is_checked_as_its_folder_is_and_leaves_nothing_behind() {
    let pack = read(&archive()).unwrap();
    let place = pack.place().to_owned();
    let said = pack.verify(&[], Verdict::not_asked("")).unwrap();
    assert_eq!(said, verified(&made().1));
    assert_eq!(said.code(), 0);
    drop(pack);
    assert!(!place.exists());

    let (project, _) = made();
    let path = project.aside("2024-Q1.zip");
    fs::write(&path, archive()).unwrap();
    let data = project.root().join("data");
    let said = project.run(&["verify", path.to_str().unwrap(), "--data", data.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    assert!(said.stdout.contains("recomputed  same"), "{}", said.stdout);
}

#[test]
fn the_files_that_are_told_of_are_those_that_others_count() {
    let (_, pack) = made();
    let info = fs::read_to_string(pack.join("bag-info.txt")).unwrap();
    let (_, count) = info.trim_end().rsplit_once('.').unwrap();
    assert_eq!(
        verified(pack).intact.about,
        format!(
            "data/: {count} files listed, {count} there; beside it: 3 files listed, 3 there, and tagmanifest-sha256.txt, \
             which lists those"
        )
    );
}

/// Names and bytes.
type Held = Vec<(String, Vec<u8>)>;

#[test]
fn what_was_done_to_an_archive_is_noticed() {
    let own = files(&made().1);
    let bytes: Held = own.iter().map(|(name, path)| (format!("p/{name}"), fs::read(path).unwrap())).collect();
    let after = |change: &dyn Fn(&mut Held)| {
        let mut changed = bytes.clone();
        change(&mut changed);
        let files: Vec<(&str, &[u8])> =
            changed.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let said = read(&of(&files)).unwrap().verify(&[], Verdict::not_asked("")).unwrap();
        let found = found(&said.intact).into_iter().map(|(kind, file)| (kind.to_owned(), file.to_owned()));
        found.collect::<Vec<_>>()
    };
    let one = |kind: &str, file: &str| vec![(kind.to_owned(), file.to_owned())];
    assert_eq!(after(&|_| ()), []);
    assert_eq!(
        after(&|files| files.push(("p/data/more.txt".to_owned(), Vec::new()))),
        one("unlisted", "data/more.txt")
    );
    assert_eq!(
        after(&|files| files.retain(|(name, _)| name != "p/data/figures.csv")),
        one("missing", "data/figures.csv")
    );
    assert_eq!(after(&|files| files.retain(|(name, _)| name != "p/bagit.txt")), one("missing", "bagit.txt"));
    let changed = after(&|files| {
        let own = files.iter_mut().find(|(name, _)| name == "p/data/figures.csv").unwrap();
        own.1.push(b' ');
    });
    assert_eq!(changed, one("changed", "data/figures.csv"));
}

#[test]
fn an_archive_that_means_harm_is_refused_and_writes_nothing_elsewhere() {
    let error = |bytes: &[u8]| read(bytes).map(drop).unwrap_err().to_string();
    for name in ["../out.txt", "p/../../out.txt", "/tmp/out.txt", "p//x", "p/./x", "p\\..\\x", "C:/x", ".."] {
        let told = error(&of(&[("p/bagit.txt", b"x"), (name, b"x")]));
        assert!(
            told.starts_with("the archive holds `") && told.ends_with("leads elsewhere"),
            "{name}: {told}"
        );
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("p/bagit.txt", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let linked = writer.finish().unwrap().into_inner();
    assert_eq!(error(&linked), "the archive holds `p/bagit.txt`, a link or a device");

    // The writer writes no name twice: another one of the same length becomes it.
    let mut twice = of(&[("p/bagit.txt", b"x"), ("p/bagit.tyt", b"y")]);
    let places: Vec<usize> =
        twice.windows(11).enumerate().filter(|(_, part)| *part == b"p/bagit.tyt").map(|(at, _)| at).collect();
    assert_eq!(places.len(), 2, "once before the file and once in the list");
    places.iter().for_each(|at| twice[at + 9] = b'x');
    assert_eq!(error(&twice), "it is neither a folder nor a sound zip archive");
    // Its two lists tell of different files.
    let mut other = of(&[("p/bagit.txt", b"x"), ("p/bagit.tyt", b"y")]);
    other[places[1] + 9] = b'z';
    assert_eq!(error(&other), "it is neither a folder nor a sound zip archive");

    for bytes in [of(&[("p/x", b""), ("q/x", b"")]), of(&[("x", b"")]), of(&[])] {
        assert_eq!(error(&bytes), "the archive does not hold just one pack");
    }
    let whole = archive();
    for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
        assert_eq!(error(&whole[..cut]), "it is neither a folder nor a sound zip archive", "cut at {cut}");
    }
    let many: Vec<String> = (0..20_001).map(|at| format!("p/{at}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(error(&of(&many)), "the archive holds more than any pack does");
}

#[test]
fn what_is_no_pack_is_told_with_what_to_name_instead() {
    let project = TestProject::new();
    let path = project.aside("report.docx");
    fs::write(&path, "no archive").unwrap();
    let said = project.run(&["verify", path.to_str().unwrap()]);
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains("neither a folder nor a sound zip archive")
            && said
                .stderr
                .contains("hint: name the folder that holds bagit.txt, or the zip archive of that folder"),
        "{}",
        said.stderr
    );
}
