import { createGate, gateFetch } from '@farthing/client/gate';
import { gateLambda } from '@farthing/client/lambda';

/** A gate on whatever engine runs this, before a Farthing in memory: prints what three readers are answered. */

const priced = { net: '0.01', tax: '0.00', amount: '0.01', currency: 'EUR' };
const held = {
  outcome: 'held',
  id: 'a.1.0',
  payer: 'press',
  by: 'threshold',
  ...priced,
  left: null,
};
const refused = {
  outcome: 'refused',
  status: 402,
  headers: { 'payment-required': 'e30=', 'cache-control': 'no-store' },
  problem: { type: 't', title: 't', status: 402, detail: 'd', code: 'payment.required' },
};
const captured = { id: 'a.1.0', ...priced, quoted: priced, receiptId: 'a.1.0', receipt: null };
const asked = [];
const fetch = async (url, { body }) => {
  asked.push(new URL(url).pathname);
  if (url.endsWith('/capture'))
    return Response.json({ ...captured, headers: { 'farthing-receipt': 'a.b.c' } });
  if (!url.endsWith('/gate')) return Response.json({ id: 'a.1.0' });
  const endsAt = new Date(Date.now() + 60_000).toISOString();
  return Response.json(
    body.includes('ftp_') ? { ...held, endsAt, repeated: false, headers: {} } : refused,
  );
};
const gate = createGate({ url: 'https://farthing.example', apiKey: 'ft_test_key_secret', fetch });
const price = { meter: 'reads' };
const headers = { cookie: 'farthing-token=ftp_of_a_reader' };
const url = 'https://news.example/a/1';

const site = gateFetch(gate, () => new Response(new Blob(['an article']).stream()), price);
const page = await site(
  new Request(url, { headers: { accept: 'text/html', 'accept-language': 'fr' } }),
);
const paid = await site(new Request(url, { headers }));
const lambda = gateLambda(gate, async () => ({ statusCode: 500 }), price);
const failed = await lambda(
  {
    rawPath: '/a/1',
    rawQueryString: '',
    headers,
    requestContext: { domainName: 'news.example', http: { method: 'GET' } },
    isBase64Encoded: false,
  },
  { getRemainingTimeInMillis: () => 3_000 },
);
const line = [
  [
    page.status,
    page.headers.get('content-language'),
    (await page.text()).includes('<h1>Cette page'),
  ],
  [
    paid.status,
    paid.headers.get('cache-control'),
    paid.headers.get('farthing-receipt'),
    await paid.text(),
  ],
  failed.statusCode,
  asked.map((path) => path.split('/').at(-1)),
];
console.log(JSON.stringify(line));
