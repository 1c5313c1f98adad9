//! The workspace: a folder of files, loaded whole; all definitions and all diagnostics.
//!
//! A mistake takes down only what stands on it: a KPI that cannot be read is missing, the others
//! are there. [`Dataset`] joins the definitions with one snapshot of the data.

mod access;
mod checks;
mod code_lists;
mod completeness_query;
mod dataset;
mod elsewhere;
mod empties;
mod entitled;
mod files;
mod load;
mod models;
mod naming;
mod oidc;
mod outlines;
mod owed_check;
mod own_rows;
mod packing;
mod portable;
mod reached;
mod reader;
mod repeats;
mod schema;
mod settings;
mod shapes;
mod skeleton;
mod spellings;
mod stand;
mod templates;
mod time;
mod view_check;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::calendar::{Calendars, PeriodKind};
use crate::chart::Polygon;
use crate::dashboard::{Dashboard, Outline};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::kpi::{Dimension, Kpi, Plan};
use crate::query::{Compared, Dependence, Model, NamedQuery, Origin, Planned};
use crate::table::Contract;

pub use access::{
    ACCESS_FILE, AUDIT, Access, Assurance, Assured, Decided, Detail, Explained, Granted, NoOwn, PAGES, Proof,
    Role, Rows, Sight, TAKEN,
};
pub use checks::{Broken, CheckError};
pub use dataset::{
    CheckedQuery, DataError, Dataset, Dated, Opening, Outcome, StrayCode, UnknownKpi, UnlikeColumn, UsedFile,
};
pub use elsewhere::{PROOF_FILE, ProofError, ProofFolder, ProofHead, ProofShelf, SUMS_FILE, Unsayable};
pub use files::{OpenError, SETTINGS_FILE};
pub use oidc::Oidc;
pub(crate) use oidc::{BACK, is_here, is_redirect, is_safe};
pub use packing::Packing;
pub use reached::Reached;
pub(crate) use reached::{is_base, is_host};
pub use reader::{FailedRows, Reader};
pub use repeats::Repetition;
pub use schema::{FORMS, FormKind};
pub use settings::{AsOf, Settings};
pub use skeleton::{Skeleton, SkeletonError};
pub use stand::FolderState;
pub use templates::Template;

/// Every definition of a workspace.
pub struct Workspace {
    /// The folder.
    pub root: PathBuf,
    /// Its settings.
    pub settings: Settings,
    /// Its time.
    pub calendars: Arc<Calendars>,
    /// The contracts of its tables, by name.
    pub contracts: IndexMap<String, Contract>,
    /// Its dimensions, in the file's order.
    pub dimensions: IndexMap<String, Dimension>,
    /// The outlines of members, by dimension and code.
    pub shapes: IndexMap<String, BTreeMap<String, Vec<Polygon>>>,
    /// Its models without a mistake, in an order in which each uses only those before it.
    pub models: Vec<Model>,
    /// Its KPIs, by code.
    pub kpis: IndexMap<String, Kpi>,
    /// The codes of KPIs whose files are there and cannot be used; `problems` says why.
    pub refused: BTreeSet<String>,
    /// For each KPI the base tables and models that its query stands on, in order.
    pub uses: IndexMap<String, Uses>,
    /// What each model stands on, the one that lists who owed which report among them.
    pub model_uses: IndexMap<String, Uses>,
    /// What each named query stands on.
    pub query_uses: IndexMap<String, Uses>,
    /// Its named queries.
    pub queries: IndexMap<String, NamedQuery>,
    /// Those whose files are there and cannot be used; `problems` says why.
    pub refused_queries: BTreeSet<String>,
    /// The query that lists who owed which report, where it has no mistake.
    pub reporting: Option<Model>,
    /// Its promises.
    pub plan: Plan,
    /// Its dashboards, in the order of the settings.
    pub dashboards: IndexMap<String, Dashboard>,
    /// Its templates of printed reports, by name.
    pub templates: IndexMap<String, Template>,
    /// The outlines of its reports, in the order of their names.
    pub outlines: Vec<Outline>,
    /// Its roles, where it has a file that says who may see what.
    pub access: Option<Access>,
    /// All mistakes in its files, by file and place.
    pub problems: Vec<Diagnostic>,
    /// Every file that was read, by its path below the folder.
    pub files: BTreeMap<String, Arc<SourceFile>>,
    /// Which state of its files this is, 64 hexadecimal digits.
    pub identity: String,
}

