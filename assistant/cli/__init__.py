"""The command `byline`: one module a group of commands, in the order in which `--help` lists them."""

from assistant.cli import articles, asking, serving, speakers
from assistant.cli.console import app

__all__ = ["articles", "asking", "main", "serving", "speakers"]


def main() -> None:
    """Run the command line."""
    app()
