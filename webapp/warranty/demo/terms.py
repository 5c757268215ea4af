"""The demo's policies and extension plans, in the words of each country."""

from dataclasses import dataclass

from webapp.warranty.facts import Basis, Covers, Guarantor, PlanStart, Promise

Names = dict[str, str]


def _in(en: str, vi: str, ru: str, th: str) -> Names:
    return {"en": en, "vi": vi, "ru": ru, "th": th}


PUMP = _in("Pump", "Bơm", "Насос", "ปั๊ม")
MOTOR = _in("Motor", "Động cơ", "Двигатель", "มอเตอร์")
COMPRESSOR = _in("Compressor", "Máy nén", "Компрессор", "คอมเพรสเซอร์")
BATTERY = _in("Battery", "Pin", "Аккумулятор", "แบตเตอรี่")
INSTALLATION = _in("Installation", "Lắp đặt", "Установка", "การติดตั้ง")
TERMS = _in(
    "We repair or replace what fails in normal use at home.\n"
    "Wear parts such as filters, damage from falls, and repairs by others are not part of this promise.\n"
    "Report a fault here or at any centre; the day you first report it is the day that counts.",
    "Chúng tôi sửa hoặc thay những gì hỏng khi sử dụng bình thường trong gia đình.\n"
    "Chi tiết hao mòn như lõi lọc, hư hỏng do rơi vỡ và sửa chữa bởi bên khác không thuộc cam kết này.\n"
    "Hãy báo lỗi tại đây hoặc ở bất kỳ trung tâm nào; ngày bạn báo lần đầu là ngày được tính.",
    "Мы ремонтируем или заменяем то, что вышло из строя при обычном домашнем использовании.\n"
    "Расходные детали, например фильтры, повреждения от падений и чужой ремонт сюда не входят.\n"
    "Сообщите о неисправности здесь или в любом центре: считается день первого обращения.",
    "เราซ่อมหรือเปลี่ยนสิ่งที่เสียจากการใช้งานปกติในบ้าน\n"
    "ชิ้นส่วนสิ้นเปลือง เช่น ไส้กรอง ความเสียหายจากการตก และการซ่อมโดยผู้อื่น ไม่รวมอยู่ในคำรับรองนี้\n"
    "แจ้งปัญหาได้ที่นี่หรือที่ศูนย์ใดก็ได้ เรานับจากวันที่คุณแจ้งครั้งแรก",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """A policy of the demo, and the models (by the demo's short names) sold with it."""

    code: str
    names: Names
    promises: tuple[Promise, ...]
    models: tuple[str, ...]


def _maker(
    months: int, covers: Covers = Covers.BOTH, component: str = "unit", names: Names | None = None
) -> Promise:
    return Promise(covers, Guarantor.MAKER, months, component, names=names or {})


FITTED = Promise(Covers.LABOUR, Guarantor.SELLER, 12, "installation", Basis.DELIVERY, INSTALLATION)

POLICIES = (
    Terms(
        "home-water",
        _in(
            "Home water policy",
            "Chính sách máy lọc nước",
            "Гарантия на фильтры для воды",
            "นโยบายเครื่องกรองน้ำ",
        ),
        (
            _maker(36, Covers.PARTS),
            _maker(24, Covers.LABOUR),
            _maker(30, Covers.PARTS, "pump", PUMP),
            FITTED,
        ),
        ("purifier", "undersink"),
    ),
    Terms(
        "laundry",
        _in("Laundry policy", "Chính sách máy giặt", "Гарантия на стиральные машины", "นโยบายเครื่องซักผ้า"),
        (
            _maker(24),
            _maker(24, Covers.PARTS, "pump", PUMP),
            _maker(120, Covers.PARTS, "motor", MOTOR),
        ),
        ("washer", "toploader"),
    ),
    Terms(
        "climate",
        _in(
            "Air conditioner policy", "Chính sách máy lạnh", "Гарантия на кондиционеры", "นโยบายเครื่องปรับอากาศ"
        ),
        (_maker(24), _maker(60, Covers.PARTS, "compressor", COMPRESSOR), FITTED),
        ("aircon", "portable"),
    ),
    Terms(
        "riding",
        _in("Scooter policy", "Chính sách xe tay ga", "Гарантия на скутеры", "นโยบายสกู๊ตเตอร์"),
        (_maker(24), _maker(36, Covers.PARTS, "battery", BATTERY)),
        ("escooter", "scooter"),
    ),
    Terms(
        "kitchen",
        _in(
            "Kitchen policy", "Chính sách thiết bị bếp", "Гарантия на кухонную технику", "นโยบายเครื่องใช้ในครัว"
        ),
        (_maker(24),),
        ("ricecooker", "blender", "oven", "hood"),
    ),
    Terms(
        "floor-care",
        _in("Vacuum cleaner policy", "Chính sách máy hút bụi", "Гарантия на пылесосы", "นโยบายเครื่องดูดฝุ่น"),
        (_maker(24), _maker(12, Covers.PARTS, "battery", BATTERY)),
        ("vacuum",),
    ),
)

# code: (names, months, what it covers, when it starts)
PLANS: dict[str, tuple[Names, int, Covers, PlanStart]] = {
    "care-12": (
        _in("Care, 12 months more", "Care thêm 12 tháng", "Care, ещё 12 месяцев", "Care เพิ่ม 12 เดือน"),
        12,
        Covers.BOTH,
        PlanStart.AFTER_BASE,
    ),
    "care-24": (
        _in("Care, 24 months more", "Care thêm 24 tháng", "Care, ещё 24 месяца", "Care เพิ่ม 24 เดือน"),
        24,
        Covers.BOTH,
        PlanStart.AFTER_BASE,
    ),
    "accident-12": (
        _in("Accident cover", "Bảo vệ rơi vỡ", "Защита от случайных повреждений", "คุ้มครองอุบัติเหตุ"),
        12,
        Covers.PARTS,
        PlanStart.BOUGHT,
    ),
}
