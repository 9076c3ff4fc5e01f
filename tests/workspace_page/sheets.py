"""Filling in and changing the sample modal."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator

from tests.workspace_page.stub import World


def fill(sheet: Locator, concern: str = "家賃を払えない") -> None:
    sheet.get_by_label("困りごと").fill(concern)
    sheet.get_by_label("窓口", exact=True).select_option("desk-2")
    sheet.get_by_role("radio", name="いいえ").check()


def submit(sheet: Locator) -> None:
    sheet.get_by_role("button", name="送る").click()


def change(world: World, **view: Any) -> None:
    world.modals[-1] = world.modals[-1] | view
    world.tell("modal")
