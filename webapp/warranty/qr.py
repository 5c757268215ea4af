"""The QR code of a warranty card."""

import io

import segno


def qr_svg(text: str) -> str:
    """An SVG of the text, black on white in any theme, sized by the page's style."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn,
        kind="svg",
        border=4,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        nl=False,
        svgclass="qr",
        lineclass=None,
    )
    return drawn.getvalue().decode()
