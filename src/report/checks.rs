//! The identities that the data should hold.

use std::sync::Arc;

use super::RowsView;
use crate::workspace::{Broken, CheckError, Reader};

/// An identity that the data should hold.
#[derive(Debug)]
pub struct CheckView {
    /// Its name.
    pub name: String,
    /// What should hold.
    pub title: String,
    /// How many rows break it and the first of them, or why nothing can be said of it.
    pub broken: Result<(Arc<Broken>, RowsView), CheckError>,
}

impl CheckView {
    /// Whether no row breaks it.
    pub fn holds(&self) -> bool {
        self.broken.as_ref().is_ok_and(|(broken, _)| broken.count == 0)
    }
}

/// Every identity, those of which something is wrong first.
pub(super) async fn checks(reader: &Reader<'_>) -> Vec<CheckView> {
    let mut views = Vec::new();
    for check in reader.workspace().checks() {
        let view = |broken: Arc<Broken>| {
            let rows = RowsView::of(reader, check, check.title.clone(), Arc::clone(&broken.rows));
            (broken, rows)
        };
        let (name, title) = (check.name.clone(), check.title.clone());
        views.push(CheckView { name, title, broken: reader.broken(check).await.map(view) });
    }
    // Sorting keeps the order of their names.
    views.sort_by_key(CheckView::holds);
    views
}
