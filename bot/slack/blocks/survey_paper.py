"""Paper forms of the 職員アンケート: entered as counts of a group, and looked at once more."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from bot.core.indicator.wave import Question, WaveDefinition
from bot.core.pooling import LEAST_ON_PAPER
from bot.service.referral import UnknownEntry
from bot.service.survey.paper import PaperFault, PaperGroup, PaperLot, PaperSheet
from bot.service.survey.values import Press
from bot.slack.blocks.base import (
    Block,
    View,
    actions,
    bold,
    button,
    clip,
    context,
    divider,
    inline,
    modal,
    option,
    plain,
    section,
    select,
)

FORM, ADD = "survey:paper-form", "survey:paper-add"
PAPER_TITLE = "紙の人数を入れる"
GROUP = "paper-group"
NUMBER = "survey:paper-number"
MOST_DIGITS = 5
MOST_GROUPS = 100
INTRO = (
    "紙の回答を、まとまりごとに{0}枚以上まとめて、人数で入れます。"
    "少ない枚数では入れられません（だれの回答か分からなくするためです）。空けたところは0人です。"
)
NOTHING_LEFT = (
    "いま入れられる紙の回答はありません。"
    "（まだの用紙が{0}枚以上あるまとまりがないか、紙でお願いした方がいません。）"
)
NO_DIGITS = "人数を、0以上の数字で書いてください。"
NO_GROUP = "まとまりをえらんでください。"
ADD_LABEL = "この人数を足す"
NO_WAY_BACK = "「戻る」で直せます。足したあとは、直せません。"
STRANDED = (
    "このまま足すと、あとの{0}枚は{1}枚に満たないため、あとから入れられません。"
    "そろっているときは、「戻る」で一緒に入れてください。"
)
MORE_GROUPS = "まとまりが多いため、はじめの{0}だけを表示しています。"
_UNITS = "人枚"


def paper_form(sheet: PaperSheet) -> View:
    """The group, and a number for each option of each question."""
    groups = sheet.enterable
    if not groups:
        return modal(PAPER_TITLE, [section(NOTHING_LEFT.format(LEAST_ON_PAPER))])
    blocks = [section(INTRO.format(LEAST_ON_PAPER)), _groups(groups)]
    if len(groups) > MOST_GROUPS:
        blocks.append(context(MORE_GROUPS.format(MOST_GROUPS)))
    for number, question in enumerate(sheet.definition.questions, 1):
        blocks += [divider(), section(bold(f"問{number}　{question.text}"))]
        blocks += (_number(number, question, place) for place in range(len(question.options)))
    view = modal(PAPER_TITLE, blocks, callback_id=FORM, submit="確かめる", close="やめる")
    return {**view, "private_metadata": sheet.definition.id}


def read_form(
    values: Mapping[str, Any], definition: WaveDefinition
) -> tuple[PaperLot | None, dict[str, str]]:
    """The lot as it was filled in, and what is no number by its field.

    UnknownEntry for what no form of ours hands in.
    """
    options: dict[str, dict[str, int]] = {}
    errors: dict[str, str] = {}
    try:
        picked = (values[GROUP][GROUP] or {}).get("selected_option")
        for question in definition.questions:
            for place, text in enumerate(question.options):
                field = values.get(block_of(question.id, place), {}).get(NUMBER) or {}
                number = number_of(str(field.get("value") or ""))
                if number is None:
                    errors[block_of(question.id, place)] = NO_DIGITS
                options.setdefault(question.id, {})[text] = number or 0
        group = "" if picked is None else str(picked["value"])
    except (AttributeError, KeyError, TypeError) as error:
        raise UnknownEntry from error
    if not group:
        errors[GROUP] = NO_GROUP
    people = sum(options[definition.headline.id].values())
    return (None if errors else PaperLot(group, people, options)), errors


def number_of(text: str) -> int | None:
    """「12」, 「１２」 or 「12人」; nothing is 0, anything else None."""
    plain_text = unicodedata.normalize("NFKC", text).strip().rstrip(_UNITS).strip()
    if not plain_text:
        return 0
    good = plain_text.isascii() and plain_text.isdigit() and len(plain_text) <= MOST_DIGITS
    return int(plain_text) if good else None


def fields_of(faults: Iterator[PaperFault]) -> dict[str, str]:
    """Each fault at its field: the first number of its question, or the group."""
    errors: dict[str, str] = {}
    for fault in faults:
        place = block_of(fault.question, 0) if fault.question else GROUP
        errors.setdefault(place, fault.text)
    return errors


def confirm_view(
    definition: WaveDefinition, group: PaperGroup, lot: PaperLot, press: Press
) -> View:
    """What will be added and what is left, once more before it is done."""
    left = group.left - lot.people
    blocks = [section(bold(f"「{group.name}」に、用紙{lot.people}枚を足します"))]
    for number, question in enumerate(definition.questions, 1):
        blocks.append(section(list(_chosen(number, question, lot))))
    blocks.append(section(f"足したあと、このまとまりで、まだの用紙は{left}枚です。"))
    if 0 < left < LEAST_ON_PAPER:
        blocks.append(section(STRANDED.format(left, LEAST_ON_PAPER)))
    blocks += [actions([button(ADD_LABEL, ADD, style="primary")]), context(NO_WAY_BACK)]
    view = modal(PAPER_TITLE, blocks, close="戻る")
    counts = [list(lot.options[q.id].values()) for q in definition.questions]
    held = [press.name, press.seen, definition.id, lot.group, counts]
    return {**view, "private_metadata": json.dumps(held, separators=(",", ":"))}


def wave_of(metadata: object) -> str:
    """The wave that a confirmation carries (UnknownEntry for none)."""
    return str(_held(metadata)[2])


def lot_of(metadata: object, definition: WaveDefinition) -> tuple[PaperLot, Press]:
    """The lot that a confirmation carries (UnknownEntry for another shape)."""
    name, seen, _, group, counts = _held(metadata)
    if [len(one) for one in counts] != [len(q.options) for q in definition.questions]:
        raise UnknownEntry
    options = {
        question.id: dict(zip(question.options, numbers, strict=True))
        for question, numbers in zip(definition.questions, counts, strict=True)
    }
    people = sum(options[definition.headline.id].values())
    return PaperLot(group, people, options), Press(name, seen)


def block_of(question_id: str, place: int) -> str:
    """The id of the block of an option's number."""
    return f"paper|{question_id}|{place}"


