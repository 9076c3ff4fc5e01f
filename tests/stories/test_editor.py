"""A knowledge editor: sends a changed card, sees what it does, puts it in place, takes it back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.demonstration import CONTENT_FOLDER, open_demo_store, start_demo
from tests.support.demo import Visitor, demo_config
from tests.support.engines import lend_engines
from tests.support.process import ROOT
from tests.support.records import Records

CARD = "destinations/hello-work.yaml"


@dataclass(frozen=True)
class Office:
    """A running demonstration, and the content it was started with."""

    address: str
    original: Path
    knowledge: Path

    def card(self) -> str:
        """The card as the demonstration has it."""
        return (self.knowledge / CARD).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    knowledge = Path(shutil.copytree(ROOT / "knowledge", folder / "knowledge"))
    config = demo_config(folder / "data", KNOWLEDGE_DIR=str(knowledge))
    config.data_dir.mkdir()
    lend_engines(config.data_dir)
    with ExitStack() as stack:
        store = open_demo_store(config)
        stack.callback(store.close)
        address = start_demo(stack, config, store, on_record=records.add)
        yield Office(address, knowledge, config.data_dir / CONTENT_FOLDER / "knowledge")


def send(page: Page, name: str, text: str) -> None:
    """Choose a file beside the message box."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="ファイル", exact=True).click()
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    chooser.value.set_files([file])


def test_a_changed_card_from_sending_to_taking_back(page: Page, office: Office) -> None:
    visitor, old = Visitor(page, office.address), office.card()
    visitor.become("知識編集者")
    visitor.open_messages()
    send(page, "hello-work.yaml", old.replace("kind: desk", "kind: dask"))
    expect(visitor.newest("直すところが1か所あります")).to_contain_text(
        "destinations/hello-work.yaml:3:"
    )

    changed = old.replace("owner: 区で設定", "owner: 見守り担当")
    assert changed != old
    send(page, "hello-work.yaml", changed)
    shown = visitor.newest("間違いは見つかりませんでした")
    expect(shown).to_contain_text("「区で設定」 → 「見守り担当」")
    expect(shown).to_contain_text("職員に見えるカード")
    assert office.card() == old
    shown.get_by_role("button", name="反映する").click()
    page.get_by_role("alertdialog").get_by_role("button", name="反映する").click()
    done = visitor.newest("反映しました")
    assert office.card() == changed
    assert (office.original / CARD).read_text(encoding="utf-8") == old, "only the copy changes"
    done.get_by_role("button", name="元に戻す").click()
    visitor.newest("元に戻しました")
    assert office.card() == old


def test_nobody_else_is_listened_to(page: Page, office: Office) -> None:
    visitor, old = Visitor(page, office.address), office.card()
    visitor.become("職員（窓口サービス課）")
    visitor.open_messages()
    send(page, "hello-work.yaml", old.replace("owner: 区で設定", "owner: 見守り担当"))
    visitor.newest("知識編集者の方からだけです")
    assert office.card() == old
