"""Sheets are judged and forgotten; their ticks are pooled, and only whole lots are stored."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.core.people import Actor
from bot.core.sheet import Noticed, Observation, Sheet
from bot.core.sheet_items import SheetPart
from bot.service.sheet import Sheets
from bot.store import sheet as ticks
from bot.store.errors import StoreUnavailable
from bot.store.patience import hurry
from tests.store.test_patience import somebody_writes
from tests.support.service import DUE, Ward

PEOPLE = [Actor(f"U{number}") for number in range(5)]
DEBT = Sheet((Observation("money-debt", Noticed.HEARD), Observation("money-job", Noticed.UNKNOWN)))
LOT = {("money-debt", "heard"): 10, ("money-job", "unknown"): 10}


def counted(ward: Ward) -> dict[tuple[str, str], int]:
    with ward.store.read() as tx:
        return {(t.item, t.answer): t.count for t in ticks.ticks(tx, "2026-01")}


def test_a_lot_is_stored_and_what_is_left_is_lost_with_the_process(ward: Ward) -> None:
    service = ward.service.sheet
    assert [service.learn(PEOPLE[n % 3], DEBT, DUE) for n in range(19)].count(True) == 1
    assert counted(ward) == LOT
    again = Sheets(ward.store, ward.library)
    assert not again.learn(PEOPLE[0], DEBT, DUE)
    assert counted(ward) == LOT


def test_many_at_once_lose_nothing(ward: Ward) -> None:
    service = ward.service.sheet
    with ThreadPoolExecutor(5) as pool:
        done = list(pool.map(lambda n: service.learn(PEOPLE[n % 5], DEBT, DUE), range(100)))
    assert sum(counted(ward).values()) == 2 * 100
    assert done.count(True) == 10


def test_where_too_few_people_write_what_waits_does_not_grow(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.sheet.MOST_WAITING", 9)
    service = ward.service.sheet
    assert not any(service.learn(PEOPLE[n % 2], DEBT, DUE) for n in range(40))
    assert service.learn(PEOPLE[2], DEBT, DUE)
    assert counted(ward) == LOT


def test_a_sheet_without_ticks_is_no_form(ward: Ward) -> None:
    service = ward.service.sheet
    assert not any(service.learn(PEOPLE[n % 5], Sheet(), DUE) for n in range(30))
    assert not any(service.learn(PEOPLE[n % 3], DEBT, DUE) for n in range(9))


def test_what_waits_outlives_a_database_that_does_not_answer(ward: Ward, url: str) -> None:
    service = ward.service.sheet
    for number in range(9):
        service.learn(PEOPLE[number % 3], DEBT, DUE)
    if url.startswith("sqlite"):
        with somebody_writes(url), hurry(0.2), pytest.raises(StoreUnavailable):
            service.learn(PEOPLE[0], DEBT, DUE)
        assert counted(ward) == {}
    assert service.learn(PEOPLE[0], DEBT, DUE)
    assert counted(ward) == LOT


def test_signs_of_an_answer_point_to_items_by_their_own_sign(ward: Ward) -> None:
    service = ward.service.sheet
    assert service.recognised(PEOPLE[0], ["debt", "nonsense"]) == ("money-debt",)
    assert service.recognised(PEOPLE[0], ["health-insurance"]) == ("health-insurance-card",)
    assert service.recognised(PEOPLE[0], []) == ()


def test_the_form_has_all_three_parts(ward: Ward) -> None:
    form = ward.service.sheet.form(PEOPLE[0])
    assert not form.free_text
    assert [len(form.part(part)) for part in SheetPart] == [8, 1, 1]


def test_urgent_cards_come_most_urgent_first(ward: Ward) -> None:
    both = Sheet(
        (Observation("urgency-dv", Noticed.SEEN), Observation("urgency-life", Noticed.SEEN))
    )
    cards = ward.service.sheet.urgent(PEOPLE[0], both, DUE)
    assert [card.duty.kind.value for card in cards] == ["life_danger", "dv"]
