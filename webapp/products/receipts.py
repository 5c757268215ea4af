"""The papers of a purchase: its receipt, and the photo of its label that staff asked for."""

from sqlalchemy import exists, or_, select
from werkzeug.datastructures import FileStorage

from webapp.core import media
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.media import Media
from webapp.products.models import Dispute, Purchase


def keep(purchase: Purchase, upload: FileStorage) -> None:
    """Keep a picture or PDF as the receipt, in place of the one before.

    Raises the file errors of core with field "receipt", or AlreadyEnded.
    """
    purchase.require_active()
    kept = _saved(upload, "receipt")
    before, purchase.receipt_id = purchase.receipt_id, kept.id
    drop(before)


def remove(purchase: Purchase) -> None:
    """Delete the receipt. Without one nothing happens."""
    before, purchase.receipt_id = purchase.receipt_id, None
    drop(before)


def keep_label_photo(purchase: Purchase, upload: FileStorage) -> None:
    """Keep the photo of the label that staff asked for; the question is answered with it."""
    purchase.require_active()
    kept = _saved(upload, "photo")
    before, purchase.label_photo_id, purchase.photo_asked_at = purchase.label_photo_id, kept.id, None
    drop(before)


def keep_evidence(upload: FileStorage) -> Media:
    """Keep a picture or PDF that proves a claim."""
    return _saved(upload, "evidence")


def of(purchase: Purchase) -> Media | None:
    """Return the receipt."""
    return db.session.get(Media, purchase.receipt_id) if purchase.receipt_id else None


def _saved(upload: FileStorage, field: str) -> Media:
    try:
        return media.save_document(upload)
    except DomainError as error:
        error.field = field
        raise


def drop(media_id: int | None) -> None:
    """Delete a file that no record names any more: what won a dispute is a receipt and evidence at once."""
    db.session.flush()
    if media_id and not _is_named(media_id) and (row := db.session.get(Media, media_id)) is not None:
        media.discard(row)


def _is_named(media_id: int) -> bool:
    papers = or_(Purchase.receipt_id == media_id, Purchase.label_photo_id == media_id)
    named = exists().where(papers) | exists().where(Dispute.evidence_id == media_id)
    return bool(db.session.scalar(select(named)))
