//! Records that a KPI lists more than once: proved away by its plan, or counted and told at the figure.

use minhbach::workspace::Repetition;

use super::support::{TestData, TestProject, words};

/// Of most KPIs the plan shows that no join multiplies their records, so that nobody need look.
#[test]
fn most_kpis_of_the_first_workspace_cannot_repeat_a_record() {
    let workspace = TestProject::sample().workspace();
    let of = |wanted: fn(&Repetition) -> bool| {
        let own = workspace.uses.iter().filter(|(_, uses)| wanted(&uses.repetition));
        own.map(|(code, _)| code.as_str()).collect::<Vec<_>>()
    };
    let perhaps = of(|own| matches!(own, Repetition::Perhaps));
    assert_eq!(perhaps, ["BC02", "NS02", "NS03", "TP01"]);
    let lives = of(|own| matches!(own, Repetition::WhereLivesOverlap(_)));
    assert_eq!((workspace.kpis.len(), lives.len()), (61, 16), "{lives:?}");
}

/// Offices whose code stands twice, and permits in them.
fn fan() -> TestProject {
    let project = TestProject::new();
    project
        .file(
            "queries/dimensions.toml",
            "[region]\ntitle = \"Region\"\nvalues = { n = \"North\", s = \"South\" }\n",
        )
        .table(
            "permits",
            "permit* | made_on:date | office | fee:integer
             a       | 2024-01-05   | o1     | 10
             b       | 2024-01-06   | o1     | 20
             c       | 2024-01-07   | o2     | 30
             d       | 2023-01-07   | o2     | 40",
        )
        .change(
            "queries/tables/permits.toml",
            "type = \"text\"\noptional = true\n[columns.made_on]",
            "type = \"text\"\n[columns.made_on]",
        );
    project
}

fn told(data: &TestData, code: &str, period: &str, filters: &[&str]) -> String {
    let figure = data.figure(code, period, filters);
    let number = words(&data.0.workspace().kpis[code], &figure);
    let doubts = figure.caveats.iter().map(|caveat| caveat.told().sentence);
    std::iter::once(number).chain(doubts).collect::<Vec<_>>().join(" | ")
}

const JOINED: &str = "SELECT p.made_on AS day, p.fee AS fee, o.region AS region, p.permit AS permit FROM permits AS p \
                      LEFT JOIN offices AS o ON o.office = p.office";
const ALONE: &str = "SELECT p.made_on AS day, p.fee AS fee, p.permit AS permit FROM permits AS p";
const HEADER: &str = "value = { fee = \"sum\" }\nkey = \"permit\"";
const AGAIN: &str = "keys that stand more than once on one day and count each time";

#[test]
fn a_join_that_multiplies_records_is_told_at_the_figure() {
    let project = fan();
    project
        .table("offices", "office | region\no1 | n\no1 | n\no2 | s")
        .kpi("J", HEADER, JOINED)
        .kpi("A", HEADER, ALONE)
        .kpi(
            "D",
            "value = { permits = { over = \"sum\", as = \"distinct\" } }\nkey = \"permit\"",
            &JOINED.replace("p.fee AS fee", "p.permit AS permits"),
        );
    let data = project.dataset("2024-12-31");
    assert_eq!(told(&data, "J", "2024", &[]), format!("90 | {AGAIN}: 2"));
    assert_eq!(told(&data, "J", "2024", &["region=n"]), format!("60 | {AGAIN}: 2"));
    assert_eq!(told(&data, "A", "2024", &[]), "60");
    assert_eq!(told(&data, "D", "2024", &[]), "3");
    let may = |code: &str| data.0.workspace().uses[code].repetition == Repetition::Perhaps;
    assert_eq!([may("J"), may("A"), may("D")], [true, false, false]);
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    assert!(
        said.code == 1
            && said.stdout.contains(
                "queries/kpis/J.sql:1:1: error[repeated-key]: 2 keys (`permit`) stand more than once"
            ),
        "{}",
        said.stdout
    );
    let arguments = ["kpi", "J", "--period", "2024", "--as-of", "2024-12-31"];
    assert!(
        project.run(&arguments).stdout.contains("2 keys stand more than once on one day and count each time")
    );
    let json = project.run(&[&arguments[..], &["--format", "json"]].concat()).stdout;
    assert!(json.contains("\"kind\":\"again\"") && json.contains(AGAIN), "{json}");
}

