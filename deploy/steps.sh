# What run, test, check, bench and walk share: where things are, how a step is run and reported, how packages are
# installed and the tree is built. Sourced, never run.
#   SANTONG_BUILD_DIR  a tree that is built already: nothing is installed, configured or built
#   SANTONG_RUN_DIR    where a started server keeps its data, tokens, logs (.run)
#   SANTONG_JOBS       how many compilers at once (all cores)
# shellcheck shell=bash
set -euo pipefail
export LC_ALL=C.UTF-8
# With the caller's, cd prints where it went, and may go elsewhere.
unset CDPATH

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
BUILD="${SANTONG_BUILD_DIR:-$ROOT/build}"
# shellcheck disable=SC2034  # used by those who source this
RUN="${SANTONG_RUN_DIR:-$ROOT/.run}"
LOGS="$ROOT/.run/logs"
JOBS="${SANTONG_JOBS:-$(nproc)}"
# shellcheck disable=SC2034
SHARED_DATA="$ROOT/../shared/data"
PROGRAM="${0##*/}"
DOING="starting"
LOG=""
STEP_SECONDS=()
mkdir -p "$LOGS"

say() { printf '%s\n' "$*"; }

# Ends the program with one line that says what went wrong.
fail() {
  trap - ERR
  printf 'deploy/%s: failed while %s: %s\n' "$PROGRAM" "$DOING" "$*" >&2
  exit 1
}
set_trap() { trap 'fail "line $LINENO: $BASH_COMMAND${LOG:+ (log: $LOG)}"' ERR; }
set_trap
set -o errtrace

# attempt COMMAND...: runs it in a shell of its own that stops at its first failure, and leaves the exit code in
# STATUS. (Behind || or in an if, bash would go on past failures.)
attempt() {
  trap - ERR
  set +e
  (set -e; "$@") </dev/null
  STATUS=$?
  set -e
  set_trap
}

# step WORDS COMMAND...: runs it with its output in a log and says how long it took. On failure: the log's end.
step() {
  DOING="$1"; shift
  LOG="$LOGS/${PROGRAM}-${DOING// /-}.log"
  local start=$SECONDS
  attempt "$@" >"$LOG" 2>&1
  if ((STATUS != 0)); then
    tail -n 40 "$LOG" >&2
    fail "exit code $STATUS (log: $LOG)"
  fi
  report "$DOING" $((SECONDS - start))
  LOG=""
}

# loud_step WORDS COMMAND...: the same, with its output shown as it comes.
loud_step() {
  DOING="$1"; shift
  local start=$SECONDS
  attempt "$@"
  ((STATUS == 0)) || fail "exit code $STATUS"
  report "$DOING" $((SECONDS - start))
}

report() {
  printf '%5d s  %s\n' "$2" "$1"
  STEP_SECONDS+=("$2 $1")
}

# missing_packages PART...: the packages of these parts that are not installed, one a line.
missing_packages() {
  local name part command wanted
  while read -r name part command; do
    [[ -z "$name" || "$name" == \#* ]] && continue
    for wanted in "$@"; do
      [[ "$part" == "$wanted" ]] || continue
      [[ -n "$command" ]] && command -v "$command" >/dev/null && continue
      [[ " $(dpkg-query -W -f '${db:Status-Status} ' "$name" 2>/dev/null)" == *" installed "* ]] || printf '%s\n' "$name"
    done
  done <"$ROOT/deploy/packages.txt"
}

install_packages() {
  local missing sudo=()
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0
  [[ "$(id -u)" == 0 ]] || sudo=(sudo -n)
  command -v apt-get >/dev/null || { echo "not installed, and no apt-get here: ${missing[*]}"; return 1; }
  echo "installing: ${missing[*]}"
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# install_npm NAME: what tests/NAME/package.json pins, in .cache/NAME; fetched when that file has changed.
install_npm() {
  local folder="$ROOT/.cache/$1" wanted="$ROOT/tests/$1/package.json"
  ! cmp -s "$wanted" "$folder/package.json" || return 0
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$wanted" "$folder/"
  # What was not fetched whole is fetched again.
  (cd "$folder" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock) ||
    { rm -rf "$folder"; return 1; }
}
# configure PRESET FOLDER [OPTION...]
configure() {
  local preset=$1 folder=$2; shift 2
  cmake -S "$ROOT" --preset "$preset" -B "$folder" "$@"
}

# prepare PARTS TARGET...: installs, configures and builds; nothing of it when SANTONG_BUILD_DIR names a built tree.
prepare() {
  local parts=$1; shift
  if [[ -n "${SANTONG_BUILD_DIR:-}" ]]; then
    [[ -d "$BUILD" ]] || fail "SANTONG_BUILD_DIR names no folder: $BUILD"
    return 0
  fi
  # shellcheck disable=SC2086  # the parts are words
  step "installing packages" install_packages $parts
  # Without their packages no tests can be configured. A tree that has them keeps them.
  local tests=()
  if [[ " $parts " == *" test "* ]]; then
    tests=(-DSANTONG_TESTS=ON)
  elif [[ ! -f "$BUILD/CMakeCache.txt" ]]; then
    tests=(-DSANTONG_TESTS=OFF)
  fi
  step "configuring" configure dev "$BUILD" "${tests[@]}"
  if [[ -t 1 ]]; then
    loud_step "building" ninja -C "$BUILD" -j "$JOBS" "$@"
  else
    step "building" ninja -C "$BUILD" -j "$JOBS" "$@"
  fi
}

# The slowest steps first.
print_times() {
  say "where the time went:"
  printf '%s\n' "${STEP_SECONDS[@]}" | sort -rn | while read -r seconds words; do
    printf '%5d s  %s\n' "$seconds" "$words"
  done
}
