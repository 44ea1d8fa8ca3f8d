"""What one command costs, in processor time, as a multiple of `import pandas` in the same run.

Run with `python benchmarks/startup.py`. Machines are shared and noisy: read the ratios. The aims are those that a
change should keep; no test asserts them. Python keeps what it compiled, as it does for a reader: where it may not
(PYTHONDONTWRITEBYTECODE), pandas is compiled already and this package is not, and the ratios say nothing.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from statistics import median

REPEATS = 5
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
STEPS = {
    "import pandas": (("-c", "import pandas"), None),
    "import milbalance": (("-c", "import milbalance"), 1.1),
    "from milbalance import load": (("-c", "from milbalance import load"), 1.1),
    "load.everything()": (("-c", "from milbalance import load; load.everything()"), None),
    "make figures, unchanged": (("-m", "milbalance", "figures"), 3.5),
    "milbalance claims --json": (("-m", "milbalance", "claims", "--json"), 4.5),
    "milbalance claims ID": (("-m", "milbalance", "claims", "spending-ratio"), 3.0),
    "milbalance list claims": (("-m", "milbalance", "list", "claims"), None),
}


def processor_seconds(arguments: tuple[str, ...]) -> float:
    """Processor time of one process, its own and the system's for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    for step, _ in STEPS.values():  # so that all is compiled and no figure out of date below
        processor_seconds(step)
    # One of each in turn, so that a busy minute falls on all alike.
    rounds = [{told: processor_seconds(step) for told, (step, _) in STEPS.items()} for _ in range(REPEATS)]
    unit = median(times["import pandas"] for times in rounds)
    for told, (_, aim) in STEPS.items():
        taken = median(times[told] for times in rounds)
        print(f"{told:30} {taken:5.2f} s  {taken / unit:5.2f}" + (f"  (aim: {aim:g})" if aim else ""))


if __name__ == "__main__":
    main()
