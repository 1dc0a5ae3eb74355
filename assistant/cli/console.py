"""What all commands share: the application, where they print, and how they fail.

An error that a user can cause is one sentence on stderr and exit code 2.
"""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from assistant.settings import Settings
from ingestion.errors import BylineError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from assistant.desk import Desk

app = typer.Typer(
    help="Answers questions from the articles you chose, with verbatim quotes, and never loses who said it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
out = Console(soft_wrap=False)
err = Console(stderr=True)


@app.callback()
def root(
    home: Annotated[
        Path | None, typer.Option(help="The folder that holds the library.", envvar="BYLINE_HOME", show_default=False)
    ] = None,
) -> None:
    """Answers questions from the articles you chose, with verbatim quotes, and never loses who said it."""


def one_sentence(command: Callable[..., None]) -> Callable[..., None]:
    """A command that turns what a user can mend into one sentence and exit code 2."""

    @functools.wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except BylineError as error:
            err.print(Text(f"byline: {error}"), soft_wrap=True)
            raise typer.Exit(2) from error
        except KeyboardInterrupt as error:
            err.print(Text("byline: stopped; what was stored stays, and the same command finishes the rest"))
            raise typer.Exit(130) from error

    return guarded


def settings_of(context: typer.Context) -> Settings:
    """The settings, `--home` before the environment. Raises BylineError for a value that can't be used."""
    home: Path | None = context.find_root().params.get("home")
    try:
        return Settings() if home is None else Settings(home=home)
    except ValidationError as error:
        first = error.errors()[0]
        name = "BYLINE_" + str(first["loc"][0]).upper()
        why = first["msg"].removeprefix("Value error, ")
        raise BylineError(f"{name} isn't usable: {why}; set it to a fitting value or unset it") from error


def desk_of(settings: Settings) -> "AbstractContextManager[Desk]":
    """The library, opened. Imported when a command needs it: `--help` shouldn't wait."""
    from assistant.desk import open_desk

    return open_desk(settings)
