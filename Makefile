# 気づきナビ: every command a person or CI types. `make` alone explains them.
#
# .venv/.installed is a copy of the requirements.txt that .venv was made from. It is
# written last, so an interrupted installation has none and is made again; contents are
# compared, not times, because an unpacked update may carry older times than .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run bot test check bench-referral bench-reliability bench-performance bench-reports bench-roster bench-survey bench-training bench-indicator requirements fonts screenshots bundle clean venv dev

BIN := .venv/bin
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev

# Wheels only: nothing is compiled and no package's own script runs while installing.
PIP := -m pip --disable-pip-version-check --no-input -q
PIP_INSTALL := $(PIP) install --require-hashes --only-binary :all:

# A bundle (make bundle) brings wheels for one Python version; then no index is asked.
WHEELS_FOR := $(shell cat wheels/python-version.txt 2>/dev/null)
INDEX := $(if $(WHEELS_FOR),--no-index --find-links wheels)
PYTHON ?= $(if $(WHEELS_FOR),python$(WHEELS_FOR),python3.14 python3.13 python3.12 python3.11) python3

help:
	@echo '気づきナビ'
	@echo
	@echo '  make run           起動します（初回は必要な部品を .venv に入れます。1分ほどかかります）'
	@echo '                     SLACK_… の設定があればSlackにつなぎ、なければデモのページを開きます'
	@echo '  make bot ARGS="…"  ほかのコマンドを、同じ設定で実行します（例: make bot ARGS="roster import 名簿.csv"）'
	@echo '  make test          テストをすべて実行します（例: make test ARGS="-k content"）'
	@echo '  make check         書式・型・依存の向き・知識と設問を点検します'
	@echo '  make bench-referral  つなぎ先の正しさ・打ち間違いへの強さ・速さを、ほかの方法と並べて測ります（数分）'
	@echo '  make bench-reliability  配信の確かさ（止められても失われず、二度届かないこと）を、規模を大きくして確かめます（十数分）'
	@echo '  make bench-performance  回答の速さ、多人数のときの速さと大きさを測ります（数分から十数分。図は build/performance.png）'
	@echo '  make bench-reports  30課分の資料（図・PDF・Excel）を作る時間と、その間の答えの速さ・メモリーを測ります（1、2分）'
	@echo '  make bench-roster  300人と35,000人の名簿の取り込みにかかる時間を、2つのデータベースで測ります（1、2分）'
	@echo '  make bench-training  研修の進め方（出し方・覚えている割合・1年分の配信）を、人数を多くして確かめます（十分ほど）'
	@echo '  make bench-survey  職員アンケートを受け持つ処理を1,000回止めて、回答が失われず、二重に数えられないことを確かめます（1、2分）'
	@echo '  make bench-indicator  指標の区間（400人までのすべて）と、10万区の表の秘匿を確かめます（十数分）'
	@echo '  make bundle        インターネットのない場所で make run できる1つのファイルを dist/ に作ります'
	@echo '  make requirements  pyproject.toml から requirements*.txt を作り直します（ARGS=--upgrade で更新）'
	@echo '  make fonts         帳票のフォントを作り直します'
	@echo '  make screenshots   READMEの画面の写真を、動いているデモから撮り直します'
	@echo '  make clean         作られたもの（.venv など）を消します。data/ は消しません'

# Settings may stand in .env (see .env.example).
run: venv
	@if [ -f .env ]; then set -a; . ./.env; set +a; fi; exec $(BIN)/python -m bot run $(ARGS)

# The other commands, with the same settings as `make run`.
bot: venv
	@if [ -f .env ]; then set -a; . ./.env; set +a; fi; exec $(BIN)/python -m bot $(ARGS)

# One process a core; a file's tests stay together, because they share what they start,
# and come in the order of tests/conftest.py: the longest first.
test: dev
	@exec $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: dev
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy --strict bot
	$(BIN)/python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(BIN)/python -m bot check
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench.health

# Figures, not judgements: seconds and shares belong here, not into the tests.
bench-referral: dev
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench.referral $(ARGS)

bench-reliability: dev
	@$(BIN)/python -m tests.bench.reliability $(ARGS)

bench-performance: dev
	@$(BIN)/python -m tests.bench.performance $(ARGS)

bench-reports: dev
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench.reports $(ARGS)

bench-roster: dev
	@$(BIN)/python -m tests.bench.roster $(ARGS)

bench-training: dev
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench.training $(ARGS)

bench-survey: dev
	@$(BIN)/python -m tests.bench.survey $(ARGS)

bench-indicator: dev
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench.indicator $(ARGS)

