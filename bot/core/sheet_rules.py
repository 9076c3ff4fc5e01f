"""What follows from a sheet: duties first, then destinations, the meeting and the hand-over.

A pure function of the sheet, the content and the hour. Which item brings which card and
leads where stands in knowledge/sheet.yaml with its sources; here is how items are put
together. That nobody waits for consent to report rests on 児童虐待防止法第6条, 高齢者虐待
防止法第7条 and 障害者虐待防止法第7条 as the duty cards cite them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.core.discretion import hand_nothing_over
from bot.core.duties import SafetyKind
from bot.core.knowledge import Knowledge
from bot.core.lexicon import LexiconHit
from bot.core.meeting import NO_CONSENT, REFUSAL, TSUNAGARU, advise
from bot.core.ranking import Hit
from bot.core.referral import GENERAL_DESK
from bot.core.sheet import (
    PLACE_LABELS,
    POSITIVE,
    Basis,
    MeetingAnswer,
    Noticed,
    Sheet,
    SheetDestination,
    SheetDuty,
    SheetMeeting,
    SheetResult,
    items_of,
)
from bot.core.sheet_advice import advised
from bot.core.sheet_items import Agreement, SheetItem, SheetPart

TOGETHER = 2  # signs of one kind of danger: with the second one nobody waits
MOST_DESTINATIONS = 4
_CONSENT_SIGNS = frozenset({NO_CONSENT, REFUSAL})


def judge(sheet: Sheet, knowledge: Knowledge, at: datetime) -> SheetResult:
    """Everything that follows from ``sheet``, noticed at ``at`` (the record's date).

    Observations of items that the content does not have any more are left out.
    """
    found = noticed(sheet, knowledge, *POSITIVE)
    agreement = agreement_of(found)
    duties = tuple(duties_of(found, knowledge))
    destinations = _destinations(found, knowledge, duties)
    result = SheetResult(
        place=PLACE_LABELS[sheet.place],
        seen=_told(sheet, knowledge, Noticed.SEEN, Basis.SEEN),
        heard=_told(sheet, knowledge, Noticed.HEARD, Basis.HEARD),
        checked_not=_told(sheet, knowledge, Noticed.CHECKED_NOT),
        unknown=_told(sheet, knowledge, Noticed.UNKNOWN),
        guesses=_notes(sheet, Basis.GUESS),
        urgent=_texts(found, knowledge, SheetPart.URGENCY),
        wishes=_texts(found, knowledge, SheetPart.WISH),
        agreement=agreement,
        duties=duties,
        destinations=destinations,
        meeting=_meeting(found, agreement, knowledge, destinations, duties),
        tell=(),
        hand_over=(),
        how=(),
        nothing_on_paper=_off_paper(duties, destinations, knowledge),
        record="",
    )
    return advised(result, at)


def noticed(sheet: Sheet, knowledge: Knowledge, *answers: Noticed) -> tuple[SheetItem, ...]:
    """The items of which the writer says one of these, each once, in the file's order.

    What was seen or heard is not also 「なかった」 or 「わからない」, whatever was ticked.
    """
    positive = {o.item_id for o in sheet.observations if o.noticed in POSITIVE}
    said = {
        o.item_id
        for o in sheet.observations
        if o.noticed in answers and (o.noticed in POSITIVE or o.item_id not in positive)
    }
    return tuple(item for item in items_of(knowledge) if item.id in said)


def agreement_of(found: Sequence[SheetItem]) -> Agreement | None:
    """How it stands with consent; where several were ticked, the most careful reading."""
    said = {item.agreement for item in found}
    careful = (Agreement.DECLINED, Agreement.NOT_ASKED, Agreement.AGREED)
    return next((a for a in careful if a in said), None)


def duties_of(found: Sequence[SheetItem], knowledge: Knowledge) -> Iterator[SheetDuty]:
    """The duties that apply at once, most urgent first, and then those that may apply."""
    held = [duty for kind in SafetyKind if (duty := _duty(kind, found, knowledge))]
    yield from (duty for duty in held if duty.at_once)
    yield from (duty for duty in held if not duty.at_once)


def _duty(kind: SafetyKind, found: Sequence[SheetItem], knowledge: Knowledge) -> SheetDuty | None:
    because = [item for item in found if kind in item.danger or kind in item.watch]
    if not because or kind not in knowledge.duties:
        return None
    card = knowledge.duties[kind]
    certain = any(kind in item.danger for item in because)
    return SheetDuty(
        kind=kind,
        name=card.name,
        because=tuple(item.text for item in because),
        at_once=certain or len(because) >= TOGETHER,
        desk_ids=card.destination_ids,
        desks=tuple(knowledge.destinations[i].name for i in card.destination_ids),
    )


def _destinations(
    found: Sequence[SheetItem], knowledge: Knowledge, duties: Sequence[SheetDuty]
) -> tuple[SheetDestination, ...]:
    """Where most items lead first; without any, the desk for what belongs to nobody else."""
    because: dict[str, list[SheetItem]] = {}
    for item in found:
        for lead in item.lead_ids:
            because.setdefault(lead, []).append(item)
    signs = [item for item in found if item.agreement is None]
    if not because and signs and not any(duty.at_once for duty in duties):
        because[GENERAL_DESK] = signs
    known = [i for i in because if i in knowledge.destinations]
    now = {desk for duty in duties if duty.at_once for desk in duty.desk_ids}
    # Sorting is stable: of equals, the one whose item stands first in the file.
    known.sort(key=lambda i: (i not in now, -len(because[i]), -_firsts(i, because[i])))
    return tuple(_destination(i, because[i], knowledge) for i in known[:MOST_DESTINATIONS])


def _firsts(destination_id: str, items: Sequence[SheetItem]) -> int:
    """For how many of the items it is the first place to think of."""
    return sum(item.lead_ids[:1] == (destination_id,) for item in items)


def _destination(
    destination_id: str, because: Sequence[SheetItem], knowledge: Knowledge
) -> SheetDestination:
    entry = knowledge.destinations[destination_id]
    signs = dict.fromkeys(s for item in because for s in item.signs if s in entry.signs)
    return SheetDestination(
        destination_id=destination_id,
        name=entry.name,
        because=tuple(item.text for item in because),
        signs=tuple(knowledge.lexicon[s].label for s in signs if s in knowledge.lexicon),
        say=entry.say,
        to_tell=entry.to_tell,
        steps=entry.application_process,
        consent=entry.consent,
    )


def _meeting(
    found: Sequence[SheetItem],
    agreement: Agreement | None,
    knowledge: Knowledge,
    destinations: Sequence[SheetDestination],
    duties: Sequence[SheetDuty],
) -> SheetMeeting:
    """The meeting that the guide's own rule gives for these signs, and why."""
    if any(duty.at_once for duty in duties):
        return SheetMeeting(MeetingAnswer.DANGER_FIRST)
    hits = [Hit(d.destination_id, 0.0, ()) for d in destinations]
    advice = advise(_hits(found, agreement), hits, knowledge, GENERAL_DESK)
    if advice is None:
        return SheetMeeting(MeetingAnswer.NOT_NEEDED)
    name = knowledge.destinations[advice.conference_id].name
    if advice.conference_id != TSUNAGARU:
        answer = MeetingAnswer.NOT_YET_IN_SUPPORT
    elif agreement is Agreement.AGREED:
        answer = MeetingAnswer.SEVERAL_AGREED
    else:
        answer = MeetingAnswer.SEVERAL_ASK_FIRST
    return SheetMeeting(answer, advice.conference_id, name)


def _hits(found: Sequence[SheetItem], agreement: Agreement | None) -> list[LexiconHit]:
    """The signs as if read in a text, one place an item: its own sign stands for it."""
    dropped = _CONSENT_SIGNS if agreement is Agreement.AGREED else frozenset[str]()
    return [
        LexiconHit(sign, 2 * place, 2 * place + (1 if number else 2))
        for place, item in enumerate(found)
        for number, sign in enumerate(item.signs)
        if sign not in dropped
    ]


def _off_paper(
    duties: Sequence[SheetDuty], destinations: Sequence[SheetDestination], knowledge: Knowledge
) -> bool:
    """Whether a paper could betray the person to whoever harms them."""
    if any(duty.kind is SafetyKind.DV for duty in duties):
        return True
    entries = (knowledge.destinations[d.destination_id] for d in destinations)
    return any(hand_nothing_over(entry) for entry in entries)


def _told(
    sheet: Sheet, knowledge: Knowledge, answer: Noticed, basis: Basis | None = None
) -> tuple[str, ...]:
    texts = _texts(noticed(sheet, knowledge, answer), knowledge, SheetPart.SIGNS)
    return texts + (_notes(sheet, basis) if basis else ())


def _texts(items: Sequence[SheetItem], knowledge: Knowledge, part: SheetPart) -> tuple[str, ...]:
    of_part = {item.id for item in items_of(knowledge, part)}
    return tuple(item.text for item in items if item.id in of_part)


def _notes(sheet: Sheet, basis: Basis) -> tuple[str, ...]:
    return tuple(note.text for note in sheet.notes if note.basis is basis)
