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
        lacking: "{0}/{1} tệp của bảng “{2}” không có cột “{3}”",
        repeated: "bảng “{0}” có các tệp trùng nội dung, bản ghi trong mỗi tệp đều được tính: {1}",
        set_aside: "chưa tính {0} dòng không đạt yêu cầu của bảng “{1}”",
        set_aside_money: "chưa tính {0} dòng không đạt yêu cầu của bảng “{1}” ({2})",
        set_aside_unstated: "chưa tính {0} dòng không đạt yêu cầu của bảng “{1}” (không rõ số tiền)",
        set_aside_both: "chưa tính {0} dòng không đạt yêu cầu của bảng “{1}” ({2} và {3} dòng không rõ số tiền)",
        kept: "đã tính cả {0} dòng của bảng “{1}” không đạt yêu cầu kiểm tra ở cột “{2}”",
        still_arriving: "chưa tính các tệp của bảng “{0}” đang được gửi đến: {1}",
        undated: "không tính các bản ghi không thuộc kỳ nào ({0})",
        undated_rows: "không tính các dòng của bảng “{0}” không thuộc kỳ nào ({1})",
        rounded: "{0} giá trị ở cột “{1}” của bảng “{2}” đã được làm tròn, chênh lệch nhiều nhất {3}",
        zoneless: "{0}/{1} dòng của bảng “{2}” có thể lệch một ngày vì cột “{3}” không ghi múi giờ",
        blank_ends: "{0} dòng của bảng “{1}” có khoảng trắng hoặc ký tự không nhìn thấy ở đầu hoặc cuối cột “{2}”: giá trị giống nhau có thể bị coi là khác nhau",
        unknown_codes: "{0} bản ghi có mã không thuộc danh mục “{1}”: {2}",
        one_other_code: "và 1 mã khác",
        other_codes: "và {0} mã khác",
        unfilled: "{0} bản ghi để trống “{1}” nên không được tính",
        unfilled_mark: "{0} bản ghi để trống",
        blank_records: "Ngoài ra có {0} bản ghi để trống các cột của công thức nên không được tính",
        partial_mark: "chưa đủ số liệu của kỳ",
        base_partial: "một trong hai kỳ chỉ có số liệu của một phần thời gian",
        since_of_plan: "{0} (khai báo của kế hoạch)",
        partial: "chỉ có số liệu từ ngày {0} đến ngày {1}",
        partial_from: "chỉ có số liệu từ ngày {0}",
        partial_until: "chỉ có số liệu đến ngày {0}",
        gap: "không có số liệu từ ngày {0} đến ngày {1} ({2})",
        gap_rows: "không có số liệu từ ngày {0} đến ngày {1} ({2}), nhưng có {3} dòng ghi ngày trong khoảng này",
        nothing_served: "cả {0} dòng của bảng “{1}” đều không đạt yêu cầu, chưa tính được",
        no_column: "không tệp nào của bảng “{0}” có cột “{1}”",
        nothing_dated: "có bản ghi nhưng không bản ghi nào thuộc một kỳ ({0})",
        nothing_filled: "có {0} bản ghi nhưng đều để trống “{1}”",
        outside_span: "chỉ có số liệu từ ngày {0} đến ngày {1}",
        no_common_day: "dữ liệu “{0}” bắt đầu từ ngày {1}, khi dữ liệu “{2}” đã kết thúc (ngày {3})",
    };
}
