//! A pack is there whole or not at all, is the same for the same input, and is never replaced.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use minhbach::store::{sha256_file, sha256_hex};

use super::support::{Said, TestProject};

/// Two quarters of sales, of which each body sells some, and a dashboard of them.
fn project() -> TestProject {
    let project = TestProject::new();
    project.change(
        "minhbach.toml",
        "[units.thing]",
        "[export]\nperiods = [\"quarter\"]\nsince = 2024-01-01\n\n[units.thing]",
    );
    project.change("minhbach.toml", "first_day = 2022-01-01", "first_day = 2022-01-01\nas_of = 2024-12-31");
    project.change("minhbach.toml", "format", "dashboards = [\"page\"]\nformat");
    project.table(
        "sales",
        "sale* | sold_on:date | place | amount:integer
         a     | 2024-01-03   | x     | 5
         b     | 2024-02-03   | y     | 7
         c     | 2024-04-03   | x     | 11
         d     | 2024-12-31   | x     | 1",
    );
    project
        .file("queries/dimensions.toml", "[place]\ntitle = \"Place\"\nvalues = { x = \"=X\", y = \"Y\" }\n");
    project.kpi(
        "SOLD",
        "key = \"sale\"\nvalue = { amount = \"sum\" }",
        "SELECT s.sold_on AS day, s.sale AS sale, s.place AS place, s.amount AS amount FROM sales AS s",
    );
    project.file("dashboards/page.toml", "title = \"Page\"\nperiod = \"quarter\"\n[[panel]]\nkpi = \"SOLD\"\nshow = \"tile\"\n[[panel]]\nkpi = \"SOLD\"\nshow = \"table\"\nby = \"place\"\n");
    project
}

fn export(project: &TestProject, period: &str, out: &Path) -> Said {
    project.run(&["export", "--period", period, "--out", out.to_str().unwrap()])
}

/// Every file below a folder, by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn below(root: &Path, folder: &Path, all: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => below(root, &path, all),
                false => {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                    all.insert(name, fs::read(&path).unwrap());
                }
            }
        }
    }
    let mut all = BTreeMap::new();
    below(folder, folder, &mut all);
    all
}

/// Whether a folder is a whole bag, by everyday means.
fn is_whole(bag: &Path) -> bool {
    let checked = Command::new("sha256sum")
        .args(["--check", "--quiet", "--strict", "tagmanifest-sha256.txt", "manifest-sha256.txt"])
        .current_dir(bag)
        .output();
    checked.unwrap().status.success()
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with(".unfinished-"));
    names.sort();
    names
}

#[test]
fn a_pack_is_a_bag_whose_identity_is_printed() {
    let project = project();
    let out = project.aside("packs");
    let said = export(&project, "2024-Q1", &out);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let bag = out.join("2024-Q1");
    assert!(is_whole(&bag));
    let (_, identity) = sha256_file(&bag.join("tagmanifest-sha256.txt")).unwrap();
    assert_eq!(said.stdout, format!("{identity}  {}\n", bag.display()));
    let files = files(&bag);
    let listed = String::from_utf8(files["manifest-sha256.txt"].clone()).unwrap();
    let payload = files.iter().filter(|(path, _)| path.starts_with("data/"));
    let expected: String = payload.map(|(path, bytes)| format!("{}  {path}\n", sha256_hex(bytes))).collect();
    assert_eq!(listed, expected);
    assert!(
        !String::from_utf8_lossy(&files["bag-info.txt"]).contains("Date"),
        "a bag does not tell when it was made"
    );
}

#[test]
fn no_pack_lacks_what_a_mistake_takes_away() {
    let project = project();
    project.change("dashboards/page.toml", "by = \"place\"", "by = \"plaice\"");
    let said = export(&project, "2024-Q1", &project.aside("packs"));
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("a workspace with mistakes cannot be used"), "{}", said.stderr);
    assert!(!project.aside("packs").exists());
}

#[test]
fn a_text_of_a_pack_is_never_a_formula_and_missing_is_nothing() {
    let project = project();
    let out = project.aside("packs");
    export(&project, "2024-Q3", &out);
    let csv = fs::read_to_string(out.join("2024-Q3/data/figures.csv")).unwrap();
    assert!(csv.starts_with('\u{feff}'));
    let bag = out.join("2024-Q1");
    export(&project, "2024-Q1", &out);
    let csv = fs::read_to_string(bag.join("data/figures.csv")).unwrap();
    assert!(csv.contains("\"'=X\""), "{csv}");
}

