"""Which passwords are too easy, in the languages spoken here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.accounts.easy_passwords import common_words, is_easy


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "P@ssw0rd2026",
        "Welcome!2026",
        "qwertyuiop",
        "йцукенгшщз",
        "1q2w3e4r5t",
        "1234567890",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "121212121212",
        "lovelovelove",
        "anhyeuem123",
        "matkhau2026",
        "Ятебялюблю1",
        "пароль12345",
        "รหัสผ่าน1234",
        "iloveyou!!",
    ],
)
def test_easy_ones_are_known(password: str):
    assert is_easy(password)


@pytest.mark.parametrize(
    "password",
    [
        "aftercare-demo",
        "correct horse battery",
        "trăng sáng trên mái nhà",
        "dfh38fh3489fh",
        "кот спит на печке",
    ],
)
def test_unrelated_words_are_fine(password: str):
    assert not is_easy(password)


@pytest.mark.parametrize("password", ["LinhNguyen12", "linh.nguyen", "nguyen123456", "customer.vi1"])
def test_the_persons_own_words_are_easy_for_them(password: str):
    assert is_easy(password, "Linh Nguyen", "customer.vi@example.com")


def test_the_list_is_long_and_clean():
    words = common_words()
    assert len(words) > 1000
    assert all(word == word.casefold().strip() for word in words)


@given(st.text(min_size=10, max_size=256))
def test_any_text_gets_a_verdict(password: str):
    assert is_easy(password, password[:5], password[5:]) in (True, False)
