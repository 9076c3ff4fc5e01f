"""local.yaml: the ward's values over the shipped ones, read as strictly as those."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.content.local import _AREA, _DESK, _OFFICE_HOURS, LOCAL
from bot.content.reader import read_knowledge
from bot.core.knowledge import Grade, Knowledge
from bot.core.opening import COUNTER_HOURS, Rule
from tests.content.conftest import Desk

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "knowledge" / "local.example.yaml").read_text(encoding="utf-8")
SEEN = 'seen: "2026-07-26"'
FULL = """\
counters:
  hours: ["平日 9:00〜17:30", "金 17:30〜19:00"]
  confirmed: 2026-11-22
desks:
  hours: ["平日 9:00〜17:30"]
  confirmed: 2026-11-22
destinations:
  - id: emergency
    section: 見本担当
    place: 3階 31番
    extension: 1234
    phones: ["06-6682-1111"]
    owner: 見本係
    deputy: 見本副係
    confirmed: 2026-11-22
areas:
  - id: kita
    destination: emergency
    name: 北センター
    towns: [一丁目]
    schools: [北小学校]
    contacts: [dial-110]
    phones: ["06-6682-2222"]
    hours: ["月〜金 9:00〜17:00", 祝日は不明]
    confirmed: 2026-10-01
