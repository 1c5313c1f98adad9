//! Whoever gets a pack notices what was done to it, finds which file it was, and computes its figures again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use minhbach::export::verify::{Pack, Verdict, Verification, Word};
use minhbach::store::sha256_hex;

use super::support::TestProject;
use super::support::outside::python;

mod again; // figures that are computed again, by this program and by DuckDB alone
mod packed; // as a zip archive
mod signed; // files that were sent
mod tampered; // what is done to a pack

/// A pack of a small workspace, made once.
fn made() -> &'static (TestProject, PathBuf) {
    static MADE: OnceLock<(TestProject, PathBuf)> = OnceLock::new();
    MADE.get_or_init(|| {
        let project = project();
        let out = project.aside("packs");
        let pack = export(&project, &["--period", "2024-Q1"], &out);
        (project, pack)
    })
}

/// Writes a pack and says where it lies.
fn export(project: &TestProject, asked: &[&str], out: &Path) -> PathBuf {
    let mut arguments = vec!["export", "--out", out.to_str().unwrap()];
    arguments.extend(asked);
    let said = project.run(&arguments);
    assert_eq!(said.code, 0, "{}", said.stderr);
    PathBuf::from(said.stdout.trim_end().split_once("  ").unwrap().1)
}

/// Sales in two files, by places of which some lie in others, with a sum, a quotient whose divisor minds no place, a
/// middle and a count of keys that stand under several places.
fn project() -> TestProject {
    let project = TestProject::new();
    project.change("minhbach.toml", "first_day = 2022-01-01", "first_day = 2022-01-01\nas_of = 2024-12-31");
    project.change("minhbach.toml", "format", "dashboards = [\"page\"]\nformat");
    project.table(
        "places",
        "place* | name | above
         north | North | 
         n1 | Town one | north
         n2 | Town two | north
         south | South | ",
    );
    project.rows(
        "sales",
        "sales/2023.parquet",
        "sale* | sold_on:date | place | buyer | amount:integer | paid:integer
         a | 2023-02-03 | n1 | u | 4 | 4
         b | 2023-03-03 | south | v | 6 | 1",
    );
    project.rows(
        "sales",
        "sales/2024.parquet",
        "sale* | sold_on:date | place | buyer | amount:integer | paid:integer
         c | 2024-01-03 | n1 | u | 5 | 2
         d | 2024-02-03 | n2 | u | 7 | 7
         e | 2024-02-04 | north | v | 3 | 1
         f | 2024-03-03 |  | w | 9 |
         g | 2024-03-30 | south | w | 2 | 1",
    );
    project.file(
        "queries/dimensions.toml",
        "[place]\ntitle = \"Place\"\ntable = \"places\"\nkey = \"place\"\nlabel = \"name\"\nparent = \"above\"\n",
    );
    let from = "SELECT s.sold_on AS day, s.sale AS sale, s.place AS place, s.buyer AS buyer, s.amount AS amount, s.paid AS paid FROM sales AS s";
    project.kpi("SOLD", "key = \"sale\"\nvalue = { amount = \"sum\" }\nbeside = { paid = \"sum\" }", from);
    project.kpi(
        "SHARE",
        "unit = \"percent\"\nkey = \"sale\"\nnumerator = { paid = \"sum\" }\ndenominator = { amount = { over = \"sum\", ignores = [\"place\"] } }",
        from,
    );
    project.kpi("MIDDLE", "key = \"sale\"\nvalue = { amount = { over = \"sum\", as = \"median\" } }", from);
    project.kpi("BUYERS", "key = \"sale\"\nvalue = { buyer = { over = \"sum\", as = \"distinct\" } }", from);
    let panels = ["SOLD", "SHARE", "MIDDLE", "BUYERS"].map(|code| {
        format!("[[panel]]\nkpi = \"{code}\"\nshow = \"tile\"\n[[panel]]\nkpi = \"{code}\"\nshow = \"table\"\nby = \"place\"\n")
    });
    project.file(
        "dashboards/page.toml",
        &format!("title = \"Page\"\nperiod = \"quarter\"\n{}", panels.concat()),
    );
    project
}

