//! What an event of the record is about, in words.

use std::collections::BTreeMap;

use crate::locale::Locale;
use crate::workspace::Workspace;

/// What a role is called; its name where no role of that name can be used.
pub fn role_title<'a>(workspace: &'a Workspace, name: &'a str) -> &'a str {
    let role = workspace.access.as_ref().and_then(|access| access.roles.get(name));
    role.map_or(name, |role| &role.title)
}

/// An event's codes: what each is called and what it stands for, as far as anybody says so. `plain` writes what nobody has
/// words for.
pub fn event_codes(
    workspace: &Workspace,
    locale: &Locale,
    codes: &BTreeMap<String, String>,
    plain: impl Fn(&str) -> String,
) -> String {
    let words = &locale.words().access;
    let told = codes.iter().map(|(name, value)| {
        // `own ward`, `role department`: of which of them.
        let (kind, rest) = name.split_once(' ').unwrap_or((name, ""));
        let dimension = |name: &str| workspace.dimensions.get(name).map(|own| own.title.clone());
        let title = dimension(kind).or_else(|| words.code_of(kind).map(str::to_owned));
        let title = title.unwrap_or_else(|| kind.to_owned());
        let rest = match kind {
            "role" => role_title(workspace, rest).to_owned(),
            _ => dimension(rest).unwrap_or_else(|| rest.to_owned()),
        };
        let purpose = || workspace.access.as_ref().and_then(|access| access.purposes.get(value));
        let value = match kind {
            "role" if rest.is_empty() => plain(role_title(workspace, value)),
            "purpose" => plain(purpose().unwrap_or(value)),
            _ => words.value_of(kind, value).map_or_else(|| plain(value), str::to_owned),
        };
        format!("{title}{}{rest}: {value}", if rest.is_empty() { "" } else { " " })
    });
    told.collect::<Vec<_>>().join("; ")
}
