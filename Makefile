# servicescore. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first Python on the machine that is 3.11 or later and can make environments.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
VENV := .venv
AWS_VENV := .venv-aws
SCAN_VENV := .venv-scan
BIN := $(VENV)/bin
VENV_READY := $(VENV)/.ready
AWS_VENV_READY := $(AWS_VENV)/.ready
SCAN_VENV_READY := $(SCAN_VENV)/.ready
STAGE ?= local
START := $(if $(filter yes,$(ANEW)),--anew)
NEEDS_PYTHON = test -n "$(PYTHON)" || { \
	echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3 python3-venv)"; exit 1; }

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- environments -----------------------------------------------------------------------------

# Shipped packages are installed first, each file by its hash: the tests run on the deployed bytes.
$(VENV_READY): requirements.lock requirements-chalice.lock requirements-dev.txt requirements.txt constraints.txt
	@$(NEEDS_PYTHON)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes --no-deps -r requirements.lock -r requirements-chalice.lock
	$(BIN)/python -m pip install -q -r requirements-dev.txt
	@touch $@

$(AWS_VENV_READY): requirements-aws.txt
	@$(NEEDS_PYTHON)
	@test -x $(AWS_VENV)/bin/python || $(PYTHON) -m venv $(AWS_VENV)
	@test -x $(AWS_VENV)/lambda/bin/python || $(PYTHON) -m venv --without-pip $(AWS_VENV)/lambda
	$(AWS_VENV)/bin/python -m pip install -q -r requirements-aws.txt
	@touch $@

$(SCAN_VENV_READY): requirements-scan.txt
	@$(NEEDS_PYTHON)
	@test -x $(SCAN_VENV)/bin/python || $(PYTHON) -m venv $(SCAN_VENV)
	$(SCAN_VENV)/bin/python -m pip install -q -r requirements-scan.txt
	@touch $@

.PHONY: venv
venv: $(VENV_READY) $(AWS_VENV_READY) $(SCAN_VENV_READY) ## make the environments from the pinned requirements

# The lists have the versions. A lock adds the hash of every file of a version, for every platform.
LOCK := build/uv/bin/uv pip compile -q --upgrade --no-deps --generate-hashes --universal --python-version 3.11 \
	--no-annotate --custom-compile-command "make pins"

.PHONY: pins
pins: venv ## write the hashes of shipped packages again, after requirements.txt or Chalice's version changed
	@$(BIN)/python -m pip install -q --upgrade --target build/uv uv==0.13.9
	@$(LOCK) requirements.txt -o requirements.lock
	@grep '^chalice==' requirements-dev.txt | $(LOCK) - -o requirements-chalice.lock

# --- the service on this machine --------------------------------------------------------------

.PHONY: demo
demo: venv ## start the service, onboard three companies, score three months of each, show the results
	@$(BIN)/python -m demo $(START)

.PHONY: up
up: venv ## start the service with the data of the last run; ANEW=yes moves the data aside first
	@$(BIN)/python -m infra.up $(START)

.PHONY: stop
stop: ## stop the service; its data stays
	@if test -e $(VENV_READY); then $(BIN)/python -m infra.local_aws stop; else echo "not running"; fi

# --- proof ------------------------------------------------------------------------------------

.PHONY: test
test: venv ## run all tests, quick profile: in process, then the deployed package over HTTP
	@$(BIN)/python -m tests.run quick

.PHONY: test-rest
test-rest: venv ## run the tests marked long, quick profile: with make test every test is run once
	@$(BIN)/python -m tests.run rest

.PHONY: test-long
test-long: venv ## run the deep tests, long profile: a kill at every write, state machines, Schemathesis of each role
	@$(BIN)/python -m tests.run long

.PHONY: check
check: venv ## check format, lint, strict types, import floors, the key rule, the package, its template, its policies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m infra.key_rule
	$(BIN)/python -m infra.package
	$(BIN)/cfn-lint -- build/template.json
	$(BIN)/python -m infra.policy_scan

.PHONY: hooks
hooks: venv ## run the same checks at every commit (.pre-commit-config.yaml)
	@$(BIN)/pre-commit install

.PHONY: fuzz
fuzz: venv ## run Schemathesis against the deployed API for longer: make fuzz SECONDS_EACH=600
	SERVICESCORE_PROFILE=long FUZZ_SECONDS=$(or $(SECONDS_EACH),600) $(BIN)/python -m pytest -m stack tests/stack/test_schemathesis.py

.PHONY: chaos
chaos: venv ## strike the deployed service with faults and recompute everything: make chaos SEED=7 MINUTES=20
	@$(BIN)/python -m tests.chaos --seed $(or $(SEED),7) --minutes $(or $(MINUTES),20)

.PHONY: openapi
openapi: venv ## write the OpenAPI document again from the routes and their schemas
	@$(BIN)/python -m infra.openapi

