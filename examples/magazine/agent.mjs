// An agent that reads an article and pays for it: npm i @x402/fetch, then node agent.mjs http://127.0.0.1:8788
import { wrapFetchWithPayment, x402Client } from '@x402/fetch';

const [site = 'http://127.0.0.1:8788', slug = 'the-lamplighter'] = process.argv.slice(2);
const asked = { method: 'POST', headers: { accept: 'application/json' } };
const { token } = await (await fetch(`${site}/welcome`, asked)).json(); // demo money, and the key to it
const network = 'farthing:magazine';
const farthing = {
  scheme: 'batch-settlement',
  createPaymentPayload: async (x402Version) => ({ x402Version, payload: { token } }),
};
const allowedAssets = [{ network, asset: 'EUR', maxAmountPerPayment: '200000000' }]; // 0.20 EUR, in nanos
const pay = wrapFetchWithPayment(
  fetch,
  x402Client.fromConfig({
    schemes: [{ network, client: farthing }],
    spendControls: { allowedAssets },
  }),
);
const article = await pay(`${site}/articles/${slug}`);
console.log(article.status, (await article.text()).match(/<h1>(.*?)<\/h1>/)?.[1]);
console.log(Buffer.from(article.headers.get('payment-response') ?? '', 'base64').toString());
