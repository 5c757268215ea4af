"""Files people send: pictures re-encoded, documents kept as they are, both private and under random names.

Limits: 8 MiB a file, 24 megapixels, 8,000 pixels a side, one frame. The header is judged before any pixel
is decoded, because a 20 KiB file may unfold to hundreds of megapixels.
"""

import io
import mimetypes
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import urlsplit

import pi_heif
from flask import Flask, Response, current_app
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from webapp.core.db import Record, after_commit, db, random_ref
from webapp.core.errors import FileTooLarge, UnreadableFile, UnsupportedFile

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 24_000_000
MAX_SIDE = 8_000
KEPT_SIDE = 1_600
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_WITH_EXTRAS = ("HEIF", "MPO")  # phones put previews and gain maps behind the photo; only the first is read

pi_heif.register_heif_opener()


class Media(Record):
    """A stored file. Who may see it is the question of the row that points here."""

    __tablename__ = "media"

    key: Mapped[str] = mapped_column(db.String(60), unique=True)
    kind: Mapped[str] = mapped_column(db.String(10))
    mime: Mapped[str] = mapped_column(db.String(60))
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    name: Mapped[str] = mapped_column(db.String(200), default="")


def open_image(stream: IO[bytes]) -> Image.Image:
    """Return a decoded, upright picture.

    Raises FileTooLarge, UnsupportedFile (not JPEG, PNG, WebP or HEIC by content) or UnreadableFile.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FileTooLarge
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise _refusal(data) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileTooLarge from error
    except Exception as error:  # a decoder may raise anything for a crafted header
        raise UnreadableFile from error
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise FileTooLarge
    if getattr(image, "n_frames", 1) > 1 and image.format not in _WITH_EXTRAS:
        raise UnsupportedFile
    try:
        image.load()
        return ImageOps.exif_transpose(image)
    except Exception as error:  # truncated or crafted pixel data
        raise UnreadableFile from error


def _refusal(data: bytes) -> UnsupportedFile | UnreadableFile:
    heic = data[4:8] == b"ftyp"
    known = data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")) or heic
    return UnreadableFile() if known else UnsupportedFile()


def save_image(upload: FileStorage) -> Media:
    """Store a picture as WebP of at most 1,600 pixels a side, without its metadata, and return its row."""
    return keep_image(open_image(upload.stream))


def keep_image(image: Image.Image) -> Media:
    """Store an already opened picture as WebP and return its row."""
    image.thumbnail((KEPT_SIDE, KEPT_SIDE))
    mode = "RGBA" if "A" in image.getbands() else "RGB"
    out = io.BytesIO()
    image.convert(mode).save(out, "WEBP", quality=82, method=4)
    row = _store(out.getvalue(), "image", "image/webp")
    row.width, row.height = image.size
    return row


def save_document(upload: FileStorage) -> Media:
    """Store a receipt: a PDF as it is (never shown inline), anything else as a picture."""
    head = upload.stream.read(1024)
    upload.stream.seek(0)
    if b"%PDF-" not in head:
        return save_image(upload)
    data = upload.stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FileTooLarge
    if b"%%EOF" not in data[-2048:]:
        raise UnreadableFile
    return _store(data, "document", "application/pdf")


def _store(data: bytes, kind: str, mime: str) -> Media:
    key = f"{random_ref(2)}/{random_ref(26)}{mimetypes.guess_extension(mime) or ''}"
    storage().put(key, data, mime)
    row = Media(key=key, kind=kind, mime=mime, size=len(data))
    db.session.add(row)
    db.session.flush()
    return row


def send(media: Media) -> Response:
    """Answer with a private file. The caller has already made sure that the person may see it."""
    response = Response(storage().get(media.key), mimetype=media.mime)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    place = "inline" if media.kind == "image" else "attachment"
    suffix = Path(media.key).suffix
    response.headers["Content-Disposition"] = f'{place}; filename="aftercare-{media.id}{suffix}"'
    return response


def discard(media: Media) -> None:
    """Delete a file with its row: the row in this transaction, the bytes once it has committed."""
    store, key = storage(), media.key
    after_commit(lambda: store.delete(key))
    db.session.delete(media)


# -- storage -------------------------------------------------------------------------------------


class Storage(Protocol):
    """Where the bytes are. Keys are `xx/random.ext`. `get` raises FileNotFoundError."""

    def put(self, key: str, data: bytes, mime: str) -> None: ...
    def get(self, key: str) -> bytes: ...
    def delete(self, key: str) -> None: ...


class FolderStorage:
    """Files in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes, mime: str) -> None:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def get(self, key: str) -> bytes:
        return (self.root / key).read_bytes()

    def delete(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)


class S3Storage:
    """Objects in an S3-compatible bucket: `s3://bucket/prefix?endpoint=...`; keys from AWS_* settings."""

    def __init__(self, url: str) -> None:
        import boto3

        parts = urlsplit(url)
        endpoint = parts.query.removeprefix("endpoint=") or None
        self.bucket, self.prefix = parts.netloc, parts.path.strip("/")
        self.client: Any = boto3.client("s3", endpoint_url=endpoint)

    def _name(self, key: str) -> str:
        return f"{self.prefix}/{key}" if self.prefix else key

    def put(self, key: str, data: bytes, mime: str) -> None:
        self.client.put_object(Bucket=self.bucket, Key=self._name(key), Body=data, ContentType=mime)

    def get(self, key: str) -> bytes:
        try:
            found = self.client.get_object(Bucket=self.bucket, Key=self._name(key))
        except self.client.exceptions.NoSuchKey as error:
            raise FileNotFoundError(key) from error
        return bytes(found["Body"].read())

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self._name(key))


def storage() -> Storage:
    """Return the configured storage."""
    return current_app.extensions["storage"]  # type: ignore[no-any-return]


def init_app(app: Flask) -> None:
    """Choose the storage by `MEDIA_URL`: `folder:///path` or `s3://...`."""
    url = app.config["MEDIA_URL"]
    if url.startswith("s3://"):
        app.extensions["storage"] = S3Storage(url)
    else:
        app.extensions["storage"] = FolderStorage(Path(urlsplit(url).path))
