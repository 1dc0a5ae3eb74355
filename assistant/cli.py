"""The command `byline`. Prints; an error that a user can cause is one sentence on stderr and exit code 2."""

import functools
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from assistant.settings import Settings
from ingestion.errors import BylineError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from assistant.desk import Desk
    from assistant.quoted import Speakers, Wanted

app = typer.Typer(
    help="Answers questions from the articles you chose, with verbatim quotes, and never loses who said it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
articles_app = typer.Typer(help="The articles in the library: list, show, remove.", invoke_without_command=True)
app.add_typer(articles_app, name="articles")
conversations_app = typer.Typer(help="The conversations that are kept: list, remove.", invoke_without_command=True)
app.add_typer(conversations_app, name="conversations")
out = Console(soft_wrap=False)
err = Console(stderr=True)
QUOTES = 10  # of each speaker; --json gives more


def main() -> None:
    """Run the command line."""
    app()


def _one_sentence(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what a user can mend into one sentence and exit code 2."""

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


def _settings(context: typer.Context) -> Settings:
    home: Path | None = context.find_root().params.get("home")
    try:
        return Settings() if home is None else Settings(home=home)
    except ValidationError as error:
        first = error.errors()[0]
        name = "BYLINE_" + str(first["loc"][0]).upper()
        raise BylineError(f"{name} isn't usable: {first['msg']}; set it to a fitting value or unset it") from error


def _desk(settings: Settings) -> "AbstractContextManager[Desk]":
    """The library, opened. Imported when a command needs it: `--help` shouldn't wait."""
    from assistant.desk import open_desk

    return open_desk(settings)


@app.callback()
def root(
    home: Annotated[
        Path | None, typer.Option(help="The folder that holds the library.", envvar="BYLINE_HOME", show_default=False)
    ] = None,
) -> None:
    """Answers questions from the articles you chose, with verbatim quotes, and never loses who said it."""


@app.command()
@_one_sentence
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files or folders: .md, .txt, .html, .jsonl.")],
) -> None:
    """Read articles into the library. Files that can't be read are listed with the reason."""
    from ingestion.pipeline import Change, find_files

    settings = _settings(context)
    missing = [p for p in paths if not p.exists()]
    if missing:
        raise BylineError(f"there is nothing at {missing[0]}; name a file or a folder that exists")
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} files"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with _desk(settings) as desk, Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("starting", total=None)
        report = desk.ingest(
            find_files(paths, max_bytes=settings.max_file_bytes),
            lambda path: progress.update(task, advance=1, description=Path(path).name),
        )
    counts = ", ".join(f"{report.count(c)} {c}" for c in Change if report.count(c)) or "nothing new"
    out.print(Text(f"{len(report.articles)} articles: {counts}. {len(report.skipped)} files skipped."))
    foreign = [a.path for a in report.articles if not a.english]
    if foreign:
        out.print(Text(f"{len(foreign)} not in English, read for quotation marks alone: {', '.join(foreign)}"))
    for skipped in report.skipped:
        out.print(Text(f"  skipped {skipped.path}: {skipped.reason}"), soft_wrap=True)


@app.command()
@_one_sentence
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="A question in words.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one Answer object.")] = False,
    publisher: Annotated[str | None, typer.Option(help="Only articles of this publisher.")] = None,
    since: Annotated[str | None, typer.Option(help="Only articles published on this day or later: 2021-12-07.")] = None,
    until: Annotated[str | None, typer.Option(help="Only articles published on this day or before.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Answer as on this day: from what was published by then.")] = None,
) -> None:
    """Answer a question from the articles, or say that they don't."""
    from assistant.dates import parse_date
    from assistant.retrieval import Filters

    filters = Filters(
        publisher=publisher,
        since=parse_date(since, end_of_day=False) if since else None,
        until=parse_date(until, end_of_day=True) if until else None,
        as_of=parse_date(as_of, end_of_day=True) if as_of else None,
    )
    with _desk(_settings(context)) as desk:
        answer = desk.ask(question, filters, as_json=as_json)
    if as_json:
        sys.stdout.write(answer + "\n")
    else:
        out.print(Markdown(answer, hyperlinks=False))


@app.command()
@_one_sentence
def receipt(
    context: typer.Context, answer: Annotated[str, typer.Argument(help="The id that stands under an answer.")]
) -> None:
    """Print an answer's receipt: articles, versions, hashes, offsets, what was understood, scores and thresholds."""
    with _desk(_settings(context)) as desk:
        sys.stdout.write(desk.receipt(answer) + "\n")


