"""Finds what looks like a phone number, however it was typed.

Used to hold the promise that a number stands in contacts.yaml or nowhere.
Pure: text in, findings out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.nodes import Node, Scalar
from bot.content.schema import BAD, Bad, Page, Reader, quoted

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー.", "-"))
_KANJI = str.maketrans("〇零一二三四五六七八九", "00123456789")
_WEB = re.compile(r"https?://[!-~]+|(?<![A-Za-z0-9.-])[A-Za-z0-9.-]+\.[a-z]{2,12}/[!-~]*")
_DIGIT = re.compile("[0-9〇零]")
_GAP = r"[-() ]{0,2}"

# Ten digits from 0, eleven after 050–090, nine or ten after +81; but not the end of
# a date (2026-07-01 2026-…), which the digit and dash before it give away.
_LONG = re.compile(
    r"(?<![0-9])(?<![0-9]-)(?:"
    rf"\(?0{_GAP}[5-9]{_GAP}0(?:{_GAP}[0-9]){{8}}"
    rf"|\(?0(?!{_GAP}[5-9]{_GAP}0)(?:{_GAP}[0-9]){{9}}"
    rf"|\+81(?:{_GAP}[0-9]){{9,10}}"
    r")(?![0-9])"
)
# Osaka's eight digits without the area code; two years (2025-2026) are no number.
_LOCAL = re.compile(r"(?<![0-9-])(?!(?:19|20)\d\d-(?:19|20)\d\d)[2-9]\d{3}-\d{4}(?![0-9-])")
_HASH = re.compile(r"(?<![0-9A-Za-z&])#\d{4}(?![0-9])")
_SHORT = re.compile(
    r"(?<![0-9-])1\d\d(?=番(?![目地号街組台])|(?:番|通報|ダイヤル)?[へに](?:電話|通報|通告|かけ|相談))"
)
_LOCAL_DIGITS = 8
_WRITTEN = re.compile(r"#\d{4}|1\d\d|0\d{1,4}(?:-?\d{1,4}){2,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """A number as it was written and its digits (``#`` kept), as ``number_key`` has them."""

    written: str
    key: str


def number_key(text: str) -> str:
    """Digits of a number, with a leading ``#`` if it has one; ``+81`` becomes ``0``."""
    plain = unicodedata.normalize("NFKC", text).replace("+81", "0")
    digits = "".join(sign for sign in plain if sign in "#0123456789")
    return digits.replace("00", "0", 1) if "+81" in text and digits.startswith("00") else digits


def find_numbers(line: str) -> Iterator[Found]:
    """Everything in ``line`` that reads like a phone number; web addresses left out."""
    if not _DIGIT.search(unicodedata.normalize("NFKC", line)):
        return
    text = unicodedata.normalize("NFKC", _WEB.sub(" ", line))
    dashed = text.translate(_DASHES)
    spelled = dashed.translate(_KANJI)
    taken: set[int] = set()
    for pattern, searched in ((_LONG, spelled), (_LOCAL, dashed), (_HASH, text), (_SHORT, text)):
        for match in pattern.finditer(searched):
            if match.start() not in taken:
                written = match.group().strip()
                yield Found(written, number_key(written))
            taken.update(range(*match.span()))


def registered(key: str, numbers: frozenset[str]) -> bool:
    """Whether a found number is one of ``numbers``; eight digits count as Osaka's 06."""
    return key in numbers or (len(key) == _LOCAL_DIGITS and f"06{key}" in numbers)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in contacts.yaml, noted under ``kind`` by its digits."""

    kind: str
    text: Reader[str]

    def read(self, node: Node, label: str, page: Page) -> str | Bad:
        """The number as written."""
        written = number_key(node.text) if isinstance(node, Scalar) else ""
        if written:  # known even if faulty, or its mention elsewhere were a fault as well
            page.record.defined.setdefault(self.kind, {}).setdefault(written, page.place(node.line))
        text = self.text.read(node, label, page)
        if isinstance(text, Bad):
            return BAD
        key = number_key(text)
        if not _WRITTEN.fullmatch(text) or (text.startswith("0") and len(key) not in (10, 11)):
            said = "06-0000-0000・110・#7119 のように半角の数字と『-』で書いてください"
            return page.fault(node.line, f"{label}の{quoted(text)}は電話番号ではありません。{said}")
        return text
