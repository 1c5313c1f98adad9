//! Other people's programs, which hold our answers against what they know.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The Python that `./test` prepares, with the libraries that tests ask.
pub(crate) fn python() -> PathBuf {
    match std::env::var_os("MINHBACH_PYTHON") {
        Some(python) => python.into(),
        None => panic!("MINHBACH_PYTHON names no Python with DuckDB: run ./test, which prepares one"),
    }
}

/// What a proof that was made to run elsewhere gives, by column: the folder of its files, or the archive.
pub(crate) fn proven(proof: &Path) -> BTreeMap<String, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity/elsewhere.py");
    let told = Command::new(python()).arg(script).arg(proof).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).unwrap()
}

/// Runs a script of the second implementation's language, for files that only other programs write.
pub(crate) fn run_python(script: &str, arguments: &[&Path]) {
    let told = Command::new(python()).arg("-c").arg(script).args(arguments).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
}

/// What is wrong with each of these values by a JSON Schema, in its own words. Panics where the schema
/// itself is none.
pub(crate) fn wrong_by_schema(schema: &Value, instances: &[Value]) -> Vec<Vec<String>> {
    let mut judge = Command::new(python())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/json_schema.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let asked = json!({ "schema": schema, "instances": instances }).to_string();
    judge.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
    let told = judge.wait_with_output().unwrap();
    assert!(told.status.success(), "the schema is none: {schema}");
    serde_json::from_slice(&told.stdout).unwrap()
}
