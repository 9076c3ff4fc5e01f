"""気づきメモ and 議題シート as values of the reports: the content's words, a writer's ticks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bot.core.duties import SafetyKind
from bot.core.knowledge import Knowledge
from bot.core.sheet import ASK_NO_MORE, HEADER, PLACE_LABELS, SheetMeeting, SheetResult
from bot.core.sheet_items import Agreement, SheetPart
from bot.reports.agenda import Agenda
from bot.reports.sheet_values import FilledSheet, FormGroup, Listed, SheetForm

AGREEMENT_LABELS = {
    Agreement.AGREED: "つなぐことに同意しています。",
    Agreement.DECLINED: "同意していません。案内だけを渡し、上司と分かち合います。",
    Agreement.NOT_ASKED: "まだたずねられていません。",
}
_GUESSED = "事実ではありません"


def form_of(knowledge: Knowledge, today: date) -> SheetForm:
    """The blank form as the content has it today."""

    def groups(part: SheetPart) -> tuple[FormGroup, ...]:
        return tuple(
            FormGroup(group.title, tuple(item.text for item in group.items))
            for group in knowledge.sheet
            if group.part is part
        )

    return SheetForm(
        header=HEADER,
        ask_no_more=ASK_NO_MORE,
        places=tuple(PLACE_LABELS.values()),
        urgent=groups(SheetPart.URGENCY),
        groups=groups(SheetPart.SIGNS),
        wishes=groups(SheetPart.WISH),
        version=knowledge.version,
        printed=today,
    )


def may_be_printed(result: SheetResult) -> bool:
    """Whether a paper could not betray somebody to whoever harms them."""
    return not result.nothing_on_paper and all(d.kind is not SafetyKind.DV for d in result.duties)


def filled_of(result: SheetResult, knowledge: Knowledge, today: date) -> FilledSheet:
    """A writer's sheet in the order in which it is acted upon."""
    at_once = (knowledge.duties[duty.kind] for duty in result.at_once)
    return FilledSheet(
        header=HEADER,
        place=result.place,
        at_once=tuple(f"{duty.act_now}（{duty.name}）" for duty in at_once),
        ask_no_more=ASK_NO_MORE,
        seen=result.seen,
        heard=result.heard,
        parts=tuple(_parts(result, knowledge)),
        version=knowledge.version,
        printed=today,
    )


def _parts(result: SheetResult, knowledge: Knowledge) -> Iterator[Listed]:
    yield Listed("確かめたが、なかったこと", result.checked_not)
    yield Listed("わからないこと", result.unknown)
    yield Listed("急ぎの様子", result.urgent)
    yield Listed("ご本人の意向・同意", (*result.wishes, *_agreement(result.agreement)))
    yield Listed(f"推測（{_GUESSED}）", result.guesses)
    yield Listed("通告・通報など", tuple(_duties(result, knowledge)))
    yield Listed("つなぎ先とそのわけ", tuple(_destinations(result)))
    yield Listed("会議", tuple(_meeting(result.meeting)))
    yield Listed("ご本人に伝えること", result.tell)
    yield Listed("つなぐ先に伝えること", result.hand_over)
    yield Listed("つなぎ方", result.how)


def _agreement(agreement: Agreement | None) -> Iterator[str]:
    if agreement is not None:
        yield AGREEMENT_LABELS[agreement]


def _duties(result: SheetResult, knowledge: Knowledge) -> Iterator[str]:
    for duty in result.duties:
        desks = "、".join(knowledge.destinations[i].name for i in duty.desk_ids)
        where = f"　つなぐ先：{desks}" if desks else ""
        yield f"{knowledge.duties[duty.kind].name}（{_listed(duty.because)}）{where}"


def _destinations(result: SheetResult) -> Iterator[str]:
    for destination in result.destinations:
        yield f"{destination.name}（{_listed(destination.because)}）"


def _meeting(meeting: SheetMeeting) -> Iterator[str]:
    said = "　".join(filter(None, (meeting.name, meeting.because)))
    if said:
        yield said


def _listed(texts: Iterable[str]) -> str:
    return "／".join(texts)


def agenda_of(knowledge: Knowledge, conference_id: str, today: date) -> Agenda:
    """A conference's sheet to fill in (KeyError when there is none)."""
    conference = knowledge.conferences[conference_id]
    return Agenda(
        conference=knowledge.name_of_conference(conference_id),
        consent=conference.consent,
        secrecy=conference.secrecy,
        headings=conference.agenda,
        version=knowledge.version,
        printed=today,
    )
