"""Articles in, index out. Imports nothing of assistant/ or evaluation/."""
