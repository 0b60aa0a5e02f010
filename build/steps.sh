# shellcheck shell=bash disable=SC2034 # the names are for those who source this
# Sourced by setup, run, test, soak and bench: one line per step on the terminal, everything else in a log.
#
# step   runs a command; where it fails, the end of its log and the reason come last and the script ends.
# check  the same, but counts passes and failures and goes on; summary says how it went.
# Both must be called plainly, not in a condition: bash ignores `set -e` inside conditions, and a check
# whose middle command failed would pass.

[ "${BASH_VERSINFO[0]}" -ge 5 ] || { echo "bash 5 or newer is needed, this is $BASH_VERSION" >&2; exit 1; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/build/.cache
out=$root/build/out
bin=$root/build/bin
mkdir -p "$cache" "$out" "$bin"
cd "$root"

# Debian's git refuses a checkout of another owner, and Go would then refuse to build.
export GOFLAGS="${GOFLAGS:-} -buildvcs=false"
# Logs are read in files.
export NO_COLOR=1

passed=0 failed=0 failures=() slowest=()
log='' rc=0

now_ms() { local t=${EPOCHREALTIME/[.,]/}; echo $((t / 1000)); }

seconds() { printf '%d.%d s' $(($1 / 1000)) $(($1 % 1000 / 100)); }

say() { printf '%s\n' "$*"; }

# fail ends the script; the reason is the last line a person sees.
fail() {
  printf '\n%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

attempt() {
  local name=$1 started
  shift
  log=$cache/$(printf '%s' "$name" | tr -cs 'a-zA-Z0-9\n' '-').log
  started=$(now_ms)
  [ -t 1 ] && printf '  %s …' "$name"
  set +e
  (set -euo pipefail; "$@") >"$log" 2>&1 </dev/null
  rc=$?
  set -e
  took=$(($(now_ms) - started))
  [ -t 1 ] && printf '\r\033[K'
  return 0
}

line() { printf '  %-34s %-6s %s\n' "$1" "$2" "$(seconds "$took")"; }

step() {
  attempt "$@"
  if [ "$rc" -eq 0 ]; then
    line "$1" ok
    return
  fi
  line "$1" FAILED
  tail -n 40 "$log" >&2
  fail "$1 failed (all of it: build/.cache/$(basename "$log"))"
}

check() {
  attempt "$@"
  slowest+=("$took $1")
  if [ "$rc" -eq 0 ]; then
    passed=$((passed + 1))
    line "$1" ok
    # What go test itself reports stays visible.
    grep -E '^(ok|---|FAIL|SKIP)[[:space:]]' "$log" | grep -v 'no test files' | sed 's/^/    /' || true
    return
  fi
  failed=$((failed + 1))
  failures+=("$1")
  line "$1" FAILED
  tail -n 60 "$log" | sed 's/^/    /'
}

summary() {
  say ''
  say "slowest: $(printf '%s\n' "${slowest[@]}" | sort -rn | head -3 | while read -r ms name; do printf '%s %s, ' "$name" "$(seconds "$ms")"; done | sed 's/, $//')"
  local name
  for name in "${failures[@]}"; do say "failed: $name (build/.cache/$(printf '%s' "$name" | tr -cs 'a-zA-Z0-9\n' '-').log)"; done
  say "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

# digest PATH… is one hash over the content of what git would take from these paths.
digest() {
  {
    if git rev-parse --git-dir >/dev/null 2>&1; then
      git ls-files -z -co --exclude-standard -- "$@"
    else
      find "$@" -type f -not -path '*/node_modules/*' -print0
    fi
  } | sort -z | xargs -0 -r sha256sum 2>/dev/null | sha256sum | cut -d' ' -f1
}

# fresh NAME DIGEST says whether this step was last done for this digest; done_for records it.
fresh() { [ "$(cat "$cache/$1.stamp" 2>/dev/null)" = "$2" ]; }
done_for() { printf '%s\n' "$2" >"$cache/$1.stamp"; }

# build_frontend writes frontend/dist, where anything it is made from has changed.
build_frontend() {
  local want
  want=$(digest frontend)
  if fresh frontend "$want" && [ -f frontend/dist/index.html ]; then return; fi
  (cd frontend && npm run --silent build)
  done_for frontend "$(digest frontend)"
}

# build_program writes the binary that people run; Go's own cache decides what to compile.
build_program() {
  go build -trimpath -tags desktop,production,webkit2_41 -ldflags '-s -w' -o "$bin/kortisto" .
}
