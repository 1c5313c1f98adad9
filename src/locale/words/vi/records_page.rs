//! What stands on lists of records, and on a record, in Vietnamese.

use crate::locale::words::records_page::RecordsPageWords;

impl RecordsPageWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        search: "Tìm trong danh sách",
        column: "Nội dung",
        way: "{0} ({1} dòng)",
        listed: "{0} trong {1} dòng",
        total: "Tính chung {0} dòng",
        distinct: "(mỗi đối tượng tính một lần)",
        uncounted: "Giá trị trong ngoặc đơn không được tính vào số liệu kỳ này.",
        repeated: "{0} trong {1} dòng",
        once: "một {0} có thể đứng ở nhiều dòng nhưng chỉ được tính một lần",
        spread: "một {0} có nhiều {1} thì đứng ở nhiều dòng nhưng chỉ được tính một lần",
        one: "đối tượng",
        sides: "Cộng các dòng này: tử số {0}, mẫu số {1}",
        without: "Bỏ điều kiện {0}",
    };
}
