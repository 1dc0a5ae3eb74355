"""`python -m assistant.cli` is `byline`."""

from assistant.cli import main

main()
