"""A word typed anywhere is kept nowhere: not in the database, its copies, the log or a message.

Only the views shown to the writer may hold it. What editors type into the form of a
ward's own values is meant for its file and is none of it.
"""

from __future__ import annotations

import ast
import json
import logging
import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.core.sheet import Noticed
from bot.service.backups import Backups
from bot.service.referral import Referral
from bot.slack.blocks import suggest
from bot.slack.blocks.certificate import CHECK_FORM, NAME, SERIAL
from bot.slack.blocks.sheet import CHOSEN, FILL, GROUPS, PLACE, START
from bot.slack.blocks.sheet_state import (
    MOST_NOTES,
    NOTE,
    NOTE_BASIS,
    TICK,
    basis_block,
    note_block,
    tick_block,
)
from bot.slack.listeners.ask import ASK_MODAL, QUESTION, TEXT
from bot.slack.sheet_turn import NOT_MARKED
from bot.store.engine import Store
from tests.support.front import Front
from tests.support.process import ROOT
from tests.support.service import ADMIN, CLERK, DUE, TRAINER, SetClock, Ward, open_ward
from tests.support.slack_payloads import Ack, Payload, blocks_of, elements, modal, words_of

SURFACES = {
    "bot/slack/listeners/ask.py": "the question in a modal",
    "bot/slack/blocks/sheet.py": "the lines of a sheet",
    "bot/slack/blocks/suggest.py": "a made-up example, shown once more and then kept for editors",
    "bot/slack/blocks/certificate.py": "number and name on a certificate: compared, not kept",
    "bot/slack/blocks/plan_forms.py": "days, figures and sources, meant for quizzes/plan.yaml",
    "bot/slack/blocks/survey_paper.py": "counts of paper forms: digits, or an error at the field",
    "bot/slack/blocks/renewal.py": "values of the ward, meant for knowledge/local.yaml",
}


@pytest.fixture
def ward(store: Store, library: Library, referral: Referral, clock: SetClock) -> Ward:
    """A ward that has turned everything on in which somebody can write."""
    return open_ward(store, library, referral, clock, sheet_free_text=True)


@pytest.fixture
def canary() -> str:
    """A word that nobody else says."""
    return f"くろつぐみ{secrets.token_hex(6)}"


def test_every_field_to_write_in_is_known_here() -> None:
    """Whoever adds one puts it into the stories below, or says here why it may be kept."""
    files = (ROOT / "bot" / "slack").rglob("*.py")
    found = {str(f.relative_to(ROOT)) for f in files if "plain_text_input" in _strings(f)}
    assert found == set(SURFACES)


