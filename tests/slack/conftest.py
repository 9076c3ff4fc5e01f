"""The front as a person uses it, over the ward on SQLite."""

from __future__ import annotations

from tests.store.conftest import sqlite_template
from tests.support.front import database, front, made_clients, staffed_template, store, ward
from tests.support.service import clock, library, referral

__all__ = [
    "clock",
    "database",
    "front",
    "library",
    "made_clients",
    "referral",
    "sqlite_template",
    "staffed_template",
    "store",
    "ward",
]
