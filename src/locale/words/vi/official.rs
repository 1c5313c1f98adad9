//! What official tables say in Vietnamese.

use crate::locale::words::official::OfficialWords;

impl OfficialWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        heads: [
            "STT",
            "Nội dung",
            "Đơn vị tính",
            "Kỳ này",
            "Cùng kỳ",
            "Tăng/giảm",
            "Lũy kế",
            "Kế hoạch",
            "Tỷ lệ (%)",
        ],
        unit: "Đơn vị tính: {0}",
        no_value: "Không có số liệu: {0}",
        no_base: "Không so sánh với cùng kỳ: {0}",
        of_bodies: "{0}: từ {1} thành {2}",
        other_days: "Kỳ này tính từ {0} đến {1}",
        other_state: "Tính đến hết ngày {1}",
        provisional: "Số tạm tính, kỳ chưa kết thúc",
        shares: "trong đó: {0}",
        growth: "tăng {0}",
        fall: "giảm {0}",
        level: "bằng {0}",
    };
}
