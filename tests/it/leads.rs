//! From a figure to what is behind it: every member leads on, and lists say what they add up to.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::shown::{page, served, toy};
use crate::web::get;

const DASHBOARDS: [&str; 10] = [
    "overview",
    "training",
    "outreach",
    "enforcement",
    "fines",
    "traceability",
    "consumers",
    "cooperation",
    "discipline",
    "budget",
];

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from).skip(1).filter_map(|rest| Some(rest.split_once(to)?.0)).collect()
}

fn plain(html: &str) -> String {
    let tags = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    tags.collect::<String>().replace("&amp;", "&")
}

/// Where the links of a piece lead, seen from a page.
fn links(page: &str, piece: &str) -> Vec<String> {
    let own = between(piece, "href=\"", "\"").into_iter().map(|href| href.replace("&amp;", "&"));
    let path = page.split('?').next().unwrap();
    own.map(|href| if href.starts_with('?') { format!("{path}{href}") } else { href })
        .map(|href| href.split('#').next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_mark_of_a_chart_and_every_row_of_parts_leads_on() {
    let mut all = BTreeSet::new();
    for (name, period) in DASHBOARDS.iter().flat_map(|name| [(name, ""), (name, "?period=2024-Q2")]) {
        let page = format!("/dashboards/{name}{period}");
        let html = get(&page).text;
        for chart in between(&html, "<svg", "</svg>") {
            let kind = chart.split("class=\"chart ").nth(1).unwrap_or_default();
            // A heatmap of a query's rows has members of which the program knows no more than their names; what leaves a
            // funnel leads on from its table.
            let own =
                ["trend", "bars", "bullet", "map", "multiples"].iter().any(|known| kind.starts_with(known));
            if own {
                assert_eq!(chart.matches("<g class=\"mark\"").count(), 0, "{page}: {chart}");
            }
            // One stop a chart.
            let stops = between(chart, "<a class=\"mark\"", ">");
            assert!(stops.iter().filter(|stop| !stop.contains("tabindex=\"-1\"")).count() <= 1, "{page}");
            stops.iter().for_each(|stop| all.extend(links(&page, stop)));
        }
        for panel in between(&html, "<section class=\"card panel", "</section>") {
            if !panel.contains("class=\"chart bars") && !panel.contains("class=\"chart bullet") {
                continue;
            }
            for row in between(panel, "<th scope=\"row\">", "</th>") {
                assert!(row.contains("<a href="), "{page}: {row}");
                all.extend(links(&page, row));
            }
        }
    }
    assert!(all.len() > 200, "{}", all.len());
    // Some of each kind: all of them would be a thousand pages.
    for link in all.iter().step_by(31) {
        assert_eq!(get(link).status, StatusCode::OK, "{link}");
    }
}

#[test]
fn a_list_of_records_adds_up_to_its_figure() {
    for (code, period) in [
        ("VP02", "2024"),
        ("VP05", "2024"),
        ("VP10", "2025"),
        ("KT01", "2025"),
        ("TT01", "2024"),
        ("TP02", "2024"),
        ("KN01", "2025"),
        ("NS01", "2024"),
        ("NS02", "2024"),
        ("VP06", "2024-Q2"),
    ] {
        let answer: serde_json::Value =
            serde_json::from_str(&get(&format!("/api/v1/kpis/{code}?period={period}")).text).unwrap();
        let page = get(&format!("/kpis/{code}/records?period={period}")).text;
        let total = between(&page, "<tr class=\"total\">", "</tr>")[0];
        let digits = |text: &str| -> String {
            let text = text.split_once('(').map_or(text, |(number, _)| number);
            text.chars().filter(|letter| letter.is_ascii_digit() || *letter == ',').collect()
        };
        let cells: Vec<String> =
            between(&total.replace("<th", "<td").replace("</th", "</td"), "<td", "</td>")
                .into_iter()
                .map(|cell| digits(&plain(&format!("<{cell}"))))
                .collect();
        for (name, number) in answer[0]["parts"].as_object().unwrap() {
            let number = number.to_string().replace('.', ",");
            assert!(cells.contains(&number), "{code} {name}: {number} in {cells:?}");
        }
    }
}

#[test]
fn a_list_is_searched_without_accents_and_narrowed_by_what_counted_and_leaves_so() {
    let list = "/kpis/VP05/records?period=2024";
    let count = |question: &str| {
        let page = get(&format!("{list}{question}"));
        assert_eq!(page.status, StatusCode::OK, "{question}: {}", page.text);
        let status = between(&page.text, "<p role=\"status\">", "</p>")[0].to_owned();
        let file = get(&format!("/kpis/VP05/records.json?period=2024{question}")).text;
        let rows: serde_json::Value = serde_json::from_str(&file).unwrap();
        (status, rows["tables"][0]["rows"].as_array().unwrap().len())
    };
    let (_, whole) = count("");
    let (told, found) = count("&q=QUAN+LY+thi+truong");
    assert!(0 < found && found < whole && told.starts_with(&format!("{found} trong {whole} dòng")), "{told}");
    assert_eq!(
        found,
        count("&q=Qu%E1%BA%A3n%20l%C3%BD%20th%E1%BB%8B%20tr%C6%B0%E1%BB%9Dng").1,
        "accents or none"
    );
    // All words, each anywhere; a code finds what stands in its place in words.
    let (_, both) = count("&q=quan+ly+V2024-0000052");
    assert_eq!(both, count("&q=V2024-0000052").1);
    assert_eq!(count("&q=nothing+holds+this").1, 0);
    let (told, handled) = count("&counted_in=handled");
    assert!(told.starts_with(&format!("{handled} trong {whole} dòng")), "{told}");
    let page = get(list).text;
    assert!(page.contains(&format!("vụ đã xử lý ({handled} dòng)")), "the count beside the choice");
    // Both at once, and what takes each away.
    let (_, narrow) = count("&q=quan+ly&counted_in=handled");
    assert!(narrow <= handled.min(found));
    let page = get(&format!("{list}&q=quan+ly&counted_in=handled")).text;
    let chips = between(&page, "<ul class=\"chips\"", "</ul>")[0].to_owned();
    assert_eq!(chips.matches("<li>").count(), 3, "{chips}");
    for link in links(list, &chips) {
        assert_eq!(get(&link).status, StatusCode::OK, "{link}");
    }
    // No text reaches the engine but as a value.
    assert_eq!(count("&q=%27%29+OR+1%3D1+--").1, 0);
    for wrong in ["counted_in=nothing", &format!("q={}", "a".repeat(201)), "q=a&q=b"] {
        assert_eq!(get(&format!("{list}&{wrong}")).status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[test]
fn a_list_that_has_more_rows_than_are_counted_says_why() {
    let page = plain(&get("/kpis/VP02/records?period=2024").text);
    assert!(page.contains("17 vụ vi phạm được phát hiện trong 33 dòng: một vụ có nhiều nhóm hàng"), "{page}");
}

#[test]
fn an_identifier_leads_to_its_record_and_a_flag_to_its_voucher() {
    let budget = get("/dashboards/budget").text;
    let vouchers = between(&budget, "href=\"/data/tables/budget_entries/", "\"");
    assert!(!vouchers.is_empty(), "a flag leads to its voucher in one step");
    for voucher in vouchers {
        let record = get(&format!("/data/tables/budget_entries/{voucher}"));
        assert_eq!(record.status, StatusCode::OK);
        assert!(record.text.contains(voucher), "{voucher}");
    }
    // What refers to a record leads to it, and what is none is not found.
    for (path, status) in [
        ("/data/tables/cases/V2024-0000052", StatusCode::OK),
        ("/data/tables/cases/none", StatusCode::NOT_FOUND),
        ("/data/tables/cases/%27%20OR%20%271%27%3D%271", StatusCode::NOT_FOUND),
        ("/data/tables/none/1", StatusCode::NOT_FOUND),
        // A key of several columns names no row.
        ("/data/tables/violations/V2024-0000052", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(get(path).status, status, "{path}");
    }
}

/// A piece of a page without drawings, links and codes.
fn unlinked(piece: &str) -> String {
    let mut text = piece.to_owned();
    for (from, to) in [("<svg", "</svg>"), ("<a ", "</a>"), ("<span class=\"code\">", "</span>")] {
        while let Some(start) = text.find(from) {
            let end = text[start..].find(to).map_or(text.len(), |end| start + end + to.len());
            text.replace_range(start..end, " ");
        }
    }
    plain(&text.replace('<', " <"))
}

/// The numerals of a text, but for days, months and years, which are no counts.
fn counts(text: &str) -> Vec<String> {
    let words =
        text.split_whitespace().map(|word| word.trim_matches(|letter: char| "().,;:–".contains(letter)));
    let is_count = |word: &&str| {
        let parts: Vec<&str> = word.split('/').collect();
        let is_time = match parts.last() {
            Some(year) => year.len() == 4 && (year.starts_with("19") || year.starts_with("20")),
            None => false,
        };
        word.contains(|letter: char| letter.is_ascii_digit()) && !is_time
    };
    words.filter(is_count).map(str::to_owned).collect()
}

#[test]
fn every_number_of_a_brief_or_a_tile_is_part_of_a_link() {
    let states = ["", "?period=2024", "?period=2024-Q3"];
    let mut ways = BTreeSet::new();
    for (name, state) in DASHBOARDS.iter().flat_map(|name| states.map(|state| (name, state))) {
        let page = format!("/dashboards/{name}{state}");
        let html = get(&page).text;
        let lines = between(&html, "<section class=\"card brief\"", "</section>");
        for sentence in lines.iter().flat_map(|brief| between(brief, "<li>", "</li>")) {
            assert!(sentence.starts_with("<a "), "{page}: {sentence}");
        }
        for tile in between(&html, "<article class=\"card tile\"", "</article>") {
            let figure = tile.split("<p class=\"change").next().unwrap();
            let figure = figure.split_once("</h2>").unwrap().1;
            let figure = figure.split("<p class=\"reports").next().unwrap();
            assert_eq!(counts(&unlinked(figure)), Vec::<String>::new(), "{page}: {figure}");
            // Whatever stands in a value's place leads on, a word for what is missing too.
            let values = between(tile, "<a class=\"behind\" href=\"/kpis/", "</a>");
            assert_eq!(
                values.iter().filter(|own| own.contains("<p class=\"value")).count(),
                between(tile, "<p class=\"value", "</p>").len(),
                "{page}: {tile}"
            );
            let records = &links(&page, between(tile, "<a class=\"behind\"", ">")[0])[0];
            assert!(records.contains("/records?"), "{records}");
            for number in between(tile, "<a class=\"number\"", "</a>") {
                let href = links(&page, number).remove(0);
                let told = plain(&format!("<{number}"));
                ways.extend(href.contains("counted_in=").then_some((href, told)));
            }
        }
    }
    // What a number counts, the list behind it adds up to.
    assert!(ways.len() > 100, "{}", ways.len());
    for (href, told) in ways.iter().step_by(9) {
        let answer = get(href);
        assert_eq!(answer.status, StatusCode::OK, "{href}");
        let total = plain(&between(&answer.text, "<tr class=\"total\">", "</tr>")[0].replace('<', " <"));
        let number = told.split_whitespace().next().unwrap();
        assert!(total.split_whitespace().any(|word| word == number), "{href}: {told}: {total}");
    }
}

#[test]
fn what_breaks_a_check_stands_by_period_where_a_sentence_leads() {
    let page = "/dashboards/budget?period=2024";
    let html = get(page).text;
    let mut found = 0;
    for line in between(&html, "<li><a class=\"all\" href=\"/data", "</li>") {
        let href = format!("/data{}", line.split_once('"').unwrap().0.replace("&amp;", "&"));
        let Some((data, place)) = href.split_once("#check-") else { continue };
        assert!(data.contains("period=budget"), "the page's own calendar: {data}");
        let answer = get(data).text;
        let part = answer.split(&format!("id=\"check-{place}\"")).nth(1).unwrap_or_else(|| panic!("{place}"));
        let table = part.split("</table>").next().unwrap();
        let rows = between(table, "<tbody>", "</tbody>")
            .iter()
            .map(|body| body.matches("<tr").count())
            .sum::<usize>();
        let heading = plain(&part.split("</h").next().unwrap().replace('<', " <"));
        assert!(counts(&heading).contains(&rows.to_string()), "{heading}: {rows}");
        found += 1;
    }
    assert!(found > 0, "{html}");
}

#[test]
fn a_record_hides_what_says_who_somebody_is() {
    let page = get("/data/tables/businesses/S000227");
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("S000227"), "its key says which row it is");
    assert!(page.text.contains("không hiển thị để bảo vệ dữ liệu cá nhân"), "{}", page.text);
    let long = format!("/data/tables/businesses/{}", "S".repeat(201));
    assert_eq!(get(&long).status, StatusCode::NOT_FOUND);
}

#[test]
fn steps_that_count_on_other_days_are_not_said_to_be_the_same_things() {
    for (sql, is_told) in [
        ("SELECT t.on_day AS day, 1 AS things, t.thing AS thing FROM things AS t WHERE t.planned = 1", false),
        ("SELECT e.done_on AS day, 1 AS things, e.thing AS thing FROM ends AS e", true),
    ] {
        let project = toy("period = \"year\"\n[[panel]]\nkpis = [\"N\", \"M\"]\nshow = \"funnel\"\n");
        project.table("ends", "thing* | done_on:date\nt1 | 2024-02-03\nt2 | 2024-02-04");
        project.kpi("M", "key = \"thing\"\nvalue = { things = \"sum\" }", sql);
        let html = page(&served(project, "2024-12-31"), "/?period=2024");
        assert_eq!(html.contains("does not follow the same cases"), is_told, "{html}");
    }
}

#[test]
fn a_row_of_a_query_leads_to_its_kpi_of_its_members() {
    let project = toy("period = \"year\"\n[[panel]]\nquery = \"few\"\nshow = \"table\"\n");
    project.file(
        "queries/reports/few.sql",
        "/*\ntitle = \"Few\"\nlabels = { what = \"What\", kind = \"Kind\", n = \"Number\" }\n*/\n\
         SELECT 'Things of ' || t.place AS what, t.kind AS kind, count(*) AS n, t.place AS place,\n\
         CASE WHEN t.place = 'a' THEN 'N' WHEN t.place = 'b' THEN 'R' ELSE 'NONE' END AS kpi FROM things AS t\n\
         GROUP BY t.place, t.kind ORDER BY t.place, t.kind\n",
    );
    let html = page(&served(project, "2024-12-31"), "/?period=2024");
    for told in [
        "<a href=\"/kpis/N?period=2024&amp;kind=x&amp;place=a\">Things of a</a>",
        // Not its kind: it has no such dimension.
        "<a href=\"/kpis/R?period=2024&amp;place=b\">Things of b</a>",
        ">Things of c<",
        ">Kind<",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    assert!(!html.contains("/kpis/NONE") && !html.contains(">Place<") && !html.contains(">kpi<"), "{html}");
}
