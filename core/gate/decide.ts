import type { RejectionCode } from '../contract/rejection-codes.ts';
import type { PayerKey } from '../kernel/payer.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type GateHold, heldOnce } from './ask.ts';
import type { GateAsked } from './asked.ts';
import { heldByChain, isByChain, offeredByChain } from './chain/pay-by-chain.ts';
import { type FreeView, freeView } from './free-view.ts';
import type { Gate } from './gate.ts';
import type { TokenOf } from './known-tokens.ts';
import type { SealedOffer } from './offer.ts';
import { offeredPrivately } from './private/offered-privately.ts';
import { heldPrivately } from './private/take-token.ts';
import { newQuote } from './quote.ts';
import { type Sent, sentIn } from './sent.ts';
import { takenOffer } from './take-offer.ts';
import type { OfferedWay } from './x402.ts';

/** It is not served. */
export interface GateRefusal {
  readonly status: 401 | 402 | 409 | 503;
  readonly code: RejectionCode;
  readonly detail: string;
  /** With each 402. */
  readonly offer: SealedOffer | undefined;
  /** The same by a chain, where it can be paid so. */
  readonly byChain?: OfferedWay | undefined;
  /** The header by which it is offered privately, where it can be paid so. */
  readonly privately?: string | undefined;
  /** How it was to be paid. */
  readonly by: Sent['by'];
}

export type GateDecision =
  | { readonly outcome: 'held'; readonly held: GateHold }
  | { readonly outcome: 'free'; readonly free: FreeView }
  | { readonly outcome: 'refused'; readonly refusal: GateRefusal };

/** Refusals that are for whoever asked the server: all others are for the server. */
const forPayers: Readonly<Partial<Record<RejectionCode, GateRefusal['status']>>> = {
  'payment.required': 402,
  'payment.malformed': 402,
  'offer.ended': 402,
  'offer.refused': 402,
  'offer.used': 402,
  'budget.exceeded': 402,
  'wallet.empty': 402,
  'token.limit-exceeded': 402,
  'token.refused': 402,
  'token.not-allowed': 402,
  'private-token.refused': 402,
  'private-token.ended': 402,
  'private-token.used': 402,
  'private-token.crowd-small': 402,
  'wallet.currency-differs': 409,
  'hold.too-many': 409,
  'request.idempotency-key-reused': 409,
  'customer.not-found': 409,
  'customer.unpriced': 409,
  'payer.not-paying': 409,
  'grant.too-many': 409,
  'payment.too-many-unapplied': 409,
  'payment.unclear': 503,
  'spend.busy': 503,
  'spend.too-many': 503,
};

/**
 * Whether a request that came in to a server of the tenant's is paid for. Verify, hold, then serve; each 402 says anew
 * by what it can be paid. What is not known is never answered with an offer: it is not answered.
 * @throws Rejection where what the server asks is wrong
 */
export async function askGate(gate: Gate, tenant: string, asked: GateAsked): Promise<GateDecision> {
  const sent = sentIn(asked.payment);
  if ('malformed' in sent) {
    const detail = `send what the offer that comes with this asks for: ${sent.unread}`;
    const malformed = new Rejection('payment.malformed', detail);
    return refused(gate, tenant, { asked, by: sent.malformed, error: malformed, payer: undefined });
  }
  const { by } = sent;
  if (sent.by === 'private-token') return askedPrivately(gate, tenant, { asked });
  if (isByChain(sent)) return askedByChain(gate, tenant, { asked, sent });
  if (sent.token === undefined) return askedByNobody(gate, tenant, { asked, sent });
  const token = await gate.tokens.of(tenant, sent.token);
  try {
    if (token === undefined) throw unknownToken();
    const held = await heldBy(gate, tenant, { asked, sent, token });
    return { outcome: 'held', held };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return refused(gate, tenant, { asked, by, error, payer: token?.payer });
  }
}

async function askedByChain(
  gate: Gate,
  tenant: string,
  { asked, sent }: { readonly asked: GateAsked; readonly sent: Sent },
): Promise<GateDecision> {
  const { by } = sent;
  try {
    const came = await heldByChain(gate, tenant, { asked, sent });
    if ('held' in came) return { outcome: 'held', held: came.held };
    return await refused(gate, tenant, { asked, by, ...came });
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    // Who has signed nothing that holds is nobody.
    return refused(gate, tenant, { asked, by, error, payer: undefined });
  }
}

/** Whoever has a private token is nobody: what it is refused for is offered anew as it is to strangers. */
async function askedPrivately(
  gate: Gate,
  tenant: string,
  { asked }: { readonly asked: GateAsked },
): Promise<GateDecision> {
  const { authorization = '' } = asked.payment;
  try {
    return { outcome: 'held', held: await heldPrivately(gate, tenant, { asked, authorization }) };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return refused(gate, tenant, { asked, by: 'private-token', error, payer: undefined });
  }
}

async function heldBy(
  gate: Gate,
  tenant: string,
  { asked, sent, token }: { asked: GateAsked; readonly sent: Sent; readonly token: TokenOf },
): Promise<GateHold> {
  const text = sent.offer ?? (sent.by === 'threshold' ? undefined : '');
  const offer =
    text === undefined ? undefined : await takenOffer(gate, tenant, { asked, sent, text });
  return heldOnce(gate, tenant, { asked, sent, token, offer });
}

async function askedByNobody(
  gate: Gate,
  tenant: string,
  { asked, sent: { by } }: { readonly asked: GateAsked; readonly sent: Sent },
): Promise<GateDecision> {
  const free = by === 'threshold' ? await freeView(gate, tenant, asked) : undefined;
  if (free !== undefined) return { outcome: 'free', free };
  const error =
    by === 'threshold'
      ? new Rejection('payment.required', 'pay by one of the offers that come with this')
      : unknownToken();
  return refused(gate, tenant, { asked, by, error, payer: undefined });
}

const unknownToken = (): Rejection =>
  new Rejection('token.refused', 'send a token of this seller, as {"token": "ftp_…"}');

/**
 * What whoever asked the server is told.
 * @throws Rejection the error, where it is for the server
 */
async function refused(
  gate: Gate,
  tenant: string,
  {
    asked,
    by,
    error,
    payer,
  }: {
    readonly asked: GateAsked;
    readonly by: Sent['by'];
    readonly error: Rejection;
    readonly payer: PayerKey | undefined;
  },
): Promise<GateDecision> {
  const status = forPayers[error.code];
  if (status === undefined) throw error;
  const { code, message: detail } = error;
  if (status !== 402) {
    return { outcome: 'refused', refusal: { status, code, detail, by, offer: undefined } };
  }
  const own = isOwn(code) ? payer : undefined;
  const offer = await newQuote(gate, tenant, asked, own);
  if (offer !== undefined) {
    const byChain = await offeredByChain(gate, tenant, offer, own);
    const privately = await offeredPrivately(gate, tenant, asked);
    const refusal = { status, code, detail, by, offer, byChain, privately } as const;
    return { outcome: 'refused', refusal };
  }
  const unknown = 'send a payer’s token: what it costs depends on who asks';
  const refusal = { status: 401, code: 'payer.unknown', detail: unknown, by, offer } as const;
  return { outcome: 'refused', refusal };
}

/** Whoever has no right to be the payer is offered what anybody is. */
const isOwn = (code: RejectionCode): boolean => !code.startsWith('token.refused');
