import type { GateDialect } from '../contract/gate/shapes.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import type { SentPayment } from './asked.ts';
import { unreadableMpp, unreadableX402 } from './malformed.ts';
import { type Credential, isMpp, mppCredential } from './mpp.ts';
import { base64urlIn, jsonIn, textIn } from './sent-json.ts';
import { paymentSent, type SentPayload } from './x402.ts';

/** What came with a request that may pay for it, read. */
export interface Sent {
  readonly by: GateDialect;
  /** The text of a payer's token. */
  readonly token: string | undefined;
  /** The text of the offer that is taken; undefined where none is: the threshold may do. */
  readonly offer: string | undefined;
  readonly x402?: SentPayload;
  readonly mpp?: Credential;
}

/** It was meant to pay, and cannot be read: which part, and what it has to be. */
export interface Malformed {
  readonly malformed: 'x402' | 'mpp';
  readonly unread: string;
}

const PRIVATE = /^privatetoken(?: |$)/i;
const BEARER = /^bearer +(ftp_\S+) *$/i;

/**
 * Reads it: what a program sends goes before what a page posted, and that before a token alone. `malformed`: it was
 * meant to pay, and cannot be read.
 */
export function sentIn(payment: SentPayment): Sent | Malformed {
  // What is empty was not sent.
  const { authorization = '', paymentSignature = '', consent = '' } = payment;
  const token = namedToken(payment) ?? BEARER.exec(authorization)?.[1];
  if (paymentSignature !== '') {
    const x402 = paymentSent(paymentSignature);
    if (x402 === undefined) {
      return { malformed: 'x402', unread: unreadableX402(paymentSignature) };
    }
    const offer = textIn(x402.accepted.extra, 'offer');
    return { by: 'x402', token: tokenIn(x402.payload) ?? token, offer, x402 };
  }
  if (PRIVATE.test(authorization)) {
    return { by: 'private-token', token: undefined, offer: undefined };
  }
  if (isMpp(authorization)) {
    const mpp = mppCredential(authorization);
    if (mpp === undefined) return { malformed: 'mpp', unread: unreadableMpp(authorization) };
    return { by: 'mpp', token: tokenIn(mpp.payload) ?? token, offer: offerIn(mpp), mpp };
  }
  if (consent !== '') return { by: 'consent', token, offer: consent };
  return { by: 'threshold', token, offer: undefined };
}

const namedToken = ({ token }: SentPayment): string | undefined =>
  token === '' ? undefined : token;

/** An empty one is none. */
function tokenIn(said: JsonObject): string | undefined {
  const token = textIn(said, 'token');
  return token === '' ? undefined : token;
}

function offerIn({ challenge: { opaque = '' } }: Credential): string | undefined {
  const said = jsonIn(base64urlIn(opaque));
  return isJsonObject(said) ? textIn(said, 'offer') : undefined;
}