"""


def loaded(desk: Desk) -> Knowledge:
    """The content without a mistake."""
    found = desk.knowledge()
    assert list(map(str, found.errors)) == []
    assert found.value is not None
    return found.value


def test_without_the_file_nothing_is_said(desk: Desk) -> None:
    assert not loaded(desk).local.entries
    assert loaded(desk).local.desks is None


def test_the_values_of_the_ward_lie_over_the_shipped_ones(desk: Desk) -> None:
    before = loaded(desk)
    desk.write("knowledge/local.yaml", FULL)
    knowledge = loaded(desk)
    emergency = knowledge.destinations["emergency"]
    assert (emergency.owner, emergency.deputy) == ("見本係", "見本副係")
    assert emergency.contact_ids == ("local:emergency", "dial-110")
    assert knowledge.local.entries["emergency"].where == "3階 31番・内線1234"
    assert knowledge.destinations["tsunagaru-ba"] == before.destinations["tsunagaru-ba"]
    assert knowledge.version != before.version


def test_a_number_of_the_ward_joins_the_registry(desk: Desk) -> None:
    desk.write("knowledge/local.yaml", FULL)
    contact = loaded(desk).contacts["local:emergency"]
    assert (contact.name, contact.phones) == ("見本担当", ("06-6682-1111",))
    assert (contact.grade, contact.seen) == (Grade.WARD, "2026-11-22")
    desk.replace("knowledge/examples/emergency.txt", "倒れている", "06-6682-1111にかけたい")
    assert desk.errors() == []


def test_an_area_has_its_contacts(desk: Desk) -> None:
    desk.write("knowledge/local.yaml", FULL)
    knowledge = loaded(desk)
    (area,) = knowledge.local.areas_of("emergency")
    assert area.contact_ids == ("local:area:kita", "dial-110")
    assert area.covers == ("一丁目", "北小学校")
    assert area.confirmed == date(2026, 10, 1)
    contact = knowledge.contacts["local:area:kita"]
    assert (contact.name, contact.hours) == ("北センター", "月〜金 9:00〜17:00、祝日は不明")


def test_a_number_of_a_ward_desk_has_the_hours_of_the_desks(desk: Desk) -> None:
    desk.write("knowledge/local.yaml", FULL)
    assert loaded(desk).contacts["local:emergency"].schedule is None
    desk.replace("knowledge/destinations/emergency.yaml", "owner:", "ward_desk: true\nowner:")
    contact = loaded(desk).contacts["local:emergency"]
    assert contact.schedule is not None
    assert contact.schedule.rules == (Rule(540, 1050, frozenset(range(5))),)
    assert contact.hours == "平日 9:00〜17:30"


def test_a_registered_number_of_a_ward_desk_answers_while_the_desks_are_open(desk: Desk) -> None:
    assert loaded(desk).contacts["dial-110"].schedule is None
    desk.replace("knowledge/destinations/emergency.yaml", "owner:", "ward_desk: true\nowner:")
    contact = loaded(desk).contacts["dial-110"]
    assert (contact.schedule, contact.hours) == (COUNTER_HOURS, None)
    desk.replace("knowledge/contacts.yaml", SEEN, f"{SEEN}\n    always_open: true")
    assert loaded(desk).contacts["dial-110"].schedule is None


def test_hours_that_nobody_entered_are_not_shown_as_a_fact(desk: Desk) -> None:
    desk.write("knowledge/local.yaml", FULL[FULL.index("destinations:") :])
    desk.replace("knowledge/destinations/emergency.yaml", "owner:", "ward_desk: true\nowner:")
    contact = loaded(desk).contacts["local:emergency"]
    assert contact.schedule is not None
    assert contact.hours is None


def test_what_does_not_exist_is_told_with_a_suggestion(told: Callable[[], list[str]]) -> None:
    """
    == knowledge/local.yaml
    destinations:
      - id: emergancy
        plase: 3階
        confirmed: 2026-11-22
    areas:
      - id: kita
        destination: emergency
        name: 北
        towns: [一丁目]
        contacts: [dial-111]
        confirmed: 2026-11-22
    """
    assert told() == [
        f"knowledge/local.yaml:{line}: {said}のことですか"
        for line, said in (
            (2, "つなぎ先（id）の『emergancy』は destinations にありません。『emergency』"),
            (3, "『plase』という項目はありません。『place（階・窓口番号）』"),
            (10, "連絡先（contacts）の『dial-111』は contacts.yaml にありません。『dial-110』"),
        )
    ]


def test_every_fault_of_a_value_is_told(told: Callable[[], list[str]]) -> None:
    """
    == knowledge/local.yaml
    desks:
      hours: ["平日 17:30〜9:00"]
    destinations:
      - id: emergency
        extension: 内線1234
        phones: ["1111"]
        confirmed: 昨日
      - id: emergency
        confirmed: 2026-11-22
      - id: tsunagaru-ba
        counter: true
        hours: ["平日 9:00〜17:30"]
        confirmed: 2026-11-22
    areas:
      - id: kita
        destination: emergency
        name: 北
        confirmed: 2026-11-22
    """
    place = "knowledge/local.yaml"
    faults = told()
    assert [fault.split(": ")[0] for fault in faults] == [
        f"{place}:{line}" for line in (2, 5, 6, 7, 8, 11, 15, 15)
    ]
    assert (
        faults[1]
        == f"{place}:5: 内線（extension）は 1234 や 1234・1235 のように数字で書いてください"
    )
    assert faults[4] == f"{place}:8: つなぎ先（id）の『emergency』は {place}:4 にもあります"
    assert faults[5] == f"{place}:11: hours と counter は、どちらか1つだけを書いてください"
    assert {fault.split(": ")[1] for fault in faults[6:]} == {
        "町（towns）か校区（schools）を1つ以上書いてください",
        "連絡先（contacts）か電話番号（phones）を書いてください",
    }


def test_a_value_without_a_date_is_a_mistake(told: Callable[[], list[str]]) -> None:
    """
    == knowledge/local.yaml
    destinations:
      - id: emergency
        place: 3階
    """
    assert told() == ["knowledge/local.yaml:2: 確かめた日（confirmed）がありません"]


@pytest.mark.parametrize("number", ["0570-000-999", "06-6697-0000"])
def test_a_number_that_may_not_be_used_may_not_be_entered(desk: Desk, number: str) -> None:
    desk.write("knowledge/local.yaml", FULL.replace("06-6682-1111", number))
    (fault,) = desk.errors()
    assert fault.startswith(f"knowledge/local.yaml:12: 『{number}』は")


# ------------------------------------------------------------ the example


def _used(text: str) -> str:
    """The example with its sample lines switched on, as it says itself."""
    return re.sub(r"^# ", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("text", [EXAMPLE, _used(EXAMPLE)], ids=["as-shipped", "all-used"])
def test_the_example_is_without_a_mistake(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "knowledge"
    for source in (ROOT / "knowledge").rglob("*"):
        if source.is_file() and source.name != "local.yaml":
            target = folder / source.relative_to(ROOT / "knowledge")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    (folder / "local.yaml").write_text(text, encoding="utf-8")
    assert list(map(str, read_knowledge(folder).errors)) == []


def test_the_example_claims_nothing_as_confirmed(desk: Desk) -> None:
    desk.write("knowledge/local.yaml", EXAMPLE)
    local = loaded(desk).local
    assert local.desks is not None
    assert local.counters is not None
    assert (local.desks.confirmed, local.counters.confirmed) == (None, None)
    assert local.desks.schedule.text == local.counters.schedule.text == "平日 9:00〜17:30"
    assert (dict(local.entries), local.areas) == ({}, ())


def test_every_key_is_in_the_example_with_a_comment() -> None:
    lines = EXAMPLE.splitlines()
    keys = {key.name for shape in (LOCAL, _OFFICE_HOURS, _DESK, _AREA) for key in shape.keys}
    for name in keys:
        first = next(i for i, line in enumerate(lines) if re.match(rf"#?[ -]*{name}:", line))
        above = [line for line in lines[max(0, first - 5) : first] if line.strip()]
        assert any(line.strip().startswith("##") for line in above), name
