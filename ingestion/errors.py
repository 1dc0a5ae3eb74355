"""What can go wrong while articles come in.

BylineError                every error that Byline raises on purpose; its message is one sentence for a user
├── ReadError              a file that can't be read as an article: skipped, counted, listed
├── QuoteError             a quote that differs from its article: refused
├── LibraryInUse           another process owns the data folder
├── NotFound               no such article, version or passage
├── EmbeddingError         the embedding model is missing or isn't the one expected
├── StoreUnusable          the database can't be read or written: a full disk, a damaged file
└── IndexDamaged           an index that can't be trusted: thrown away and built anew
"""


class BylineError(Exception):
    """Every error raised on purpose; the message says what was being done, to what, and the mend."""


class ReadError(BylineError):
    """A file that can't be read as an article."""


class QuoteError(BylineError):
    """A quote that differs from its article's text."""


class LibraryInUse(BylineError):
    """Another process owns the data folder."""


class NotFound(BylineError):
    """No such article, version or passage."""


class EmbeddingError(BylineError):
    """The embedding model is missing, or its weights aren't the ones expected."""


class StoreUnusable(BylineError):
    """The database can't be read or written."""


class IndexDamaged(BylineError):
    """An index that is missing, incomplete or changed since it was built."""
