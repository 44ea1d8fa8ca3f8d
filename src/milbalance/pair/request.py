"""What is asked: two places, perhaps years, perhaps official files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from milbalance import arguments
from milbalance.errors import MilbalanceError
from milbalance.ingest import source_ids
from milbalance.pair import places

Years = arguments.Years
# The family of a file's source_id (see sources.csv), by the option that gives the file.
FAMILIES: Mapping[str, str] = MappingProxyType(
    {"milex": source_ids.MILEX, "transfers": source_ids.TRANSFERS, "nmc": "cow-nmc"}
)


@dataclass(frozen=True)
class Files:
    """Official files that stand beside the shipped tables, by the option that gives them; one file an edition.

    `source_ids` name editions that files do not say: an id alone, or FILE=ID for one of several files.
    """

    milex: tuple[Path, ...] = ()
    transfers: tuple[Path, ...] = ()
    nmc: tuple[Path, ...] = ()
    source_ids: tuple[str, ...] = ()

    def given(self) -> Iterator[tuple[str, Path, str | None]]:
        """The option, the path and, where the reader says it, the source_id of each file.

        Raises MilbalanceError for a source_id of no file.
        """
        told: dict[str, list[str]] = {option: [] for option in FAMILIES}
        for text in self.source_ids:
            told[_option(text)].append(text)
        for option in FAMILIES:
            paths: tuple[Path, ...] = getattr(self, option)
            if told[option] and not paths:
                raise MilbalanceError(f"--source-id: found {told[option][0]!r} and no file of --{option}")
            named = source_ids.by_file(paths, told[option])
            yield from ((option, path, named.get(path)) for path in paths)

    def names(self, option: str) -> str:
        """The names of the files that an option gives, in words; empty without one."""
        return " or ".join(path.name for path in getattr(self, option))

    def checked(self) -> Files:
        """The same with absolute paths, which mean the same elsewhere; MilbalanceError for one that is no file."""
        for option, path, _ in self.given():
            if not path.is_file():
                raise MilbalanceError(f"--{option}: found no file {path.name}; wanted an official file")
        paths = {option: tuple(path.absolute() for path in getattr(self, option)) for option in FAMILIES}
        named = [f"{path.absolute()}={source_id}" for _, path, source_id in self.given() if source_id]
        return Files(**paths, source_ids=tuple(named))


def _option(text: str) -> str:
    """The option whose files a source_id is of."""
    given, _ = source_ids.parts(text.rpartition("=")[2])
    for option, family in FAMILIES.items():
        if given == family:
            return option
    wanted = ", ".join(f"{family}-..." for family in FAMILIES.values())
    raise MilbalanceError(f"--source-id: found {text!r}; wanted an id that begins as one of {wanted}")


NO_FILES = Files()


@dataclass(frozen=True, init=False)
class Request:
    """Two places by code, the years to look at (None: all there are) and the official files to look into.

    Every comparison is side a over side b. Small letters serve as well, and a single year stands for itself. Raises
    MilbalanceError for a code that stands for no place, the same place twice, and years that run backwards.

    >>> asked = Request("isr", "TUR", 2020)
    >>> asked.name, asked.years
    ('ISR-TUR', (2020, 2020))
    """

    side_a: str
    side_b: str
    years: Years | None
    files: Files

    def __init__(self, side_a: str, side_b: str, years: Years | int | None = None, files: Files = NO_FILES) -> None:
        span = None if years is None else arguments.years(years)
        given = {"side_a": places.code(side_a), "side_b": places.code(side_b), "years": span, "files": files}
        for name, value in given.items():
            object.__setattr__(self, name, value)
        if self.side_a == self.side_b:
            raise MilbalanceError(f"{self.side_a} twice; wanted two places")

    @property
    def sides(self) -> tuple[str, str]:
        """Both codes, side a first."""
        return self.side_a, self.side_b

    def turned(self) -> Request:
        """The same with the sides exchanged."""
        return replace(self, side_a=self.side_b, side_b=self.side_a)

    @property
    def name(self) -> str:
        """The pair as it names files: "GEO-RUS"."""
        return f"{self.side_a}-{self.side_b}"
