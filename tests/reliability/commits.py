"""A process that commits as fast as it can, killed in the middle: what was promised is there."""

from __future__ import annotations

import multiprocessing
import random
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from multiprocessing.connection import Connection

from sqlalchemy import func, select

from bot.store import inbox
from bot.store.engine import Store, Tx
from bot.store.tables import inbox_event
from tests.store.samples import NOW

_LONGEST = 0.03  # seconds after a first promise; a commit takes about one thousandth of that
HALVES = ("a", "b")


@dataclass(frozen=True)
class Tally:
    """What all rounds came to: promised rows, promised ones that are gone, halves of a pair."""

    rounds: int
    promised: int
    lost: int
    torn: int


def kill_in_commit(url: str, rounds: int, seed: int = 1) -> Tally:
    """Kill a committing process ``rounds`` times; each transaction writes a pair of rows."""
    store = Store.open(url)
    store.upgrade()
    store.close()
    chance = random.Random(seed)  # noqa: S311  # moments to kill at, not a secret
    context = multiprocessing.get_context("forkserver")
    promised = lost = torn = 0
    for number in range(rounds):
        mine, theirs = context.Pipe(duplex=False)
        writer = context.Process(target=commit_for_ever, args=(url, number, theirs), daemon=True)
        writer.start()
        theirs.close()
        assert mine.poll(60), "the writer did not begin"
        time.sleep(chance.random() * _LONGEST)  # the moment is what is being tried
        writer.kill()
        writer.join()
        kept = _read(mine)
        found = pairs(url, number)
        promised += len(kept)
        lost += len(kept - found["a"])
        torn += len(found["a"] ^ found["b"])
    return Tally(rounds, promised, lost, torn)


def commit_for_ever(url: str, number: int, promises: Connection) -> None:
    """Write pairs; each is promised once its transaction is over."""
    store = Store.open(url)
    for step in count():
        with store.write() as tx:
            write_pair(tx, number, step)
        promises.send(step)


def write_pair(tx: Tx, number: int, step: int) -> None:
    """Two rows that belong together."""
    for half in HALVES:
        inbox.begin(tx, f"{number}/{step}/{half}", NOW, timedelta(0))


def pairs(url: str, number: int) -> dict[str, set[int]]:
    """The steps of one writer that are there, by half."""
    store = Store.open(url)
    wanted = select(inbox_event.c.event_id).where(
        func.substr(inbox_event.c.event_id, 1, len(f"{number}/")) == f"{number}/"
    )
    with store.read() as tx:
        rows = [str(row).split("/") for row in tx.execute(wanted).scalars()]
    store.close()
    return {half: {int(step) for _, step, h in rows if h == half} for half in HALVES}


def _read(promises: Connection) -> set[int]:
    kept: set[int] = set()
    while True:
        try:
            kept.add(promises.recv())
        except (EOFError, OSError):
            return kept
