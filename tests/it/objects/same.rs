//! Workspaces over an object store: the same figures, packs and proofs as over a folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::stores::Store;
use super::{AS_OF, events, project};
use crate::support::outside::proven;
use crate::support::{Said, TestProject};
use crate::worlds::{OTHER_REPORTS, OTHERS, OWN, OWN_REPORTS, world};

const DATA: &str = "sample-data";

/// The data of a folder, put into a store.
fn copy(root: &Path, store: &Store) {
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "parquet") {
                let key = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                store.put(&key, &fs::read(&path).unwrap());
            }
        }
    }
}

#[test]
fn the_first_workspace_has_the_same_figures_and_proofs_over_an_object_store() {
    let store = Store::s3s();
    let local = Path::new(env!("CARGO_MANIFEST_DIR")).join(DATA);
    copy(&local, &store);
    let (folder, far) = (TestProject::sample(), TestProject::sample());
    let run = |project: &TestProject, arguments: &[&str]| {
        let mut command = project.command(arguments);
        if std::ptr::eq(project, &raw const far) {
            command.arg("--data").arg(store.address()).envs(store.variables(None));
        }
        Said::of(&command.output().unwrap())
    };
    let figures = ["kpi", "VP05", "--period", "2024", "--by", "organization", "--format", "json"];
    let (here, there) = (run(&folder, &figures), run(&far, &figures));
    assert_eq!((there.code, &there.stdout), (here.code, &here.stdout), "{}", there.stderr);
    assert!(here.stdout.len() > 500, "{}", here.stderr);

    // A proof that is taken away names the objects, and runs on copies of them where these are said to lie.
    let out = far.aside("proof");
    let said = run(&far, &["kpi", "VP05", "--period", "2024", "--proof", "--out", &out.to_string_lossy()]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    let statement = fs::read_to_string(out.join("proof.sql")).unwrap();
    assert!(statement.contains(&store.address()), "{statement}");
    fs::write(out.join("proof.sql"), statement.replace(&store.address(), &local.to_string_lossy())).unwrap();
    let own = folder.aside("proof");
    let said = run(&folder, &["kpi", "VP05", "--period", "2024", "--proof", "--out", &own.to_string_lossy()]);
    assert_eq!(said.code, 0);
    assert_eq!(proven(&out), proven(&own));
}

#[test]
fn a_pack_made_of_objects_comes_out_again_of_objects_and_of_a_folder() {
    let (store, folder) = (Store::s3s(), Store::folder());
    for place in [&store, &folder] {
        place.put("events/1.parquet", &events(0, 3, 7));
    }
    let project = project();
    let run = |arguments: &[&str], place: &Store| {
        let mut command = project.command(arguments);
        command.args(["--as-of", AS_OF, "--data", &place.address()]).envs(place.variables(None));
        Said::of(&command.output().unwrap())
    };
    let out = project.aside("packs").to_string_lossy().into_owned();
    let said = run(&["export", "--period", "2024", "--formats", "csv", "--out", &out], &store);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let pack = said.stdout.trim_end().split_once("  ").unwrap().1;
    for place in [&store, &folder] {
        let said = run(&["verify", pack], place);
        assert!(said.code == 0 && said.stdout.contains("same"), "{} {}", said.stdout, said.stderr);
    }
    folder.put("events/1.parquet", &events(0, 3, 8));
    assert_eq!(run(&["verify", pack], &folder).code, 1);
    store.put("events/1.parquet", &events(0, 3, 9));
    let said = run(&["verify", pack], &store);
    assert!(said.code == 1 && said.stdout.contains("events/1.parquet"), "{}", said.stdout);
}

/// Only the pack says where its data are: no store is asked, and nobody's keys are used.
#[test]
fn a_strangers_pack_sends_no_keys_to_a_store() {
    let (store, project) = (Store::s3s(), project());
    store.put("events/1.parquet", &events(0, 3, 7));
    project.change("minhbach.toml", "\"data\"", &format!("{:?}", store.address()));
    let out = project.aside("packs").to_string_lossy().into_owned();
    let export = ["export", "--period", "2024", "--as-of", AS_OF, "--formats", "csv,check", "--out", &out];
    let said = Said::of(&project.command(&export).envs(store.variables(None)).output().unwrap());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let pack = said.stdout.trim_end().split_once("  ").unwrap().1;
    let verify = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minhbach"));
        command.arg("verify").arg(pack).args(more).envs(store.variables(None));
        Said::of(&command.output().unwrap()).stdout
    };
    let told = verify(&[]);
    assert!(told.contains("not asked (the data lie in a store"), "{told}");
    // What counts is what would be opened, whatever the manifest says.
    let manifest = Path::new(pack).join("data/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(text.contains(&store.address()), "{text}");
    fs::write(&manifest, text.replace(&store.address(), "/nowhere")).unwrap();
    let told = verify(&[]);
    assert!(told.contains("lie in a store"), "{told}");
    fs::write(&manifest, text).unwrap();
    let told = verify(&["--data", &store.address()]);
    assert!(told.contains("recomputed  same"), "{told}");
}

/// Where the data are says the workspace, how they are reached a profile.
#[test]
fn a_workspace_names_its_store_and_a_profile_its_keys() {
    let (store, project) = (Store::s3s(), project());
    store.put("events/1.parquet", &events(0, 3, 7));
    project.change("minhbach.toml", "\"data\"", &format!("{:?}", store.address()));
    let reached = store.variables(None);
    let said = |name: &str| reached.iter().find(|(own, _)| *own == name).unwrap().1.clone();
    let (keys, config) = (project.aside("credentials"), project.aside("config"));
    let (id, secret) = (said("AWS_ACCESS_KEY_ID"), said("AWS_SECRET_ACCESS_KEY"));
    fs::write(&keys, format!("[exports]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n"))
        .unwrap();
    fs::write(&config, format!("[profile exports]\nendpoint_url = {}\n", said("AWS_ENDPOINT_URL"))).unwrap();
    let mut command =
        project.command(&["kpi", "EV01", "--period", "2024", "--as-of", AS_OF, "--format", "csv"]);
    command.env_clear().env("AWS_PROFILE", "exports").env("AWS_ALLOW_HTTP", "true");
    command.env("AWS_SHARED_CREDENTIALS_FILE", keys).env("AWS_CONFIG_FILE", config);
    let said = Said::of(&command.output().unwrap());
    assert!(said.code == 0 && said.stdout.contains(",21,"), "{} {}", said.stdout, said.stderr);
    assert!(!std::path::Path::new(&project.root().join("s3:")).exists(), "no folder of that name is made");
}

#[test]
fn what_roles_get_is_proven_over_objects_as_over_files() {
    let (store, project) = (Store::s3s(), world(OWN, OTHERS, OWN_REPORTS, OTHER_REPORTS));
    let data = project.root().join("data");
    copy(&data, &store);
    let prove = |address: &str| {
        let own =
            ["prove-access", "--role", "own", "--own", "office=north", "--most", "20", "--as-of", AS_OF];
        let mut command = project.command(&own);
        let said = Said::of(&command.args(["--data", address]).envs(store.variables(None)).output().unwrap());
        (said.code, said.stdout)
    };
    let here = prove(&data.to_string_lossy());
    assert!(here.1.contains("role `own` (office = north)"), "{}", here.1);
    assert_eq!(prove(&store.address()), here);
}