def _held(metadata: object) -> tuple[str, str, str, str, list[list[int]]]:
    try:
        parts = json.loads(metadata) if isinstance(metadata, str) else None
    except (ValueError, RecursionError) as error:
        raise UnknownEntry from error
    match parts:
        case [str(name), str(seen), str(wave), str(group), list(counts)] if (
            0 < len(name) <= 32
            and seen.isascii()
            and seen.isdigit()
            and len(seen) <= MOST_DIGITS
            and all(isinstance(c, list) and all(type(n) is int for n in c) for c in counts)
        ):
            return name, seen, wave, group, counts
    raise UnknownEntry


def _chosen(number: int, question: Question, lot: PaperLot) -> Iterator[str]:
    chosen = lot.options[question.id]
    yield bold(f"問{number}　{question.text}")
    for text in question.options:
        yield inline(f"・「{text}」　{chosen[text]}人")
    silent = lot.people - sum(chosen.values())
    if silent:
        yield f"・答えのないもの　{silent}人"


def _groups(groups: tuple[PaperGroup, ...]) -> Block:
    options = [
        option(f"{clip(group.name, 50)}（まだの用紙{group.left}枚）", group.id) for group in groups
    ]
    return {
        "type": "input",
        "block_id": GROUP,
        "label": plain("まとまり", 100),
        "element": select("えらぶ", GROUP, options),
    }


def _number(number: int, question: Question, place: int) -> Block:
    return {
        "type": "input",
        "block_id": block_of(question.id, place),
        "label": plain(f"問{number}「{question.options[place]}」の人数", 200),
        "element": {
            "type": "plain_text_input",
            "action_id": NUMBER,
            "max_length": MOST_DIGITS + 5,
            "placeholder": plain("0", 10),
        },
        "optional": True,
    }
