"""A knowledge editor's files: judged, shown, put in place, taken back; nobody else's."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest

from bot.content.editing import NotOurFile
from bot.content.shelf import ChangedMeanwhile, NotWritable
from bot.core.permissions import NotPermitted
from bot.service.editing import (
    WAITS,
    AlreadyBack,
    Faults,
    NothingChanges,
    Proposal,
    ProposalGone,
    StillFaulty,
)
from tests.content.conftest import DESTINATION, Desk
from tests.support.editing import (
    CARD,
    CARD_FILE,
    GLOSSARY,
    Open,
    data_dir,
    editable,
    history,
    open_editable,
    proposals,
)
from tests.support.service import (
    ADMIN,
    CLERK,
    DAY,
    DUE,
    EDITOR,
    HEAD,
    MINUTE,
    STRANGER,
    TRAINER,
    Someone,
    Ward,
)

__all__ = ["editable", "open_editable"]

# Nothing here but the roster is stored in the database.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

EXAMPLES = "examples/emergency.txt"
NEW_CARD = DESTINATION.replace("owner: 区で設定", "owner: 見守り担当").encode()


def propose(ward: Ward, name: str = CARD, data: bytes = NEW_CARD) -> Proposal:
    judged = ward.service.editing.propose(ward.actor(EDITOR), {name: data}, DUE)
    assert isinstance(judged, Proposal), judged
    return judged


def test_faults_are_all_told_and_nothing_waits(editable: Ward, desk: Desk) -> None:
    wrong = NEW_CARD.replace(b"kind: line", b"kind: lime").replace(b"say:", b"sey:")
    judged = editable.service.editing.propose(editable.actor(EDITOR), {CARD: wrong}, DUE)
    assert isinstance(judged, Faults)
    assert [e.line for e in judged.errors] == [2, 10]
    assert proposals(desk) == []


def test_a_proposal_shows_words_and_card_and_changes_nothing(editable: Ward, desk: Desk) -> None:
    shown = propose(editable)
    assert [(f.name, f.words) for f in shown.files] == [
        (CARD, ("担当（owner）：「区で設定」 → 「見守り担当」",))
    ]
    assert [c.destination.owner for c in shown.destinations] == ["見守り担当"]
    assert (shown.duties, shown.conferences, shown.found) == ((), (), None)
    assert "見守り担当" not in desk.text(CARD_FILE)
    assert proposals(desk) == [shown.id]


def test_what_a_number_changes_is_shown_on_every_card_that_names_it(
    editable: Ward, desk: Desk
) -> None:
    text = desk.text("knowledge/contacts.yaml").replace("name: 警察", "name: 警察署")
    shown = propose(editable, "contacts.yaml", text.encode())
    assert len(shown.destinations) == 2
    assert len(shown.duties) == 7
    assert shown.found is None


def test_only_the_cards_that_look_otherwise_are_shown(editable: Ward, desk: Desk) -> None:
    """tsunagaru-ba names emergency, but shows no more of it than its name."""
    desk.replace("knowledge/destinations/tsunagaru-ba.yaml", "say:", "related: [emergency]\nsay:")
    editable.service.editors.reload(DUE)
    shown = propose(editable)
    assert [c.destination.id for c in shown.destinations] == ["emergency"]


def test_utterances_are_tried_out(editable: Ward, desk: Desk) -> None:
    more = "".join(f"{what}で倒れている\n" for what in ("廊下", "階段", "玄関", "待合", "路上"))
    desk.write(f"knowledge/{EXAMPLES}", desk.text(f"knowledge/{EXAMPLES}") + more)
    editable.service.editors.reload(DUE)
    text = desk.text(f"knowledge/{EXAMPLES}") + "息をしていない\n"
    shown = propose(editable, EXAMPLES, text.encode())
    assert shown.found is not None
    (own,) = (row for row in shown.found if row.name == "警察・消防")
    assert (own.asked, own.before, own.after) == (4, 4, 4)
    assert [c.destination.id for c in shown.destinations] == ["emergency"]


def test_lines_that_may_name_somebody_are_pointed_at(editable: Ward, desk: Desk) -> None:
    text = desk.text(f"knowledge/{EXAMPLES}") + "倒れた人がいる\n山本花子さんが殴られている\n"
    (file,) = propose(editable, EXAMPLES, text.encode()).files
    assert file.suspicious == (6,)


def test_the_same_file_again_is_no_proposal(editable: Ward, desk: Desk) -> None:
    same = {CARD: desk.text(CARD_FILE).encode()}
    with pytest.raises(NothingChanges):
        editable.service.editing.propose(editable.actor(EDITOR), same, DUE)
    assert proposals(desk) == []


def test_confirming_puts_it_in_place_and_into_use(editable: Ward, desk: Desk) -> None:
    old = desk.text(CARD_FILE)
    done = editable.service.editing.confirm(editable.actor(EDITOR), propose(editable).id, DUE)
    assert desk.text(CARD_FILE).encode() == NEW_CARD
    assert editable.library.knowledge.destinations["emergency"].owner == "見守り担当"
    assert (done.files, history(desk), proposals(desk)) == ((CARD,), [done.id], [])
    kept = data_dir(desk) / "knowledge-history" / done.id
    assert (kept / "before" / CARD).read_text(encoding="utf-8") == old
    assert json.loads((kept / "change.json").read_text())["by"] == EDITOR.staff_id


def test_a_proposal_survives_a_restart(open_editable: Open, desk: Desk) -> None:
    waiting = propose(open_editable())
    after = open_editable()
    after.service.editing.confirm(after.actor(EDITOR), waiting.id, DUE + DAY - MINUTE)
    assert desk.text(CARD_FILE).encode() == NEW_CARD


def test_a_proposal_waits_a_day(editable: Ward, desk: Desk) -> None:
    waiting = propose(editable)
    assert waiting.until == DUE + WAITS
    with pytest.raises(ProposalGone):
        editable.service.editing.confirm(editable.actor(EDITOR), waiting.id, DUE + WAITS + MINUTE)
    editable.service.editing.propose(editable.actor(EDITOR), {CARD: NEW_CARD}, DUE + WAITS + MINUTE)
    assert waiting.id not in proposals(desk)


def test_a_confirmed_or_dropped_proposal_is_gone(editable: Ward) -> None:
    actor, editing = editable.actor(EDITOR), editable.service.editing
    confirmed = propose(editable).id
    editing.confirm(actor, confirmed, DUE)
    dropped = propose(
        editable, GLOSSARY, b"terms:\n  - {term: a, yomi: \xe3\x81\x82, meaning: b}\n"
    )
    editing.drop(actor, dropped.id)
    for id_ in (confirmed, dropped.id, "", "../../etc", "20261116-100000-01234567"):
        with pytest.raises(ProposalGone):
            editing.confirm(actor, id_, DUE)
    editing.drop(actor, dropped.id)


def test_a_file_changed_since_is_refused(editable: Ward, desk: Desk) -> None:
    waiting = propose(editable)
    desk.replace(CARD_FILE, "say: すぐに", "say: いますぐ")
    with pytest.raises(ChangedMeanwhile) as refused:
        editable.service.editing.confirm(editable.actor(EDITOR), waiting.id, DUE)
    assert refused.value.names == (CARD,)
    assert "いますぐ" in desk.text(CARD_FILE)
    assert (history(desk), proposals(desk)) == ([], [waiting.id])


def test_a_folder_that_broke_since_is_refused(editable: Ward, desk: Desk) -> None:
    waiting = propose(editable)
    desk.replace("knowledge/glossary.yaml", "yomi: つながるば", "yomi: 場")
    with pytest.raises(StillFaulty) as refused:
        editable.service.editing.confirm(editable.actor(EDITOR), waiting.id, DUE)
    assert [e.path for e in refused.value.errors] == ["knowledge/glossary.yaml"]
    assert "見守り担当" not in desk.text(CARD_FILE)


def test_a_folder_that_cannot_be_written_is_refused(editable: Ward, desk: Desk) -> None:
    """A file stands where the folder is to be: not even root can write there."""
    shutil.rmtree(desk.knowledge_dir / "examples")
    (desk.knowledge_dir / "examples").write_text("")
    waiting = propose(editable, EXAMPLES, "火が出ている\n".encode())
    with pytest.raises(NotWritable) as refused:
        editable.service.editing.confirm(editable.actor(EDITOR), waiting.id, DUE)
    assert refused.value.folder == "knowledge"
    assert (history(desk), proposals(desk)) == ([], [waiting.id])


def test_undo_and_undo_of_the_undo(editable: Ward, desk: Desk) -> None:
    old = desk.text(CARD_FILE)
    actor, editing = editable.actor(EDITOR), editable.service.editing
    done = editing.confirm(actor, propose(editable).id, DUE)
    back = editing.undo(actor, done.id, DUE + MINUTE)
    assert desk.text(CARD_FILE) == old
    assert editable.library.knowledge.destinations["emergency"].owner == "区で設定"
    with pytest.raises(AlreadyBack):
        editing.undo(actor, done.id, DUE + MINUTE)
    again = editing.undo(actor, back.id, DUE + MINUTE)
    assert desk.text(CARD_FILE).encode() == NEW_CARD
    assert history(desk) == sorted([done.id, back.id, again.id])


def test_undo_takes_a_new_file_away(editable: Ward, desk: Desk) -> None:
    actor, editing = editable.actor(EDITOR), editable.service.editing
    name = "destinations/shobo.yaml"
    card = NEW_CARD.replace(b"id: emergency", b"id: shobo")
    done = editing.confirm(actor, propose(editable, name, card).id, DUE)
    assert "shobo" in editable.library.knowledge.destinations
    editing.undo(actor, done.id, DUE)
    assert not (desk.knowledge_dir / name).exists()
    assert "shobo" not in editable.library.knowledge.destinations


def test_undo_is_refused_where_the_file_changed_since(editable: Ward, desk: Desk) -> None:
    actor, editing = editable.actor(EDITOR), editable.service.editing
    done = editing.confirm(actor, propose(editable).id, DUE)
    desk.replace(CARD_FILE, "say: すぐに", "say: いますぐ")
    with pytest.raises(ChangedMeanwhile):
        editing.undo(actor, done.id, DUE)
    with pytest.raises(ProposalGone):
        editing.undo(actor, "20261116-100000-01234567", DUE)


Deed = Callable[[Ward, Someone | str, str], object]
DEEDS: dict[str, Deed] = {
    "send": lambda w, who, _: w.service.editing.propose(w.actor(who), {CARD: NEW_CARD}, DUE),
    "name": lambda w, who, _: w.service.editing.place_of(w.actor(who), "contacts.yaml"),
    "confirm": lambda w, who, id_: w.service.editing.confirm(w.actor(who), id_, DUE),
    "drop": lambda w, who, id_: w.service.editing.drop(w.actor(who), id_),
}


@pytest.mark.parametrize("who", [CLERK, HEAD, TRAINER, ADMIN, STRANGER])
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_but_an_editor_may(
    deed: str, who: Someone | str, editable: Ward, desk: Desk
) -> None:
    waiting = propose(editable)
    with pytest.raises(NotPermitted):
        DEEDS[deed](editable, who, waiting.id)
    assert proposals(desk) == [waiting.id]


@pytest.mark.parametrize("who", [CLERK, ADMIN, STRANGER])
def test_nobody_else_takes_an_editors_change_back(who: Someone | str, editable: Ward) -> None:
    editing = editable.service.editing
    done = editing.confirm(editable.actor(EDITOR), propose(editable).id, DUE)
    with pytest.raises(NotPermitted):
        editing.undo(editable.actor(who), done.id, DUE)


def test_a_name_that_is_none_of_ours(editable: Ward) -> None:
    with pytest.raises(NotOurFile):
        editable.service.editing.place_of(editable.actor(EDITOR), "写真.png")
