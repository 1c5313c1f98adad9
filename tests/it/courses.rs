//! Figures over periods: every cell and point is a figure of its own days, with what is doubtful about it.

use super::shown::{page, served};
use super::support::{SETTINGS, TestProject};

/// Sales in three towns from 20 January to 10 May 2024, the till broken from the middle of February on.
fn sales(panel: &str) -> TestProject {
    let project = TestProject::new();
    let settings = SETTINGS.replace("label = \"đồng\"", "label = \"đồng\"\nmoney = true");
    project
        .file("minhbach.toml", &settings.replace("[data]", "dashboards = [\"sales\"]\n[data]"))
        .file(
            "queries/dimensions.toml",
            "[town]\ntitle = \"Town\"\nvalues = { a = \"Alpha\", b = \"Beta\", c = \"Gamma\" }\n",
        )
        .file(
            "queries/tables/sales.toml",
            "title = \"Sales\"\nkey = [\"sale\"]\nday = \"sold_on\"
             gaps = [{ first_day = 2024-02-15, last_day = 2024-03-31, label = \"Till broken\" }]
             [columns.sale]\ntype = \"text\"\n[columns.sold_on]\ntype = \"date\"
             [columns.town]\ntype = \"text\"\n[columns.amount]\ntype = \"integer\"\noptional = true\n",
        )
        .table(
            "sales",
            "sale | sold_on    | town | amount
             1    | 2024-01-20 | a    | 10
             2    | 2024-01-21 | b    | 20
             3    | 2024-01-22 | b    |
             4    | 2024-04-20 | a    | 30
             5    | 2024-05-09 | b    |
             6    | 2024-05-10 | a    | 40",
        )
        .kpi(
            "A",
            "key = \"sale\"\nempty = \"unknown\"\nvalue = { amount = \"sum\" }",
            "SELECT s.sold_on AS day, s.amount AS amount, s.town AS town, s.sale AS sale FROM sales AS s",
        )
        .file("dashboards/sales.toml", &format!("title = \"Sales\"\n[[panel]]\nkpi = \"A\"\n{panel}"));
    project
}

/// The rows of the first table of a page as texts, tags left out.
fn rows(html: &str) -> Vec<String> {
    let (table, _) = html.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap();
    let text = |row: &str| {
        let cells = row.split("</t").map(|cell| {
            let texts = cell.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
            texts.collect::<String>().trim().to_owned()
        });
        cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ")
    };
    table.split("</tr>").map(text).filter(|row| !row.is_empty()).collect()
}

/// The notes below the panel.
fn notes(html: &str) -> Vec<&str> {
    let own = html.split("<p class=\"note incomplete\">").skip(1);
    own.map(|note| note.split_once("</p>").unwrap().0).collect()
}

const NOTES: [&str; 4] = [
    "January 2024: there are data from 20 January 2024 on only.",
    "January 2024, May 2024: 1 record leaves “amount” empty and is not counted.",
    "February 2024: there are no data from 15 February 2024 to 31 March 2024 (till broken).",
    "May 2024: there are data until 10 May 2024 only.",
];

#[test]
fn a_heatmap_tells_of_each_cell_what_is_doubtful_and_never_0_for_what_is_not_known() {
    let data = served(sales("show = \"heatmap\"\nby = \"town\"\nperiods = 6\n"), "2024-06-30");
    // The month asked for lies outside the data; each cell has its own month.
    let html = page(&data, "/?period=2024-06");
    let part = "part of the period only";
    assert_eq!(
        rows(&html),
        [
            format!("Alpha | 10 {part} | 0 {part} | no figures | 30 | 40 {part} | no figures"),
            format!(
                "Beta | 20 {part} 1 record left empty | 0 {part} | no figures | 0 | no figures | no figures"
            ),
        ]
    );
    assert_eq!(notes(&html), NOTES);
    for said in [">10*</tspan>", "read with its note", "1/2024: 10 (part of the period only)"] {
        assert!(html.contains(said), "{said}: {html}");
    }
    let answer: serde_json::Value =
        serde_json::from_str(&page(&data, "/api/v1/dashboards/sales?period=2024-06")).unwrap();
    let cells = &answer["panels"][0]["rows"][1]["cells"];
    let kinds = |at: usize| {
        let caveats = cells[at]["caveats"].as_array().unwrap().iter();
        caveats.map(|caveat| caveat["kind"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((&cells[1]["value"], kinds(1)), (&serde_json::json!(0), vec!["gap"]));
    assert_eq!(kinds(0), ["partial", "unfilled"]);
    assert_eq!(cells[2]["value"], serde_json::Value::Null);
    assert_eq!(cells[2]["reason"], "there are no data from 2024-02-15 to 2024-03-31: Till broken");
}

#[test]
fn small_courses_tell_the_same_and_mark_their_points() {
    let data = served(sales("show = \"multiples\"\nby = \"town\"\nperiods = 6\n"), "2024-06-30");
    let html = page(&data, "/?period=2024-06");
    assert_eq!(notes(&html), NOTES);
    assert_eq!(html.matches(">*</text>").count(), 5, "three of Alpha, two of Beta: {html}");
    assert!(html.contains("* read with its note"), "{html}");
    assert!(html.contains("Alpha: 1/2024 10 (part of the period only); 2/2024 0 (part of the period only)"));
}

#[test]
fn a_course_tells_of_the_year_before_too() {
    let project = sales("show = \"trend\"\nperiods = 2\n");
    project.change("queries/tables/sales.toml", "gaps =", "# gaps =").table(
        "sales",
        "sale | sold_on    | town | amount
         0    | 2022-05-05 | a    | 1
         1    | 2023-04-20 | a    | 10
         2    | 2023-04-21 | a    |
         3    | 2024-04-20 | a    | 10
         4    | 2024-05-20 | a    | 10
         5    | 2024-05-21 | a    |
         6    | 2024-05-22 | a    |
         7    | 2024-06-30 | a    | 1",
    );
    let html = page(&served(project, "2024-06-30"), "/?period=2024-05");
    assert_eq!(
        notes(&html),
        ["Records that leave “amount” empty and are not counted: 2 (5/2024); 1 (4/2023).",]
    );
    assert!(html.contains("May 2024: 10 things (2 records left empty)"), "{html}");
    assert!(html.contains("April 2023: 10 things (1 record left empty)"), "{html}");
    assert_eq!(html.matches(">*</text>").count(), 2, "a point and the key: {html}");
}

#[test]
fn what_is_doubtful_about_all_periods_is_told_once_and_marks_none() {
    let project = sales("show = \"heatmap\"\nby = \"town\"\nperiods = 2\n");
    project.change("queries/tables/sales.toml", "gaps =", "# gaps =").table(
        "sales",
        "sale | sold_on    | town | amount
         1    | 2024-04-01 | a    | 10
         2    | 2024-05-31 | a    | 10
         3    | 2024-05-30 |      | 10",
    );
    let html = page(&served(project, "2024-06-30"), "/?period=2024-05");
    assert_eq!(notes(&html), ["Without 1 faulty row of “Sales”."]);
    assert_eq!(rows(&html), ["Alpha | 10 | 10"]);
}
