"""The demo's service plans: what each model needs, said as people in each country would say it."""

from datetime import date
from typing import Any

from webapp.maintenance.plans import PlanItemDraft


def _in(en: str, vi: str, ru: str, th: str) -> dict[str, str]:
    return {"en": en, "vi": vi, "ru": ru, "th": th}


def _item(code: str, names: dict[str, str], icon: str, **facts: Any) -> PlanItemDraft:
    return PlanItemDraft(code, names, icon, **facts)


FILTER_1 = _item(
    "filter-1",
    _in("Replace filter no. 1", "Thay lõi lọc số 1", "Заменить фильтр № 1", "เปลี่ยนไส้กรองที่ 1"),
    "funnel",
    every_months=6,
    usage_every=3600,
    anchor="completion",
    guide_note=_in(
        "Close the water tap first. The new filter clicks when it sits right.",
        "Khóa van nước trước. Lõi mới kêu tách khi đã vào đúng khớp.",
        "Сначала перекройте воду. Новый фильтр встаёт на место со щелчком.",
        "ปิดวาล์วน้ำก่อน ไส้กรองใหม่จะดังคลิกเมื่อเข้าที่",
    ),
)
MEMBRANE = _item(
    "membrane",
    _in("Replace the RO membrane", "Thay màng RO", "Заменить мембрану", "เปลี่ยนเมมเบรน RO"),
    "funnel",
    every_months=24,
    usage_every=14_000,
    kind="booking",
)
DRUM = _item(
    "drum",
    _in("Clean the drum", "Vệ sinh lồng giặt", "Очистить барабан", "ล้างถังซัก"),
    "washing-machine",
    every_months=3,
    usage_every=90,
    anchor="completion",
    guide_note=_in(
        "Run the drum programme empty, at 90 degrees.",
        "Chạy chương trình vệ sinh lồng khi không có đồ, ở 90 độ.",
        "Запустите программу очистки без белья при 90 градусах.",
        "เปิดโปรแกรมล้างถังโดยไม่ใส่ผ้า ที่ 90 องศา",
    ),
)
HOSES = _item(
    "hoses",
    _in("Check the hoses", "Kiểm tra ống nước", "Проверить шланги", "ตรวจสายน้ำ"),
    "droplets",
    every_months=24,
    kind="booking",
)
AIR_FILTERS = _item(
    "air-filters",
    _in("Wash the air filters", "Rửa lưới lọc bụi", "Промыть воздушные фильтры", "ล้างแผ่นกรองอากาศ"),
    "wind",
    every_months=2,
    usage_every=500,
    anchor="completion",
)
COOLANT = _item(
    "yearly-check",
    _in(
        "Yearly cleaning by a technician",
        "Vệ sinh định kỳ hằng năm",
        "Ежегодная чистка мастером",
        "ล้างใหญ่ประจำปีโดยช่าง",
    ),
    "snowflake",
    every_months=12,
    season=(2, 3, 4, 5),
    kind="booking",
)
SCOOTER_SERVICE = _item(
    "service",
    _in("Regular service", "Bảo dưỡng định kỳ", "Плановое обслуживание", "เช็กระยะ"),
    "wrench",
    every_months=6,
    usage_every=4000,
    first_months=1,
    first_usage=1000,
    kind="booking",
)
TYRES = _item(
    "tyres",
    _in("Check tyres and brakes", "Kiểm tra lốp và phanh", "Проверить шины и тормоза", "ตรวจยางและเบรก"),
    "gauge",
    every_months=1,
    anchor="completion",
)
INSPECTION = _item(
    "inspection",
    _in("Yearly inspection", "Kiểm định hằng năm", "Ежегодный осмотр", "ตรวจสภาพประจำปี"),
    "calendar-check",
    every_months=12,
    anchor="calendar",
    calendar_from=date(2025, 1, 15),
    kind="booking",
)
GREASE = _item(
    "grease-filter",
    _in("Wash the grease filter", "Rửa lưới lọc mỡ", "Промыть жировой фильтр", "ล้างแผ่นกรองไขมัน"),
    "fan",
    every_days=42,
    usage_every=60,
    anchor="completion",
)
DOOR_SEAL = _item(
    "door-seal",
    _in("Clean the door seal", "Lau gioăng cửa", "Протереть уплотнитель дверцы", "เช็ดขอบยางประตู"),
    "sparkles",
    every_months=6,
    anchor="completion",
)
DESCALE = _item(
    "descale",
    _in("Remove limescale", "Tẩy cặn vôi", "Удалить накипь", "ขจัดคราบตะกรัน"),
    "sparkles",
    every_months=4,
    anchor="completion",
)
BRUSH = _item(
    "brush",
    _in("Replace the brush roll", "Thay chổi lăn", "Заменить валик щётки", "เปลี่ยนแปรงลูกกลิ้ง"),
    "refresh-cw",
    every_months=12,
    usage_every=150,
    combination="all",
    anchor="completion",
)
DUST_FILTER = _item(
    "dust-filter",
    _in("Wash the dust filter", "Rửa bộ lọc bụi", "Промыть пылевой фильтр", "ล้างตัวกรองฝุ่น"),
    "funnel",
    every_months=1,
    anchor="completion",
)

PLANS: dict[str, tuple[PlanItemDraft, ...]] = {
    "purifier": (FILTER_1, MEMBRANE),
    "undersink": (FILTER_1, MEMBRANE),
    "washer": (DRUM, HOSES),
    "toploader": (DRUM, HOSES),
    "aircon": (AIR_FILTERS, COOLANT),
    "portable": (AIR_FILTERS,),
    "escooter": (SCOOTER_SERVICE, TYRES),
    "scooter": (SCOOTER_SERVICE, TYRES, INSPECTION),
    "ricecooker": (DESCALE,),
    "oven": (DOOR_SEAL,),
    "hood": (GREASE,),
    "vacuum": (DUST_FILTER, BRUSH),
}
