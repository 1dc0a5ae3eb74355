"""Sides: which names speak for one side. Files of equivalents in, a table that a name is looked up in out.

Washington, the White House and the Biden administration are one side; who said what stays theirs alone. The table is
data (sides.yaml, which documents its own form); a user's file is read after it. Left out: dates, names within names,
and what a name means in one article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError

from ingestion.errors import BylineError

SHIPPED = Path(__file__).with_name("sides.yaml")

_LEADING = re.compile(r"^(?:the|a|an)\s+")
_POSSESSIVE = re.compile(r"(?<=\w)(?:'s|(?<=s)')$")
_STOPS = re.compile(r"[^\w\s'&/-]")
_SPOKESMAN = r"(?:spokes(?:man|woman|person)|spokespeople)"
_FOR = re.compile(rf"^{_SPOKESMAN} (?:for|of|at) (.+)$")
_OF = re.compile(rf"^(.+?)(?:'s)? {_SPOKESMAN}\b")


class _File(BaseModel):
    """What a file may hold."""

    model_config = ConfigDict(extra="forbid")

    sides: dict[StrictStr, list[StrictStr]] = Field(default_factory=dict)
    remove: list[StrictStr] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sides:
    """Which side a name speaks for."""

    names: dict[str, str] = field(default_factory=dict)  # a name as `_key` writes it -> its side

    def of(self, name: str) -> str | None:
        """The side that speaks as `name`, alone or through a spokesman; None where the table doesn't have it."""
        key = _key(name)
        behind = _FOR.match(key) or _OF.match(key)
        return self.names.get(key) or (self.names.get(_key(behind[1])) if behind else None)


def load_sides(*files: Path) -> Sides:
    """The sides that Byline ships with, changed by `files` in order.

    Raises BylineError for a file that can't be read, isn't in the form that sides.yaml documents, names one thing on
    two sides, or removes a name that no side has.
    """
    names: dict[str, str] = {}
    titles: dict[str, str] = {}
    for path in (SHIPPED, *files):
        file = _read(path)
        for name in file.remove:
            if names.pop(_key(name), None) is None:
                raise _broken(path, f"under remove, {name!r}", "is on no side; delete the line or mend the name")
        here: dict[str, str] = {}
        for title, equivalents in file.sides.items():
            title = titles.setdefault(_key(title), title)
            # a side is called by its own name too, but only where a file founds it: it may have been removed since
            founded = [] if title in names.values() else [title]
            for name in [*founded, *equivalents]:
                key = _key(name)
                if not key:
                    raise _broken(path, f"under {title!r}", "has an empty name; write the name or delete the line")
                if here.setdefault(key, title) != title:
                    raise _broken(path, f"{name!r}", f"is on two sides, {here[key]!r} and {title!r}; keep one")
        names.update(here)
    return Sides(names)


def _key(name: str) -> str:
    """A name as it is compared: lower case, no article before it, no punctuation, no possessive behind it."""
    plain = " ".join(_STOPS.sub("", name.replace("’", "'")).casefold().split())
    return _POSSESSIVE.sub("", _LEADING.sub("", plain).strip("' -/&"))


def _read(path: Path) -> _File:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(path, "the file", "can't be read; make it a UTF-8 text file that you may read") from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        place = f"line {error.problem_mark.line + 1}" if error.problem_mark else "the file"
        problem = f"isn't YAML ({error.problem}); compare its indents, colons and quotes with {SHIPPED}"
        raise _broken(path, place, problem) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _broken(path, "the file", f"isn't YAML; compare it with {SHIPPED}") from error
    for line, key in _repeated(root):
        raise _broken(path, f"line {line}", f"repeats {key!r}, which would hide the first; join the two")
    try:
        return _File.model_validate({} if content is None else content)
    except ValidationError as error:
        first = error.errors()[0]
        place = " > ".join(str(part) for part in first["loc"]) or "the file"
        mend = f"({first['msg'].lower()}); write names as text, in quotes if need be, as {SHIPPED} does"
        raise _broken(path, place, f"isn't in the form of a table of sides {mend}") from error


def _repeated(root: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Keys that stand twice, with the line of the second: YAML itself keeps the last without a word."""
    outer = root.value if isinstance(root, yaml.MappingNode) else []
    inner = [value for _, value in outer if isinstance(value, yaml.MappingNode)]
    for pairs in (outer, *(node.value for node in inner)):
        seen: set[str] = set()
        for key, _ in pairs:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(str(key.value))


def _broken(path: Path, place: str, problem: str) -> BylineError:
    return BylineError(f"reading the table of sides {path}: {place} {problem}.")
