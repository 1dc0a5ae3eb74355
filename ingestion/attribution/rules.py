"""Who said what, by rules: text in, attributions with exact spans out.

Reads one sentence at a time (several where a quotation runs across them): first speakers set after or inside what they
said ("…," said Y; according to X), then subject + cue + content from left to right, then whatever is left between
quotation marks; and again inside each content for what it reports in turn. A cue without a subject the rules trust gets
source None. Left out: who a pronoun stands for, cues that span sentences, irony, and verbs that the lexicon lacks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingestion.articles import Span
from ingestion.attribution import Attribution, Polarity, Stance, Voice
from ingestion.attribution import cues as lexicon
from ingestion.attribution.cues import Cue, Form
from ingestion.passages import sentences

Range = tuple[int, int]  # half-open token indices of one unit

DEEPEST = 2  # levels of nesting that are read: A says that B said that C knew
REACH = 30  # words that a search for a subject or a recipient may cross

_TOKEN = re.compile(
    r"""``|''|(?:[A-Za-z]\.){2,}
    |\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Jr|Sr|St|Rev|Prof|Adm|Maj|Capt|Inc|Corp|Co|Ltd|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.
    |[A-Z]\.(?=\s[A-Z])
    |\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b
    |\d+(?:[.,:/]\d+)*%?|\w+(?:[-‐-]\w+)*|[^\w\s]""",
    re.VERBOSE,
)
_DOUBLE = re.compile("[“”\"]|``|''")
_SINGLE = re.compile(r"(?<![\w’'])‘(?=\w)(?:[^‘’\n]|’(?=\w)){1,400}’(?!\w)|(?<![\w'])'(?=\w)(?:[^'\n]|'(?=\w)){1,400}'(?!\w)")
_STOPS = frozenset(";:.?!—–-()[]") | {"--"}
_ENDS = frozenset(".?!…")


# ---------------------------------------------------------------- words


class _Unit:
    """The words of one sentence, or of several that a quotation joins."""

    def __init__(self, text: str, span: Span, quotations: list[Span]) -> None:
        self.text = text
        self.spans = [Span(span.start + m.start(), span.start + m.end()) for m in _TOKEN.finditer(span.of(text))]
        self.words = [s.of(text).lower().replace("’", "'") for s in self.spans]
        self.quoted: list[Span | None] = [None] * len(self.spans)
        at = 0
        for i, token in enumerate(self.spans):
            while at < len(quotations) and quotations[at].end <= token.start:
                at += 1
            if at < len(quotations) and quotations[at].contains(token):
                self.quoted[i] = quotations[at]
        self.end = len(self.words)
        while self.end and self.words[self.end - 1] in _ENDS and not self.quoted[self.end - 1]:
            self.end -= 1

    def word(self, i: int) -> str:
        """The word at `i` in lower case; nothing outside the unit, and a quotation mark for all that is quoted."""
        if not 0 <= i < len(self.words):
            return ""
        return '"' if self.quoted[i] else self.words[i]

    def capital(self, i: int) -> bool:
        return 0 <= i < len(self.words) and self.text[self.spans[i].start].isupper()

    def span(self, part: Range) -> Span:
        return Span(self.spans[part[0]].start, self.spans[part[1] - 1].end)

    def skip(self, i: int, words: frozenset[str]) -> int:
        while self.word(i) in words and i < self.end:
            i += 1
        return i

    def trim(self, part: Range) -> Range:
        """`part` without punctuation and coordinators at its borders, what is quoted untouched."""
        start, end = part
        while start < end and self.word(start) in _STOPS | {",", "…"} - {"(", "["}:
            start += 1
        while start < end and self.word(end - 1) in _STOPS | {",", "…"} - {")", "]"}:
            end -= 1
        return start, end


def _quotations(text: str, region: Span) -> list[Span]:
    """What stands between quotation marks, marks included; one left open runs to the end of its paragraph."""
    found = [m.span() for m in _SINGLE.finditer(text, region.start, region.end) if " " in m.group()]
    single = [Span(*s) for s in found]
    double: list[Span] = []
    for paragraph in re.finditer(r"[^\n]+", region.of(text)):
        offset, opened = region.start + paragraph.start(), None
        for mark in _DOUBLE.finditer(paragraph.group()):
            after = paragraph.group()[mark.end() : mark.end() + 1]
            if opened is None and mark.group() != "”" and after.strip():
                opened = mark.start()
            elif opened is not None and mark.group() not in ("“", "``"):
                double.append(Span(offset + opened, offset + mark.end()))
                opened = None
        if opened is not None:
            double.append(Span(offset + opened, offset + len(paragraph.group().rstrip())))
    return sorted(double + _clear_of(single, double))


def _clear_of(spans: list[Span], taken: list[Span]) -> list[Span]:
    """Those of `spans` that overlap none of `taken`; both are in order."""
    at, kept = 0, []
    for s in spans:
        while at < len(taken) and taken[at].end <= s.start:
            at += 1
        if at == len(taken) or not taken[at].overlaps(s):
            kept.append(s)
    return kept


def _units(text: str, region: Span) -> Iterator[_Unit]:
    """The units of `region`: its sentences, those that a quotation runs across joined."""
    quotations = _quotations(text, region)
    first = last = 0  # the quotations of this unit, and those that are over when it ends
    run: Span | None = None
    for s in sentences(region.of(text)):
        piece = Span(region.start + s.start, region.start + s.end)
        run = Span(run.start, piece.end) if run else piece
        while last < len(quotations) and quotations[last].end <= run.end:
            last += 1
        if last < len(quotations) and quotations[last].start < run.end:
            continue
        yield _Unit(text, run, quotations[first:last])
        first, run = last, None
    if run:
        yield _Unit(text, run, quotations[first:])


# ---------------------------------------------------------------- who: noun phrases


def _finite(unit: _Unit, i: int) -> bool:
    """Whether the word at `i` is surely a finite verb."""
    word = unit.word(i)
    if word == "'s":
        return unit.word(i - 1) in lexicon.PRONOUNS | {"that", "there", "who", "what"}
    if word in lexicon.FINITE:
        return True
    form = lexicon.VERBS.get(word)
    return form is not None and form[0] in (Form.PAST, Form.PRESENT) and word not in lexicon.NOUN_OR_VERB and not unit.capital(i)


def _adverb(unit: _Unit, i: int) -> bool:
    word = unit.word(i)
    return word in lexicon.ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in lexicon.NOT_ADVERBS)


def _joins_names(unit: _Unit, i: int) -> bool:
    """Whether the comma or coordinator at `i` joins two parts of one noun phrase: Germany, France and Italy."""
    right = i + 1 if unit.word(i + 1) != "and" else i + 2
    if unit.word(i) == "," and not any(unit.word(k) in ("and", "or") for k in range(i + 1, i + 8)):
        return False
    return (unit.capital(right) and unit.capital(i - 1)) or (
        unit.word(right) in lexicon.DETERMINERS and unit.word(i - 1)[-1:].isalpha() and unit.word(i) != ","
    )


def _relative_before(unit: _Unit, i: int, low: int) -> int | None:
    """The "who" or "which" of the relative clause whose verb is at `i`."""
    for k in range(i - 1, max(low, i - 9), -1):
        if unit.word(k) in ("who", "which", "that", "whose"):
            return k if k > low and unit.word(k - 1) != "," else None
        if unit.word(k) in _STOPS or unit.word(k) in (",", '"'):
            return None
    return None


def _phrase_start(unit: _Unit, end: int, low: int) -> int:
    """Where the noun phrase that ends at `end` starts."""
    k = end
    while k > low and end - k < REACH:
        word = unit.word(k - 1)
        if word == ")":
            opening = next((j for j in range(k - 2, max(low, k - 9) - 1, -1) if unit.word(j) == "("), None)
            if opening is None:
                break
            k = opening
            continue
        if word in (",", "and", "or"):
            if k == end or not _joins_names(unit, k - 1):
                break
        elif word in _STOPS or word == '"' or word in lexicon.SUBORDINATORS | lexicon.COORDINATORS | lexicon.RELATIVES:
            break
        elif _finite(unit, k - 1):
            relative = _relative_before(unit, k - 1, low)
            if relative is None:
                break
            k = relative + 1
        k -= 1
    return k


def _subject(unit: _Unit, end: int, low: int) -> Range | None:
    """The noun phrase that ends at `end`, or None where there is no clear one."""
    if end <= low:
        return None
    if unit.word(end - 1) == ",":
        return _subject_before_parenthesis(unit, end - 1, low)
    if unit.word(end - 1) in lexicon.SUBJECT_WORDS:
        return end - 1, end
    return _tidy(unit, _phrase_start(unit, end, low), end)


def _subject_before_parenthesis(unit: _Unit, comma: int, low: int) -> Range | None:
    """The subject of "X, the head of Y, said": with what stands between the commas if that tells who X is."""
    opening = next((k for k in range(comma - 1, max(low, comma - REACH), -1) if unit.word(k) == ","), None)
    if opening is None or opening == comma - 1:
        return None
    head = _subject(unit, opening, low) if unit.word(opening - 1) != "," else None
    if head is None:
        return None
    inner = unit.word(opening + 1)
    names = unit.capital(opening + 1) or inner in lexicon.DETERMINERS | {"including", "president", "spokesman", "spokeswoman"}
    return (head[0], comma) if names or inner.isdigit() else head


def _tidy(unit: _Unit, start: int, end: int) -> Range | None:
    """A noun phrase without the adverbials around it; None if what is left can't be somebody."""
    while start < end and (
        _adverb(unit, start) or unit.word(start) in lexicon.COORDINATORS | lexicon.WEEKDAYS | {"earlier", "later"}
    ):
        start += 1
    for k in range(start + 1, end):  # on Tuesday the minister
        if unit.word(start) in lexicon.PREPOSITIONS and (unit.word(k) in lexicon.WEEKDAYS or re.fullmatch(r"(19|20)\d\d", unit.word(k))):
            start = k + 1
            break
    if start < end and unit.word(start) in lexicon.PREPOSITIONS:
        anew = [k for k in range(start + 2, end) if unit.word(k) in lexicon.DETERMINERS and unit.word(k - 1) not in lexicon.PREPOSITIONS]
        if not anew:
            return None
        start = anew[-1]
    while end > start and (_adverb(unit, end - 1) or unit.word(end - 1) in lexicon.WEEKDAYS | {"on", "last", "earlier", "week"}):
        end -= 1
    if start >= end or unit.word(start) == "there" or unit.word(end - 1) in lexicon.PREPOSITIONS | lexicon.AUXILIARIES | lexicon.DETERMINERS - lexicon.SUBJECT_WORDS - {"all", "this"}:
        return None
    return (start, end) if any(unit.word(k)[-1:].isalnum() for k in range(start, end)) else None


