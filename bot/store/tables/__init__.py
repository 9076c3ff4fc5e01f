"""The tables. What each row means is told in the module of its aggregate.

Nothing about a resident has a column here, and none may be added.
"""

from bot.store.tables.audit import audit_entry, audit_key, audit_segment, audit_subject, named_file
from bot.store.tables.base import (
    CODE,
    EMAIL,
    ERROR_CODE,
    ID,
    KEY,
    MONTH,
    NAME,
    PAYLOAD,
    SUGGESTION,
    WEEK,
    meta,
    metadata,
)
from bot.store.tables.deliveries import (
    delivery,
    home_published,
    inbox_event,
    occurrence,
    pace,
    waiting,
)
from bot.store.tables.guide import correction, referral_count, sheet_tick, suggestion
from bot.store.tables.people import closed_account, exclusion, membership, section, staff, told_once
from bot.store.tables.training import answer, completion, completion_total, taken, training_year

__all__ = [
    "CODE",
    "EMAIL",
    "ERROR_CODE",
    "ID",
    "KEY",
    "MONTH",
    "NAME",
    "PAYLOAD",
    "SUGGESTION",
    "WEEK",
    "answer",
    "audit_entry",
    "audit_key",
    "audit_segment",
    "audit_subject",
    "closed_account",
    "completion",
    "completion_total",
    "correction",
    "delivery",
    "exclusion",
    "home_published",
    "inbox_event",
    "membership",
    "meta",
    "metadata",
    "named_file",
    "occurrence",
    "pace",
    "referral_count",
    "section",
    "sheet_tick",
    "staff",
    "suggestion",
    "taken",
    "told_once",
    "training_year",
    "waiting",
]
