"""What a person is asked next.

① One new concept while any is unseen, 必修 first; ② reviews that are due, 必修 first and
the oldest first; ③ further new ones; ④ what is due next. The simulation of ``forgetting``
is why (training.md §1, §2): whose reviews come first matters more than the algorithm.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from hashlib import sha256

from bot.core.course import Concept, Course, Question
from bot.core.learning.state import ConceptState


def pick(
    course: Course,
    usable: Callable[[Question], bool],
    states: Mapping[str, ConceptState],
    day: date,
    count: int,
    *,
    avoid: Collection[str] = (),
    seed: str = "",
) -> tuple[Question, ...]:
    """Up to ``count`` questions of different concepts, the most important first.

    ``states`` by concept id; what stands there is not new. ``usable`` says what may be
    asked at present. ``avoid`` names concepts that are left out, and questions that are
    only asked where their concept has no other. ``seed`` is the person's id: it gives
    everybody an order of their own, the same each time.
    """
    held = {c.id: c for c in course.concepts.values() if c.id not in avoid}
    able = [c for c in held.values() if any(map(usable, c.questions))]
    ordered = _ordered(able, states, day, seed)[:count]
    return tuple(_turn(c, usable, states.get(c.id), avoid, seed) for c in ordered)


def _ordered(
    concepts: Collection[Concept], states: Mapping[str, ConceptState], day: date, seed: str
) -> list[Concept]:
    new = sorted(
        (c for c in concepts if c.id not in states),
        key=lambda c: (not c.required, _place(seed, c.id)),
    )
    met = [c for c in concepts if c.id in states]
    due = sorted(
        (c for c in met if states[c.id].due <= day),
        key=lambda c: (not c.required, states[c.id].due, c.id),
    )
    rest = sorted(
        (c for c in met if states[c.id].due > day),
        key=lambda c: (states[c.id].due, not c.required, c.id),
    )
    return [*new[:1], *due, *new[1:], *rest]


def _turn(
    concept: Concept,
    usable: Callable[[Question], bool],
    state: ConceptState | None,
    avoid: Collection[str],
    seed: str,
) -> Question:
    """The question whose turn it is.

    A person goes round a concept's questions in an order of their own, so that the next
    is the one asked longest ago, or never.
    """
    last = None if state is None else _place(seed, state.last_question)
    return min(
        filter(usable, concept.questions),
        key=lambda q: (q.id in avoid, _just_asked(q, state), *_after(last, _place(seed, q.id))),
    )


def _just_asked(question: Question, state: ConceptState | None) -> bool:
    return state is not None and state.last_question == question.id


def _after(last: bytes | None, place: bytes) -> tuple[bool, bytes]:
    """Places behind ``last`` come first, then the round begins again."""
    return last is not None and place <= last, place


def _place(seed: str, name: str) -> bytes:
    return sha256(f"{seed}/{name}".encode()).digest()
