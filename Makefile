# Thin: each command is a script, so that everything works without make as well.
.PHONY: help run test test-fast lint bench clean

help:
	@echo "make run        start the site with demo content at http://127.0.0.1:8000/ (PORT=8001 make run for another port)"
	@echo "make test       every check and test"
	@echo "make test-fast  the same without browser tests and encoding"
	@echo "make lint       style, types, templates and migrations only"
	@echo "make bench      measure speed, search and screening"
	@echo "make clean      remove the environment, local data and everything generated"

run:
	@scripts/run

test:
	@scripts/test

test-fast:
	@scripts/test --fast

lint:
	@scripts/test --lint

bench:
	@scripts/bench

clean:
	@scripts/clean
