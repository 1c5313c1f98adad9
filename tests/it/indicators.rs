//! Every KPI of the first workspace on a handful of rows whose answer a person can see, and every trap of its definition.

mod budget; // money of the plan: what may be spent, was spent, is left, is reconciled
mod checks; // identities, each broken once
mod codes; // barcodes, traceability, systems, taxes, invoices
mod cooperation; // joint inspections, questions, deliveries, tasks, complaints, reports
mod enforcement; // cases from inspection to decision
mod fines; // fines, payments, goods
mod outreach; // media, documents, commitments, publication
mod plan; // no clause without a KPI or a word why
mod time; // windows, mergers, bodies that end
mod training; // classes, learners

use super::support::{TestData, TestProject};

/// The first workspace with one KPI and these tables; every other table is there and empty.
fn data(code: &str, tables: &[(&str, &str)], as_of: &str) -> TestData {
    project(&[code], tables).dataset(as_of)
}

fn project(codes: &[&str], tables: &[(&str, &str)]) -> TestProject {
    let project = TestProject::of_repository(codes);
    for (name, rows) in tables {
        project.table(name, rows);
    }
    project
}

/// Every body has sent everything: what is not there is 0 and not missing.
const SENT: (&str, &str) = (
    "reports",
    "report          | organization | first_day:date | last_day:date | due_on:date | received_on:date
     case_report     | o1           | 2024-01-01     | 2024-12-31    | 2025-01-05  | 2025-01-02
     training_report | o1           | 2024-01-01     | 2024-12-31    | 2025-01-05  | 2025-01-02
     outreach_report | o1           | 2024-01-01     | 2024-12-31    | 2025-01-05  | 2025-01-02",
);

/// Asks a KPI for some periods, and for parts `period by dimension`; each line of the answer follows the total.
fn check(code: &str, tables: &[(&str, &str)], as_of: &str, asked: &[(&str, &str)]) {
    let data = data(code, tables, as_of);
    for (question, answer) in asked {
        let told = match question.split_once(" by ") {
            None => data.tell(code, question),
            Some((period, dimension)) => data.tell_by(code, period, &[], dimension).join(", "),
        };
        assert_eq!(told, *answer, "{code} {question}");
    }
}
