import type { ReceiptClaims } from '../contract/receipts/shapes.ts';
import type { Currency } from '../kernel/currency.ts';
import { type Decimal, decimalText } from '../kernel/decimal.ts';
import { sha256 } from '../kernel/digest.ts';
import type { PayerKey } from '../kernel/payer.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import type { Gated, Priced } from '../spend/entry.ts';

/** What was paid, as the spend log of its payer says it. */
export interface Paid extends Priced {
  /** Of the event that records it. */
  readonly event: string;
  /** Of what charged it: by this it is found at any time. */
  readonly receipt: string;
  readonly payer: PayerKey;
  /** When it was charged or captured. */
  readonly at: Timestamp;
  readonly gated: Pick<Gated, 'subject' | 'meter'>;
  readonly quantity: Decimal;
  readonly currency: Currency;
  /** By which offer, and for what; undefined where nothing was offered. */
  readonly offer?: Offered | undefined;
  /** When it was given back; undefined where it was not. */
  readonly refundedAt?: Timestamp | undefined;
}

/** What of an offer a receipt says. */
interface Offered {
  readonly by: string;
  readonly resource: string;
  readonly description?: string | undefined;
}

const SCALE = 9;

/** Who signs, and who is paid: as offers name it. */
const issuerOf = (tenant: string): string => `farthing:${encodeURIComponent(tenant)}`;

/** NumericDate of RFC 7519: whole seconds. */
const secondsOf = (at: Timestamp): number => Math.floor(at / millisecondsPer.second);

/** As JSON, so that with header, key and base64 it is within what KMS signs at once. */
const CHARACTERS_MAX = 2_880;

/** What stands for a name or an address for which there is no room. */
const asDigest = (text: string): string => `sha256:${sha256(text).toString('base64url')}`;

/** What is left out, or said by its digest, one after the other until there is room. */
const shorter: readonly ((claims: ReceiptClaims) => ReceiptClaims)[] = [
  ({ description: _, ...claims }) => claims,
  (claims) =>
    claims.resource === undefined ? claims : { ...claims, resource: asDigest(claims.resource) },
  (claims) => ({ ...claims, subject: asDigest(claims.subject) }),
  (claims) => ({ ...claims, sub: asDigest(claims.sub) }),
];

/** What a receipt says: the same of the same, in this order, whenever it is asked for. */
export function claimsOf(tenant: string, paid: Paid): ReceiptClaims {
  let claims = allClaims(tenant, paid);
  for (const cut of shorter) {
    if (Buffer.byteLength(JSON.stringify(claims)) <= CHARACTERS_MAX) break;
    claims = cut(claims);
  }
  return claims;
}

function allClaims(tenant: string, paid: Paid): ReceiptClaims {
  const { offer, refundedAt, gated, net, tax } = paid;
  return {
    iss: issuerOf(tenant),
    sub: paid.payer,
    jti: paid.event,
    iat: secondsOf(paid.at),
    payee: tenant,
    receipt: paid.receipt,
    ...(offer === undefined ? {} : { resource: offer.resource }),
    ...(offer?.description === undefined ? {} : { description: offer.description }),
    ...{ meter: gated.meter, quantity: decimalText(paid.quantity), subject: gated.subject },
    ...(offer === undefined ? {} : { by: offer.by }),
    ...{ net: String(net), tax: String(tax), amount: String(net + tax) },
    ...{ currency: paid.currency, assetScale: SCALE },
    ...(refundedAt === undefined ? {} : { refundedAt: secondsOf(refundedAt) }),
  };
}
