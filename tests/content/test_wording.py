"""Everything staff read, word by word: the texts of the content and of the program.

Texts of the content are the values of its YAML files; texts of the program are the string
literals with Japanese in them, found in its source. What an asker might say (utterances,
surfaces, the matters of other counters) is theirs and is not judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import pytest

from tests.support.wording import JAPANESE, ROOMS, ROOT, Said, content, literals, program

CONTENT, PROGRAM = content(), program()
EVERYTHING = [*CONTENT, *PROGRAM]


def found(said: Iterable[Said], fault: re.Pattern[str]) -> list[str]:
    """Where a pattern stands."""
    return [f"{one.place}: {one.text}" for one in said if fault.search(one.text)]


def test_there_is_something_to_judge() -> None:
    assert len(CONTENT) > 1000
    assert len(PROGRAM) > 400
    assert {one.place.split("/")[1] for one in PROGRAM} == set(ROOMS)


def test_literals_are_found_and_docstrings_are_not() -> None:
    source = '"""一つめ"""\nA = "二つめ"\nB = f"三つ{A}め"\nC = "four"\n'
    assert list(literals("x.py", source)) == [
        Said("x.py:2", "", "二つめ"),
        Said("x.py:3", "", "三つ〇め"),
    ]


# ------------------------------------------------------------ 障がい

# Names of laws and schemes, which are written as the law writes them.
NAMES = re.compile("障害者(?:虐待防止法|総合支援法)|障害(?:厚生|基礎)?年金|障害福祉サービス")
IMPAIRED = re.compile("障[害碍]")
# The list of words that must not show first holds every spelling.
WORD_LISTS = ("bot/slack/blocks/quiet.py",)


def test_impairment_is_written_as_the_ward_writes_it() -> None:
    judged = [one for one in EVERYTHING if not one.place.startswith(WORD_LISTS)]
    bare = (one._replace(text=NAMES.sub("", one.text)) for one in judged)
    assert found(bare, IMPAIRED) == []


# ------------------------------------------------------------ residents and staff

NOT_OUR_WORDS = re.compile("お?客(?:様|さま|さん)|顧客|ユーザー|クライエント|クライアント|住民様")


def test_residents_are_called_as_the_ward_calls_them() -> None:
    assert found(EVERYTHING, NOT_OUR_WORDS) == []


# ------------------------------------------------------------ です・ます

# 「しないこと」 stands above these, and the issue gives the words of the second.
NOT_SENTENCES = {"do_not"}
GIVEN = ("書面・名刺を渡さない。自宅や携帯に連絡しない",)
_ASIDE = re.compile("[（(][^（()）]*[）)]|「[^「」]*」")
# A verb or adjective in its plain form, or だ・である; a sentence may end in a noun.
PLAIN = re.compile("(?:だ|だった|[うくすつぬぶむるいた])。$")
POLITE = re.compile("(?:ください|なさい|ましょう|ますか|ですか)。$")


def sentences(one: Said) -> Iterator[Said]:
    """What ends in a full stop, without what is quoted or put in brackets."""
    text = _ASIDE.sub("", one.text)
    for part in re.split(r"(?<=。)|\n", text):
        if part.endswith("。"):
            yield one._replace(text=part)


def is_plain(text: str) -> bool:
    """Whether a sentence is neither です・ます nor a request."""
    polite = re.search("(?:ます|です|ません|ました|でした)。$", text) or POLITE.search(text)
    return polite is None and PLAIN.search(text) is not None


def test_sentences_are_polite() -> None:
    judged = [
        sentence
        for one in EVERYTHING
        if one.key not in NOT_SENTENCES and one.text not in GIVEN
        for sentence in sentences(one)
    ]
    assert len(judged) > 500
    assert [f"{s.place}: {s.text}" for s in judged if is_plain(s.text)] == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("窓口に案内します。", False),
        ("高齢の方とそのご家族。", False),
        ("上司に声をかけてください。", False),
        ("窓口に案内する。", True),
        ("支援が必要だ。", True),
        ("内容を確かめた。", True),
        ("連絡してはいけない。", True),
    ],
)
def test_what_counts_as_plain(text: str, plain: bool) -> None:
    assert is_plain(text) is plain


# ------------------------------------------------------------ calm cards

CALM_MODULES = (
    "bot/slack/blocks/duty.py",
    "bot/slack/blocks/lists.py",
    "bot/slack/listeners/urgent.py",
)


def is_loud(text: str) -> bool:
    return any(c in "！!‼⁉" or (unicodedata.category(c) == "So" and c not in "〇■●") for c in text)


def test_urgent_cards_are_calm() -> None:
    urgent = [
        one for one in EVERYTHING if one.place.startswith(("knowledge/duties.yaml", *CALM_MODULES))
    ]
    assert len(urgent) > 100
    assert [f"{one.place}: {one.text}" for one in urgent if is_loud(one.text)] == []
    assert is_loud("すぐに！")
    assert is_loud("🚨 110")


# ------------------------------------------------------------ foreign words

# Read by editors of the knowledge, by administrators who keep the roster, and by the IT
# officer, who know words of code.
FOR_EDITORS = (
    "knowledge/local.example.yaml",
    "bot/cli/",
    "bot/content/",
    "bot/service/health.py",
    "bot/service/spreadsheet.py",
    "bot/slack/blocks/editors.py",
    "bot/slack/blocks/roster.py",
    "bot/slack/connection.py",
    "bot/slack/explanation.py",
    "bot/slack/listeners/editors.py",
    "bot/slack/listeners/roster.py",
    "bot/slack/lookups.py",
    "bot/slack/manifest.py",
    "bot/slack/notices.py",
    "bot/slack/probe.py",
    "bot/slack/refusals.py",
)
# Titles are as their sources have them.
AS_THE_SOURCE_HAS_IT = {"title", "attribution", "note", "seen_note", "cites"}
CODE = re.compile(
    r"(?<![A-Za-z])(?:DM|ID|YAML|JSON|API|Bot|URL|UTF-8|CSV|UI|OK|NG)(?![A-Za-z])|ファイルパス"
)
_FILLED_IN = re.compile(r"\{[a-z_]+\}")
WORDS = re.compile(r"[A-Za-z][A-Za-z-]*[A-Za-z]")
# What stands on the signs in the office, and the command itself.
KNOWN = {"Slack", "Excel", "DV", "SOS", "LINE", "NPO", "PDF", "SV", "kizuki"}


def for_everybody() -> list[Said]:
    return [
        one
        for one in EVERYTHING
        if not one.place.startswith(FOR_EDITORS) and one.key not in AS_THE_SOURCE_HAS_IT
    ]


def test_no_code_words_where_everybody_reads() -> None:
    assert found(for_everybody(), CODE) == []


def test_no_other_foreign_words_either() -> None:
    said = [one for one in for_everybody() if JAPANESE.search(one.text)]
    bare = (o._replace(text=_FILLED_IN.sub("", o.text)) for o in said)
    strange = {f"{o.place}: {o.text}" for o in bare if set(WORDS.findall(o.text)) - KNOWN}
    assert strange == set()


# ------------------------------------------------------------ the founding document's misreadings

MISREAD = re.compile("あつたか|ネットセンター養成")


def test_misreadings_are_not_handed_on() -> None:
    texts = [
        *(ROOT / "knowledge").rglob("*.*"),
        *(ROOT / "quizzes").rglob("*.*"),
        ROOT / "README.md",
    ]
    said = [Said(str(f.name), "", f.read_text(encoding="utf-8")) for f in texts if f.is_file()]
    assert found([*said, *PROGRAM], MISREAD) == []