def _phrase_after(unit: _Unit, start: int, end: int) -> Range | None:
    """The noun phrase that starts at `start`, appositions with it: John Smith, a spokesman for the ministry."""
    k = start
    while k < end and k - start < REACH:
        word = unit.word(k)
        if word == "(":
            closing = next((j for j in range(k, min(end, k + 8)) if unit.word(j) == ")"), None)
            if closing is None:
                break
            k = closing
        elif word in _STOPS or word == '"' or (k > start and word in lexicon.WEEKDAYS | lexicon.SUBORDINATORS | lexicon.RELATIVES | _ADVERBIAL):
            break
        elif word == ",":
            after = unit.word(k + 1)
            if not (after in lexicon.DETERMINERS or unit.capital(k + 1) and not unit.quoted[k + 1] or _APPOSITION.match(after)) or after in lexicon.PRONOUNS:
                break
        elif k > start and (_finite(unit, k) or _adverb(unit, k) or (word in ("and", "but") and not unit.capital(k + 1))):
            break
        k += 1
    found = unit.trim((start, k))
    return found if found[0] < found[1] and unit.word(found[0])[-1:].isalnum() else None


_ADVERBIAL = frozenset("in on during after when while before to because following adding saying speaking earlier later last".split())
_APPOSITION = re.compile(r"(president|head|chief|director|spokes\w+|secretary|minister|chair\w*|leader|founder|professor|former|co-\w+|\d\d)$")


