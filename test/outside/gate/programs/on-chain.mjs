// Pays addresses on a chain with @x402/fetch, unmodified: node on-chain.mjs <key> <asset> <most> <at once?> <address> …
import { ExactEvmScheme } from '@x402/evm/exact/client';
import { wrapFetchWithPayment, x402Client } from '@x402/fetch';
import { privateKeyToAccount } from 'viem/accounts';

const [key, asset, most, together, ...addresses] = process.argv.slice(2);
const decoded = (header) =>
  header === null ? null : JSON.parse(Buffer.from(header, 'base64').toString());
const payer = privateKeyToAccount(key);
const client = x402Client.fromConfig({
  schemes: [{ network: 'eip155:*', client: new ExactEvmScheme(payer) }],
  spendControls: { allowedAssets: [{ network: 'eip155:31337', asset, maxAmountPerPayment: most }] },
});

async function paid(address) {
  let sent;
  const pay = wrapFetchWithPayment(async (request) => {
    sent = request.headers.get('payment-signature') ?? sent;
    return fetch(request);
  }, client);
  try {
    const answer = await pay(address);
    const text = await answer.text();
    const repeated = await fetch(address, { headers: { 'payment-signature': sent } });
    const again = {
      status: repeated.status,
      text: await repeated.text(),
      response: decoded(repeated.headers.get('payment-response')),
    };
    return {
      ...{ address, status: answer.status, text, payer: payer.address.toLowerCase() },
      response: decoded(answer.headers.get('payment-response')),
      required: decoded(answer.headers.get('payment-required')),
      units: decoded(sent).accepted.amount,
      again,
    };
  } catch (error) {
    return { address, threw: error.message };
  }
}

const seen = [];
if (together === 'together') seen.push(...(await Promise.all(addresses.map(paid))));
else for (const address of addresses) seen.push(await paid(address));
console.log(JSON.stringify(seen));
