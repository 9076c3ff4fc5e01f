"""What a roster changes, in words; and what it does not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import Exclusion, ExclusionReason, Membership, Role, Staff
from bot.core.roster import RosterFile, parse_roster
from bot.core.roster_age import roster_note
from bot.core.roster_diff import ChangeKind, RosterDiff, Standing, compare, settled

SINCE, DAY = date(2025, 4, 1), date(2026, 4, 1)
HEADER = (
    "職員番号,氏名,課,役割,Slackメンバーid,メール,適用日,"
    "対象外の理由,対象外の開始日,対象外の終了日\n"
)


def roster(*rows: str) -> RosterFile:
    file, faults = parse_roster((HEADER + "\n".join(rows)).encode(), DAY)
    assert faults == ()
    assert file is not None
    return file


def standing(number: str, section: str | None, *roles: Role, **more: object) -> Standing:
    """Somebody as the database has them."""
    held = () if section is None else (Role.STAFF, *roles)
    memberships = tuple(Membership(section or "", role, SINCE) for role in held)
    staff = Staff(number, f"職員{number}", **more)  # type: ignore[arg-type]
    return Standing(staff, memberships)


def known(*people: Standing) -> Mapping[str, Standing]:
    return {person.staff.staff_id: person for person in people}


def diff(file: RosterFile, *people: Standing) -> RosterDiff:
    now = known(*people)
    return compare(settled(file, now, DAY), now, DAY)


def lines(found: RosterDiff) -> list[str]:
    return [f"{change.kind} {change.text}" for change in found.changes]


LEADER = (
    "9,職員9,税務課,課長・管理者,U09",
    standing("9", "税務課", Role.SUPERVISOR, Role.ADMINISTRATOR),
)


def test_joins_leaves_moves_and_roles() -> None:
    found = diff(
        roster(
            "1,職員1,税務課,,U01",
            "2,職員2,福祉課,研修担当,U02",
            "3,職員3,税務課,,U03,,2026-05-01",
            "4,職員4,福祉課,課長・管理者,U04",
        ),
        standing("2", "税務課", Role.SUPERVISOR),
        standing("3", None),
        standing("4", "福祉課", Role.SUPERVISOR, Role.ADMINISTRATOR),
        standing("5", "福祉課"),
    )
    assert lines(found)[:5] == [
        "入 職員1（税務課）",
        "入 職員3（税務課、戻り、2026年5月1日から）",
        "出 職員5（福祉課）",
        "異動 職員2（税務課 → 福祉課）",
        "役割 職員2：＋研修担当（福祉課）　－課長（課長級）（税務課）",
    ]
    assert {change.kind for change in found.changes[5:]} == {ChangeKind.WRITTEN}
    assert found.notes == ("課長（課長級）のいない課があります：税務課",)


def test_who_is_excluded_and_who_is_counted_again() -> None:
    away = Exclusion(ExclusionReason.NOT_WORKING, SINCE)
    back = Standing(Staff("2", "職員2", "U02"), standing("2", "税務課").memberships, (away,))
    same = Standing(Staff("3", "職員3", "U03"), standing("3", "税務課").memberships, (away,))
    found = diff(
        roster(
            "1,職員1,税務課,課長・管理者,U01,,,派遣・出向,2026-07-01,2026-09-30",
            "2,職員2,税務課,,U02",
            "3,職員3,税務課,,U03,,,勤務していない期間",
        ),
        standing("1", "税務課", Role.SUPERVISOR, Role.ADMINISTRATOR, slack_user_id="U01"),
        back,
        same,
    )
    assert lines(found) == [
        "対象外 職員1：派遣・出向（2026年7月1日から2026年9月30日まで）",
        "対象外 職員2：対象外を終えます（2026年4月1日から対象）",
    ]


def test_names_and_addresses_written_differently() -> None:
    found = diff(
        roster("1,別の名,税務課,課長・管理者,U02,a@example.jp"),
        standing("1", "税務課", Role.SUPERVISOR, Role.ADMINISTRATOR, slack_user_id="U01"),
    )
    assert lines(found) == [
        (
            "氏名・連絡先 別の名：氏名が変わります（前は職員1）、"
            "Slackメンバーidが変わります、メールが入ります"
        )
    ]


def test_what_deserves_a_second_look() -> None:
    before = [standing(str(n), "税務課") for n in range(10)]
    found = diff(roster("0,職員0,税務課"), *before)
    assert found.notes == (
        "いまの10人のうち9人が「出」になります。ファイルをお確かめください。",
        "課長（課長級）のいない課があります：税務課",
        "管理者がひとりもいません。困ったときのお知らせを受け取る人を決めてください。",
        "Slackの相手がまだ分からない人が1人います。",
    )


def test_the_same_roster_changes_nothing_and_every_change_has_its_digest() -> None:
    row, leader = LEADER
    file = roster(row, "1,職員1,税務課,,U01")
    same = diff(file, leader, standing("1", "税務課", slack_user_id="U01"))
    assert same.of(ChangeKind.JOINED) == ()
    other = diff(file, leader)
    assert same.digest != other.digest
    assert other.digest == diff(file, leader).digest


PEOPLE = st.dictionaries(
    st.integers(1, 6).map(str), st.sampled_from(["税務課", "福祉課"]), min_size=1
)


@given(PEOPLE, PEOPLE)
def test_every_person_is_told_of_exactly_as_they_differ(
    before: dict[str, str], after: dict[str, str]
) -> None:
    file = roster(*(f"{n},職員{n},{section},,U{n}X" for n, section in after.items()))
    people = [standing(n, section, slack_user_id=f"U{n}X") for n, section in before.items()]
    found = diff(file, *people)
    told = {(change.kind, change.staff_id) for change in found.changes}
    joined = {(ChangeKind.JOINED, n) for n in after.keys() - before.keys()}
    left = {(ChangeKind.LEFT, n) for n in before.keys() - after.keys()}
    both = before.keys() & after.keys()
    moved = {(ChangeKind.MOVED, n) for n in both if before[n] != after[n]}
    assert told == joined | left | moved


def test_how_old_the_roster_is() -> None:
    assert roster_note(date(2025, 4, 10), date(2026, 3, 31)) is None
    assert roster_note(date(2025, 4, 10), DAY) == "名簿は4月10日現在"
    assert roster_note(date(2026, 3, 31), DAY) == "名簿は3月31日現在"
    assert roster_note(DAY, DAY) is None
    assert roster_note(None, DAY) == "名簿はまだ取り込まれていません"
