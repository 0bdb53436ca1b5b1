#!/usr/bin/env bash
# Set up all that `make demo` and `make test` need: system packages where they are missing, a
# virtual environment in .venv, the locked packages (hashes required), and `dunghan` itself.
# Safe to run again at any time: what is there already is left alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VENV=.venv
LOCKED=$VENV/.locked       # what the environment was built from; written last, so a half-made one has none
INSTALLED=$VENV/.installed # what the `dunghan` command was made from

say() { echo "setup: $*"; }
die() {
  echo "setup: $*" >&2
  exit 1
}

# --- Python -------------------------------------------------------------------------------

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# Debian ships the module `venv` without what it needs to run.
venv_works() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }
venv_package() { "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'; }

# --- System packages ----------------------------------------------------------------------

is_installed() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

# Newer Debian and Ubuntu carry the same fonts (version 2) under the older name.
fonts_are_installed() {
  is_installed fonts-liberation2 ||
    dpkg --compare-versions "$(dpkg-query -W -f '${Version}' fonts-liberation 2>/dev/null || true)" ge 1:2
}
fonts_package() {
  if apt-cache show fonts-liberation2 >/dev/null 2>&1; then echo fonts-liberation2; else echo fonts-liberation; fi
}

missing_packages() {
  local package
  for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 openssl; do
    is_installed "$package" || echo "$package"
  done
  fonts_are_installed || fonts_package
  venv_works || venv_package
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    return 1
  fi
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >/dev/null; }

install_system_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "this is no Debian or Ubuntu: Pango, HarfBuzz (with its subset library), the Liberation 2 fonts and openssl must be there already."
    return
  fi
  local missing
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  say "installing system packages:" $missing
  apt_get update || say "the package lists could not be refreshed; trying with those at hand."
  missing=$(missing_packages) # with fresh lists, the fonts' name is known for certain
  apt_get install --yes --no-install-recommends $missing ||
    die "these system packages are missing and could not be installed:" $missing \
      "- please let an administrator run: apt-get install" $missing "- then run this again."
}

# --- The virtual environment --------------------------------------------------------------

built_from() {
  "$VENV/bin/python" -c 'import sys; print(sys.version, sys.prefix)' 2>/dev/null || echo "no working Python"
  sha256sum <requirements.lock
}

made_from() { cat pyproject.toml requirements*.in | sha256sum; }

pip_install() {
  "$VENV/bin/python" -m pip install --quiet --no-input --disable-pip-version-check "$@"
}

build_environment() {
  say "building $VENV with $("$python" -V) (a minute or two) ..."
  rm -rf "$VENV" || die "$VENV could not be removed; it may belong to another user. Please remove it, then run this again."
  "$python" -m venv "$VENV" || die "the virtual environment $VENV could not be made (see above)."
  pip_install --require-hashes --only-binary :all: -r requirements.lock ||
    die "the locked packages could not be installed (see above). Is the package index reachable from here?"
  built_from >"$LOCKED"
}

install_program() {
  pip_install --no-deps --no-build-isolation --editable . ||
    die "the command dunghan could not be installed into $VENV (see above)."
  made_from >"$INSTALLED"
}

# --- The steps ----------------------------------------------------------------------------

python=$(find_python) || die "Python 3.11 or newer is needed and was not found. On Debian 12: apt-get install python3"
exec 9<scripts/setup.sh
if command -v flock >/dev/null; then flock 9; fi # two at a time would trip over each other

install_system_packages
venv_works || die "$python cannot make virtual environments: its module ensurepip is missing."
[ "$(cat "$LOCKED" 2>/dev/null)" = "$(built_from)" ] || build_environment
{ [ -x "$VENV/bin/dunghan" ] && [ "$(cat "$INSTALLED" 2>/dev/null)" = "$(made_from)" ]; } || install_program
