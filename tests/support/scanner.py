"""A scanner: printed sheets become pictures, skewed, turned upside down, dusty, as an old machine does."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from sqlalchemy.orm import Session

from elans_desktop.documents.catalogue import render
from elans_desktop.services.printing import preparation
from elans_desktop.services.printing.printing import DocumentRequest


def printed(session: Session, request: DocumentRequest) -> bytes:
    """The PDF of a document, its sheets « imprimées »."""
    views = preparation.prepare(session, request)
    rendered = render(request.key, views)
    preparation.note_issued(session, request, views, rendered.pdf, rendered.pages)
    return rendered.pdf


def pages(pdf: bytes, dpi: int = 150) -> list[Image.Image]:
    """The pages of a PDF on paper, in shades of grey."""
    document: Any = pdfium.PdfDocument(pdf)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def scanned(paper: Image.Image, *, turn: int = 0, skew: float = 0, dust: int = 0) -> Image.Image:
    """What the glass sees: turned by quarters (clockwise), a slight skew (degrees), specks of dust."""
    seen = paper.rotate(-turn, expand=True) if turn else paper
    if skew:
        seen = seen.rotate(skew, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    if dust:
        specks = random.Random(7)
        seen = seen.filter(ImageFilter.GaussianBlur(0.7))
        for _ in range(dust):
            at = specks.randrange(seen.width), specks.randrange(seen.height)
            seen.putpixel(at, specks.randrange(256))
    return seen


def as_pdf(path: Path, *pictures: Image.Image) -> Path:
    """One PDF of pictures, as a scanner with a feeder makes it."""
    first, *others = pictures
    first.save(path, "PDF", save_all=True, append_images=others, resolution=150)
    return path


def as_picture(path: Path, picture: Image.Image) -> Path:
    """One JPEG or PNG, by the end of its name."""
    picture.save(path)
    return path


def png(picture: Image.Image) -> bytes:
    """The bytes of a PNG."""
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
