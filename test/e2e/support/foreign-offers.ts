import { byConsent, byMpp, byX402, refusalIn } from '../../support/gate-dialects.ts';
import { cappedReader } from './capped-spend.ts';
import type { LocalFarthing } from './local-stack.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * What the gate of a tenant answers to what another tenant offered for the same page, in each dialect, and to the
 * token of the other's payer of the same key; and what either payer was charged. Each has a capped reader.
 */
export async function foreignOffers(farthing: LocalFarthing, away: string): Promise<Body> {
  await cappedReader(farthing, away);
  const home = farthing.stack.apiKey;
  const asked = async (apiKey: string, method: string, path: string, body?: object) =>
    (await farthing.request(method, path, body, apiKey)).body as Body;
  const tokenBody = { actions: ['charge', 'read'], expiresIn: 3_600 };
  const tokenOf = async (apiKey: string): Promise<string> =>
    String((await asked(apiKey, 'POST', '/v1/payers/capped/tokens', tokenBody))['token']);
  const view = { resource: { url: 'https://news.example/a/2' }, meter: 'reads' };
  const gate = (apiKey: string, payment: object): Promise<Body> =>
    asked(apiKey, 'POST', '/v1/gate', { ...view, payment });
  const codeOf = async (answer: Promise<Body>): Promise<unknown> => {
    const body = await answer;
    return body['problem'] === undefined ? body['code'] : refusalIn(body).code;
  };
  const chargesOf = async (apiKey: string) => {
    const { charges } = await asked(apiKey, 'GET', '/v1/payers/capped/charges?limit=100');
    return (charges as readonly Body[]).filter(({ resource }) => resource === view.resource.url);
  };

  const [token, elsewhere] = [await tokenOf(home), await tokenOf(away)];
  const offered = refusalIn(await gate(away, { token: elsewhere }));

  const refused = {
    x402: await codeOf(gate(home, byX402(offered, token))),
    mpp: await codeOf(gate(home, byMpp(offered, token))),
    consent: await codeOf(gate(home, byConsent(offered, token))),
    token: await codeOf(gate(home, byX402(offered, elsewhere))),
    charges: [await chargesOf(home), await chargesOf(away)],
  };
  // Where it was made, it is good.
  const { outcome } = await gate(away, byX402(offered, elsewhere));
  return { ...refused, there: [outcome, (await chargesOf(away)).length] };
}
