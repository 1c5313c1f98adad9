//! Heads and headings of lists that readers take away in Vietnamese.

use crate::locale::words::lists::ListWords;

impl ListWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        clause: "Số hiệu",
        place: "Vị trí trong kế hoạch",
        section: "Phần của kế hoạch",
        figures: "Số liệu của các chỉ tiêu",
        report: "Báo cáo",
        first_day: "Từ ngày",
        last_day: "Đến ngày",
        days_late: "Số ngày chậm",
        on_time: "gửi đúng hạn",
        late: "gửi chậm",
        missing: "chưa gửi, quá hạn",
        unstated: "Số dòng không rõ số tiền",
        unused: "Tệp không được tính vào số liệu",
        holds: "đạt yêu cầu",
        broken: "có sai lệch",
        broken_rows: "Số trường hợp sai lệch",
        at_least: "Còn trường hợp khác",
        first_of: "Chỉ liệt kê {0} trường hợp đầu trong số {1}",
        dimension: "Danh mục",
        nearest: "Mã gần giống",
        places: "Nơi sử dụng",
        doubtful_kpis: "Chỉ tiêu cần lưu ý",
    };
}
