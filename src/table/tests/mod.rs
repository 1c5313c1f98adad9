//! Tables from contracts and tiny files written by the test, to the snapshot.

mod accepted;
#[cfg(unix)]
mod arrived;
mod contracts;
mod crossing;
mod intake;
mod lying;
mod place;
mod refused;
mod told;

use place::Place;

/// A contract of cases, one of bodies, and one of payments that refers to cases.
const CASES: &str = r#"
key = ["case_id"]
sorted_by = ["case_id"]
organization = "organization"
[columns.case_id]
type = "text"
[columns.organization]
type = "text"
references = "bodies.code"
[columns.opened_on]
type = "date"
optional = true
min = 2020-01-01
[columns.kind]
type = "text"
optional = true
values = ["a", "b"]
[columns.fine]
type = "money"
optional = true
min = 0
[columns.weight]
type = "decimal(9,2)"
optional = true
[columns.parts]
type = "integer"
optional = true
max = 9
[columns.closed]
type = "boolean"
optional = true
"#;

const BODIES: &str = r#"
key = ["code"]
[columns.code]
type = "text"
[columns.list]
type = "text"
optional = true
"#;
