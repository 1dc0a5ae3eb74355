"""Hit, and the two indexes that find passages: Chroma (through LlamaIndex) by meaning, tantivy by words.

Both live in one generation: a folder built from the store, verified in a child process by asking it for its own
records, made current by renaming one pointer file, and never changed afterwards. Its manifest holds the hash of every
file, so a damaged one is refused before it is opened: Chroma ends the whole process on a truncated file. What is
refused or outdated is thrown away and built again. Left out: the articles' text; a hit only points.
"""

import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingestion.errors import IndexDamaged

FORMAT = 2  # of a generation's files; one of another is built again
POINTER = "CURRENT"
MANIFEST = "manifest.json"
OPENED = "opened-"  # the folder of a copy that is in use; left behind by a process that was killed
PROBES = 64  # records that a new generation is asked for
BATCH = 1000  # records handed to Chroma at once
PHRASE = 6  # words looked for one after another
_COLLECTION = "passages"
_SPLIT = re.compile(
    r"[^\W_]+"
)  # as tantivy's simple tokenizer does, which keeps the places of words that it leaves out


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score and what found it: "dense" (cosine), "keyword" (BM25) or both fused."""

    passage_id: str
    article_id: str
    score: float
    found_by: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is indexed of one passage; title and publisher are found as words of it."""

    passage_id: str
    article_id: str
    text: str
    title: str | None
    publisher: str | None
    vector: npt.NDArray[np.float32]


class Index:
    """One generation, open for searching. Safe to call from several threads."""

    def __init__(self, generation: Path, manifest: dict[str, Any]) -> None:
        self.revision = int(manifest["revision"])
        self.removals = int(manifest["removals"])
        self.embedding = str(manifest["embedding"])
        self._size = int(manifest["size"])
        self._lock = threading.Lock()
        # Chroma writes to its files even when it only reads: it gets a copy, so that the generation keeps its hashes.
        self._copy = Path(tempfile.mkdtemp(dir=generation.parent, prefix=f"{OPENED}{os.getpid()}-"))
        shutil.copytree(generation / "dense", self._copy, dirs_exist_ok=True)
        self._client, collection = _chroma(self._copy)
        self._dense = _vector_store(collection)
        self._words = _tantivy(generation)
        self._searcher = self._words.searcher()
        self._analyzer = _analyzer()

    def close(self) -> None:
        """Let go of the files. A search that comes later fails."""
        with self._lock:
            self._client.close()
            shutil.rmtree(self._copy, ignore_errors=True)

    def dense(
        self, vector: npt.NDArray[np.float32], count: int, article_ids: Sequence[str] | None = None
    ) -> tuple[Hit, ...]:
        """The nearest passages by cosine, best first; of these articles only, if any are named."""
        from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters, VectorStoreQuery

        if not self._size:
            return ()
        filters = None
        if article_ids is not None:
            wanted = MetadataFilter(key="article_id", value=list(article_ids), operator=FilterOperator.IN)
            filters = MetadataFilters(filters=[wanted])
        query = VectorStoreQuery(
            query_embedding=vector.tolist(), similarity_top_k=min(count, self._size), filters=filters
        )
        with self._lock:
            found = self._dense.query(query)
        hits = [
            Hit(node.node_id, node.metadata["article_id"], 1 + math.log(similarity), "dense")
            for node, similarity in zip(found.nodes, found.similarities, strict=True)
        ]
        return _ordered(hits)

    def keyword(self, words: str, count: int, article_ids: Sequence[str] | None = None) -> tuple[Hit, ...]:
        """The passages that hold most of the words, by BM25, best first; none where no word is held."""
        from tantivy import Occur, Query

        schema = self._words.schema
        tokens = dict.fromkeys(self._analyzer.analyze(words))
        if not tokens:
            return ()
        any_word = Query.boolean_query([(Occur.Should, Query.term_query(schema, "words", t)) for t in tokens])
        query = any_word
        if article_ids is not None:
            allowed = Query.const_score_query(Query.term_set_query(schema, "article_id", list(article_ids)), 0.0)
            query = Query.boolean_query([(Occur.Must, any_word), (Occur.Must, allowed)])
        hits = []
        for score, address in self._searcher.search(query, count).hits:
            stored = self._searcher.doc(address)
            hits.append(Hit(stored["passage_id"][0], stored["article_id"][0], float(score), "keyword"))
        return _ordered(hits)

    def phrases(self, words: str, count: int) -> tuple[Hit, ...]:
        """The passages that hold most runs of six of the words, one after another, best first."""
        from tantivy import Occur, Query

        places = [(n, stem) for n, word in enumerate(_SPLIT.findall(words)) for stem in self._analyzer.analyze(word)]
        runs = [places[at : at + PHRASE] for at in range(0, len(places), PHRASE)]
        queries = [Query.phrase_query(self._words.schema, "words", run) for run in runs if len(run) > 1]
        if not queries:
            return ()
        hits = []
        found = self._searcher.search(Query.boolean_query([(Occur.Should, q) for q in queries]), count).hits
        for score, address in found:
            stored = self._searcher.doc(address)
            hits.append(Hit(stored["passage_id"][0], stored["article_id"][0], float(score), "keyword"))
        return _ordered(hits)

    def rarity(self, stem: str) -> float:
        """How much a word tells: the logarithm of the passages there are for each that holds it, 1 added to all."""
        return math.log(1 + self._size / (1 + self._searcher.doc_freq("words", stem)))


