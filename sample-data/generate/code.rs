//! The code lists that other tables refer to.

use std::path::Path;

use crate::day::{Day, LONG_AGO, day};
use crate::sheet::{Failure, Kind, Sheet, Stamp, Table};

const CODES: Table = Table {
    name: "codes",
    columns: &[
        ("list", Kind::Text),
        ("code", Kind::Text),
        ("valid_from", Kind::Date),
        ("valid_to", Kind::Date),
        ("name", Kind::Text),
        ("parent", Kind::Text),
    ],
    sorted_by: &["list", "code", "valid_from"],
};

/// List, code, name and the code above it, where there is one.
const PLAIN: &[(&str, &str, &str, &str)] = &[
    ("channel", "ecommerce", "Thương mại điện tử", ""),
    ("channel", "large_platform", "Sàn thương mại điện tử lớn", "ecommerce"),
    ("channel", "other_platform", "Sàn thương mại điện tử khác", "ecommerce"),
    ("channel", "website", "Website riêng", "ecommerce"),
    ("channel", "social_network", "Mạng xã hội", "ecommerce"),
    ("channel", "app", "Ứng dụng di động", "ecommerce"),
    ("channel", "express_delivery", "Chuyển phát nhanh", "ecommerce"),
    ("channel", "traditional", "Kinh doanh truyền thống", ""),
    ("platform", "shopee", "Shopee", ""),
    ("platform", "lazada", "Lazada", ""),
    ("platform", "tiki", "Tiki", ""),
    ("platform", "tiktok_shop", "TikTok Shop", ""),
    ("platform", "sendo", "Sendo", ""),
    ("platform", "voso", "Vỏ Sò", ""),
    ("platform", "other", "Sàn khác", ""),
    ("network", "facebook", "Facebook", ""),
    ("network", "zalo", "Zalo", ""),
    ("network", "tiktok", "TikTok", ""),
    ("network", "youtube", "YouTube", ""),
    ("goods", "food", "Thực phẩm", ""),
    ("goods", "cosmetics", "Mỹ phẩm", ""),
    ("goods", "medicine", "Dược phẩm, thực phẩm chức năng", ""),
    ("goods", "fashion", "Thời trang", ""),
    ("goods", "electronics", "Điện tử, gia dụng", ""),
    ("goods", "farm_supplies", "Vật tư nông nghiệp", ""),
    ("goods", "tobacco", "Thuốc lá, thuốc lá điện tử", ""),
    ("goods", "alcohol", "Rượu, bia", ""),
    ("goods", "fuel", "Xăng dầu, khí", ""),
    ("goods", "gold", "Vàng, trang sức", ""),
    ("goods", "other", "Hàng hóa khác", ""),
    ("violation_group", "G1", "Hàng cấm, hàng lậu", ""),
    ("violation_group", "G2", "Gian lận thương mại, gian lận thuế", ""),
    ("violation_group", "G3", "Hàng giả, vi phạm sở hữu trí tuệ", ""),
    ("violation_group", "G0", "Khác", ""),
    ("violation", "HC01", "Sản xuất, buôn bán hàng cấm", "G1"),
    ("violation", "HL01", "Kinh doanh hàng hóa nhập lậu", "G1"),
    ("violation", "HG01", "Hàng giả về giá trị sử dụng, công dụng", "G3"),
    ("violation", "HG02", "Hàng giả là thực phẩm, phụ gia", "G3"),
    ("violation", "HG03", "Hàng giả là thuốc, mỹ phẩm, trang thiết bị y tế", "G3"),
    ("violation", "HG04", "Hàng giả là vật tư nông nghiệp", "G3"),
    ("violation", "HG05", "Giả mạo nhãn hàng hóa, bao bì", "G3"),
    ("violation", "HG06", "Tem, nhãn, bao bì hàng hóa giả", "G3"),
    ("violation", "SH01", "Giả mạo nhãn hiệu, chỉ dẫn địa lý", "G3"),
    (
        "violation",
        "SH02",
        "Xâm phạm quyền nhãn hiệu, chỉ dẫn địa lý, tên thương mại, kiểu dáng công nghiệp",
        "G3",
    ),
    ("violation", "SH03", "Cạnh tranh không lành mạnh về sở hữu công nghiệp, tên miền", "G3"),
    ("violation", "SH04", "Vi phạm quyền tác giả, quyền liên quan", "G3"),
    ("violation", "NG01", "Hàng hóa không rõ nguồn gốc, xuất xứ", "G2"),
    ("violation", "NG02", "Hàng hóa quá hạn sử dụng", "G2"),
    ("violation", "NL01", "Vi phạm nhãn hàng hóa", "G2"),
    ("violation", "MV01", "Vi phạm mã số, mã vạch", "G2"),
    ("violation", "TX01", "Vi phạm truy xuất nguồn gốc", "G2"),
    ("violation", "CL01", "Không phù hợp tiêu chuẩn, quy chuẩn, chất lượng", "G2"),
    ("violation", "DL01", "Vi phạm đo lường", "G2"),
    ("violation", "AT01", "Vi phạm an toàn thực phẩm", "G2"),
    ("violation", "YT01", "Vi phạm về dược, mỹ phẩm, trang thiết bị y tế (không phải hàng giả)", "G2"),
    ("violation", "GI01", "Không niêm yết giá, bán sai giá", "G2"),
    ("violation", "GP01", "Vi phạm đăng ký, điều kiện, giấy phép kinh doanh", "G2"),
    ("violation", "TM01", "Không thông báo, đăng ký website, ứng dụng thương mại điện tử", "G2"),
    ("violation", "TM02", "Vi phạm thông tin, giao dịch trên website, ứng dụng", "G2"),
    ("violation", "TM03", "Vi phạm cung cấp dịch vụ thương mại điện tử", "G2"),
    ("violation", "TM04", "Vi phạm bảo vệ thông tin cá nhân trong thương mại điện tử", "G2"),
    ("violation", "QC01", "Quảng cáo sai sự thật, chưa xác nhận nội dung", "G2"),
    ("violation", "NT01", "Vi phạm quyền lợi người tiêu dùng", "G2"),
    ("violation", "HD01", "Vi phạm hóa đơn, chứng từ", "G2"),
    ("violation", "TU01", "Trốn thuế, không kê khai kinh doanh thương mại điện tử", "G2"),
    ("violation", "LD01", "Lừa đảo, lừa dối khách hàng trên mạng", "G2"),
    ("violation", "KH99", "Hành vi khác", "G0"),
    ("sanction_form", "fine", "Phạt tiền", ""),
    ("sanction_form", "warning", "Phạt cảnh cáo", ""),
    ("sanction_form", "confiscation", "Tịch thu tang vật", ""),
    ("sanction_form", "destruction", "Buộc tiêu hủy", ""),
    ("sanction_form", "suspension", "Đình chỉ hoạt động", ""),
    ("inspection_kind", "periodic", "Định kỳ", ""),
    ("inspection_kind", "thematic", "Chuyên đề", ""),
    ("inspection_kind", "unscheduled", "Đột xuất", ""),
    ("inspection_kind", "joint", "Liên ngành", ""),
    ("lead", "scouting", "Trinh sát, thẩm tra xác minh", ""),
    ("lead", "tip_off", "Tin báo, phản ánh", ""),
    ("lead", "transferred", "Cơ quan khác chuyển đến", ""),
    ("lead", "monitoring", "Giám sát trên mạng", ""),
    ("report", "case_report", "Báo cáo kiểm tra, xử lý vi phạm", ""),
    ("report", "training_report", "Báo cáo đào tạo, tập huấn", ""),
    ("report", "outreach_report", "Báo cáo tuyên truyền", ""),
    ("report", "complaint_report", "Báo cáo giải quyết phản ánh, khiếu nại", ""),
    ("report", "budget_report", "Báo cáo kinh phí", ""),
    ("sub_item", "4254", "Tiền phạt vi phạm hành chính trong lĩnh vực thuế", ""),
    ("sub_item", "4276", "Tiền phạt vi phạm hành chính về an toàn thực phẩm", ""),
    ("sub_item", "4277", "Tiền chậm nộp phạt", ""),
    ("sub_item", "4278", "Tiền phạt vi phạm hành chính khác", ""),
    ("sub_item", "4281", "Tiền phạt vi phạm hành chính do lực lượng quản lý thị trường thực hiện", ""),
    ("sub_item", "4349", "Thu tịch thu khác", ""),
    ("chapter", "412", "Sở Nông nghiệp", ""),
    ("chapter", "416", "Sở Công Thương", ""),
    ("chapter", "417", "Sở Khoa học và Công nghệ", ""),
    ("chapter", "418", "Sở Tài chính", ""),
    ("chapter", "423", "Sở Y tế", ""),
    ("chapter", "425", "Sở Văn hóa, Thể thao và Du lịch", ""),
    ("chapter", "427", "Sở Thông tin và Truyền thông", ""),
    ("chapter", "510", "Ủy ban Mặt trận Tổ quốc", ""),
    ("category", "085", "Đào tạo lại, bồi dưỡng cán bộ, công chức", ""),
    ("category", "108", "Khoa học và công nghệ khác", ""),
    ("category", "171", "Thông tin", ""),
    ("category", "321", "Thương mại", ""),
    ("category", "341", "Quản lý nhà nước", ""),
];

