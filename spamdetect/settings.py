"""What a detector is made of, as it is handed from process to process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spamdetect.detector import Detector
    from spamdetect.labels import Preset
    from spamdetect.urls.rules import HostRules


@dataclass(frozen=True, slots=True)
class Settings:
    """What a detector is made of; small enough to be sent to other processes.

    Attributes
    ----------
    model : str or Path
    preset : str
    allow, block : HostRules or tuple of str
        Lists of hosts; those of files are read again in other processes, not sent.
    """

    model: str | Path = "default"
    preset: Preset = "balanced"
    allow: HostRules | tuple[str, ...] = ()
    block: HostRules | tuple[str, ...] = ()

    def load(self) -> Detector:
        """Load the detector.

        Raises
        ------
        ModelError
            If there is no such model or it is damaged.
        """
        from spamdetect.detector import Detector

        return Detector.load(self.model, preset=self.preset, allow=self.allow, block=self.block)
