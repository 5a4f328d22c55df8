#!/usr/bin/env bash
# The main job from sign-up to log-out, as a frontend would do it. Run it with `./dev demo` against a running `./dev up`.
# shellcheck source-path=SCRIPTDIR source=http.sh
. "$(dirname "${BASH_SOURCE[0]}")/http.sh"

email="demo-$(random_hex)@example.com"
password="demo $(random_hex)"
# 555-0100 to 555-0199 belong to nobody in every North American area, so no stranger is ever bothered.
phone="+1$(random_between 200 989)55501$(random_between 10 99)"

# code_of CHALLENGE_LABEL: the code in the message with that label; the message may take a moment.
code_of() {
  local found left=50
  while [ $((left -= 1)) -gt 0 ]; do
    request GET "/dev/messages?to=%2B${phone#+}"
    expect 200
    found=$(printf '%s' "$answer" | tr '{' '\n' | grep -F "($1)" | sed -n 's/.*"text" *: *"\([0-9]\{6,10\}\) .*/\1/p' | head -n 1) || true
    if [ -n "$found" ]; then
      printf '%s' "$found"
      return
    fi
    sleep 0.2
  done
  fail "no message with the label $1 came within ten seconds"
}

# totp SECRET [SECONDS]: what an authenticator app shows so many seconds from now, computed without any code of the service.
can_totp() { command -v oathtool >/dev/null || { command -v openssl >/dev/null && command -v base32 >/dev/null; }; }
totp() {
  local mac offset
  if command -v oathtool >/dev/null; then
    oathtool --totp -b "$1" -N "now + ${2:-0} seconds"
    return
  fi
  mac=$(printf '%016x' $((($(date +%s) + ${2:-0}) / 30)) | sed 's/../\\x&/g' | xargs -0 printf '%b' |
    openssl dgst -sha1 -mac HMAC -macopt "hexkey:$(printf '%s' "$1" | base32 -d | od -An -v -tx1 | tr -d ' \n')" | sed 's/.*[= ]//')
  offset=$((16#${mac:39:1} * 2))
  printf '%06d' $(((16#${mac:offset:8} & 0x7fffffff) % 1000000))
}

wrong() { printf '%s%d' "${1%?}" "$(((${1: -1} + 1) % 10))"; }

step "Is this a Development service, whose messages may be read?"
call GET "/dev/messages?to=%2B${phone#+}"
[ "$status" = 200 ] || fail "the demo reads its codes from /dev/messages, which exists in Development only"

step "Ask for a code, to prove the number $phone"
call POST $api/auth/send-otp "{\"phoneNumber\":\"$phone\"}"
expect 202
expect_member purpose phoneVerification
challenge=$(member challengeId)
code=$(code_of "$(member label)")
printf '   SMS: %s\n' "$code"

step "Prove it"
call POST $api/auth/verify-otp "{\"challengeId\":\"$challenge\",\"code\":\"$code\"}"
expect 200
expect_member status verified
proof=$(member phoneVerificationToken)

step "Sign up"
call POST $api/auth/sign-up "{\"email\":\"$email\",\"password\":\"$password\",\"displayName\":\"Demo\",\"phoneVerificationToken\":\"$proof\"}"
expect 201
expect_member email "$email"

step "The same e-mail again is refused"
call POST $api/auth/sign-up "{\"email\":\"$email\",\"password\":\"$password\"}"
expect_problem 409 email_taken

step "A wrong password is refused"
call POST $api/auth/login "{\"email\":\"$email\",\"password\":\"not $password\"}"
expect_problem 401 invalid_credentials

step "Log in by password"
call POST $api/auth/login "{\"email\":\"$email\",\"password\":\"$password\"}"
expect 200
expect_member status complete
access=$(member accessToken)

step "Read the own account"
call GET $api/account "" "$access"
expect 200
expect_member email "$email"

step "The second factor is off"
call GET $api/2fa "" "$access"
expect 200
expect_text '"sms":{"enabled":false'

step "Switch codes by SMS on"
call PUT $api/2fa/sms '{"enabled":true}' "$access"
expect 200
call GET $api/2fa "" "$access"
expect 200
expect_text '"sms":{"enabled":true'

step "Log in again: the password alone is no longer enough"
call POST $api/auth/login "{\"email\":\"$email\",\"password\":\"$password\"}"
expect 200
expect_member status secondFactorRequired
restricted=$(member secondFactorToken)

step "The token between the two steps opens nothing else"
call GET $api/account "" "$restricted"
expect_problem 403 second_factor_required

step "Ask for the second code"
call POST $api/auth/send-otp '{"purpose":"secondFactor"}' "$restricted"
expect 202
expect_member purpose secondFactor
challenge=$(member challengeId)
code=$(code_of "$(member label)")
printf '   SMS: %s\n' "$code"

step "A wrong code is refused"
call POST $api/2fa/authenticate "{\"method\":\"sms\",\"challengeId\":\"$challenge\",\"code\":\"$(wrong "$code")\"}" "$restricted"
expect_problem 401 code_invalid

step "The right code finishes the log-in"
call POST $api/2fa/authenticate "{\"method\":\"sms\",\"challengeId\":\"$challenge\",\"code\":\"$code\"}" "$restricted"
expect 200
expect_member status complete
access=$(member accessToken)
refresh=$(member refreshToken)

step "It was good for once"
call POST $api/2fa/authenticate "{\"method\":\"sms\",\"challengeId\":\"$challenge\",\"code\":\"$code\"}" "$restricted"
expect_problem 401 token_invalid

step "Use the account with both factors proved"
call GET $api/account "" "$access"
expect 200
expect_member email "$email"

if can_totp; then
  step "Add an authenticator app"
  call POST $api/2fa/generate "" "$access"
  expect 200
  secret=$(member secret)
  case "$(member otpauthUri)" in otpauth://totp/*"secret=$secret"*) ;; *) fail "the key URI must hold the secret" ;; esac

  step "Its first code confirms it, and recovery codes come with it"
  call POST $api/2fa/turn-on "{\"code\":\"$(totp "$secret")\"}" "$access"
  expect 200
  recovery=$(printf '%s' "$answer" | sed -n 's/.*"recoveryCodes" *: *\["\([^"]*\)".*/\1/p')

  step "Log in with a recovery code instead of the phone"
  call POST $api/auth/login "{\"email\":\"$email\",\"password\":\"$password\"}"
  expect 200
  restricted=$(member secondFactorToken)
  call POST $api/2fa/authenticate "{\"method\":\"recoveryCode\",\"code\":\"$recovery\"}" "$restricted"
  expect 200
  expect_member status complete

  step "Prove it is still you, with the app, for a sensitive operation"
  # The code that enrolled the app is used up; the next one is taken by whose clock is a little ahead.
  call POST $api/auth/step-up "{\"method\":\"totp\",\"code\":\"$(totp "$secret" 30)\"}" "$access"
  expect 200
  access=$(member accessToken)
else
  printf '\n(Neither oathtool nor openssl and base32 are here: the authenticator app is left out.)\n'
fi

step "Change the refresh token for new tokens"
call POST $api/auth/refresh "{\"refreshToken\":\"$refresh\"}"
expect 200
expect_member status complete
access=$(member accessToken)
[ "$(member refreshToken)" != "$refresh" ] || fail "the refresh token must change at each use"

step "What other services need to check access tokens"
call GET /.well-known/openid-configuration
expect 200
member jwks_uri >/dev/null
call GET /.well-known/jwks.json
expect 200
expect_member crv P-256
case "$answer" in *'"d"'*) fail "the key set holds a private key" ;; esac

step "Log out"
call POST $api/auth/logout "" "$access"
expect 204

step "The session is over, although the token has not expired"
call GET $api/account "" "$access"
expect_problem 401 token_invalid

printf '\nAll %d steps answered as promised.\n' "$number"