/// List, code, name, first and last day: codes that did not always hold.
const DATED: &[(&str, &str, &str, Day, Option<Day>)] = &[
    ("large_platform", "shopee", "Shopee", LONG_AGO, None),
    ("large_platform", "lazada", "Lazada", LONG_AGO, None),
    ("large_platform", "tiki", "Tiki", LONG_AGO, None),
    ("large_platform", "tiktok_shop", "TikTok Shop", day(2023, 1, 1), None),
    ("large_platform", "sendo", "Sendo", LONG_AGO, Some(day(2024, 12, 31))),
];

/// The code above a violation: its group.
pub(crate) fn violation_group(violation: &str) -> &'static str {
    PLAIN.iter().find(|code| code.0 == "violation" && code.1 == violation).map_or("G0", |code| code.3)
}

/// Writes the table.
pub(crate) fn write(out: &Path, stamp: Stamp) -> Result<(), Failure> {
    let mut rows: Vec<_> = PLAIN
        .iter()
        .map(|(list, code, name, parent)| (*list, *code, LONG_AGO, None, *name, *parent))
        .chain(DATED.iter().map(|(list, code, name, from, to)| (*list, *code, *from, *to, *name, "")))
        .collect();
    // Selling by livestream becomes an offence of its own with the law on electronic commerce.
    rows.push((
        "violation",
        "TM05",
        day(2026, 7, 1),
        None,
        "Livestream, tiếp thị liên kết sai quy định",
        "G2",
    ));
    rows.sort_unstable();
    let mut sheet = Sheet::create(out, &CODES, "", stamp)?;
    for (list, code, from, to, name, parent) in rows {
        let parent = Some(parent).filter(|parent| !parent.is_empty());
        sheet.push(&[list.into(), code.into(), from.into(), to.into(), name.into(), parent.into()])?;
    }
    sheet.close()
}
