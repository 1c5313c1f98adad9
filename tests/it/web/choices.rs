//! What a reader can choose by an address: bases, calendars, orders, searches.

use super::*;

/// The text of a table's cells in one column, from 0.
fn column(html: &str, index: usize) -> Vec<String> {
    let body = html.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let cell = |row: &str| {
        let row = row.replace("<th", "<td");
        let cell = row.split("<td").nth(index + 1).unwrap().split_once('>').unwrap().1;
        let text = cell.strip_prefix("<a").map_or(cell, |link| link.split_once('>').unwrap().1);
        text.split('<').next().unwrap().to_owned()
    };
    // The first row has the totals.
    body.split("<tr").skip(2).map(cell).collect()
}

/// The place of the column that a link of the head sorts by, from 0.
fn place(html: &str, name: &str) -> usize {
    let head = html.split("<thead>").nth(1).unwrap().split("</thead>").next().unwrap();
    let links = [format!("sort={name}&"), format!("sort=-{name}&")];
    head.split("<th").skip(1).position(|cell| links.iter().any(|link| cell.contains(link))).unwrap()
}

#[test]
fn records_stand_in_the_order_of_any_column_and_pages_neither_overlap_nor_skip() {
    let list = "/kpis/VP05/records?period=2024";
    for sort in ["case_id", "-case_id", "decided_on", "-decided_on", "counted_in"] {
        let whole = get(&format!("{list}&sort={sort}&limit=500"));
        assert_eq!(whole.status, StatusCode::OK, "{sort}");
        let keys = column(&whole.text, place(&whole.text, "case_id"));
        let mut paged = Vec::new();
        while paged.len() < keys.len() {
            let page = get(&format!("{list}&sort={sort}&limit=10&offset={}", paged.len()));
            paged.extend(column(&page.text, place(&page.text, "case_id")));
        }
        assert_eq!(paged, keys, "{sort}");
    }
    let html = get(&format!("{list}&sort=-case_id&limit=500")).text;
    let keys = column(&html, place(&html, "case_id"));
    assert!(keys.windows(2).all(|pair| pair[0] >= pair[1]), "{keys:?}");
    // What is missing comes last, whichever way the column is turned.
    for sort in ["transferred_on", "-transferred_on"] {
        let html = get(&format!("{list}&sort={sort}&limit=500")).text;
        let days = column(&html, place(&html, "transferred_on"));
        let first_missing = days.iter().position(|day| day == "—").unwrap();
        assert!(days[first_missing..].iter().all(|day| day == "—"), "{sort}: {days:?}");
    }
}

#[test]
fn an_order_or_a_page_that_cannot_be_meant_is_refused() {
    for wrong in
        ["sort=nothing", "sort=--day", "limit=0", "limit=501", "limit=all", "offset=-1", "sort=day&sort=day"]
    {
        let answer = get(&format!("/kpis/VP05/records?{wrong}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert!(get("/kpis/VP05/records?sort=nothing").text.contains("case_id"), "the columns that there are");
    let past = get("/kpis/VP05/records?period=2024&offset=100000");
    assert!(past.status == StatusCode::OK && past.text.contains("Danh sách không có trang này."));
}

#[test]
fn a_base_is_chosen_by_the_address_and_kept_in_every_link() {
    for (compare, said) in [
        ("previous", "với kỳ liền trước (Năm 2023)"),
        ("2023", "với Năm 2023"),
        ("2023-Q2", "hai kỳ không cùng loại"),
    ] {
        let page = get(&format!("/kpis/VP01?period=2024&compare={compare}")).text;
        assert!(page.to_lowercase().contains(&said.to_lowercase()), "{compare}: {said}");
        assert!(page.contains(&format!("compare={compare}\"")), "{compare} is lost");
    }
    let none = get("/dashboards/overview?period=2024&compare=none").text;
    assert!(!none.contains("so với cùng kỳ") && !none.contains("Không so sánh với"));
    for wrong in ["compare=sometime", "compare=previous&compare=none"] {
        assert_eq!(get(&format!("/kpis/VP01?{wrong}")).status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[test]
fn periods_of_every_calendar_are_offered_and_answered() {
    let page = get("/dashboards/overview").text;
    for option in ["<option value=\"budget:\">", "<option value=\"2024\">", "<option value=\"-Q2\">"] {
        assert!(page.contains(option), "{option}");
    }
    assert!(!page.contains("<option value=\"2021"), "nothing is offered before the data begin");
    // Without a script the form sends its three lists as they are.
    let sent = get("/dashboards/overview?period=budget:&period=2024&period=-Q2");
    assert!(sent.text.contains("Quý II/2024 – Năm ngân sách"), "{}", sent.text);
    let budget = get("/dashboards/overview?period=budget:2024-Q2");
    assert_eq!(budget.status, StatusCode::OK);
    assert!(budget.text.contains("Quý II/2024 – Năm ngân sách"), "the calendar is named");
    for option in ["budget:", "2024", "-Q2"] {
        assert!(budget.text.contains(&format!("<option value=\"{option}\" selected>")), "{option}");
    }
    // Data that speak in one calendar only are asked for in no other.
    let own = get("/kpis/NS02").text;
    assert!(own.contains("<option value=\"-Q2\">") && !own.contains("value=\"reporting:"), "{own}");
}

#[test]
fn the_catalogue_is_searched_with_and_without_accents_and_in_the_words_of_the_plan() {
    let codes = |query: &str| -> Vec<String> {
        let page = get(&format!("/kpis?q={query}")).text;
        page.split("<tr id=\"").skip(1).map(|each| each[..4].to_owned()).collect()
    };
    let plain = codes("xu+ly+vi+pham");
    assert!(plain.contains(&"VP05".to_owned()), "{plain:?}");
    assert_eq!(plain, codes("X%E1%BB%AD+l%C3%BD+vi+ph%E1%BA%A1m"));
    assert_eq!(codes("vp05"), ["VP05"]);
    assert!(codes("nothing+of+the+kind").is_empty());
    assert_eq!(get("/kpis?q=a&q=b").status, StatusCode::BAD_REQUEST);
    assert!(get("/kpis?q=%22%3Cb%3E").text.contains("value=\"&quot;&lt;b&gt;\""));
}
