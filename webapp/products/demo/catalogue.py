"""The demo's catalogue: what is sold, with names as people in each country would say them."""

from dataclasses import dataclass
from datetime import date

Names = dict[str, str]


def _in(en: str, vi: str, ru: str, th: str) -> Names:
    return {"en": en, "vi": vi, "ru": ru, "th": th}


CATEGORIES: dict[str, tuple[Names, str]] = {
    "water-purifiers": (
        _in("Water purifiers", "Máy lọc nước", "Фильтры для воды", "เครื่องกรองน้ำ"),
        "droplets",
    ),
    "washers": (_in("Washing machines", "Máy giặt", "Стиральные машины", "เครื่องซักผ้า"), "washing-machine"),
    "air-conditioners": (_in("Air conditioners", "Máy lạnh", "Кондиционеры", "เครื่องปรับอากาศ"), "air-vent"),
    "scooters": (_in("Scooters", "Xe tay ga", "Скутеры", "สกู๊ตเตอร์"), "bike"),
    "kitchen": (
        _in("Kitchen appliances", "Thiết bị nhà bếp", "Кухонная техника", "เครื่องใช้ในครัว"),
        "utensils",
    ),
    "vacuum-cleaners": (_in("Vacuum cleaners", "Máy hút bụi", "Пылесосы", "เครื่องดูดฝุ่น"), "wind"),
}


@dataclass(frozen=True, slots=True)
class Sold:
    """A model of the demo. `stem` begins its serial numbers."""

    key: str
    sku: str
    category: str
    names: Names
    picture: str
    stem: str
    usage_unit: str | None = None
    on_sale_from: date = date(2019, 3, 1)

    @property
    def pattern(self) -> str:
        return f"{self.stem}-[0-9]{{4}}-[0-9A-Z]{{2}}"

    @property
    def example(self) -> str:
        return self.number(0)

    def number(self, n: int) -> str:
        """Return the n-th serial number. The first one holds characters that look like others."""
        return f"{self.stem}-0150-S5" if n == 0 else f"{self.stem}-{194 + n:04d}-{10 + n * 37 % 90}"


MODELS = (
    Sold(
        "purifier", "RO-9", "water-purifiers",
        _in("RO-9 Slim water purifier", "Máy lọc nước RO-9 Slim", "Фильтр для воды RO-9 Slim",
            "เครื่องกรองน้ำ RO-9 Slim"),
        "purifier-counter", "7KX2", "litres",
    ),
    Sold(
        "undersink", "RO-12U", "water-purifiers",
        _in("RO-12 under-sink purifier", "Máy lọc nước âm tủ RO-12", "Фильтр под мойку RO-12",
            "เครื่องกรองน้ำใต้ซิงก์ RO-12"),
        "purifier-under-sink", "7KU3", "litres",
    ),
    Sold(
        "washer", "W-8", "washers",
        _in("W-8 Inverter washer", "Máy giặt cửa trước W-8 Inverter", "Стиральная машина W-8 Inverter",
            "เครื่องซักผ้าฝาหน้า W-8 Inverter"),
        "washer-front", "WA8", "cycles",
    ),
    Sold(
        "toploader", "W-10T", "washers",
        _in("W-10 top-load washer", "Máy giặt cửa trên W-10",
            "Стиральная машина W-10 с вертикальной загрузкой", "เครื่องซักผ้าฝาบน W-10"),
        "washer-top", "WT10", "cycles",
    ),
    Sold(
        "aircon", "AC-12", "air-conditioners",
        _in("AC-12 split air conditioner", "Máy lạnh treo tường AC-12", "Сплит-система AC-12",
            "แอร์ติดผนัง AC-12"),
        "air-conditioner", "AC12", "hours",
    ),
    Sold(
        "portable", "AC-9P", "air-conditioners",
        _in("AC-9 portable air conditioner", "Máy lạnh di động AC-9", "Мобильный кондиционер AC-9",
            "แอร์เคลื่อนที่ AC-9"),
        "portable-ac", "AP9", "hours",
    ),
    Sold(
        "escooter", "S-1E", "scooters",
        _in("S-1 electric scooter", "Xe máy điện S-1", "Электроскутер S-1", "สกู๊ตเตอร์ไฟฟ้า S-1"),
        "scooter-electric", "SE1", "km",
    ),
    Sold(
        "scooter", "S-125", "scooters",
        _in("S-125 scooter", "Xe tay ga S-125", "Скутер S-125", "สกู๊ตเตอร์ S-125"),
        "scooter-motor", "S125", "km",
    ),
    Sold(
        "ricecooker", "RC-18", "kitchen",
        _in("RC-18 rice cooker", "Nồi cơm điện RC-18", "Рисоварка RC-18", "หม้อหุงข้าว RC-18"),
        "rice-cooker", "RC18",
    ),
    Sold(
        "blender", "BL-5", "kitchen",
        _in("BL-5 blender", "Máy xay sinh tố BL-5", "Блендер BL-5", "เครื่องปั่น BL-5"),
        "blender", "BL5",
    ),
    Sold(
        "oven", "OV-60", "kitchen",
        _in("OV-60 built-in oven", "Lò nướng âm tủ OV-60", "Духовой шкаф OV-60", "เตาอบแบบฝัง OV-60"),
        "oven", "OV60", "hours",
    ),
    Sold(
        "hood", "RH-70", "kitchen",
        _in("RH-70 range hood", "Máy hút mùi RH-70", "Кухонная вытяжка RH-70", "เครื่องดูดควัน RH-70"),
        "range-hood", "RH70", "hours",
    ),
    Sold(
        "vacuum", "VC-20", "vacuum-cleaners",
        _in("VC-20 cordless vacuum cleaner", "Máy hút bụi không dây VC-20", "Беспроводной пылесос VC-20",
            "เครื่องดูดฝุ่นไร้สาย VC-20"),
        "vacuum", "VC20", "hours",
    ),
)  # fmt: skip
