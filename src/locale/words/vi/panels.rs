//! What panels say in Vietnamese.

use crate::locale::words::panels::PanelWords;

impl PanelWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        indivisible: "không tính được (mẫu số bằng 0)",
        overspent: "VƯỢT {0}",
        sample: "mẫu nhỏ (n = {0})",
        sample_short: "(n = {0})",
        gone: "Không còn tồn tại",
        until: "đến hết {0}",
        heir: "kế thừa: {0}",
        no_heir: "chưa xác định đơn vị kế thừa",
        standing_against: "Đánh giá (mục tiêu {0})",
        nothing_below: "không phát sinh",
        for_all: "Các chỉ tiêu không ghi so sánh dưới đây",
        pace: "tiến độ đều (không phải mục tiêu)",
        year_gone: "Thời gian đã qua: {0} của năm",
        pace_note: "Tiến độ đều là mức sẽ đạt nếu tăng đều theo thời gian; không phải mục tiêu của kế hoạch.",
        target_of_whole: "Mục tiêu đặt ra cho tổng số, không đặt riêng cho từng dòng.",
        beyond: "phần vượt {0}",
        standing: "Đánh giá",
        stage: "Bước",
        share: "So với bước trước",
        of_stage_before: "bằng {0} bước trước",
        mixed_stages: "Mỗi bước đếm các việc phát sinh trong kỳ, không theo dõi cùng một nhóm vụ việc từ bước đầu đến bước cuối; vì vậy một bước có thể nhiều hơn bước trước (trên 100%).",
        left_out: "Còn {0} mục có giá trị nhỏ hơn, không vẽ ở đây.",
        one_scale: "Các biểu đồ nhỏ dùng chung một thang đo. Đơn vị tính: {0}.",
        doubtful: "cần lưu ý khi đọc",
        unwritten: "ô hẹp nên không ghi số liệu",
        not_stacked: "Các phần không cộng lại thành tổng số nên được vẽ cạnh nhau, không vẽ chồng lên nhau.",
        rest: "Xem thêm {0} dòng",
        unprinted: "Còn {0} dòng không in ở đây, xem trên trang web.",
        undrawn: "Không vẽ trong biểu đồ, có trong bảng số liệu: {0}.",
        others: "Khác",
        unplaced: "Chưa có vị trí trên bản đồ",
        on_time: "gửi đúng hạn",
        on_time_sign: "Đ",
        late: "gửi chậm",
        late_sign: "C",
        missing: "chưa gửi",
        missing_sign: "×",
        not_owed: "không phải gửi",
        rows_elsewhere: "Còn {0} dòng thuộc kỳ khác.",
        total_of: "{0}: tổng của {1}/{2} dòng có số liệu.",
    };
}
