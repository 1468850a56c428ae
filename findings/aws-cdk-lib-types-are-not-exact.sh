#!/usr/bin/env bash
# aws-cdk-lib 2.276.0 with TypeScript 5.9.3: its own types do not hold under `exactOptionalPropertyTypes`.
#
# An app that turns this option of TypeScript on, and checks libraries too (`skipLibCheck` is off by default), does not
# compile as soon as it imports `App`: classes of the library declare a member as `string | undefined` that their own
# interface has as optional, so they do not implement it. Nothing in the app is wrong, and nothing in it can mend that but
# `skipLibCheck`. Without the option, or with `skipLibCheck`, the same app has no error.
#
# Seen:
#   exact, libraries checked: errors, all of them in the library: true
#   among them: Class 'StackSynthesizer' incorrectly implements interface 'IStackSynthesizer'.
#   exact, skipLibCheck: 0 errors
#   not exact, libraries checked: 0 errors
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact \
  aws-cdk-lib@2.276.0 constructs@10.8.1 typescript@5.9.3 @types/node@24.19.2
cat >app.ts <<'TS'
import { App } from 'aws-cdk-lib';

new App();
TS

check() { # exactOptionalPropertyTypes, skipLibCheck
  npx tsc --noEmit --strict --target es2022 --module nodenext --moduleResolution nodenext --types node \
    --exactOptionalPropertyTypes "$1" --skipLibCheck "$2" app.ts || true
}
exact=$(check true false | grep 'error TS')
ours=$(grep -vc '^node_modules/aws-cdk-lib/' <<<"$exact" || true)
seen=$(
  echo "exact, libraries checked: errors, all of them in the library: $([ "$ours" = 0 ] && echo true || echo false)"
  echo "among them: $(grep -o "Class 'StackSynthesizer' .*" <<<"$exact" | head -1)"
  echo "exact, skipLibCheck: $(check true true | grep -c 'error TS' || true) errors"
  echo "not exact, libraries checked: $(check false false | grep -c 'error TS' || true) errors"
)
expected=$(
  cat <<'SEEN'
exact, libraries checked: errors, all of them in the library: true
among them: Class 'StackSynthesizer' incorrectly implements interface 'IStackSynthesizer'.
exact, skipLibCheck: 0 errors
not exact, libraries checked: 0 errors
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
