"""T14: edited, deleted, cut off: whatever is done to the audit's rows is found (both engines)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.audit import Anchor
from bot.service.audit import Audit
from bot.service.roster import OPERATOR
from bot.store import audit
from bot.store.engine import Store
from tests.store.samples import NOW
from tests.store.test_audit import BOSS, LIST, NOVEMBER, OCTOBER, hired

ENTRIES = 4
TAMPERING = {
    "edited: who": "UPDATE audit_entry SET who = 'operator' WHERE month = '2026-11' AND number = 2",
    "edited: when": "UPDATE audit_entry SET at = (SELECT at FROM audit_entry WHERE number = 1 AND"
    " month = '2026-11') WHERE month = '2026-11' AND number = 2",
    "edited: whom": "DELETE FROM audit_subject WHERE month = '2026-11' AND number = 2 AND"
    " pseudonym = (SELECT min(pseudonym) FROM audit_subject WHERE number = 2 AND"
    " month = '2026-11')",
    "deleted: one": "DELETE FROM audit_subject WHERE month = '2026-11' AND number = 2;"
    "DELETE FROM audit_entry WHERE month = '2026-11' AND number = 2",
    "deleted and closed up": "DELETE FROM audit_entry WHERE month = '2026-11' AND number = 2;"
    "UPDATE audit_entry SET number = number - 1 WHERE month = '2026-11' AND number = 3;"
    "UPDATE audit_entry SET number = number - 1 WHERE month = '2026-11' AND number = 4",
    "deleted: a month": "DELETE FROM audit_subject WHERE month = '2026-10';"
    "DELETE FROM audit_entry WHERE month = '2026-10';"
    "DELETE FROM audit_segment WHERE month = '2026-10'",
    "truncated": "DELETE FROM audit_entry WHERE month = '2026-11' AND number = 4",
    "truncated to nothing": "DELETE FROM audit_entry WHERE month = '2026-11'",
}


def _filled(store: Store) -> None:
    ids = hired(store)
    for number in range(2 * ENTRIES):
        month = OCTOBER if number < ENTRIES else NOVEMBER
        with store.write() as tx:
            audit.append(tx, BOSS, LIST, ids[1:], month, NOW + timedelta(minutes=number))


def _done_to(store: Store, statements: str) -> None:
    with store.write() as tx:
        for statement in statements.split(";"):
            tx.exec_driver_sql(statement)


def test_untouched_it_is_good(store: Store) -> None:
    _filled(store)
    found = Audit(store).verify(OPERATOR)
    assert (found.months, found.entries, found.tampering) == (2, 2 * ENTRIES, ())


@pytest.mark.parametrize("kind", TAMPERING)
def test_it_is_found(store: Store, kind: str) -> None:
    _filled(store)
    _done_to(store, TAMPERING[kind])
    assert Audit(store).verify(OPERATOR).tampering != ()


def test_a_month_cut_off_with_its_row_adapted_is_found_by_what_was_posted(store: Store) -> None:
    """The one thing that a chain cannot show by itself: hence count and mark outside."""
    _filled(store)
    with store.write() as tx:
        audit.close_before(tx, "2026-12")
        october, november = audit.closed(tx)
    _done_to(
        store,
        "DELETE FROM audit_segment WHERE month = '2026-12';"
        "DELETE FROM audit_subject WHERE month = '2026-11' AND number = 4;"
        "DELETE FROM audit_entry WHERE month = '2026-11' AND number = 4;"
        "UPDATE audit_segment SET entries = 3, closed = false, head = (SELECT mark FROM"
        " audit_entry WHERE month = '2026-11' AND number = 3) WHERE month = '2026-11'",
    )
    assert Audit(store).verify(OPERATOR).tampering == ()
    assert Audit(store).verify(OPERATOR, [october]).tampering == ()
    (found,) = Audit(store).verify(OPERATOR, [october, november]).tampering
    assert found.month == NOVEMBER
    gone = Anchor("2026-12", 1, october.head)
    assert Audit(store).verify(OPERATOR, [gone]).tampering != ()
