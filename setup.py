"""Puts the tables and the citation into the package that is built: the repository keeps them at its top."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class WithTables(build_py):
    """Copies `data/` and CITATION.cff beside the modules; an editable install reads them where they are."""

    def run(self) -> None:
        """Build the modules, then add the tables."""
        super().run()
        if self.editable_mode:
            return
        package = Path(self.build_lib) / "milbalance"
        self.mkpath(str(package / "data"))
        for path in (*Path("data").glob("*.csv"), *Path("data").glob("*.yml"), Path("data/datapackage.json")):
            self.copy_file(str(path), str(package / "data" / path.name))
        self.copy_file("CITATION.cff", str(package / "CITATION.cff"))


setup(cmdclass={"build_py": WithTables})
