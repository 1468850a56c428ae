import { randomUUID } from 'node:crypto';
import { ask, type Farthing } from './asks.ts';

/** How much may be added at once. */
export const amounts: readonly string[] = ['1.00', '5.00', '10.00'];

/**
 * Asks Farthing, as the reader, for money over the rail: where the reader pays. It is in the wallet once the rail says
 * that it has come, and not because somebody came back. Throws where it is refused.
 */
export async function askedToPay(
  { url }: Pick<Farthing, 'url'>,
  {
    token,
    amount,
    origin,
  }: { readonly token: string; readonly amount: string; readonly origin: string },
): Promise<string> {
  const reader = { url, apiKey: token };
  const me = await ask(reader, 'GET', '/v1/me');
  const path = `/v1/payers/${encodeURIComponent(String(me?.['payer']))}/wallet/top-ups`;
  const pages = { successUrl: `${origin}/`, cancelUrl: `${origin}/top-up` };
  const body = { amount, currency: 'EUR', rail: 'stripe', ...pages, idempotency: randomUUID() };
  const asked = await ask(reader, 'POST', path, body);
  return String(asked?.['url']);
}
