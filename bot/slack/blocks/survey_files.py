"""Files of the 職員アンケート: which closed wave, which files, and what is said meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.survey import NAME
from bot.reports.orders import KIND_LABELS, FileKind, MadeFile
from bot.service.referral import UnknownEntry
from bot.service.survey.values import WaveStatus
from bot.service.survey_files import KINDS as MADE
from bot.slack.blocks.base import Block, Reply, View, inline, modal, option, plain, section, select

FORM = "survey:files-form"
WAVE, KINDS = "survey-wave", "survey-kinds"
TITLE = "資料を作る"
INTRO = (
    "終わった回の結果を、図・PDF・表にします。運営方針のシートの案と、調査の方法も入ります。"
    "できあがりは、アプリとのメッセージに届きます。"
)
NONE_CLOSED = "終わった回がまだありません。"
NO_KIND = "作るものを、1つ以上えらんでください。"
ASKED = (
    "資料を作っています。1分ほどで、アプリとのメッセージに届きます。この画面は閉じてかまいません。"
)
MAKING = f"{NAME}の資料を作っています…（1分ほどかかります）"
READY = f"{NAME}の資料ができました。"
FAILED = f"{NAME}の資料を作れませんでした。"


def files_form(closed: Sequence[WaveStatus]) -> View:
    """The closed waves, newest first, and the kinds of files."""
    if not closed:
        return modal(TITLE, [section(NONE_CLOSED)])
    waves = select("えらぶ", WAVE, [option(wave.title, wave.wave) for wave in closed])
    waves["initial_option"] = waves["options"][0]
    kinds = [option(KIND_LABELS[kind], kind) for kind in MADE]
    boxes = {
        "type": "checkboxes",
        "action_id": KINDS,
        "options": kinds,
        "initial_options": kinds,
    }
    blocks = [section(INTRO), _input(WAVE, "どの回の資料ですか", waves)]
    blocks.append(_input(KINDS, "作るもの", boxes))
    return modal(TITLE, blocks, callback_id=FORM, submit="作る", close="やめる")


def wish_of(values: Mapping[str, Any]) -> tuple[str, tuple[FileKind, ...]]:
    """The wave and the kinds that were chosen; UnknownEntry for what the form does not offer."""
    try:
        wave = str(values[WAVE][WAVE]["selected_option"]["value"])
        chosen = [str(o["value"]) for o in values[KINDS][KINDS].get("selected_options") or ()]
        kinds = tuple(FileKind(value) for value in chosen)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnknownEntry from error
    if not set(kinds) <= set(MADE):
        raise UnknownEntry
    return wave, kinds


def asked_reply() -> Reply:
    """Said in place of the form."""
    return Reply(ASKED, (section(ASKED),), TITLE)


def making_reply(ahead: int) -> Reply:
    """The message that stands until the files are there."""
    wait = f"先に{ahead}件あります。順番に作ります。" if ahead else ""
    return Reply(MAKING, (section([MAKING, wait]),), TITLE)


def ready_reply(_made: Sequence[MadeFile]) -> Reply:
    """The files stand below."""
    return Reply(READY, (section(READY),), TITLE)


def failed_reply(sentence: str) -> Reply:
    """Why there are none, and what to do."""
    return Reply(FAILED, (section([FAILED, inline(sentence)]),), TITLE)


def _input(name: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": name, "label": plain(label, 100), "element": element}
