//! From which share on rows set aside are an error, as a contract writes it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Reading;
use crate::diagnostic::Spanned;
use crate::table::loss::Limits;

/// `[set_aside]` as it is written: percent of rows or of money, whichever is worse.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsFile {
    /// Of the table; 10 unless said.
    #[schemars(with = "Option<u8>", range(min = 1, max = 100))]
    table: Option<Spanned<i64>>,
    /// Of any file; 50 unless said.
    #[schemars(with = "Option<u8>", range(min = 1, max = 100))]
    file: Option<Spanned<i64>>,
    /// Of what any body sent; 50 unless said.
    #[schemars(with = "Option<u8>", range(min = 1, max = 100))]
    body: Option<Spanned<i64>>,
}

impl Reading<'_> {
    pub(super) fn limits(&mut self, written: &LimitsFile) -> Limits {
        let mut limit = |written: Option<&Spanned<i64>>, usual: u8| {
            let Some(written) = written else { return usual };
            let share = u8::try_from(*written.get_ref()).ok().filter(|share| (1..=100).contains(share));
            if share.is_none() {
                let message = format!("{} is no share in percent", written.get_ref());
                let help = "write a whole number from 1 to 100; 100 is an error only where nothing is left";
                self.error("bad-share", written.span(), message, help);
            }
            share.unwrap_or(usual)
        };
        let usual = Limits::default();
        Limits {
            table: limit(written.table.as_ref(), usual.table),
            file: limit(written.file.as_ref(), usual.file),
            body: limit(written.body.as_ref(), usual.body),
        }
    }
}
