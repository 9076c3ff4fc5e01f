"""知識を直す: changed files by direct message, and the buttons under what they would do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.content.syntax import MAX_BYTES
from bot.core.people import Actor
from bot.core.permissions import Action, NotPermitted
from bot.service.editing import Faults, Proposal
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, fitted
from bot.slack.blocks.editors import (
    CHECKING,
    CONFIRM,
    DROP,
    DROPPED,
    NOT_AN_EDITOR,
    UNDO,
    done_reply,
    faults_reply,
    proposal_reply,
    sentence_reply,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.download import NotDownloaded, TooLarge, download
from bot.slack.refusals import carry_out, outcome
from bot.slack.showing import asking, chosen

log = logging.getLogger(__name__)

PROGRESS_AFTER = 2.0  # seconds after which the person is told to wait
MOST_FILES = 6
HOW_TO = (
    "直したファイル（つなぎ先のカード、言い回し、contacts.yaml など）を、このアプリへの"
    "ダイレクトメッセージに添えて送ってください。間違いがあれば場所と直し方を、なければ"
    "職員に見えるカードと変わるところをお見せします。「反映する」を押すまで、何も変わりません。"
    "カードと言い回しを新しく足すときは、2つのファイルを一度に送ります。"
)
TOO_MANY = f"一度に送れるのは{MOST_FILES}ファイルまでです。分けて送ってください。"
TOO_LARGE = "ファイルが大きすぎます（1 MiBまで）。分けて送ってください。"
NOT_FETCHED = (
    "ファイルを受け取れませんでした。もう一度送ってください。続くときは管理者に、"
    "アプリの権限（files:read）を確かめるように伝えてください。"
)
SAME_NAME = "同じ名前のファイルが2つあります。1つにして、もう一度送ってください。"


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """How to send a changed file, for those who may."""
    if not service.renewal.may_edit(actor):
        raise NotPermitted(Action.EDIT_KNOWLEDGE)
    return sentence_reply(HOW_TO)


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register files sent by direct message, and the three buttons."""

    @app.event({"type": "message", "subtype": "file_share"}, matchers=[_files_alone(service)])
    def on_files(body: dict[str, Any], event: dict[str, Any]) -> None:
        afterwards.do(lambda: _answer(service, clients, body, event))

    def pressed(work: Callable[[Actor, str, datetime], Reply]) -> Callable[..., None]:
        def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
            actor, now = asking(service, body)
            id_ = chosen(action)
            afterwards.do(lambda: carry_out(clients, body, lambda: work(actor, id_, now)))
            ack()

        return on_press

    def drop(actor: Actor, id_: str, now: datetime) -> Reply:
        service.editing.drop(actor, id_)
        return sentence_reply(DROPPED)

    def undo(actor: Actor, id_: str, now: datetime) -> Reply:
        return done_reply(service.editing.undo(actor, id_, now), "元に戻しました。")

    app.action(CONFIRM)(
        pressed(lambda actor, id_, now: done_reply(service.editing.confirm(actor, id_, now)))
    )
    app.action(DROP)(pressed(drop))
    app.action(UNDO)(pressed(undo))


def _files_alone(service: Service) -> Callable[..., bool]:
    """Whether a direct message is files only, or files of an editor.

    What anybody else writes beside a file is a question, and answered as one.
    """

    def matches(event: dict[str, Any], body: dict[str, Any]) -> bool:
        by_person = bool(event.get("user")) and not event.get("bot_id")
        if not (event.get("channel_type") == "im" and by_person and event.get("files")):
            return False
        if not (event.get("text") or "").strip():
            return True
        actor, _ = asking(service, body)
        return service.renewal.may_edit(actor) and any(map(_is_ours, event["files"]))

    return matches


def _is_ours(file: Mapping[str, Any]) -> bool:
    return str(file.get("name") or "").lower().endswith((".yaml", ".txt"))


def _answer(
    service: Service, clients: Clients, body: Mapping[str, Any], event: Mapping[str, Any]
) -> None:
    actor, now = asking(service, body)
    with service.inbox.once(body["event_id"], now) as first:
        if first:
            _with_progress(
                clients, event["channel"], lambda: _judged(service, clients, actor, event, now)
            )


def _with_progress(clients: Clients, channel: str, work: Callable[[], Reply]) -> None:
    """Post what ``work`` makes; after two seconds a word that it takes longer, first."""
    told: str | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="editing") as pool:
        future = pool.submit(work)
        if not wait([future], PROGRESS_AFTER).done:
            told = _post(clients, channel, sentence_reply(CHECKING))
        reply, _ = outcome(future)
    if told is None:
        _post(clients, channel, reply)
    else:
        blocks = fitted(reply.blocks)
        clients.posting.chat_update(channel=channel, ts=told, text=reply.text, blocks=blocks)


def _post(clients: Clients, channel: str, reply: Reply) -> str:
    blocks = fitted(reply.blocks)
    posted = clients.posting.chat_postMessage(channel=channel, text=reply.text, blocks=blocks)
    return str(posted["ts"])


def _judged(
    service: Service, clients: Clients, actor: Actor, event: Mapping[str, Any], now: datetime
) -> Reply:
    if not service.renewal.may_edit(actor):
        return sentence_reply(NOT_AN_EDITOR)
    files: Sequence[Mapping[str, Any]] = event["files"]
    if len(files) > MOST_FILES:
        return sentence_reply(TOO_MANY)
    places = [service.editing.place_of(actor, str(file.get("name") or "")) for file in files]
    if len(set(places)) < len(places):
        return sentence_reply(SAME_NAME)
    try:
        new = {
            place: download(clients.reading, str(file["id"]), MAX_BYTES)
            for place, file in zip(places, files, strict=True)
        }
    except TooLarge:
        return sentence_reply(TOO_LARGE)
    except NotDownloaded as error:
        log.warning("a file could not be fetched: %s", error)
        return sentence_reply(NOT_FETCHED)
    judged: Proposal | Faults = service.editing.propose(actor, new, now)
    return faults_reply(judged) if isinstance(judged, Faults) else proposal_reply(judged)


COMMAND = Command(
    id="editors",
    word="知識を直す",
    aliases=("編集",),
    usage="/kizuki 知識を直す",
    description="直したファイルの送り方を見ます（知識編集者）",
    run=run,
    register=register,
    needs=Action.EDIT_KNOWLEDGE,
)
