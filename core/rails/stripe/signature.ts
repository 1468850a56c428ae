import { createHmac, timingSafeEqual } from 'node:crypto';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';

/** So old, or so far ahead, a signed message may be: five minutes, as Stripe's libraries have it. */
const TOLERANCE_SECONDS = 300;
/** While a secret is being replaced, Stripe signs by both. */
const SIGNATURES_MAX = 10;

/** A `Stripe-Signature` header, read: `t=1492774577,v1=5257a869…,v1=…`. */
export interface StripeSignature {
  /** As it was written: it is part of what is signed. */
  readonly time: string;
  readonly signatures: readonly string[];
}

/** Undefined where it is none, or not of now: then nothing has to be looked up to refuse it. */
export function stripeSignatureFrom(
  header: string | undefined,
  now: Timestamp,
): StripeSignature | undefined {
  const parts = (header ?? '').split(',').map((part) => part.trim().split('=', 2));
  const valuesOf = (scheme: string): string[] =>
    parts.flatMap(([name, value = '']) => (name === scheme ? [value] : []));
  const [time = '', ...others] = valuesOf('t');
  const signatures = valuesOf('v1').filter((text) => /^[0-9a-f]{64}$/.test(text));
  if (!/^\d{1,12}$/.test(time) || others.length > 0) return undefined;
  if (signatures.length === 0 || signatures.length > SIGNATURES_MAX) return undefined;
  const age = now / millisecondsPer.second - Number.parseInt(time, 10);
  return Math.abs(age) > TOLERANCE_SECONDS ? undefined : { time, signatures };
}

/** Whether the bytes are signed by the secret: each signature is looked at, in the time that it takes anyway. */
export function isSigned(
  body: Uint8Array,
  { time, signatures }: StripeSignature,
  secret: string,
): boolean {
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  const matches = signatures.map((text) => timingSafeEqual(expected, Buffer.from(text, 'hex')));
  return matches.some((is) => is);
}
