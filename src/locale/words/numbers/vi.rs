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
        lost: "bảng “{0}” thiếu các tệp đã có trước đây: {1}",
        unlisted: "chỉ ghi được mã: không có dữ liệu của bảng “{0}”",
        lacking: "{0}/{1} tệp của bảng “{2}” không có cột “{3}”",
        repeated: "bảng “{0}” có các tệp trùng nội dung, bản ghi trong mỗi tệp đều được tính: {1}",
        set_aside: "chưa tính {0} dòng không đạt yêu cầu của bảng “{1}”",
        set_aside_money: "chưa tính {0} dòng không đạt yêu cầu của bảng “{1}” ({2})",
        rounded: "{0} giá trị ở cột “{1}” của bảng “{2}” đã được làm tròn, chênh lệch nhiều nhất {3}",
        zoneless: "{0}/{1} dòng của bảng “{2}” có thể lệch một ngày vì cột “{3}” không ghi múi giờ",
        unknown_codes: "{0} bản ghi có mã không thuộc danh mục “{1}”: {2}",
        unfilled: "{0} bản ghi để trống “{1}” nên không được tính",
        unfilled_course: "Số bản ghi để trống “{0}” nên không được tính: {1}",
        unknown_course: "Số bản ghi có mã không thuộc danh mục “{0}”: {1}",
        unfilled_mark: "{0} bản ghi để trống",
        blank_records: "Ngoài ra có {0} bản ghi để trống các cột của công thức nên không được tính",
        partial_mark: "chưa đủ số liệu của kỳ",
        base_partial: "một trong hai kỳ chỉ có số liệu của một phần thời gian",
        since_of_plan: "{0} (khai báo của kế hoạch)",
        partial: "chỉ có số liệu từ ngày {0} đến ngày {1}",
        partial_from: "chỉ có số liệu từ ngày {0}",
        partial_until: "chỉ có số liệu đến ngày {0}",
        gap: "không có số liệu từ ngày {0} đến ngày {1} ({2})",
        no_column: "không tệp nào của bảng “{0}” có cột “{1}”",
        nothing_filled: "có {0} bản ghi nhưng đều để trống “{1}”",
        outside_span: "chỉ có số liệu từ ngày {0} đến ngày {1}",
        no_common_day: "dữ liệu “{0}” bắt đầu từ ngày {1}, khi dữ liệu “{2}” đã kết thúc (ngày {3})",
    };
}
