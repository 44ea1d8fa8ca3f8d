"""The steps of `make verify`, each in a process of its own: seconds, and its share of the whole.

Run with `python benchmarks/verify.py`. What is committed is written again, so nothing changes in a clean checkout.
Machines are shared and noisy: read the shares, not the seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

STEPS = {
    "every figure": ("figures", "--force"),
    "every notebook": ("notebooks",),
    "README, data dictionary, replication": ("readme",),
    "ledger": ("claims", "--write"),
}


def seconds(arguments: tuple[str, ...]) -> float:
    """How long one command takes on the clock."""
    surroundings = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    command = [sys.executable, "-m", "milbalance", *arguments]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=surroundings)
    return time.perf_counter() - start


def main() -> None:
    times = {told: seconds(arguments) for told, arguments in STEPS.items()}
    whole = sum(times.values())
    for told, taken in times.items():
        print(f"{told:38} {taken:6.1f} s  {taken / whole:.0%}")
    print(f"{'make verify, before the comparison':38} {whole:6.1f} s")


if __name__ == "__main__":
    main()
