// A reader on `@cloudflare/privacypass-ts`, unmodified: asks for an address, buys tokens for what the 402 says, and
// spends them. Arguments: where Farthing is, a payer's token, the payer, the private pass, how many, the address.
import {
  AuthorizationHeader,
  publicVerif,
  TOKEN_TYPES,
  WWWAuthenticateHeader,
} from '@cloudflare/privacypass-ts';

const { BlindRSAMode, Client, TokenResponse } = publicVerif;
const [farthing, bearer, payer, privatePass, count, address] = process.argv.slice(2);
const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');

const asked = await fetch(address);
const header = asked.headers.get('www-authenticate') ?? '';
// Beside it stands a challenge of another scheme, which the parser of this library does not pass over.
const [{ challenge, tokenKey }] = WWWAuthenticateHeader.parse(
  header.slice(header.indexOf('PrivateToken ')),
);
const directory = await (
  await fetch(`${farthing}/.well-known/private-token-issuer-directory`)
).json();
const isListed = directory['token-keys'].some((one) => one['token-key'] === base64url(tokenKey));
const { passes } = await (await fetch(`${farthing}/v1/private-passes`, { headers })).json();
const { keyId } = passes.find(({ key }) => key === privatePass).epoch;

// One client for each token, as the library has it.
const clients = Array.from({ length: Number(count) }, () => new Client(BlindRSAMode.PSS));
const requests = [];
for (const one of clients) requests.push(await one.createTokenRequest(challenge, tokenKey));
const sold = await fetch(`${farthing}/v1/payers/${payer}/private-passes`, {
  ...{ method: 'POST', headers },
  body: JSON.stringify({
    ...{ privatePass, keyId },
    requests: requests.map((one) => base64url(one.serialize())),
  }),
});
const { amount, responses } = await sold.json();
const tokens = [];
for (const [index, one] of clients.entries()) {
  tokens.push(
    await one.finalize(TokenResponse.deserialize(Buffer.from(responses[index], 'base64url'))),
  );
}
const authorization = (token) => new AuthorizationHeader(token).toString(true);
const spend = async (token) => {
  const answer = await fetch(address, { headers: { authorization: authorization(token) } });
  return { status: answer.status, text: await answer.text() };
};

const first = await spend(tokens[0]);
const again = await spend(tokens[0]);
const many = await Promise.all(Array.from({ length: 100 }, () => spend(tokens[1])));
const all = [];
for (const token of tokens.slice(2, 12)) all.push((await spend(token)).status);
const parsed = AuthorizationHeader.parse(TOKEN_TYPES.BLIND_RSA, authorization(tokens[0]));
console.log(
  JSON.stringify({
    ...{ asked: asked.status, isListed, sold: sold.status, amount, first },
    again: { status: again.status, code: JSON.parse(again.text).code },
    many: [200, 402].map((status) => many.filter((one) => one.status === status).length),
    ...{ all, parsed: parsed.length },
    left: authorization(tokens[12]),
  }),
);
