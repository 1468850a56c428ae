import type { PlanVersionBody } from '../../core/contract/catalog/plan-shapes.ts';
import { settleEpochs } from '../../core/gate/private/settle-epochs.ts';
import {
  newToken,
  type PendingToken,
  signedToken,
  tokenHeader,
} from '../../sdk/src/private-tokens/token.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { aGate } from './some-gate.ts';
import { payer } from './some-press.ts';

/** Counted by who wrote what is read. */
const reads = aMeter({ key: 'reads', eventType: 'read', dimensions: ['author'], sinceVersion: 2 });
const price = { model: 'per_unit', unitPrice: '0.012' } as const;
const everyPrice: PlanVersionBody['charges'] = [
  { ...price, meter: 'view' },
  { ...price, meter: 'reads' },
];
export const pass = 'front';

/** What is sold now, as a payer is told. */
interface Sold {
  readonly keyId: string;
  readonly tokenKey: string;
  readonly challenge: string;
}

/** A press that sells private views at 0.012, of whose payers one has topped up ten euros. */
export async function privateReaders(
  fields: {
    readonly crowd?: number;
    readonly settings?: object;
    readonly meter?: string;
    readonly prices?: PlanVersionBody['charges'];
  } = {},
) {
  const { crowd = 1, settings = {}, meter = 'view', prices = everyPrice } = fields;
  const press = await aGate({
    charges: prices,
    settings: { defaultPlan: 'reader', ...settings },
  });
  const { ask, gate } = press;
  const view = aMeter({ key: 'view', eventType: 'view' });
  await press.billing.catalogs.append('acme', { version: 2, meters: [view, reads] });
  const put = (more: object = {}) =>
    ask('PUT /v1/private-passes/{key}', {
      params: { key: pass },
      body: { name: 'Private views', meter, issuer: 'pay.example', crowd, ...more },
    });
  const offered = await put();
  const topUp = (amount = '10.00', reference = 'T-1', of: string = payer) =>
    ask('POST /v1/payers/{payer}/wallet/top-ups', {
      params: { payer: of },
      body: { amount, currency: 'EUR', rail: 'bank', reference },
    });
  await topUp();
  const sold = async (): Promise<Sold> => {
    const { body } = await ask('GET /v1/private-passes');
    const [{ epoch }] = body['passes'] as [{ readonly epoch: Sold }];
    return epoch;
  };
  const made = async (count: number): Promise<PendingToken[]> => {
    const offer = await sold();
    return Promise.all(Array.from({ length: count }, () => newToken(offer)));
  };
  const buy = async (pending: readonly PendingToken[], of: string = payer, more: object = {}) => {
    const { keyId } = await sold();
    const requests = pending.map(({ request }) => request);
    return ask('POST /v1/payers/{payer}/private-passes', {
      params: { payer: of },
      body: { privatePass: pass, keyId, requests, ...more },
    });
  };
  const tokensOf = (pending: readonly PendingToken[], body: Readonly<Record<string, unknown>>) =>
    Promise.all(
      (body['responses'] as string[]).map((response, index) => {
        const one = pending[index];
        if (one === undefined) throw new Error('each request has a response');
        return signedToken(one, response);
      }),
    );
  const bought = async (count: number, of: string = payer): Promise<string[]> => {
    const pending = await made(count);
    return tokensOf(pending, (await buy(pending, of)).body);
  };
  const use = (token: string, more: object = {}, process = 0) =>
    gate({ authorization: tokenHeader(token) }, more, process);
  const wallet = async (of: string = payer) =>
    (await ask('GET /v1/payers/{payer}/wallet', { params: { payer: of } })).body['available'];
  const standing = async (): Promise<Readonly<Record<string, unknown>>> => {
    const { body } = await ask('GET /v1/private-passes/{key}', { params: { key: pass } });
    const [latest] = body['epochs'] as readonly Readonly<Record<string, unknown>>[];
    return latest ?? {};
  };
  const settle = () =>
    settleEpochs(press.gateWith(press.protocol), press.privately.passes, { isShort: () => false });
  return {
    ...press,
    ...{ put, offered, topUp, sold, made, buy, tokensOf, bought, use, wallet, standing, settle },
  };
}