# ---------------------------------------------------------------- how: cues


@dataclass(slots=True)
class _Verb:
    """A reporting verb in place: `start:end` with its auxiliaries and adverbs."""

    start: int
    at: int
    end: int
    form: Form
    readings: tuple[Cue, ...]
    passive: bool
    negated: bool
    actual: bool


def _verb(unit: _Unit, i: int, low: int) -> _Verb | None:
    """The reporting verb whose main word is at `i`; None where that word is a noun, an adjective or a plain infinitive."""
    known = lexicon.VERBS.get(unit.word(i))
    if known is None or (unit.capital(i) and i > low):
        return None
    form, readings = known
    start = _group_start(unit, i, low)
    helpers = [unit.word(k) for k in range(start, i)]
    if not _is_verb(unit, i, form, helpers):
        return None
    be = [k for k, w in enumerate(helpers) if w in lexicon.BE or w == "been"]
    passive = form is Form.PAST and bool(be) and not any(w in ("have", "has", "had", "'ve", "having") for w in helpers[be[-1] + 1 :])
    end = i + 1
    while _adverb(unit, end) and unit.word(end + 1) != "that" or unit.word(end) in ("also", "again"):
        end += 1
    subject_negated = any(unit.word(k) in ("nobody", "none", "neither", "nor") or (unit.word(k) == "no" and k + 1 < start) for k in range(max(low, start - 6), start))
    return _Verb(
        start, i, end, form, readings, passive,
        negated=subject_negated or any(w in lexicon.NEGATIONS for w in helpers),
        actual=not any(w in lexicon.MODALS | lexicon.UNREAL_CATENATIVES for w in helpers if w != "to")
        and not any(unit.word(k) in ("if", "unless", "whether") for k in range(max(low, start - 8), start)),
    )


def _group_start(unit: _Unit, i: int, low: int) -> int:
    """Where the verb group of the verb at `i` starts: has long denied, continued to insist, is expected to announce."""
    k = i
    while k > low:
        before = unit.word(k - 1)
        if before == "to" and unit.word(k - 2) in lexicon.CATENATIVES and k - 2 >= low:
            k -= 2
        elif before == "to" and unit.word(k - 2) == "on" and unit.word(k - 3) in ("went", "goes", "gone") and k - 3 >= low:
            k -= 3
        elif _adverb(unit, k - 1) or before in lexicon.AUXILIARIES and before not in ("to", "'s") or before == "'s" and _finite(unit, k - 1):
            k -= 1
        else:
            break
    while k < i and k == low and _adverb(unit, k):
        k += 1
    return k


