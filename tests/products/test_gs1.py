"""What the codes on labels say."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.products import gs1
from webapp.products.gs1 import BadCheckDigit, Reading

GTIN = "08930000000019"
DIGITS = "0123456789"


@pytest.mark.parametrize("known", ["4006381333931", "036000291452", "73513537", "10614141000415"])
def test_real_gtins_pass(known: str) -> None:
    assert gs1.gtin14(known) == known.zfill(14)


@given(st.text(DIGITS, min_size=7, max_size=13).filter(lambda body: len(body) in (7, 11, 12, 13)))
def test_completed_gtins_pass_and_any_single_wrong_digit_fails(body: str) -> None:
    whole = body + gs1.check_digit(body)
    assert gs1.gtin14(whole) == whole.zfill(14)
    for place, digit in enumerate(whole):
        wrong = whole[:place] + str((int(digit) + 1) % 10) + whole[place + 1 :]
        with pytest.raises(BadCheckDigit):
            gs1.gtin14(wrong)


@pytest.mark.parametrize("text", ["", "1", "12345678x", "1234567890", "٤٠٠٦٣٨١٣٣٣٩٣١"])
def test_other_lengths_and_letters_are_not_gtins(text: str) -> None:
    with pytest.raises(ValueError, match="GTIN"):
        gs1.gtin14(text)


@pytest.mark.parametrize(
    "link",
    [
        f"https://aftercare.example/01/{GTIN}/21/AB-1",
        f"http://id.gs1.org/01/{GTIN}/22/2A/10/L1/21/AB-1?17=271231",
        f"https://shop.example/some/path/gtin/{GTIN[1:]}/ser/AB-1",
        f"/01/{GTIN}/21/%41B-1",
    ],
)
def test_digital_links_under_any_host(link: str) -> None:
    assert gs1.parse(link) == Reading(gtin=GTIN, serial="AB-1")


@given(st.text("ABCXYZ019-./%&+ ", min_size=1, max_size=20).map(str.strip).filter(bool))
def test_encoded_serials_survive_a_digital_link(serial: str) -> None:
    assert gs1.parse(f"https://x.example/01/{GTIN}/21/{quote(serial, safe='')}") == Reading(
        gtin=GTIN, serial=serial
    )


@pytest.mark.parametrize(
    "text",
    [
        f"01{GTIN}21AB-1",
        f"]C101{GTIN}21AB-1",
        f"]d2\x1d01{GTIN}1727123110LOT7\x1d21AB-1",
        f"(01){GTIN}(21)AB-1",
        f"01{GTIN}310300125021AB-1\x1d240X",
    ],
)
def test_element_strings(text: str) -> None:
    assert gs1.parse(text) == Reading(gtin=GTIN, serial="AB-1")


def test_a_gtin_alone_names_the_model_only() -> None:
    assert gs1.parse("4006381333931") == Reading(gtin="04006381333931")
    assert gs1.parse(f"https://x.example/01/{GTIN}") == Reading(gtin=GTIN)


def test_our_own_link_names_a_unit() -> None:
    assert gs1.parse("https://aftercare.example/r/Ab3_-xYz9012") == Reading(token="Ab3_-xYz9012")


@pytest.mark.parametrize(
    "text", ["", "7KX2-0194-55", "https://example.com/", "https://[", "WIFI:S:x;;", "/r/../x", "01"]
)
def test_anything_else_is_not_ours(text: str) -> None:
    assert gs1.parse(text) is None


@pytest.mark.parametrize(
    "text", ["4006381333932", f"/01/{GTIN[:-1]}0/21/A", f"01{GTIN[:-1]}021A", f"(01){GTIN[:-1]}0"]
)
def test_wrong_check_digits_are_told_apart_from_foreign_codes(text: str) -> None:
    with pytest.raises(BadCheckDigit):
        gs1.parse(text)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    try:
        gs1.parse(text)
    except BadCheckDigit:
        assert any(digit in text for digit in DIGITS)


def test_an_endless_code_is_none_of_ours() -> None:
    assert gs1.parse("01" + "04006381333931" + "99\x1d" * 2000) is None
