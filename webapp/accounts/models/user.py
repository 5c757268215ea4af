"""A person with an account: customer or staff."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from sqlalchemy import CheckConstraint, Select, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from webapp.accounts import passwords
from webapp.accounts.signals import signed_up
from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db
from webapp.core.errors import DomainError
from webapp.core.i18n import _l

if TYPE_CHECKING:
    from webapp.accounts.models.session import UserSession


class Role(StrEnum):
    """What a person may do; everyone who signs up is a customer."""

    CUSTOMER = "customer"
    AGENT = "agent"
    EDITOR = "editor"
    ADMIN = "admin"


STAFF_ROLES = frozenset({Role.AGENT, Role.EDITOR, Role.ADMIN})


class EmailTaken(DomainError):
    """Another account already has this address."""

    status = 422
    field = "email"
    text = _l("This address cannot be used. Check it, or use another one.")


class User(Record):
    """One account. ``email`` is stored casefolded, so that the unique key holds whatever the keyboard did."""

    __tablename__ = "users"
    __allow_unmapped__ = True  # for the two plain attributes that follow the columns
    __table_args__ = (
        CheckConstraint("role IN ('customer', 'agent', 'editor', 'admin')", name="role"),
        CheckConstraint("locale IN ('en', 'vi', 'ru', 'th')", name="locale"),
        CheckConstraint("reminder_hour BETWEEN 0 AND 23", name="reminder_hour"),
        CheckConstraint("daily_cap BETWEEN 1 AND 20", name="daily_cap"),
    )

    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16), default=Role.CUSTOMER.value)
    locale: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2))
    reminder_hour: Mapped[int] = mapped_column(default=9)
    quiet_from: Mapped[time] = mapped_column(default=time(21))
    quiet_until: Mapped[time] = mapped_column(default=time(8))
    daily_cap: Mapped[int] = mapped_column(default=5)
    email_verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    # Set by the session loader and by sessions.open: the row this request came in with, and its secret.
    session: UserSession | None = None
    session_token: str | None = None

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """An erased account can never be signed in to."""
        return self.erased_at is None

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES

    def get_id(self) -> str:
        """Flask-Login keeps this in the cookie: the secret of a session row, never the user's id."""
        if self.session_token is None:
            raise RuntimeError("Open a session with accounts.sessions.open before signing this user in.")
        return self.session_token

    @classmethod
    def register(
        cls,
        *,
        email: str,
        password: str,
        name: str,
        locale: str,
        zone: str,
        country: str,
        role: str = Role.CUSTOMER,
    ) -> Self:
        """Make a new account and tell ``signed_up``. Raises EmailTaken, also when another was faster."""
        user = cls(
            email=email.strip().casefold(),
            password_hash=passwords.hash_password(password),
            name=name,
            locale=locale,
            zone=zone,
            country=country,
            role=str(role),
        )
        try:
            with db.session.begin_nested():
                db.session.add(user)
        except IntegrityError as error:
            raise EmailTaken from error
        signed_up.send(user)
        return user

    @classmethod
    def with_email(cls, email: str) -> Self | None:
        """The living account that has this address, however it was typed."""
        return db.session.scalar(cls.living().where(cls.email == email.strip().casefold()))

    @classmethod
    def living(cls) -> Select[Self]:
        return select(cls).where(cls.erased_at.is_(None))

    def set_password(self, password: str) -> None:
        self.password_hash = passwords.hash_password(password)

    def verify_email(self, email: str) -> None:
        """The person proved to read ``email``; a link sent to an address since changed proves nothing."""
        if self.email == email and self.email_verified_at is None:
            self.email_verified_at = clock.now()

    def move_to(self, email: str) -> None:
        """Change the address to one the person has just proved. Raises EmailTaken."""
        try:
            with db.session.begin_nested():
                self.email = email
                self.email_verified_at = clock.now()
                db.session.flush()
        except IntegrityError as error:
            raise EmailTaken from error
