"""A receipt that came in through the phone's share sheet and waits for its product to be named."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from webapp.core import clock, media
from webapp.core.db import Record, db, random_ref
from webapp.core.jobs import job, periodic
from webapp.core.media import Media

if TYPE_CHECKING:
    from webapp.accounts.models import User

KEPT_FOR = timedelta(days=2)


class SharedReceipt(Record):
    """One file of one person, until it is put to a purchase or two days have passed."""

    __tablename__ = "shared_receipts"

    ref: Mapped[str] = mapped_column(String(16), unique=True, default=random_ref)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"))

    file: Mapped[Media] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def receive(cls, person: User, upload: FileStorage) -> SharedReceipt:
        """Keep a shared picture or PDF. Raises FileTooLarge, UnsupportedFile or UnreadableFile."""
        receipt = cls(user_id=person.id, media_id=media.save_document(upload).id)
        db.session.add(receipt)
        db.session.flush()
        return receipt

    @classmethod
    def of(cls, person: User, ref: str) -> SharedReceipt | None:
        """The person's own receipt of this name."""
        return db.session.scalar(select(cls).where(cls.user_id == person.id, cls.ref == ref))

    def release(self) -> Media:
        """Give the file away: from now on the row that takes it owns it."""
        db.session.delete(self)
        return self.file


@periodic(minute="40", hour="3")
@job()
def forget_old_receipts() -> None:
    """Delete what nobody put to a product in two days."""
    limit = clock.now() - KEPT_FOR
    for receipt in db.session.scalars(
        select(SharedReceipt).where(SharedReceipt.created_at < limit).limit(500)
    ):
        media.discard(receipt.release())
    db.session.commit()
