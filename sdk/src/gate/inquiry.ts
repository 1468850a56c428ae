import type { Gate } from './create-gate.ts';
import type { GateRefusal } from './decided.ts';
import type { GatePrice } from './price.ts';
import type { GatedRequest } from './request.ts';

/** What asks about a page, and not for it. It has the price of the page, and pays nothing. */
export const isInquiry = (method: string): boolean => method === 'HEAD' || method === 'OPTIONS';

const options: GateRefusal = {
  outcome: 'refused',
  status: 204,
  headers: [
    ['allow', 'GET, HEAD, POST, OPTIONS'],
    ['cache-control', 'no-store'],
  ],
  body: '',
};

/** Only what says in which form it is answered: nothing of it pays, so nothing is held. */
const kept: readonly string[] = ['accept', 'accept-language'];

/**
 * What is answered to who asks about a page with a price, as many handlers take any method for a GET. Undefined where
 * the handler may answer, as of one without.
 */
export async function inquired(
  gate: Gate,
  { method, url, header }: GatedRequest,
  price: GatePrice | undefined,
): Promise<GateRefusal | undefined> {
  if (price === undefined) return undefined;
  if (method === 'OPTIONS') return gate.site.passesOptions ? undefined : options;
  const { free: _free, once: _once, ...offered } = price;
  const bare = (name: string) => (kept.includes(name) ? header(name) : undefined);
  const opened = await gate.open({ method: 'GET', url, header: bare }, offered);
  if (opened.outcome === 'refused') return { ...opened, body: '' };
  await gate.settle(opened, 0);
  return undefined;
}
