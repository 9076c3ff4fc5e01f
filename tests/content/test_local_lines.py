"""The ward's values of one destination, written into local.yaml line by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.dates import NotEditable
from bot.content.local_lines import HEADER, key_at, with_desk
from bot.content.reader import read_knowledge
from bot.core.local import LocalDesk
from tests.content.conftest import Desk

ROOT = Path(__file__).parents[2]
VALUES = {
    "section": "見守り担当",
    "place": '3階 "31番" # 左',
    "extension": "1234",
    "phones": (),
    "hours": ("平日 9:00〜17:30", "祝日は不明"),
    "counter": False,
    "confirmed": "2026-11-22",
}


def written(before: str | None, **values: object) -> str:
    data = None if before is None else before.encode()
    return with_desk(data, "emergency", values or VALUES).decode()  # type: ignore[arg-type]


def entry(desk: Desk, text: str) -> LocalDesk:
    loaded = read_knowledge(desk.knowledge_dir, {"local.yaml": text.encode()})
    assert loaded.value is not None, loaded.errors
    return loaded.value.local.entries["emergency"]


ITEM = """\
  - id: emergency
    section: "見守り担当"
    place: "3階 \\"31番\\" # 左"
    extension: "1234"
    hours: ["平日 9:00〜17:30", "祝日は不明"]
    confirmed: "2026-11-22"
"""


def test_made_from_nothing(desk: Desk) -> None:
    text = written(None)
    assert text == f"{HEADER}\ndestinations:\n{ITEM}"
    held = entry(desk, text)
    assert (held.place, held.extension, held.counter) == ('3階 "31番" # 左', "1234", False)
    assert held.schedule is not None
    assert held.schedule.text == "平日 9:00〜17:30、祝日は不明"


COUNTERS = "# 窓口\ncounters:\n  hours: [平日 9:00〜17:30] # 確かめた\n"
AREAS = """\
# 地域
areas:
  - {id: kita, destination: emergency, name: 北, towns: [北町], contacts: [dial-110],
     confirmed: 2026-11-22}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"\n\ndestinations:\n{ITEM}"),
        (HEADER, f"{HEADER}\ndestinations:\n{ITEM}"),
        (COUNTERS, f"{COUNTERS}\ndestinations:\n{ITEM}"),
        (f"destinations:\n{COUNTERS}", f"destinations:\n{ITEM}{COUNTERS}"),
        (f"destinations: []\n{COUNTERS}", f"destinations:\n{ITEM}{COUNTERS}"),
        (
            f"destinations:\n  - id: tsunagaru-ba\n    confirmed: 2026-11-22\n\n{AREAS}",
            f"destinations:\n  - id: tsunagaru-ba\n    confirmed: 2026-11-22\n{ITEM}\n{AREAS}",
        ),
        (
            "destinations:\n- id: tsunagaru-ba\n  confirmed: 2026-11-22\n",
            "destinations:\n- id: tsunagaru-ba\n  confirmed: 2026-11-22\n"
            + re.sub("^  ", "", ITEM, flags=re.MULTILINE),
        ),
    ],
)
def test_added_where_it_belongs(before: str, after: str, desk: Desk) -> None:
    assert written(before) == after
    entry(desk, after)


HELD = """\
destinations:
  # 警察と消防
  - id: emergency
    # 係の名前
    section: 前の担当  # 4月から
    phones:
      - "06-6682-0000"
    owner: 見守り担当
    confirmed: 2026-04-01

  - id: tsunagaru-ba  # 会議
    confirmed: 2026-11-22
"""


def test_only_the_lines_of_changed_keys_change(desk: Desk) -> None:
    text = written(HELD, section="前の担当", phones=(), place="1階", confirmed="2026-11-22")
    assert text == HELD.replace('    phones:\n      - "06-6682-0000"\n', "").replace(
        "    confirmed: 2026-04-01\n", '    confirmed: "2026-11-22"\n    place: "1階"\n', 1
    )
    held = entry(desk, text)
    assert (held.section, held.owner, held.place) == ("前の担当", "見守り担当", "1階")


def test_the_same_values_change_nothing() -> None:
    values = {"section": "前の担当", "phones": ("06-6682-0000",), "confirmed": "2026-04-01"}
    assert written(HELD, **values, extension="", counter=False) == HELD


def test_the_last_entry_of_a_file_changes_too(desk: Desk) -> None:
    before = f"destinations:\n  - id: emergency\n    confirmed: 2026-04-01\n\n{AREAS}"
    text = written(before, counter=True, confirmed="2026-11-22")
    assert text == before.replace(
        "    confirmed: 2026-04-01\n", '    confirmed: "2026-11-22"\n    counter: true\n'
    )
    assert entry(desk, text).counter


def test_the_shipped_sample_takes_it_with_every_comment() -> None:
    before = (ROOT / "knowledge" / "local.example.yaml").read_text(encoding="utf-8")
    text = with_desk(before.encode(), "child-family", {"place": "3階", "confirmed": "2026-11-22"})
    assert text.decode().startswith(before.rstrip("\n"))
    loaded = read_knowledge(ROOT / "knowledge", {"local.yaml": text})
    assert loaded.value is not None, loaded.errors
    assert loaded.value.local.entries["child-family"].place == "3階"


@pytest.mark.parametrize(
    "before",
    [
        "destinations: [{id: emergency, confirmed: 2026-11-22}]\n",
        "destinations:\n  - {id: emergency, confirmed: 2026-11-22}\n",
        "destinations:\n  - place: 1階\n    id: emergency\n    confirmed: 2026-11-22\n",
        "destinations: まだ\n",
        "- 1\n",
        "\x00",
    ],
)
def test_what_is_written_otherwise_is_left_to_an_editor(before: str) -> None:
    with pytest.raises(NotEditable):
        written(before)


def test_a_line_is_known_by_its_key() -> None:
    data = HELD.encode()
    found = [key_at(data, "emergency", line) for line in range(1, 13)]
    assert (
        found
        == [None, None, "id", None, "section", "phones", None, "owner", "confirmed"] + [None] * 3
    )
    assert key_at(data, "tsunagaru-ba", 12) == "confirmed"
