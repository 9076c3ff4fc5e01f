"""修了証 on one A4 page, to be kept or printed; in black on white, with no score.

A name is a name: where no font has one of its characters there is no certificate, but an
error that names the character. Everywhere else a missing one is shown as 〓.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.core.certificate import CertificateKind
from bot.core.serial import shown_serial
from bot.reports.glyphs import drawable, undrawable
from bot.reports.lines import Span, Style
from bot.reports.page import MM_A_POINT, Paper, height_of, rows

TITLE = "修了証"
COURSE = "区民の方の困りごとに気づき、つなぐための研修"
MASTERED_TEXT = (
    "あなたは{year}年度の「{course}」において、必修{required}テーマのすべてを受講し、"
    "全テーマの8割以上を習得されました。"
)
TAKEN_TEXT = (
    "あなたは{year}年度の「{course}」において、必修{required}テーマのすべてを受講されました。"
)
CLOSING = "よってここに証します。"
ISSUER = "気づきナビ（研修の記録）"
CHECK = (
    "この番号が正しいかどうかは、研修担当が「/kizuki 修了証」で確かめられます。"
    "この修了証に、点数はありません。"
)
_NAME, _LEAST_NAME = 34.0, 12.0  # points
_SIDE, _INNER = 12.0, 3.0  # the frame: from the edge, and between its two lines, mm
_TEXT = 34.0  # from the edge to the text


class UnknownGlyph(Exception):
    """No font has these characters of a name, which may not be printed without them."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(
            "お名前のうち、次の文字を印刷する字形がありません： "
            + "、".join(f"「{c}」（U+{ord(c):04X}）" for c in characters)
        )
        self.characters = characters


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says; ``required`` counts the 必修 concepts of the year."""

    serial: str
    name: str
    year: int
    kind: CertificateKind
    issued: date
    required: int


def text_of(certificate: Certificate) -> str:
    """The sentence of a certificate: 習得 is said only where it is so."""
    mastered = certificate.kind is CertificateKind.MASTERED
    return (MASTERED_TEXT if mastered else TAKEN_TEXT).format(
        year=certificate.year, course=COURSE, required=certificate.required
    )


def certificate_page(certificate: Certificate) -> bytes:
    """The certificate as a PDF; UnknownGlyph where the name cannot be drawn whole."""
    missing = undrawable(certificate.name)
    if missing:
        raise UnknownGlyph(missing)
    paper = Paper(TITLE, certificate.issued)
    paper.add_page()
    _frame(paper)
    number = f"第 {shown_serial(certificate.serial)} 号"
    paper.write_right(paper.width - _TEXT + 8, 30, number, Style(11))
    _centred(paper, 58, "修　了　証", Style(40, bold=True))
    _name(paper, certificate.name)
    width = paper.width - 2 * _TEXT
    lines = paper.lines([Span(text_of(certificate), Style(15))], width)
    below = paper.draw(rows(lines, 2.0), _TEXT, 142)
    paper.write(_TEXT, below + 5, CLOSING, Style(15))
    _centred(paper, 206, _day(certificate.issued), Style(15))
    _centred(paper, 222, ISSUER, Style(15, bold=True))
    small = paper.lines([Span(CHECK, Style(8.5, grey=50))], width)
    paper.draw(rows(small, 1.5), _TEXT, 254)
    return paper.finished()


def _frame(paper: Paper) -> None:
    for inset in (_SIDE, _SIDE + 0.5, _SIDE + _INNER):
        paper.box(inset, inset, paper.width - 2 * inset, paper.height - 2 * inset)


def _name(paper: Paper, name: str) -> None:
    """The name as large as its length allows, with a line below."""
    drawn = f"{drawable(unicodedata.normalize('NFC', name))}　殿"
    room = paper.width - 2 * _TEXT
    wide = paper.width_of(drawn, Style(_NAME))
    size = max(_LEAST_NAME, min(_NAME, _NAME * room / wide))
    if paper.width_of(drawn, Style(size)) > room:
        block = rows(paper.lines([Span(drawn, Style(_LEAST_NAME))], room), 1.3)
        paper.draw(block, _TEXT, 120 - height_of(block))
    else:
        _centred(paper, 118 - size * MM_A_POINT, drawn, Style(size))
    paper.rule(_TEXT, 121, paper.width - _TEXT, 121, grey=90)


def _centred(paper: Paper, y: float, text: str, style: Style) -> None:
    paper.write((paper.width - paper.width_of(text, style)) / 2, y, text, style)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