def _is_verb(unit: _Unit, i: int, form: Form, helpers: list[str]) -> bool:
    """Whether the lexicon's word at `i` is used as a verb, by its neighbours."""
    word, before, after = unit.word(i), unit.word(i - 1), unit.word(i + 1)
    auxiliary = any(w in lexicon.AUXILIARIES for w in helpers)
    if unit.word(i - len(helpers) - 1) == "to":
        return False
    if before in lexicon.DETERMINERS - lexicon.SUBJECT_WORDS - {"this", "that", "all"} or before == "'s" and not auxiliary:
        return False
    if form is Form.BASE:
        plural = before.endswith("s") and not before.endswith(("ss", "us", "'s")) or before in lexicon.SUBJECT_WORDS | {"people", "who", "that"}
        if not (auxiliary or plural or (helpers and _adverb(unit, i - 1))):
            return False
    if word in lexicon.NOUN_OR_VERB and not auxiliary:
        clause = after in lexicon.DETERMINERS | lexicon.PRONOUNS | lexicon.COMPLEMENTIZERS | {"that", "to", '"', "there", ":", "for", "on"} or unit.capital(i + 1) or unit.quoted[min(i + 1, len(unit.words) - 1)] is not None
        return clause and before not in lexicon.PREPOSITIONS | lexicon.COORDINATORS and (before != "," or form is Form.ING)
    if form is Form.PAST and not auxiliary and after == "by":
        return False
    return True


@dataclass(slots=True)
class _Complement:
    """What follows a cue: where the cue ends, who is told, where the content starts."""

    cue: Cue
    cue_end: int
    recipient: Range | None
    content: int
    clear: bool  # introduced by "that", "to" or a quotation mark


def _complement(unit: _Unit, verb: _Verb, high: int) -> _Complement | None:
    """The first reading of `verb` whose complement stands after it."""
    for cue in verb.readings:
        end = verb.end
        if tuple(unit.word(k) for k in range(end, end + len(cue.particles))) != cue.particles:
            continue
        end += len(cue.particles)
        recipient = _recipient(unit, end, high, cue) if "r" in cue.takes else None
        start = _past_adverbial(unit, recipient[1] if recipient else end, high)
        if unit.word(start) == ":" or (unit.word(start) == "," and unit.word(start + 1) == '"'):
            start += 1
        kind = _kind(unit, start, high, cue)
        if kind is None or ("r" in cue.takes and recipient is None and cue.takes in ("ir", "tr", "tir")):
            continue
        return _Complement(cue, end, recipient, start + (unit.word(start) == "that" and kind == "c"), unit.word(start) in ("that", "to", '"'))
    return None


def _kind(unit: _Unit, k: int, high: int, cue: Cue) -> str | None:
    """Which of the complements that `cue` takes starts at `k`."""
    word = unit.word(k)
    if k >= high:
        return None
    if word == '"':
        return "c" if set(cue.takes) & set("ctq") else "n" if "n" in cue.takes else None
    if word in lexicon.COMPLEMENTIZERS and set(cue.takes) & set("ct"):
        return "c"
    if word == "to":
        return "i" if "i" in cue.takes else None
    if "a" in cue.takes:
        return "a" if any(unit.word(j) == "as" for j in range(k, min(high, k + 12))) else None
    if not _starts_phrase(unit, k):
        return None
    if "c" in cue.takes and ("q" in cue.takes or _has_finite(unit, k + 1, min(high, k + 20))):
        return "c"
    return "n" if "n" in cue.takes else None


def _starts_phrase(unit: _Unit, k: int) -> bool:
    word = unit.word(k)
    return word[-1:].isalnum() and word not in lexicon.PREPOSITIONS | lexicon.COORDINATORS | lexicon.AUXILIARIES | lexicon.WEEKDAYS | {"as", "so", "because", "again"} | lexicon.HEDGE_ADVERBS


def _has_finite(unit: _Unit, start: int, end: int) -> bool:
    return any(_finite(unit, k) for k in range(start, end))


def _past_adverbial(unit: _Unit, k: int, high: int) -> int:
    """Past "on Tuesday", "in a statement" or ", however," where the content clearly starts behind it."""
    if unit.word(k) in lexicon.PREPOSITIONS | lexicon.DAYS or (unit.word(k) == "," and unit.word(k + 1) != '"'):
        for j in range(k, min(high, k + 14)):
            if unit.word(j) in ("that", '"', ":") and (unit.word(j - 1) not in lexicon.PREPOSITIONS):
                return j
            if unit.word(j) in _STOPS or _finite(unit, j):
                break
    return unit.skip(k, lexicon.WEEKDAYS)


