"""資料: from the button or the word over the form to files in one's own messages, and away."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.core.figures import OTHERS_ID
from bot.core.period import code_of, first_half, whole_year
from bot.core.permissions import NotPermitted
from bot.reports.orders import FileKind
from bot.service.report_child import ReportMaker
from bot.service.report_files import ReportFiles
from bot.slack.app import build_app
from bot.slack.blocks.figures import MAKE, Chosen
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.slack.blocks.report_files import (
    BUNDLE,
    BUSY,
    FAILED,
    FORM,
    KINDS,
    MAKING,
    NAMES,
    NO_KIND,
    NO_NAMES_THERE,
    PERIOD,
    READY,
    WARD,
    WHAT,
)
from bot.slack.clients import Clients, make_clients
from bot.slack.errors import SENTENCES
from bot.slack.file_job import NOT_MADE
from bot.slack.manifest import manifest
from bot.slack.named_files import delete_named
from tests.support.front import Front
from tests.support.pdf import page_texts
from tests.support.service import (
    ADMIN,
    CLERK,
    DAY,
    DESK,
    EVERYBODY,
    HEAD,
    HEALTH,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)
from tests.support.slack_payloads import Payload, blocks_of, home, words_of
from tests.support.workspace import Served, serve_workspace, until

SECONDS = 90.0  # drawing takes some on a busy machine
YEAR = whole_year(2026)


def filled(
    what: str, kinds: Sequence[str] = ("pdf",), *, named: bool = False, period: str = "year:2026"
) -> Payload:
    """The form's values as Slack sends them."""
    boxes = [{"value": kind} for kind in kinds]
    return {
        WHAT: {WHAT: {"selected_option": {"value": what}}},
        PERIOD: {PERIOD: {"selected_option": {"value": period}}},
        KINDS: {KINDS: {"selected_options": boxes}},
        NAMES: {NAMES: {"selected_options": [{"value": "yes"}] if named else []}},
    }


def options(view: Payload, block_id: str) -> list[str]:
    block = next(b for b in blocks_of({"view": view}) if b.get("block_id") == block_id)
    return [option["value"] for option in block["element"]["options"]]


def initial(view: Payload, block_id: str) -> str:
    block = next(b for b in blocks_of({"view": view}) if b.get("block_id") == block_id)
    return str(block["element"]["initial_option"]["value"])


def opened(front: Front) -> Payload:
    """The form that was opened."""
    view = front.only("views.open").args["view"]
    blocks = blocks_of({"view": view})
    return {"blocks": blocks}


# ------------------------------------------------------------ the form


def test_a_supervisor_is_offered_the_own_section_and_names(front: Front) -> None:
    front.command(SUPERVISOR, "資料")
    form = opened(front)
    assert options(form, WHAT) == [f"section:{DESK}"]
    assert options(form, KINDS) == [str(kind) for kind in FileKind]
    assert options(form, NAMES) == ["yes"]
    assert "24時間後にSlackから消します" in words_of(form)


def test_the_training_desk_is_offered_the_ward_but_no_names(front: Front) -> None:
    front.command(TRAINER, "しりょう")
    form = opened(front)
    assert options(form, WHAT) == [WARD, BUNDLE, f"section:{OTHERS_ID}"]
    assert [b for b in form["blocks"] if b.get("block_id") == NAMES] == []


@pytest.mark.parametrize("who", [CLERK, ADMIN, STRANGER])
def test_nobody_else_is_offered_anything(front: Front, who: Someone | str) -> None:
    assert front.command(who, "資料").body["text"] == SENTENCES[NotPermitted]


def test_the_button_opens_the_form_on_what_it_stands_under(front: Front) -> None:
    value = Chosen(first_half(2026), DESK).packed()
    front.press(SUPERVISOR, {"type": "button", "action_id": MAKE, "value": value}, home())
    form = opened(front)
    assert initial(form, WHAT) == f"section:{DESK}"
    assert initial(form, PERIOD) == code_of(first_half(2026))


def test_the_button_of_another_section_opens_nothing_of_it(front: Front) -> None:
    value = Chosen(YEAR, HEALTH).packed()
    front.press(SUPERVISOR, {"type": "button", "action_id": MAKE, "value": value}, home())
    assert HEALTH not in words_of(opened(front))


