"""Errors with words: what the domain refuses, said to the person. Their pages are in `error_pages`."""

from typing import Any

from webapp.core.i18n import LazyText, _l


class DomainError(Exception):
    """A rule said no. `text` is a sentence for the person, `field` the form field it belongs beside."""

    status = 422
    field: str | None = None
    text: LazyText | str = _l("This cannot be done.")

    def __init__(self, text: LazyText | str | None = None, *, field: str | None = None, **facts: Any) -> None:
        if text is not None:
            self.text = text
        if field is not None:
            self.field = field
        self.facts = facts
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        return str(self.text) % self.facts if self.facts else str(self.text)


class Conflict(DomainError):
    """The world moved on between the page and the press."""

    status = 409
    text = _l("This has changed in the meantime. Look at the page again and decide anew.")


class UnsupportedFile(DomainError):
    """The file is of a kind we do not take."""

    status = 415
    text = _l("This kind of file is not supported. Send a JPEG, PNG, WebP or HEIC picture.")


class FileTooLarge(DomainError):
    """The file, or the picture in it, is larger than we take."""

    status = 413
    text = _l("This file is too large. The limit is 8 MB and 24 megapixels.")


class UnreadableFile(DomainError):
    """The file claims to be of a good kind and cannot be read."""

    text = _l("This file is damaged or incomplete. Take the picture again or choose another file.")
