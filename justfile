# Commands of the repository; `just` lists them. Each is a plain command, so that `just` itself is not needed.

_default:
    @just --list --unsorted

# Style, format and types.
check:
    ruff check .
    ruff format --check .
    mypy

# Tests that take 1.3 seconds or less each, with few random examples: under a minute on two cores.
test-fast:
    python -m pytest -m "not slow" --hypothesis-profile=quick

# 2,000 documents, descriptors, zips, directories, arguments and sets of claims each: some hours on two cores.
fuzz:
    python -m pytest tests/test_fuzz.py tests/test_rule_properties.py --hypothesis-profile=fuzz

# All tests.
test:
    python -m pytest

# The explorer in Chromium.
test-browser:
    python -m pytest tests/browser

# The documentation, with its notebooks executed, into build/site; needs the extra `docs`.
docs:
    sphinx-build --fail-on-warning --keep-going -b html docs build/site
    python tools/check_site.py build/site

# Draw the pictures of README.md and the documentation anew.
pictures:
    python tools/pictures.py
    python tools/explorer_pictures.py

# Say of each picture whether it shows what the data and the code would give today.
pictures-check:
    python tools/pictures.py --check
    python tools/explorer_pictures.py --check

# Write anew what is computed from the data: examples, codebook page, coverage figures, pictures.
refresh:
    python tools/refresh.py

# Costs of the package, as ratios within one run.
bench:
    python benchmarks/bench.py

# Change the rule line by line and list the changes that no test notices: `just mutants nkevents.rule.grouping*`.
mutants *names:
    mutmut run {{names}}
    mutmut results
