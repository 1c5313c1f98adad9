//! What a passport says in Vietnamese.

use crate::locale::words::passport::PassportWords;

impl PassportWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        place: "{0} của kế hoạch",
        equals: "{0}, bằng {1}",
        over_days: "{0}; số liệu từ ngày {1} đến ngày {2}.",
        on_day: "{0}; số liệu tại ngày {1}.",
        compared_with: "So với {0}",
        median_of: "trung vị của {0}",
        p90_of: "mức mà 90% số trường hợp không vượt quá của {0}",
        largest_of: "giá trị lớn nhất của {0}",
        largest_of_few: "{0} (giá trị lớn nhất của {1} trường hợp)",
    };
}
