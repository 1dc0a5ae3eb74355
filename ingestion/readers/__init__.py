"""One module a format, all of one shape: bytes -> Article, or a ReadError that says why."""
