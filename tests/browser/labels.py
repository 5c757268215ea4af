"""Labels as people photograph them: a QR code on paper, a little askew."""

import io
from pathlib import Path

import segno
from PIL import Image


def photographed(text: str, path: Path, degrees: float = 7) -> Path:
    """Write a photo of a label with a QR code and return its path."""
    code = io.BytesIO()
    segno.make(text, error="m").save(code, kind="png", scale=8, border=4)
    table = Image.new("RGB", (1200, 1600), "#7a6a58")
    label = Image.new("RGB", (700, 800), "#f6f4ef")
    label.paste(Image.open(code).convert("RGB").resize((520, 520)), (90, 140))
    table.paste(label, (250, 400))
    table.rotate(degrees, fillcolor="#7a6a58").save(path, "JPEG", quality=85)
    return path
