"""How a desk or a line is reached at this moment: never a closed one as if it were open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.core.clock import TOKYO
from bot.core.opening import Opening
from bot.service.cards import DestinationCard, ShownContact
from bot.slack.blocks.base import bold, clip, inline

NO_CONTACT = "連絡先：区で設定（内線は所属の一覧で確認してください）"
AT_THE_WARD = "区役所の担当窓口へ（階・内線は区で設定）"
NO_NUMBER = "連絡先は区で設定（所属の一覧で確認）"
TRANSFER_SEASON = "異動期・要確認"
UNTIL_THEN = (
    "それまでに急ぐことが起きたら「/kizuki 緊急」の番号へ。"
    "急がないときは、開いてからつなぎ、次に会う日時を決めておきます。"
)
WEEKDAYS = "月火水木金土日"
_LONGEST_NAME, _LONGEST_NUMBER, _LONGEST_PLACE = 20, 24, 34


def moment(at: datetime) -> str:
    """「11月24日（火）9:00」 in Tokyo."""
    local = at.astimezone(TOKYO)
    day = f"{local.month}月{local.day}日（{WEEKDAYS[local.weekday()]}）"
    return f"{day}{local.hour}:{local.minute:02d}"


def next_opening(opening: Opening) -> str:
    """When something closed opens; empty for what is open or unknown."""
    if opening.is_open is not False:
        return ""
    if opening.next_open is None:
        return "次に開く日は要確認"
    return f"次に開くのは{moment(opening.next_open)}"


def is_closed(card: DestinationCard) -> bool:
    """Whether nobody there answers now: the desk is closed, and no line of it is known open."""
    answers = any(c.opening.is_open or c.contact.always_open for c in card.contacts)
    return card.opening.is_open is False and not answers


def where_line(card: DestinationCard) -> str:
    """One line of plain text: the number to dial or the place to walk to, as things stand."""
    numbered = [c for c in card.contacts if c.contact.phones]
    answering = [c for c in numbered if c.opening.is_open is not False]
    later = next_opening(card.opening)
    if card.place and not later:
        return _marked(clip(card.place, _LONGEST_PLACE), card)
    if answering:
        return _number(answering[0], card)
    if card.place:
        return f"{_marked(clip(card.place, _LONGEST_PLACE), card)} {later}"
    if numbered:
        return f"{_number(numbered[0], card)} {next_opening(numbered[0].opening)}"
    way = AT_THE_WARD if card.destination.ward_desk else NO_NUMBER
    return f"{way} {later}".strip()


def _marked(text: str, card: DestinationCard) -> str:
    return f"{text}（{TRANSFER_SEASON}）" if card.transfer_season else text


def _number(shown: ShownContact, card: DestinationCard) -> str:
    contact = shown.contact
    same = contact.name == card.destination.name
    name = "電話" if same else clip(contact.name, _LONGEST_NAME)
    number = clip("・".join(contact.phones[:2]), _LONGEST_NUMBER)
    notes = [_now(shown), "要再確認" if "要" in shown.mark else ""]
    told = "・".join(note for note in notes if note)
    return f"{name} {number}" + (f"（{told}）" if told else "")


def _now(shown: ShownContact) -> str:
    if shown.contact.always_open:
        return "24時間"
    closes = shown.opening.closes
    if shown.opening.is_open and closes is not None:
        local = closes.astimezone(TOKYO)
        return f"{local.hour}:{local.minute:02d}まで"
    return "受付時間は要確認" if shown.opening.is_open is None else ""


def phone_line(shown: ShownContact, under: str = "") -> str:
    """One contact in one line: name, numbers, hours, mark and date.

    The name is left out right below an entry of the same name (``under``).
    """
    contact = shown.contact
    name = "電話" if contact.name == under else contact.name
    numbers = "・".join(contact.phones) or "番号は区で設定"
    hours = contact.hours or ("24時間" if contact.always_open else "受付時間は要確認")
    later = next_opening(shown.opening)
    marks = "、".join(m for m in (shown.mark, shown.seen) if m)
    state = f"　いまは受付時間外です。{later}" if later else ""
    return f"{inline(name)}  {bold(numbers)}  {inline(hours)}（{inline(marks)}）{inline(state)}"


def contact_lines(contacts: Sequence[ShownContact], under: str = "") -> list[str]:
    """All contacts, or the sentence that says where to look."""
    return [phone_line(c, under) for c in contacts] or [NO_CONTACT]


def usable_now(contacts: Iterable[ShownContact], most: int) -> list[ShownContact]:
    """The first numbers known to answer now; where none is, those not known to be closed."""
    numbered = [c for c in contacts if c.contact.phones and c.opening.is_open is not False]
    known = [c for c in numbered if c.opening.is_open or c.contact.always_open]
    return (known or numbered)[:most]


def hours_lines(card: DestinationCard) -> list[str]:
    """Whether the destination's own desk is open now, and what to do until it is."""
    later = next_opening(card.opening)
    if later:
        return [inline(f"いまは閉まっています。{later}"), UNTIL_THEN]
    if card.opening.closes is not None:
        return [inline(f"いま開いています（{moment(card.opening.closes)}まで）")]
    if card.opening.is_open:
        return ["いま開いています（24時間）"]
    return [f"開いている時間は要確認です。{UNTIL_THEN}"]
