import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Currency } from '../kernel/currency.ts';
import { currencyFrom } from '../kernel/currency.ts';
import { sha256 } from '../kernel/digest.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Random } from '../kernel/random.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { KnownSecrets } from './offer-secret.ts';
import { offerMs } from './offer-time.ts';

/** How long after that what was paid under it is still answered as it was. */
export const repeatedMs = 60 * millisecondsPer.second;

const NONCE_BYTES = 12;
const MAC_BYTES = 16;
const PAYER_BYTES = 8;
const RADIX = 36;
const OFFER =
  /^fo_([0-9a-z]{1,4})\.([\w-]{16})\.([0-9a-z]{1,9})\.([0-9a-z]{1,20})\.([A-Z]{3})\.([\w-]{0,11})\.([\w-]{22})$/;

/** What something costs at most, for whom and until when. It says all that there is to know: nothing of it is kept. */
export interface Offer {
  readonly nonce: string;
  /** Gross. */
  readonly atMost: Nanos;
  readonly currency: Currency;
  /** From then on it is not taken. */
  readonly endsAt: Timestamp;
  /** Digest of the payer that it is for; undefined where it is for anybody. */
  readonly payer: string | undefined;
}

/** An offer, and how it is written. */
export interface SealedOffer extends Offer {
  readonly text: string;
  /** Of the secret that it is signed with. */
  readonly version: number;
}

/** Whose offer it is, and for what. */
interface OfferOf {
  readonly tenant: string;
  /** As `boundTo` says it. */
  readonly bound: string;
}

/** How an offer names its payer. */
export const payerDigest = (tenant: string, payer: string): string =>
  sha256(JSON.stringify(['offer', tenant, payer])).toString('base64url', 0, PAYER_BYTES);

/** A new offer, for 300 seconds. */
export async function newOffer(
  secrets: KnownSecrets,
  { tenant, bound }: OfferOf,
  {
    atMost,
    currency,
    payer,
    now,
    random,
  }: Pick<Offer, 'atMost' | 'currency'> & {
    readonly payer: string | undefined;
    readonly now: Timestamp;
    readonly random: Random;
  },
): Promise<SealedOffer> {
  const { version, key } = await secrets.current(tenant, now);
  const endsAt = wholeSeconds(now + offerMs);
  const offer: Offer = {
    ...{ atMost, currency, endsAt },
    nonce: Buffer.from(random.bytes(NONCE_BYTES)).toString('base64url'),
    payer: payer === undefined ? undefined : payerDigest(tenant, payer),
  };
  const head = headOf(version, offer);
  const mac = macOf(key('offer'), { tenant, bound, head });
  return { ...offer, version, text: `${head}.${mac.toString('base64url')}` };
}

/**
 * The offer that a text is, of this tenant and for this. `refused`: it is none, of somebody else, for something else,
 * or altered. `ended`: nothing is answered by it any more.
 */
export async function openedOffer(
  secrets: KnownSecrets,
  { tenant, bound }: OfferOf,
  { text, now }: { readonly text: string; readonly now: Timestamp },
): Promise<SealedOffer | 'refused' | 'ended'> {
  const [, version = '', nonce = '', end = '', amount = '', code = '', payer = '', mac = ''] =
    OFFER.exec(text) ?? [];
  const currency = currencyFrom(code);
  if (currency === undefined) return 'refused';
  const signedBy = Number.parseInt(version, RADIX);
  const secret = await secrets.of(tenant, signedBy, now);
  if (secret === undefined) return 'refused';
  const head = text.slice(0, text.lastIndexOf('.'));
  const expected = macOf(secret.key('offer'), { tenant, bound, head });
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'refused';
  const endsAt = timestampOf(Number.parseInt(end, RADIX) * millisecondsPer.second);
  if (now > endsAt + repeatedMs) return 'ended';
  const atMost = nanosOf(fromRadix(amount));
  const known = { text, nonce, endsAt, atMost, currency, version: signedBy };
  return { ...known, payer: payer === '' ? undefined : payer };
}

const wholeSeconds = (at: number): Timestamp =>
  timestampOf(Math.floor(at / millisecondsPer.second) * millisecondsPer.second);

function headOf(version: number, { nonce, endsAt, atMost, currency, payer = '' }: Offer): string {
  const seconds = endsAt / millisecondsPer.second;
  const numbers = [version.toString(RADIX), nonce, seconds.toString(RADIX)];
  return `fo_${[...numbers, atMost.toString(RADIX), currency, payer].join('.')}`;
}

const macOf = (
  key: KeyObject,
  { tenant, bound, head }: OfferOf & { readonly head: string },
): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([tenant, bound, head]))
    .digest()
    .subarray(0, MAC_BYTES);

function fromRadix(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * BigInt(RADIX) + BigInt(Number.parseInt(digit, RADIX));
  return value;
}
