#!/usr/bin/env bash
# Measure the deadline engine beside its peers. Standard output gets the JSON lines and nothing
# else. The peers are installed (hashes required) into .bench, which only this script looks into:
# neither the program nor its tests can come to lean on them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=.venv/bin/python
PEERS=.bench
LOCKED=$PEERS/.locked # what they were installed from; written last, so a half-made one has none

built_from() {
  "$PYTHON" -c 'import sys; print(sys.version)'
  sha256sum <requirements-bench.lock
}

install_peers() {
  echo "bench: installing the peers into $PEERS ..." >&2
  rm -rf "$PEERS"
  # pymeeus comes as source only: it is built with the locked setuptools of .venv.
  "$PYTHON" -m pip install --quiet --no-input --disable-pip-version-check --target "$PEERS" \
    --require-hashes --only-binary :all: --no-binary pymeeus --no-build-isolation \
    -r requirements-bench.lock >&2 || {
    echo "bench: the peers could not be installed (see above). Is the package index reachable from here?" >&2
    exit 1
  }
  built_from >"$LOCKED"
}

scripts/setup.sh >&2
[ "$(cat "$LOCKED" 2>/dev/null)" = "$(built_from)" ] || install_peers
PYTHONPATH=$PEERS exec "$PYTHON" -m benchmarks
