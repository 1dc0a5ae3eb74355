"""Who said what in our own sentences: foreign policy, business, science and courts (evaluation/domain/).

    python -m evaluation.domain_set                   the dev half, to tune on
    python -m evaluation.domain_set --split test      the test half, to report
    python -m evaluation.domain_set --agreement       the two labellings against each other

Relations match as on PolNeAR (cues share a word, sources share one or both are absent, contents have an intersection
over union of at least .5), nested ones too. Stance, relay, polarity and the rest are counted over the matched ones;
speakers over those whose source is a pronoun. An inversion is a denial or negation that we turn into a statement, or a
statement that we turn into one, or words inside somebody's denial that we give to their speaker as said.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ingestion.articles import Span
from ingestion.attribution import Attribution
from ingestion.attribution.pipeline import attribute
from ingestion.attribution.tagger import load_tagger

FOLDER = Path(__file__).parent / "domain"
READ = ("stance", "polarity", "actual", "relay", "cited", "hedge", "level")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_PRONOUN = re.compile(r"(?:he|she|it|they|his|her|its|their|i|we|who|which|that|him|them)", re.I)
_PLACE = re.compile(r"(.+)@(\d+)", re.S)


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution, ours or theirs: spans in characters, the rest in words."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    stance: str
    polarity: str
    actual: bool
    relay: str | None
    cited: str | None
    hedge: str | None
    level: int
    parent: int | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One text with what a reader found in it."""

    id: str
    shapes: tuple[str, ...]
    text: str
    said: tuple[Said, ...]


@dataclass(slots=True)
class Score:
    """Counts over all cases, and what is worth a look."""

    counts: Counter[str]
    inversions: list[str]
    shapes: Counter[tuple[str, str]]


def load(split: str, labels: str = "labels.jsonl") -> list[Case]:
    """The texts of a split ("dev" or "test") with their labels. Raises ValueError for a span that isn't there."""
    said = {row["id"]: row["attributions"] for row in _rows(labels)}
    return [
        Case(row["id"], tuple(row["shapes"]), row["text"], tuple(_read(row["text"], said[row["id"]])))
        for row in _rows("texts.jsonl")
        if row["split"] == split
    ]


def run(case: Case) -> list[Said]:
    """What we find, with a cue."""
    found = attribute(case.text, load_tagger())
    place = {n: at for at, n in enumerate(n for n, a in enumerate(found) if a.cue)}
    return [_ours(case.text, a, place) for a in found if a.cue]


def score(cases: Sequence[Case], answers: Sequence[Sequence[Said]]) -> Score:
    """Ours against theirs."""
    score = Score(Counter(), [], Counter())
    for case, ours in zip(cases, answers, strict=True):
        _score(case, ours, score)
    return score


def _rows(name: str) -> Iterator[dict]:  # type: ignore[type-arg]
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _read(text: str, attributions: Sequence[dict]) -> Iterator[Said]:  # type: ignore[type-arg]
    for a in attributions:
        level, parent = 0, a["parent"]
        while parent is not None:
            level, parent = level + 1, attributions[parent]["parent"]
        yield Said(
            source=_span(text, a["source"]),
            cue=_span(text, a["cue"]),
            content=tuple(span for part in a["content"] if (span := _span(text, part))),
            stance=a["stance"],
            polarity=a["polarity"],
            actual=a["actual"],
            relay=_words(a["relay"]),
            cited=_words(a["cited"]),
            hedge=_words(a["hedge"]),
            level=level,
            parent=a["parent"],
            speaker=_words(a["speaker"]),
        )


def _words(words: str | None) -> str | None:
    """Without the number of its place."""
    match = _PLACE.fullmatch(words) if words else None
    return match[1] if match else words


def _span(text: str, words: str | None) -> Span | None:
    if words is None:
        return None
    match = _PLACE.fullmatch(words)
    words, number = (match[1], int(match[2])) if match else (words, 1)
    whole = rf"(?<!\w){re.escape(words)}(?!\w)" if words[:1].isalnum() else re.escape(words)
    found = [Span(*m.span()) for m in re.finditer(whole, text)]
    if len(found) < number:
        raise ValueError(f"{words!r} does not stand {number} times in {text!r}")
    return found[number - 1]


def _ours(text: str, a: Attribution, place: dict[int, int]) -> Said:
    def words(span: Span | None) -> str | None:
        return span.of(text) if span else None

    return Said(
        source=a.source,
        cue=a.cue,
        content=a.content,
        stance=a.stance,
        polarity=a.polarity,
        actual=a.actual,
        relay=words(a.relay),
        cited=words(a.cited),
        hedge=words(a.hedge),
        level=a.level,
        parent=None if a.parent is None else place.get(a.parent),
        speaker=words(a.speaker.mention) if a.speaker else None,
    )


def _places(text: str, spans: Sequence[Span | None]) -> frozenset[int]:
    """The words of `spans`, by where they start."""
    return frozenset(
        m.start() for span in spans if span for m in _WORD.finditer(text, span.start, span.end) if m.end() <= span.end
    )


