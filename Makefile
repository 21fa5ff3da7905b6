# One command per wish; `make help` lists them. Needs make and Python 3.11 or newer, nothing else.
#
# Everything runs in a virtual environment of its own (.venv), installed from a lock with hashes. Its stamp is named by
# a checksum of the lock, the project's metadata and the folder, so it is made again when, and only when, one changes.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help flyers proof package reader-proof gallery test check lint format bench lock clean

VENV   := .venv
PYTHON := $(VENV)/bin/python
TRIED  := python3 python3.14 python3.13 python3.12 python3.11

# A shell has LANG=en_US.UTF-8 of its own: these words count only where they were typed, on make's command line.
typed = $(if $(findstring command line,$(origin $1)),$(value $1))
quote = '$(subst ','\'',$1)'
quoted = $(if $(call typed,$1),$(call quote,$(call typed,$1)))
option = $(if $(strip $2),$1 $(call quote,$2))
given = $(call option,--$1,$(call typed,$2))
flag = $(if $(call typed,$2),--$1)

# A misspelt word would make everything instead of what was meant, and so would an empty one. What make itself would
# expand (LANG='$(shell …)') stays as it was typed: that is what “value” is for.
KNOWN := LANG WITH PRODUCT FORMAT EDITION PRESS PDFX BLEED SHEET INK JOBS SHARD FORCE QUIET OUTPUT SITE QUANTITY \
         ORDER DRAFT PAPER TESTS ALL PKG PEERS VENV PYTHON
define NEWLINE


endef
words := $(foreach word,$(.VARIABLES),$(if $(findstring command line,$(origin $(word))),$(word)))
unknown := $(filter-out $(KNOWN),$(words))
$(if $(unknown),$(error “$(firstword $(unknown))=…” is not known. Write one of: $(KNOWN)))
$(foreach word,$(words),$(if $(strip $(value $(word))),,$(error $(word) is empty. Give it a value, or leave it out)))
$(foreach word,$(words),$(if $(findstring $(NEWLINE),$(value $(word))),$(error $(word) has more than one line)))
$(foreach word,FORCE QUIET DRAFT ALL PEERS,$(if $(filter-out 1,$(call typed,$(word))),$(error $(word) is 1, or is left out)))

# … and no child may run under LANG=es. Emptying MAKEOVERRIDES keeps the words out of MAKEFLAGS too.
PRESSED := $(call given,press,PRESS) $(call given,pdfx,PDFX) $(call given,bleed,BLEED)
AGAIN   := $(call flag,force,FORCE) $(call flag,quiet,QUIET)
WANTED  := $(call given,lang,LANG) $(call given,with,WITH) $(call given,product,PRODUCT) $(call given,format,FORMAT) \
           $(call given,edition,EDITION) $(PRESSED) $(call given,sheet,SHEET) $(call given,ink,INK) $(call given,jobs,JOBS) $(call given,shard,SHARD) \
           $(call given,output,OUTPUT) $(AGAIN)
SHARED  := $(call given,lang,LANG) $(call given,with,WITH) $(call given,product,PRODUCT) $(call given,format,FORMAT) $(PRESSED) \
           $(call given,ink,INK) $(call given,output,OUTPUT)
MAKEOVERRIDES =
unexport LANG LANGUAGE WITH PRODUCT FORMAT EDITION PRESS PDFX BLEED SHEET INK JOBS SHARD FORCE QUIET OUTPUT SITE \
         QUANTITY ORDER DRAFT PAPER TESTS ALL PKG PEERS VENV PYTHON PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE
export LC_ALL := C.UTF-8

checksum = $(firstword $(shell { cat $1 2>/dev/null pyproject.toml src/flyers/__init__.py; pwd; } | cksum))
RUNTIME  := $(VENV)/installed-$(call checksum,requirements.lock)
DEV      := $(VENV)/installed-dev-$(call checksum,requirements-dev.lock)

help: ## say what can be made
	@echo 'make flyers                  every product in every language, into output/'
	@echo 'make flyers LANG=es          one language (LANG="es ar" for several)'
	@echo 'make flyers PRODUCT=poster   one product; also JOBS=2, OUTPUT=folder. On request: hotline-poster, in all'
	@echo '                             languages at once, and language-picker, on which people point to theirs'
	@echo 'make flyers FORMAT=a4        posters and the brochure in A4; “flyers products” lists the formats of each'
	@echo 'make flyers LANG=es WITH=en PRODUCT=wallet-card   Spanish in front, English behind'
	@echo 'make flyers EDITION=phone    for phones: narrow pages in large type; EDITION=screen for computers and screen readers'
	@echo 'make flyers EDITION=office   sheets for your own printer, also INK=black; cards fit A4 too:'
	@echo '                             EDITION=office PRODUCT=wallet-card SHEET=a4'
	@echo 'make flyers EDITION=image    pictures to send by phone and to post, with their words'
	@echo 'make flyers PRESS=uncoated   for another paper or press (flyers products --conditions); also PDFX=1a'
	@echo 'make flyers PRESS=online     for online printers: page = bleed, no marks; BLEED=0.1in if they ask for that'
	@echo 'make flyers SHARD=3/40       the third of 40 parts, for several machines (docs/scale.md); FORCE=1 makes again what'
	@echo '                             is current; QUIET=1 prints errors only'
	@echo 'make proof                   prove the PDFs in output/ again, from the files'
	@echo 'make package LANG=es         build, and put the press files into a ZIP for the print shop; DRAFT=1 to have'
	@echo '                             a look before it is signed off; QUANTITY="poster=200" for the ticket'
	@echo 'make reader-proof LANG=es    pages on which a native reader checks every text with a pen; PAPER=a4'
	@echo 'make gallery                 a website of everything in gallery/, for the web or a memory stick; also LANG="es ar",'
	@echo '                             PRODUCT=…, SITE=folder; DRAFT=1 to let files be downloaded before they are signed'
	@echo 'make test                    run the tests; ALL=1 also the exhaustive ones, as each submission does'
	@echo 'make check PKG=text          lint, and the quick tests of a package and of those above it, while you work on it'
	@echo 'make lint                    check style, types and the layers'
	@echo 'make format                  put the code into the house style'
	@echo 'make bench                   measure: CPU per PDF by stage, cold and warm; PEERS=1 beside Typst and ReportLab'
	@echo 'make lock                    renew requirements*.lock from pyproject.toml (needs uv)'
	@echo 'make clean                   remove outputs and caches (not .venv)'

