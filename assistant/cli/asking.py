"""Commands that ask: a question, a conversation, the receipt of an answer."""

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from assistant.cli.console import app, desk_of, err, one_sentence, out, settings_of

conversations_app = typer.Typer(help="The conversations that are kept: list, remove.", invoke_without_command=True)
app.add_typer(conversations_app, name="conversations")


@app.command()
@one_sentence
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="A question in words.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one Answer object.")] = False,
    publisher: Annotated[str | None, typer.Option(help="Only articles of this publisher.")] = None,
    since: Annotated[str | None, typer.Option(help="Only articles published on this day or later: 2021-12-07.")] = None,
    until: Annotated[str | None, typer.Option(help="Only articles published on this day or before.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Answer as on this day: from what was published by then.")] = None,
    write: Annotated[
        bool | None,
        typer.Option(
            "--write/--quotes",
            help="Let the language model that BYLINE_MODEL names write, each sentence checked; or give quotes alone."
            " By default it writes where there is one.",
            show_default=False,
        ),
    ] = None,
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
    with desk_of(settings_of(context)) as desk, err.status("searching the articles"):
        answer = desk.ask(question, filters, as_json=as_json, write=write)
    if as_json:
        sys.stdout.write(answer + "\n")
    else:
        out.print(Markdown(answer, hyperlinks=False))


@app.command()
@one_sentence
def receipt(
    context: typer.Context, answer: Annotated[str, typer.Argument(help="The id that stands under an answer.")]
) -> None:
    """Print an answer's receipt: articles, versions, hashes, offsets, what was understood, scores and thresholds."""
    with desk_of(settings_of(context)) as desk:
        sys.stdout.write(desk.receipt(answer) + "\n")


@app.command()
@one_sentence
def verify(
    context: typer.Context,
    receipt: Annotated[typer.FileText, typer.Argument(help="A file that holds a receipt; - reads standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one Verification object.")] = False,
) -> None:
    """Check a receipt: does what the answer rested on still stand, and what has changed? Exit code 1 if it fails."""
    with desk_of(settings_of(context)) as desk:
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
@one_sentence
def chat(
    context: typer.Context,
    conversation: Annotated[str | None, typer.Argument(help="The id of one to go on with; else a new one.")] = None,
) -> None:
    """Ask, and ask on: each line is understood from those before it. A line that begins with = says what the last one
    should have been understood as; an empty one ends it."""
    with desk_of(settings_of(context)) as desk:
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
@one_sentence
def conversations(context: typer.Context) -> None:
    """List the conversations, the one last spoken in first."""
    if context.invoked_subcommand is not None:
        return
    with desk_of(settings_of(context)) as desk:
        held = desk.conversations()
    table = Table("id", "title", "turns", "last")
    for c in held:
        table.add_row(Text(c.id), Text(c.title or "nothing asked yet"), str(c.turns), f"{c.turned:%Y-%m-%d %H:%M} UTC")
    out.print(table)


@conversations_app.command("remove")
@one_sentence
def remove_conversation(context: typer.Context, conversation: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Forget a conversation and the answers in it."""
    with desk_of(settings_of(context)) as desk:
        desk.forget(conversation)
    out.print(Text(f"removed {conversation}"))
