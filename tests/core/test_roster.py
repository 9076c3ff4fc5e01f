"""The roster file: every way offices save it, and every fault with its row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import ROLE_LABELS, Membership, Role, Section, Staff
from bot.core.roster import (
    MAX_BYTES,
    MAX_SECTION,
    MAX_TEXT,
    RosterFault,
    RosterFile,
    parse_roster,
)

DAY = date(2026, 11, 16)
FULL = "職員番号,氏名,課,役割,Slackメンバーid,メール\r\n"
PLAIN = "職員番号,氏名,課\n"
GOOD = (
    FULL
    + "1001,青葉 みどり,窓口サービス課,,U0AAA,midori@example.jp\r\n"
    + "1002,若草 はじめ,窓口サービス課,課長・研修担当,,\r\n"
    + "1003,山吹 のぞみ,保健福祉課,管理者,W0CCC,\r\n"
)


def _staff(section: str, *roles: Role) -> list[Membership]:
    return [Membership(section, role, DAY) for role in roles]


EXPECTED = RosterFile(
    sections=(
        Section("窓口サービス課", "窓口サービス課"),
        Section("保健福祉課", "保健福祉課"),
    ),
    staff=(
        Staff("1001", "青葉 みどり", "U0AAA", "midori@example.jp"),
        Staff("1002", "若草 はじめ"),
        Staff("1003", "山吹 のぞみ", "W0CCC"),
    ),
    memberships=(
        ("1001", Membership("窓口サービス課", Role.STAFF, DAY)),
        ("1002", Membership("窓口サービス課", Role.STAFF, DAY)),
        ("1002", Membership("窓口サービス課", Role.SUPERVISOR, DAY)),
        ("1002", Membership("窓口サービス課", Role.TRAINING_OFFICER, DAY)),
        ("1003", Membership("保健福祉課", Role.ADMINISTRATOR, DAY)),
        ("1003", Membership("保健福祉課", Role.STAFF, DAY)),
    ),
)


def _read(data: str | bytes) -> RosterFile:
    roster, faults = parse_roster(data.encode() if isinstance(data, str) else data, DAY)
    assert faults == ()
    assert roster is not None
    return roster


def _faults(data: str | bytes) -> list[str]:
    """Every fault as it is printed; nothing may be offered for import beside one."""
    roster, faults = parse_roster(data.encode() if isinstance(data, str) else data, DAY)
    assert roster is None
    assert list(faults) == sorted(faults, key=lambda fault: fault.row)
    return [str(fault) for fault in faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_it_reads_what_offices_save(encoding: str, line_end: str) -> None:
    assert _read(GOOD.replace("\r\n", line_end).encode(encoding)) == EXPECTED


def test_width_and_blanks_do_not_matter() -> None:
    wide = (
        "職員番号 ,氏　名,課,役割,Ｓｌａｃｋメンバーid,メール\n"
        "　１００１,青葉　みどり ,窓口サービス課,,Ｕ０ＡＡＡ,Midori＠Example.jp\n"
    )
    assert _faults(wide)[0] == "1行目: 見出しに「氏名」がありません。"
    roster = _read(wide.replace("氏　名", "氏名"))
    assert roster.staff == EXPECTED.staff[:1]


def test_columns_may_come_in_any_order_and_optional_ones_be_missing() -> None:
    assert _read("課,職員番号,氏名\n保健福祉課,1,青葉\n").staff == (Staff("1", "青葉"),)
    assert _read("氏名,メール,課,職員番号\n青葉,,保健福祉課,1\n").staff == (Staff("1", "青葉"),)


def test_empty_lines_and_columns_are_passed_over_but_counted() -> None:
    rows = "職員番号,氏名,課,\n\n1,青葉,税務課,\n,,,\n２,,税務課,\n"
    assert _faults(rows) == ["5行目: 「氏名」が空です。"]
    assert len(_read(rows.replace("２,,", "2,若草,")).staff) == 2


def test_quoted_cells_may_hold_commas() -> None:
    assert _read(f'{PLAIN}1,"青葉, みどり",税務課\n').staff[0].name == "青葉, みどり"


@pytest.mark.parametrize("between", ["・", "、", ",", "/", " ", "　", " ・ "])
def test_roles_may_be_separated_in_several_ways(between: str) -> None:
    labels = [ROLE_LABELS[role] for role in Role if role is not Role.STAFF]
    row = f'{FULL}1,青葉,税務課,"{between.join(labels)}",,\n'
    assert {held.role for _, held in _read(row).memberships} == set(Role)


WRONG_NUMBER = "「職員番号」の書き方が正しくありません。英字・数字・「-」で、32文字までです。"
WRONG_ACCOUNT = (
    "「Slackメンバーid」の書き方が正しくありません。"
    "UかWで始まる、英字の大文字と数字です（例：U012AB3CD）。"
)
WRONG_EMAIL = "「メール」の書き方が正しくありません。「@」がひとつ入ります。"


def test_a_role_named_twice_is_held_once() -> None:
    row = f"{FULL}1,青葉,税務課,課長・課長・本人,,\n"
    assert [held for _, held in _read(row).memberships] == _staff(
        "税務課", Role.STAFF, Role.SUPERVISOR
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",青葉,税務課,,,", "「職員番号」が空です。"),
        ("1,,税務課,,,", "「氏名」が空です。"),
        ("1,青葉,,,,", "「課」が空です。"),
        ("1,青葉", "「課」が空です。"),
        ("番1,青葉,税務課,,,", WRONG_NUMBER),
        (f"{'1' * 33},青葉,税務課,,,", WRONG_NUMBER),
        ("1,青葉,税務課,,u0aaa,", WRONG_ACCOUNT),
        ("1,青葉,税務課,,@aoba,", WRONG_ACCOUNT),
        ("1,青葉,税務課,,,aoba", WRONG_EMAIL),
        ("1,青葉,税務課,,,a@b@c", WRONG_EMAIL),
        (f"1,{'青' * (MAX_TEXT + 1)},税務課,,,", "「氏名」が長すぎます（100文字まで）。"),
        (f"1,青葉,{'課' * (MAX_SECTION + 1)},,,", "「課」が長すぎます（64文字まで）。"),
        ('1,"青葉\nみどり",税務課,,,', "「氏名」に改行などの使えない文字があります。"),
        ("1,青\x00葉,税務課,,,", "「氏名」に改行などの使えない文字があります。"),
        ("1,青葉,税務課,,,,余り", "見出しより列が多くあります。"),
        (",,,,,,余り", "「職員番号」が空です。"),
        (
            "1,青葉,税務課,部長,,",
            (
                "役割「部長」はありません。使えるのは"
                "本人・課長（課長級）・研修担当・指標担当・知識編集者・管理者です。"
            ),
        ),
    ],
)
def test_each_fault_of_a_row_is_named_with_it(row: str, fault: str) -> None:
    good = "100,若草,税務課,,,"
    assert f"3行目: {fault}" in _faults(f"{FULL}{good}\n{row}\n")


def test_all_faults_come_together_in_the_order_of_rows() -> None:
    rows = ["1,青葉,,部長,,", "2,若草,税務課,,x,", "1,山吹,税務課,,,", "3,藤,税務課,,,"]
    faults = _faults(FULL + "\n".join([*rows, "3,萩,税務課,,,"]))
    of_rows = [fault.split(":")[0] for fault in faults]
    assert of_rows == ["2行目", "2行目", "3行目", "4行目", "6行目"]
    assert "4行目: 「職員番号」が2行目と同じです。" in faults  # though row 2 has faults of its own


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [
        ("1,青葉,税務課,,,", "１,若草,税務課,,,", "職員番号"),
        ("1,青葉,税務課,,U0AAA,", "2,若草,税務課,,U0AAA,", "Slackメンバーid"),
        ("1,青葉,税務課,,,a@example.jp", "2,若草,税務課,,,a@example.jp", "メール"),
        ("1,青葉,税務課,,,a@example.jp", "2,若草,税務課,,,A@Example.JP", "メール"),
    ],
)
def test_what_belongs_to_one_person_may_not_come_twice(first: str, second: str, label: str) -> None:
    assert _faults(f"{FULL}{first}\n9,山吹,税務課,,,\n{second}\n") == [
        f"4行目: 「{label}」が2行目と同じです。"
    ]


def test_a_sign_for_none_is_nobody_twice() -> None:
    rows = "1,青葉,税務課,,,-\n2,若草,税務課,,,-\n"
    faults = _faults(FULL + rows)
    assert len(faults) == 2
    assert all("「メール」の書き方が正しくありません" in fault for fault in faults)


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        ("", [f"1行目: 見出しに「{name}」がありません。" for name in ("職員番号", "氏名", "課")]),
        (PLAIN, ["職員の行がありません。"]),
        (f"{PLAIN}\n,,\n", ["職員の行がありません。"]),
        ("職員番号,氏名\n1,青葉\n", ["1行目: 見出しに「課」がありません。"]),
        (
            "職員番号,氏名,課,電話\n",
            [
                (
                    "1行目: 見出しの「電話」は使えません。使える見出しは"
                    "職員番号、氏名、課、役割、Slackメンバーid、メール、"
                    "適用日、対象外の理由、対象外の開始日、対象外の終了日です。"
                )
            ],
        ),
        ("職員番号,氏名,課,氏名\n1,青葉,税務課,\n", ["1行目: 見出しの「氏名」が2つあります。"]),
    ],
)
def test_a_file_that_is_no_roster(data: str, faults: list[str]) -> None:
    assert _faults(data) == faults


def test_bytes_that_are_no_text() -> None:
    unread = "文字コードを読めません。UTF-8かShift_JISで保存してください。"
    assert _faults(b"\x81\x00\xff\x81") == [unread]


def test_another_encoding_never_gets_through() -> None:
    assert _faults(GOOD.encode("utf-16"))
    assert _faults(GOOD.encode("euc-jp"))


def test_an_open_quote_is_named_with_its_row() -> None:
    """The rest of a long file becomes one cell, which is no roster either way."""
    rows = "".join(f"{n},青葉,税務課\n" for n in range(2, 20_000))
    (fault,) = _faults(f'{PLAIN}1,"青葉,税務課\n{rows}')
    assert fault.startswith("2行目: CSVとして読めません。")
    assert "3行目: 「課」が空です。" in _faults(
        f'{PLAIN}1,若草,税務課\n2,"青葉,税務課\n3,萩,税務課\n'
    )


def test_a_huge_file_is_not_read() -> None:
    data = PLAIN.encode() + b"1" * MAX_BYTES
    assert _faults(data) == ["ファイルが大きすぎます（20MBまで）。"]


def test_faults_show_the_row_only_where_there_is_one() -> None:
    assert str(RosterFault(3, "空です。")) == "3行目: 空です。"
    assert str(RosterFault(0, "空です。")) == "空です。"


@given(st.binary(max_size=300))
def test_whatever_bytes_come_it_is_a_roster_or_faults(data: bytes) -> None:
    roster, faults = parse_roster(data, DAY)
    assert (roster is None) == bool(faults)


CELLS = st.text("1a@.U課長・ \t\n\r\"',１\x00\u3000あ", max_size=8)


@given(st.lists(st.lists(CELLS, max_size=7), max_size=5))
def test_whatever_cells_come_nobody_is_lost(rows: list[list[str]]) -> None:
    """A roster that is offered has one person for every row that is not blank."""
    text = FULL + "".join(",".join(f'"{c}"' for c in row) + "\r\n" for row in rows)
    roster, faults = parse_roster(text.encode(), DAY)
    assert (roster is None) == bool(faults)
    if roster is not None:
        assert len({s.staff_id for s in roster.staff}) == len(roster.staff)
        assert {staff_id for staff_id, _ in roster.memberships} == {
            s.staff_id for s in roster.staff
        }
