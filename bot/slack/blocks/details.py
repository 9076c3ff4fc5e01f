"""What stands behind 「くわしく」: everything an entry holds, in the order it is needed."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.discretion import hand_nothing_over
from bot.core.knowledge import LifeDomain
from bot.service.cards import Area, ConferenceCard, DestinationCard, DutyCard
from bot.slack.blocks.base import (
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    divider,
    header,
    inline,
    option,
    section,
    select,
)
from bot.slack.blocks.cards import (
    bulleted,
    consent_line,
    japanese_date,
    numbered,
    source_block,
)
from bot.slack.blocks.carried import Carried
from bot.slack.blocks.controls import CONFERENCE, refer_button
from bot.slack.blocks.duty import duty_line
from bot.slack.blocks.quiet import SAFE_OPENING
from bot.slack.blocks.reach import TRANSFER_SEASON, contact_lines, hours_lines

AREA = "destination:area"
# Divided by area everywhere in the city; which one is responsible is the ward's to enter.
BY_AREA = frozenset({"community-care-center"})
SEE_WARD_LIST = "担当の地域は、区の一覧で確認してください。分からないときは、窓口が確かめます。"
NO_PAPER = "書面・名刺を渡さない。自宅や携帯に連絡しない"
AT_ONCE = "急ぎの用件です。その場で連絡してください。"
NO_HURRY_HEARD = "急ぎのサインは見つかっていません。気になるときは、先に上司へ声をかけてください。"
MOST_AREAS = 100


@dataclass(frozen=True, slots=True)
class Under:
    """What a page shows because of the question it was opened from.

    ``signs`` are labels of the lexicon: what was typed is not known here any more.
    """

    carried: Carried = field(default_factory=Carried)
    signs: tuple[str, ...] = ()
    duties: tuple[DutyCard, ...] = ()
    meeting: ConferenceCard | None = None


BROWSING = Under()


def destination_reply(card: DestinationCard, under: Under = BROWSING) -> Reply:
    """A destination's own page."""
    entry = card.destination
    blocks: list[Block] = [
        section(SAFE_OPENING),
        header(entry.name),
        section([inline(entry.description), inline(f"対象：{entry.eligibility_description}")]),
        *_occasion(card, under),
        section([inline(consent_line(entry)), *_paper(card)]),
        section([bold("区民の方へのひと言"), inline(f"「{entry.say}」")]),
        *_steps(card),
        *_reach(card),
        *_meeting(under),
        *_related(card),
        actions([refer_button(under.carried.about(entry.id))]),
        divider(),
        context(inline(_owner(card)), _overdue(card)),
        source_block(card.sources, japanese_date(entry.assured_date.isoformat())),
    ]
    return Reply(SAFE_OPENING, tuple(blocks), "つなぎ先")


def _occasion(card: DestinationCard, under: Under) -> list[Block]:
    """Why it was named, how urgent it is, and the duties that come first."""
    lines = []
    if under.signs:
        lines.append(inline(f"手がかり：{'、'.join(under.signs)}"))
    if under.duties or LifeDomain.URGENT in card.destination.domains:
        lines.append(AT_ONCE)
    elif under.carried.ids:
        lines.append(NO_HURRY_HEARD)
    return [*([section(lines)] if lines else []), *(duty_line(d) for d in under.duties)]


def _paper(card: DestinationCard) -> list[str]:
    return [bold(NO_PAPER)] if hand_nothing_over(card.destination) else []


def _steps(card: DestinationCard) -> list[Block]:
    entry = card.destination
    blocks = [section([bold("つなぎ方"), *numbered(entry.application_process)])]
    if entry.to_tell:
        blocks.append(section([bold("伝えること・持ち物"), *bulleted(entry.to_tell)]))
    if entry.caution:
        blocks.append(section([bold("気をつけること"), inline(entry.caution)]))
    return blocks


def _reach(card: DestinationCard) -> list[Block]:
    lines = contact_lines(card.contacts, card.destination.name)
    if card.place:
        mark = f"（{TRANSFER_SEASON}）" if card.transfer_season else ""
        lines = [inline(f"窓口：{card.place}{mark}"), *(lines if card.contacts else [])]
    return [
        section([bold("連絡先"), *lines]),
        section([bold("開いている時間"), *hours_lines(card)]),
        *_areas(card),
    ]


def _areas(card: DestinationCard) -> list[Block]:
    if not card.areas:
        known = card.destination.id in BY_AREA
        return [section([bold("担当の地域"), SEE_WARD_LIST])] if known else []
    options = [
        option(_area_label(area), f"{card.destination.id}|{area.id}")
        for area in card.areas[:MOST_AREAS]
    ]
    return [section(bold("担当の地域")), actions([select("地域をえらぶ", AREA, options)])]


def _area_label(area: Area) -> str:
    return f"{area.name}（{'、'.join(area.covers)}）" if area.covers else area.name


def area_reply(card: DestinationCard, area: Area) -> Reply:
    """The desk that is responsible for one area."""
    mark = TRANSFER_SEASON if area.transfer_season else ""
    blocks = [
        section(SAFE_OPENING),
        header(area.name),
        section(inline(f"{card.destination.name}　担当：{'、'.join(area.covers)}")),
        section([bold("連絡先"), *contact_lines(area.contacts, area.name), mark]),
    ]
    return Reply(SAFE_OPENING, tuple(blocks), "担当の地域")


def _meeting(under: Under) -> list[Block]:
    if under.meeting is None:
        return []
    lines = [bold(f"関係する会議：{under.meeting.name}"), inline(under.meeting.conference.purpose)]
    more = button("くわしく", CONFERENCE, under.meeting.conference.id)
    return [section(lines, more)]


def _related(card: DestinationCard) -> list[Block]:
    if not card.related:
        return []
    names = "、".join(d.name for d in card.related)
    return [section(inline(f"あわせて考えるところ：{names}"))]


def _owner(card: DestinationCard) -> str:
    section_name = f"（{card.section}）" if card.section else ""
    deputy = f"　副担当：{card.destination.deputy}" if card.destination.deputy else ""
    return f"担当：{card.destination.owner}{section_name}{deputy}"


def _overdue(card: DestinationCard) -> str:
    return "確認の期限をすぎています。連絡の前に確かめてください。" if card.overdue else ""


def hand_over_reply(card: DestinationCard) -> Reply:
    """After 「ここにつなぐ」: the steps, what to tell, and whom to call."""
    blocks = [
        section(SAFE_OPENING),
        header(card.destination.name),
        section([inline(consent_line(card.destination)), *_paper(card)]),
        *_steps(card),
        *_reach(card),
        context(COUNTED),
    ]
    return Reply(SAFE_OPENING, tuple(blocks), "つなぎ方")


COUNTED = (
    "「ここにつなぐ」は、区全体の件数だけを月ごとに数えます（参考値）。"
    "ご相談の内容も、押した方も記録しません。"
)


def shared_reply(card: DestinationCard) -> Reply:
    """The public card alone, for everybody in a channel: nothing of the question."""
    entry = card.destination
    blocks = [
        section(SAFE_OPENING),
        section([bold(entry.name), inline(entry.description)]),
        section([bold("連絡先"), *contact_lines(card.contacts, entry.name)]),
        section([inline(f"ひと言：「{entry.say}」"), inline(consent_line(entry))]),
        source_block(card.sources, japanese_date(entry.assured_date.isoformat())),
    ]
    return Reply(SAFE_OPENING, tuple(blocks), "つなぎ先")
