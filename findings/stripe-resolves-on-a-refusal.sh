#!/usr/bin/env bash
# stripe 23.1.0 (Stripe's SDK for Node.js): what is refused counts as done where the JSON has no `error`.
#
# The SDK does not look at the status of an answer but to decide whether to ask again. Then it parses the body: with an
# `error` in it, it rejects; without one, it resolves with whatever is there. A gateway or a proxy on the way that
# refuses in JSON of its own (as AWS API Gateway does: `{"message":"Too Many Requests"}`) is taken for a success. A
# meter event that was never recorded is then gone, and nobody is told.
#
# Seen (what `billing.meterEvents.create` makes of four answers, the last two asked three times):
#   403 {"message":"Forbidden"}: resolved
#   429 {"message":"Too Many Requests"}: resolved
#   500 {"message":"Internal Server Error"}: resolved
#   503 {"message":"Service Unavailable"}: resolved
#   requests: 8
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact stripe@23.1.0
cat >run.cjs <<'JS'
const { createServer } = require('node:http');
const Stripe = require('stripe');

const answers = [
  [403, 'Forbidden'],
  [429, 'Too Many Requests'],
  [500, 'Internal Server Error'],
  [503, 'Service Unavailable'],
];
let [status, message] = answers[0];
let requests = 0;
const server = createServer((request, response) => {
  requests += 1;
  request.resume();
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message }));
});
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const options = { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 2 };
  const stripe = new Stripe('sk_test_1', options);
  for ([status, message] of answers) {
    const outcome = await stripe.billing.meterEvents
      .create({ event_name: 'a', payload: { stripe_customer_id: 'cus_1', value: '1' } })
      .then(() => 'resolved', () => 'rejected');
    console.log(`${status} ${JSON.stringify({ message })}: ${outcome}`);
  }
  console.log(`requests: ${requests}`);
  process.exit(0);
});
JS

seen=$(node run.cjs)
expected=$(
  cat <<'SEEN'
403 {"message":"Forbidden"}: resolved
429 {"message":"Too Many Requests"}: resolved
500 {"message":"Internal Server Error"}: resolved
503 {"message":"Service Unavailable"}: resolved
requests: 8
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
