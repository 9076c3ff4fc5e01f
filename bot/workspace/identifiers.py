"""Identifiers: stable ones from names, unguessable ones for tokens and tickets."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

_REAL_TOKEN = re.compile(r"^(xox[a-z]-\d{3,}-|xox[a-z]-\d-|xoxe[.-]|xapp-\d+-[A-Z])")


def stable_id(prefix: str, name: str) -> str:
    """An id such as ``C0AB…`` that is the same after every restart."""
    digest = hashlib.sha256(f"{prefix}:{name}".encode()).digest()
    return prefix + base64.b32encode(digest).decode("ascii")[:10]


def fresh_id(prefix: str) -> str:
    """A new random id in Slack's spelling."""
    return prefix + base64.b32encode(secrets.token_bytes(10)).decode("ascii")[:10]


def fresh_token(prefix: str) -> str:
    """A new unguessable token."""
    return prefix + secrets.token_hex(16)


def looks_real(token: str) -> bool:
    """Whether a token is spelled like one that Slack itself issues."""
    return bool(_REAL_TOKEN.match(token))
