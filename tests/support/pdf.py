"""What a PDF says, page by page, as another program reads it."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader

# A number as it may be dialled: 06-6682-9872, 0570-078374, #7119, 110.
_NUMBER = re.compile(r"(?<![\d-])(?:0\d{1,4}(?:-\d{1,4}){1,2}|0\d{3}-\d{6}|#\d{4}|1\d\d)(?![\d-])")


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page without blanks or line ends, which layout put there."""
    return ["".join(text.split()) for text in _texts(pdf)]


def _texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def bad_line_ends(pdf: bytes) -> list[str]:
    """The lines that begin with what closes, or end with what opens (禁則)."""
    lines = [line.strip() for text in _texts(pdf) for line in text.splitlines()]
    return [line for line in lines if re.match("[、。）]", line) or re.search("[（「]$", line)]


def largest_type(pdf: bytes) -> str:
    """Everything set in the largest type of the first page."""
    runs: list[tuple[float, str]] = []

    def remember(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            runs.append((size * abs(tm[3]), text))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=remember)
    largest = max(size for size, _ in runs)
    return "".join(text for size, text in runs if size == largest)


def numbers_in(pdf: bytes) -> set[str]:
    """Everything in a PDF that looks like a number to dial."""
    return set(_NUMBER.findall("\n".join(_texts(pdf))))
