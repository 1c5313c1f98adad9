//! What a proof that runs elsewhere says in Vietnamese.

use crate::locale::words::elsewhere::ElsewhereWords;

impl ElsewhereWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        link: "Tải gói kiểm chứng (zip)",
        note: "Gói gồm câu lệnh đọc trực tiếp các tệp dữ liệu như khi nhận được, các bảng do hệ thống lập và danh sách dòng không được tính; chạy được trên máy khác, không cần hệ thống này.",
        refused: "Không lập được gói kiểm chứng chạy trên máy khác",
        name: "DuckDB không đọc được tệp có tên như “{0}”",
        digits: "cột “{0}” của tệp “{1}” có {2} chữ số, DuckDB chỉ giữ chính xác 38 chữ số",
        numbers: "tệp “{1}” có cột tên “{0}” che mất số thứ tự của tệp hoặc của dòng mà câu lệnh phải dùng đến",
        values: "câu lệnh đọc cột “{0}” của bảng “{1}”, tức giá trị trong các dòng không được tính, có thể là thông tin cá nhân",
        memory: "bảng “{0}” được đưa vào từ bộ nhớ của chương trình khác, không có tệp số liệu nào chứa các dòng của bảng",
        period: "Kỳ {0}, từ ngày {1} đến ngày {2}.",
        as_of: "Số liệu cập nhật đến ngày {0}; mã phiên bản dữ liệu {1}.",
        run: "Cách chạy: mở DuckDB (từ bản {0}) tại thư mục chứa tệp này và chạy tệp {1}.",
        run_pack: "Cách chạy: mở DuckDB (từ bản {0}) tại thư mục check, gõ SET VARIABLE data = 'thư mục dữ liệu'; rồi .read {1}. Mỗi dòng kết quả mang số thứ tự của số liệu.",
        data_pack: "Thư mục chứa các tệp dữ liệu như khi nhận được: lấy theo biến đã đặt trước, nếu chưa đặt thì là thư mục đang chạy.",
        unreported: "Câu lệnh không xét đơn vị nào đã báo cáo và số liệu có trong khoảng thời gian nào; trường hợp hệ thống không nêu số liệu vì lý do đó, câu lệnh ghi rõ lý do và cho kết quả trống (NULL).",
        excluded: "Các dòng không được tính nằm trong {0}: tên tệp, số thứ tự của tệp trong câu lệnh (từ 0), số thứ tự của dòng trong tệp (từ 1).",
        data: "Thư mục chứa các tệp dữ liệu như khi nhận được; chạy trên máy khác thì sửa dòng dưới đây.",
        sums: "Mã băm của từng tệp nằm trong {0}: chạy sha256sum --check tại thư mục dữ liệu để biết tệp có còn nguyên như khi tính hay không.",
        patterns: "Trong đường dẫn, các ký tự [ * ? chỉ được hiểu là chính ký tự đó khi đặt trong ngoặc vuông.",
        blanks: "Các ký tự trắng được cắt bỏ ở đầu và cuối chuỗi ký tự.",
        engine: "Cách chia số nguyên và thứ tự của giá trị trống mà câu lệnh dựa vào.",
    };
}
