"""How examples that are held out of the index are found, before and after a change.

The whole set would take too long while somebody waits: the changed entry and those next
to it keep all their other examples, every other entry only some, the same before and
after. So the counts compare with each other and with nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.core.analysis import Analyser
from bot.core.knowledge import Destination, Knowledge
from bot.core.matching import Matcher

T = TypeVar("T")

MOST_OWN, MOST_NEXT, MOST_NEIGHBOURS = 60, 20, 4
MOST_OF_EACH = 3  # where the change concerns all entries
FEWEST = 4  # fewer examples than this cannot be asked and learnt from
_OTHERS_KEEP, _MATTERS_KEEP = 12, 4


@dataclass(frozen=True, slots=True)
class Found:
    """Of ``asked`` examples, how many had their entry among the first three.

    ``name``: of which entries, in Japanese. ``before`` None: a new entry.
    """

    name: str
    asked: int
    before: int | None
    after: int


def concerns_finding(before: Knowledge, after: Knowledge) -> bool:
    """Whether a change can move any ranking at all."""
    return bool(changed_entries(before, after)) or _common(before) != _common(after)


def changed_entries(before: Knowledge, after: Knowledge) -> tuple[str, ...]:
    """Ids of destinations that are found otherwise because of what they say themselves."""
    ids = dict.fromkeys((*before.destinations, *after.destinations))
    return tuple(
        i for i in ids if _said(before.destinations.get(i)) != _said(after.destinations.get(i))
    )


def _said(entry: Destination | None) -> object:
    if entry is None:
        return None
    own = (entry.name, entry.aliases, entry.description, entry.eligibility_description)
    return (*own, entry.signs, entry.examples, entry.negatives)


def _common(knowledge: Knowledge) -> object:
    return (dict(knowledge.lexicon), dict(knowledge.duties), knowledge.elsewhere)


def try_out(before: Knowledge, after: Knowledge, analyser: Analyser) -> tuple[Found, ...]:
    """The counts for the changed entry and its neighbours, or for all entries.

    Empty when there are too few examples to ask. Takes seconds.
    """
    changed = changed_entries(before, after)
    alone = len(changed) == 1 and _common(before) == _common(after)
    if alone and changed[0] in after.destinations:
        neighbours = _neighbours(after, changed[0])
        groups = {after.destinations[changed[0]].name: (changed, MOST_OWN)}
        names = "、".join(after.destinations[i].name for i in neighbours)
        groups[f"となりの窓口（{names}）"] = (neighbours, MOST_NEXT)
    else:
        both = tuple(i for i in after.destinations if i in before.destinations)
        groups = {"すべての窓口": (both, MOST_OF_EACH)}
    asked = {
        name: [q for i in ids for q in _questions(before, after, i, most)]
        for name, (ids, most) in groups.items()
    }
    whole = {i for ids, most in groups.values() if most > MOST_OF_EACH for i in ids}
    return _counted(before, after, asked, whole, analyser)


_Asked = Mapping[str, Sequence[tuple[str, str]]]  # group → (destination, utterance)


def _counted(
    before: Knowledge, after: Knowledge, asked: _Asked, whole: set[str], analyser: Analyser
) -> tuple[Found, ...]:
    held = {text for questions in asked.values() for _, text in questions}
    if not held:
        return ()
    old, new = (Matcher(_without(k, held, whole), analyser) for k in (before, after))
    found = []
    for name, questions in asked.items():
        known = any(i in before.destinations for i, _ in questions)
        if questions:
            was = _right(old, questions) if known else None
            found.append(Found(name, len(questions), was, _right(new, questions)))
    return tuple(found)


def _right(matcher: Matcher, questions: Iterable[tuple[str, str]]) -> int:
    return sum(
        any(hit.destination_id == id_ for hit in matcher.rank(text, 3).hits)
        for id_, text in questions
    )


def _neighbours(knowledge: Knowledge, id_: str) -> tuple[str, ...]:
    """The entries that name this one as related or are named by it."""
    own = knowledge.destinations[id_].related
    back = (d.id for d in knowledge.destinations.values() if id_ in d.related)
    return tuple(dict.fromkeys((*own, *back)))[:MOST_NEIGHBOURS]


def _questions(before: Knowledge, after: Knowledge, id_: str, most: int) -> list[tuple[str, str]]:
    """Examples that stand in both versions, so that a deleted one is not held against it."""
    new, old = after.destinations[id_].examples, before.destinations.get(id_)
    shared = new if old is None else tuple(e for e in new if e in set(old.examples))
    if len(shared) < FEWEST:
        return []
    return [(id_, text) for text in _spread(shared, min(most, len(shared) // 2))]


def _spread(items: Sequence[T], most: int) -> tuple[T, ...]:
    """At most ``most`` items, evenly from the whole list."""
    if len(items) <= most:
        return tuple(items)
    return tuple(items[i * len(items) // most] for i in range(most))


def _without(knowledge: Knowledge, held: set[str], whole: set[str]) -> Knowledge:
    destinations = {}
    for id_, entry in knowledge.destinations.items():
        kept = tuple(e for e in entry.examples if e not in held)
        kept = kept if id_ in whole else _spread(kept, _OTHERS_KEEP)
        destinations[id_] = replace(entry, examples=kept)
    elsewhere = tuple(
        replace(m, examples=_spread(m.examples, _MATTERS_KEEP)) for m in knowledge.elsewhere
    )
    return replace(knowledge, destinations=destinations, elsewhere=elsewhere)
