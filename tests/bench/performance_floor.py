"""What cannot be done without, measured beside the bot: Bolt alone, a commit, a bare program."""

from __future__ import annotations

import hmac
import json
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qs

import psycopg
from slack_bolt import App

from bot.slack.blocks.quiz import CHOICES, SURE, choices_block
from bot.store.engine import Store
from tests.reliability.answering import SECRET, Request, quick_clients

COMMITS = 500


def bare_app() -> App:
    """Bolt with one listener that acknowledges and does nothing."""
    app = App(client=quick_clients().posting, signing_secret=SECRET, process_before_response=True)
    app.action(re.compile("quiz:"))(lambda ack: ack())
    return app


def commits(folder: Path, store: Store) -> Sequence[float]:
    """A row and a commit by the driver, as safely as the bot's."""
    row = "INSERT INTO probe VALUES (1, 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')"
    if store.file is None:
        address = store.address.set(drivername="postgresql")
        with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
            connection.execute("CREATE TABLE probe (a integer, b text)")

            def both() -> None:
                connection.execute(row)
                connection.commit()

            return [timed(both) for _ in range(COMMITS)]
    with closing(raw_connection(folder / "probe.sqlite3")) as raw:
        raw.execute("CREATE TABLE probe (a, b)")
        return [timed(lambda: raw.execute(row)) for _ in range(COMMITS)]


def raw_connection(file: Path) -> sqlite3.Connection:
    """As safe as the bot's own."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def answer_by_hand(raw: sqlite3.Connection, lock: Lock, request: Request) -> None:
    """The least that a program without any library would do for an answer."""
    stamp = request.headers["X-Slack-Request-Timestamp"]
    due = hmac.new(SECRET.encode(), f"v0:{stamp}:{request.body}".encode(), sha256).hexdigest()
    if not hmac.compare_digest(f"v0={due}", request.headers["X-Slack-Signature"]):
        raise AssertionError
    payload = json.loads(parse_qs(request.body)["payload"][0])
    key, _, question = payload["actions"][0]["value"].partition("|")
    block = choices_block(payload["actions"][0]["value"])
    option = payload["state"]["values"][block][CHOICES]["selected_option"]
    account, sure = payload["user"]["id"], payload["actions"][0]["action_id"] == SURE
    with lock:
        raw.execute("BEGIN IMMEDIATE")
        who = raw.execute(
            "SELECT s.staff_id, m.section_id FROM staff s JOIN membership m USING (staff_id)"
            " WHERE slack_user_id = ?",
            (account,),
        ).fetchone()
        owed = "SELECT 1 FROM delivery WHERE staff_id = ? AND occurrence_key = ?"
        raw.execute(owed, (who[0], key)).fetchone()
        given = (key, who[0], question, int(option["value"]), sure, 1, "2026-11-16 03:00:00.000000")
        raw.execute("INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", given)
        week = (who[0], "2026-W47", who[1], "completed", given[-1])
        raw.execute("INSERT OR IGNORE INTO completion VALUES (?, ?, ?, ?, ?)", week)
        raw.execute("COMMIT")


def timed(work: Callable[[], object]) -> float:
    """The seconds it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
