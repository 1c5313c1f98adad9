//! The words of printed reports in Vietnamese.

use crate::locale::words::print::PrintWords;

impl PrintWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        content: "Nội dung",
        whole: "Toàn bộ",
        period: "Kỳ",
        value: "Giá trị",
        target: "Mục tiêu",
        in_period: "Trong kỳ",
        over_plan: "Toàn kế hoạch",
        standing: "Đánh giá",
        change: "So sánh",
        note: "Ghi chú",
        data_until: "Số liệu đến hết ngày",
        filters: "Bộ lọc",
        no_filters: "không lọc",
        scope: "Phạm vi được xem",
        code: "Mã đối chiếu",
        code_note: "12 ký tự đầu của “snapshot” và 8 ký tự đầu của “workspace” trong manifest.json của gói báo cáo",
        page: "Trang",
        synthetic: "DỮ LIỆU MINH HỌA, KHÔNG PHẢI SỐ LIỆU THẬT",
        provisional: "kỳ chưa kết thúc, số tạm tính",
        summary: "Tóm tắt kết quả thực hiện",
        targets: "Kết quả so với mục tiêu",
        no_targets: "Kế hoạch không đặt mục tiêu bằng số.",
        decisions: "Nội dung cần chỉ đạo, quyết định",
        no_decisions: "Không có nội dung nào theo số liệu của kỳ này.",
        more: "Còn {0} nội dung khác, xem phần nhận xét của từng bảng theo dõi trong phụ lục.",
        reports: "Tình hình gửi báo cáo",
        unreported: "Còn {0} đơn vị chưa gửi đủ báo cáo phục vụ các bảng theo dõi: {1}.",
        overdue: "Báo cáo quá hạn lâu nhất: {0} của {1}, quá hạn {2} ngày.",
        all_reported: "Các đơn vị đã gửi đủ báo cáo đến hạn của kỳ này.",
        appendix: "Phụ lục số liệu",
        remarks: "Nhận xét từ số liệu",
        nothing: "Không có dòng nào.",
        cut: "Bảng có {1} dòng, ở đây chỉ in {0} dòng đầu; toàn bộ các dòng có trong tệp XLSX.",
        unread: "Tệp không đọc được, không có trong số liệu",
        note_head: "Ghi chú",
    };
}
