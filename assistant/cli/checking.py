"""The command that says where words come from."""

import sys
from typing import Annotated

import typer
from rich.markdown import Markdown

from assistant.cli.console import app, desk_of, one_sentence, out, settings_of


@app.command()
@one_sentence
def trace(
    context: typer.Context,
    excerpt: Annotated[str, typer.Argument(help="The words, a phrase or some paragraphs; - reads standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one Trace object.")] = False,
    publisher: Annotated[str | None, typer.Option(help="Only articles of this publisher.")] = None,
    since: Annotated[str | None, typer.Option(help="Only articles published on this day or later: 2021-12-07.")] = None,
    until: Annotated[str | None, typer.Option(help="Only articles published on this day or before.")] = None,
) -> None:
    """Say which articles hold an excerpt, who says it there and who had it first; or that none does."""
    from assistant.dates import parse_date
    from assistant.retrieval import Filters

    filters = Filters(
        publisher=publisher,
        since=parse_date(since) if since else None,
        until=parse_date(until, end_of_day=True) if until else None,
    )
    words = sys.stdin.read() if excerpt == "-" else excerpt
    with desk_of(settings_of(context)) as desk:
        found = desk.trace(words, filters, as_json=as_json)
    if as_json:
        sys.stdout.write(found + "\n")
    else:
        out.print(Markdown(found, hyperlinks=False))