@pytest.mark.parametrize(
    ("who", "values", "fault"),
    [
        (SUPERVISOR, filled(f"section:{DESK}", ()), {KINDS: NO_KIND}),
        (HEAD, filled(f"section:{DESK}", named=True), {NAMES: NO_NAMES_THERE}),
        (TRAINER, filled(WARD, named=True), {NAMES: NO_NAMES_THERE}),
        (TRAINER, filled(BUNDLE, named=True), {NAMES: NO_NAMES_THERE}),
        (TRAINER, filled(f"section:{DESK}", named=True), {NAMES: NO_NAMES_THERE}),
    ],
)
def test_what_cannot_be_is_said_in_the_form(
    front: Front, who: Someone, values: Payload, fault: Payload
) -> None:
    ack = front.submit(who, FORM, values)
    assert ack.body == {"response_action": "errors", "errors": fault}
    assert front.calls("chat.postMessage") == []


@pytest.mark.parametrize(
    ("who", "values"),
    [
        (SUPERVISOR, filled(f"section:{HEALTH}")),
        (SUPERVISOR, filled(WARD)),
        (SUPERVISOR, filled(BUNDLE)),
        (CLERK, filled(f"section:{DESK}")),
        (STRANGER, filled(WARD)),
        (SUPERVISOR, filled("section:")),
        (SUPERVISOR, filled("elsewhere")),
        (SUPERVISOR, filled(f"section:{DESK}", ("exe",))),
        (SUPERVISOR, filled(f"section:{DESK}", period="year:99999")),
        (SUPERVISOR, {}),
    ],
)
def test_a_forged_form_gets_a_sentence_and_no_file(
    front: Front, who: Someone | str, values: Payload
) -> None:
    ack = front.submit(who, FORM, values)
    assert ack.body["response_action"] == "update"
    assert front.calls("chat.postMessage") == []


# ------------------------------------------------------------ while it is made


class Slow(ReportMaker):
    """Never gets ready until it is closed."""

    def __init__(self) -> None:
        super().__init__(("sleep", "600"))


def with_maker(front: Front, maker: ReportMaker) -> None:
    """The front with another maker of files."""
    rooms = front.ward.service
    files = ReportFiles(front.ward.store, rooms.statistics, maker)
    object.__setattr__(rooms, "report_files", files)


def test_failure_is_told_in_the_message_that_announced_it(front: Front) -> None:
    with_maker(front, ReportMaker(("false",)))
    front.submit(SUPERVISOR, FORM, filled(f"section:{DESK}"))
    update = front.stub.wait(lambda c: c.method == "chat.update")
    assert FAILED in words_of(update.args)
    assert NOT_MADE in words_of(update.args)
    post = front.only("chat.postMessage")
    assert post.args["channel"] == SUPERVISOR.account
    assert MAKING in words_of(post.args)


def test_who_comes_when_many_wait_is_told_so(front: Front) -> None:
    slow = Slow()
    with_maker(front, slow)
    try:
        acks = [front.submit(SUPERVISOR, FORM, filled(f"section:{DESK}")) for _ in range(11)]
        assert [BUSY in words_of(ack.body) for ack in acks] == [False] * 10 + [True]
        second = front.stub.wait(
            lambda c: c.method == "chat.postMessage" and "先に1件あります" in words_of(c.args)
        )
        assert MAKING in words_of(second.args)
    finally:
        slow.close()
    front.stub.wait(lambda _: len(front.calls("chat.update")) >= 10)


# ------------------------------------------------------------ the whole way

OFFICE = "税務課"
BOSS = Someone("CHIEF", "若草 なずな", OFFICE, "課長")
STAFF_MEMBER = Someone("STAFF", "𠮷野﨑 髙子", OFFICE)


@dataclass(frozen=True)
class Place:
    """The real app on a local workspace, the app's own scopes only, and what it does unasked."""

    served: Served
    clients: Clients
    ward: Ward

    def files_of(self, who: Someone) -> list[Payload]:
        """The files in somebody's messages with the app."""
        page = self.served.page
        messages = page.messages(page.dm(who.account), who.account)
        return [file for message in messages for file in message["files"]]

    def texts_of(self, who: Someone) -> str:
        page = self.served.page
        return str(page.messages(page.dm(who.account), who.account))

    def ask(self, who: Someone, kinds: Sequence[FileKind], *, named: bool) -> None:
        """Fill in the form as a person does, and press 「作る」."""
        page = self.served.page
        page.command("/kizuki 資料", user=who.account)
        view = until(lambda: page.modal(who.account).get("view"))
        found = {
            block["block_id"]: block["element"] for block in view["blocks"] if "element" in block
        }
        boxes = [o for o in found[KINDS]["options"] if o["value"] in kinds]
        values = {
            WHAT: {WHAT: _of(found[WHAT], "selected_option", found[WHAT]["options"][0])},
            PERIOD: {PERIOD: _of(found[PERIOD], "selected_option", found[PERIOD]["options"][0])},
            KINDS: {KINDS: _of(found[KINDS], "selected_options", boxes)},
            NAMES: {NAMES: _of(found[NAMES], "selected_options", found[NAMES]["options"][:named])},
        }
        done = page.post("submit", who.account, view_id=view["id"], state={"values": values})
        assert done == {"ok": True}

    def tidy(self, later: timedelta) -> None:
        """So much later, the piece of work that deletes files with names."""
        self.ward.clock.moment += later
        delete_named(self.ward.service, self.clients)


