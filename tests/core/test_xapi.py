"""xAPI statements (L9): valid by the schemas, pseudonymous, the same for the same answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import TOKYO
from bot.core.course import Choice, Concept, Question, QuestionType
from bot.core.learning.weeks import CompletionState, closes_at
from bot.core.xapi import (
    FirstAnswer,
    Learner,
    Statement,
    answered,
    pseudonym,
    week_statement,
)
from tests.support.shared import shared_file

SCHEMAS = "schemas/xapi/1.0.1"
KEY = b"sixteen bytes and more"
HOME = "https://kizuki.example.jp"
STAFF = "S-0001"
LEARNER = Learner(HOME, pseudonym(KEY, STAFF))
WEEK = "2026-W48"
AT = datetime(2026, 11, 24, 10, 5, tzinfo=TOKYO)
QUESTION = Question(
    "call-first-1",
    "call-first",
    QuestionType.DUTY,
    "人が倒れています。\nまず何をしますか。",
    (Choice("助けを呼ぶ", True, "早いから"), Choice("待つ", False, "遅いから")),
    "命が先です。",
    (("emergency", "description"),),
    (),
    date(2026, 11, 22),
)
CONCEPT = Concept("call-first", "まず呼ぶ", True, (QUESTION,))


def answer(chosen: int = 0, *, confident: bool = True, at: datetime = AT) -> Statement:
    return answered(
        LEARNER, CONCEPT, QUESTION, FirstAnswer(f"quiz/{WEEK}/1", chosen, confident, at)
    )


@cache
def schema() -> dict[str, Any]:
    """All files of the schema in one: their parts refer to each other by their ids."""
    folder = shared_file(f"{SCHEMAS}/statement.json").parent
    found = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]
    parts = {id_: node for one in found for id_, node in with_ids(one)}
    return {"definitions": {k: joined(v) for k, v in parts.items()}, "$ref": pointer("statement")}


def with_ids(node: Any) -> Iterator[tuple[str, Any]]:
    """Every part that has an id, without its 「#」."""
    if isinstance(node, dict):
        if isinstance(node.get("id"), str):
            yield node["id"].removeprefix("#"), node
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from with_ids(one)


def pointer(id_: str) -> str:
    return f"#/definitions/{id_.removeprefix('#')}"


def joined(node: Any) -> Any:
    """A part as it stands among the others: by its place and not by its id."""
    if isinstance(node, list):
        return [joined(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {k: joined(v) for k, v in node.items() if not (k == "id" and isinstance(v, str))}
    return {k: pointer(v) if k == "$ref" else v for k, v in kept.items()}


FORMATS = {
    "uuid": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "iri": "https?://[!-~]+",
    "rfc3986-uri": "https?://[!-~]+",
    "version": r"1\.0\.[0-9]+",
    "iso_date": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+\d\d:\d\d",
    "langtag": "[a-z]{2}",
}


def faults(statement: Statement) -> list[str]:
    checker = jsonschema.FormatChecker(formats=())
    for name, form in FORMATS.items():
        checker.checks(name)(lambda value, form=form: re.fullmatch(form, value) is not None)
    validator = jsonschema.Draft4Validator(schema(), format_checker=checker)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(statement)]


@pytest.mark.parametrize("chosen", [0, 1])
def test_an_answer_is_a_valid_statement(chosen: int) -> None:
    assert faults(answer(chosen)) == []


@pytest.mark.parametrize("state", sorted(set(CompletionState) - {CompletionState.NOT_COMPLETED}))
def test_a_week_is_a_valid_statement(state: CompletionState) -> None:
    statement = week_statement(LEARNER, WEEK, state, AT)
    assert statement is not None
    assert faults(statement) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"verb": {"id": "answered"}},
        {"actor": {"objectType": "Agent", "account": {"name": "x"}}},
        {"id": "1"},
        {"timestamp": "きのう"},
        {"survey": "はい"},
        {"result": {"extensions": {"confident": True}}},
    ],
)
def test_the_validator_finds_what_is_wrong(wrong: dict[str, Any]) -> None:
    assert faults({**answer(), **wrong}) != []


def test_what_an_answer_says() -> None:
    right, wrong = answer(0), answer(1, confident=False)
    assert right["result"] == {
        "success": True,
        "response": "0",
        "extensions": {f"{HOME}/xapi/confident": True},
    }
    assert (wrong["result"]["success"], wrong["result"]["response"]) == (False, "1")
    assert right["object"]["definition"]["correctResponsesPattern"] == ["0"]
    assert right["context"]["contextActivities"]["parent"][0]["id"] == f"{HOME}/concepts/call-first"


def test_what_a_week_says() -> None:
    late = week_statement(LEARNER, WEEK, CompletionState.COMPLETED_LATE, closes_at(WEEK))
    waived = week_statement(LEARNER, WEEK, CompletionState.EXCLUDED, AT)
    assert late is not None
    assert waived is not None
    assert late["result"] == {"completion": True, "extensions": {f"{HOME}/xapi/late": True}}
    assert waived["verb"]["id"].endswith("/waived")
    assert waived["result"] == {"completion": False}
    assert week_statement(LEARNER, WEEK, CompletionState.NOT_COMPLETED, AT) is None


def test_the_same_answer_is_the_same_statement_and_another_is_not() -> None:
    assert answer() == answer()
    others = (
        answered(LEARNER, CONCEPT, QUESTION, FirstAnswer("quiz/2026-W49/1", 0, True, AT)),
        answered(
            Learner(HOME, pseudonym(KEY, "S-0002")),
            CONCEPT,
            QUESTION,
            FirstAnswer(f"quiz/{WEEK}/1", 0, True, AT),
        ),
    )
    assert len({one["id"] for one in (answer(), *others)}) == 3


@given(st.text(min_size=1), st.binary(min_size=16, max_size=40))
def test_nobody_is_named(staff_id: str, key: bytes) -> None:
    name = pseudonym(key, staff_id)
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert name == pseudonym(key, staff_id)
    assert name != pseudonym(key + b"x", staff_id)


def test_a_statement_holds_no_staff_id() -> None:
    assert STAFF not in json.dumps(answer(), ensure_ascii=False)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="short"):
        pseudonym(b"fifteen bytes..", STAFF)


@pytest.mark.parametrize("chosen", [-1, 2])
def test_a_choice_that_does_not_exist_is_refused(chosen: int) -> None:
    with pytest.raises(ValueError, match="choice"):
        answer(chosen)


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        answer(at=(AT + timedelta(days=1)).replace(tzinfo=None))
