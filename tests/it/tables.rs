//! Whatever is shown can be taken out as a table: columns, and rows of plain values.

use std::collections::BTreeSet;

use minhbach::export::dashboard_answer;
use minhbach::report::{self, Ask, Kind, PanelView, RowCell, Table, json};
use serde_json::Value;

use super::support::TestProject;

/// What tells one figure from another, with its value.
type Told = (String, String, Option<String>, Option<String>);

fn told(table: &Table) -> BTreeSet<Told> {
    let place = |name| table.place(name).unwrap();
    let [code, period, member, value] = ["code", "period", "member", "value"].map(place);
    let text = |cell: &RowCell| (*cell != RowCell::Nothing).then(|| cell.clone().plain());
    let row = |row: Vec<RowCell>| {
        (row[code].clone().plain(), row[period].clone().plain(), text(&row[member]), text(&row[value]))
    };
    table.rows().map(row).collect()
}

/// Every figure of a panel's answer, but the base of its comparison.
fn answered(answer: &Value, found: &mut BTreeSet<Told>) {
    match answer {
        Value::Object(own) if own.contains_key("snapshot") => {
            let text = |name: &str| own[name].as_str().unwrap().to_owned();
            let member = own["by"].as_object().unwrap().values().next();
            let member = member.and_then(|member| member.as_str()).map(str::to_owned);
            let value = Some(own["value"].to_string()).filter(|value| value != "null");
            found.insert((text("code"), text("period"), member, value));
        }
        Value::Object(own) => {
            own.iter().filter(|(name, _)| *name != "base").for_each(|(_, each)| answered(each, found));
        }
        Value::Array(all) => all.iter().for_each(|each| answered(each, found)),
        _ => {}
    }
}

#[test]
fn every_panel_of_the_first_workspace_is_a_table_of_the_figures_that_the_api_answers() {
    let data = TestProject::sample().dataset("2026-01-31");
    let reader = data.reader();
    let ask = Ask::read(&reader, [("period", "2024")]).unwrap();
    let (mut figures, mut rows) = (0, 0);
    for dashboard in data.0.workspace().dashboards.values() {
        let report = data.wait(report::run(&reader, dashboard, &ask)).unwrap();
        let answer: Value = serde_json::from_str(&json(&dashboard_answer(&reader, &report))).unwrap();
        let panels = answer["panels"].as_array().unwrap();
        assert_eq!(report.tables(&reader).len(), report.panels.len(), "{}", dashboard.id);
        for (panel, answer) in report.panels.iter().zip(panels) {
            let table = panel.table(&reader, &ask).unwrap();
            assert!(table.rows().all(|row| row.len() == table.columns.len()), "{}", panel.title());
            if let PanelView::Rows(_) | PanelView::Cells(_) | PanelView::Owed(_) = panel {
                rows += table.len();
                continue;
            }
            let mut wanted = BTreeSet::new();
            answered(answer, &mut wanted);
            let own = told(&table);
            let nearest = |(a, b, c, value): &Told| {
                let value = value.as_ref().map(|value| format!("{:.6}", value.parse::<f64>().unwrap()));
                (a.clone(), b.clone(), c.clone(), value)
            };
            let own: BTreeSet<_> = own.iter().map(nearest).collect();
            let lacking: Vec<Told> = wanted.iter().map(nearest).filter(|each| !own.contains(each)).collect();
            assert!(!wanted.is_empty() && lacking.is_empty(), "{}: {lacking:?}", panel.title());
            figures += wanted.len();
        }
    }
    assert!(figures > 400 && rows > 50, "{figures} figures, {rows} rows");
}

#[test]
fn parts_of_parts_name_both_members() {
    let project = TestProject::new();
    project
        .file(
            "queries/dimensions.toml",
            "[region]\ntitle = \"Region\"\nvalues = { n = \"North\", s = \"South\" }\n[kind]\ntitle = \"Kind\"\nvalues = { x = \"X\", y = \"Y\" }\n",
        )
        .table("permits", "permit* | made_on:date | region | kind\na | 2024-01-05 | n | x\nb | 2024-01-06 | s | x\nc | 2024-01-07 | s | y")
        .kpi(
            "P",
            "value = { permits = { over = \"sum\", as = \"distinct\" } }\nkey = \"permit\"",
            "SELECT p.made_on AS day, p.permit AS permits, p.region AS region, p.kind AS kind, p.permit AS permit FROM permits AS p",
        )
        .change("minhbach.toml", "timezone", "dashboards = [\"d\"]\ntimezone")
        .file(
            "dashboards/d.toml",
            "title = \"D\"\n[[panel]]\nkpi = \"P\"\nshow = \"bars\"\nby = \"region\"\ngroup = \"kind\"\narrange = \"stacked\"\n",
        );
    let data = project.dataset("2024-12-31");
    let reader = data.reader();
    let ask = Ask::read(&reader, [("period", "2024")]).unwrap();
    let dashboard = data.0.workspace().first_dashboard().unwrap();
    let report = data.wait(report::run(&reader, dashboard, &ask)).unwrap();
    let [(_, table)] = &report.tables(&reader)[..] else { panic!("one panel") };
    let places = ["member_name", "second_member_name", "value"].map(|name| table.place(name).unwrap());
    let line = |row: Vec<RowCell>| places.map(|place| row[place].clone().plain()).join(" ");
    let lines: Vec<String> = table.rows().map(line).collect();
    assert_eq!(
        lines,
        ["  3", "South  2", "North  1", "X  2", "Y  1", "South X 1", "South Y 1", "North X 1", "North Y 0"]
    );
    assert_eq!(table.columns[places[2]].kind, Kind::Decimal { scale: 10 });
}