/// The office stands in two regions: each part is right, and the whole counts it twice.
#[test]
fn a_key_under_several_members_is_told_of_the_whole() {
    let project = fan();
    project.table("offices", "office | region\no1 | n\no1 | s\no2 | s\no2 |").kpi("J", HEADER, JOINED);
    let data = project.dataset("2024-12-31");
    let spread = "keys that stand under several members of “Region” on one day and count under each: 4";
    assert_eq!(told(&data, "J", "2024", &[]), format!("120 | {spread}"));
    assert_eq!(told(&data, "J", "2024", &["region=n"]), "30");
    assert_eq!(data.tell_by("J", "2024", &[], "region"), ["120", "~: 30", "n: 30", "s: 60"]);
    assert!(data.breakdown("J", "2024", &[], "region").parts.iter().all(|part| part.caveats.is_empty()));
    let said = project.run(&["check", "--with-data", "--format", "short", "--as-of", "2024-12-31"]);
    let line = "warning[repeated-key]: 4 keys (`permit`) stand under several members of `region` on one day";
    assert!(said.code == 0 && said.stdout.contains(line), "{}", said.stdout);
}

/// A dimension that is a part of the key, and one that is not; NULL is not known, and no member.
#[test]
fn keys_of_several_columns_are_told_by_the_dimensions_that_are_no_part_of_them() {
    let project = fan();
    project
        .file(
            "queries/dimensions.toml",
            "[region]\ntitle = \"Region\"\nvalues = { n = \"North\", s = \"South\" }\n[office]\ntitle = \"Office\"\nvalues = { o1 = \"1\", o2 = \"2\" }\n",
        )
        .table("offices", "office | region\no1 | n\no1 | n\no2 | s\no2 |")
        .kpi("J", "value = { fee = \"sum\" }\nkey = [\"permit\", \"office\"]", &JOINED.replace("o.region", "p.office AS office, o.region"));
    let data = project.dataset("2024-12-31");
    let spread = "keys that stand under several members of “Region” on one day and count under each: 2";
    assert_eq!(told(&data, "J", "2024", &[]), format!("120 | {AGAIN}: 2 | {spread}"));
}

/// A code that has several lives multiplies nothing, as long as they do not overlap in the data.
#[test]
fn lives_that_overlap_are_told_and_others_are_not_looked_for() {
    let offices = |rest: &str| {
        let project = fan();
        project
            .file(
                "queries/dimensions.toml",
                "[region]\ntitle = \"Region\"\nvalues = { n = \"North\", s = \"South\" }\n[office]\ntitle = \"Office\"\n\
                 table = \"offices\"\nkey = \"office\"\nlabel = \"office\"\nvalid = [\"since\", \"until\"]\n",
            )
            .table(
                "offices",
                &format!("office* | since*:date | until:date | region\no1 | 2020-01-01 | 2024-01-05 | n\no2 | 2020-01-01 | | s\n{rest}"),
            )
            .change(
                "queries/tables/offices.toml",
                "type = \"text\"\noptional = true\n[columns.since]\ntype = \"date\"\noptional = true\n",
                "type = \"text\"\n[columns.since]\ntype = \"date\"\n",
            )
            .kpi(
                "J",
                HEADER,
                &format!("{JOINED} AND o.since <= p.made_on AND (o.until IS NULL OR o.until >= p.made_on)"),
            );
        project
    };
    let data = offices("o1 | 2024-01-06 | | s").dataset("2024-12-31");
    let own = &data.0.workspace().uses["J"].repetition;
    assert_eq!(*own, Repetition::WhereLivesOverlap(["offices".to_owned()].into()));
    assert_eq!(told(&data, "J", "2024", &[]), "60");
    let data = offices("o1 | 2024-01-05 | | s").dataset("2024-12-31");
    let spread = "keys that stand under several members of “Region” on one day and count under each: 1";
    assert_eq!(told(&data, "J", "2024", &[]), format!("70 | {spread}"));
}
