# shellcheck shell=bash
# Words for walking the API with curl, used by demo.sh and survival.sh. Each prints what it does; the first broken promise ends the run.
set -euo pipefail

url="${CLEANAUTH_URL:-http://localhost:${CLEANAUTH_PORT:-5080}}"
# shellcheck disable=SC2034 # for the scripts that read this file
api=/api/v1
work=$(mktemp -d "${TMPDIR:-/tmp}/cleanauth.XXXXXX")
trap 'rm -rf "$work"' EXIT
number=0
title=""
status=""      # of the last answer
answer=""      # its body, on one line

step() {
  number=$((number + 1))
  title=$1
  printf '\n%d. %s\n' "$number" "$title"
}

fail() {
  printf '\nStep %d (%s) did not answer as promised: %s\n' "$number" "$title" "$1" >&2
  exit 1
}

# call METHOD PATH [BODY] [TOKEN]
call() {
  local method=$1 path=$2 body=${3:-} token=${4:-}
  printf '   %s %s%s\n' "$method" "$path" "${token:+  (Bearer $(shorten "$token"))}"
  [ -z "$body" ] || printf '   %s\n' "$(shorten "$body")"
  request "$method" "$path" "$body" "$token"
  printf '   -> %s %s\n' "$status" "$(shorten "$answer")"
}

# The same without a word. The token goes by a file, because command lines are for all to see.
request() {
  local method=$1 path=$2 body=${3:-} token=${4:-}
  set -- -q -sS --noproxy localhost,127.0.0.1 --max-time 20 -X "$method" -H 'Accept: application/json'
  if [ -n "$token" ]; then
    printf 'header = "Authorization: Bearer %s"\n' "$token" >"$work/header"
    set -- "$@" -K "$work/header"
  fi
  if [ -n "$body" ]; then
    printf '%s' "$body" >"$work/request"
    set -- "$@" -H 'Content-Type: application/json' --data-binary "@$work/request"
  fi
  status=$(curl "$@" -D "$work/headers" -o "$work/answer" -w '%{http_code}' "$url$path" 2>"$work/error") ||
    fail "$url$path does not answer ($(cat "$work/error")). Is ./dev up running?"
  answer=$(tr -d '\r\n' <"$work/answer")
}

# Long tokens are cut for the eye.
shorten() { printf '%s' "$1" | sed 's/\([A-Za-z0-9_.-]\{28\}\)[A-Za-z0-9_.-]\{20,\}/\1.../g'; }

expect() {
  local code
  code=$(printf '%s' "$answer" | sed -n 's/.*"code" *: *"\([a-z_]*\)".*/\1/p')
  [ "$status" = "$1" ] || fail "expected $1, got $status${code:+ $code}"
}

expect_text() {
  case "$answer" in *"$1"*) ;; *) fail "the answer does not hold $1" ;; esac
}

# expect_problem STATUS CODE
expect_problem() {
  expect "$1"
  grep -qi '^content-type: application/problem+json' "$work/headers" || fail "an error must be application/problem+json"
  expect_member code "$2"
}

# expect_member NAME TEXT
expect_member() {
  local found
  found=$(member "$1")
  [ "$found" = "$2" ] || fail "expected \"$1\": \"$2\", got \"$found\""
}

# member NAME: the text of a member of the answer. No name stands twice in the answers that are read here.
member() {
  local found
  found=$(printf '%s' "$answer" | sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p')
  [ -n "$found" ] || fail "the answer has no \"$1\""
  printf '%s' "$found"
}

random_hex() { od -An -N8 -tx1 /dev/urandom | tr -d ' \n'; }

# A number between $1 and $2.
random_between() { printf '%d' "$(($1 + $(od -An -N4 -tu4 /dev/urandom) % ($2 - $1 + 1)))"; }