.PHONY: openapi-changes
openapi-changes: venv ## list the API's breaking changes since the baseline, and missing entries of its changelog
	@$(BIN)/python -m infra.openapi.evolution

.PHONY: openapi-baseline
openapi-baseline: venv ## with a release: record the API's document, after each breaking change is in its changelog
	@$(BIN)/python -m infra.openapi.evolution record

.PHONY: bench
bench: venv ## measure scoring on one core, as ratios
	@$(BIN)/python -m benchmarks

.PHONY: fixture
fixture: venv ## record the data that this commit stores (last commit of an issue); a test reads every recording
	@$(BIN)/python -m tests.formats.make_fixture

.PHONY: structure
structure: venv ## count upward imports, mutual imports, and the modules that an upload and a GET pass
	@$(BIN)/python -m benchmarks.structure

.PHONY: mutation
mutation: venv ## change the scoring core in small ways and check whether its tests notice
	@$(BIN)/python -m benchmarks.mutation

.PHONY: bench-upload
bench-upload: venv ## measure an upload against writing the same items only, and a merged file against one that replaces
	@$(BIN)/python -m benchmarks.upload
	@$(BIN)/python -m benchmarks.upload_merge

.PHONY: bench-fairness
bench-fairness: venv ## measure small uploads and exports beside hostile files of each kind, of two companies, beside 500,000 rows, and beside copies of other companies
	@$(BIN)/python -m benchmarks.fairness

.PHONY: bench-reading
bench-reading: venv ## measure the reading of files against other readers
	@$(BIN)/python -m benchmarks.upload_reading

.PHONY: fuzz-reading
fuzz-reading: SECONDS ?= 600
fuzz-reading: venv ## fuzz the file reader, guided by coverage, for SECONDS=600
	@$(BIN)/python -m pip install -q --upgrade --target build/fuzz atheris==3.0.0
	@mkdir -p build/fuzz-corpus
	@PYTHONPATH=.:build/fuzz $(BIN)/python -m tests.reading.fuzz_reader \
		-max_total_time=$(SECONDS) -artifact_prefix=build/fuzz- build/fuzz-corpus

.PHONY: bench-register
bench-register: venv ## measure the registration of people by batches against writing the same items only
	@$(BIN)/python -m benchmarks.register

.PHONY: bench-read
bench-read: venv ## measure lists of results at 1,000 to 100,000 people, against the bare read of the same items; BEFORE=PATH: against another checkout's code
	@$(BIN)/python -m benchmarks.$(if $(BEFORE),pages_in_turn $(BEFORE),read)

.PHONY: bench-largest
bench-largest: venv ## measure the costliest requests that a key may make, each at its bound
	@$(BIN)/python -m benchmarks.largest

.PHONY: bench-rounds
bench-rounds: venv ## measure rating rounds: drawn, filled in by many at once, closed into results, against the bare writes
	@$(BIN)/python -m benchmarks.rounds

.PHONY: bench-simulate
bench-simulate: venv ## measure the simulation of a draft against a stored month
	@$(BIN)/python -m benchmarks.simulate

# --- AWS --------------------------------------------------------------------------------------

.PHONY: package
package: venv ## make the package and its template under build/
	@$(BIN)/python -m infra.package

.PHONY: deploy
deploy: venv ## deploy to AWS as infra/stages/production.toml says: make deploy STAGE=production
	@test "$(STAGE)" != local || { echo "say which stage: make deploy STAGE=production"; exit 1; }
	@$(BIN)/python -m infra.deploy --stage $(STAGE)
	@$(BIN)/python -m demo.smoke --stage $(STAGE)

.PHONY: smoke
smoke: venv ## run the main job against a deployed stage, with a company that is removed again: make smoke STAGE=production
	@$(BIN)/python -m demo.smoke --stage $(STAGE)

.PHONY: dead-letters
dead-letters: venv ## list dead letters with their records and log lines, here or on AWS (STAGE=production)
	@$(BIN)/python -m infra.dead_letters --lines --stage $(STAGE) $(MESSAGES)

.PHONY: redrive
redrive: venv ## send dead letters again, here or on AWS: make redrive STAGE=production MESSAGES="id …"
	@$(BIN)/python -m infra.redrive --stage $(STAGE) $(MESSAGES)

.PHONY: operator-keys
operator-keys: venv ## list the operator's keys; NEW=yes makes one, REVOKE=id ends one: make operator-keys STAGE=production
	@$(BIN)/python -m infra.operator_key --stage $(STAGE) \
		$(if $(filter yes,$(NEW)),new,$(if $(REVOKE),revoke $(REVOKE),list))

.PHONY: audit-check
audit-check: venv ## check the audit logs against their seals: make audit-check STAGE=production COMPANY=acme
	@$(BIN)/python -m infra.audit_check --stage $(STAGE) \
		$(if $(COMPANY),--company $(COMPANY)) $(if $(KEPT),--kept $(KEPT))