def _ordered(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda h: (-h.score, h.passage_id)))


def build_generation(folder: Path, records: Iterable[Record], *, revision: int, removals: int, embedding: str) -> None:
    """Build, verify and make current. Raises IndexDamaged if the new generation fails; then the old one stays current.

    `revision` and `removals` are the store's, `embedding` is the model's name and revision.
    """
    from chromadb.errors import ChromaError

    generation = folder / f"generation-{uuid.uuid4().hex[:12]}"
    try:
        generation.mkdir(parents=True)
        size = _fill(generation, records)
        manifest: dict[str, Any] = {"format": FORMAT, "revision": revision, "removals": removals}
        manifest |= {"embedding": embedding, "size": size}
        manifest["files"] = _digests(generation)
        (generation / MANIFEST).write_text(json.dumps(manifest))
        _verify_in_child(generation)
        _sync(generation)
    except BaseException as error:
        shutil.rmtree(generation, ignore_errors=True)
        if isinstance(error, (OSError, ValueError, ChromaError)):  # tantivy raises ValueError
            raise IndexDamaged(
                f"no index can be built in {folder} ({error}); check the disk, then try again"
            ) from error
        raise
    previous = _current(folder)
    pointer = folder / f"{POINTER}.new"
    pointer.write_text(generation.name)
    _sync_file(pointer)
    pointer.replace(folder / POINTER)
    _sync_file(folder)
    for other in folder.glob("generation-*"):
        if other not in (generation, previous):  # a search may still be reading the previous one
            shutil.rmtree(other, ignore_errors=True)


