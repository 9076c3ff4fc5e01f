"""What is tried out before and after a change, and what the counts mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.analysis import Analyser
from bot.core.knowledge import Contact, Destination, Grade, Knowledge, LexiconEntry
from bot.core.trial import MOST_OWN, Found, changed_entries, concerns_finding, try_out
from tests.referral.small import destination

BULBS = tuple(f"{room}の電球が切れた" for room in ("台所", "玄関", "廊下", "便所", "風呂", "居間"))
TAPS = tuple(f"{room}の水道が漏れる" for room in ("台所", "玄関", "廊下", "便所", "風呂", "居間"))
WALLS = tuple(f"{room}の壁が落ちた" for room in ("台所", "玄関", "廊下", "便所", "風呂", "居間"))
ROOFS = tuple(f"{room}の屋根が傷んだ" for room in ("台所", "玄関", "廊下", "便所", "風呂", "居間"))


def entry(id_: str, name: str, *examples: str, related: tuple[str, ...] = ()) -> Destination:
    return replace(destination(id_, name, "", *examples), related=related)


def knowledge(*entries: Destination) -> Knowledge:
    return Knowledge("v", destinations={e.id: e for e in entries})


BULB = entry("bulb", "電球の窓口", *BULBS, related=("tap",))
TAP, WALL = entry("tap", "水道の窓口", *TAPS), entry("wall", "壁の窓口", *WALLS)
ROOF = entry("roof", "屋根の窓口", *ROOFS, related=("bulb",))
BEFORE = knowledge(BULB, TAP, WALL, ROOF)


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def changed(**parts: object) -> Knowledge:
    return knowledge(replace(BULB, **parts), TAP, WALL, ROOF)  # type: ignore[arg-type]


def test_what_moves_no_ranking_is_known() -> None:
    contact = Contact("c", "名", (), Grade.V1, None, None)
    for after in (
        BEFORE,
        changed(owner="担当", say="ひと言", caution="気をつけること"),
        replace(BEFORE, contacts={"c": contact}),
    ):
        assert not concerns_finding(BEFORE, after)


@pytest.mark.parametrize(
    "part",
    [
        {"name": "別の名前"},
        {"aliases": ("電灯",)},
        {"description": "電球を替えます。"},
        {"signs": ("elder",)},
        {"examples": BULBS[1:]},
        {"negatives": ("水道が漏れる",)},
    ],
)
def test_what_an_entry_says_moves_it(part: dict[str, object]) -> None:
    assert changed_entries(BEFORE, changed(**part)) == ("bulb",)
    assert concerns_finding(BEFORE, changed(**part))


def test_the_entry_and_those_next_to_it_are_asked(analyser: Analyser) -> None:
    found = try_out(BEFORE, changed(examples=(*BULBS, "階段の電球が切れた")), analyser)
    assert [(row.name, row.asked) for row in found] == [
        ("電球の窓口", 3),
        ("となりの窓口（水道の窓口、屋根の窓口）", 6),
    ]
    assert all(row.before == row.after == row.asked for row in found)


def test_a_change_that_hides_an_entry_shows(analyser: Analyser) -> None:
    """Its utterances become those of all others too: it is found less often than before."""
    names = ("あ", "い", "う", "え", "お")
    others = [entry(f"x{n}", f"{name}の係", *TAPS[n:]) for n, name in enumerate(names)]
    more = tuple(f"{said}{end}" for said in BULBS for end in ("と聞く", "そうだ", "とのこと"))
    crowded = [replace(e, name="電球の窓口", examples=(*e.examples, *more)) for e in others]
    bulb = replace(BULB, name="甲")
    (found,) = try_out(knowledge(*others, bulb), knowledge(*crowded, bulb), analyser)
    assert found.name == "すべての窓口"
    assert found.before is not None
    assert found.after < found.before


def test_entries_that_come_new_are_not_counted_among_all(analyser: Analyser) -> None:
    new = (entry("a", "甲", *WALLS), entry("b", "乙", *ROOFS))
    (found,) = try_out(knowledge(BULB, TAP), knowledge(BULB, TAP, *new), analyser)
    assert (found.name, found.asked, found.before, found.after) == ("すべての窓口", 6, 6, 6)


def test_what_is_asked_is_held_out(analyser: Analyser) -> None:
    """Utterances with nothing in common are found only by being remembered."""
    words = ("りんご", "さくら", "えんぴつ", "かもめ", "とけい", "のりまき", "ひつじ", "まくら")
    strange = entry("strange", "ほか", *words)
    others = [entry(f"o{n}", f"名{n}", f"理由{n}", f"事情{n}") for n in range(5)]
    before = knowledge(strange, *others)
    after = knowledge(replace(strange, examples=(*words, "みかん")), *others)
    (own,) = try_out(before, after, analyser)
    assert own.asked == 4
    assert own.before is not None
    assert own.before < own.asked


def test_a_new_entry_has_no_before(analyser: Analyser) -> None:
    new = entry("lamp", "電灯の窓口", *(f"{u}、電灯" for u in BULBS))
    (own,) = try_out(BEFORE, knowledge(BULB, TAP, WALL, ROOF, new), analyser)
    assert own == Found("電灯の窓口", 3, None, 3)


def test_a_deleted_utterance_is_not_held_against_the_change(analyser: Analyser) -> None:
    found = try_out(BEFORE, changed(examples=BULBS[2:]), analyser)
    assert found[0].asked == 2


def test_too_few_examples_are_not_asked(analyser: Analyser) -> None:
    before = knowledge(entry("bulb", "電球の窓口", *BULBS[:2]), TAP)
    after = knowledge(entry("bulb", "電球の窓口", *BULBS[:3]), TAP)
    assert try_out(before, after, analyser) == ()


def test_words_of_the_lexicon_concern_everybody(analyser: Analyser) -> None:
    after = replace(BEFORE, lexicon={"water": LexiconEntry("water", "水", ("水道",))})
    (found,) = try_out(BEFORE, after, analyser)
    assert (found.name, found.asked) == ("すべての窓口", 12)


def test_no_more_is_asked_than_somebody_waits_for(analyser: Analyser) -> None:
    many = tuple(f"{n}番の電球が切れた" for n in range(200))
    before = knowledge(replace(BULB, examples=many), TAP, WALL, ROOF)
    after = knowledge(replace(BULB, examples=(*many, "暗い")), TAP, WALL, ROOF)
    assert try_out(before, after, analyser)[0].asked == MOST_OWN
