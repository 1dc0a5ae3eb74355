# Two commands: `make run` and `make test`. Both build the environment first, from requirements.lock.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
HOST_PORT ?= 8000
QUESTION ?= Will Ukraine join NATO soon?

.PHONY: run test test-all lint lock train-attribution train-entailment clean

run: $(VENV)/.installed
	$(BIN)/byline --home .byline ingest corpus
	$(BIN)/byline --home .byline ask "$(QUESTION)"
	$(BIN)/byline --home .byline serve --port $(HOST_PORT)

test: lint
	$(BIN)/python -m pytest -m "not slow"

test-all: test
	$(BIN)/python -m pytest -m slow

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=26"
	$(BIN)/python -m pip install --quiet -r requirements.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps -e .
	touch $@

# Pins everything that pyproject.toml asks for. torch's local tag is cut off: any build of that release will do.
lock: $(VENV)/.installed
	$(BIN)/pip-compile --quiet --extra dev --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --no-header --output-file requirements.lock pyproject.toml
	sed -i -E 's/^torch==([0-9.]+)\+[a-z0-9]+/torch==\1/' requirements.lock

# Trains the model of who says what anew and puts it in its place; takes about an hour on 2 cores. DATA holds polnear/.
DATA ?= ../shared/data
train-attribution: $(VENV)/.installed
	$(BIN)/python -m evaluation.tagger_training --data $(DATA) --out ingestion/attribution/model
	$(BIN)/python -m evaluation.attribution --data $(DATA)

# Trains the model that reads evidence and a claim together, and fits the curve it is a part of; hours on 2 cores.
train-entailment: $(VENV)/.installed
	$(BIN)/python -m evaluation.entailment_training --data $(DATA) --out assistant/entailment_model
	$(BIN)/python -m evaluation.judging --data $(DATA)

clean:
	rm -rf $(VENV) .byline
