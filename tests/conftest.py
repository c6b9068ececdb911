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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--small-model", type=Path, metavar="DIR", help="a model trained with 'train --small'"
    )


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """Train a model on the small corpus, once for all tests, or take the one that is given."""
    given: Path | None = pytestconfig.getoption("--small-model")
    if given is not None:
        return given.resolve()
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
