"""Where the tests' files lie: in memory, where there is room, because every commit is synced.

Waiting for a disk leaves a core idle and shows nothing: that what was acknowledged outlives
a power cut is shown by cutting the power (T6), on a file system of the test's own.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  # pytest makes a folder of its own inside
ROOM = 4 * 1024**3  # bytes; a container's own is often 64 MB
_PYTESTS_OWN = "PYTEST_DEBUG_TEMPROOT"


def keep_files_in_memory() -> None:
    """Let ``tmp_path`` lie in memory, unless told otherwise or where programs cannot start."""
    if _PYTESTS_OWN in os.environ or not os.access(MEMORY, os.W_OK):
        return
    starts_programs = not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    if starts_programs and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ[_PYTESTS_OWN] = str(MEMORY)
