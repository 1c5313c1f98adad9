//! What pages say of files to take away in Vietnamese.

use crate::locale::words::downloads::DownloadWords;

impl DownloadWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        line: "Tải về",
        dashboard: "Tải toàn bộ trang này",
        kpi: "Tải số liệu của chỉ tiêu này",
        records: "Tải toàn bộ bản ghi",
        of: "Tải về: {0}",
        no_format: "Không có định dạng “{0}”",
        packs_about: "Mỗi gói là một tệp nén (zip) gồm toàn bộ số liệu của một kỳ, kèm danh sách tệp và mã băm để nơi nhận tự kiểm tra; nội dung gói không thay đổi sau khi lập.",
        make: "Lập và tải gói báo cáo {0} (zip)",
        make_note: "Gói lập tại đây dùng số liệu đang hiển thị và không được lưu vào danh sách bên dưới; việc lập gói có thể mất vài phút.",
        packing: "Hệ thống đang lập một gói báo cáo khác. Vui lòng thử lại sau ít phút.",
        made: "Các gói báo cáo đã lập",
        none: "Chưa có gói báo cáo nào.",
        not_here: "Chưa cấu hình thư mục lưu các gói báo cáo.",
        pack: "Gói báo cáo",
        identity: "Mã của gói (SHA-256)",
        size: "Dung lượng",
        files: "Số tệp",
        identity_note: "Nơi nhận đối chiếu mã của gói với giá trị SHA-256 của tệp tagmanifest-sha256.txt trong gói.",
    };
}