def _recipient(unit: _Unit, k: int, high: int, cue: Cue) -> Range | None:
    """Who is told, between a cue and its content."""
    if unit.word(k) in lexicon.COMPLEMENTIZERS | {"to", '"', ":", ","} or not _starts_phrase(unit, k):
        return None
    for j in range(k + 1, min(high, k + 14)):
        if unit.word(j) in lexicon.COMPLEMENTIZERS | {'"', ":", ","} or (unit.word(j) == "to" and "i" in cue.takes):
            return k, j
        if unit.word(j) in _STOPS or _finite(unit, j):
            break
    if cue.takes != "crq" or cue.lemma not in ("tell", "warn"):
        return None
    end = k + 1  # told AP the deal is dead
    while unit.capital(end) and unit.capital(k) and end < high:
        end += 1
    return (k, end) if unit.capital(k) or unit.word(k) in ("him", "her", "them", "us", "me", "it", "reporters", "journalists", "you", "lawmakers") else None


# ---------------------------------------------------------------- what: contents


def _content_end(unit: _Unit, start: int, high: int) -> int:
    """Where the content that starts at `start` ends: at a new report in the same sentence, else with the sentence."""
    opening = unit.quoted[start]
    for k in range(start + 1, high):
        if unit.quoted[k]:
            continue
        word, after = unit.word(k), unit.word(k + 1)
        if word == ";" or (opening and unit.quoted[k - 1] == opening and (word in lexicon.PREPOSITIONS | _ADVERBIAL)):
            return k
        if word == "," and (after in _TAILS or _new_report(unit, k + 1, high)):
            return k
        if word in ("and", "but", "while", "though", "although") and _new_report(unit, k, high):
            return k
    return high


_TAILS = frozenset("citing according adding saying noting arguing claiming insisting warning calling stressing urging".split())


def _new_report(unit: _Unit, k: int, high: int) -> bool:
    """Whether a coordinator at `k` opens another report: "and insists", "but NATO states reject"."""
    if unit.word(k) not in ("and", "but", "while", "though", "although"):
        return False
    for i in range(k + 1, min(high, k + 9)):
        if unit.word(i) in _STOPS | {",", '"'} or unit.word(i) in lexicon.SUBORDINATORS | lexicon.RELATIVES:
            return False
        verb = _verb(unit, i, k + 1) if unit.word(i) in lexicon.VERBS else None
        if verb:
            return (verb.form in (Form.PAST, Form.PRESENT) or verb.start > k + 1) and verb.form is not Form.ING and not verb.passive and _complement(unit, verb, high) is not None
        if _finite(unit, i) and unit.word(i) not in lexicon.AUXILIARIES:
            return False
    return False


# ---------------------------------------------------------------- finding


@dataclass(slots=True)
class _Find:
    """An attribution in the making."""

    cue: Range | None
    reading: Cue
    source: Range | None
    content: list[Range]
    confidence: float
    negated: bool = False
    actual: bool = True
    relay: Range | None = None
    cited: Range | None = None


def _set_after(unit: _Unit, i: int, low: int) -> _Find | None:
    """A cue that follows what it reports: "…," said Y, "…"; …, AP has reported, citing sources."""
    verb = _verb(unit, i, low)
    if verb is None or verb.passive or verb.form not in (Form.PAST, Form.PRESENT, Form.BASE):
        return None
    reading = next((c for c in verb.readings if "q" in c.takes and not c.particles), None)
    if reading is None:
        return None
    inverted = verb.start == i and unit.word(i - 1) in (",", '"', "—", "–") and i - 1 >= low
    if inverted:
        source, border = _phrase_after(unit, verb.end, unit.end), i
        after = source[1] if source else verb.end
    else:
        source = _subject(unit, verb.start, low)
        border, after = (source[0] if source else verb.start), verb.end
    if source is None or border <= low or unit.word(border - 1) not in (",", '"', "—", "–"):
        return None
    quoted = unit.word(border - 1) == '"' or unit.word(border - 2) == '"'
    if not inverted:
        complement = _complement(unit, verb, unit.end)
        if complement and (complement.clear and unit.word(after) != "," or not quoted):
            return None
        if not quoted and after < unit.end and unit.word(after) not in _STOPS | {","} | lexicon.PREPOSITIONS | lexicon.WEEKDAYS:
            return None
    content = unit.trim((low, border))
    if content[0] >= content[1] or not (quoted or (_has_finite(unit, *content) and unit.word(content[0]) not in lexicon.SUBORDINATORS)):
        return None
    contents = [content]
    rest = _resumed(unit, after, content)
    if rest:
        contents.append(rest)
    return _Find((verb.start, verb.end), reading, source, contents, 0.95 if quoted else 0.85, verb.negated, verb.actual)


