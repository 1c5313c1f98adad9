//! What the service says in Vietnamese.

use crate::locale::words::service::ServiceWords;

impl ServiceWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        busy: "Máy chủ đang xử lý nhiều yêu cầu cùng lúc. Vui lòng thử lại sau ít phút.",
        held: "Các tệp vừa thay đổi chưa được đưa vào sử dụng",
        held_note: "Các tệp vừa thay đổi có lỗi nên số liệu đang hiển thị vẫn lấy từ bản không lỗi gần nhất. Sau khi lỗi được khắc phục, bản mới tự động được đưa vào sử dụng.",
        held_files: "Tệp dữ liệu không sử dụng được",
        held_failure: "Nguyên nhân",
    };
}
