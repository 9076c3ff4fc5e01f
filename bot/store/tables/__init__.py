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
from bot.store.tables.papers import certificate, gathering, gathering_person
from bot.store.tables.people import closed_account, exclusion, membership, section, staff, told_once
from bot.store.tables.quality import (
    asked_by,
    asked_key,
    asked_topic,
    learning_trial,
    question_standing,
)
from bot.store.tables.survey import (
    sealed_answer,
    survey_listed,
    survey_owner,
    survey_request,
    survey_wave,
)
from bot.store.tables.training import (
    achieved,
    answer,
    completion,
    completion_total,
    course_choice,
    learning_state,
    taken,
    training_year,
)

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
    "achieved",
    "answer",
    "asked_by",
    "asked_key",
    "asked_topic",
    "audit_entry",
    "audit_key",
    "audit_segment",
    "audit_subject",
    "certificate",
    "closed_account",
    "completion",
    "completion_total",
    "correction",
    "course_choice",
    "delivery",
    "exclusion",
    "gathering",
    "gathering_person",
    "home_published",
    "inbox_event",
    "learning_state",
    "learning_trial",
    "membership",
    "meta",
    "metadata",
    "named_file",
    "occurrence",
    "pace",
    "question_standing",
    "referral_count",
    "sealed_answer",
    "section",
    "sheet_tick",
    "staff",
    "suggestion",
    "survey_listed",
    "survey_owner",
    "survey_request",
    "survey_wave",
    "taken",
    "told_once",
    "training_year",
    "waiting",
]
