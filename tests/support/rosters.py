"""Invented rosters of any size, as CSV and as a workbook, and one with twenty mistakes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter

HEADER = (
    "職員番号",
    "氏名",
    "課",
    "役割",
    "Slackメンバーid",
    "メール",
    "適用日",
    "対象外の理由",
    "対象外の開始日",
    "対象外の終了日",
)
ID, NAME, SECTION, ROLES, ACCOUNT, EMAIL, STARTS, REASON, FROM, TO = range(len(HEADER))
Row = list[str]


def people(number: int, section_size: int = 30) -> list[Row]:
    """That many people in sections of that size, each with a 課長; the first administers."""
    rows = []
    for n in range(number):
        role = "課長" if n % section_size == 0 else ""
        roles = "課長・管理者" if n == 0 else role
        section = f"第{n // section_size + 1}課"
        contact = [f"U{n:07d}", f"s{n}@example.jp"]
        rows.append([f"{n:06d}", f"職員{n}", section, roles, *contact, "", "", "", ""])
    return rows


def as_csv(rows: Sequence[Row], encoding: str = "utf-8") -> bytes:
    """The rows under the header, as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> bytes:
    """The rows under the header, as the one sheet of a workbook; text stays text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("名簿")
        for number, row in enumerate([header, *rows]):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return out.getvalue()


# Row of the file (the header is row 1), column, what is planted there, and what is said of it.
PLANTED: Sequence[tuple[int, int, str, str]] = (
    (3, ID, "", "「職員番号」が空です。"),
    (10, NAME, "", "「氏名」が空です。"),
    (17, SECTION, "", "「課」が空です。"),
    (24, ID, "番号24", "「職員番号」の書き方が正しくありません。"),
    (31, ID, "000005", "「職員番号」が7行目と同じです。"),
    (38, ROLES, "部長", "役割「部長」はありません。"),
    (45, ROLES, "課長・監視役", "役割「監視役」はありません。"),
    (52, ACCOUNT, "@aoba", "「Slackメンバーid」の書き方が正しくありません。"),
    (59, ACCOUNT, "U0000006", "「Slackメンバーid」が8行目と同じです。"),
    (66, EMAIL, "aoba.example.jp", "「メール」の書き方が正しくありません。"),
    (73, EMAIL, "S7@EXAMPLE.JP", "「メール」が9行目と同じです。"),
    (80, STARTS, "あした", "「適用日」を日付として読めません。"),
    (87, STARTS, "2062-04-01", "「適用日」が、名簿の基準日から1年より離れています。"),
    (94, REASON, "休職", "「対象外の理由」に、休職・病気・育休などのくわしい事情は書けません。"),
    (
        101,
        REASON,
        "育児休業",
        "「対象外の理由」に、休職・病気・育休などのくわしい事情は書けません。",
    ),
    (108, REASON, "長い旅", "対象外の理由「長い旅」は使えません。"),
    (115, FROM, "2026-07-01", "対象外の日付がありますが「対象外の理由」が空です。"),
    (122, TO, "7月末", "「対象外の終了日」を日付として読めません。"),
    (129, NAME, "青" * 101, "「氏名」が長すぎます（100文字まで）。"),
    (300, NAME, "青葉\nみどり", "「氏名」に改行などの使えない文字があります。"),
)


def planted(rows: Sequence[Row]) -> list[Row]:
    """The rows with the twenty mistakes."""
    wrong = [list(row) for row in rows]
    for number, column, cell, _ in PLANTED:
        wrong[number - 2][column] = cell
        if column == TO:
            wrong[number - 2][REASON] = "派遣・出向"
    return wrong
