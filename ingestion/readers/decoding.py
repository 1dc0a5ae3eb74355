"""Bytes -> characters. What isn't text is refused and named; an encoding is never guessed."""

from ingestion.errors import ReadError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP, Word or EPUB file",
    b"{\\rtf": "an RTF file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF87a": "a GIF image",
    b"GIF89a": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"BZh9": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"SQLite format 3": "an SQLite database",
}


def decode(raw: bytes, *, declared: str | None = None) -> str:
    """The characters of `raw`: by its byte order mark, else UTF-8, else the encoding that it declares.

    Raises ReadError for anything else: an encoding that is guessed makes wrong quotes.
    """
    kind = next((kind for magic, kind in _BINARY.items() if raw.startswith(magic)), None)
    if kind:
        raise ReadError(f"is {kind}, not text; save the article as text, Markdown or HTML")
    encoding = next((name for bom, name in _BOMS if raw.startswith(bom)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        if declared and encoding == "utf-8":
            return _decode_declared(raw, declared)
        name = encoding.upper().removesuffix("-SIG")
        raise ReadError(
            f"isn't {name} text: byte {error.start} is 0x{raw[error.start]:02X}; convert the file to UTF-8"
        ) from error
    if "\0" in text:
        raise ReadError("holds NUL characters, so it is no text; save the article as UTF-8 text")
    return text


def _decode_declared(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"isn't the {encoding} that it declares: byte {error.start} is 0x{raw[error.start]:02X}; "
            "convert the file to UTF-8"
        ) from error
