//! In Vietnamese.

use super::NumberWords;

impl NumberWords {
    /// In Vietnamese.
    pub const VI: Self = Self {
        unknown_view: "Không có cách gộp đơn vị “{0}”",
        split_view: "Không dùng được cách gộp đơn vị “{0}” của “{1}”: mã “{2}” thuộc nhiều đơn vị so sánh",
        left_out: "Không tính {0} không thuộc đơn vị so sánh nào",
        no_data: "chưa có dữ liệu “{0}” hoặc không đọc được tệp dữ liệu nào",
        without_files: "Số liệu chưa gồm các tệp không đọc được: {0}",
    };
}
