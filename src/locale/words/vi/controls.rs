//! What controls say in Vietnamese.

use crate::locale::words::controls::ControlWords;

impl ControlWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        period_of_calendar: "{0} – {1}",
        compare: "So sánh với",
        compare_last_year: "Cùng kỳ năm trước",
        compare_previous: "Kỳ trước liền kề",
        compare_nothing: "Không so sánh",
        compare_other: "Kỳ khác",
        base_last_year: "cùng kỳ năm trước",
        base_previous: "kỳ trước ({0})",
        not_compared_with: "Không so sánh với {0}: {1}",
        previous_unnamed: "kỳ trước",
        base_running: "một trong hai kỳ chưa kết thúc",
        base_other_kind: "hai kỳ không cùng loại (tháng, quý, 6 tháng, 9 tháng, năm)",
        chosen: "đã chọn {0}",
        member_until: "đến hết ngày {0}",
        find_member: "Tìm trong danh sách",
        sort_note: "Bấm vào tên cột để sắp xếp; đơn vị, địa bàn và các danh mục khác xếp theo mã.",
        sorted_up: "sắp xếp tăng dần",
        sorted_down: "sắp xếp giảm dần",
        page_size: "Số bản ghi mỗi trang",
        page_of: "Trang {0}/{1}",
        first_page: "Trang đầu",
        last_page: "Trang cuối",
        past_the_end: "Danh sách không có trang này.",
        scrolls: "Kéo ngang để xem hết bảng.",
        search_in: "Tìm theo mã, tên, khái niệm hoặc nội dung kế hoạch; không cần gõ dấu.",
        found: "{0}/{1} chỉ tiêu",
        show_all: "Xem tất cả chỉ tiêu",
        divided_by: "Chia theo",
        parted: "Kỳ này gồm cả thời gian trước và sau ngày {0}.",
        sides: "Xem riêng",
        view: "Cách gộp đơn vị",
        view_own: "Theo tổ chức khi phát sinh",
        copy_address: "Sao chép địa chỉ trang",
        copied: "Đã sao chép",
        keys_help: "Phím tắt: / tìm kiếm hoặc chọn kỳ; ← kỳ trước; → kỳ sau; ? trợ giúp",
    };
}