#[test]
fn a_pack_for_programs_has_no_mark_and_is_the_same_pack() {
    let project = project();
    let made = |name: &str, more: &[&str]| {
        let out = project.aside(name);
        let asked = [&["export", "--period", "2024-Q1", "--out", out.to_str().unwrap()], more].concat();
        let said = project.run(&asked);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let bag = out.join("2024-Q1");
        let data = project.root().join("data");
        let said = project.run(&["verify", bag.to_str().unwrap(), "--data", data.to_str().unwrap()]);
        assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
        files(&bag)
    };
    let people = made("people", &[]);
    let programs = made("programs", &["--bom", "never"]);
    let csv = &people["data/figures.csv"];
    assert_eq!(csv.strip_prefix(b"\xef\xbb\xbf").unwrap(), programs["data/figures.csv"]);
    let others = |files: &BTreeMap<String, Vec<u8>>| {
        let lists = ["figures.csv", "manifest.json", "-sha256.txt", "bag-info.txt"];
        let own = files.iter().filter(|(path, _)| !lists.iter().any(|list| path.ends_with(list)));
        own.map(|(path, bytes)| (path.clone(), bytes.clone())).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(others(&people), others(&programs));
    assert_eq!(made("again", &["--bom", "always"]), people);
}

#[test]
fn the_same_input_gives_the_same_bytes_wherever_and_whenever() {
    let here = project();
    // The same files, written the other way round and on another day.
    let there = TestProject::bare();
    for (path, bytes) in files(here.root()).iter().rev() {
        let place = there.root().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, bytes).unwrap();
        let day = SystemTime::now() - Duration::from_secs(400 * 24 * 60 * 60);
        fs::File::options().write(true).open(&place).unwrap().set_modified(day).unwrap();
    }
    let made = |project: &TestProject, name: &str, zone: &str| {
        let out = project.aside(name);
        let state = project.aside(&format!("{name}-state"));
        let arguments = [
            "export",
            "--period",
            "2024-Q1",
            "--out",
            out.to_str().unwrap(),
            "--state",
            state.to_str().unwrap(),
        ];
        let said = Said::of(&project.command(&arguments).env("TZ", zone).output().unwrap());
        assert_eq!(said.code, 0, "{}", said.stderr);
        files(&out)
    };
    let first = made(&here, "here", "Asia/Ho_Chi_Minh");
    let second = made(&there, "there", "America/Los_Angeles");
    let differing: Vec<&String> = first.keys().filter(|path| first.get(*path) != second.get(*path)).collect();
    assert!(differing.is_empty() && first.len() == second.len(), "{differing:?}");
}

#[test]
fn a_pack_is_never_replaced() {
    let project = project();
    let out = project.aside("packs");
    export(&project, "2024-Q1", &out);
    let before = files(&out);
    let said = export(&project, "2024-Q1", &out);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("a pack is never replaced"), "{}", said.stderr);
    assert_eq!(files(&out), before);
}

#[test]
fn what_cannot_be_written_is_told_and_leaves_nothing() {
    let project = project();
    let file = project.aside("file");
    fs::write(&file, "no folder").unwrap();
    let said = export(&project, "2024-Q1", &file);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("cannot be written"), "{}", said.stderr);
    assert_eq!(fs::read_to_string(&file).unwrap(), "no folder");
    let unknown = project.run(&[
        "export",
        "--period",
        "2024-Q1",
        "--formats",
        "cvs",
        "--out",
        project.aside("p").to_str().unwrap(),
    ]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("there is no format `cvs`"), "{}", unknown.stderr);
    assert_eq!(names(&project.aside("p")), Vec::<String>::new());
}

#[test]
fn a_full_disk_leaves_nothing_of_a_pack() {
    let project = project();
    let out = project.aside("packs");
    // The state is there already, so that only the pack meets the limit.
    project.run(&["kpi"]);
    let command = project.command(&["export", "--period", "2024-Q1", "--out", out.to_str().unwrap()]);
    let words: Vec<String> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    let limited = format!("trap '' XFSZ; ulimit -f 2; exec {}", words.join(" "));
    let said = Said::of(&Command::new("bash").args(["-c", &limited]).output().unwrap());
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("cannot be written") && said.stderr.contains("because:"), "{}", said.stderr);
    assert_eq!(names(&out), Vec::<String>::new());
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0, "nothing half written stays behind");
}

