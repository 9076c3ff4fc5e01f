"""Text to nodes: what is refused, on which line, in which words; and that nothing crashes."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.content.nodes import MAX_DEPTH, Listing, Scalar, Table, compose, walk, yaml11_reading
from bot.content.syntax import MAX_BYTES

FAULTS: list[tuple[str, str, list[tuple[int, str]]]] = [
    (
        "full-width colon",
        "id: a\nname：警察\nkind: desk\n",
        [(2, "2行目: 全角の『：』です。半角の『:』にしてください")],
    ),
    (
        "every full-width colon of a file",
        "id: a\nname：警察\nkind： desk\n",
        [
            (2, "2行目: 全角の『：』です。半角の『:』にしてください"),
            (3, "3行目: 全角の『：』です。半角の『:』にしてください"),
        ],
    ),
    (
        "full-width colon in a list",
        "choices:\n  - text：呼ぶ\n  - text: 待つ\n",
        [(2, "2行目: 全角の『：』です。半角の『:』にしてください")],
    ),
    (
        "full-width colon in braces",
        "choices: [{text： 呼ぶ, right: true}]\n",
        [(1, "1行目: 全角の『：』です。半角の『:』にしてください")],
    ),
    (
        "full-width colon swallowed by the line above",
        "name: 警察\n  kind： desk\n",
        [(2, "2行目: 全角の『：』です。半角の『:』にしてください")],
    ),
    (
        "full-width space before a key",
        "id: a\n　name: b\n",
        [(2, "2行目: 全角の空白です。半角の空白にしてください")],
    ),
    (
        "full-width space after the colon",
        "id: a\nname:　b\n",
        [(2, "2行目: 全角の空白です。半角の空白にしてください")],
    ),
    (
        "full-width space before a value",
        "id: 　a\n",
        [(1, "1行目: 全角の空白です。半角の空白にしてください")],
    ),
    (
        "full-width hash",
        "＃ 説明\nid: a\n",
        [(1, "1行目: 全角の『＃』です。半角の『#』にしてください")],
    ),
    (
        "full-width hash behind a value",
        "id: a ＃ 説明\n",
        [(1, "1行目: 全角の『＃』です。半角の『#』にしてください")],
    ),
    (
        "typographic quotes",
        "id: “a”\n",
        [(1, '1行目: 全角の引用符です。半角の『"』にしてください')],
    ),
    (
        "tab",
        "id: a\nitems:\n\t- b\n",
        [(3, "3行目: 字下げのタブです。半角の空白にしてください")],
    ),
    (
        "no space after the colon",
        "id: a\nname:警察\nkind: desk\n",
        [(2, "2行目: 『:』のあとに半角の空白を入れてください")],
    ),
    ("alias", "a: b\nc: *b\n", [(2, "『*』の参照は使えません。文章なら引用符で囲んでください")]),
    ("anchor", "a: &b c\n", [(1, "『&』の目印は使えません。文章なら引用符で囲んでください")]),
    ("tag", "a: !!str b\n", [(1, "『!』の型指定は使えません。文章なら引用符で囲んでください")]),
    (
        "python tag",
        "a: !!python/object/apply:os.system [id]\n",
        [(1, "『!』の型指定は使えません。文章なら引用符で囲んでください")],
    ),
    ("star", "a: *強調*\n", [(1, "『*』で始まる文は引用符で囲んでください")]),
    (
        "two documents",
        "a: b\n---\nc: d\n",
        [(2, "『---』で文書を分けられません。1ファイル1文書です")],
    ),
    ("anchored key", "&k a: b\n", [(1, "『&』の目印は使えません。文章なら引用符で囲んでください")]),
    ("repeated key", "a: b\nc: d\na: e\n", [(3, "『a』が2回書かれています（1回目は1行目）")]),
    ("list as key", "? [a]\n: b\n", [(1, "項目名に箇条書きやまとまりは使えません")]),
    ("empty file", "# 説明だけ\n", [(1, "ファイルが空です")]),
    ("open quote", 'a: "b\nc: d\n', [(1, "引用符が閉じていません")]),
    (
        "open bracket",
        "a: b\nc: [d\ne: f\n",
        [(2, "『[』で始めた並びが『]』で閉じていないか、『,』が抜けています")],
    ),
    (
        "colon in text",
        "a: b\nc: 注意: これは\n",
        [(2, "ここに『: 』は置けません。文の中の『: 』なら、文全体を引用符で囲んでください")],
    ),
    (
        "crooked indent",
        "a:\n  - b\n c: d\n",
        [(3, "項目名がありません。字下げの幅か、引用符の閉じ忘れを確かめてください")],
    ),
    (
        "at sign",
        "a: @b\n",
        [
            (
                1,
                "値の先頭に使えない文字があります。『@』『`』『%』で始まる文は引用符で囲んでください",
            )
        ],
    ),
    ("control character", "a: b\nc: d\x07\n", [(2, "使えない制御文字（U+0007）があります")]),
    ("hidden line break", "a: b\nc: d\u2028e\n", [(2, "使えない制御文字（U+2028）があります")]),
]


@pytest.mark.parametrize(
    ("text", "faults"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_each_fault_has_its_line_and_sentence(text: str, faults: list[tuple[int, str]]) -> None:
    assert compose(text.encode()).faults == faults


def test_scalars_stay_as_written() -> None:
    root = compose("a: no\nb: 010\nc: 12:30\nd: 2026-11-22\ne: '１'\n".encode()).root
    assert isinstance(root, Table)
    assert [scalar.text for scalar in walk(root)] == ["no", "010", "12:30", "2026-11-22", "１"]


def test_bom_and_crlf_are_accepted_and_lines_still_count() -> None:
    composed = compose("\ufeffa: b\r\nc: |-\r\n  一\r\n  二\r\nd: e\r\n".encode())
    assert composed.faults == []
    assert isinstance(composed.root, Table)
    assert [(key.text, key.line) for key, _ in composed.root.pairs] == [
        ("a", 1),
        ("c", 2),
        ("d", 5),
    ]
    assert composed.root.get("c") == Scalar("一\n二", 2)


def test_full_width_signs_inside_text_are_text() -> None:
    text = "a: 対象：65歳以上　無料\nb: '＃いのちSOS'\nc: |-\n  　字下げ：あり\n  ＃見出し\n"
    assert compose(text.encode()).faults == []


def test_other_encodings_are_named_with_their_line() -> None:
    message = "UTF-8 として読めません。文字コードを UTF-8 にして保存し直してください"
    assert compose("a: b\nc: 警察\n".encode("cp932")).faults == [(2, message)]
    assert compose("a: b\n".encode("utf-16")).faults == [(1, message)]


def test_a_file_over_one_mebibyte_is_refused() -> None:
    faults = compose(b"a: " + b"b" * MAX_BYTES).faults
    assert faults == [(1, "ファイルが大きすぎます（1 MiB まで）。分けてください")]


def test_a_hostile_file_is_refused_before_it_grows() -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcde", "bcdef", strict=True)
    )
    assert compose(laughs.encode()).faults == [
        (1, "『&』の目印は使えません。文章なら引用符で囲んでください")
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_twenty_thousand_openings_do_not_crash(opening: str) -> None:
    assert compose((opening * 20_000).encode()).faults == [
        (1, f"入れ子が深すぎます（{MAX_DEPTH}段まで）")
    ]


def test_depth_up_to_the_limit_is_read() -> None:
    assert compose(("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode()).faults == []
    assert compose(("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).encode()).faults != []


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("no", "はい・いいえ"),
        ("yes", "はい・いいえ"),
        ("on", "はい・いいえ"),
        ("010", "数"),
        ("12:30", "数"),
        ("1_000", "数"),
        (".5", "数"),
        ("2026-11-22", "日付"),
        ("~", "空の値"),
        ("none", None),
        ("警察", None),
        ("06-6682-0000", None),
    ],
)
def test_what_yaml_would_make_of_unquoted_text(text: str, reading: str | None) -> None:
    assert yaml11_reading(text) == reading


@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf")
@example(b"--- |\n\x00")
@settings(max_examples=300, deadline=None)
def test_no_bytes_ever_raise(data: bytes) -> None:
    composed = compose(data)
    assert (composed.root is None) <= bool(composed.faults)


_YAML_SIGNS = st.text(st.sampled_from("ab:：-[]{}#＃&*!|>'\"“%@`,?~ 　\t\n\r\\0"), max_size=60)


@given(_YAML_SIGNS)
@settings(max_examples=500, deadline=None)
def test_no_arrangement_of_yaml_signs_ever_raises(text: str) -> None:
    composed = compose(text.encode())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= line <= lines for line, _ in composed.faults)
    assert (composed.root is None) <= bool(composed.faults)


_TREES = st.recursive(
    st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner),
    max_leaves=12,
)


def _plain(node: object) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [_plain(item) for item in node.items]
    assert isinstance(node, Table)
    return {key.text: _plain(value) for key, value in node.pairs}


@given(_TREES)
@settings(max_examples=200, deadline=None)
def test_what_a_dumper_wrote_is_read_back(tree: object) -> None:
    written = yaml.safe_dump(tree, allow_unicode=True, default_style='"')
    composed = compose(written.encode())
    assert composed.faults == []
    assert _plain(composed.root) == tree
