"""Labels made for the tests as a camera would see them."""

import io

import segno
import zxingcpp
from PIL import Image, ImageFilter

BarcodeFormat = zxingcpp.BarcodeFormat


def code(text: str, kind: BarcodeFormat = BarcodeFormat.QRCode, scale: int = 4) -> Image.Image:
    """Return a clean picture of one code with its quiet zone."""
    barcode = zxingcpp.create_barcode(text, kind)
    return Image.fromarray(barcode.to_image(scale=scale, add_quiet_zones=True)).convert("L")


def qr(text: str, scale: int = 6) -> Image.Image:
    """Return a QR code drawn by another library than the one that reads it."""
    stream = io.BytesIO()
    segno.make(text, micro=False, error="m").save(stream, kind="png", scale=scale)
    return Image.open(stream).convert("L")


def label(*codes: Image.Image, width: int = 1200, height: int = 900) -> Image.Image:
    """Return a grey-white label with the codes below one another."""
    paper = Image.new("L", (width, height), 235)
    top = 60
    for picture in codes:
        paper.paste(picture, ((width - picture.width) // 2, top))
        top += picture.height + 40
    return paper


def tilted(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, expand=True, fillcolor=235, resample=Image.Resampling.BICUBIC)


def blurred(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


def as_file(image: Image.Image, kind: str = "JPEG", **options: object) -> io.BytesIO:
    """Return the picture encoded as JPEG, PNG, WEBP or HEIF."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    stream = io.BytesIO()
    image.convert("RGB").save(stream, format=kind, **options)
    stream.seek(0)
    return stream
