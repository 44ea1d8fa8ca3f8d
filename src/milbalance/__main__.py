"""`python -m milbalance` is the command line."""

from milbalance.cli import main

main()
