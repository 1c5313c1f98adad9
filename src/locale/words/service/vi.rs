//! What the service says in Vietnamese.

use super::ServiceWords;

impl ServiceWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        busy: "Máy chủ đang xử lý nhiều yêu cầu cùng lúc. Vui lòng thử lại sau ít phút.",
    };
}
