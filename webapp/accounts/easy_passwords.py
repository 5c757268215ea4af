"""Which passwords are too easy to guess, judged offline. Pure: texts in, verdict out.

A password is easy when it is a common word dressed up with a few digits or signs ("P@ssw0rd2026"), a walk
over the keyboard or the alphabet, a handful of characters repeated, or the person's own name or address.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

# More dressing than this and the rest is a secret by itself.
DRESSING = 6
FEWEST_DIFFERENT = 5
WALKED_PART = 0.75

_LEET = str.maketrans("0134578@$!", "oieastbasi")
_DRESSING = "0123456789!@#$%^&*()_-+=.,?~ "
_ROWS = (
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
)
_STEPS = frozenset(pair for row in _ROWS for a, b in pairwise(row) for pair in (a + b, b + a))


@lru_cache
def common_words() -> frozenset[str]:
    """The word list beside this file."""
    lines = (Path(__file__).parent / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_easy(password: str, *own: str) -> bool:
    """Whether the password is too easy; ``own`` are the person's name, address and the like."""
    text = unicodedata.normalize("NFKC", password).casefold()
    return (
        len(set(text)) < FEWEST_DIFFERENT
        or _is_walk(text)
        or _is_dressed(text, common_words())
        or _is_dressed(text, _own_words(own))
    )


def _is_walk(text: str) -> bool:
    steps = [a + b for a, b in pairwise(text)]
    walked = sum(step in _STEPS or step[0] == step[1] for step in steps)
    return walked >= WALKED_PART * len(steps)


def _is_dressed(text: str, words: frozenset[str]) -> bool:
    trimmed = text.strip(_DRESSING)
    bare = "".join(character for character in text if character.isalpha() or unicodedata.combining(character))
    heads = (trimmed, trimmed.translate(_LEET), bare)
    return any(head and _once(head) in words and len(text) - len(head) <= DRESSING for head in heads)


def _once(text: str) -> str:
    """A repeated text said once: "lovelove" is "love"."""
    again = (text + text).find(text, 1)
    return text[:again]


def _own_words(own: tuple[str, ...]) -> frozenset[str]:
    texts = [unicodedata.normalize("NFKC", text).casefold() for text in own]
    local_parts = [text.partition("@")[0] for text in texts]
    words = [word for text in texts for word in text.replace("@", " ").replace(".", " ").split()]
    joined = ["".join(text.split()) for text in texts]
    return frozenset(word for word in (*local_parts, *words, *joined) if len(word) >= 4)
