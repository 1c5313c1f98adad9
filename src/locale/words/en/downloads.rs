//! What pages say of files to take away in English.

use crate::locale::words::downloads::DownloadWords;

impl DownloadWords {
    /// English.
    pub const EN: Self = Self {
        line: "Download",
        dashboard: "Download this page",
        kpi: "Download the figures of this indicator",
        records: "Download all records",
        of: "Download: {0}",
        no_format: "there is no format “{0}”",
        packs_about: "A pack is one zip archive with all figures of a period, and with the list of files and hashes by which its receiver checks it; a pack never changes once it is made.",
        make: "Make and download the pack of {0} (zip)",
        make_note: "A pack made here is of the figures shown now and is not kept in the list below; making it may take some minutes.",
        packing: "Another pack is being made. Please try again in a minute.",
        made: "Packs that have been made",
        none: "There is no pack yet.",
        not_here: "No folder of packs is named.",
        pack: "Pack",
        identity: "Identity (SHA-256)",
        size: "Size",
        files: "Files",
        identity_note: "A receiver compares a pack's identity with the SHA-256 of the file tagmanifest-sha256.txt in it.",
    };
}