def _resumed(unit: _Unit, after: int, before: Range) -> Range | None:
    """The content that goes on behind a cue in the middle: "…," he said, "…"."""
    for k in range(after, min(unit.end, after + 15)):
        if unit.word(k) == '"':
            end = k
            while end < len(unit.words) and unit.quoted[end]:
                end += 1
            return k, max(end, unit.end) if end < unit.end and unit.word(end) not in (",",) else end
        if unit.word(k) in (",", ".", "?", "!") and unit.word(k + 1) != '"':
            break
        if _finite(unit, k):
            break
    if unit.word(after) == "," and after + 1 < unit.end and not _has_finite(unit, *before) and unit.word(before[0]) != '"':
        return unit.trim((after, unit.end))
    return None


def _according(unit: _Unit, i: int, low: int) -> _Find | None:
    """According to X, …; …, according to X."""
    if (unit.word(i), unit.word(i + 1)) != ("according", "to"):
        return None
    source = _phrase_after(unit, i + 2, unit.end)
    if source is None:
        return None
    content = unit.trim((low, i))
    if content[0] >= content[1]:
        content = unit.trim((source[1], unit.end))
    if content[0] >= content[1]:
        return None
    return _Find((i, i + 2), _ACCORDING, source, [content], 0.9)


_ACCORDING = Cue("according to", Stance.ASSERTS, "c")
_HEDGE = Cue("reportedly", Stance.CLAIMS, "c")


def _before(unit: _Unit, i: int, low: int, high: int, last: _Find | None) -> _Find | None:
    """A verb cue that stands before its content, with its subject to the left or shared with the cue before it."""
    verb = _verb(unit, i, low)
    if verb is None:
        return None
    if verb.passive:
        return _passive(unit, verb, low, high)
    complement = _complement(unit, verb, high)
    if complement is None or complement.content >= high:
        return None
    source, confidence = _source_of(unit, verb, low, last)
    if source is None and (verb.form is Form.BASE or verb.form is Form.ING and unit.word(verb.start - 1) not in (",", "by", "while", '"')):
        return None
    if verb.form is Form.BASE and confidence < 0.75:
        return None
    content = unit.trim((complement.content, _content_end(unit, complement.content, high)))
    if content[0] >= content[1]:
        return None
    return _Find(
        (verb.start, complement.cue_end), complement.cue, source, [content], confidence + 0.05 * complement.clear if source else 0.4,
        verb.negated, verb.actual,
        relay=complement.recipient if complement.recipient and _is_outlet(unit, complement.recipient) else None,
    )


def _source_of(unit: _Unit, verb: _Verb, low: int, last: _Find | None) -> tuple[Range | None, float]:
    """Whose cue it is and how sure that is."""
    before = unit.word(verb.start - 1) if verb.start > low else ""
    auxiliary = verb.start < verb.at and unit.word(verb.start) in lexicon.AUXILIARIES
    if verb.form is Form.ING and not auxiliary:
        if before in (",", "by", "while", '"', "and") and verb.start > 0:
            return (last.source if last else _main_subject(unit, verb.start)), 0.7
        return None, 0.4
    if before in ("who", "which", "that"):
        comma = unit.word(verb.start - 2) == ","
        end = verb.start - 1 - comma
        return _tidy(unit, _phrase_start(unit, end, max(0, end - 12)), end), 0.75
    if before in lexicon.COORDINATORS | {"then"}:
        return (last.source if last else _main_subject(unit, verb.start)), 0.75
    source = _subject(unit, verb.start, low)
    if source is None:
        return None, 0.4
    sure = unit.word(source[0]) in lexicon.SUBJECT_WORDS | lexicon.DETERMINERS or any(unit.capital(k) for k in range(*source))
    return source, 0.85 if sure else 0.75


def _main_subject(unit: _Unit, end: int) -> Range | None:
    """The subject of the first finite verb of the unit."""
    for k in range(1, end):
        if _finite(unit, k) or (unit.word(k).endswith("ed") and unit.word(k) not in lexicon.VERBS):
            while _adverb(unit, k - 1):
                k -= 1
            return _subject(unit, k, 0)
    return None


def _passive(unit: _Unit, verb: _Verb, low: int, high: int) -> _Find | None:
    """X was told by Y that …; X was rejected by Y; X is said to …, which names nobody."""
    subject = _subject(unit, verb.start, low)
    cue = verb.readings[-1]
    if unit.word(verb.end) == "by":
        source = _phrase_after(unit, verb.end + 1, high)
        if source is None:
            return None
        if unit.word(source[1]) in ("that", "to") and "r" in "".join(c.takes for c in verb.readings):
            start = source[1] + (unit.word(source[1]) == "that")
            content = unit.trim((start, _content_end(unit, start, high))) if start < high else (start, start)
        else:
            cue = next((c for c in verb.readings if "n" in c.takes), cue)
            content = subject or (0, 0)
        return _Find((verb.start, verb.end + 1), cue, source, [content], 0.7, verb.negated, verb.actual) if content[0] < content[1] else None
    if unit.word(verb.end) not in ("to", "that", "as") or verb.end + 1 >= high:
        return None
    start = verb.end + (unit.word(verb.end) == "that")
    parts = [subject] if subject and unit.word(subject[0]) != "it" else []
    return _Find((verb.start, verb.end), cue, None, [*parts, unit.trim((start, _content_end(unit, start, high)))], 0.4, verb.negated, verb.actual)


