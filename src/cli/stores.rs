//! What the environment and the files of AWS's own tools say of object stores. Nothing else reads them.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;

use super::Failure;
use crate::table::StoreAccess;

/// How an address of an object store begins.
const SCHEME: &str = "s3://";

/// The files' names for what variables say, in the section of a profile.
const SETTINGS: [(&str, &str); 6] = [
    ("aws_access_key_id", "AWS_ACCESS_KEY_ID"),
    ("aws_secret_access_key", "AWS_SECRET_ACCESS_KEY"),
    ("aws_session_token", "AWS_SESSION_TOKEN"),
    ("region", "AWS_REGION"),
    ("endpoint_url", "AWS_ENDPOINT_URL"),
    ("ca_bundle", "AWS_CA_BUNDLE"),
];

/// How a location is reached: nothing is read where it is no object store.
pub(super) fn access(location: &str) -> Result<StoreAccess, Failure> {
    if !location.get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME)) {
        return Ok(StoreAccess::default());
    }
    let said = env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok().filter(|name| name.starts_with("AWS_"))?;
        Some((name, value.into_string().ok()?))
    });
    let said: BTreeMap<String, String> = said.filter(|(_, value)| !value.is_empty()).collect();
    let home = env::home_dir().map(|home| home.join(".aws"));
    let file = |variable: &str, name: &str| match said.get(variable) {
        Some(file) => Some(PathBuf::from(file)),
        None => home.as_ref().map(|home| home.join(name)),
    };
    let read =
        |file: Option<PathBuf>| file.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let credentials = read(file("AWS_SHARED_CREDENTIALS_FILE", "credentials"));
    let config = read(file("AWS_CONFIG_FILE", "config"));
    with_profile(said, &credentials, &config).map(|all| all.into_iter().collect())
}

/// What is said, and for the rest what the profile says; keys come together from one place.
fn with_profile(
    mut said: BTreeMap<String, String>,
    credentials: &str,
    config: &str,
) -> Result<BTreeMap<String, String>, Failure> {
    let named = said.get("AWS_PROFILE").cloned();
    let profile = named.as_deref().unwrap_or("default");
    let headings = [profile.to_owned(), format!("profile {profile}")];
    let mut found = section(config, &headings);
    found.extend(section(credentials, &headings[..1]));
    if let Some(name) = named.filter(|_| found.is_empty()) {
        let message = format!("profile `{name}`, which `AWS_PROFILE` names, is not there");
        let hint = Some("profiles stand in ~/.aws/credentials and ~/.aws/config".to_owned());
        return Err(Failure::Typed { message, hint });
    }
    let own_keys = SETTINGS[..3].iter().any(|(_, variable)| said.contains_key(*variable));
    for (at, (name, variable)) in SETTINGS.iter().enumerate() {
        if let Some(value) = found.remove(*name).filter(|_| at > 2 || !own_keys) {
            said.entry((*variable).to_owned()).or_insert(value);
        }
    }
    Ok(said)
}

/// The settings below headings of a file, as `name = value` lines.
fn section(text: &str, headings: &[String]) -> BTreeMap<String, String> {
    let mut inside = false;
    let mut found = BTreeMap::new();
    for line in text.lines() {
        // What is set in belongs to the setting above.
        let is_inner = line.starts_with([' ', '\t']);
        let line = line.trim();
        if let Some(heading) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            inside = headings.iter().any(|wanted| wanted == heading.trim());
        } else if let Some((name, value)) = line.split_once('=')
            && inside
            && !is_inner
            && !line.starts_with(['#', ';'])
        {
            found.insert(name.trim().to_owned(), value.trim().to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREDENTIALS: &str = "# keys\n[default]\naws_access_key_id = one\naws_secret_access_key=two\n\n[ministry]\n\
                               aws_access_key_id=three\naws_secret_access_key = four\n";
    const CONFIG: &str = "[default]\nregion = a\n[profile ministry]\nregion = b\ns3 =\n  endpoint_url = inner\n\
                          endpoint_url = https://store.example\n";

    fn told(said: &[(&str, &str)]) -> Result<Vec<String>, String> {
        let said = said.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let all = with_profile(said, CREDENTIALS, CONFIG).map_err(|failure| failure.to_string())?;
        let all = all.into_iter().filter(|(name, _)| name != "AWS_PROFILE");
        Ok(all.map(|(name, value)| format!("{name}={value}")).collect())
    }

    #[test]
    fn variables_come_before_profiles_and_keys_come_together() {
        let region = |name: &str| format!("AWS_REGION={name}");
        let expected = ["AWS_ACCESS_KEY_ID=one", "AWS_REGION=a", "AWS_SECRET_ACCESS_KEY=two"];
        assert_eq!(told(&[]), Ok(expected.map(str::to_owned).to_vec()));
        let ministry = told(&[("AWS_PROFILE", "ministry")]).unwrap();
        assert!(ministry.contains(&"AWS_ENDPOINT_URL=https://store.example".to_owned()), "{ministry:?}");
        assert!(ministry.contains(&"AWS_ACCESS_KEY_ID=three".to_owned()) && ministry.contains(&region("b")));
        let own = told(&[("AWS_ACCESS_KEY_ID", "mine"), ("AWS_REGION", "c")]).unwrap();
        assert_eq!(own, ["AWS_ACCESS_KEY_ID=mine", "AWS_REGION=c"]);
        assert_eq!(
            told(&[("AWS_PROFILE", "nobody")]),
            Err("profile `nobody`, which `AWS_PROFILE` names, is not there".to_owned())
        );
    }
}
