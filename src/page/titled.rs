//! What tells panels of one KPI apart where their headings stand by themselves: in files and on paper.

use super::sentence::inside;
use crate::locale::Locale;
use crate::report::{Head, PanelView};

/// A panel's title; one that is only its KPI's says also by what it is divided, or that it is a course.
pub fn heading(locale: &Locale, panel: &PanelView) -> String {
    let (words, title) = (locale.words(), panel.title());
    let own = |head: &Head| head.title == head.kpi.title;
    let by = |dimension: &str| format!("{title} – {} {}", inside(words.broken_down_by), inside(dimension));
    match panel {
        PanelView::Trend(view) if own(&view.head) => format!("{}: {}", words.trend, inside(title)),
        PanelView::Bars(view) if own(&view.head) => match &view.group {
            Some(group) => {
                format!("{} {} {}", by(&view.dimension), words.pages.and, inside(&group.dimension))
            }
            None => by(&view.dimension),
        },
        PanelView::Bullet(view) if own(&view.head) => by(&view.dimension),
        PanelView::Map(view) if own(&view.head) => by(&view.dimension),
        PanelView::Table(view) if own(&view.head) => by(&view.dimension),
        PanelView::Heatmap(view) | PanelView::Multiples(view) if own(&view.head) => {
            format!("{}, {}", by(&view.dimension), inside(words.pages.by_periods))
        }
        _ => title.to_owned(),
    }
}
