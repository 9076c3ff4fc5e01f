"""Entries confirmed by one tap, what is overdue, and the ward's own values."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.content.dates import NotEditable
from bot.core.clock import TOKYO
from bot.core.permissions import NotPermitted
from bot.service.editing import StillFaulty
from bot.service.referral import UnknownEntry
from bot.service.renewal import CheckedToday, DueList, WrongValues
from tests.content.conftest import Desk
from tests.support.editing import CARD_FILE, editable, history, open_editable
from tests.support.service import (
    ADMIN,
    CLERK,
    DUE,
    EDITOR,
    HEAD,
    HEALTH,
    NURSE,
    STRANGER,
    Someone,
    Ward,
)

__all__ = ["editable", "open_editable"]

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

LATE = datetime(2027, 3, 5, 9, tzinfo=TOKYO)  # both entries were to be looked at on 1 March
LOCAL = "knowledge/local.yaml"
NOTHING = {"section": "", "place": "", "extension": "", "phones": (), "hours": (), "counter": False}


def own(desk: Desk, ward: Ward, key: str = "owner: 区で設定") -> None:
    """Make emergency an entry of 保健福祉課."""
    desk.replace(
        CARD_FILE, "owner: 区で設定", f"{key}\nowner: 区で設定" if "deputy" in key else key
    )
    ward.service.editors.reload(DUE)


def test_a_tap_moves_both_dates(editable: Ward, desk: Desk) -> None:
    before = desk.text(CARD_FILE)
    renewed = editable.service.renewal.renew(editable.actor(EDITOR, LATE), "emergency", LATE)
    assert (renewed.assured_date, renewed.review_after) == (date(2027, 3, 5), date(2027, 6, 12))
    assert desk.text(CARD_FILE) == before.replace("2026-11-22", "2027-03-05").replace(
        "2027-03-01", "2027-06-12"
    )
    entry = editable.library.knowledge.destinations["emergency"]
    assert entry.assured_date == date(2027, 3, 5)
    assert history(desk) == [renewed.done.id]
    editable.service.editing.undo(editable.actor(EDITOR, LATE), renewed.done.id, LATE)
    assert desk.text(CARD_FILE) == before


def test_a_second_tap_on_the_same_day_changes_nothing(editable: Ward, desk: Desk) -> None:
    actor = editable.actor(EDITOR, LATE)
    editable.service.renewal.renew(actor, "emergency", LATE)
    with pytest.raises(CheckedToday):
        editable.service.renewal.renew(actor, "emergency", LATE)
    assert len(history(desk)) == 1


def test_a_card_written_otherwise_is_left_to_an_editor(editable: Ward, desk: Desk) -> None:
    desk.replace(CARD_FILE, "assured_date: 2026-11-22", "assured_date:\n  2026-11-22")
    editable.service.editors.reload(DUE)
    with pytest.raises(NotEditable):
        editable.service.renewal.renew(editable.actor(EDITOR, LATE), "emergency", LATE)


def test_an_entry_that_is_not_there(editable: Ward) -> None:
    assert not editable.service.renewal.may_renew(editable.actor(EDITOR), "none")
    for deed in (editable.service.renewal.renew, editable.service.renewal.ward_values):
        with pytest.raises(UnknownEntry):
            deed(editable.actor(EDITOR), "none", DUE)


@pytest.mark.parametrize("who", [CLERK, HEAD, ADMIN, STRANGER])
def test_an_entry_of_nobody_is_the_editors(who: Someone | str, editable: Ward) -> None:
    actor, renewal = editable.actor(who, LATE), editable.service.renewal
    assert not renewal.may_renew(actor, "emergency")
    with pytest.raises(NotPermitted):
        renewal.renew(actor, "emergency", LATE)
    if who == STRANGER:
        with pytest.raises(NotPermitted):
            renewal.due(actor, LATE)
    else:
        assert renewal.due(actor, LATE) == DueList((), None)


@pytest.mark.parametrize("key", [f"owner: {HEALTH} 地域福祉担当", f"deputy: {HEALTH}"])
def test_the_owning_section_renews_and_takes_back(key: str, editable: Ward, desk: Desk) -> None:
    own(desk, editable, key)
    renewal, nurse = editable.service.renewal, editable.actor(NURSE, LATE)
    assert renewal.may_renew(nurse, "emergency")
    assert not renewal.may_renew(nurse, "tsunagaru-ba")
    assert not renewal.may_renew(editable.actor(CLERK, LATE), "emergency")
    assert [d.destination.id for d in renewal.due(nurse, LATE).overdue] == ["emergency"]
    done = renewal.renew(nurse, "emergency", LATE).done
    with pytest.raises(NotPermitted):
        editable.service.editing.undo(editable.actor(CLERK, LATE), done.id, LATE)
    editable.service.editing.undo(nurse, done.id, LATE)
    assert "assured_date: 2026-11-22" in desk.text(CARD_FILE)


def test_overdue_entries_are_listed_by_date(editable: Ward, desk: Desk) -> None:
    desk.replace("knowledge/destinations/tsunagaru-ba.yaml", "2027-03-01", "2027-02-01")
    editable.service.editors.reload(DUE)
    actor, renewal = editable.actor(EDITOR, LATE), editable.service.renewal
    listed = renewal.due(actor, LATE)
    assert [d.destination.id for d in listed.overdue] == ["tsunagaru-ba", "emergency"]
    assert listed.following is None
    renewal.renew(actor, "tsunagaru-ba", LATE)
    renewal.renew(actor, "emergency", LATE)
    listed = renewal.due(actor, LATE)
    assert (listed.overdue, listed.following and listed.following.destination.id) == (
        (),
        "tsunagaru-ba",  # 71 days beside 99
    )


def save(ward: Ward, **values: object) -> None:
    filled = {**NOTHING, **values}
    ward.service.renewal.save_ward_values(
        ward.actor(EDITOR, LATE),
        "emergency",
        filled,  # type: ignore[arg-type]
        LATE,
    )
    ward.service.editors.reload(LATE)


def test_values_of_the_ward_are_written_and_confirmed_today(editable: Ward, desk: Desk) -> None:
    save(editable, place="3階 31番", extension="1234", hours=("平日 9:00〜17:30",))
    held = editable.service.renewal.ward_values(editable.actor(EDITOR, LATE), "emergency", LATE)
    assert held.desk is not None
    assert (held.desk.place, held.desk.extension) == ("3階 31番", "1234")
    assert (held.desk.confirmed, held.needs_confirming) == (LATE.date(), False)
    later = datetime(2027, 4, 1, 9, tzinfo=TOKYO)
    again = editable.service.renewal.ward_values(editable.actor(EDITOR), "emergency", later)
    assert again.needs_confirming
    (change,) = history(desk)
    editable.service.editing.undo(editable.actor(EDITOR, LATE), change, LATE)
    assert not (desk.knowledge_dir / "local.yaml").exists()


@pytest.mark.parametrize(
    ("values", "key", "said"),
    [
        ({"extension": "内線"}, "extension", "数字で書いてください"),
        ({"hours": ("平日の昼間",)}, "hours", "読めません"),
        ({"phones": ("0570-000-999",)}, "phones", "使ってはいけない番号です"),
        ({"hours": ("平日 9:00〜17:00",), "counter": True}, "counter", "どちらか1つだけ"),
    ],
)
def test_a_wrong_value_is_named_by_its_key(
    values: dict[str, object], key: str, said: str, editable: Ward, desk: Desk
) -> None:
    with pytest.raises(WrongValues) as wrong:
        save(editable, **values)
    assert list(wrong.value.by_key) == [key]
    assert said in wrong.value.by_key[key]
    assert not (desk.knowledge_dir / "local.yaml").exists()
    assert history(desk) == []


def test_a_mistake_elsewhere_is_not_laid_on_the_form(editable: Ward, desk: Desk) -> None:
    desk.replace("knowledge/glossary.yaml", "yomi: つながるば", "yomi: 場")
    with pytest.raises(StillFaulty):
        save(editable, place="3階")


@pytest.mark.parametrize("who", [CLERK, NURSE, ADMIN, STRANGER])
def test_the_wards_values_are_the_editors(who: Someone | str, editable: Ward, desk: Desk) -> None:
    own(desk, editable, f"owner: {HEALTH}")
    actor, renewal = editable.actor(who), editable.service.renewal
    assert not renewal.may_edit(actor)
    with pytest.raises(NotPermitted):
        renewal.ward_values(actor, "emergency", DUE)
    with pytest.raises(NotPermitted):
        renewal.save_ward_values(actor, "emergency", {"place": "3階"}, DUE)
