//! What workbooks say in Vietnamese.

use crate::locale::words::workbook::WorkbookWords;

impl WorkbookWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        summary: "Tổng hợp chỉ tiêu",
        definitions: "Khái niệm chỉ tiêu",
        provenance: "Nguồn gốc số liệu",
        files: "Tệp dữ liệu",
        judgement: "Đánh giá",
        state: "Tình trạng số liệu",
        scope: "Phạm vi được xem",
        unfiltered: "Không lọc",
        computed: "Cách tính {0}: {1}",
        lacks: "Chỉ tiêu {0} không lọc theo: {1}",
        on_sheet: "Danh sách ở trang tính “{0}”",
        continued: "Còn tiếp ở trang tính “{0}”",
        row_count: "Số dòng: {0}",
        long_numbers: "Số có hơn 15 chữ số được ghi dưới dạng văn bản để giữ nguyên mọi chữ số.",
        long_texts: "Ô có quá 32.767 ký tự chỉ ghi phần đầu và kết thúc bằng […].",
        columns: "Cột số liệu và cách lấy",
        column_codes: "Mã cột",
        table_codes: "Mã bảng",
        note: "Lưu ý",
        tables: "Bảng dữ liệu nguồn",
        reports: "Báo cáo phải có",
        owners: "Cơ quan, đơn vị chịu trách nhiệm",
        fact: "Mục",
        content: "Nội dung",
        plan: "Kế hoạch",
        workspace: "Mã bộ cấu hình",
        program: "Chương trình",
        writer: "Tệp này",
        written: "Ghi bằng rust_xlsxwriter theo định dạng Office Open XML (.xlsx); chưa được kiểm tra bằng công cụ khác. Các tỷ lệ là công thức tính từ tử số và mẫu số trên cùng dòng.",
        check: "Cách kiểm tra gói báo cáo",
        checked: "Trong thư mục chứa tệp bagit.txt, chạy:",
        copies: "Số dòng trùng",
        superseded: "Số dòng đã được thay thế",
        bytes: "Dung lượng (byte)",
    };
}
