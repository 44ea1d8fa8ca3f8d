"""Where the publishers' own files are: `pytest provenance --sources FOLDER`."""

from __future__ import annotations

from pathlib import Path

import pytest

from milbalance.tables import paths


def pytest_addoption(parser: pytest.Parser) -> None:
    beside = paths.root().parent / "shared" / "sources"
    parser.addoption("--sources", type=Path, default=beside, help="the folder of the publishers' own files")


def pytest_configure(config: pytest.Config) -> None:
    """End in one line, before anything is collected, where the originals are not."""
    folder = config.getoption("sources")
    if not folder.is_dir():
        pytest.exit(f"--sources: found no folder {folder.name}; wanted the publishers' own files", returncode=2)


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest) -> Path:
    """The original files, which are not part of the repository."""
    folder: Path = request.config.getoption("sources")
    return folder
