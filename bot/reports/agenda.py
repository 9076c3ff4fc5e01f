"""The sheet to fill in before a conference: its headings, as text to copy and on A4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.reports.lines import Style
from bot.reports.page import Paper, height_of
from bot.reports.sheet_paper import MARGIN, Part, Sheet, drawn, room_of

TITLE = "議題シート"
NO_NAMES = (
    "お名前・住所・電話番号・生年月日は書きません（「80代女性」のように書きます）。"
    "だれのことかは、会って、または所属の決められた方法で伝えます。"
)
FACTS_ONLY = "見たこと・聞いたことだけを書き、推測と分けます。"
_SIZE = 10.5
_GAP = 2.2
_LEAST = 14.0  # room to write under a heading, mm
_RULE = 8.0  # between the lines to write on
_FIRST = ("日付　　　月　　　日", "所属")


@dataclass(frozen=True, slots=True)
class Agenda:
    """A conference's sheet: its name, what consent and secrecy ask for, and the headings."""

    conference: str
    consent: str
    secrecy: str
    headings: tuple[str, ...]
    version: str
    printed: date


def agenda_text(agenda: Agenda) -> str:
    """The sheet as plain text, to be copied and filled in elsewhere."""
    lines = [f"【{TITLE}】{agenda.conference}", f"※{NO_NAMES}", f"※{FACTS_ONLY}", ""]
    lines += ["日付：", "所属：", ""]
    for heading in agenda.headings:
        lines += [f"■ {heading}", "", ""]
    return "\n".join(lines).rstrip() + "\n"


def agenda_page(agenda: Agenda) -> bytes:
    """The sheet as a PDF of one A4 page, the room to write shared out among the headings."""
    paper = Paper(TITLE, agenda.printed)
    sheet = Sheet(paper, _SIZE)
    opening = list(_opening(sheet, agenda))
    heads = [sheet.heading(heading) for heading in agenda.headings]
    used = sum(part.height + _GAP for part in opening)
    used += sum(height_of(head) + _GAP for head in heads)
    room = max(_LEAST, (room_of(paper) - used) / max(len(heads), 1))
    fields = [_field(sheet, heading, room) for heading in agenda.headings]
    return drawn(paper, [[*opening, *fields]], agenda.version, agenda.printed)


def _opening(sheet: Sheet, agenda: Agenda) -> Iterator[Part]:
    yield sheet.part(sheet.block(TITLE, Style(20, bold=True), sheet.width))
    yield sheet.part(sheet.block(agenda.conference, Style(13, bold=True), sheet.width))
    said = (NO_NAMES, FACTS_ONLY, f"同意：{agenda.consent}", f"秘密を守ること：{agenda.secrecy}")
    yield sheet.part(sheet.listed(said, sheet.width))
    yield _first_line(sheet)


def _first_line(sheet: Sheet) -> Part:
    day, section = _FIRST

    def draw(y: float) -> None:
        sheet.paper.write(MARGIN, y + 1, day, sheet.text)
        sheet.paper.write(MARGIN + 60, y + 1, section, sheet.text)
        sheet.paper.rule(MARGIN + 72, y + 6, MARGIN + sheet.width, y + 6)

    return Part(6.5, draw)


def _field(sheet: Sheet, heading: str, room: float) -> Part:
    """A heading with lines to write on below it."""
    head = sheet.heading(heading)

    def draw(y: float) -> None:
        below = sheet.paper.draw(head, MARGIN, y, sheet.width)
        lines = max(1, int(room // _RULE))
        for number in range(1, lines + 1):
            at = below + number * room / lines
            sheet.paper.rule(MARGIN, at, MARGIN + sheet.width, at, grey=150)

    return Part(height_of(head) + room, draw)
