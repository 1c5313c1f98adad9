//! What is said of accounts and of what was done, in Vietnamese.

use crate::locale::words::access::AccessWords;

impl AccessWords {
    /// Vietnamese.
    pub const VI: Self = Self {
        account: "Tài khoản",
        title: "Người sử dụng",
        role: "Vai trò",
        own: "Phạm vi riêng",
        signs_in_by: "Hình thức đăng nhập",
        password: "mật khẩu",
        by_nothing: "chưa có",
        state: "Trạng thái",
        enabled: "đang hoạt động",
        disabled: "đã khóa",
        tokens: "Số mã truy cập",
        at: "Thời điểm",
        kind: "Hành động",
        method: "Phương thức",
        bytes: "Số byte",
        request: "Mã yêu cầu",
        route: "Đường dẫn",
        parameters: "Tham số",
        typed: "Nội dung đã nhập",
        address: "Địa chỉ mạng",
        rows: "Số dòng",
        status: "Mã phản hồi",
        forgotten: "(đã xóa)",
        signed_in: "đăng nhập",
        sign_in_refused: "đăng nhập không thành công",
        signed_out: "đăng xuất",
        saw: "xem số liệu",
        opened_records: "xem danh sách chi tiết",
        exported: "tải tệp về",
        verified: "kiểm tra gói báo cáo",
        asked_proof: "lấy câu lệnh kiểm chứng",
        refused: "bị từ chối",
        changed_access: "thay đổi quyền truy cập",
        forgot: "xóa thông tin cá nhân trong nhật ký",
        repaired: "ghi tiếp nhật ký sau sự cố",
    };
}
