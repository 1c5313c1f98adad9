//! The identities that the data should hold.

use std::sync::Arc;

use super::brief_facts::told;
use super::{BrokenCheck, RowsView, Said, Sentence, UncheckedCheck};
use crate::workspace::{Broken, CheckError, Reader};

/// An identity that the data should hold.
#[derive(Debug)]
pub struct CheckView {
    /// Its name.
    pub name: String,
    /// What should hold.
    pub title: String,
    /// What is wrong, in the check's own words, where it has any.
    pub told: Option<String>,
    /// How many rows break it and the first of them, or why nothing can be said of it.
    pub broken: Result<(Arc<Broken>, RowsView), CheckError>,
}

impl CheckView {
    /// What is said of it where it does not hold, or where nothing can be said of it: its title, and a sentence.
    pub fn sentence(&self) -> Option<(&str, Sentence)> {
        let (name, title) = (self.name.clone(), self.title.clone());
        let said = match &self.broken {
            Ok((broken, _)) if broken.count == 0 => return None,
            Ok((broken, _)) => Said::Broken(BrokenCheck {
                name,
                title,
                told: self.told.clone(),
                rows: broken.count,
                more: broken.more,
                of_period: false,
            }),
            Err(error) => Said::Unchecked(UncheckedCheck { name, title, failed: error.is_failure() }),
        };
        Some((&self.title, Sentence { about: None, said, doubts: Vec::new() }))
    }

    /// Whether no row breaks it.
    pub fn holds(&self) -> bool {
        self.broken.as_ref().is_ok_and(|(broken, _)| broken.count == 0)
    }
}

/// Every identity, those of which something is wrong first.
pub async fn checks(reader: &Reader<'_>) -> Vec<CheckView> {
    let mut views = Vec::new();
    for check in reader.workspace().checks() {
        let view = |broken: Arc<Broken>| {
            let rows = RowsView::of(reader, check, check.title.clone(), Arc::clone(&broken.rows));
            (broken, rows)
        };
        let (name, title) = (check.name.clone(), check.title.clone());
        let broken = reader.broken(check).await;
        let told = broken.as_ref().ok().and_then(|broken| {
            let all = !broken.more && broken.rows.len() == broken.count;
            all.then(|| told(reader, check, Arc::clone(&broken.rows))).flatten()
        });
        views.push(CheckView { name, title, told, broken: broken.map(view) });
    }
    // Sorting keeps the order of their names.
    views.sort_by_key(CheckView::holds);
    views
}
