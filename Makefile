# Two commands: `make book` and `make test`. Both set up .venv first, once per lock.

VENV := .venv
BIN := $(VENV)/bin
SETUP := $(shell (pwd; cat pyproject.toml requirements/*.txt) | cksum | tr ' ' '-')
READY := $(VENV)/ready-$(SETUP)

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# Without byte code every one of a build's kernels would compile pandas and altair again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: book editions pdf whatif serve check test format lab lock clean

book: $(READY)  ## build the book from data/ and chapters/
	@$(BIN)/python scripts/book.py build
	@$(BIN)/python scripts/book.py editions --quiet

editions: $(READY)  ## make the teaching editions of the built book again
	@$(BIN)/python scripts/book.py editions

pdf: $(READY)  ## print the built book with Chromium
	@$(BIN)/python scripts/book.py pdf

whatif: $(READY)  ## build a book from edited data beside it: make whatif DATA=folder
	@$(BIN)/python scripts/book.py whatif $(if $(DATA),--data "$(DATA)")

serve: $(READY)  ## show the book in a browser and follow every edit
	@$(BIN)/python scripts/book.py serve

check: $(READY)  ## read data and chapters and report what is wrong in them
	@$(BIN)/python scripts/book.py check

test: $(READY) book  ## all tests, on the book just built
	@$(BIN)/python -m pytest -q -n auto --dist loadfile

format: $(READY)  ## put code and notebooks into the house's form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lab: $(READY)  ## open the chapters in JupyterLab
	@$(BIN)/jupyter lab

lock: $(READY)  ## renew requirements/lock.txt from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --group test --universal --python-version 3.11 \
		--generate-hashes --upgrade --quiet --custom-compile-command "make lock" \
		--output-file requirements/lock.txt

clean:  ## remove everything that was built, and the environment
	@if test -x $(BIN)/python; then $(BIN)/python scripts/book.py clean; \
	elif test -e _build; then echo "_build stays: no $(VENV) to run scripts/book.py clean with"; fi
	$(REMOVE_VENV)

# An environment that is not of our making bears no such file, and stays.
REMOVE_VENV = @test ! -e $(VENV) || ls $(VENV)/ready-* >/dev/null 2>&1 || { \
	echo "$(VENV) was not set up by make: move it, or name another: make VENV=..." >&2; exit 1; }; \
	rm -rf $(VENV)

# uv takes a sixth of pip's time; where only pip knows the way to a package index, pip does it.
$(READY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=..." >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	$(REMOVE_VENV)
	@mkdir $(VENV) && : > $(VENV)/ready-soon
	@"$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/lock.txt || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/lock.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p $(VENV)/etc/jupyter && cp scripts/recomputed/run/jupyter_nbconvert_config.py $(VENV)/etc/jupyter/
	@touch $@