/// A copy of the pack to do something to.
fn copy(to: &Path) -> PathBuf {
    copied(&made().1, to);
    to.to_owned()
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copied(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

/// What is said of a pack without its data.
fn verified(pack: &Path) -> Verification {
    Pack::read(pack).unwrap().verify(&[], Verdict::not_asked("")).unwrap()
}

/// Kinds and files of what is found.
fn found(verdict: &Verdict) -> Vec<(&str, &str)> {
    verdict.findings.iter().map(|finding| (finding.kind, finding.file.as_deref().unwrap_or(""))).collect()
}

/// Every file of a folder, by its path.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    fn below(root: &Path, folder: &Path, all: &mut BTreeMap<String, PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => below(root, &path, all),
                false => {
                    drop(all.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), path))
                }
            }
        }
    }
    let mut all = BTreeMap::new();
    below(folder, folder, &mut all);
    all
}

/// Writes both lists anew, so that they are true of what lies there.
fn listed_anew(pack: &Path) {
    let all = files(pack);
    let line =
        |(name, path): (&String, &PathBuf)| format!("{}  {name}\n", sha256_hex(&fs::read(path).unwrap()));
    let payload: String = all.iter().filter(|(name, _)| name.starts_with("data/")).map(line).collect();
    fs::write(pack.join("manifest-sha256.txt"), payload).unwrap();
    let tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"];
    let tags: String = all.iter().filter(|(name, _)| tags.contains(&name.as_str())).map(line).collect();
    fs::write(pack.join("tagmanifest-sha256.txt"), tags).unwrap();
}

/// The pack's own script, run by Python with DuckDB and nothing else: its exit code and what it says.
fn recompute(pack: &Path, data: &Path) -> (i32, String) {
    let told = Command::new(python())
        .arg("-I")
        .arg(pack.join("data/check/recompute.py"))
        .arg(data)
        .current_dir("/")
        .output()
        .unwrap();
    let said = String::from_utf8(told.stdout).unwrap() + &String::from_utf8(told.stderr).unwrap();
    (told.status.code().unwrap(), said)
}

#[test]
fn a_pack_as_it_was_written_is_intact_and_agrees_with_itself() {
    let (project, pack) = made();
    let said = verified(pack);
    assert_eq!((said.intact.verdict, said.adds_up.verdict), (Word::Holds, Word::Holds), "{said:#?}");
    assert_eq!(said.recomputed.verdict, Word::NotAsked);
    let tags = fs::read(pack.join("tagmanifest-sha256.txt")).unwrap();
    assert_eq!(said.identity, Some(sha256_hex(&tags)));
    // In words and for programs; without the data there is nothing to compute again.
    let said = project.command(&["verify", pack.to_str().unwrap()]).output().unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    assert!(text.contains("intact      yes") && text.contains("who wrote the pack"), "{text}");
    let lists = ["--quiet", "-c", "tagmanifest-sha256.txt", "manifest-sha256.txt"];
    assert!(Command::new("sha256sum").args(lists).current_dir(pack).status().unwrap().success());
    let bagit = "import bagit, sys; bagit.Bag(sys.argv[1]).validate()";
    super::support::outside::run_python(bagit, &[pack]);
}

#[test]
fn that_a_pack_was_verified_is_on_record_where_there_is_one() {
    let (project, pack) = made();
    let of_verified = || {
        let said = project.run(&["audit", "--kind", "verified", "--format", "json"]);
        said.stdout.lines().filter(|line| line.contains("\"verified\"")).count()
    };
    // Before anybody has an account nothing is recorded.
    assert_eq!(project.run(&["verify", pack.to_str().unwrap()]).code, 0);
    let add = ["user", "add", "an", "--title", "An", "--role", "x", "--no-password"];
    assert_eq!(project.run(&add).code, 0);
    assert_eq!(of_verified(), 0);
    assert_eq!(project.run(&["verify", pack.to_str().unwrap()]).code, 0);
    assert_eq!(of_verified(), 1);
}
