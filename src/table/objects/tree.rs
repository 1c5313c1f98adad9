//! Keys as files and folders.

use std::collections::BTreeMap;

use crate::table::entry::{Entry, Kind, Name, Wish};
use crate::table::location::Version;

/// What a folder would show that holds these files, by path.
pub(super) fn entries(files: impl Iterator<Item = (String, Version)>, wish: Wish<'_>) -> Vec<Entry> {
    let mut found: BTreeMap<String, Kind> = BTreeMap::new();
    for (path, version) in files {
        place(&mut found, path, version, wish);
    }
    found.into_iter().map(|(path, kind)| Entry { path, kind }).collect()
}

fn place(found: &mut BTreeMap<String, Kind>, path: String, version: Version, wish: Wish<'_>) {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    let mut start = 0;
    let mut folders = Vec::new();
    for end in ends {
        let (name, last) = (&path[start..end], end == path.len());
        start = end + 1;
        match (wish.name)(name) {
            Name::Taken if last => break,
            Name::Taken => folders.push(path[..end].to_owned()),
            Name::Marker => {
                found.insert(path[..end].to_owned(), Kind::Marker);
                return add_folders(found, folders);
            }
            Name::Passed => {
                add_folders(found, folders);
                // What is nobody's business stays so below it.
                if path[start.min(path.len())..].split('/').all(|name| (wish.name)(name) != Name::Over) {
                    found.insert(path, Kind::Passed);
                }
                return;
            }
            Name::Over => return add_folders(found, folders),
        }
    }
    add_folders(found, folders);
    // Consoles put an empty object where they show a folder.
    let name = path.rsplit('/').next().unwrap_or(&path);
    let kind = if version.size() == 0 && !name.contains('.') { Kind::Folder } else { Kind::File(version) };
    // Where a folder is called as an object is, the folder stands for its files.
    found.entry(path).or_insert(kind);
}

fn add_folders(found: &mut BTreeMap<String, Kind>, folders: Vec<String>) {
    found.extend(folders.into_iter().map(|folder| (folder, Kind::Folder)));
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::SystemTime;

    use super::*;
    use crate::table::data_name;
    use crate::table::location::Location;

    #[test]
    fn keys_are_listed_as_the_same_files_of_a_folder_are() {
        let keys = [
            "a/2024/x.parquet",
            "a/2024/y.parquet",
            "a/_x.parquet",
            "a/_delta_log/0.json",
            "b.parquet",
            "b/.hidden",
            "b/_tmp/c/d.parquet",
            "b/_tmp/.DS_Store/e.parquet",
            "c/metadata/v1.metadata.json",
            ".git/config",
            "số/liệu.parquet",
        ];
        let place = tempfile::tempdir().unwrap();
        for key in keys {
            let file = place.path().join(key);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "1").unwrap();
        }
        let wish = Wish { name: &data_name, first: &|_| true };
        let told = |entries: Vec<Entry>| -> Vec<String> {
            let kind = |kind| match kind {
                Kind::File(version) => format!("{} bytes", version.size()),
                other => format!("{other:?}"),
            };
            entries.into_iter().map(|entry| format!("{} {}", entry.path, kind(entry.kind))).collect()
        };
        let version = || Version::of_object(1, "etag x", SystemTime::UNIX_EPOCH);
        let listed = entries(keys.iter().map(|key| ((*key).to_owned(), version())), wish);
        assert_eq!(told(listed), told(Location::folder(place.path()).list(wish).unwrap()));
    }

    #[test]
    fn an_empty_object_that_stands_for_a_folder_is_one() {
        let version = |size| Version::of_object(size, "etag x", SystemTime::UNIX_EPOCH);
        let wish = Wish { name: &data_name, first: &|_| true };
        let keys = [
            ("a".to_owned(), version(0)),
            ("a/x.parquet".to_owned(), version(1)),
            ("b".to_owned(), version(0)),
        ];
        let found: Vec<(String, bool)> = entries(keys.into_iter(), wish)
            .into_iter()
            .map(|entry| (entry.path, entry.kind == Kind::Folder))
            .collect();
        assert_eq!(
            found,
            [("a".to_owned(), true), ("a/x.parquet".to_owned(), false), ("b".to_owned(), true)]
        );
    }
}