def open_index(folder: Path) -> Index:
    """The current generation. Raises IndexDamaged where there is none, or a file of it is missing or changed."""
    generation = _current(folder)
    if generation is None:
        raise IndexDamaged(f"there is no index at {folder}")
    for copy in folder.glob(f"{OPENED}*"):
        if not copy.name.startswith(f"{OPENED}{os.getpid()}-"):
            shutil.rmtree(copy, ignore_errors=True)
    try:
        manifest = json.loads((generation / MANIFEST).read_text())
        current = manifest["format"] == FORMAT
        intact = all(_digest(generation / name) == digest for name, digest in manifest["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"the index at {generation} is incomplete") from error
    if not current:
        raise IndexDamaged(f"the index at {generation} is of another release")
    if not intact:
        raise IndexDamaged(f"the index at {generation} has changed since it was built")
    try:
        return Index(generation, manifest)
    except OSError as error:
        raise IndexDamaged(f"the index at {generation} can't be opened ({error})") from error


def verify(generation: Path) -> None:
    """Ask a generation for its own records, by vector and by words. Raises IndexDamaged."""
    index = Index(generation, json.loads((generation / MANIFEST).read_text()))
    for probe in json.loads((generation / "probes.json").read_text()):
        near = index.dense(np.array(probe["vector"], dtype=np.float32), 10)
        if not near or near[0].score < 0.999:
            raise IndexDamaged(f"passage {probe['passage_id']} isn't found by its own vector")
        if near[-1].score < 0.999 and probe["passage_id"] not in {h.passage_id for h in near}:
            raise IndexDamaged(f"passage {probe['passage_id']} isn't found by its own vector")
        worded = index.keyword(probe["text"], 1000, [probe["article_id"]])
        if probe["has_words"] and probe["passage_id"] not in {h.passage_id for h in worded}:
            raise IndexDamaged(f"passage {probe['passage_id']} isn't found by its own words")
    index.close()


def _verify_in_child(generation: Path) -> None:
    run = subprocess.run(  # noqa: S603 (our own interpreter and module)
        [sys.executable, "-m", "ingestion.index", str(generation)], capture_output=True, text=True, check=False
    )
    if run.returncode:
        last = run.stderr.strip().splitlines()[-1:] or [f"exit code {run.returncode}"]
        raise IndexDamaged(f"the new index failed its verification: {last[0]}")


def _fill(generation: Path, records: Iterable[Record]) -> int:
    """Write all records to both indexes and note the probes; says how many records there were."""
    import tantivy
    from llama_index.core.schema import TextNode

    client, collection = _chroma(generation / "dense", create=True)
    dense = _vector_store(collection)
    words = _tantivy(generation, create=True)
    analyzer = _analyzer()
    writer = words.writer(heap_size=64_000_000, num_threads=1)  # one thread: the same records give the same order
    probes: list[dict[str, Any]] = []
    size = 0
    remaining = iter(records)
    while part := list(islice(remaining, BATCH)):
        dense.add(
            [
                TextNode(id_=r.passage_id, text="", metadata={"article_id": r.article_id}, embedding=r.vector.tolist())
                for r in part
            ]
        )
        for r in part:
            entry = tantivy.Document()
            entry.add_text("passage_id", r.passage_id)
            entry.add_text("article_id", r.article_id)
            entry.add_text("words", "\n".join(filter(None, (r.title, r.publisher, r.text))))
            writer.add_document(entry)
        size += len(part)
        for r in part[:: max(1, len(part) // 16)]:
            probes.append(
                {
                    "passage_id": r.passage_id,
                    "article_id": r.article_id,
                    "text": r.text,
                    "has_words": bool(analyzer.analyze(r.text)),
                    "vector": r.vector.tolist(),
                }
            )
    writer.commit()
    writer.wait_merging_threads()
    client.close()
    (generation / "probes.json").write_text(json.dumps(probes[:: max(1, len(probes) // PROBES)]))
    return size


# ---- the libraries


def _chroma(folder: Path, *, create: bool = False) -> tuple[Any, Any]:
    """Chroma's client and collection. No embedding function, in a folder that we built: it has nothing to execute."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False, allow_reset=False))
    if create:
        return client, client.create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
    return client, client.get_collection(_COLLECTION, embedding_function=None)


def _vector_store(collection: Any) -> Any:
    from llama_index.vector_stores.chroma import ChromaVectorStore

    return ChromaVectorStore(chroma_collection=collection)


def _tantivy(generation: Path, *, create: bool = False) -> Any:
    import tantivy

    folder = generation / "keyword"
    if not create:
        index = tantivy.Index.open(str(folder))
    else:
        folder.mkdir()
        schema = tantivy.SchemaBuilder()
        for name in ("passage_id", "article_id"):
            schema.add_text_field(name, stored=True, tokenizer_name="raw")
        schema.add_text_field("words", stored=False, tokenizer_name="english")
        index = tantivy.Index(schema.build(), path=str(folder))
    index.register_tokenizer("english", _analyzer())
    return index


def _analyzer() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    stopwords = Filter.stopword("english")
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(stopwords)
        .filter(Filter.stemmer("english"))
        .build()
    )


# ---- files


def _current(folder: Path) -> Path | None:
    try:
        return folder / (folder / POINTER).read_text()
    except OSError:
        return None


def _digests(generation: Path) -> dict[str, str]:
    """The hash of every file but locks, which the libraries touch when they open."""
    files = sorted(p for p in generation.rglob("*") if p.is_file() and p.suffix != ".lock")
    return {p.relative_to(generation).as_posix(): _digest(p) for p in files}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(generation: Path) -> None:
    for path in generation.rglob("*"):
        _sync_file(path)


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    verify(Path(sys.argv[1]))
