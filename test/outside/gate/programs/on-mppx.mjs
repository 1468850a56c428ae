// Pays addresses with the client of mppx, unmodified: node on-mppx.mjs <token> <address> …
import { Credential, Method, Receipt } from 'mppx';
import { Mppx } from 'mppx/client';
import { z } from 'zod/mini';

const [token, ...addresses] = process.argv.slice(2);
const method = Method.from({
  name: 'farthing',
  intent: 'charge',
  schema: {
    credential: { payload: z.object({ token: z.string() }) },
    request: z.object({ amount: z.string(), currency: z.string(), recipient: z.string() }),
  },
});
let sent;
const client = Mppx.create({
  polyfill: false,
  methods: [
    Method.toClient(method, {
      createCredential: async ({ challenge }) => {
        sent = Credential.serialize(Credential.from({ challenge, payload: { token } }));
        return sent;
      },
    }),
  ],
});

const seen = [];
for (const address of addresses) {
  try {
    const answer = await client.fetch(address);
    const again = await fetch(address, { headers: { authorization: sent } });
    seen.push({
      status: answer.status,
      text: await answer.text(),
      cache: answer.headers.get('cache-control'),
      receipt: answer.ok ? Receipt.fromResponse(answer) : null,
      again: { status: again.status, text: await again.text() },
    });
  } catch (error) {
    seen.push({ threw: error.message });
  }
}
console.log(JSON.stringify(seen));
