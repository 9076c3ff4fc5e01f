"""The ward on both engines, and a small content set that a test may change."""

from __future__ import annotations

from tests.content.conftest import desk
from tests.store.conftest import engine_name, postgres_database, sqlite_template, store, url
from tests.support.service import clock, library, posted, referral, second, ward

__all__ = [
    "clock",
    "desk",
    "engine_name",
    "library",
    "posted",
    "postgres_database",
    "referral",
    "second",
    "sqlite_template",
    "store",
    "url",
    "ward",
]