def _noun(unit: _Unit, i: int, low: int, high: int, last: _Find | None) -> _Find | None:
    """Claims by Washington that …; Kiev's claim that …; the belief that …"""
    cue = lexicon.NOUNS.get(unit.word(i))
    if cue is None:
        return None
    source: Range | None = None
    k = i + 1
    if unit.word(k) in ("by", "from", "of") and unit.word(k + 1) != "that":
        source = _phrase_after(unit, k + 1, high)
        k = source[1] if source else k
    elif unit.word(i - 1) == "'s" or unit.word(i - 1) == "'" and unit.word(i - 2).endswith("s"):
        source = _subject(unit, i - 1, low)
    elif unit.word(i - 1) in lexicon.POSSESSIVES:
        source = (i - 1, i)
    if unit.word(k) != "that" or k + 1 >= high or unit.word(k + 1) in lexicon.AUXILIARIES:
        return None
    content = unit.trim((k + 1, _content_end(unit, k + 1, high)))
    return _Find((i, i + 1), cue, source, [content], 0.75 if source else 0.4) if content[0] < content[1] else None


def _adjective(unit: _Unit, i: int, low: int, high: int, last: _Find | None) -> _Find | None:
    """X is confident that …; Y remains unwilling to …"""
    cue = lexicon.ADJECTIVES.get(unit.word(i))
    if cue is None or unit.word(i + 1) not in ("that", "to", "about", "of") or i + 2 >= high:
        return None
    start = i
    while start > low and (_adverb(unit, start - 1) or unit.word(start - 1) in lexicon.AUXILIARIES | {"feel", "feels", "felt", "remain", "remains", "remained"}):
        start -= 1
    source = _subject(unit, start, low)
    if start == i or source is None:
        return None
    skip = unit.word(i + 1) != "to"
    content = unit.trim((i + 1 + skip, _content_end(unit, i + 1 + skip, high)))
    negated = any(unit.word(k) in lexicon.NEGATIONS for k in range(start, i))
    return _Find((start, i + 1), cue, source, [content], 0.75, negated) if content[0] < content[1] else None


def _is_outlet(unit: _Unit, part: Range) -> bool:
    return any(unit.word(k) in lexicon.OUTLETS for k in range(*part)) and unit.word(part[0]) not in lexicon.POSSESSIVES


def _cited(unit: _Unit, find: _Find) -> None:
    """Set whom an outlet cites (…, citing a senior official), and the outlet behind a cited source (AP cited X, who said)."""
    if find.cue is None or find.source is None:
        return
    for k in range(find.cue[1], min(unit.end, max(find.cue[1], find.content[-1][1]) + 12)):
        if unit.word(k) == "citing":
            find.cited = _phrase_after(unit, k + 1, unit.end)
    k = find.source[0]
    if unit.word(k - 1) in ("cited", "quoted", "cites", "quotes"):
        outlet = _subject(unit, k - 1, 0)
        find.relay = outlet if outlet and _is_outlet(unit, outlet) else find.relay


def _read(unit: _Unit) -> list[_Find]:
    """The attributions of one unit, innermost ones left out."""
    finds: list[_Find] = []
    low = 0
    for i in range(unit.end):
        if i < low or unit.quoted[i]:
            continue
        find = _according(unit, i, low) or (_set_after(unit, i, low) if unit.word(i) in lexicon.VERBS else None)
        if find:
            finds.append(find)
            low = max(r[1] for r in [*find.content, find.cue or (0, 0), find.source or (0, 0)])
    taken = sorted(r for f in finds for r in [*f.content, f.cue, f.source] if r)
    low, last = 0, None
    for start, end in [*taken, (unit.end, unit.end)]:
        if start > low:
            finds += _scan(unit, low, start, next((f for f in reversed(finds) if f.source and f.source[1] <= low), None))
        low = max(low, end)
    for find in finds:
        _cited(unit, find)
    return finds


def _scan(unit: _Unit, low: int, high: int, last: _Find | None) -> list[_Find]:
    """Cues before their contents, left to right, in a stretch that no other attribution has taken."""
    finds: list[_Find] = []
    i = low
    while i < high:
        find = None if unit.quoted[i] else _before(unit, i, low, high, last) or _noun(unit, i, low, high, last) or _adjective(unit, i, low, high, last)
        if find is None:
            i += 1
            continue
        finds.append(find)
        last = find if find.source else last
        i = low = max(i + 1, find.content[-1][1])
    return finds


