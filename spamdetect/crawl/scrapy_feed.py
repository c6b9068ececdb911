"""The file that dropped items go to."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrapy.utils.serialize import ScrapyJSONEncoder

from spamdetect.html.decode import decode

logger = logging.getLogger(__name__)


class _Encoder(ScrapyJSONEncoder):
    """Writes what Scrapy's encoder writes, and anything else as text."""

    def default(self, o: Any) -> Any:
        if isinstance(o, bytes | bytearray):
            return decode(bytes(o))
        try:
            return super().default(o)
        except TypeError:
            return repr(o)


class DroppedFeed:
    """JSON Lines, added to a file; each is there as soon as it is written.

    Parameters
    ----------
    path : str or Path
        Missing folders are made.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """

    def __init__(self, path: str | Path) -> None:
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._file = target.open("ab", buffering=0)

    def add(self, entry: Mapping[str, Any]) -> bool:
        """Write an item, bytes in it as text; if that fails, log why and return False."""
        try:
            line = json.dumps(entry, cls=_Encoder, ensure_ascii=False, skipkeys=True)
            # A lone surrogate becomes what JSON writes for it.
            data = line.encode("utf-8", "backslashreplace") + b"\n"
            if self._file.write(data) < len(data):
                raise OSError("it was cut short")
        except (OSError, ValueError, RecursionError) as error:
            logger.error("a dropped item is not in the feed %s: %s", self._file.name, error)
            return False
        return True

    def close(self) -> None:
        """Close the file."""
        self._file.close()
