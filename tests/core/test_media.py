"""What people send: judged by its content, re-encoded, kept under random names, shown only by permission."""

import io
import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from flask import Flask
from PIL import Image
from werkzeug.datastructures import FileStorage

from webapp.core import media
from webapp.core.db import db
from webapp.core.errors import DomainError, FileTooLarge, UnreadableFile, UnsupportedFile

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


def picture(kind: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def heic(size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, "teal")).save(out, quality=50)
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of side x side pixels, of one colour, in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    packer, row = zlib.compressobj(9), b"\0" * (side // 8 + 2)
    pixels = b"".join(packer.compress(row) for _row in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def animated() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def upload(data: bytes, name: str = "photo.jpg") -> FileStorage:
    return FileStorage(io.BytesIO(data), name)


@pytest.mark.parametrize("data", [picture("JPEG"), picture("PNG"), picture("WEBP"), heic()])
def test_pictures_are_kept_as_webp_under_a_random_name(app: Flask, data: bytes) -> None:
    row = media.save_image(upload(data, "../../etc/passwd.jpg"))
    kept = media.storage().get(row.key)
    assert Image.open(io.BytesIO(kept)).format == "WEBP"
    assert (row.kind, row.mime, row.size) == ("image", "image/webp", len(kept))
    assert "passwd" not in row.key
    assert len(row.key) > 26


def test_large_pictures_shrink_and_lose_what_they_tell_of_the_place(app: Flask) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    row = media.save_image(upload(picture("JPEG", (3200, 800), exif=exif)))
    kept = Image.open(io.BytesIO(media.storage().get(row.key)))
    assert kept.size == (row.width, row.height) == (400, 1600)
    assert not kept.getexif()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\xff\xd8\xff" + b"x" * (9 * 1024 * 1024), FileTooLarge),
        (bomb(13_000), FileTooLarge),
        (bomb(8_001), FileTooLarge),
        (picture("PNG", (6000, 4001)), FileTooLarge),
        (SVG, UnsupportedFile),
        (HTML, UnsupportedFile),
        (b"", UnsupportedFile),
        (picture("GIF"), UnsupportedFile),
        (picture("BMP"), UnsupportedFile),
        (picture("TIFF"), UnsupportedFile),
        (animated(), UnsupportedFile),
        (heic()[:400], UnreadableFile),
        (heic((640, 480))[:-200], UnreadableFile),
        (picture("JPEG", (400, 400))[:600], UnreadableFile),
        (picture("PNG", (400, 400))[:60], UnreadableFile),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, UnreadableFile),
        (b"RIFF\x10\0\0\0WEBPVP8 ", UnreadableFile),
    ],
)
def test_what_is_no_good_picture_is_refused_with_its_reason(
    app: Flask, data: bytes, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        media.save_image(upload(data))
    assert db.session.scalars(db.select(media.Media)).all() == []


def test_a_bomb_is_small_on_the_wire() -> None:
    assert len(bomb(13_000)) < 40_000


def test_a_receipt_may_be_a_pdf_and_is_only_ever_downloaded(app: Flask) -> None:
    pdf = b"%PDF-1.7\n1 0 obj << /JS (app.alert\\(1\\)) >> endobj\ntrailer\n%%EOF\n"
    row = media.save_document(upload(pdf, "receipt.pdf"))
    with app.test_request_context():
        answer = media.send(row)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.get_data() == pdf


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7\ncut off", UnreadableFile),
        (b"%PDF-1.7\n" + b"x" * (9 * 1024 * 1024) + b"%%EOF", FileTooLarge),
        (HTML, UnsupportedFile),
    ],
)
def test_a_bad_document_is_refused(app: Flask, data: bytes, error: type[DomainError]) -> None:
    with pytest.raises(error):
        media.save_document(upload(data, "receipt.pdf"))


def test_a_picture_is_shown_in_the_page_and_runs_nothing(app: Flask) -> None:
    row = media.save_image(upload(picture("JPEG")))
    with app.test_request_context():
        answer = media.send(row)
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.mimetype == "image/webp"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_discarded_file_is_gone(app: Flask) -> None:
    row = media.save_image(upload(picture("JPEG")))
    key = row.key
    media.discard(row)
    db.session.commit()
    with pytest.raises(FileNotFoundError):
        media.storage().get(key)


def test_the_folder_may_be_deleted_from_twice(tmp_path: Path) -> None:
    folder = media.FolderStorage(tmp_path)
    folder.put("ab/cd.webp", b"x", "image/webp")
    assert folder.get("ab/cd.webp") == b"x"
    folder.delete("ab/cd.webp")
    folder.delete("ab/cd.webp")


def test_a_photo_with_a_second_picture_behind_it_is_a_photo(app: Flask) -> None:
    """Phones put a gain map or a preview behind a JPEG (MPO); the first picture is the photo."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(
        out, "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20), "red")]
    )
    row = media.save_image(FileStorage(io.BytesIO(out.getvalue()), "IMG_1.jpg"))
    assert (row.width, row.height) == (60, 40)
