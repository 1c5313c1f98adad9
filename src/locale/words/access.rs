//! What is said of accounts and of what was done.

/// What is said of them in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessWords {
    /// Beside an address at which nothing is seen: whether there is nothing nobody says.
    pub nowhere: &'static str,
    /// Heading: what somebody types to sign in.
    pub account: &'static str,
    /// Heading: who somebody is.
    pub title: &'static str,
    /// Heading: as what.
    pub role: &'static str,
    /// Heading: the members of dimensions that are an account's own.
    pub own: &'static str,
    /// Heading: by what somebody signs in.
    pub signs_in_by: &'static str,
    /// By a password.
    pub password: &'static str,
    /// By nothing: nobody does.
    pub by_nothing: &'static str,
    /// Heading: whether it may be used.
    pub state: &'static str,
    /// It may.
    pub enabled: &'static str,
    /// It may not.
    pub disabled: &'static str,
    /// Heading: tokens for programs.
    pub tokens: &'static str,
    /// Heading: when something was done.
    pub at: &'static str,
    /// Heading: what was done.
    pub kind: &'static str,
    /// Heading: how it was asked for.
    pub method: &'static str,
    /// Heading: how many bytes.
    pub bytes: &'static str,
    /// Heading: the id of a request.
    pub request: &'static str,
    /// Heading: on which page.
    pub route: &'static str,
    /// Heading: with which parameters.
    pub parameters: &'static str,
    /// Heading: what somebody typed.
    pub typed: &'static str,
    /// Heading: from which address.
    pub address: &'static str,
    /// Heading: how many rows.
    pub rows: &'static str,
    /// Heading: the status of the answer.
    pub status: &'static str,
    /// What the record's parameters are called, by their names there.
    pub codes: &'static [(&'static str, &'static str)],
    /// What the values of some of them are called: of what was done to accounts, by what, and of how somebody signs in.
    pub values: &'static [(&'static str, &'static str)],
    /// In place of what is personal, once it was destroyed.
    pub forgotten: &'static str,
    /// What was done.
    pub signed_in: &'static str,
    /// What was done.
    pub sign_in_refused: &'static str,
    /// What was done.
    pub signed_out: &'static str,
    /// What was done.
    pub saw: &'static str,
    /// What was done.
    pub opened_records: &'static str,
    /// What was done.
    pub exported: &'static str,
    /// What was done.
    pub verified: &'static str,
    /// What was done.
    pub asked_proof: &'static str,
    /// What was done.
    pub refused: &'static str,
    /// What was done.
    pub changed_access: &'static str,
    /// What was done.
    pub forgot: &'static str,
    /// What was done.
    pub repaired: &'static str,
    /// Heading and button: signing in.
    pub sign_in: &'static str,
    /// Button: signing out.
    pub sign_out: &'static str,
    /// Above the field of the password.
    pub password_typed: &'static str,
    /// Nobody is let in by this name and password.
    pub wrong: &'static str,
    /// To try again in `{0}` seconds.
    pub wait: &'static str,
    /// The connection can be read by others.
    pub readable: &'static str,
    /// Button: signing in by the provider `{0}`.
    pub sign_in_by: &'static str,
    /// Nobody is let in by what the provider `{0}` says.
    pub not_vouched: &'static str,
    /// The provider `{0}` cannot be asked now.
    pub away: &'static str,
    /// That what is done here is written down.
    pub recorded: &'static str,
    /// In place of a role that is none.
    pub no_role: &'static str,
    /// What to do then.
    pub no_role_help: &'static str,
    /// The data have no `{0}` in the dimension `{1}`, whose rows the account would see.
    pub no_member: &'static str,
    /// Heading: for what records are looked at.
    pub purpose: &'static str,
    /// Why that is asked.
    pub purpose_about: &'static str,
    /// People are not shown, since nobody has said for what.
    pub unstated: &'static str,
    /// Link: to where that is said.
    pub state_purpose: &'static str,
    /// Button: on to what was asked for.
    pub go_on: &'static str,
    /// To a program: nobody is known by what it sent.
    pub anonymous: &'static str,
    /// Nothing is shown, since it cannot be written down.
    pub unwritten: &'static str,
    /// Heading: the record of who saw what.
    pub audit: &'static str,
    /// Heading: what was done.
    pub events: &'static str,
    /// Whatever was done.
    pub every_kind: &'static str,
    /// Above the field of the first day.
    pub since: &'static str,
    /// Button: to look for events.
    pub look_for: &'static str,
    /// What was typed cannot be looked for.
    pub not_looked_for: &'static str,
    /// Nothing was found.
    pub no_events: &'static str,
    /// Link: to later events.
    pub newer: &'static str,
    /// Link: to earlier events.
    pub older: &'static str,
    /// `{0}` events are shown, the newest first.
    pub shown: &'static str,
}

impl AccessWords {
    /// What a parameter of the record is called.
    #[must_use]
    pub fn code_of(&self, name: &str) -> Option<&'static str> {
        self.codes.iter().find(|(own, _)| *own == name).map(|(_, words)| *words)
    }

    /// What the value of one is called that is a word of the program.
    #[must_use]
    pub fn value_of(&self, name: &str, value: &str) -> Option<&'static str> {
        let named = matches!(name, "done" | "method" | "signs_in_by").then_some(self.values)?;
        named.iter().find(|(own, _)| *own == value).map(|(_, words)| *words)
    }

    /// What was done, by the word that the record has for it; nothing for one of a later version.
    #[must_use]
    pub fn kind_of(&self, word: &str) -> Option<&'static str> {
        Some(match word {
            "signed_in" => self.signed_in,
            "sign_in_refused" => self.sign_in_refused,
            "signed_out" => self.signed_out,
            "saw" => self.saw,
            "opened_records" => self.opened_records,
            "exported" => self.exported,
            "verified" => self.verified,
            "asked_proof" => self.asked_proof,
            "refused" => self.refused,
            "changed_access" => self.changed_access,
            "forgot" => self.forgot,
            "repaired" => self.repaired,
            _ => return None,
        })
    }
}
