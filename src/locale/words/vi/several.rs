//! What stands on panels of several KPIs in Vietnamese.

use crate::locale::words::several::SeveralWords;

impl SeveralWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        targets: "{0} chỉ tiêu có mục tiêu của kế hoạch: {1}\u{a0}đạt, {2}\u{a0}chưa\u{a0}đạt",
        not_due: "{0} chưa đến hạn đánh giá",
        unjudged: "{0} chưa đủ căn cứ đánh giá",
        promised: "Mục tiêu {0}",
        decided_over: "Toàn kỳ kế hoạch ({0})",
        of_targets: "Chỉ tiêu có mục tiêu",
        of_figures: "Các chỉ tiêu theo dõi",
        indicator: "Chỉ tiêu",
        course: "Diễn biến trong kỳ",
    };
}