/// What a query stands on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    /// Base tables, its own and its models', each with the columns that are read.
    pub tables: BTreeMap<String, BTreeSet<String>>,
    /// The columns among them on which other values depend, or which records there are.
    pub used: BTreeMap<String, BTreeSet<String>>,
    /// The texts of columns by which it leaves out rows, where all others pass.
    pub excluded: BTreeSet<Compared>,
    /// For each column that it gives the columns of tables that it is made of.
    pub outputs: BTreeMap<String, Origin>,
    /// Models, each after those that it uses.
    pub models: Vec<String>,
    /// Whether it may list a record more than once on a day, as far as its plan shows; nobody asks it of anything
    /// but a KPI.
    pub repetition: Repetition,
    /// By dimension the tables that must be common for each record to be made of the rows of its member alone, as its plan
    /// shows; no dimension of which it does not. Nobody asks it of anything but a KPI.
    pub belonging: BTreeMap<String, BTreeSet<String>>,
    /// How its rows depend on those of each table. Nobody asks it of anything but a KPI.
    pub dependences: BTreeMap<String, Dependence>,
}

impl From<Planned> for Uses {
    fn from(planned: Planned) -> Self {
        let Planned { tables, used, excluded, outputs, models, .. } = planned;
        let models = models.into_iter().collect();
        Self { tables, used, excluded, outputs, models, ..Self::default() }
    }
}

impl Workspace {
    /// Reads a folder. Mistakes in its files are in `problems`, and what could not be read is absent.
    ///
    /// # Errors
    /// Where the folder is no workspace or cannot be read, and where its settings cannot be used.
    pub fn load(root: &Path, engine: &crate::query::Engine) -> Result<Self, OpenError> {
        load::load(root, engine)
    }

    /// The models that another one reads, through models too; all where that is not known.
    fn models_read_by(&self, model: &Model) -> Vec<Model> {
        let uses = self.model_uses.get(&model.name);
        let read = |other: &&Model| uses.is_none_or(|uses| uses.models.contains(&other.name));
        self.models.iter().filter(read).cloned().collect()
    }

    /// The outline of a member; empty where there is none.
    pub fn shape(&self, dimension: &str, code: &str) -> &[Polygon] {
        self.shapes.get(dimension).and_then(|shapes| shapes.get(code)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether any mistake keeps a file from being used.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == crate::diagnostic::Severity::Error)
    }

    /// The outline of a report for a kind of period: the first by name that is for it, else the first that is for all.
    pub fn outline(&self, kind: PeriodKind) -> Option<&Outline> {
        let own = self.outlines.iter().find(|outline| outline.periods.contains(&kind));
        own.or_else(|| self.outlines.iter().find(|outline| outline.periods.is_empty()))
    }

    /// The dashboard that opens first.
    pub fn first_dashboard(&self) -> Option<&Dashboard> {
        self.dashboards.values().next()
    }

    /// The views that any dimension has, in the order of the dimensions.
    pub fn views(&self) -> Vec<&str> {
        let mut views: Vec<&str> = Vec::new();
        for view in self.dimensions.values().flat_map(|dimension| dimension.views.keys()) {
            if !views.contains(&view.as_str()) {
                views.push(view);
            }
        }
        views
    }

    /// What a view is called: as the first dimension calls it that has a title for it, else by its name.
    pub fn view_title<'a>(&'a self, name: &'a str) -> &'a str {
        let mut own = self.dimensions.values().filter_map(|dimension| dimension.views.get(name));
        own.find_map(|mapping| mapping.title.as_deref()).unwrap_or(name)
    }

    /// The kind of period with which pages open that belong to no dashboard: the first dashboard's.
    pub fn opening_period(&self) -> PeriodKind {
        self.first_dashboard().map_or(PeriodKind::Year, |dashboard| dashboard.period)
    }
}
