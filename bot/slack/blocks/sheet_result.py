"""What follows from a sheet, in the modal of its writer and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto

from bot.core.sheet import ASK_NO_MORE, HEADER, SheetDestination, SheetDuty, SheetResult
from bot.core.sheet_advice import NO_PAPER
from bot.service.cards import DestinationCard
from bot.service.sheet import JudgedSheet
from bot.slack.blocks.base import (
    Block,
    View,
    actions,
    bold,
    button,
    clip,
    divider,
    inline,
    modal,
    paragraph,
    section,
)
from bot.slack.blocks.cards import bulleted, consent_line
from bot.slack.blocks.carried import Carried
from bot.slack.blocks.controls import CONFERENCE, details_button
from bot.slack.blocks.duty import duty_blocks, duty_line
from bot.slack.blocks.reach import where_line
from bot.slack.blocks.sheet import BACK, RESULT, TAKE_FILE, TITLE
from bot.slack.blocks.sheet_state import OpenSheet, pack_sheet

FIELD = 1900  # characters of one column of a section; Slack takes 2,000
RECORD = 2800  # characters of one section of the record's text
LONGEST_LINE = 120
NOT_KEPT = (
    "この結果は、どこにも保存も投稿もしません。この画面を閉じると消えます。"
    "要るときは、下の文を所属の記録に写してください。"
)
FILE_SENT = (
    "ファイルを、アプリとのあなたのメッセージに送っています（10秒ほどかかります）。"
    "届かないときは、もどってからもう一度お試しください。"
)
ONE_SIGN = (
    "一つだけでは分かりませんが、次のことのサインかもしれません。"
    "そう思われるときは、迷わず連絡します。"
)
NOTHING_NOTICED = "見たこと・聞いたことに、印がありません。"


class Paper(Enum):
    """Whether the writer can have the sheet as a file."""

    NOT_OFFERED = auto()
    OFFERED = auto()
    SENT = auto()


def result_view(
    judged: JudgedSheet, opened: OpenSheet, *, more: bool, paper: Paper = Paper.NOT_OFFERED
) -> View:
    """The whole result.

    ``more``: 「くわしく」 can be laid over this modal.
    """
    result = judged.result
    buttons = [button("もどって直す", BACK)]
    if paper is Paper.OFFERED:
        buttons.append(button("ファイルで受け取る", TAKE_FILE))
    blocks = [
        section(bold(HEADER)),
        *_at_once(judged),
        *_facts(result),
        *_watch(result.duties),
        *_destinations(judged, more=more),
        *_meeting(result, more=more),
        *_advice(result),
        divider(),
        section([bold("所属の記録に写す文"), inline(NOT_KEPT)]),
        *(paragraph(part) for part in _parts(result.record.split("\n"), RECORD)),
        *([section(FILE_SENT)] if paper is Paper.SENT else []),
        actions(buttons),
    ]
    view = modal(TITLE, blocks, callback_id=RESULT)
    return {**view, "private_metadata": pack_sheet(opened)}


def _at_once(judged: JudgedSheet) -> Iterator[Block]:
    """The first card whole, the others in two lines; then why, and to ask no more."""
    if not judged.duties:
        return
    first, *others = judged.duties
    yield from duty_blocks(first)
    for card in others:
        yield {k: v for k, v in duty_line(card).items() if k != "accessory"}
    yield section([bold(ASK_NO_MORE), *(_because(duty) for duty in judged.result.at_once)])
    yield divider()


def _because(duty: SheetDuty) -> str:
    return inline(_line(f"{duty.name}：{'／'.join(duty.because)}"))


def _facts(result: SheetResult) -> Iterator[Block]:
    """Facts and hearsay in two columns; what was checked and not found below them."""
    if not (result.seen or result.heard or result.urgent):
        yield section(NOTHING_NOTICED)
    seen = list(_parts([bold("見たこと"), *_lines(result.seen)], FIELD)) if result.seen else []
    heard = list(_parts([bold("聞いたこと"), *_lines(result.heard)], FIELD)) if result.heard else []
    for number in range(max(len(seen), len(heard))):
        columns = [column[number] for column in (seen, heard) if number < len(column)]
        yield {"type": "section", "fields": [{"type": "mrkdwn", "text": c} for c in columns]}
    for title, lines in (
        ("急ぎの様子", result.urgent),
        ("確かめたが、見聞きしなかったこと", result.checked_not),
        ("確かめようとしたが、わからないこと", result.unknown),
        ("推測（事実と分けます）", result.guesses),
        ("ご本人の意向・同意", result.wishes),
    ):
        if lines:
            yield section([bold(title), *_lines(lines)])


def _watch(duties: Sequence[SheetDuty]) -> Iterator[Block]:
    """Kinds of danger that one sign may mean, and whom to tell when it does."""
    found = [duty for duty in duties if not duty.at_once]
    if not found:
        return
    lines = [
        inline(_line(f"・{duty.name}（{'／'.join(duty.because)}）→ {'、'.join(duty.desks[:2])}"))
        for duty in found
    ]
    yield section([bold("気をつけること"), ONE_SIGN, *lines])


def _destinations(judged: JudgedSheet, *, more: bool) -> Iterator[Block]:
    if judged.destinations:
        yield section(bold("つなぎ先と、その理由"))
    for found, card in zip(judged.result.destinations, judged.destinations, strict=True):
        carried = Carried(ids=(found.destination_id,))
        yield section(_destination(found, card), details_button(carried) if more else None)


def _destination(found: SheetDestination, card: DestinationCard) -> list[str]:
    signs = f"（手がかり：{'、'.join(found.signs)}）" if found.signs else ""
    return [
        bold(clip(found.name, LONGEST_LINE)),
        inline(_line(f"理由：{'／'.join(found.because)}{signs}")),
        inline(_line(where_line(card))),
        inline(consent_line(card.destination)),
    ]


def _meeting(result: SheetResult, *, more: bool) -> Iterator[Block]:
    meeting = result.meeting
    name = bold(f"会議：{clip(meeting.name, LONGEST_LINE)}" if meeting.name else "会議")
    shown = more and meeting.conference_id
    accessory = button("くわしく", CONFERENCE, meeting.conference_id) if shown else None
    yield section([name, inline(meeting.because)], accessory)


def _advice(result: SheetResult) -> Iterator[Block]:
    if result.nothing_on_paper:
        yield section(bold(NO_PAPER))
    for title, lines in (
        ("ご本人に伝えること", result.tell),
        ("引き継ぐ内容", result.hand_over),
        ("引き継ぎ方", result.how),
    ):
        if lines:
            yield section([bold(title), *_lines(lines)])


def _lines(texts: Iterable[str]) -> list[str]:
    return bulleted(map(_line, texts))


def _line(text: str) -> str:
    return clip(" ".join(text.split()), LONGEST_LINE)


def _parts(lines: Iterable[str], most: int) -> Iterator[str]:
    """The lines in parts of at most ``most`` characters; a longer line is cut."""
    part = ""
    for line in lines:
        if part and len(part) + 1 + len(line) > most:
            yield part
            part = ""
        part = f"{part}\n{line}" if part else line[:most]
    if part.strip():
        yield part
