"""Serial numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.products import serials


@pytest.mark.parametrize(
    "typed",
    [
        " wa8-24k0-01s5 ",
        "WA8–24K0–01S5",
        "wa8 - 24k0 - 01s5",
        "ＷＡ８－２４Ｋ０－０１Ｓ５",
        "WA8‑24K0−01S5",
        "WA8--24K0-01S5-",
    ],
)
def test_every_way_of_typing_is_one_number(typed: str) -> None:
    assert serials.normalise(typed) == "WA8-24K0-01S5"


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = serials.normalise(text)
    assert serials.normalise(once) == once


@pytest.mark.parametrize(
    "junk", ["", "-", "A1", "ÆØÅ-1", "😀" * 300, "A\x00B1", "\u202eABC", "ก-1234", "X" * 41]
)
def test_what_cannot_be_a_serial_is_not_plausible(junk: str) -> None:
    assert not serials.plausible(serials.normalise(junk))


@given(st.text("OISB0158AX-", min_size=1, max_size=20))
def test_look_alikes_share_a_skeleton(number: str) -> None:
    swapped = number.translate(str.maketrans("OISB0158", "0158OISB"))
    assert serials.skeleton(number) == serials.skeleton(swapped)


def test_different_numbers_do_not_share_a_skeleton() -> None:
    assert serials.skeleton("WA8-1") != serials.skeleton("WA8-2")


def test_dashes_are_put_back_as_on_the_label() -> None:
    assert serials.dress("WA824K001S5", "WA8-00A0-00A0") == "WA8-24K0-01S5"
    assert serials.dress("WA824K0", "WA8-00A0-00A0") == "WA824K0"
    assert serials.dress("WA8", "") == "WA8"


def test_the_suggestion_shows_which_characters_differ() -> None:
    assert serials.differing("WA8-24K0-O1S5", "WA8-24K0-01S5") == [
        ("WA8-24K0-", False),
        ("0", True),
        ("1S5", False),
    ]


def test_shape_is_checked_on_the_whole_number() -> None:
    assert serials.fits("WA8-01", r"WA8-\d{2}")
    assert not serials.fits("WA8-011", r"WA8-\d{2}")
    assert serials.fits("ANYTHING", "")
