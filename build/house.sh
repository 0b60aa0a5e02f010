# shellcheck shell=bash
# Sourced by test: what every file of the project keeps to and no other tool checks.

# The top level is what a newcomer sees first; nothing is added to it by accident.
top_level='app|frontend|store|crypto|build|wails\.json|go\.mod|go\.sum|README\.md|main\.go|LICENSE|SECURITY\.md|CHANGELOG\.md|\..*'

house_fault=0

# none MESSAGE fails where there is any input, and shows it.
none() {
  local found
  found=$(head -20)
  [ -z "$found" ] && return
  printf '%s\n%s\n\n' "$1:" "$found"
  house_fault=1
}

tracked() { git ls-files -z -co --exclude-standard -- "$@"; }

check_house() {
  git ls-files >/dev/null # Where git refuses, every list below would be empty, and empty is a pass.
  none 'not allowed at the top level' < <(tracked | tr '\0' '\n' | cut -d/ -f1 | sort -u | grep -vxE "$top_level")
  # Only the first part of the pattern is spelled out, so that this file does not find itself.
  none 'a path of somebody'"'"'s machine' < <(tracked ':!frontend/package-lock.json' |
    xargs -0 -r grep -nIE '(^|[^[:alnum:]_.])/(work|root|Users/[a-z]+|home/[a-z]+)/[[:alnum:]._-]+/' 2>/dev/null | grep -v '^build/house.sh:')
  none 'a download address in package-lock.json (omit-lockfile-registry-resolved=true in .npmrc)' < <(
    grep -nE '"resolved":' frontend/package-lock.json)
  none 'package-lock.json does not fit package.json' < <(cd frontend && node -e '
    const read = (name) => JSON.parse(require("node:fs").readFileSync(name, "utf8"));
    const wanted = read("package.json"), locked = read("package-lock.json").packages[""];
    for (const kind of ["dependencies", "devDependencies"]) {
      for (const name of new Set([...Object.keys(wanted[kind] ?? {}), ...Object.keys(locked[kind] ?? {})])) {
        if (wanted[kind]?.[name] !== locked[kind]?.[name]) console.log(name);
      }
    }')
  none 'raw HTML in a page' < <(tracked 'frontend/src' 'frontend/*.html' |
    xargs -0 -r grep -nE '\{@html|\.(innerHTML|outerHTML)\b|insertAdjacentHTML' 2>/dev/null)
  none 'not executable' < <(for file in build/setup build/run build/test build/soak build/bench .ci/run; do [ -x "$file" ] || echo "$file"; done)
  none 'left for later in the code' < <(tracked '*.go' '*.ts' '*.svelte' '*.css' '*.sql' |
    xargs -0 -r grep -nE '\b(TODO|FIXME|XXX)\b|not implemented' 2>/dev/null)
  return "$house_fault"
}
