"""What all tables share: their metadata and the lengths of their columns."""

from __future__ import annotations

from sqlalchemy import MetaData, Table

from bot.store.columns import text

ID = 64
KEY = 100
NAME = 100
EMAIL = 254
CODE = 40
PAYLOAD = 2000
WEEK = 8
MONTH = 7
SUGGESTION = 200
ERROR_CODE = 80

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

meta = Table("meta", metadata, text("key", KEY, key=True), text("value", NAME))
