// Pays addresses with @x402/fetch, unmodified: node on-x402.mjs <token> <network> <asset> <most> <address> …
import { PaymentPayloadV2Schema, PaymentRequiredV2Schema } from '@x402/core/schemas';
import { wrapFetchWithPayment, x402Client } from '@x402/fetch';

const [token, network, asset, most, ...addresses] = process.argv.slice(2);
const decoded = (header) =>
  header === null ? null : JSON.parse(Buffer.from(header, 'base64').toString());

let sent;
const once = async (request) => {
  sent = request.headers.get('payment-signature') ?? sent;
  return fetch(request);
};
// What a user of x402 has to say: a scheme that sends the token, and that the asset may be spent.
const scheme = {
  scheme: 'batch-settlement',
  createPaymentPayload: async (x402Version) => ({ x402Version, payload: { token } }),
};
const pay = wrapFetchWithPayment(
  once,
  x402Client.fromConfig({
    schemes: [{ network, client: scheme }],
    spendControls: { allowedAssets: [{ network, asset, maxAmountPerPayment: most }] },
  }),
);

const valid = (schema, value) => {
  const result = schema.safeParse(value);
  return result.success ? true : JSON.stringify(result.error.issues);
};

const seen = [];
for (const address of addresses) {
  const bare = await fetch(address);
  const required = decoded(bare.headers.get('payment-required'));
  const asked = {
    status: bare.status,
    cache: bare.headers.get('cache-control'),
    required,
    requiredValid: valid(PaymentRequiredV2Schema, required),
    headerBytes: [...bare.headers]
      .filter(([name]) => name === 'payment-required' || name === 'www-authenticate')
      .reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0),
    problem: await bare.json(),
  };
  try {
    const answer = await pay(address);
    const response = decoded(answer.headers.get('payment-response'));
    seen.push({
      asked,
      status: answer.status,
      text: await answer.text(),
      cache: answer.headers.get('cache-control'),
      response,
      sentValid: valid(PaymentPayloadV2Schema, decoded(sent)),
      again: await sentAgain(address),
    });
  } catch (error) {
    seen.push({ asked, threw: error.message });
  }
}
console.log(JSON.stringify(seen));

async function sentAgain(address) {
  const answer = await fetch(address, { headers: { 'payment-signature': sent } });
  const required = decoded(answer.headers.get('payment-required'));
  return { status: answer.status, text: await answer.text(), error: required?.error ?? null };
}
