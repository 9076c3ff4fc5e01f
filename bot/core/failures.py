"""Why the system did not do something with a file, in the words of whoever reads it."""

from __future__ import annotations

import errno
from collections.abc import Mapping

_REASONS: Mapping[int | None, str] = {
    errno.ENOENT: "そのファイルかフォルダーがありません",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EROFS: "書き込めない場所です",
    errno.ENOSPC: "ディスクの空きが足りません",
    errno.EDQUOT: "使える容量を超えました",
    errno.EISDIR: "ファイルではなく、フォルダーです",
    errno.ENOTDIR: "フォルダーではない名前が途中にあります",
    errno.EEXIST: "同じ名前のものがあります",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.EIO: "ディスクの読み書きに失敗しました",
    errno.ESTALE: "置き場所とのつながりが切れました",
    errno.EADDRINUSE: "ほかのプログラムが使っています",
    errno.EADDRNOTAVAIL: "この機械にないアドレスです",
}


def reason(error: OSError) -> str:
    """Why, in Japanese; in the system's own words where it is something rare."""
    return _REASONS.get(error.errno) or error.strerror or type(error).__name__
