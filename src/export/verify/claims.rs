//! What a pack says of itself, read as far as this version knows it: what a later one adds is passed over.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::json::Json;
use crate::calendar::Day;
use crate::kpi::Better;

/// The newest form of the manifest that this version reads.
const FORM: i64 = 1;

/// What a manifest says.
#[derive(Debug, Clone)]
pub struct Claims {
    pub(super) program: String,
    /// The day until which the data speak.
    pub data_date: Option<Day>,
    /// Where the data lie, as its workspace says it.
    pub location: String,
    pub(super) asked: Option<String>,
    pub(super) view: Option<String>,
    pub(super) filters: Vec<(String, Vec<Option<String>>)>,
    pub(super) dashboards: Vec<String>,
    pub(super) files: Vec<FileClaim>,
    /// Sizes of the pack's files, by path below `data/`.
    pub(super) sizes: BTreeMap<String, u64>,
    pub(super) kpis: BTreeMap<String, KpiClaim>,
    pub(super) figures: Vec<FigureClaim>,
}

/// A file of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileClaim {
    pub(super) table: String,
    pub(super) path: String,
    pub(super) sha256: String,
}

/// A KPI.
#[derive(Debug, Clone)]
pub(super) struct KpiClaim {
    pub(super) sql_sha256: String,
    pub(super) ratio: bool,
    pub(super) times: Decimal,
    pub(super) better: Better,
    pub(super) target: Option<(Option<Decimal>, Option<Day>)>,
    pub(super) adds: BTreeMap<String, bool>,
}

/// A figure, in whichever file it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FigureClaim {
    pub(super) code: String,
    pub(super) calendar: String,
    pub(super) period: String,
    pub(super) last_day: Option<Day>,
    pub(super) by: Vec<(String, Option<String>)>,
    pub(super) numerator: Option<Decimal>,
    pub(super) denominator: Option<Decimal>,
    pub(super) value: Option<Decimal>,
    pub(super) target: Option<Decimal>,
    pub(super) status: Option<String>,
    pub(super) state: String,
}

impl Claims {
    /// Reads a manifest.
    ///
    /// # Errors
    /// Why it cannot be read, in a sentence.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let read = Json::read(text).ok_or("manifest.json is no JSON")?;
        let form = read.get("form").number().ok_or("manifest.json does not say of which form it is")?;
        if form > Decimal::from(FORM) {
            return Err(format!(
                "manifest.json is of form {form}, written by {}; this version reads forms up to {FORM}: use a newer \
                 minhbach",
                read.get("program").word()
            ));
        }
        let optional = |name: &str| read.get(name).text().map(str::to_owned);
        let member = |value: &Json| value.text().map(str::to_owned);
        let size = |value: &Json| value.get("size").number().and_then(|size| u64::try_from(size).ok());
        Ok(Self {
            program: read.get("program").word(),
            data_date: day(read.get("data_date")),
            location: read.get("location").word(),
            asked: optional("asked"),
            view: optional("view"),
            filters: read
                .get("filters")
                .map()
                .iter()
                .map(|(name, members)| (name.clone(), members.list().iter().map(member).collect()))
                .collect(),
            dashboards: read.get("dashboards").list().iter().map(Json::word).collect(),
            files: read.get("files").list().iter().map(FileClaim::of).collect(),
            sizes: read
                .get("contents")
                .map()
                .iter()
                .filter_map(|(path, file)| Some((path.clone(), size(file)?)))
                .collect(),
            kpis: read
                .get("kpis")
                .list()
                .iter()
                .map(|kpi| (kpi.get("code").word(), KpiClaim::of(kpi)))
                .collect(),
            figures: read.get("figures").list().iter().map(FigureClaim::of).collect(),
        })
    }
}

impl FileClaim {
    fn of(file: &Json) -> Self {
        Self {
            table: file.get("table").word(),
            path: file.get("path").word(),
            sha256: file.get("sha256").word(),
        }
    }
}

impl KpiClaim {
    fn of(kpi: &Json) -> Self {
        let target = kpi.get("target");
        Self {
            sql_sha256: kpi.get("sql_sha256").word(),
            ratio: *kpi.get("ratio") == Json::Truth(true),
            times: kpi.get("times").number().unwrap_or(Decimal::ONE),
            better: match kpi.get("better").text() {
                Some("higher") => Better::Higher,
                Some("lower") => Better::Lower,
                _ => Better::Neither,
            },
            target: (*target != Json::Null).then(|| (target.get("value").number(), day(target.get("by")))),
            adds: kpi
                .get("adds")
                .map()
                .iter()
                .map(|(dimension, adds)| (dimension.clone(), *adds == Json::Truth(true)))
                .collect(),
        }
    }
}

impl FigureClaim {
    /// Of the object that manifest and `figures.json` write.
    pub(super) fn of(figure: &Json) -> Self {
        let by = figure.get("by").map().iter();
        Self {
            code: figure.get("code").word(),
            calendar: figure.get("calendar").word(),
            period: figure.get("period").word(),
            last_day: day(figure.get("last_day")),
            by: by.map(|(dimension, member)| (dimension.clone(), member.text().map(str::to_owned))).collect(),
            numerator: figure.get("numerator").number(),
            denominator: figure.get("denominator").number(),
            value: figure.get("value").number(),
            target: figure.get("target").number(),
            status: figure.get("status").text().map(str::to_owned),
            state: figure.get("state").word(),
        }
    }

    /// Which figure it is.
    pub(super) fn name(&self) -> String {
        let part = |(dimension, member): &(String, Option<String>)| {
            format!(" {dimension} = {}", member.as_deref().unwrap_or("not known"))
        };
        let by: String = self.by.iter().map(part).collect();
        format!("{} {}:{}{by}", self.code, self.calendar, self.period)
    }

    /// Where another one of the same name says something else, in words.
    pub(super) fn differences(&self, other: &Self) -> Vec<String> {
        let mut all = Vec::new();
        for (what, here, there) in [
            ("value", self.value, other.value),
            ("numerator", self.numerator, other.numerator),
            ("denominator", self.denominator, other.denominator),
            ("target", self.target, other.target),
        ] {
            if here != there {
                let by = match (here, there) {
                    (Some(here), Some(there)) => there.checked_sub(here),
                    _ => None,
                };
                let by = by.map(|by| {
                    format!(" ({}{})", if by.is_sign_positive() { "+" } else { "" }, by.normalize())
                });
                all.push(format!("{what} {} → {}{}", shown(here), shown(there), by.unwrap_or_default()));
            }
        }
        let words = |word: &Option<String>| word.clone().unwrap_or_else(|| "none".to_owned());
        if self.status != other.status {
            all.push(format!("status {} → {}", words(&self.status), words(&other.status)));
        }
        if self.state != other.state {
            all.push(format!("state {} → {}", self.state, other.state));
        }
        all
    }
}

fn shown(number: Option<Decimal>) -> String {
    number.map_or_else(|| "none".to_owned(), |number| number.normalize().to_string())
}

fn day(value: &Json) -> Option<Day> {
    value.text()?.parse().ok()
}