# Neither Python nor a library may run what lies in the folder that make was called in.
flyers proof package reader-proof gallery: export PYTHONSAFEPATH := 1

flyers: $(RUNTIME)
	@$(PYTHON) -m flyers build $(WANTED)

proof: $(RUNTIME)
	@$(PYTHON) -m flyers proof $(or $(call quoted,OUTPUT),output)

# A wrong order is refused before the files are built.
package: ORDERED = $(SHARED) $(call given,quantity,QUANTITY) $(call given,order,ORDER) $(call flag,draft,DRAFT)
package: $(RUNTIME)
	@$(PYTHON) -m flyers package $(ORDERED) --dry-run >/dev/null
	@$(PYTHON) -m flyers build --edition press $(SHARED) $(AGAIN)
	@$(PYTHON) -m flyers package $(ORDERED)

reader-proof: $(RUNTIME)
	@$(PYTHON) -m flyers reader-proof $(if $(call typed,LANG),$(call quote,$(call typed,LANG))) \
	    $(call given,paper,PAPER) $(call given,product,PRODUCT) $(call given,output,OUTPUT)

gallery: $(RUNTIME)
	@$(PYTHON) -m flyers gallery $(call given,lang,LANG) $(call given,product,PRODUCT) $(call given,jobs,JOBS) \
	    $(call given,output,OUTPUT) $(call given,site,SITE) $(call flag,drafts,DRAFT)

# Exhaustive tests take most of the time: browsers, clusters, kills, fuzzing, all languages in all readers. .ci/run has
# CI=true.
WHOLE := $(or $(call typed,ALL),$(CI))
test: $(DEV)
	@PYTEST_ADDOPTS=$(or $(call quoted,TESTS),'-n auto --dist worksteal$(if $(WHOLE),, -m "not exhaustive")') \
	    $(PYTHON) -m pytest
	@$(if $(WHOLE)$(call typed,TESTS),,echo 'Exhaustive tests were left out; make test ALL=1 runs them, as .ci/run does.')

# Packages of tests, each before those that stand on it.
STOREYS := content translation text layout impose pdf proof screen office images pipeline workflow publish reading \
           gallery studio cli
from = $(if $2,$(if $(filter $1,$(firstword $2)),$2,$(call from,$1,$(wordlist 2,99,$2))),$(error PKG is one of: $(STOREYS)))
CHECKED = $(if $(call typed,PKG),$(call from,$(call typed,PKG),$(STOREYS)),$(STOREYS))
check: lint
	@$(PYTHON) -m pytest -n auto --dist worksteal -q -m 'not slow and not exhaustive' tests/test_map.py tests/test_import_circles.py \
	    $(addprefix tests/,$(CHECKED))

lint: $(DEV)
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(VENV)/bin/lint-imports

format: $(DEV)
	@$(PYTHON) -m ruff check --fix-only --quiet .
	@$(PYTHON) -m ruff format .

bench: $(if $(call typed,PEERS),$(DEV),$(RUNTIME))
	@$(PYTHON) bench/$(if $(call typed,PEERS),peers,bench).py

lock:
	@uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	    --no-emit-find-links --group build pyproject.toml --output-file requirements.lock
	@uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	    --no-emit-find-links --group build --group dev --group bench --extra scale \
	    --constraint requirements.lock pyproject.toml \
	    --output-file requirements-dev.lock

clean:
	@find output -mindepth 1 ! -name .gitkeep -delete
	@rm -rf gallery
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	@find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): LOCK := requirements.lock
$(DEV): LOCK := requirements-dev.lock
$(RUNTIME) $(DEV): | $(PYTHON)
	@echo 'Installing from $(LOCK) into $(VENV) (once; it takes about a minute) …'
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: --require-hashes -r $(LOCK)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --no-index --no-deps --no-build-isolation -e .
	@$(PYTHON) -m compileall -q src
	@touch $@

# A python whose interpreter has gone (an upgrade of the system) is no python: then the environment is made anew.
ifneq ($(shell $(PYTHON) -c 'import pip' 2>/dev/null && echo sound),sound)
.PHONY: $(PYTHON)
endif

$(PYTHON):
	@bare=; for candidate in $(TRIED); do \
	    "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    "$$candidate" -c 'import ensurepip, venv' 2>/dev/null || { bare=$$candidate; continue; }; \
	    echo "Making $(VENV) with $$("$$candidate" -V) …"; \
	    rm -rf $(VENV) && exec "$$candidate" -m venv $(VENV); \
	done; \
	if [ -n "$$bare" ]; then \
	    echo "$$bare cannot make virtual environments: its venv module is packaged apart." >&2; \
	    echo "Install it (Debian, Ubuntu: apt install python3-venv), then run make again." >&2; \
	else \
	    echo "No Python 3.11 or newer was found (tried: $(TRIED))." >&2; \
	    echo "Install one (Debian, Ubuntu: apt install python3 python3-venv), then run make again." >&2; \
	fi; exit 9
