"""Stores of both engines, a content set with two waves, and a ward of 120 people."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.library import Library
from bot.service.survey.desk import Surveys
from bot.store.engine import Store
from tests.store.conftest import engine_name, postgres_database, sqlite_template, store, url
from tests.survey.wards import SurveyWard, forms, hire, planned_library

__all__ = ["engine_name", "postgres_database", "sqlite_template", "store", "url"]

PEOPLE = 120


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Content with the waves of one year."""
    return planned_library(tmp_path_factory.mktemp("content"))


@pytest.fixture
def ward(store: Store, library: Library, tmp_path: Path) -> SurveyWard:
    """The ward with everybody on the roster; nothing is open."""
    hire(store, PEOPLE)
    surveys = Surveys(store, library)
    return SurveyWard(store, surveys, tmp_path / "survey" / "survey.db", forms(PEOPLE))
