"""Password hashing (argon2id) and which passwords are too easy.

Parameters come from the config value ``ARGON2 = (memory KiB, time, parallelism)``.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

MIN_LENGTH = 10
MAX_LENGTH = 256

# Each verification takes its memory for tens of milliseconds: a flood of sign-ins queues here instead of
# filling the machine.
_two_at_a_time = BoundedSemaphore(2)


@lru_cache(maxsize=4)
def _hasher(memory: int, time: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(memory_cost=memory, time_cost=time, parallelism=parallelism)


@lru_cache(maxsize=4)
def _nobody(memory: int, time: int, parallelism: int) -> str:
    return _hasher(memory, time, parallelism).hash("nobody has this password")


def _parameters() -> tuple[int, int, int]:
    memory, time, parallelism = current_app.config["ARGON2"]
    return memory, time, parallelism


def normalised(password: str) -> str:
    """The same password from any keyboard: Vietnamese and Thai input methods differ in how they compose."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    with _two_at_a_time:
        return _hasher(*_parameters()).hash(normalised(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Without a hash the same work is done, so time tells nothing."""
    parameters = _parameters()
    with _two_at_a_time:
        try:
            _hasher(*parameters).verify(password_hash or _nobody(*parameters), normalised(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher(*_parameters()).check_needs_rehash(password_hash)
