//! The first workspace's promises and what measures them.

use std::collections::BTreeSet;

use crate::support::TestProject;

#[test]
fn no_clause_of_the_plan_is_left_without_a_kpi_or_a_word_why() {
    let workspace = TestProject::sample().workspace();
    assert!(workspace.plan.clauses.len() >= 45, "the plan's parts II to V");
    for clause in &workspace.plan.clauses {
        assert!(!clause.answers.is_empty() || clause.note.is_some(), "{}", clause.id);
        let promised = clause.note.iter().find(|note| note.contains("Chưa đo") || note.contains("sẽ đo"));
        assert_eq!(promised, None, "{} is measured or says why it cannot be", clause.id);
    }
}

#[test]
fn every_kpi_answers_a_clause_and_only_three_have_a_target_of_the_plan() {
    let workspace = TestProject::sample().workspace();
    let mut answering = BTreeSet::new();
    let mut targets = BTreeSet::new();
    for clause in &workspace.plan.clauses {
        for answer in &clause.answers {
            answering.insert(answer.code.as_str());
            targets.extend(answer.target.is_some().then_some(answer.code.as_str()));
        }
    }
    let kpis: BTreeSet<&str> = workspace.kpis.keys().map(String::as_str).collect();
    assert_eq!(answering, kpis);
    assert_eq!(
        targets,
        BTreeSet::from(["KT01", "TT01", "TT02", "VP06"]),
        "three of the plan, one of the law"
    );
}

#[test]
fn all_indicators_of_the_plan_are_there() {
    let workspace = TestProject::sample().workspace();
    let series = [
        ("KT", 5),
        ("TT", 7),
        ("VP", 13),
        ("TP", 4),
        ("CN", 4),
        ("TH", 2),
        ("NH", 1),
        ("PH", 3),
        ("KN", 1),
        ("BC", 2),
        ("NV", 1),
        ("NS", 6),
    ];
    let expected: BTreeSet<String> = series
        .iter()
        .flat_map(|(letters, count)| (1..=*count).map(move |n| format!("{letters}{n:02}")))
        .collect();
    let there: BTreeSet<String> =
        workspace.kpis.keys().map(|code| code.split('.').next().unwrap_or(code).to_owned()).collect();
    assert_eq!(there, expected);
    assert_eq!(expected.len(), 49);
}
