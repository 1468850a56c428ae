import type { GateRefusalAnswer } from '../../../../core/contract/gate/shapes.ts';
import type { SentPayment } from '../../../../core/gate/asked.ts';
import type { Timestamp } from '../../../../core/kernel/timestamp.ts';

export type OfferedBy = 'x402' | 'mpp' | 'consent';

/** An offer as whoever was sent a 402 reads it: nothing of ours reads it for them. */
export interface Offered {
  readonly by: OfferedBy;
  readonly url: string;
  readonly nonce: string;
  readonly text: string;
  /** Whole nanos, gross: what they agree to. */
  readonly amount: bigint;
  readonly endsAt: Timestamp;
  readonly answer: GateRefusalAnswer;
}

interface Accepts {
  readonly amount: string;
  readonly asset: string;
  readonly extra: { readonly offer: string };
}

const jsonOf = (text: string, encoding: 'base64' | 'base64url'): unknown =>
  JSON.parse(Buffer.from(text, encoding).toString('utf8'));

/** The offer of a 402, by one of its dialects; undefined where it has none. */
export function offeredBy(
  answer: GateRefusalAnswer,
  by: OfferedBy,
  url: string,
): Offered | undefined {
  const { offer } = answer.problem;
  if (offer === undefined) return undefined;
  const said = saidBy(answer, by);
  const endsAt = Date.parse(offer.expiresAt) as Timestamp;
  const [, nonce = ''] = said.text.split('.');
  return { by, url, endsAt, nonce, answer, ...said };
}

function saidBy(answer: GateRefusalAnswer, by: OfferedBy): { text: string; amount: bigint } {
  switch (by) {
    case 'x402': {
      const { amount, extra } = acceptsOf(answer);
      return { text: extra.offer, amount: BigInt(amount) };
    }
    case 'mpp': {
      const { request = '', opaque = '' } = challengeOf(answer);
      const { amount } = jsonOf(request, 'base64url') as { amount: string };
      const { offer } = jsonOf(opaque, 'base64url') as { offer: string };
      return { text: offer, amount: BigInt(amount) };
    }
    case 'consent': {
      const { consent = '', amount = '' } = answer.problem.offer ?? {};
      const [whole = '', part = ''] = amount.split('.');
      return { text: consent, amount: BigInt(whole + part.padEnd(9, '0')) };
    }
  }
}

function acceptsOf({ headers }: GateRefusalAnswer): Accepts {
  const header = Reflect.get(headers, 'payment-required') as string;
  const { accepts } = jsonOf(header, 'base64') as { accepts: readonly [Accepts] };
  return accepts[0];
}

function challengeOf({ headers }: GateRefusalAnswer): Record<string, string> {
  const [header = ''] = Reflect.get(headers, 'www-authenticate') as readonly string[];
  return Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, k = '', v = '']) => [k, v]),
  );
}

/** How an offer is sent back that is not as it was made; each is to be refused. */
export type Tampering = 'amount' | 'asset' | undefined;

interface Paid {
  readonly token: string;
  readonly tampering: Tampering;
  readonly identifier: string | undefined;
}

/** Pays by an offer, in its dialect. */
export function paymentBy(offered: Offered, paid: Paid): SentPayment {
  const { by, text } = offered;
  const { tampering, token } = paid;
  const sent = tampering === 'amount' ? cheaper(text) : text;
  switch (by) {
    case 'x402':
      return x402Payment(offered, sent, paid);
    case 'mpp':
      return mppPayment(offered, sent, paid);
    case 'consent':
      return { consent: tampering === 'asset' ? text.replace('.EUR.', '.USD.') : sent, token };
  }
}

function x402Payment(
  { answer }: Offered,
  offer: string,
  { token, tampering, identifier: id }: Paid,
): SentPayment {
  const own = acceptsOf(answer);
  const accepted = {
    ...own,
    ...(tampering === 'asset' ? { asset: 'USD' } : {}),
    ...(tampering === 'amount' ? { amount: '1' } : {}),
    extra: { ...own.extra, offer },
  };
  const extensions = id === undefined ? {} : { 'payment-identifier': { info: { id } } };
  const json = JSON.stringify({ x402Version: 2, accepted, payload: { token }, extensions });
  return { paymentSignature: Buffer.from(json).toString('base64') };
}

function mppPayment({ answer }: Offered, offer: string, { token, tampering }: Paid): SentPayment {
  const own = challengeOf(answer);
  const { request = '' } = own;
  const challenge = {
    ...own,
    request: tampering === 'asset' ? inDollars(request) : request,
    opaque: Buffer.from(JSON.stringify({ offer })).toString('base64url'),
  };
  const json = JSON.stringify({ challenge, payload: { token } });
  return { authorization: `Payment ${Buffer.from(json).toString('base64url')}` };
}

const inDollars = (request: string): string =>
  Buffer.from(Buffer.from(request, 'base64url').toString('utf8').replace('EUR', 'USD')).toString(
    'base64url',
  );

/** The same for a nano. */
function cheaper(text: string): string {
  const parts = text.split('.');
  parts[3] = parts[3] === '1' ? '2' : '1';
  return parts.join('.');
}
