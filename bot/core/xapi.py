"""Learning records as xAPI 1.0.3 statements: pure values, pseudonymous, without free text.

A statement never holds a name, an account or a section: its actor is a keyed hash that only
the holder of the key can make again. The survey is no learning and has no statement here.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.core.course import Concept, Question
from bot.core.learning.weeks import CompletionState, closes_at

Statement = dict[str, Any]

VERSION = "1.0.3"
_VERBS = "http://adlnet.gov/expapi/verbs"
_ANSWERED = {"id": f"{_VERBS}/answered", "display": {"en": "answered", "ja": "答えた"}}
_COMPLETED = {"id": f"{_VERBS}/completed", "display": {"en": "completed", "ja": "受講した"}}
_WAIVED = {
    "id": "https://w3id.org/xapi/adl/verbs/waived",
    "display": {"en": "waived", "ja": "対象外になった"},
}
_WEEK_VERBS: Mapping[CompletionState, Mapping[str, Any]] = {
    CompletionState.COMPLETED: _COMPLETED,
    CompletionState.COMPLETED_LATE: _COMPLETED,
    CompletionState.EXCLUDED: _WAIVED,
}
_QUESTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
_CONCEPT = "http://adlnet.gov/expapi/activities/objective"
_WEEK = "http://adlnet.gov/expapi/activities/module"


def pseudonym(key: bytes, staff_id: str) -> str:
    """A person as 32 hexadecimal digits: always the same under one key, not to be undone.

    Raises ValueError for a key shorter than 16 bytes, which could be tried out.
    """
    if len(key) < 16:
        raise ValueError("the key is too short")
    return hmac.digest(key, staff_id.encode("utf-8"), "sha256").hex()[:32]


@dataclass(frozen=True, slots=True)
class Learner:
    """Whom statements speak of: ``home`` is the address of this bot's records."""

    home: str
    pseudonym: str

    @property
    def agent(self) -> Statement:
        """The actor of a statement."""
        return {
            "objectType": "Agent",
            "account": {"homePage": self.home, "name": self.pseudonym},
        }


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """An answer that counts: the choice's position in the file, and when it was given."""

    occurrence_key: str
    chosen: int
    confident: bool
    at: datetime


def answered(
    learner: Learner, concept: Concept, question: Question, answer: FirstAnswer
) -> Statement:
    """「…が設問に答えた」; the same answer always makes the same statement id.

    Raises ValueError for a choice that the question does not have.
    """
    if not 0 <= answer.chosen < len(question.choices):
        raise ValueError("no such choice")
    return {
        **_frame(learner, f"{answer.occurrence_key}/{question.id}", answer.at),
        "verb": dict(_ANSWERED),
        "object": _interaction(learner.home, question),
        "result": {
            "success": answer.chosen in question.right_indexes,
            "response": str(answer.chosen),
            "extensions": {f"{learner.home}/xapi/confident": answer.confident},
        },
        "context": {
            "contextActivities": {"parent": [_objective(learner.home, concept)]},
            "language": "ja",
        },
    }


def week_statement(
    learner: Learner, week: str, state: CompletionState, at: datetime
) -> Statement | None:
    """How an ISO week ended: 受講, 対象外, or None while there is nothing to say (未受講)."""
    verb = _WEEK_VERBS.get(state)
    if verb is None:
        return None
    done = state is not CompletionState.EXCLUDED
    late = {"extensions": {f"{learner.home}/xapi/late": at >= closes_at(week)}} if done else {}
    return {
        **_frame(learner, f"week/{week}/{state.value}", at),
        "verb": dict(verb),
        "object": {
            "objectType": "Activity",
            "id": f"{learner.home}/weeks/{week}",
            "definition": {"type": _WEEK, "name": {"ja": f"{week}の研修"}},
        },
        "result": {"completion": done, **late},
    }


def _frame(learner: Learner, event: str, at: datetime) -> Statement:
    """Id, actor and time; ValueError for a time without its offset."""
    if at.utcoffset() is None:
        raise ValueError("a time needs its offset")
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{learner.home}/{learner.pseudonym}/{event}")),
        "version": VERSION,
        "actor": learner.agent,
        "timestamp": at.isoformat(timespec="milliseconds"),
    }


def _interaction(home: str, question: Question) -> Statement:
    choices = enumerate(question.choices)
    return {
        "objectType": "Activity",
        "id": f"{home}/questions/{question.id}",
        "definition": {
            "type": _QUESTION,
            "name": {"ja": question.id},
            "description": {"ja": question.stem},
            "interactionType": "choice",
            "choices": [{"id": str(i), "description": {"ja": c.text}} for i, c in choices],
            "correctResponsesPattern": ["[,]".join(map(str, sorted(question.right_indexes)))],
        },
    }


def _objective(home: str, concept: Concept) -> Statement:
    return {
        "objectType": "Activity",
        "id": f"{home}/concepts/{concept.id}",
        "definition": {"type": _CONCEPT, "name": {"ja": concept.title}},
    }
