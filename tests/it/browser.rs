//! What a reader does, in Chromium: `tests/browser/*.mjs`, one check a file.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A service of the sample, ended with the test.
struct Service {
    process: Child,
    address: String,
}

/// A state folder that outlasts the run: cubes are gathered once for all checks.
fn state(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

impl Service {
    fn start(state: &Path) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut process = Command::new(env!("CARGO_BIN_EXE_minhbach"))
            .args(["serve", "--listen", "127.0.0.1:0", "--workspace"])
            .arg(root)
            .arg("--state")
            .arg(state)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { process, address: address.trim().to_owned() }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs one check and tells what it found.
fn check(name: &str) {
    check_of(&Service::start(&state("browser-state")), name, &[]);
}

/// The same of a service that is there, with what the check is told besides its address.
fn check_of(service: &Service, name: &str, told: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = std::env::var_os("MINHBACH_NODE_MODULES").map(PathBuf::from);
    let modules = modules.unwrap_or_else(|| root.join("target/test-tools/browser/node_modules"));
    assert!(modules.is_dir(), "{} is not there: ./test installs it", modules.display());
    assert!(service.address.starts_with("http://"), "the service does not start: {}", service.address);
    let script = root.join("tests/browser").join(name).with_extension("mjs");
    let said = Command::new("node")
        .arg(script)
        .arg(&service.address)
        .args(told)
        .env("MINHBACH_NODE_MODULES", modules)
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
}

#[test]
fn a_tile_leads_to_its_records_in_two_clicks() {
    check("drill");
}

#[test]
fn filters_change_the_numbers_and_survive_navigation_with_a_script_and_without() {
    check("filters");
}

#[test]
fn the_keyboard_alone_is_enough() {
    check("keyboard");
}

#[test]
fn axe_finds_nothing_on_any_page_in_light_and_dark() {
    check("axe");
}

#[test]
fn no_page_scrolls_sideways_on_a_phone() {
    check("narrow");
}

#[test]
fn paper_says_what_it_is_on_every_sheet_and_cuts_no_chart() {
    check("paper");
}

/// Adds an account of a role to a state folder.
fn add(state: &Path, name: &str, role: &str, password: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minhbach"));
    command.args(["user", "add", name, "--title", "Nguyễn Văn An", "--role", role, "--workspace"]);
    command.arg(env!("CARGO_MANIFEST_DIR")).arg("--state").arg(state);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{name} is not added");
}

#[test]
fn the_pages_of_access_need_no_mouse_no_script_and_no_wide_screen() {
    let (state, password) = (state("browser-access-state"), "a password for a test");
    // Cubes stay, accounts are made anew.
    let _ = std::fs::remove_dir_all(state.join("private"));
    for (name, role) in [("reader", "finance"), ("inspector", "inspector"), ("nobody", "none")] {
        add(&state, name, role, password);
    }
    check_of(&Service::start(&state), "access", &[password]);
}
