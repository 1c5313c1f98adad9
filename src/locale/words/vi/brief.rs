//! The words of the brief of a dashboard in Vietnamese.

use crate::locale::words::brief::BriefWords;

impl BriefWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        heading: "Điểm cần lưu ý",
        decisions: "Việc cần xem xét, quyết định",
        about_data: "Về số liệu trên trang này",
        same_period: "cùng kỳ năm {0}",
        not_reported: "Còn {0} đơn vị chưa gửi đủ báo cáo dùng cho trang này: {1}.",
        not_reported_one: "Còn 1 đơn vị chưa gửi đủ báo cáo dùng cho trang này: {0}.",
        and_others: "{0} đơn vị khác",
        overdue: "Có {0} báo cáo dùng cho trang này quá hạn chưa gửi; quá hạn lâu nhất là {1} của {2} ({3} ngày).",
        overdue_one: "Có 1 báo cáo dùng cho trang này quá hạn chưa gửi: {0} của {1}, quá hạn {2} ngày.",
        at_least: "từ {0}",
        broken: "Chưa đạt yêu cầu đối chiếu “{0}”: có {1} trường hợp sai lệch (tính trên toàn bộ số liệu).",
        provisional: "Kỳ báo cáo kết thúc ngày {0}, sau ngày cập nhật số liệu {1}; số liệu trong kỳ là số tạm tính.",
        missed_plan: "{0} là {1}, chưa đạt mục tiêu {2} của kế hoạch ({3}).",
        missed_law: "{0} là {1}, chưa đạt mức {2} theo yêu cầu đúng thời hạn của pháp luật ({3}).",
        met_plan: "{0} là {1}, đạt mục tiêu {2} của kế hoạch.",
        met_law: "{0} là {1}, đạt mức {2} theo yêu cầu đúng thời hạn của pháp luật.",
        over_plan: "Tính chung toàn kỳ kế hoạch,",
        below: "thấp hơn {0}",
        above: "cao hơn {0}",
        not_due: "{0} là {1}; mục tiêu {2} đặt ra đến ngày {3}, chưa đến hạn đánh giá.",
        pace: "Nếu thực hiện đều theo thời gian thì đến ngày {0} là {1} (mức tham khảo, không phải mục tiêu).",
        above_all: "{0} là {1}, vượt {2}.",
        backlog: "{0}: cuối kỳ có {3} {4}, nhiều hơn đầu kỳ ({1} {2}).",
        parted: "Từ ngày {0}, phạm vi đơn vị, địa bàn thay đổi ({1}); số liệu trước và sau ngày này chỉ so sánh được sau khi quy đổi.",
        change: "So với {1}, {0} {2}.",
        from_none: "So với {1}, {0} tăng từ 0 lên {2}.",
        amounts_to: "tương ứng",
        unchanged: "{0} không thay đổi so với {1} ({2}).",
        largest: "Chia theo {1}, {0} tập trung nhiều nhất ở {2}: {3} trên tổng số {4}.",
        largest_share: "Chia theo {1}, {0} tập trung nhiều nhất ở {2}: {3} trên tổng số {4} ({5}).",
        highest: "{0} là {1}, cao nhất trong {2} kỳ từ {3} đến {4}.",
        lowest: "{0} là {1}, thấp nhất trong {2} kỳ từ {3} đến {4}.",
        no_value: "Không tính được trong kỳ này (lý do nêu tại từng chỉ tiêu): {0}.",
        unsettled: "Chưa hết thời gian chỉnh lý quyết toán, số liệu còn có thể thay đổi: {0}.",
        set_aside: "Có {0} dòng dữ liệu tạm loại, chưa được tính vào các số liệu trên trang này.",
        copies: "Có {0} dòng dữ liệu trùng với dòng khác, chỉ tính một lần.",
        doubtful: "Cần lưu ý: {0}.",
        see_data: "Xem dữ liệu",
        unchecked: "Chưa đối chiếu được yêu cầu “{0}”.",
    };
}
