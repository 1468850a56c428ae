#!/usr/bin/env bash
# @x402/core 2.27.0 (x402's own schemas): an amount may be below zero, a fraction, or no number at all.
#
# `amount` of an offer is a count of the asset's smallest unit, as a string. The published schema asks for a string that
# is not empty, and for nothing else. So a server that checks its offers by it, or a client that checks what it was
# offered, lets pass what no scheme can pay. The schema of version 1 (`maxAmountRequired`) does the same.
#
# Seen:
#   "12": valid
#   "1.5": valid
#   "-5": valid
#   "1e3": valid
#   "a lot": valid
#   "": invalid
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact @x402/core@2.27.0
cat >run.js <<'JS'
import { PaymentRequiredV2Schema } from '@x402/core/schemas';

for (const amount of ['12', '1.5', '-5', '1e3', 'a lot', '']) {
  const offer = {
    ...{ scheme: 'exact', network: 'eip155:8453', amount, asset: '0x01', payTo: '0x02' },
    ...{ maxTimeoutSeconds: 60, extra: {} },
  };
  const required = { x402Version: 2, resource: { url: 'https://a.example/' }, accepts: [offer] };
  const { success } = PaymentRequiredV2Schema.safeParse(required);
  console.log(`${JSON.stringify(amount)}: ${success ? 'valid' : 'invalid'}`);
}
JS

seen=$(node run.js)
expected=$(
  cat <<'SEEN'
"12": valid
"1.5": valid
"-5": valid
"1e3": valid
"a lot": valid
"": invalid
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
