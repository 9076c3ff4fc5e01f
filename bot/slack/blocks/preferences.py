"""受け取り方: how and when the questions come, in which Japanese, and whether at all for now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.core.learning.choices import CourseChoice, PausedBy, TimeSlot
from bot.service.referral import UnknownEntry
from bot.slack.blocks.base import (
    Block,
    Reply,
    View,
    actions,
    bold,
    button,
    divider,
    inline,
    modal,
    option,
    plain,
    section,
)

FORM = "preferences:form"
PAUSE = "preferences:pause"
RESUME = "preferences:resume"
OPEN = "preferences:open"
POSTS, SLOT, EASY = "posts", "slot", "easy"
TITLE = "設問の受け取り方"
TWICE, ONCE = "twice", "once"

INTRO = "設問の届き方をえらべます。いつでも変えられます。変えたことは、つぎに届く週から変わります。"
CHANGED = "受け取り方を変えました。つぎに届く週から、このとおりにお届けします。"
STAYS = (
    "休止している週は「未受講」のままです。設問はホームに出ていて、答えた週は「受講済」になります。"
)
PAUSING = f"休止すると、設問とお知らせのメッセージは届かなくなります。{STAYS}"
PAUSED = "休止しました。もどるときは「再開する」を押してください。"
RESUMED = (
    "再開しました。つぎの週から、設問をお届けします。"
    "たまった分をまとめてお送りすることはありません。"
)
BY_SILENCE = (
    "3週つづけて回答がなかったので、設問のメッセージをお休みしています。"
    f"お忙しいときは、このままでもかまいません。{STAYS}"
)
BY_SELF = f"{{since}}から休止しています。{STAYS}"
POSTS_LABELS = {TWICE: "2回に分ける（2問と1問）", ONCE: "1回にまとめる（3問）"}
SLOT_LABELS = {TimeSlot.MORNING: "午前", TimeSlot.AFTERNOON: "午後"}
EASY_LABEL = "やさしい日本語で読む"
EASY_HINT = "短い文で書いた設問と解説になります。記録や受講のあつかいは同じです。"


def preferences_view(choice: CourseChoice, said: str = "") -> View:
    """The form as it stands; ``said`` tells what was just done."""
    posts = [option(label, value) for value, label in POSTS_LABELS.items()]
    slots = [option(label, value) for value, label in SLOT_LABELS.items()]
    blocks = [
        section(said or INTRO),
        _radio(POSTS, "1週間の届き方", posts, ONCE if choice.one_batch else TWICE),
        _radio(SLOT, "届く時間", slots, choice.slot),
        _easy(choice.easy),
        divider(),
        *pause_blocks(choice),
    ]
    return modal(TITLE, blocks, callback_id=FORM, submit="変える", close="閉じる")


def chosen_of(values: Mapping[str, Any]) -> CourseChoice:
    """What was filled in, without a pause; UnknownEntry for what the form does not offer."""
    try:
        posts = str(values[POSTS][POSTS]["selected_option"]["value"])
        slot = TimeSlot(values[SLOT][SLOT]["selected_option"]["value"])
        boxes = (values.get(EASY) or {}).get(EASY) or {}
        easy = bool(boxes.get("selected_options"))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnknownEntry from error
    if posts not in POSTS_LABELS:
        raise UnknownEntry(posts[:40])
    return CourseChoice(posts == ONCE, slot, easy)


def home_blocks(choice: CourseChoice) -> list[Block]:
    """On App Home: that the messages rest, and the way back."""
    return pause_blocks(choice) if choice.paused else []


def pause_blocks(choice: CourseChoice) -> list[Block]:
    """Whether the messages rest, what that means, and the button to change it."""
    if choice.paused:
        return [section([bold("休止しています"), inline(paused_words(choice))]), resume_row()]
    return [section([bold("休止"), inline(PAUSING)]), actions([button("休止する", PAUSE)])]


def resume_row() -> Block:
    """「再開する」, in the form, on App Home, and in the last message before a rest."""
    return actions([button("再開する", RESUME, style="primary")])


def paused_words(choice: CourseChoice) -> str:
    """Since when the messages rest, and why."""
    if choice.paused_by is PausedBy.SILENCE:
        return BY_SILENCE
    since = choice.paused_since or date.min  # who is paused has a day
    return BY_SELF.format(since=f"{since.month}月{since.day}日")


def resumed_reply() -> Reply:
    """Said after 「再開する」 outside the form."""
    return Reply("再開しました", (section(RESUMED),), TITLE)


def _radio(name: str, label: str, options: Sequence[Block], chosen: str) -> Block:
    element = {
        "type": "radio_buttons",
        "action_id": name,
        "options": list(options),
        "initial_option": next(o for o in options if o["value"] == chosen),
    }
    return {"type": "input", "block_id": name, "label": plain(label, 100), "element": element}


def _easy(easy: bool) -> Block:
    ticked = option(EASY_LABEL, "yes")
    element: Block = {"type": "checkboxes", "action_id": EASY, "options": [ticked]}
    if easy:
        element["initial_options"] = [ticked]
    return {
        "type": "input",
        "block_id": EASY,
        "label": plain("ことば", 100),
        "element": element,
        "optional": True,
        "hint": plain(EASY_HINT, 200),
    }
