//! The gallery: a page of all kinds and states, to be looked at, light and dark: `target/chart-gallery.html`.

use std::fmt::Write;
use std::path::Path;

use super::{KINDS, inline};

/// Two columns, light and dark, in the page's own face.
const STYLE: &str = r#"
@font-face { font-family: "Noto Sans"; font-weight: 400; src: url(../assets/fonts/NotoSans-Regular.ttf); }
@font-face { font-family: "Noto Sans"; font-weight: 600; src: url(../assets/fonts/NotoSans-SemiBold.ttf); }
:root { color-scheme: light dark; --card: #fff; --text: #1a1f25; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --card: #1a2027; --text: #e7ebef; --link: #8fbcf5; } }
body { margin: 16px; background: var(--card); color: var(--text); font: 14px "Noto Sans", sans-serif; }
section { display: flex; flex-wrap: wrap; gap: 24px; align-items: start; }
figure { width: 340px; margin: 0; break-inside: avoid; }
figcaption { padding-bottom: 6px; font-weight: 600; border-bottom: 1px solid #8888; margin-bottom: 6px; }
"#;

/// What pages give to charts.
const CHARTS: &str = include_str!("../../../assets/css/chart.css");

/// The gallery of the kinds named in `kinds`.
fn page(kinds: &[&str]) -> String {
    let mut page = format!(
        "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Biểu đồ</title><style>{STYLE}{CHARTS}</style>"
    );
    for each in KINDS.iter().filter(|each| kinds.contains(&each.kind)) {
        write!(page, "<h2>{}</h2><section>", each.kind).unwrap();
        for (state, svg) in (each.states)() {
            write!(page, "<figure><figcaption>{state}, {} B</figcaption>{svg}</figure>", svg.len()).unwrap();
        }
        page.push_str("</section>");
    }
    page.push_str("<h2>inline</h2><table>");
    for (state, svg) in inline::states() {
        write!(page, "<tr><td>{state}, {} B<td>{svg}", svg.len()).unwrap();
    }
    page + "</table>"
}

#[test]
fn the_gallery_shows_every_kind() {
    let kinds: Vec<&str> = KINDS.iter().map(|each| each.kind).collect();
    let page = page(&kinds);
    for each in KINDS {
        assert!(page.contains(&format!("class=\"chart {}\"", each.kind)), "{}", each.kind);
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    std::fs::create_dir_all(&target).unwrap();
    std::fs::write(target.join("chart-gallery.html"), page).unwrap();
}
