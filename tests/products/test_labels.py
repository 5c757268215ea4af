"""Labels photographed by people in a hurry."""

import pytest
from PIL import Image

from tests.products.labels import BarcodeFormat, blurred, code, label, qr, tilted
from webapp.products.labels import Label, decode, merge

GTIN = "08930000000019"
LINK = f"https://aftercare.example/01/{GTIN}/21/WA8-24K0-01S5"
UNIT = Label(gtin=GTIN, serial="WA8-24K0-01S5")


def test_a_qr_names_the_unit() -> None:
    assert decode(label(qr(LINK))) == UNIT


@pytest.mark.parametrize("degrees", [8, 15, 30, 45, 60, 90, 135, 200, 290])
def test_a_tilted_qr(degrees: int) -> None:
    assert decode(tilted(label(qr(LINK)), degrees)) == UNIT


@pytest.mark.parametrize("degrees", [0, 12, 30, 37, 52, 90, 150, 222])
def test_ean_and_serial_code_together_name_the_unit_however_tilted(degrees: int) -> None:
    picture = label(code(GTIN[1:], BarcodeFormat.EAN13), code("WA8-24K0-01S5", BarcodeFormat.Code128))
    assert decode(tilted(picture, degrees)) == UNIT


def test_a_data_matrix_element_string() -> None:
    assert decode(label(code(f"01{GTIN}21WA8-24K0-01S5", BarcodeFormat.DataMatrix, 8))) == UNIT


@pytest.mark.parametrize("radius", [1.5, 2.5, 3.0])
def test_a_blurred_label(radius: float) -> None:
    assert decode(blurred(tilted(label(qr(LINK)), 10), radius)) == UNIT


def test_a_small_code_in_a_large_photo() -> None:
    photo = Image.new("L", (4000, 3000), 200)
    photo.paste(qr(LINK, scale=3), (2900, 2000))
    assert decode(photo) == UNIT


def test_an_ean_alone_names_the_model() -> None:
    assert decode(label(code(GTIN[1:], BarcodeFormat.EAN13))) == Label(gtin=GTIN)


def test_a_photo_without_a_code_is_empty() -> None:
    assert decode(Image.new("L", (640, 480), 128)).is_empty


def test_the_code_that_names_the_whole_unit_wins() -> None:
    found = merge(Label(), ["4006381333931", "LOT-77", LINK])
    assert (found.gtin, found.serial) == (GTIN, "WA8-24K0-01S5")


def test_a_misread_gtin_is_remembered() -> None:
    assert merge(Label(), ["4006381333932"]) == Label(misread=True)


@pytest.mark.parametrize("text", ["S/N: WA8-24K0-01S5", "SN WA8-24K0-01S5", "Serial No. WA8-24K0-01S5"])
def test_a_prefix_before_the_serial_is_dropped(text: str) -> None:
    assert merge(Label(), [text]).serial == "WA8-24K0-01S5"


def test_another_companys_page_is_not_a_serial() -> None:
    assert merge(Label(), ["https://example.com/manual"]).is_empty