def _strings(file: Path) -> set[object]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_a_word_typed_anywhere_is_kept_nowhere(
    front: Front, canary: str, database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        acks = [*_asked(front, canary), *_other_forms(front, canary), *_sheet(front, canary)]
    assert canary in words_of(acks[-1].body), "the writer reads it in the result"
    assert [a.body.get("response_action") for a in acks[-2:]] == ["errors", "update"]
    for number, ack in enumerate(acks[:-1]):
        assert canary not in ack.text, number
    posted = [c for c in front.stub.calls if not c.method.startswith("views.")]
    assert {c.method for c in posted} >= {"chat.postMessage", "chat.postEphemeral"}
    for call in posted:
        assert canary not in json.dumps(call.args, ensure_ascii=False), call.method
    assert canary not in caplog.text + str([vars(record) for record in caplog.records])
    assert _files_with(canary, database, _copies(front, tmp_path)) == []


def _asked(front: Front, canary: str) -> list[Ack]:
    """Asked by every way there is, with the pages behind the answer."""
    text = f"家賃を払えないと話す{canary}のこと"
    first = front.command(CLERK, f"相談 {text}")
    acks = [first, front.command(CLERK, text), front.say(CLERK, text, "Ev1")]
    acks.append(front.mention(CLERK, text, "Ev2"))
    acks.append(front.submit(CLERK, ASK_MODAL, {QUESTION: {TEXT: {"value": text}}}))
    pages = [e for e in elements(blocks_of(first.body)) if e["action_id"] != "reply:delete"]
    buttons = [e for e in pages if e["type"] == "button"]
    return [*acks, *(front.press(CLERK, button, modal()) for button in buttons)]


def _other_forms(front: Front, canary: str) -> list[Ack]:
    """A name and a number to compare, and an example that is refused."""
    paper = {field: {field: {"value": canary}} for field in (SERIAL, NAME)}
    compared = front.submit(TRAINER, CHECK_FORM, paper)
    example = {suggest.EXAMPLE: {suggest.TEXT: {"value": f"{canary} 090-1234-5678に電話した"}}}
    refused = front.submit(CLERK, suggest.WRITE_MODAL, example)
    assert compared.body["response_action"] == "update"
    assert set(refused.body["errors"]) == {suggest.EXAMPLE}
    return [compared, refused]


def _sheet(front: Front, canary: str) -> list[Ack]:
    """A sheet with every line written; first with a telephone number, which is refused."""
    chosen = {"selected_options": [{"value": "money"}]}
    opened = front.submit(CLERK, START, {PLACE: {PLACE: {}}, CHOSEN: {GROUPS: chosen}})
    metadata = opened.body["view"]["private_metadata"]
    refused = _lines(f"{canary} 090-1234-5678")
    state = {tick_block("money", Noticed.HEARD): {TICK: _ticked("money-debt")}}
    acks = [
        front.submit(CLERK, FILL, state | values, private_metadata=metadata)
        for values in (refused, _lines(f"{canary}の話を聞いた"))
    ]
    return [opened, *acks]


def _ticked(item: str) -> Payload:
    return {"type": "checkboxes", "selected_options": [{"value": item}]}


def _lines(text: str) -> Payload:
    heard = {"selected_option": {"value": "heard"}}
    return {
        block: value
        for number in range(MOST_NOTES)
        for block, value in (
            (note_block(number), {NOTE: {"value": text}}),
            (basis_block(number), {NOTE_BASIS: heard}),
        )
    }


def _copies(front: Front, folder: Path) -> Path:
    """The nightly copy, made after all that."""
    copies = folder / "copies"
    made = Backups(front.ward.store, copies, 3).make_if_due(DUE + timedelta(days=1))
    assert made is not None
    assert made.stat().st_size > 0
    return copies


def _files_with(canary: str, database: Path, copies: Path) -> list[str]:
    files = [*database.parent.glob(f"{database.name}*"), *copies.rglob("*")]
    assert any(ADMIN.name.encode() in f.read_bytes() for f in files if f.is_file()), "it can find"
    return [f.name for f in files if f.is_file() and canary.encode() in f.read_bytes()]


@pytest.mark.parametrize(
    ("basis", "text", "said"),
    [
        ("heard", "霧島さん（090-1234-5678）が困っている", "年代と性別（例：80代女性）、電話番号"),
        ("heard", "たぶん認知症だと思う", "「たぶん」は推測のことばです"),
        ("guess", "たぶん疲れている", None),
        ("heard", "盗られたと思うと本人が話した", None),
    ],
)
def test_the_writer_is_told_before_the_result(
    front: Front, basis: str, text: str, said: str | None
) -> None:
    """The second line is wrong: it is pointed at, and what was typed is not repeated whole."""
    chosen = {"selected_options": [{"value": "money"}]}
    opened = front.submit(CLERK, START, {PLACE: {PLACE: {}}, CHOSEN: {GROUPS: chosen}})
    state = {
        tick_block("money", Noticed.HEARD): {TICK: _ticked("money-debt")},
        note_block(1): {NOTE: {"value": text}},
        basis_block(1): {NOTE_BASIS: {"selected_option": {"value": basis}}},
    }
    metadata = opened.body["view"]["private_metadata"]
    ack = front.submit(CLERK, FILL, state, private_metadata=metadata)
    if said is None:
        assert text in words_of(ack.body["view"])
    else:
        assert list(ack.body["errors"]) == [note_block(1)]
        assert said in ack.body["errors"][note_block(1)]
        assert "霧島" not in ack.text
        assert "5678" not in ack.text


def test_a_line_is_marked_by_its_writer(front: Front) -> None:
    """Nobody else knows whether it was seen, heard or guessed."""
    chosen = {"selected_options": [{"value": "money"}]}
    opened = front.submit(CLERK, START, {PLACE: {PLACE: {}}, CHOSEN: {GROUPS: chosen}})
    line = {note_block(0): {NOTE: {"value": "手がふるえている"}}, basis_block(0): {NOTE_BASIS: {}}}
    metadata = opened.body["view"]["private_metadata"]
    state = {tick_block("money", Noticed.HEARD): {TICK: _ticked("money-debt")}} | line
    ack = front.submit(CLERK, FILL, state, private_metadata=metadata)
    assert ack.body["errors"] == {basis_block(0): NOT_MARKED}
