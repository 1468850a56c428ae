import { timestampOf } from '../../core/kernel/timestamp.ts';
import { type Payment, refusalIn } from './gate-dialects.ts';
import { aPress, payer } from './some-press.ts';

export {
  byConsent,
  byMpp,
  byX402,
  headersIn,
  type Payment,
  type Refusal,
  refusalIn,
  saidIn,
} from './gate-dialects.ts';

export const url = 'https://news.example/a/1';

type Press = Parameters<typeof aPress>[0];

/** A press whose readers pay view by view, and a token of it. */
export async function aGate(fields: Press = {}) {
  const press = await aPress({ settings: { defaultPlan: 'reader' }, ...fields });
  const { ask, billing } = press;
  const tokenOf = async (of = payer, more = {}): Promise<string> => {
    const body = { actions: ['charge', 'read', 'budget'], expiresIn: 86_400, ...more };
    const made = await ask('POST /v1/payers/{payer}/tokens', { params: { payer: of }, body });
    return String(made.body['token']);
  };
  const token = await tokenOf();
  const gate = (payment: Payment = {}, more: object = {}, process = 0) =>
    ask('POST /v1/gate', { body: { resource: { url }, meter: 'view', payment, ...more } }, process);
  const refusal = async (payment: Payment = {}, more: object = {}) =>
    refusalIn((await gate(payment, more)).body);
  const capture = (id: unknown, body: object = {}, process = 0) =>
    ask('POST /v1/gate/{id}/capture', { params: { id: String(id) }, body }, process);
  const release = (id: unknown) =>
    ask('POST /v1/gate/{id}/release', { params: { id: String(id) } });
  const threshold = (amount: string, currency = 'EUR') =>
    ask('PUT /v1/payers/{payer}/threshold', { params: { payer }, body: { amount, currency } });
  const charges = (query: Readonly<Record<string, string>> = {}) =>
    ask('GET /v1/payers/{payer}/charges', { params: { payer }, query });
  const later = (seconds: number): void => {
    billing.time.now = timestampOf(billing.time.now + seconds * 1_000);
  };
  return {
    ...press,
    ...{ token, tokenOf, gate, refusal, capture, release, threshold, charges, later },
  };
}
