"""``python -m spamdetect``."""

from __future__ import annotations

import sys

from spamdetect.cli.main import entry

sys.exit(entry())