def _of(element: Payload, name: str, value: Any) -> Payload:
    return {"type": element["type"], name: value}


@pytest.fixture
def place(ward: Ward) -> Iterator[Place]:
    ward.employ([*EVERYBODY, BOSS, STAFF_MEMBER], ward.clock.now())
    with serve_workspace(app_manifest=manifest()) as workspace:
        clients = make_clients(workspace.workspace.bot_token, f"{workspace.address}/api/")
        with workspace.socket_mode(build_app(ward.service, clients, None)):
            yield Place(workspace, clients, ward)


def test_files_with_names_arrive_are_logged_and_go_after_a_day(place: Place) -> None:
    place.ask(BOSS, tuple(FileKind), named=True)
    files = until(lambda: place.files_of(BOSS), SECONDS)
    assert [str(file["name"]).rpartition(".")[2] for file in files] == list(FileKind)
    said = until(lambda: READY in place.texts_of(BOSS) and place.texts_of(BOSS), SECONDS)
    assert "11月17日 10時00分ごろ、このファイルをSlackから自動で消します" in said
    paper, book = (place.served.page.http.get(files[n]["url"]).content for n in (1, 2))
    assert "𠮷野﨑髙子" in "".join(page_texts(paper))
    assert "𠮷野﨑 髙子" in str([*load_workbook(io.BytesIO(book))["名前"].values])
    actor = place.ward.actor(STAFF_MEMBER)
    (look,) = place.ward.service.audit.looks_at_me(actor)
    assert look.viewer is not None
    assert (look.viewer.name, look.what) == (
        BOSS.name,
        f"{OFFICE}の未受講の方の一覧（お名前入りの資料）",
    )
    place.tidy(timedelta(hours=23, minutes=59))
    assert len(place.files_of(BOSS)) == 4
    place.tidy(timedelta(minutes=1))
    assert [str(f["name"])[-4:] for f in place.files_of(BOSS)] == [".png", ".csv"]
    assert place.served.page.http.get(files[1]["url"]).status_code == 404
    place.tidy(timedelta(days=1))
    assert len(place.files_of(BOSS)) == 2, "files without names stay"


def test_files_without_names_come_with_a_described_picture_to_the_asker_only(place: Place) -> None:
    place.ask(BOSS, (FileKind.PICTURE, FileKind.PAPER), named=False)
    picture, paper = until(lambda: place.files_of(BOSS), SECONDS)
    assert OFFICE in picture["alt"]
    assert "対象2人" in picture["alt"]
    content = place.served.page.http.get(paper["url"]).content
    assert "𠮷野﨑" not in "".join(page_texts(content))
    assert place.files_of(STAFF_MEMBER) == []
    assert "自動で消します" not in until(
        lambda: READY in place.texts_of(BOSS) and place.texts_of(BOSS)
    )
    assert list(place.ward.service.report_files.to_delete(place.ward.clock.now() + 9 * DAY)) == []
    texts = place.served.page.texts(place.served.page.dm(BOSS.account), BOSS.account)
    assert all(sensitive_words(text[:FIRST_CHARACTERS]) == [] for text in texts)


@pytest.mark.parametrize(
    ("answer", "stays"),
    [
        ({"ok": True}, False),
        ({"ok": False, "error": "file_not_found"}, False),
        ({"ok": False, "error": "file_deleted"}, False),
        ({"ok": False, "error": "cant_delete_file"}, True),
        ({"ok": False, "error": "internal_error"}, True),
    ],
)
def test_a_file_counts_as_gone_only_when_slack_says_so(
    front: Front, answer: Payload, *, stays: bool
) -> None:
    rooms, clock = front.ward.service, front.ward.clock
    rooms.report_files.note_named("F1", clock.now())
    clock.moment += DAY
    front.stub.answers["files.delete"] = answer
    delete_named(rooms, front.clients)
    assert front.only("files.delete").args == {"file": "F1"}
    assert list(rooms.report_files.to_delete(clock.now() + DAY)) == (["F1"] if stays else [])
