"""The content of this repository is without a mistake, and what it must hold is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import yaml

from bot.content.reader import read_course, read_knowledge
from bot.core.duties import SafetyKind
from bot.core.knowledge import DestinationKind

ROOT = Path(__file__).parents[2]


def test_knowledge_has_no_mistake() -> None:
    loaded = read_knowledge(ROOT / "knowledge")
    assert "\n".join(map(str, loaded.errors)) == ""
    assert loaded.value is not None
    assert len(loaded.value.destinations) == 42
    assert set(loaded.value.duties) == set(SafetyKind)
    conferences = {"tsunagaru-ba", "share-kaigi", "joint-conference"}
    assert set(loaded.value.conferences) == conferences
    kinds = {loaded.value.destinations[id_].kind for id_ in conferences}
    assert kinds == {DestinationKind.CONFERENCE}


def test_quizzes_have_no_mistake() -> None:
    loaded = read_course(ROOT / "quizzes", read_knowledge(ROOT / "knowledge").value)
    assert "\n".join(map(str, loaded.errors)) == ""
    assert loaded.value is not None
    assert loaded.value.questions


def _cost(work: Callable[[], object]) -> float:
    spent: list[float] = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def test_reading_costs_little_more_than_parsing() -> None:
    """The C parser alone is the yardstick (measured: about twice its time, 0.2 s in all)."""
    files = [path.read_bytes() for path in (ROOT / "knowledge").rglob("*.yaml")]
    parsing = _cost(lambda: [yaml.load(data, Loader=yaml.CSafeLoader) for data in files])
    assert _cost(lambda: read_knowledge(ROOT / "knowledge")) <= 4 * parsing
