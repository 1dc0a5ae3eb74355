"""One article of six sentences, carried by hand from bytes to a cited answer. Read it as the story of the product."""

from datetime import UTC, datetime

from assistant.answering import answers, propose
from assistant.answers import Outcome
from assistant.checking import admit, check
from assistant.evidence import gather
from assistant.pipeline import ask
from assistant.queries import read_query
from assistant.questions import Kind, understand
from assistant.rendering import markdown
from assistant.retrieval import search
from assistant.scoring import score
from ingestion.articles import Span, Status, cut_quote
from ingestion.attribution import Polarity, Stance, Voice
from ingestion.attribution.pipeline import attribute
from ingestion.attribution.tagger import load_tagger
from ingestion.passages import split
from ingestion.pipeline import File, Library
from ingestion.readers import read

RAW = b"""---
id: westport-harbour
title: Westport harbour reopens
publisher: Sample Post
published_at: 2021-03-05
---
The harbour of Westport reopened on Friday. The port authority said that the water in the basin was clean. \
Local fishermen denied that the water was clean.

A senior official told Sample Wire that the basin would be tested again in June. \
According to the fishermen's union, forty boats stayed at sea. The ministry has not said who will pay for the tests.
"""
QUESTION = "Is the water in the harbour clean?"


def test_from_bytes_to_a_cited_answer(library: Library) -> None:
    # bytes -> Article: what the source says about itself, and None for what it doesn't say
    (article,) = read(RAW, "harbour.md").articles
    assert (article.id, article.title, article.publisher) == (
        "westport-harbour",
        "Westport harbour reopens",
        "Sample Post",
    )
    assert article.published_at == datetime(2021, 3, 5, tzinfo=UTC)
    assert (article.url, article.authors, article.language, article.status) == (None, (), None, Status.CURRENT)
    assert article.text.startswith("The harbour of Westport reopened")
    text = article.text

    # Article -> Passages: whole sentences, a paragraph border between them
    first, second = split(article, library.encoder.count_tokens, limit=library.encoder.max_tokens)
    assert [s.of(text) for s in first.sentences] == [
        "The harbour of Westport reopened on Friday.",
        "The port authority said that the water in the basin was clean.",
        "Local fishermen denied that the water was clean.",
    ]
    assert (first.start, first.end, second.start, second.end) == (0, 155, 157, 354)

    # Article -> Attributions: who said what, and how; the first sentence is in none, so it is Sample Post's own
    def words(span: Span | None) -> str | None:
        return span.of(text) if span else None

    attributions = attribute(text, load_tagger())
    found = [(words(a.source), words(a.cue), words(a.content[0]), a.stance, a.polarity) for a in attributions]
    positive, negative = Polarity.POSITIVE, Polarity.NEGATIVE
    assert found == [
        ("The port authority", "said", "the water in the basin was clean", Stance.ASSERTS, positive),
        ("Local fishermen", "denied", "the water was clean", Stance.DENIES, positive),
        ("A senior official", "told", "the basin would be tested again in June", Stance.ASSERTS, positive),
        ("the fishermen's union", "According to", "forty boats stayed at sea", Stance.ASSERTS, positive),
        ("The ministry", "has not said", "who will pay for the tests", Stance.ASSERTS, negative),
    ]
    assert {a.voice for a in attributions} == {Voice.INDIRECT}
    assert words(attributions[2].relay) == "Sample Wire"
    assert attributions[2].anonymous
    assert [words(a.speaker.mention) for a in attributions if a.speaker] == [words(a.source) for a in attributions]

    # all of it -> the store and the index
    report = library.ingest([File("harbour.md", RAW)])
    assert [a.article_id for a in report.articles] == ["westport-harbour"]
    store, encoder = library.store, library.encoder
    assert store.article("westport-harbour") == article
    assert store.passages_of(article.id, article.version) == (first, second)
    assert store.attributions(article.id, article.version) == attributions

    # question -> Hits: pointers, best first
    listed = store.listed()
    query = read_query(QUESTION, publishers=["Sample Post"], today=None)
    assert (query.views, query.publishers) == ((QUESTION,), set())
    [vector] = views = encoder.encode(query.views)
    hits = search(query, index=library.index(), vectors=views, articles=listed, every=True, count=5)
    assert [h.passage_id for h in hits] == [first.id, second.id]

    # Hits -> Evidence: quotes cut from the store, each with its speaker
    sentences = gather(hits, store=store)
    denial = sentences[2].evidence[0]
    assert (denial.speaker, denial.stance, denial.publisher) == ("Local fishermen", Stance.DENIES, "Sample Post")
    assert denial.quote == cut_quote(article, Span(*_place(text, "the water was clean")))
    assert sentences[0].evidence[0].speaker is None

    # Evidence -> Claims: the sentences that answer, each given to whoever said it; unchecked
    understood = understand(QUESTION)
    assert (understood.kind, understood.terms) == (Kind.YES_NO, {"water", "harbour", "clean"})
    texts = {s.sentence.exact for s in sentences} | {s.passage_text for s in sentences}
    vectors = store.vectors(sorted(texts), library.model)
    scored = score(understood, sentences, vector=vector, vectors=vectors, rarity=library.index().rarity)
    claims = propose(answers(understood, scored))
    assert [c.text for c in claims] == ["The port authority said", "Local fishermen denied", "Sample Post writes"]

    # Claim x Evidence -> Verdict -> Statement: the gate reads every quote again
    assert [check(c, store=store).outcome for c in claims] == [Outcome.SUPPORTED] * 3
    statements = admit(claims, store=store)
    assert [s.text for s in statements] == [
        "The port authority said: “the water in the basin was clean”",
        "Local fishermen denied: “the water was clean”",
        "Sample Post writes: “The harbour of Westport reopened on Friday.”",
    ]
    assert [s.denies for s in statements] == [(), (0,), ()]
    quote = statements[0].citations[0].quote
    assert (quote.start, quote.end, text[quote.start : quote.end]) == (73, 105, quote.exact)

    # all of it is what `ask` does
    answer = ask(library, QUESTION)
    assert answer.statements == statements
    assert not answer.abstained
    assert [(p.holder, p.statements, p.denied_by) for p in answer.positions] == [
        ("The port authority", (0,), (1,)),
        ("Local fishermen", (1,), ()),
        ("Sample Post", (2,), ()),
    ]
    assert (answer.sources.articles, answer.sources.publishers, answer.sources.origins) == (1, 1, 1)
    assert [a.statement for a in answer.accounts] == [0, 1]
    shown = markdown(answer).splitlines()
    assert shown[0] == "*Who holds what, not a verdict:*"
    assert shown[2] == r"- **The port authority said**: “the water in the basin was clean” \[1\]"
    assert shown[3] == r"- **Local fishermen denied**: “the water was clean” \[2\] *(against \[1\])*"

    # and where the articles don't say, that is the answer
    nothing = ask(library, "Who won the election in Westport?")
    assert (nothing.abstained, nothing.reason, nothing.statements) == (True, "The articles don't say.", ())
    assert nothing.nearest


def _place(text: str, words: str) -> tuple[int, int]:
    return text.rindex(words), text.rindex(words) + len(words)
