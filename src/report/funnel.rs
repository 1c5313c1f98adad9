//! Several KPIs of which each is a part of the one before.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::asked::Head;
use super::{Ask, ReportError};
use crate::calendar::PeriodKind;
use crate::dashboard::Stage;
use crate::kpi::{Figure, Role};
use crate::locale::Unit;
use crate::workspace::Reader;

/// A funnel.
#[derive(Debug)]
pub struct FunnelView {
    /// The panel's title.
    pub title: String,
    /// From the top.
    pub stages: Vec<StageView>,
}

/// A stage of a funnel, or what leaves after it.
#[derive(Debug)]
pub struct StageView {
    /// The KPI.
    pub head: Head,
    /// Its figure.
    pub figure: Figure,
    /// What is counted: the KPI's title, or the words of the numerator of one that is divided.
    pub label: String,
    /// How many: the numerator of a KPI that is divided, else the figure's value.
    pub count: Option<Decimal>,
    /// The unit of the count.
    pub unit: Unit,
    /// The columns of tables that the days are made of on which it counts something.
    pub days: BTreeSet<(String, String)>,
    /// The share of the stage before, in percent; nothing at the first, and where that has none.
    pub share: Option<Decimal>,
    /// What leaves after it.
    pub branches: Vec<StageView>,
}

impl FunnelView {
    /// Whether its stages are not the same things on their way: they count by other keys or other days, or one is larger
    /// than the one before it.
    pub fn is_mixed(&self) -> bool {
        let key = |stage: &StageView| stage.head.kpi.key.clone();
        let grows = |stage: &StageView| stage.share.is_some_and(|share| share > Decimal::ONE_HUNDRED);
        let parts = |pair: &[StageView]| key(&pair[0]) != key(&pair[1]) || pair[0].days != pair[1].days;
        self.stages.iter().any(grows) || self.stages.windows(2).any(parts)
    }
}

/// Asks for each stage and each branch.
pub(super) async fn funnel(
    reader: &Reader<'_>,
    kind: PeriodKind,
    ask: &Ask,
    title: String,
    stages: &[Stage],
) -> Result<FunnelView, ReportError> {
    let mut views: Vec<StageView> = Vec::new();
    for stage in stages {
        let mut view = one(reader, kind, ask, &stage.code).await?;
        view.share = share(view.count, views.last().and_then(|before| before.count));
        for code in &stage.branches {
            let mut branch = one(reader, kind, ask, code).await?;
            branch.share = share(branch.count, view.count);
            view.branches.push(branch);
        }
        views.push(view);
    }
    Ok(FunnelView { title, stages: views })
}

async fn one(reader: &Reader<'_>, kind: PeriodKind, ask: &Ask, code: &str) -> Result<StageView, ReportError> {
    let (question, period) = reader.asked(reader.kpi(code)?, kind, ask).await?;
    let head = reader.head(&question, ask, None);
    let figure = question.at(&period).total();
    let kpi = &head.kpi;
    let columns: Vec<_> = kpi.role(Role::Numerator).collect();
    let (label, unit) = if kpi.is_ratio() {
        let labels: Vec<&str> = columns.iter().map(|column| column.label.as_str()).collect();
        let unit = columns.first().map_or_else(|| kpi.unit.clone(), |column| column.unit.clone());
        (labels.join(" + "), unit)
    } else {
        (head.title.clone(), kpi.unit.clone())
    };
    let count = if kpi.is_ratio() { figure.numerator } else { figure.value };
    let day = reader.workspace().uses.get(code).and_then(|uses| uses.outputs.get("day"));
    let days = day.map(|origin| origin.columns.clone()).unwrap_or_default();
    Ok(StageView { label, count, unit, days, figure, share: None, branches: Vec::new(), head })
}

fn share(count: Option<Decimal>, before: Option<Decimal>) -> Option<Decimal> {
    let before = before.filter(|before| !before.is_zero())?;
    count?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before)
}