# An environment that stands is brought up to date in place: without a network a failed
# update leaves what was there. Anything else is made from nothing.
SUITS := import sys; v = sys.version_info[:2]; \
    sys.exit(v < (3, 11) or "$(WHEELS_FOR)" not in ("", "%d.%d" % v))

venv:
	@if [ "$$(cat requirements.txt)" = "$$(cat $(INSTALLED) 2>/dev/null)" ] && $(BIN)/python -c '' 2>/dev/null; \
	then exit 0; fi; \
	if [ ! -f $(INSTALLED) ] || ! $(BIN)/python -c '$(SUITS)' 2>/dev/null; then \
	    python=''; \
	    for candidate in $(PYTHON); do \
	        if "$$candidate" -c '$(SUITS)' >/dev/null 2>&1; then python=$$candidate; break; fi; \
	    done; \
	    if [ -z "$$python" ]; then \
	        echo '$(if $(WHEELS_FOR),Python $(WHEELS_FOR) ,Python 3.11 以上)が見つかりません。入れてから、もう一度 make を実行してください。' >&2; \
	        exit 1; \
	    fi; \
	    if ! "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	        echo "$$python に venv がありません。DebianやUbuntuでは python3-venv を入れてください。" >&2; \
	        exit 1; \
	    fi; \
	    echo "$$("$$python" --version) で .venv を作っています…" >&2; \
	    rm -rf .venv; \
	    "$$python" -m venv .venv || exit 1; \
	fi; \
	echo '必要な部品を .venv に入れています（1分ほどかかります）…' >&2; \
	if [ -f $(INSTALLED) ]; then mv $(INSTALLED) $(INSTALLED)-before; fi; \
	if $(BIN)/python $(PIP_INSTALL) $(INDEX) -r requirements.txt; then \
	    rm -f $(INSTALLED)-before; cp requirements.txt $(INSTALLED); \
	else \
	    if [ -f $(INSTALLED)-before ]; then mv $(INSTALLED)-before $(INSTALLED); fi; \
	    echo '部品を入れられませんでした。上の英語の説明と、ネットワーク（HTTPS_PROXY など）の設定を確かめてください。' >&2; \
	    exit 1; \
	fi

# The first mark is taken away while installing on top, so that an interruption is seen.
dev: venv
	@if [ "$$(cat requirements-dev.txt)" = "$$(cat $(INSTALLED_DEV) 2>/dev/null)" ]; then exit 0; fi; \
	echo '開発用の部品を .venv に入れています…' >&2; \
	rm -f $(INSTALLED); \
	if $(BIN)/python $(PIP_INSTALL) -r requirements-dev.txt; then \
	    cp requirements-dev.txt $(INSTALLED_DEV); cp requirements.txt $(INSTALLED); \
	else \
	    echo '開発用の部品を入れられませんでした。上の英語の説明を確かめてください。' >&2; \
	    exit 1; \
	fi

# Without header, index or annotations: these files name packages, versions and hashes only.
COMPILE := $(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml $(ARGS)

requirements: dev
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --output-file requirements-dev.txt --extra dev --constraints requirements.txt

fonts: dev
	$(BIN)/python -m bot.reports.fonts.make

screenshots: dev
	$(BIN)/python -m tests.stories.take_screenshots

bundle: venv
	@if ! git rev-parse --verify -q HEAD >/dev/null 2>&1; then \
	    echo 'make bundle は、gitで取り出したフォルダーで実行してください。' >&2; exit 1; fi
	@git diff --quiet HEAD || echo '注意: コミットしていない変更は入りません。' >&2
	@set -e; \
	version=$$(sed -n 's/^version = "\(.*\)"$$/\1/p' pyproject.toml); \
	platform=$$($(BIN)/python -c 'import sys, sysconfig; \
	    print(sysconfig.get_platform(), "py%d.%d" % sys.version_info[:2], sep="-")'); \
	name=kizuki-navi-$$version; \
	rm -rf build/bundle; mkdir -p build/bundle/$$name/wheels dist; \
	git archive HEAD | tar -xf - -C build/bundle/$$name; \
	$(BIN)/python $(PIP) download $(INDEX) --require-hashes --only-binary :all: \
	    -r build/bundle/$$name/requirements.txt -d build/bundle/$$name/wheels; \
	$(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' \
	    > build/bundle/$$name/wheels/python-version.txt; \
	tar -czf dist/$$name-$$platform.tar.gz -C build/bundle $$name; \
	rm -rf build/bundle; \
	echo "dist/$$name-$$platform.tar.gz を作りました。展開して make run を実行してください。"

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +
