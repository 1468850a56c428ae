import type { ReceiptClaims } from '../contract/receipts/shapes.ts';
import { invariant } from '../kernel/invariant.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { refuseByToken } from '../spend/tokens.ts';
import { claimsOf, type Paid } from './claims.ts';
import { compactJws, jwkOf, signingInput } from './jws.ts';
import { type PaidAsked, type PaidPorts, paidUnder } from './paid.ts';
import type { ReceiptKey, ReceiptSigner } from './ports.ts';

/** What receipts are made of, and signed with. */
export interface ReceiptPorts extends PaidPorts {
  readonly signer: ReceiptSigner;
}

/** A receipt, as text that proves itself, and what it says. */
export interface SignedReceipt {
  /** A JWS, compact. */
  readonly receipt: string;
  readonly claims: ReceiptClaims;
}

/**
 * The receipt of what was charged: a function of the log and the keys, so that it is the same whenever it is asked for.
 * @throws Rejection `receipt.not-found`, `receipt.unsigned`, `token.refused`, `token.not-allowed`
 */
export async function receiptAsked(
  ports: ReceiptPorts,
  tenant: string,
  asked: PaidAsked,
): Promise<SignedReceipt> {
  if (asked.by !== undefined) await refuseReading(ports, tenant, asked.by);
  const signed = await receiptOf(ports, tenant, await paidUnder(ports, tenant, asked));
  if (signed === 'unavailable') throw unsigned();
  return signed;
}

/**
 * The public keys, as a JSON Web Key Set: those to come as well, so that whoever keeps it knows them in time.
 * @throws Rejection `receipt.unsigned`
 */
export async function publicKeySet({ signer }: Pick<ReceiptPorts, 'signer'>) {
  const keys = await signer.keys();
  if (keys === 'unavailable') throw unsigned();
  return { keys: keys.map(({ kid, bytes }) => jwkOf(kid, bytes)) };
}

/** The receipt of what was paid; `unavailable` where the keys cannot be asked now. */
export async function receiptOf(
  { signer }: Pick<ReceiptPorts, 'signer'>,
  tenant: string,
  paid: Paid,
): Promise<SignedReceipt | 'unavailable'> {
  const keys = await signer.keys();
  if (keys === 'unavailable') return keys;
  const { kid } = keyAt(keys, paid.at);
  const claims = claimsOf(tenant, paid);
  const input = signingInput(kid, claims);
  const signature = await signer.sign(kid, Buffer.from(input));
  if (signature === 'unavailable') return signature;
  return { receipt: compactJws(input, signature), claims };
}

/** The key of that time; where that signs no more, the next one that does. */
function keyAt(keys: readonly ReceiptKey[], at: Timestamp): ReceiptKey {
  const then = keys.findLastIndex(({ from }) => from <= at);
  const key = keys.slice(Math.max(0, then)).find(({ signs }) => signs);
  invariant(key !== undefined, 'the last key signs');
  return key;
}

async function refuseReading(
  { spend, clock }: Pick<ReceiptPorts, 'spend' | 'clock'>,
  tenant: string,
  by: NonNullable<PaidAsked['by']>,
): Promise<void> {
  const state = await spend.read(tenant, by.payer);
  const now = clock.now();
  refuseByToken({ state, now: now > state.at ? now : state.at }, by.token, 'read');
}

const unsigned = (): Rejection =>
  new Rejection(
    'receipt.unsigned',
    'ask again, after the seconds that Retry-After says: the keys cannot be asked now',
  );