def _score(case: Case, ours: Sequence[Said], score: Score) -> None:
    text, counts = case.text, score.counts
    counts["theirs"] += len(case.said)
    counts["ours"] += len(ours)
    left = list(ours)
    matches: list[tuple[Said, Said]] = []
    for said in case.said:
        best = max(left, key=lambda o: (_cues_meet(text, said, o), _likeness(text, said, o)), default=None)
        right = False
        if best and _cues_meet(text, said, best):
            left.remove(best)
            matches.append((said, best))
            right = _sources_meet(text, said, best) and _likeness(text, said, best) >= 0.5
            counts["relation"] += right
            if right:
                _count_reading(text, said, best, counts)
        for shape in case.shapes:
            score.shapes[shape, "theirs"] += 1
            score.shapes[shape, "right"] += right
    for said, own in matches:
        if _likeness(text, said, own) > 0 and _sense(said) != _sense(own) and "says" in (_sense(said), _sense(own)):
            score.inversions.append(
                f"{case.id}: {own.cue.of(text) if own.cue else ''} is {_sense(said)}, not {_sense(own)}"
            )
    score.inversions += [f"{case.id}: {words}" for words in _given_back(case, ours)]


def _given_back(case: Case, ours: Sequence[Said]) -> Iterator[str]:
    """Contents that we give to a speaker outright though they stand only inside somebody's denial or negation."""
    for own in ours:
        near = [
            said
            for said in case.said
            if _likeness(case.text, said, own) >= (0.01 if _cues_meet(case.text, said, own) else 0.5)
        ]
        if own.level == 0 and _sense(own) == "says" and near and all(_denied(case, said) for said in near):
            yield f"{own.cue.of(case.text) if own.cue else ''} stands inside a denial"


def _denied(case: Case, said: Said) -> bool:
    """Whether its source or anybody around it denies the content."""
    return _sense(said) == "denies" or (said.parent is not None and _denied(case, case.said[said.parent]))


def _count_reading(text: str, said: Said, own: Said, counts: Counter[str]) -> None:
    for name in READ:
        theirs, ours = getattr(said, name), getattr(own, name)
        same = _alike(theirs, ours) if name in ("relay", "cited", "hedge") else theirs == ours
        counts[f"{name} right"] += same
        if name in ("relay", "cited", "hedge") and (theirs or ours):
            counts[f"{name} named"] += 1
            counts[f"{name} named right"] += same
    if said.source and _PRONOUN.fullmatch(said.source.of(text)) and said.speaker:
        counts["pronouns"] += 1
        counts["pronouns right"] += own.speaker is not None and _alike(said.speaker, own.speaker)
        counts["pronouns unresolved"] += own.speaker is None


def _alike(left: str | None, right: str | None) -> bool:
    """Whether both are absent, or one's words hold half of the other's."""
    if left is None or right is None:
        return left is right
    one, other = (set(_WORD.findall(words.casefold())) - {"the", "a", "an"} for words in (left, right))
    return 2 * len(one & other) >= min(len(one), len(other)) > 0


def _cues_meet(text: str, left: Said, right: Said) -> bool:
    if left.cue is None or right.cue is None:
        return False
    return bool(_places(text, [left.cue]) & _places(text, [right.cue])) or left.cue.overlaps(right.cue)


def _sources_meet(text: str, left: Said, right: Said) -> bool:
    one, other = _places(text, [left.source]), _places(text, [right.source])
    return bool(one & other) or not (one or other)


def _likeness(text: str, left: Said, right: Said) -> float:
    one, other = _places(text, left.content), _places(text, right.content)
    return len(one & other) / len(one | other) if one | other else 1.0


def _sense(said: Said) -> str:
    """Whether the source puts the content forward: says, denies (or doesn't say), or declines."""
    if said.stance == "declines":
        return "declines"
    return "says" if (said.stance == "denies") == (said.polarity == "negative") else "denies"


def main() -> None:
    """Print a table, and what was turned round."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--agreement", action="store_true")
    parser.add_argument("--shapes", action="store_true", help="recall of relations by shape")
    args = parser.parse_args()
    console = Console()
    cases = load(args.split, "labels_a.jsonl" if args.agreement else "labels.jsonl")
    answers = [list(c.said) for c in load(args.split, "labels_b.jsonl")] if args.agreement else [run(c) for c in cases]
    result = score(cases, answers)
    counts = result.counts
    table = Table(f"domain set, {args.split}", f"{len(cases)} texts", "of")
    precision = counts["relation"] / max(1, counts["ours"])
    recall = counts["relation"] / max(1, counts["theirs"])
    f1 = 2 * counts["relation"] / max(1, counts["ours"] + counts["theirs"])
    table.add_row("relation F1", f"{f1:.3f}", f"precision {precision:.3f}, recall {recall:.3f}")
    for name in READ:
        table.add_row(
            f"{name} accuracy", f"{counts[f'{name} right'] / max(1, counts['relation']):.3f}", str(counts["relation"])
        )
    for name in ("relay", "cited", "hedge"):
        table.add_row(f"{name}, where named", str(counts[f"{name} named right"]), str(counts[f"{name} named"]))
    table.add_row("pronouns resolved", str(counts["pronouns right"]), str(counts["pronouns"]))
    table.add_row("pronouns left unresolved", str(counts["pronouns unresolved"]), str(counts["pronouns"]))
    table.add_row("inversions", str(len(result.inversions)), str(counts["theirs"]))
    console.print(table)
    for words in result.inversions:
        console.print(words, markup=False, highlight=False)
    if args.shapes:
        for shape in sorted({shape for shape, _ in result.shapes}):
            console.print(f"{shape}: {result.shapes[shape, 'right']} of {result.shapes[shape, 'theirs']}", markup=False)


if __name__ == "__main__":
    main()
