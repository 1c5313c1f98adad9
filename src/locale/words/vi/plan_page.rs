//! The words of the plan's page in Vietnamese.

use crate::locale::words::plan_page::PlanWords;

impl PlanWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        progress: "Tình hình thực hiện {0}",
        intro: "Nội dung được trích nguyên văn theo thứ tự của kế hoạch, kèm số liệu thực hiện trong kỳ: {0}.",
        owners: "Đơn vị thực hiện",
        any_owner: "Tất cả đơn vị",
        any_standing: "Tất cả",
        standings: "Tình trạng thực hiện",
        shown: "Đang hiển thị {0}/{1} nội dung",
        missed: "Chưa đạt mục tiêu",
        not_due: "Chưa đến hạn đánh giá",
        met: "Đạt mục tiêu",
        unjudged: "Chưa đánh giá được",
        followed: "Theo dõi bằng số liệu, kế hoạch không đặt mục tiêu",
        unmeasured: "Chưa đo được bằng số liệu",
        why_unmeasured: "Lý do",
        place: "Mục {0}",
        item: "Mục {0}, ý {1}",
        before: "chi tiết tại {0}",
        no_plan: "Chưa khai báo nội dung kế hoạch",
    };
}