# ---------------------------------------------------------------- putting together


@dataclass(slots=True)
class _Draft:
    """An attribution before it knows its place among the others."""

    made: Attribution
    inner: list["_Draft"] = field(default_factory=list)


def attribute(text: str) -> tuple[Attribution, ...]:
    """The attributions of `text`, by first content start, parents before children."""
    flat: list[tuple[int, int, int, _Draft, _Draft | None]] = []

    def flatten(drafts: list[_Draft], level: int, parent: _Draft | None) -> None:
        for draft in drafts:
            flat.append((draft.made.content[0].start, level, len(flat), draft, parent))
            flatten(draft.inner, level + 1, draft)

    flatten(_drafts(text, Span(0, len(text)), 0), 0, None)
    flat.sort(key=lambda row: row[:3])
    place = {id(draft): n for n, (_, _, _, draft, _) in enumerate(flat)}
    return tuple(
        replace(draft.made, level=level, parent=None if parent is None else place[id(parent)])
        for _, level, _, draft, parent in flat
    )


def _drafts(text: str, region: Span, level: int) -> list[_Draft]:
    """The attributions of one region, those inside their contents with them."""
    drafts: list[_Draft] = []
    speaking: _Draft | None = None  # the direct quote that the next unit may go on with
    for unit in _units(text, region):
        finds = _read(unit)
        made = [_Draft(a) for f in finds if (a := _make(unit, f))]
        whole = _whole_quote(unit)
        if whole and not made and speaking:
            speaking.made = replace(speaking.made, content=(*speaking.made.content, whole))
            continue
        made += [_Draft(a) for a in _unattributed(unit, made)]
        drafts += made
        speaking = next((d for d in reversed(made) if d.made.voice is Voice.DIRECT and d.made.source), None)
    if level < DEEPEST:
        for draft in drafts:
            for content in draft.made.content:
                draft.inner += [d for d in _drafts(text, content, level + 1) if d.made.cue]
    return drafts


def _whole_quote(unit: _Unit) -> Span | None:
    """The inside of a unit that is a quotation and nothing else."""
    if not unit.end or not all(unit.quoted[: unit.end]):
        return None
    return _inside(unit, (0, unit.end))[0]


def _unattributed(unit: _Unit, made: list[_Draft]) -> list[Attribution]:
    """Quotations of three words or more that no cue claims: said by somebody, the rules don't know by whom."""
    found = []
    for q in dict.fromkeys(q for q in unit.quoted if q):
        if any(c.overlaps(q) for d in made for c in d.made.content) or len(q.of(unit.text).split()) < 3:
            continue
        inside = _strip_marks(unit.text, q)
        if inside.start < inside.end:
            found.append(Attribution(source=None, cue=None, content=(inside,), voice=Voice.DIRECT, stance=Stance.ASSERTS, confidence=0.4, method="rules"))
    return found


def _strip_marks(text: str, span: Span) -> Span:
    """`span` without the quotation marks and white space at its borders."""
    start, end = span.start, span.end
    marks = "“”\"‘’' \t\n`\u00a0"
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return Span(start, end)


def _inside(unit: _Unit, part: Range) -> list[Span]:
    """The content at `part`; where it is quotations and nothing else, what stands inside their marks."""
    if all(unit.quoted[k] for k in range(*part)):
        spans = [_strip_marks(unit.text, q) for q in dict.fromkeys(unit.quoted[k] for k in range(*part)) if q]
        return [s for s in spans if s.start < s.end]
    return [unit.span(part)]


def _make(unit: _Unit, find: _Find) -> Attribution | None:
    """The attribution itself: spans for word ranges, voice, hedge."""
    content = sorted(s for part in find.content if part[0] < part[1] for s in _inside(unit, part))
    if not content or any(a.overlaps(b) for a, b in zip(content, content[1:], strict=False)):
        return None
    words = [k for part in find.content for k in range(*part)]
    quoted = sum(bool(unit.quoted[k]) for k in words)
    hedge = next((k for k in (range(*find.cue) if find.cue else ()) if unit.word(k) in lexicon.HEDGE_ADVERBS), None)
    span = lambda part: unit.span(part) if part else None  # noqa: E731
    return Attribution(
        source=span(find.source), cue=span(find.cue), content=tuple(content),
        voice=Voice.DIRECT if quoted == len(words) else Voice.MIXED if quoted else Voice.INDIRECT,
        stance=find.reading.stance, polarity=Polarity.NEGATIVE if find.negated else Polarity.POSITIVE,
        actual=find.actual, hedge=span((hedge, hedge + 1)) if hedge is not None else None,
        relay=span(find.relay), cited=span(find.cited),
        confidence=round(min(0.95, find.confidence), 2), method="rules",
    )
