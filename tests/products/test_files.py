"""Files people send: what is taken, what is refused and with which words."""

import io
import struct
import zlib

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.products.labels import as_file, label, qr
from tests.world import World
from webapp.core.db import db
from webapp.core.media import Media
from webapp.products import receipts
from webapp.products.models import Purchase

PDF = (
    b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj\n"
    b"trailer << >>\n%%EOF\n"
)


def huge_png() -> bytes:
    """Return a few hundred bytes that claim to be 13,000 x 13,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 13_000, 13_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


BAD = {
    "too heavy": (b"\xff\xd8\xff" + b"0" * 9 * 1024 * 1024, "a.jpg", 413),
    "too many pixels": (huge_png(), "a.png", 413),
    "svg named jpg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a.jpg", 415),
    "html named jpg": (b"<!doctype html><script>alert(1)</script>", "a.jpg", 415),
    "truncated heic": (as_file(label(qr("x")), "HEIF").getvalue()[:2000], "a.heic", 422),
    "truncated jpeg": (as_file(label(qr("x"))).getvalue()[:3000], "a.jpg", 422),
    "empty": (b"", "a.jpg", 415),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("door", ["label", "receipt"])
def test_bad_files_get_a_sentence_beside_the_field(
    browser: FlaskClient, world: World, name: str, door: str
) -> None:
    data, file_name, status = BAD[name]
    path = "/products/register/label" if door == "label" else f"/products/{world.purchase.ref}/receipt"
    field = "photo" if door == "label" else "receipt"
    page = browser.post(path, data={field: (io.BytesIO(data), file_name)})
    page.request.environ["wsgi.input"].close()  # the test client leaves its own temporary file open
    assert page.status_code == status
    assert f'id="{field}-error"' in page.text
    assert db.session.scalar(select(func.count()).select_from(Media)) == 0


def test_a_bad_receipt_registers_nothing(browser: FlaskClient, world: World) -> None:
    details = {
        "model": world.purifier.ref,
        "serial": world.serial.number,
        "bought_on": "2025-03-14",
        "country": "VN",
    }
    page = browser.post("/products/register", data=details | {"receipt": (io.BytesIO(b"<svg/>"), "a.jpg")})
    assert page.status_code == 415
    assert 'id="receipt-error"' in page.text
    assert db.session.scalar(select(func.count()).select_from(Purchase)) == 0


def test_a_photo_without_a_code_says_what_to_do(browser: FlaskClient) -> None:
    page = browser.post("/products/register/label", data={"photo": (as_file(label()), "a.jpg")})
    assert page.status_code == 422
    assert "No code could be read" in page.text


def test_a_pdf_with_a_script_is_only_ever_a_download(browser: FlaskClient, world: World) -> None:
    ref = world.purchase.ref
    browser.post(f"/products/{ref}/receipt", data={"receipt": (io.BytesIO(PDF), "receipt.pdf")})
    file = browser.get(f"/products/{ref}/receipt/file")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_a_receipt_is_shown_replaced_and_removed(browser: FlaskClient, world: World) -> None:
    url = f"/products/{world.purchase.ref}/receipt"
    for kind in ("JPEG", "HEIF"):
        answer = browser.post(url, data={"receipt": (as_file(label(), kind), "receipt.x")})
        assert answer.status_code == 303
    assert browser.get(f"{url}/file").mimetype == "image/webp"
    assert db.session.scalar(select(func.count()).select_from(Media)) == 1
    browser.post(f"{url}/removal")
    assert browser.get(f"{url}/file").status_code == 404
    assert receipts.of(world.purchase) is None


def test_a_stranger_and_family_cannot_read_the_receipt(
    browser: FlaskClient, other: FlaskClient, world: World
) -> None:
    url = f"/products/{world.purchase.ref}/receipt"
    browser.post(url, data={"receipt": (as_file(label()), "receipt.jpg")})
    assert other.get(f"{url}/file").status_code == 404
    assert other.post(f"{url}/removal").status_code == 404


def test_the_photo_that_staff_asked_for(browser: FlaskClient, world: World, agent) -> None:
    purchase = world.purchase
    purchase.confirmed_at = None
    purchase.ask_better_photo(agent)
    browser.post(f"/products/{purchase.ref}/label-photo", data={"photo": (as_file(label()), "label.jpg")})
    assert purchase.label_photo_id is not None
    assert purchase.photo_asked_at is None
