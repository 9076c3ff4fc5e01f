"""印刷: from the urgent numbers or the word to two files in one's own messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.slack.app import build_app
from bot.slack.blocks.printing import GUIDE_TITLE, PRINT, URGENT_TITLE
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.slack.clients import make_clients
from bot.slack.manifest import manifest
from tests.support.front import Front
from tests.support.pdf import page_texts
from tests.support.service import STRANGER, Ward
from tests.support.slack_payloads import blocks_of, control, words_of
from tests.support.workspace import Served, serve_workspace, until

SECONDS = 60.0  # drawing both takes some on a busy machine


@pytest.fixture
def served(ward: Ward) -> Iterator[Served]:
    """The real app on a local workspace that knows only the app's own scopes."""
    with serve_workspace(app_manifest=manifest()) as workspace:
        clients = make_clients(workspace.workspace.bot_token, f"{workspace.address}/api/")
        with workspace.socket_mode(build_app(ward.service, clients, None)):
            yield workspace


@pytest.mark.parametrize("word", ["印刷", "いんさつ", "緊急"])
def test_the_button_stands_under_the_word_and_the_urgent_numbers(front: Front, word: str) -> None:
    ack = front.command(STRANGER, word)
    assert control(blocks_of(ack.body), PRINT)["text"]["text"] == "印刷"


def test_the_page_says_whom_the_paper_is_for_and_begins_quietly(front: Front) -> None:
    ack = front.command(STRANGER, "印刷")
    assert "区民の方には渡さないでください" in words_of(ack.body)
    assert sensitive_words(ack.body["text"][:FIRST_CHARACTERS]) == []


def test_both_files_arrive_in_the_askers_messages(served: Served) -> None:
    page, dm = served.page, served.page.dm()
    page.command("/kizuki 印刷")
    shown = until(lambda: page.messages(dm))[-1]
    block = next(b for b in shown["blocks"] if b["type"] == "actions")
    page.press_message(dm, shown, block["block_id"], PRINT)
    message = until(lambda: [m for m in page.messages(dm) if m["files"]], SECONDS)[-1]
    assert [file["name"] for file in message["files"]] == [
        f"{GUIDE_TITLE}.pdf",
        f"{URGENT_TITLE}.pdf",
    ]
    pages = [page_texts(page.http.get(file["url"]).content) for file in message["files"]]
    assert len(pages[0]) <= 4
    assert len(pages[1]) == 1
    texts = page.texts(dm)
    assert all(sensitive_words(text[:FIRST_CHARACTERS]) == [] for text in texts)
    assert any("印刷用の紙を2つ" in text for text in texts)
    assert "送っています" in str(page.modal())


def test_nobody_else_receives_them(served: Served) -> None:
    page, dm = served.page, served.page.dm()
    channel = page.channel("窓口")
    page.command("/kizuki 印刷", channel)
    shown = until(lambda: page.messages(channel))[-1]
    block = next(b for b in shown["blocks"] if b["type"] == "actions")
    page.press_message(channel, shown, block["block_id"], PRINT)
    until(lambda: [m for m in page.messages(dm) if m["files"]], SECONDS)
    assert [m for m in page.messages(channel) if m["files"]] == []
