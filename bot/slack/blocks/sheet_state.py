"""What an open sheet carries with it: everything so far, inside Slack's 3,000 characters.

Headings and items stand as six characters of a hash, so that the fullest sheet fits and
an editor who adds an item meanwhile shifts nothing. It dies with the modal.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from bot.core.sheet import POSITIVE, Basis, Note, Noticed, Observation, Place, Sheet
from bot.core.sheet_items import SheetGroup
from bot.service.referral import UnknownEntry

BLOCK = "sheet"
TICK = "sheet:tick"
NOTE, NOTE_BASIS = "sheet:note", "sheet:basis"
MOST_NOTES, LONGEST_NOTE = 3, 100
_CODE = 6


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet being filled in.

    ``groups`` are the chosen headings, ``unfolded`` those that show their other two
    lists, ``marked`` items that a question's answer recognised. ``counted``: its ticks
    have been learnt from.
    """

    sheet: Sheet = field(default_factory=Sheet)
    groups: tuple[str, ...] = ()
    unfolded: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    counted: bool = False


def pack_sheet(opened: OpenSheet) -> str:
    """As private_metadata; an item that was noticed is not also said to be missing."""
    sheet = opened.sheet
    told = {answer: _of(sheet, answer) for answer in Noticed}
    positive = {i for answer in POSITIVE for i in told[answer]}
    missing = [i for i in told[Noticed.CHECKED_NOT] if i not in positive]
    unclear = [i for i in told[Noticed.UNKNOWN] if i not in positive and i not in missing]
    lists = (*(told[answer] for answer in POSITIVE), missing, unclear)
    return json.dumps(
        [
            *(_codes(ids) for ids in (opened.groups, opened.unfolded, opened.marked, *lists)),
            list(Place).index(sheet.place),
            int(opened.counted),
            [[list(Basis).index(note.basis), note.text] for note in sheet.notes[:MOST_NOTES]],
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def unpack_sheet(value: object, groups: Sequence[SheetGroup]) -> OpenSheet:
    """Back from private_metadata; UnknownEntry for a value that no sheet of ours holds."""
    names = {code(group.id): group.id for group in groups}
    items = {code(item.id): item.id for group in groups for item in group.items}
    try:
        chosen, unfolded, marked, *lists, place, counted, notes = json.loads(str(value))
        sheet = Sheet(
            observations=tuple(
                Observation(item, answer)
                for answer, written in zip(Noticed, lists, strict=True)
                for item in _ids(written, items)
            ),
            place=list(Place)[place],
            notes=tuple(Note(list(Basis)[basis], str(text)) for basis, text in notes),
        )
        return OpenSheet(
            sheet,
            tuple(_ids(chosen, names)),
            tuple(_ids(unfolded, names)),
            tuple(_ids(marked, items)),
            bool(counted),
        )
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise UnknownEntry from error


def read_sheet(opened: OpenSheet, values: Mapping[str, Any]) -> OpenSheet:
    """The sheet with what is ticked and written on the screen now (Slack's state.values).

    UnknownEntry for values that no screen of ours sends.
    """
    try:
        sheet = replace(
            opened.sheet, observations=tuple(_ticked(values)), notes=tuple(_written(values))
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnknownEntry from error
    return replace(opened, sheet=sheet)


def _ticked(values: Mapping[str, Any]) -> Iterator[Observation]:
    for block_id, block in values.items():
        name, _, answer = block_id.rpartition("|")
        if name.startswith(f"{BLOCK}|"):
            for option in block[TICK].get("selected_options") or ():
                yield Observation(str(option["value"]), Noticed(answer))


def _written(values: Mapping[str, Any]) -> Iterator[Note]:
    for number in range(MOST_NOTES):
        text = str(values.get(note_block(number), {}).get(NOTE, {}).get("value") or "").strip()
        basis = values.get(basis_block(number), {}).get(NOTE_BASIS, {}).get("selected_option")
        if text:
            yield Note(Basis(basis["value"]) if basis else Basis.GUESS, text[:LONGEST_NOTE])


def tick_block(group_id: str, answer: Noticed) -> str:
    """The id of one list of boxes."""
    return f"{BLOCK}|{group_id}|{answer.value}"


def note_block(number: int) -> str:
    """The id of one line of the writer's own."""
    return f"note|{number}"


def basis_block(number: int) -> str:
    """The id of what that line was marked as."""
    return f"basis|{number}"


@cache
def code(id_: str) -> str:
    """Six characters that stand for an id: one in 60 thousand million collides."""
    return base64.urlsafe_b64encode(hashlib.sha256(id_.encode()).digest())[:_CODE].decode()


def _of(sheet: Sheet, answer: Noticed) -> tuple[str, ...]:
    return tuple(o.item_id for o in sheet.observations if o.noticed is answer)


def _codes(ids: Iterable[str]) -> str:
    return "".join(map(code, dict.fromkeys(ids)))


def _ids(written: str, known: Mapping[str, str]) -> Iterator[str]:
    """The ids that still exist; what an editor has taken away meanwhile is left out."""
    codes = (written[i : i + _CODE] for i in range(0, len(written), _CODE))
    return (known[one] for one in codes if one in known)
