"""Other projects' reference data: read where it lies beside the clone, never committed."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"


def shared_file(name: str) -> Path:
    """A file of the reference data; the test is skipped visibly in a clone without it."""
    file = SHARED / name
    if not file.exists():
        pytest.skip(f"この写しには ../shared/{name} がありません（他プロジェクトの資料のため）。")
    return file
