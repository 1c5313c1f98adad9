//! What a person who opens a pack reads first, in Vietnamese and in English.

use super::ExportError;
use super::format::Sink;
use super::material::Material;
use crate::locale::{Language, Locale};
use crate::page;

/// What it says in a language.
struct Words {
    about: &'static str,
    check: &'static str,
    identity: &'static str,
}

const VI: Words = Words {
    about: "Gói báo cáo: {plan}, kỳ {period} ({first} – {last}), số liệu cập nhật đến ngày {date}.",
    check: "Kiểm tra gói này (chạy trong thư mục chứa tệp bagit.txt):",
    identity: "Lệnh thứ nhất phát hiện tệp bị sửa hoặc thiếu so với danh sách. Mã của gói là giá trị băm SHA-256 của tệp \
               tagmanifest-sha256.txt; nơi nhận lưu mã này ở chỗ khác thì phát hiện được cả trường hợp danh sách bị viết lại.",
};

const EN: Words = Words {
    about: "Report pack: {plan}, period {period} ({first} – {last}), data as of {date}.",
    check: "To check this pack (in the folder that holds bagit.txt):",
    identity: "The first command notices files that were changed or are missing from the list. The pack's identity is the \
               SHA-256 of tagmanifest-sha256.txt: who keeps it elsewhere notices rewritten lists too.",
};

/// The commands, the same in both.
pub(super) const COMMANDS: [&str; 3] = [
    "sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt",
    "sha256sum tagmanifest-sha256.txt",
    "python3 data/check/recompute.py DATA",
];

/// Writes it.
pub(super) fn write(material: &Material<'_>, sink: &mut Sink<'_>) -> Result<(), ExportError> {
    let edition = &material.edition;
    for (words, language) in [(VI, Language::Vi), (EN, Language::En)] {
        let locale = Locale::new(language);
        let about = words
            .about
            .replace("{period}", &page::period_within(&locale, &edition.period))
            .replace("{first}", &locale.date(edition.period.first_day()))
            .replace("{last}", &locale.date(edition.period.last_day()))
            .replace("{date}", &locale.date(edition.data_date))
            .replace("{plan}", &edition.plan);
        writeln!(sink, "{about}")?;
        if edition.synthetic {
            writeln!(sink, "{}", locale.words().synthetic_note)?;
        }
        writeln!(sink, "\n{}\n", words.check)?;
        for command in COMMANDS {
            writeln!(sink, "    {command}")?;
        }
        writeln!(sink, "\n{}\n", words.identity)?;
    }
    Ok(())
}
