"""A certificate authority of the office: what it signs is trusted by whoever has its file."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True)
class Authority:
    """``file`` is what SSL_CERT_FILE names, ``context`` what its servers use."""

    file: Path
    context: ssl.SSLContext


def make_authority(folder: Path, *hosts: str) -> Authority:
    """A new authority, and a certificate of it for servers of these names."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*hosts).configure_cert(context)
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return Authority(file, context)
