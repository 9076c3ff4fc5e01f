"""集合: who took part in a 朝礼5分カード, ticked by name, looked over, saved, taken back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.core.people import Section, Staff
from bot.service.gatherings import Noted, People, Shown, Talk
from bot.service.morning_cards import Topics
from bot.service.referral import UnknownEntry
from bot.slack.blocks.base import (
    Block,
    Reply,
    View,
    bold,
    clip,
    context,
    inline,
    modal,
    option,
    paragraph,
    plain,
    section,
    select,
)
from bot.slack.blocks.morning_card import (
    TITLE,
    day_words,
    moment_words,
    titles_words,
    topic_words,
)

TALK_FORM, PEOPLE_FORM, CONFIRM_FORM, UNDO_FORM = (
    "together:talk",
    "together:people",
    "together:confirm",
    "together:undoing",
)
SECTION, DAY, CONCEPTS, WHO = "section", "day", "concepts", "who"
IN_A_GROUP = 10  # boxes: Slack shows no more in one group
MOST_PEOPLE = 900
FORM_TITLE, UNDO_TITLE = "集合の記録", "集合の取り消し"
LOGGED = "お名前を見たことは記録されます。載っている方も、だれがいつ見たかを確かめられます。"
NOBODY = "参加した方に、1人以上印を付けてください。"
CHANGED = "名簿が変わったため、記録しませんでした。「/kizuki 朝礼」から、もう一度お試しください。"
TOO_LATE = (
    "取り消せる期間を過ぎているため、何も変えていません。違いがあるときは管理者に相談してください。"
)
LATE = (
    "その週は締め切られているため、週の状態は「期限後受講」になります。"
    "年度の受講済は、行った日で数えます。"
)


def talk_form(sections: Sequence[Section], topics: Topics, today: date) -> View:
    """Which section, which day, which themes."""
    if not sections or not topics.topics:
        return modal(
            TITLE, [section("印を付けられる課が名簿にありません。管理者に確かめてください。")]
        )
    menu = select("えらぶ", SECTION, [option(s.name, s.section_id) for s in sections])
    menu["initial_option"] = menu["options"][0]
    themes = {
        "type": "multi_static_select",
        "action_id": CONCEPTS,
        "placeholder": plain("えらぶ", 150),
        "options": [option(topic_words(topic), topic.concept_id) for topic in topics.topics[:100]],
    }
    picker = {"type": "datepicker", "action_id": DAY, "initial_date": today.isoformat()}
    blocks = [
        _input(SECTION, "課", menu),
        _input(DAY, "行った日", picker),
        _input(CONCEPTS, "使ったカードのテーマ", themes),
    ]
    return modal(FORM_TITLE, blocks, callback_id=TALK_FORM, submit="お名前を見る", close="やめる")


def talk_of(values: Mapping[str, Any]) -> Talk:
    """What was filled in; UnknownEntry for what the form does not offer."""
    try:
        where = str(values[SECTION][SECTION]["selected_option"]["value"])
        day = date.fromisoformat(str(values[DAY][DAY]["selected_date"]))
        chosen = values[CONCEPTS][CONCEPTS].get("selected_options") or ()
        concepts = tuple(sorted({str(o["value"]) for o in chosen}))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnknownEntry from error
    return Talk(where, day, concepts)


def people_view(found: People) -> View:
    """The names, each with a box; nobody is ticked beforehand."""
    told = f"{day_words(found.talk.day)}　{found.section.name}　{titles_words(found.titles)}"
    blocks = [
        section([bold("参加した方に印を付けてください"), inline(clip(told, 1000))]),
        *_boxes(found.staff, "参加した方"),
        context(inline(LOGGED)),
    ]
    made = modal(FORM_TITLE, blocks, callback_id=PEOPLE_FORM, submit="確かめる", close="やめる")
    return {**made, "private_metadata": packed(found.talk, found.digest)}


def ticked(values: Mapping[str, Any]) -> tuple[Staff, ...]:
    """Who was ticked: ids with the names that stood beside the boxes."""
    try:
        return tuple(
            Staff(str(chosen["value"]), str(chosen["text"]["text"]))
            for name, field in values.items()
            if name.startswith(WHO)
            for chosen in field[name].get("selected_options") or ()
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise UnknownEntry from error


def confirm_view(
    talk: Talk, digest: str, ids: Sequence[str], chosen: Sequence[Staff], *, late: bool
) -> View:
    """Who was ticked, once more before anything is saved."""
    names = "、".join(one.name for one in chosen)
    blocks = [
        section(bold(f"{len(chosen)}人の受講を「集合」で記録します")),
        paragraph(clip(names, 2900)),
        section([inline(f"行った日：{day_words(talk.day)}"), inline(LATE) if late else ""]),
        context(inline("「戻る」で印を直せます。記録したあとも、取り消せます。")),
    ]
    made = modal(FORM_TITLE, blocks, callback_id=CONFIRM_FORM, submit="記録する", close="戻る")
    wanted = {one.staff_id for one in chosen}
    return {**made, "private_metadata": packed(talk, digest, ticks_of(ids, wanted))}


def noted_view(noted: Noted) -> View:
    """What was saved and until when it can be taken back; closing it closes the form below."""
    told = [
        bold(f"{noted.added}人の受講を「集合」で記録しました"),
        inline(
            clip(
                f"{day_words(noted.day)}　{noted.section.name}　{titles_words(noted.titles)}", 1000
            )
        ),
    ]
    if noted.known:
        told.append(inline(f"ほかの{noted.known}人は、もう記録してありました。"))
    if noted.late:
        told.append(inline(LATE))
    until = f"「/kizuki 朝礼」の「取り消す」で、{moment_words(noted.until)}まで取り消せます。"
    made = modal(FORM_TITLE, [section(told), context(inline(until))])
    return {**made, "clear_on_close": True}


def undo_view(talk: Shown, people: Sequence[Staff]) -> View:
    """The names on a talk; whoever is ticked is taken off."""
    told = f"{day_words(talk.day)}　{talk.section.name}　{titles_words(talk.titles)}"
    blocks = [
        section([bold("取り消す方に印を付けてください"), inline(clip(told, 1000))]),
        *_boxes(people, "取り消す方"),
        context(
            inline("この記録で増えた分だけを消します。ご本人が答えた分は残ります。"), inline(LOGGED)
        ),
    ]
    made = modal(UNDO_TITLE, blocks, callback_id=UNDO_FORM, submit="取り消す", close="やめる")
    return {**made, "private_metadata": talk.id}


def undone_reply(people: int) -> Reply:
    """How many were taken off."""
    told = f"{people}人の「集合」の記録を取り消しました。"
    return Reply("取り消しました", (section(told),), UNDO_TITLE)


def refused_reply(sentence: str) -> Reply:
    """Why nothing was changed."""
    return Reply("何も変えていません", (section(sentence),), TITLE)


def packed(talk: Talk, digest: str, bits: str = "") -> str:
    """A talk and the list that was shown for it, as a form carries them."""
    parts = (talk.section_id, talk.day.isoformat(), talk.concepts, digest, bits)
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: object) -> tuple[Talk, str, str]:
    """Talk, digest and ticks back; UnknownEntry for what no form of ours holds."""
    try:
        parts = json.loads(text) if isinstance(text, str) else None
        match parts:
            case [str(where), str(day), list(concepts), str(digest), str(bits)]:
                ids = tuple(str(one) for one in concepts)
                return Talk(where, date.fromisoformat(day), ids), digest, bits
    except (ValueError, RecursionError) as error:
        raise UnknownEntry from error
    raise UnknownEntry


def chosen_of(bits: str, ids: Sequence[str]) -> tuple[str, ...]:
    """The ids that are ticked; UnknownEntry for ticks that are none."""
    try:
        number = int(bits or "0", 16)
    except ValueError as error:
        raise UnknownEntry from error
    return tuple(one for place, one in enumerate(ids) if number >> place & 1)


def ticks_of(ids: Sequence[str], wanted: Collection[str]) -> str:
    """Ticks as a number: a whole section's fit where their ids would not."""
    return f"{sum(1 << place for place, one in enumerate(ids) if one in wanted):x}"


def _boxes(people: Sequence[Staff], label: str) -> Iterator[Block]:
    """Boxes in groups of ten, the first with its label."""
    shown = people[:MOST_PEOPLE]
    for number, start in enumerate(range(0, len(shown), IN_A_GROUP)):
        group = shown[start : start + IN_A_GROUP]
        boxes = {
            "type": "checkboxes",
            "action_id": f"{WHO}{number}",
            "options": [option(one.name, one.staff_id) for one in group],
        }
        name = label if not number else f"{label}（つづき{number}）"
        yield {**_input(f"{WHO}{number}", name, boxes), "optional": True}


def _input(name: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label, 100),
        "element": element,
    }
