import { authorize } from '../../core/access/authorize.ts';
import { KnownRefusals } from '../../core/access/known-refusals.ts';
import { storedPayeeTokens } from '../../core/access/payee-tokens.ts';
import { tokenEntries } from '../../core/spend/token-entries.ts';
import { inMemoryKeys } from '../fakes/keys.ts';
import { inMemoryPayeeTokens } from '../fakes/payee-tokens.ts';
import { aPress, json, payer } from './some-press.ts';

export const day = 86_400;

/** A payer, and what makes tokens of it and asks with them: in without a look, as whoever remembers it is. */
export async function somePayerTokens() {
  const press = await aPress();
  const { ask, log, billing } = press;
  const ports = {
    keys: inMemoryKeys(),
    tokens: { payer: tokenEntries(log), payee: storedPayeeTokens(inMemoryPayeeTokens()) },
    refusals: new KnownRefusals({ clock: billing.clock, unknownMs: 60_000, keptMax: 100 }),
  };
  const letIn = (text: unknown, tenant = 'acme') => {
    const own = String(text).replace('ftp_YWNtZQ_', `ftp_${btoa(tenant).replace(/=+$/, '')}_`);
    return authorize(ports, `Bearer ${own}`, billing.clock.now());
  };
  const make = (fields = {}, of = payer) =>
    ask('POST /v1/payers/{payer}/tokens', {
      params: { payer: of },
      body: { actions: ['charge', 'read'], expiresIn: day, ...fields },
    });
  const revoke = (id: unknown) =>
    ask('POST /v1/payers/{payer}/tokens/{id}/revoke', { params: { payer, id: String(id) } });
  const list = () => ask('GET /v1/payers/{payer}/tokens', { params: { payer } });
  /** With a token, the second gate is asked: what another process decided counts at once. */
  const by = (id: unknown, of = payer) => {
    const token = { payer: of, id: String(id) };
    const own = (route: string, question = {}) =>
      ask(route, { headers: json, token, ...question }, 1);
    const use = (what: 'charges' | 'holds', key: string, fields = {}) =>
      own(`POST /v1/${what}`, {
        body: { meter: 'view', quantity: '1', idempotency: key, ...fields },
      });
    return { ask: own, use };
  };
  return { ...press, letIn, make, revoke, list, by };
}
