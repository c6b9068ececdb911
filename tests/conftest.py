from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from spamdetect import Detector

settings.register_profile("untimed", deadline=None)  # a loaded machine is no failure
settings.load_profile("untimed")

CORPUS = Path(__file__).parent / "data" / "corpus"


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """Return the folder of the small labelled corpus."""
    return CORPUS


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a model on the small corpus, once for all tests."""
    from spamdetect.learn.dataset import Sizes
    from spamdetect.learn.train import train

    folder = tmp_path_factory.mktemp("trained") / "small"
    train(CORPUS, folder, sizes=Sizes.small())
    return folder


@pytest.fixture(scope="session")
def small_detector(small_model: Path) -> Detector:
    """Return a detector with the model trained on the small corpus."""
    return Detector.load(small_model)


@pytest.fixture(scope="session")
def shipped() -> Detector:
    """Return a detector with the model that ships."""
    return Detector.load()
