"""Python's garbage collector, and the programs and content that stay until the end.

It goes through everything alive again and again: while they are loaded that takes .1 s of
the start, and afterwards each full round would hold every answer up for .1 s (measured,
145,000 objects). So it rests until all is loaded, and leaves that alone from then on.
"""

from __future__ import annotations

import gc


def rest() -> None:
    """Collect nothing for now; what is being loaded is no garbage."""
    gc.disable()


def leave_alone() -> None:
    """Collect again, but never look at what is there at this moment."""
    gc.freeze()
    gc.enable()
