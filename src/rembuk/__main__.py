"""`python -m rembuk` is the command `rembuk`."""

from rembuk.cli import main

main()