@app.command()
@_one_sentence
def verify(
    context: typer.Context,
    receipt: Annotated[typer.FileText, typer.Argument(help="A file that holds a receipt; - reads standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one Verification object.")] = False,
) -> None:
    """Check a receipt: does what the answer rested on still stand, and what has changed? Exit code 1 if it fails."""
    with _desk(_settings(context)) as desk:
        found = desk.verify(receipt.read())
    if as_json:
        sys.stdout.write(json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n")
    else:
        marks = {True: "holds", None: "changed", False: "FAILS"}
        for check in found.checks:
            out.print(Text(f"{marks[check.holds]:8} {check.what}: {check.found}"), soft_wrap=True)
    if not found.holds:
        raise typer.Exit(1)


@app.command()
@_one_sentence
def chat(
    context: typer.Context,
    conversation: Annotated[str | None, typer.Argument(help="The id of one to go on with; else a new one.")] = None,
) -> None:
    """Ask, and ask on: each line is understood from those before it. A line that begins with = says what the last one
    should have been understood as; an empty one ends it."""
    with _desk(_settings(context)) as desk:
        held = conversation or desk.begin()
        err.print(Text(f"conversation {held}; an empty line ends it"))
        last = ""
        while line := _line():
            if line.startswith("=") and last:
                answer = desk.say(held, last, line[1:].strip())
            else:
                last = line
                answer = desk.say(held, line, None)
            out.print(Markdown(answer, hyperlinks=False))


def _line() -> str:
    """A line that is typed or piped in; nothing at the end."""
    if sys.stdin.isatty():
        err.print("> ", end="")
    return sys.stdin.readline().strip()


@conversations_app.callback()
@_one_sentence
def conversations(context: typer.Context) -> None:
    """List the conversations, the one last spoken in first."""
    if context.invoked_subcommand is not None:
        return
    with _desk(_settings(context)) as desk:
        held = desk.conversations()
    table = Table("id", "title", "turns", "last")
    for c in held:
        table.add_row(Text(c.id), Text(c.title or "nothing asked yet"), str(c.turns), f"{c.turned:%Y-%m-%d %H:%M} UTC")
    out.print(table)


@conversations_app.command("remove")
@_one_sentence
def remove_conversation(context: typer.Context, conversation: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Forget a conversation and the answers in it."""
    with _desk(_settings(context)) as desk:
        desk.forget(conversation)
    out.print(Text(f"removed {conversation}"))


@app.command()
@_one_sentence
def evaluate(
    names: Annotated[list[str] | None, typer.Argument(help="Benchmarks; all of them if left out.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of the public data; else BYLINE_DATA.")] = None,
    keep: Annotated[Path | None, typer.Option("--json", help="A file to keep the figures in.")] = None,
) -> None:
    """Measure Byline on public benchmarks, beside a plain baseline and published figures."""
    from evaluation.report import evaluate as run

    run(names or [], data, keep)


@app.command()
@_one_sentence
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
    with _desk(_settings(context)) as desk:
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


@articles_app.callback()
@_one_sentence
def articles(context: typer.Context) -> None:
    """List the articles."""
    if context.invoked_subcommand is None:
        _list_articles(context)


@articles_app.command("list")
@_one_sentence
def list_articles(context: typer.Context) -> None:
    """List every version of every article."""
    _list_articles(context)


def _list_articles(context: typer.Context) -> None:
    with _desk(_settings(context)) as desk:
        listed = desk.articles()
    table = Table("id", "title", "publisher", "published", "status")
    for a in listed:
        date = f"{a.published_at:%Y-%m-%d}" if a.published_at else "unknown"
        table.add_row(*(Text(c) for c in (a.id, a.title or "untitled", a.publisher or "unknown", date, a.status)))
    out.print(table)


@articles_app.command("show")
@_one_sentence
def show_article(context: typer.Context, article_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Print one article."""
    with _desk(_settings(context)) as desk:
        text = desk.text(article_id)
    out.print(Text(text), soft_wrap=True)


@articles_app.command("remove")
@_one_sentence
def remove_article(context: typer.Context, article_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Forget an article in all its versions."""
    with _desk(_settings(context)) as desk:
        desk.remove(article_id)
    out.print(Text(f"removed {article_id}"))


@app.command()
@_one_sentence
def status(context: typer.Context) -> None:
    """Say what the library holds."""
    settings = _settings(context)
    with _desk(settings) as desk:
        counts = desk.status()
    out.print(Text(f"library at {settings.home}"), soft_wrap=True)
    for name, value in counts.items():
        out.print(Text(f"  {name}: {value}"))


@app.command()
@_one_sentence
def rebuild(context: typer.Context) -> None:
    """Build the indexes anew from the store; embeddings are kept."""
    with _desk(_settings(context)) as desk, err.status("rebuilding the indexes"):
        desk.rebuild()
    out.print(Text("the indexes are fresh"))


@app.command()
@_one_sentence
def serve(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option(help="Address to bind to; loopback unless BYLINE_ACCESS_TOKEN is set.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
) -> None:
    """Serve the chat and the API."""
    from assistant.web.api import serve as serve_web
    from ingestion.pipeline import Library

    settings = _settings(context)
    chosen = {k: v for k, v in (("host", host), ("port", port)) if v is not None}
    settings = settings.model_copy(update=chosen)
    with Library(settings.home, cache=settings.cache) as library:
        serve_web(library, settings)


if __name__ == "__main__":
    main()
