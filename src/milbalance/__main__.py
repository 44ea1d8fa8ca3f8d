"""`milbalance` and `python -m milbalance` are the command line."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C while its libraries are still loading ends in one word, as it does later."""
    try:
        from milbalance import cli

        cli.main()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
