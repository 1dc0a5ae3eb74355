"""Commands about other people's words: check a text, trace an excerpt."""

import sys
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from assistant.cli.console import app, desk_of, err, one_sentence, out, settings_of
from ingestion.errors import BylineError


@app.command()
@one_sentence
def check(
    context: typer.Context,
    file: Annotated[typer.FileText, typer.Argument(help="A text; - reads standard input.")],
    article: Annotated[
        list[str] | None, typer.Option(help="Only against the article with this id; may be given several times.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Only against articles of this publisher.")] = None,
    form: Annotated[
        str, typer.Option("--format", help="terminal, markdown, html (a page to send to somebody) or json.")
    ] = "terminal",
) -> None:
    """Say of each sentence of a text where it stands against the articles. Exit code 1 if one isn't supported."""
    from assistant.retrieval import Filters

    if form not in ("terminal", "markdown", "html", "json"):
        raise BylineError(f"there is no format {form!r}; name terminal, markdown, html or json")
    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise BylineError(f"{file.name} isn't text in UTF-8; convert it first") from error
    filters = Filters(publisher=publisher, articles=tuple(article or ()))
    columns = TextColumn("sentences"), BarColumn(), MofNCompleteColumn()
    with desk_of(settings_of(context)) as desk, Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("sentences", total=None)
        found = desk.check(
            text,
            filters,
            form="markdown" if form == "terminal" else form,
            progress=lambda done, of: progress.update(task, completed=done, total=of),
        )
    if form == "terminal":
        out.print(Markdown(found.text, hyperlinks=False))
    else:
        sys.stdout.write(found.text)
    if not found.holds:
        raise typer.Exit(1)


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
