"""What a user would take instead, on the same content: rapidfuzz, bm25s, SQLite FTS5."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

import bm25s
from rapidfuzz import process

from bot.core.analysis import Analyser
from bot.core.knowledge import Destination

Ranker = Callable[[str], list[str]]  # a question → ids, best first
_MOST = 40  # hits that are looked at to find three different destinations


def texts_of(destination: Destination) -> list[str]:
    """Everything of a destination that is searched, one piece each."""
    return [
        destination.name,
        *destination.aliases,
        destination.description,
        destination.eligibility_description,
        *destination.examples,
    ]


def rapidfuzz_extract(destinations: Iterable[Destination]) -> Ranker:
    """``process.extract`` with its default scorer over all pieces."""
    pieces = [(d.id, text) for d in destinations for text in texts_of(d) if text]
    owners, texts = [owner for owner, _ in pieces], [text for _, text in pieces]

    def rank(question: str) -> list[str]:
        hits = process.extract(question, texts, limit=_MOST)
        return list(dict.fromkeys(owners[place] for _, _, place in hits))

    return rank


def plain_bm25(destinations: Iterable[Destination], analyser: Analyser) -> Ranker:
    """bm25s over the same morphemes, one document a destination."""
    entries = list(destinations)
    words = [[w for text in texts_of(d) for w in analyser.words(text)] or [""] for d in entries]
    index = bm25s.BM25()
    index.index(words, show_progress=False)
    most = min(3, len(entries))

    def rank(question: str) -> list[str]:
        known = [word for word in analyser.words(question) if word in index.vocab_dict]
        if not known:
            return []  # it raises ValueError for a question without a known word
        places, _ = index.retrieve([known], k=most, show_progress=False)
        return [entries[place].id for place in places[0]]

    return rank


def sqlite_fts5(destinations: Iterable[Destination]) -> Ranker:
    """FTS5 with its trigram tokenizer, any trigram of the question, ranked by bm25."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE entry USING fts5(id UNINDEXED, text, tokenize=trigram)")
    rows = [(d.id, "\n".join(texts_of(d))) for d in destinations]
    base.executemany("INSERT INTO entry VALUES (?, ?)", rows)

    def rank(question: str) -> list[str]:
        parts = {question[i : i + 3].replace('"', " ") for i in range(len(question) - 2)}
        asked = " OR ".join(f'"{part}"' for part in sorted(parts))
        sql = "SELECT id FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT 3"
        return [row[0] for row in base.execute(sql, (asked,))] if asked else []

    return rank
