#!/usr/bin/env bash
# Writes licences.tsv: name, version and licence of every crate that emitted apps are built with.
set -euo pipefail
cd "$(dirname "$0")"
cargo metadata --manifest-path ../../stdlib/runtime/Cargo.toml --locked --all-features --format-version 1 |
  jq --raw-output '.packages[] | select(.source) | [.name, .version, .license] | @tsv' |
  LC_ALL=C sort > licences.tsv
