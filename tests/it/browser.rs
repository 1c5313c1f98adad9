//! What a reader does, in Chromium: `tests/browser/*.mjs`, one check a file.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A service of the sample, ended with the test.
struct Service {
    process: Child,
    address: String,
}

impl Service {
    fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        // Cubes are gathered once for all checks.
        let state = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-state");
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = std::env::var_os("MINHBACH_NODE_MODULES").map(PathBuf::from);
    let modules = modules.unwrap_or_else(|| root.join("target/test-tools/browser/node_modules"));
    assert!(modules.is_dir(), "{} is not there: ./test installs it", modules.display());
    let service = Service::start();
    assert!(service.address.starts_with("http://"), "the service does not start: {}", service.address);
    let script = root.join("tests/browser").join(name).with_extension("mjs");
    let told = Command::new("node")
        .arg(script)
        .arg(&service.address)
        .env("MINHBACH_NODE_MODULES", modules)
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
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
