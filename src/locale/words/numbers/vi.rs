//! In Vietnamese.

use super::NumberWords;

impl NumberWords {
    /// In Vietnamese.
    pub const VI: Self = Self {
        unknown_view: "Không có cách so sánh “{0}”",
        split_view: "Không dùng được cách so sánh “{0}” của “{1}”: mã “{2}” thuộc nhiều đơn vị so sánh",
    };
}
