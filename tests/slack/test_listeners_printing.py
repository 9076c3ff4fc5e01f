"""印刷: from the urgent numbers or the word to two files in one's own messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.content.library import Library
from bot.core.sheet import HEADER, Noticed, Observation, Sheet, items_of
from bot.core.sheet_rules import judge
from bot.service.referral import Referral
from bot.slack.app import build_app
from bot.slack.blocks.conferences import AGENDA_PRINT
from bot.slack.blocks.controls import AGENDA, CONFERENCE
from bot.slack.blocks.printing import FORM_TITLE, GUIDE_TITLE, PRINT, PRINT_FORM, URGENT_TITLE
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.slack.clients import make_clients
from bot.slack.manifest import manifest
from bot.slack.papers import send_filled_sheet
from bot.store.engine import Store
from tests.support.front import Front
from tests.support.pdf import page_texts
from tests.support.service import STRANGER, SetClock, Ward, open_ward
from tests.support.slack_payloads import blocks_of, control, words_of
from tests.support.workspace import Served, serve_workspace, until
from tests.support.workspace_page import STAFF

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


def arrived(served: Served) -> tuple[list[str], list[bytes]]:
    """Names and contents of the files that come to the asker's messages."""
    page, dm = served.page, served.page.dm()
    message = until(lambda: [m for m in page.messages(dm) if m["files"]], SECONDS)[-1]
    contents = [page.http.get(file["url"]).content for file in message["files"]]
    assert all(sensitive_words(text[:FIRST_CHARACTERS]) == [] for text in page.texts(dm))
    return [file["name"] for file in message["files"]], contents


def test_the_blank_form_arrives_as_pdf_and_as_a_workbook(served: Served) -> None:
    page, dm = served.page, served.page.dm()
    page.command("/kizuki 印刷")
    shown = until(lambda: page.messages(dm))[-1]
    block = next(b for b in shown["blocks"] if b["type"] == "actions")
    page.press_message(dm, shown, block["block_id"], PRINT_FORM)
    names, (pdf, workbook) = arrived(served)
    assert names == [f"{FORM_TITLE}.pdf", f"{FORM_TITLE}.xlsx"]
    assert HEADER in page_texts(pdf)[0]
    assert workbook.startswith(b"PK")


def test_an_agenda_sheet_arrives_in_the_askers_messages(served: Served, ward: Ward) -> None:
    page, dm = served.page, served.page.dm()
    page.command("/kizuki 会議")
    shown = until(lambda: page.messages(dm))[-1]
    rows = [b for b in shown["blocks"] if b.get("accessory", {}).get("action_id") == CONFERENCE]
    row = rows[1]
    page.press_message(dm, shown, row["block_id"], CONFERENCE, element=row["accessory"])
    for action_id in (AGENDA, AGENDA_PRINT):
        view = page.modal()["view"]
        held = next(
            (block["block_id"], element)
            for block in view["blocks"]
            for element in block.get("elements", ())
            if element.get("action_id") == action_id
        )
        page.press({"kind": "modal"}, held[0], action_id, element=held[1])
    names, (pdf,) = arrived(served)
    wanted = ward.library.knowledge.conferences["share-kaigi"].agenda
    (text,) = page_texts(pdf)
    assert all("".join(heading.split()) in text for heading in wanted)
    assert names == ["議題シート（生活困窮者支援会議（シェア会議））.pdf"]


def test_a_filled_sheet_goes_to_its_writer_and_the_message_tells_nothing(
    store: Store, library: Library, referral: Referral, clock: SetClock
) -> None:
    ward = open_ward(store, library, referral, clock, sheet_files=True)
    items = [item.id for item in items_of(library.knowledge) if item.id.startswith("money-")]
    noticed = tuple(Observation(item, Noticed.HEARD) for item in items[:2])
    result = judge(Sheet(noticed), library.knowledge, clock.now())
    with serve_workspace(app_manifest=manifest()) as workspace:
        clients = make_clients(workspace.workspace.bot_token, f"{workspace.address}/api/")
        writer = ward.service.people.actor(STAFF, clock.now())
        send_filled_sheet(ward.service, clients, writer, result, clock.now())
        names, (pdf,) = arrived(workspace)
    assert names == ["気づきメモ.pdf"]
    assert all("".join(text.split()) in "".join(page_texts(pdf)) for text in result.heard)
