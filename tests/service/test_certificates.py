"""修了証: who gets which, the number, what a check tells and what it does not."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.core.certificate import CertificateKind, Progress
from bot.core.learning.memory import Memory
from bot.core.learning.state import ConceptState
from bot.core.learning.taking import How
from bot.core.permissions import NotPermitted
from bot.core.retention import Terms
from bot.core.serial import shown_serial
from bot.reports.certificate import Certificate, UnknownGlyph
from bot.service.certificates import Checked, NotEarned, NotThere, Stand
from bot.service.gathering_values import Talk
from bot.service.retention import Retention
from bot.service.roster import OPERATOR
from bot.store import figures, learning
from bot.store.tables import certificate
from tests.support.pdf import page_texts
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DAY,
    DESK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)

# The table of permissions is asked before the database, whichever that is.
on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])

TODAY = DUE.date()
APRIL = datetime(2027, 4, 5, 9, tzinfo=DUE.tzinfo)


def concepts(ward: Ward, *, required: bool = True) -> Sequence[str]:
    found = ward.library.course.concepts.values()
    return sorted(c.id for c in found if c.required or not required)


def takes(
    ward: Ward, who: Someone, ids: Sequence[str], how: How = How.ANSWERED, day: date = TODAY
) -> None:
    with ward.store.write() as tx:
        for one in ids:
            figures.note_taken(tx, who.staff_id, one, day, how)


def masters(ward: Ward, who: Someone, ids: Sequence[str], day: date = TODAY) -> None:
    with ward.store.write() as tx:
        for one in ids:
            state = ConceptState(one, Memory(30.0, 5.0, 3), day, day, f"{one}-1", 3, (), day)
            learning.keep(tx, who.staff_id, state)


def issue(ward: Ward, who: Someone = CLERK, now: datetime = DUE, year: int = 2026) -> Certificate:
    return ward.service.certificates.issue(ward.actor(who, now), year, now)


def check(ward: Ward, serial: str, name: str = "", by: Someone = TRAINER) -> Checked:
    return ward.service.certificates.check(ward.actor(by), serial, name)


# ------------------------------------------------------------ earning


@pytest.mark.parametrize("how", list(How))
def test_every_required_concept_in_whatever_way_is_taken(ward: Ward, how: How) -> None:
    must = concepts(ward)
    takes(ward, CLERK, must[:-1], how)
    with pytest.raises(NotEarned):
        issue(ward)
    takes(ward, CLERK, must[-1:], how)
    made = issue(ward)
    assert (made.kind, made.required, made.name) == (CertificateKind.TAKEN, 12, CLERK.name)
    assert (made.year, made.issued) == (2026, TODAY)


def test_four_in_five_mastered_is_the_other_kind(ward: Ward) -> None:
    takes(ward, CLERK, concepts(ward))
    masters(ward, CLERK, concepts(ward, required=False)[:20])
    assert issue(ward).kind is CertificateKind.MASTERED


def test_mastery_alone_is_not_enough(ward: Ward) -> None:
    masters(ward, CLERK, concepts(ward, required=False))
    with pytest.raises(NotEarned):
        issue(ward)


def test_the_number_stays_and_a_better_kind_is_another_paper(ward: Ward) -> None:
    takes(ward, CLERK, concepts(ward))
    first = issue(ward)
    assert issue(ward, now=DUE + 9 * DAY) == first
    masters(ward, CLERK, concepts(ward, required=False), (DUE + DAY).date())
    better = issue(ward, now=DUE + DAY)
    assert better.serial != first.serial
    assert better.kind is CertificateKind.MASTERED
    with ward.store.write() as tx:
        learning.forget(tx, CLERK.staff_id)
    assert issue(ward, now=DUE + 2 * DAY) == better, "what was issued is not taken away"
    for one in (first, better):
        assert check(ward, one.serial).stand is Stand.VALID


def test_last_year_can_still_be_asked_for_and_is_its_own(ward: Ward) -> None:
    takes(ward, CLERK, concepts(ward))
    actor = ward.actor(CLERK, APRIL)
    this, last = ward.service.certificates.standing(actor, APRIL)
    assert (this.year, this.offered) == (2027, None)
    assert (last.year, last.offered) == (2026, CertificateKind.TAKEN)
    assert issue(ward, now=APRIL).year == 2026
    for year in (2025, 2027, 2028):
        with pytest.raises(NotEarned):
            issue(ward, now=APRIL, year=year)
    (only,) = ward.service.certificates.standing(ward.actor(NURSE, APRIL), APRIL)
    assert only.year == 2027


def test_how_far_somebody_is(ward: Ward) -> None:
    takes(ward, CLERK, concepts(ward)[:5])
    masters(ward, CLERK, concepts(ward)[:3])
    (year,) = ward.service.certificates.standing(ward.actor(CLERK), DUE)
    assert (year.progress, year.offered) == (Progress(12, 5, 24, 3), None)


@on_one_engine
def test_a_stranger_has_none(ward: Ward) -> None:
    with pytest.raises(NotPermitted):
        ward.service.certificates.standing(ward.actor(STRANGER), DUE)
    with pytest.raises(NotPermitted):
        ward.service.certificates.issue(ward.actor(STRANGER), 2026, DUE)


def test_two_presses_at_once_make_one_certificate(ward: Ward) -> None:
    takes(ward, CLERK, concepts(ward))
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: issue(ward).serial, range(8)))
    assert len(set(made)) == 1


def test_an_unknown_glyph_writes_nothing(ward: Ward) -> None:
    odd = Someone(CLERK.staff_id, "花😀子", DESK)
    ward.employ([odd, *EVERYBODY[1:]], DUE)
    takes(ward, CLERK, concepts(ward))
    with pytest.raises(UnknownGlyph):
        issue(ward)
    with ward.store.read() as tx:
        assert tx.execute(certificate.select()).all() == []


def test_the_paper_carries_name_and_number(ward: Ward) -> None:
    takes(ward, CLERK, concepts(ward), How.CATCH_UP)
    made = issue(ward)
    (text,) = page_texts(ward.service.certificates.paper(made))
    assert "".join(CLERK.name.split()) in text
    assert shown_serial(made.serial) in text
    assert "習得" not in text


# ------------------------------------------------------------ checking


def test_a_check_tells_year_and_kind_and_whether_the_name_is_right(ward: Ward) -> None:
    takes(ward, CLERK, concepts(ward))
    serial = issue(ward).serial
    found = check(ward, f" {shown_serial(serial).lower()} ")
    assert found == Checked(Stand.VALID, serial, 2026, CertificateKind.TAKEN, None)
    assert CLERK.name not in repr(found)
    for name, same in (
        (CLERK.name, True),
        (CLERK.name.replace(" ", "　"), True),
        (CLERK.name.replace(" ", ""), True),
        (NURSE.name, False),
    ):
        assert check(ward, serial, name).same_name is same
    assert check(ward, serial, by=ADMIN).stand is Stand.VALID
    assert ward.service.certificates.check(OPERATOR, serial).stand is Stand.VALID


def test_what_was_not_issued_mistyped_or_withdrawn(ward: Ward) -> None:
    takes(ward, CLERK, concepts(ward))
    serial = issue(ward).serial
    assert check(ward, "2222222222") == Checked(Stand.UNKNOWN, "2222222222")
    wrong = serial[:-1] + ("3" if serial[-1] == "2" else "2")
    assert check(ward, wrong) == Checked(Stand.MISTYPED)
    ward.service.certificates.withdraw(ward.actor(TRAINER), shown_serial(serial), DUE)
    assert check(ward, serial, CLERK.name) == Checked(Stand.WITHDRAWN, serial, 2026)
    for number in (serial, wrong, "2222222222"):
        with pytest.raises(NotThere):
            ward.service.certificates.withdraw(ward.actor(TRAINER), number, DUE)
    assert issue(ward).serial != serial


def test_an_erased_holder_leaves_a_number_and_no_name(ward: Ward) -> None:
    takes(ward, CLERK, concepts(ward))
    serial = issue(ward).serial
    retention = Retention(ward.store, Terms())
    held = retention.export(OPERATOR, CLERK.staff_id)["certificate"]
    assert [row["serial"] for row in held] == [serial]
    retention.erase(OPERATOR, CLERK.staff_id)
    assert check(ward, serial, CLERK.name) == Checked(Stand.ERASED, serial, 2026)
    with ward.store.read() as tx:
        (row,) = tx.execute(certificate.select()).all()
    assert row.staff_id is None


@on_one_engine
@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, HEAD, COUNTER, EDITOR, STRANGER])
def test_nobody_else_checks_or_withdraws(ward: Ward, who: Someone | str) -> None:
    rooms, actor = ward.service.certificates, ward.actor(who)
    with pytest.raises(NotPermitted):
        rooms.check(actor, "2222222222")
    with pytest.raises(NotPermitted):
        rooms.withdraw(actor, "2222222222", DUE)


# ------------------------------------------------------------ with 集合


def test_undoing_a_talk_withdraws_what_it_alone_had_earned(ward: Ward) -> None:
    must = concepts(ward)
    for who in (CLERK, SUPERVISOR):
        takes(ward, who, must[1:])
    takes(ward, SUPERVISOR, must[:1])
    boss, talk = ward.actor(SUPERVISOR), Talk(DESK, TODAY, tuple(must[:1]))
    both = [CLERK.staff_id, SUPERVISOR.staff_id]
    noted = ward.service.gatherings.note(boss, talk, both, DUE)
    serials = {who: issue(ward, who).serial for who in (CLERK, SUPERVISOR)}
    ward.service.gatherings.undo(boss, noted.id, both, DUE)
    assert check(ward, serials[CLERK]).stand is Stand.WITHDRAWN
    assert check(ward, serials[SUPERVISOR]).stand is Stand.VALID


def test_the_text_does_not_depend_on_the_course_of_today(ward: Ward) -> None:
    """A year's rule is fixed when it opens: a later change is not printed."""
    ward.service.statistics.open_year(DUE)
    takes(ward, CLERK, concepts(ward))
    made = issue(ward)
    assert replace(made, required=12) == made
