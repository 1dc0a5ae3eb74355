"""The command `byline`: one module a group of commands, each of which adds its own to the application."""

import assistant.cli.articles
import assistant.cli.asking
import assistant.cli.checking
import assistant.cli.prompts
import assistant.cli.serving
import assistant.cli.speakers
import assistant.cli.summarizing  # noqa: F401 (each adds its commands when it is imported)
from assistant.cli.console import app


def main() -> None:
    """Run the command line."""
    app()
