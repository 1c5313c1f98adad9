//! What panels say in Vietnamese.

use super::PanelWords;

impl PanelWords {
    /// Vietnamese.
    pub const VI: Self =
        Self { nothing_below: "mẫu số bằng 0", for_all: "Chung cho các chỉ tiêu dưới đây" };
}
