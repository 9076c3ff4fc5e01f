"""名簿: how it stands, a new one by direct message, and the two buttons under what it changes."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, NotPermitted
from bot.core.roster import MAX_BYTES, RosterFault, RosterFile, unknown_emails
from bot.core.roster_cells import read_date
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.service.roster import RosterChanged
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, fitted
from bot.slack.blocks.roster import (
    CHANGED,
    CONFIRM,
    DROP,
    DROPPED,
    done_reply,
    faults_reply,
    look_reply,
    sentence_reply,
    state_reply,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.download import NotDownloaded, TooLarge, download
from bot.slack.lookups import LookupsEnded, working_accounts
from bot.slack.refusals import carry_out, outcome
from bot.slack.showing import asking, chosen

log = logging.getLogger(__name__)

ENDINGS = (".csv", ".xlsx", ".xls")
ONE_FILE = "名簿は1つのファイルで送ってください。"
TOO_LARGE = "ファイルが大きすぎます（20MBまで）。"
NOT_FETCHED = (
    "ファイルを受け取れませんでした。もう一度送ってください。続くときは、"
    "アプリの権限（files:read）を確かめてください。"
)
DAY_UNREAD = "基準日を日付として読めません。「基準日 2026-04-01」のように書き添えてください。"
_DAY = re.compile(r"基準日\s?[:：]?\s?(\S{1,20})")
_VALUE = re.compile(r"(F[A-Z0-9]{2,30})\|(\d{4}-\d{2}-\d{2})\|([0-9a-f]{32})")


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """How the roster stands, and how to send a new one."""
    return state_reply(service.roster.state(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register rosters sent by direct message, and the two buttons."""

    @app.event({"type": "message", "subtype": "file_share"}, matchers=[_rosters(service)])
    def on_roster(body: dict[str, Any], event: dict[str, Any]) -> None:
        afterwards.do(lambda: _answer(service, clients, body, event))

    def confirm(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        value = chosen(action)
        afterwards.do(
            lambda: carry_out(clients, body, lambda: _taken(service, clients, actor, value, now))
        )
        ack()

    def drop(ack: Ack, body: dict[str, Any]) -> None:
        afterwards.do(lambda: carry_out(clients, body, lambda: sentence_reply(DROPPED)))
        ack()

    app.action(CONFIRM)(confirm)
    app.action(DROP)(drop)


def _rosters(service: Service) -> Callable[..., bool]:
    """Whether a direct message carries rosters of somebody who may change the roster."""

    def matches(event: dict[str, Any], body: dict[str, Any]) -> bool:
        files = event.get("files") or []
        by_person = bool(event.get("user")) and not event.get("bot_id")
        if event.get("channel_type") != "im" or not by_person or not files:
            return False
        if not all(str(file.get("name") or "").lower().endswith(ENDINGS) for file in files):
            return False
        actor, _ = asking(service, body)
        return service.roster.may_change(actor)

    return matches


def _answer(
    service: Service, clients: Clients, body: Mapping[str, Any], event: Mapping[str, Any]
) -> None:
    actor, now = asking(service, body)
    with service.inbox.once(body["event_id"], now) as first:
        if first:
            with ThreadPoolExecutor(1, thread_name_prefix="roster") as pool:
                reply, _ = outcome(pool.submit(_looked, service, clients, actor, event, now))
            clients.posting.chat_postMessage(
                channel=event["channel"], text=reply.text, blocks=fitted(reply.blocks)
            )


def _looked(
    service: Service, clients: Clients, actor: Actor, event: Mapping[str, Any], now: datetime
) -> Reply:
    files = event["files"]
    if len(files) != 1:
        return sentence_reply(ONE_FILE)
    asked = _DAY.search(str(event.get("text") or ""))
    day = read_date(asked[1]) if asked else tokyo_day(now)
    if day is None:
        return sentence_reply(DAY_UNREAD)
    file_id = str(files[0]["id"])
    data = _fetched(clients, file_id)
    if isinstance(data, Reply):
        return data
    seen = service.roster.look(actor, data, now, day)
    if seen.diff is None:
        return faults_reply(seen.faults)
    value = f"{file_id}|{day.isoformat()}|{seen.diff.digest}"
    return look_reply(seen.diff, value, _unknown(clients, seen.file))


def _unknown(clients: Clients, file: RosterFile | None) -> tuple[RosterFault, ...]:
    found = _by_email(clients, file) if file else {}
    return unknown_emails(file, found) if file and found else ()


def _by_email(clients: Clients, file: RosterFile) -> Mapping[str, str]:
    """Slack's accounts by address, where the roster needs them and the ward granted it."""
    if not file.emails:
        return {}
    try:
        return working_accounts(clients)
    except LookupsEnded as error:
        log.info("addresses were not looked up: %s", error)
        return {}


def _taken(service: Service, clients: Clients, actor: Actor, value: str, now: datetime) -> Reply:
    """Fetch the file anew and take it over, if it still does what was shown."""
    named = _VALUE.fullmatch(value)
    if named is None:
        raise UnknownEntry
    if not service.roster.may_change(actor):
        raise NotPermitted(Action.CHANGE_ROSTER)
    data = _fetched(clients, named[1])
    if isinstance(data, Reply):
        return data
    day = date.fromisoformat(named[2])
    try:
        done = service.roster.replace(
            actor, data, now, day, expected=named[3], by_email=partial(_by_email, clients)
        )
    except RosterChanged:
        return sentence_reply(CHANGED)
    return faults_reply(done.faults) if done.faults else done_reply(done)


def _fetched(clients: Clients, file_id: str) -> bytes | Reply:
    try:
        return download(clients.reading, file_id, MAX_BYTES)
    except TooLarge:
        return sentence_reply(TOO_LARGE)
    except NotDownloaded as error:
        log.warning("a roster could not be fetched: %s", error)
        return sentence_reply(NOT_FETCHED)


COMMAND = Command(
    id="roster",
    word="名簿",
    aliases=("めいぼ",),
    usage="/kizuki 名簿",
    description="名簿のいまの様子と、新しい名簿の送り方を見ます（管理者）",
    run=run,
    register=register,
    needs=Action.CHANGE_ROSTER,
)
