"""One module a benchmark, all of one shape: load, run, score."""
