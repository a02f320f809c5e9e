#!/usr/bin/env bash
# usage: examples/demo.sh ONRECORD
# Reads the sample report into a new ledger, demo/onrecord.db, and shows the record. Prints each command before it runs.
set -euo pipefail
cd "$(dirname "$0")/.."

onrecord=$1
python=$(dirname "$1")/python
mkdir -p demo
rm -f demo/onrecord.db demo/onrecord.db-*
export ONRECORD_LEDGER=demo/onrecord.db

run() {
  printf '\n$ onrecord'
  for word in "$@"; do
    case $word in *" "*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac
  done
  printf '\n'
  "$onrecord" "$@"
}

run add examples/herring.txt --published 2025-03-11 --publisher "Harbour Wire"
run read examples/herring.txt --published 2025-03-11 --publisher "Harbour Wire"
run find season
first=$("$onrecord" find season --json | "$python" -c 'import json, sys; print(json.loads(sys.stdin.readline())["first"])')
run show "$first"

printf '\nThe record is in demo/onrecord.db (ONRECORD_LEDGER names it). Next: .venv/bin/onrecord read YOUR-REPORT.txt\n'
