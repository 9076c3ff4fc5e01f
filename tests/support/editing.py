"""A ward over a small content folder of its own, which editors may change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.service.editing import HISTORY, PROPOSALS
from bot.service.referral import Referral
from bot.store.engine import Store
from tests.content.conftest import Desk
from tests.support.service import EVERYBODY, HIRED, SetClock, Ward, open_ward

CARD, GLOSSARY = "destinations/emergency.yaml", "glossary.yaml"
CARD_FILE = f"knowledge/{CARD}"


def data_dir(desk: Desk) -> Path:
    """Where proposals and history lie."""
    return desk.knowledge_dir.parent / "data"


def kept(desk: Desk, folder: str) -> list[str]:
    """The ids of what is kept there."""
    path = data_dir(desk) / folder
    return sorted(p.name for p in path.iterdir()) if path.exists() else []


def proposals(desk: Desk) -> list[str]:
    """Ids of what waits for 「反映する」."""
    return kept(desk, PROPOSALS)


def history(desk: Desk) -> list[str]:
    """Ids of what was put in place."""
    return kept(desk, HISTORY)


Open = Callable[[], Ward]


@pytest.fixture
def open_editable(store: Store, desk: Desk, clock: SetClock) -> Open:
    """Opens the ward as a process does at its start."""

    def opened() -> Ward:
        library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
        ward = open_ward(store, library, Referral(library), clock, data_dir(desk))
        ward.employ(EVERYBODY, HIRED)
        return ward

    return opened


@pytest.fixture
def editable(open_editable: Open) -> Ward:
    """The ward with the small content."""
    return open_editable()
