"""The export is what Open Referral HSDS 3 describes, and says what the card says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.__main__ import main
from bot.content.reader import read_knowledge
from bot.core.knowledge import Knowledge
from bot.reports.hsds import export
from tests.content.conftest import Desk, desk
from tests.support.shared import shared_file

__all__ = ["desk"]

ROOT = Path(__file__).parents[2]
LOCAL = """\
destinations:
  - id: emergency
    place: 3階 31番
    extension: 1234・1235
    hours: ["平日 9:00〜17:30", "第4日曜 9:00〜12:00", "毎月10日 17:00〜翌9:00", "2027-03-29 休み"]
    owner: 保健福祉課 地域福祉担当
    confirmed: 2026-11-22
"""


def read(folder: Path) -> Knowledge:
    loaded = read_knowledge(folder)
    assert loaded.value is not None, loaded.errors
    return loaded.value


def service(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(s for s in document["services"] if s["name"] == name)


def faults(document: dict[str, Any]) -> list[str]:
    schema = json.loads(
        shared_file("schemas/hsds/service_with_definitions.json").read_text(encoding="utf-8")
    )
    checker = jsonschema.FormatChecker()
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    organizations = {o["id"]: o for o in document["organizations"]}
    return [
        f"{error.json_path}: {error.message}"
        for one in document["services"]
        for error in validator.iter_errors(
            {**one, "organization": organizations[one["organization_id"]]}
        )
    ]


def test_the_shipped_content_is_valid() -> None:
    document = export(read(ROOT / "knowledge"))
    assert len(document["services"]) == 42
    assert faults(document) == []


def test_the_validator_finds_what_is_wrong() -> None:
    document = export(read(ROOT / "knowledge"))
    document["services"][0]["status"] = "開いています"
    assert len(faults(document)) == 1


def test_the_wards_own_values_are_exported(desk: Desk) -> None:
    desk.write("knowledge/local.yaml", LOCAL)
    desk.replace("knowledge/destinations/emergency.yaml", "kind: line", "kind: desk")
    desk.replace("knowledge/destinations/emergency.yaml", "owner:", "ward_desk: true\nowner:")
    document = export(read(desk.knowledge_dir))
    assert faults(document) == []
    one = document["services"][0]
    (place,) = one["service_at_locations"]
    assert place["location"]["description"] == "3階 31番"
    assert document["organizations"][0]["locations"] == [place["location"]]
    assert [p["extension"] for p in one["phones"] if "extension" in p] == [1234, 1235]
    assert [c["department"] for c in one["contacts"]] == ["保健福祉課 地域福祉担当"]
    said = [{k: v for k, v in s.items() if k in WHEN} for s in one["schedules"]]
    assert said == [
        {**hours("09:00", "17:30"), "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR"},
        {**hours("09:00", "12:00"), "freq": "MONTHLY", "byday": "4SU"},
        {**hours("17:00", "09:00"), "freq": "MONTHLY", "bymonthday": "10"},
        {"dtstart": "2027-03-29"},
    ]


WHEN = {"opens_at", "closes_at", "freq", "byday", "bymonthday", "dtstart"}


def hours(opens: str, closes: str) -> dict[str, str]:
    return {"opens_at": f"{opens}+09:00", "closes_at": f"{closes}+09:00"}


def test_ids_are_the_same_in_every_export_and_used_once(desk: Desk) -> None:
    first, second = (json.dumps(export(read(desk.knowledge_dir))) for _ in range(2))
    assert first == second
    shipped = json.dumps(export(read(ROOT / "knowledge")))
    ids = re.findall(r'[{] ?"id": "([0-9a-f-]{36})"', shipped)
    assert len(ids) > 100
    assert len(set(ids)) == len(ids)


def test_nothing_is_exported_that_is_for_finding_only() -> None:
    knowledge = read(ROOT / "knowledge")
    text = json.dumps(export(knowledge), ensure_ascii=False)
    asked = (e for d in knowledge.destinations.values() for e in d.examples)
    assert not any(json.dumps(e, ensure_ascii=False) in text for e in asked)


def test_the_command_writes_the_file(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KNOWLEDGE_DIR", str(desk.knowledge_dir))
    monkeypatch.setenv("QUIZZES_DIR", str(desk.quizzes_dir))
    file = tmp_path / "hsds.json"
    assert main(["export", "hsds", str(file)]) == 0
    assert "2件" in capsys.readouterr().out
    assert len(json.loads(file.read_text(encoding="utf-8"))["services"]) == 2
    assert main(["export", "hsds", str(tmp_path / "none" / "hsds.json")]) == 1
    assert "書けません" in capsys.readouterr().err