#[test]
fn an_export_that_is_killed_leaves_a_whole_pack_or_none() {
    let project = project();
    let out = project.aside("packs");
    export(&project, "2024-Q2", &out);
    let before = files(&out.join("2024-Q2"));
    let mut cut = 0;
    for moment in 0..12 {
        let mut child = project
            .command(&["export", "--period", "2024-Q1", "--out", out.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(40 * moment));
        let _ = child.kill();
        cut += u32::from(!child.wait().unwrap().success());
        assert_eq!(files(&out.join("2024-Q2")), before);
        let bag = out.join("2024-Q1");
        if bag.exists() {
            assert!(is_whole(&bag));
            fs::remove_dir_all(bag).unwrap();
        }
    }
    assert!(cut > 0, "some were killed in the middle");
    assert_eq!(export(&project, "2024-Q1", &out).code, 0);
}

fn due(project: &TestProject, today: &str, out: &Path) -> Said {
    project.run(&["export", "--due", "--today", today, "--out", out.to_str().unwrap()])
}

#[test]
fn packs_are_written_once_they_are_due_and_never_again() {
    let project = project();
    let out = project.aside("packs");
    assert_eq!(due(&project, "2024-03-31", &out).code, 0);
    assert_eq!(names(&out), Vec::<String>::new());
    assert_eq!(due(&project, "2024-07-15", &out).code, 0);
    assert_eq!(names(&out), ["2024-Q1", "2024-Q2"]);
    let before = files(&out);
    let again = due(&project, "2024-07-15", &out);
    assert_eq!((again.code, again.stdout.as_str(), again.stderr.as_str()), (0, "", ""));
    assert_eq!(files(&out), before);
}

#[test]
fn a_period_that_the_data_do_not_reach_gets_no_pack_yet() {
    let project = project();
    let out = project.aside("packs");
    let said = due(&project, "2025-04-20", &out);
    assert_eq!(said.code, 3, "{}", said.stderr);
    for told in [
        "no pack of 2025-Q1 is written: it was due on",
        "ends on 2025-03-31, but the data speak only until 2024-12-31.",
        "A pack is never replaced",
    ] {
        assert!(said.stderr.contains(told), "{told}: {}", said.stderr);
    }
    assert_eq!(names(&out), ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]);
}

#[test]
fn who_names_neither_a_period_nor_what_is_due_is_told_of_both() {
    let project = project();
    let told = |more: &[&str]| {
        let said = project.run(&[&["export", "--out", "packs"], more].concat());
        assert_eq!(said.code, 2, "{}", said.stderr);
        said.stderr
    };
    assert!(told(&[]).contains("<--period <P>|--due>"), "{}", told(&[]));
    let both = told(&["--due", "--period", "2024-Q1"]);
    assert!(both.contains("cannot be used with"), "{both}");
}

#[test]
fn changed_data_are_told_and_the_pack_stays() {
    let project = project();
    let out = project.aside("packs");
    due(&project, "2024-04-20", &out);
    let before = files(&out);
    project.table(
        "sales",
        "sale* | sold_on:date | place | amount:integer
         a     | 2024-01-03   | x     | 6
         d     | 2024-12-31   | x     | 1",
    );
    let said = due(&project, "2024-04-20", &out);
    assert_eq!(said.code, 0);
    assert!(said.stderr.contains("the data have changed since, and figures of SOLD"), "{}", said.stderr);
    assert_eq!(files(&out), before);
}

#[test]
fn two_at_once_write_each_pack_once() {
    let project = project();
    let out = project.aside("packs");
    let run = || {
        let arguments = ["export", "--due", "--today", "2025-01-20", "--out", out.to_str().unwrap()];
        project.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let both = [run(), run()].map(|child| Said::of(&child.wait_with_output().unwrap()));
    assert!(both.iter().all(|said| said.code == 0), "{}\n{}", both[0].stderr, both[1].stderr);
    assert_eq!(names(&out), ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]);
    assert!(names(&out).iter().all(|name| is_whole(&out.join(name))));
    let written: usize = both.iter().map(|said| said.stdout.lines().count()).sum();
    assert_eq!(written, 4);
}

#[test]
fn what_was_sent_is_recorded_beside_the_pack_and_never_changed() {
    let project = project();
    let out = project.aside("packs");
    export(&project, "2024-Q1", &out);
    let bag: PathBuf = out.join("2024-Q1");
    let signed = project.aside("signed.pdf");
    fs::write(&signed, "signed").unwrap();
    let issue = |number: &str, date: &str| {
        project.run(&[
            "issue",
            bag.to_str().unwrap(),
            "--number",
            number,
            "--date",
            date,
            "--file",
            signed.to_str().unwrap(),
        ])
    };
    assert_eq!(issue("05/BC-SCT", "2024-07-05").code, 0);
    assert!(is_whole(&bag));
    let record = fs::read_to_string(out.join("2024-Q1.issued.json")).unwrap();
    assert!(record.contains("05/BC-SCT") && record.contains(&sha256_hex(b"signed")), "{record}");
    assert_eq!(issue("05/BC-SCT", "2024-07-05").code, 0, "the same again is nothing new");
    let other = issue("05/BC-SCT", "2024-07-06");
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("recorded already"), "{}", other.stderr);
    assert_eq!(fs::read_to_string(out.join("2024-Q1.issued.json")).unwrap(), record);
}
