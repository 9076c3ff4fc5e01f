"""T12, S2: nothing that can be asked of the service shows anybody another person's answers.

What is right or wrong, how sure somebody was and how often they tried is read for its owner
only. The fuzz over the front is in test_t12_permissions; here it is asked of the service.
"""

from __future__ import annotations

import ast
import inspect
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

import bot
from bot.core.people import Actor
from bot.core.period import whole_year
from bot.core.permissions import NotPermitted
from bot.service.training import QuestionGone, Training
from bot.store.tables import answer, learning_state
from tests.service.training.posts import FIRST, LATER, SECOND, Course, open_course
from tests.store.conftest import engine_name, postgres_database, sqlite_template, store, url
from tests.support.service import (
    CLERK,
    DUE,
    EVERYBODY,
    NURSE,
    STRANGER,
    SUPERVISOR,
    Someone,
    Ward,
    clock,
    library,
    referral,
    ward,
)

__all__ = [
    "clock",
    "engine_name",
    "library",
    "postgres_database",
    "referral",
    "sqlite_template",
    "store",
    "url",
    "ward",
]
ROOT = Path(bot.__file__).parent
# Where single answers are read: each for the person who asks, for whoever plans what they are
# asked next, or as sums over the ward. A module that is new here has to be looked at.
READERS = {
    "bot.store.own": {"service/training"},
    "bot.store.answering": {"service/training"},
    "bot.store.undone": {"service/training"},
    "bot.store.items": {"service/questions.py"},  # people as numbers, for figures of n >= 30
}


@pytest.fixture
def course(ward: Ward) -> Course:
    """A week in which CLERK has answered everything wrongly and SUPERVISOR rightly."""
    opened = open_course(ward)
    for who, right in ((CLERK, False), (SUPERVISOR, True)):
        for question_id, key in zip(opened.asked, (FIRST.key, FIRST.key, SECOND.key), strict=True):
            opened.press(who, question_id, key, LATER, right=right, sure=not right)
    return opened


def _public(room: type) -> Iterator[str]:
    for name, _ in inspect.getmembers(room, inspect.isfunction):
        if not name.startswith("_"):
            yield name


def test_no_function_of_the_training_room_can_name_anybody_but_the_asker() -> None:
    """They take who asks, and no name, number or id of a person."""
    for name in _public(Training):
        parameters = list(inspect.signature(getattr(Training, name)).parameters)[1:]
        assert parameters[0] == "actor", name
        allowed = {"actor", "now", "occurrence_key", "question_id", "chosen", "confident"}
        assert set(parameters) <= allowed, name


def test_single_answers_are_read_in_the_training_room_only() -> None:
    found: dict[str, set[str]] = {module: set() for module in READERS}
    for file in ROOT.rglob("*.py"):
        place = file.relative_to(ROOT)
        for module in _imported(file):
            if module in found and place.parts[0] != "store":
                found[module].add("/".join(place.parts[:2]))
    assert found == READERS


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _asked(course: Course, actor: Actor) -> Iterator[Any]:
    """Everything of the training room and the figures, as that actor may see it."""
    service, training = course.ward.service, course.training
    calls = (
        lambda: training.due(actor, LATER),
        lambda: training.first_of(actor, FIRST.key, LATER),
        lambda: training.as_sent(actor, FIRST.key, course.asked[0], LATER),
        lambda: training.catch_up(actor, LATER),
        lambda: training.record(actor, LATER),
        lambda: training.export(actor, LATER),
        lambda: service.home.overview(actor, LATER),
        lambda: service.statistics.figures(actor, LATER),
        lambda: service.statistics.figures(actor, LATER, whole_year(2026)),
    )
    for call in calls:
        try:
            yield call()
        except (NotPermitted, QuestionGone):
            yield None


@pytest.mark.parametrize(
    "who", [*EVERYBODY[1:], STRANGER], ids=lambda who: getattr(who, "staff_id", who)
)
def test_s2_what_others_see_does_not_depend_on_anybodys_answers(
    course: Course, who: Someone | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same whether CLERK was right or wrong, sure or not, and after how many tries."""
    # Else two files of the same answers differ in the pseudonym that is thrown away.
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    actor = course.ward.actor(who, LATER)
    before = list(_asked(course, actor))
    with course.ward.store.write() as tx:
        own = answer.c.staff_id == CLERK.staff_id
        tx.execute(answer.update().where(own).values(is_right=True, confident=True, choice=0))
        mine = learning_state.c.staff_id == CLERK.staff_id
        tx.execute(learning_state.update().where(mine).values(answers=9, mastered_on=DUE.date()))
    assert list(_asked(course, actor)) == before


def test_the_test_would_notice(course: Course) -> None:
    """CLERK's own record does depend on it."""
    actor = course.ward.actor(CLERK, LATER)
    before = course.training.record(actor, LATER)
    with course.ward.store.write() as tx:
        tx.execute(answer.update().values(is_right=True))
    assert course.training.record(actor, LATER) != before


def test_every_statement_over_answers_names_who_asks(course: Course) -> None:
    seen: list[tuple[str, Any]] = []

    def look(_c: Any, _cursor: Any, statement: str, values: Any, _x: Any, _m: Any) -> None:
        if any(f"{word} {table}" in statement for word in ("FROM", "JOIN") for table in TABLES):
            seen.append((statement, values))

    engines: Sequence[Any] = (course.ward.store._reader, course.ward.store._writer)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", look)
    actor = course.ward.actor(NURSE, LATER)
    list(_asked(course, actor))
    course.press(NURSE, course.asked[0])
    course.training.erase(actor)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", look)
    assert len(seen) > 5
    for statement, values in seen:
        assert NURSE.staff_id in str(values), statement


TABLES = (answer.name, learning_state.name)
