#!/usr/bin/env bash
# Accounts, sessions and signing keys outlive a killed service. `survival.sh before FOLDER` signs up and notes tokens and keys there;
# `survival.sh after FOLDER`, once the service was killed and started again, uses them. `./dev check` runs both.
# shellcheck source-path=SCRIPTDIR source=http.sh
. "$(dirname "${BASH_SOURCE[0]}")/http.sh"
folder=$2

before() {
  local email password
  email="survivor-$(random_hex)@example.com"
  password="survivor $(random_hex)"

  step "Sign up and log in before the service is killed"
  call POST $api/auth/sign-up "{\"email\":\"$email\",\"password\":\"$password\"}"
  expect 201
  call POST $api/auth/login "{\"email\":\"$email\",\"password\":\"$password\"}"
  expect 200
  member accessToken >"$folder/access"
  member refreshToken >"$folder/refresh"

  step "Note the key set"
  call GET /.well-known/jwks.json
  expect 200
  printf '%s' "$answer" >"$folder/jwks"
}

after() {
  step "After kill -9 and a new start the key set is the same"
  call GET /.well-known/jwks.json
  expect 200
  [ "$answer" = "$(cat "$folder/jwks")" ] || fail "the signing keys changed"

  step "The access token of before is still good"
  call GET $api/account "" "$(cat "$folder/access")"
  expect 200

  step "So is the refresh token"
  call POST $api/auth/refresh "{\"refreshToken\":\"$(cat "$folder/refresh")\"}"
  expect 200
  expect_member status complete

  printf '\nAccounts, sessions and signing keys outlived the kill.\n'
}

"$1"
