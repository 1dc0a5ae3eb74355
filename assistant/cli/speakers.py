"""The command that says who is quoted."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.cli.console import app, desk_of, one_sentence, out, settings_of

if TYPE_CHECKING:
    from assistant.quoted import Speakers, Wanted

QUOTES = 10  # of each speaker; --json gives more


@app.command()
@one_sentence
def who(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A person, a body or a side; all of them if left out.")] = None,
    about: Annotated[str | None, typer.Option(help="Only what they say about this.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one Speakers object.")] = False,
    limit: Annotated[int, typer.Option(help="At most so many speakers.")] = 20,
) -> None:
    """Say who is quoted, how often, on what and in which words."""
    from assistant.quoted import MOST_QUOTES, Wanted
    from assistant.quoted import as_json as shaped

    detailed = name is not None or about is not None
    quotes = MOST_QUOTES if as_json else QUOTES if detailed else 0
    wanted = Wanted(name=name, about=about, limit=limit, quotes=quotes)
    with desk_of(settings_of(context)) as desk:
        found = desk.who(wanted)
    if as_json:
        sys.stdout.write(json.dumps(shaped(found), ensure_ascii=False, indent=2) + "\n")
    else:
        _print_speakers(found, wanted, detailed=detailed)


def _print_speakers(found: "Speakers", wanted: "Wanted", *, detailed: bool) -> None:
    """The speakers under their sides: with their quotes, or as a table, which on no terminal is a line each."""
    from assistant import listing

    if not found.speakers:
        _say([(listing.nobody(found, wanted), "")])
        return
    table = Table("speaker", "quoted", "articles", "how", "on what")
    side: str | None = None
    for speaker in found.speakers:
        indent = 2 if speaker.side else 0
        if speaker.side and speaker.side != side:
            title = listing.clean(f"Side: {speaker.side}")
            table.add_row(Text(title, style="bold"))
            if detailed or not out.is_terminal:
                _say([(title, "bold underline")])
        side = speaker.side
        how, on = listing.how(speaker), listing.on(speaker)
        name = " " * indent + listing.clean(speaker.name)
        table.add_row(Text(name), str(speaker.times), str(speaker.articles), how, Text(on))
        if detailed:
            _say(listing.heading(speaker), indent)
            for line in listing.details(speaker):
                _say(line, indent + 2)
        elif not out.is_terminal:
            _say([*listing.heading(speaker), (f"; {how}; on {on}" if on else f"; {how}", "")], indent)
    if out.is_terminal and not detailed:
        out.print(table)
    _say([(listing.footer(found, wanted), "dim")])


def _say(pieces: list[tuple[str, str]], indent: int = 0) -> None:
    """One line of the articles' words, wrapped under its indent on a terminal and left whole anywhere else."""
    text = Text.assemble(*pieces)
    if out.is_terminal:
        out.print(Padding(text, (0, 0, 0, indent)))
    else:
        out.print(Text(" " * indent) + text, soft_wrap=True)
