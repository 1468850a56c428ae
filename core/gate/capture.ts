import type { GateHeaders } from '../contract/gate/shapes.ts';
import type { Decimal } from '../kernel/decimal.ts';
import { sha256 } from '../kernel/digest.ts';
import { Rejection } from '../kernel/rejection.ts';
import { rfc3339 } from '../kernel/timestamp.ts';
import { refundedAt } from '../receipts/refund.ts';
import { receiptOf } from '../receipts/signed-receipt.ts';
import type { HeldOffer } from '../spend/entry.ts';
import {
  type Captured,
  captureFound,
  foundToCapture,
  holdNamed,
  releaseHold,
} from '../spend/protocol/hold-ends.ts';
import type { Gate } from './gate.ts';
import { mppReceipt } from './mpp.ts';
import { mppMethod } from './offered-dialects.ts';
import { noteGivenBack } from './private/give-back.ts';
import { paymentResponse, x402Network } from './x402.ts';

/** What was charged, and what to send with what was served. */
export interface GateCapture {
  readonly captured: Captured;
  readonly receipt: string | undefined;
  readonly headers: GateHeaders;
}

const PAYER_MAX = 128;
const PAYER_BYTES = 16;
const RECEIPT_MAX = 1_400;

/** The key of an API asks: a payer's token asks for nothing here. */
const by = undefined;

/**
 * Charges what was served of what was held, at most what was agreed to.
 * @throws Rejection as `captureHold` does; `hold.not-found` also of a hold that the gate did not make
 */
export async function captureGate(
  { spend, signer }: Pick<Gate, 'spend' | 'signer'>,
  tenant: string,
  { id, quantity }: { readonly id: string; readonly quantity: Decimal | undefined },
): Promise<GateCapture> {
  const hold = await foundToCapture(spend, tenant, { id, by });
  const { offer } = hold.entry;
  if (offer === undefined) throw notOfGate();
  const captured = await captureFound(spend, tenant, {
    ...{ id, by, part: undefined, hold },
    quantity: quantity ?? hold.entry.quantity,
  });
  const receipt = await receiptFor({ spend, signer }, tenant, captured);
  return { captured, receipt, headers: headersOf(tenant, { captured, offer, receipt }) };
}

/** What was charged, signed; undefined where nothing was used, and where the keys cannot be asked now. */
async function receiptFor(
  { spend, signer }: Pick<Gate, 'spend' | 'signer'>,
  tenant: string,
  { hold, id, capture, capturedAt, quantity, net, tax, currency, isRepeated }: Captured,
): Promise<string | undefined> {
  if (signer === undefined || quantity === 0n) return undefined;
  const paid = { event: id, receipt: capture, payer: hold.payer, at: capturedAt };
  // Captured just now, nothing of it was given back yet.
  const refunded = isRepeated
    ? await refundedAt(spend.spend, tenant, paid, spend.clock.now())
    : undefined;
  const signed = await receiptOf({ signer }, tenant, {
    ...{ ...paid, gated: hold.entry, quantity, net, tax, currency, offer: hold.entry.offer },
    ...(refunded === undefined ? {} : { refundedAt: refunded }),
  });
  return signed === 'unavailable' ? undefined : signed.receipt;
}

/**
 * Gives back what was held: it was not served.
 * @throws Rejection as `releaseHold` does; `hold.not-found` also of a hold that the gate did not make
 */
export async function releaseGate(
  { spend, privately }: Pick<Gate, 'spend' | 'privately'>,
  tenant: string,
  id: string,
): Promise<{ readonly id: string }> {
  const hold = await holdNamed(spend, tenant, { id, by });
  if (hold.entry.offer === undefined) throw notOfGate();
  const released = await releaseHold(spend, tenant, { id, by });
  if (privately !== undefined) await noteGivenBack(privately.passes, tenant, hold);
  return released;
}

const notOfGate = (): Rejection =>
  new Rejection('hold.not-found', 'give the id that POST /v1/gate answered', { param: 'id' });

function headersOf(
  tenant: string,
  {
    captured,
    offer,
    receipt,
  }: {
    readonly captured: Captured;
    readonly offer: HeldOffer;
    readonly receipt: string | undefined;
  },
): GateHeaders {
  const { capture, net, tax, capturedAt, hold } = captured;
  const common = {
    'cache-control': 'private',
    // A longer one is asked for by its id.
    ...(receipt === undefined || receipt.length > RECEIPT_MAX
      ? {}
      : { 'farthing-receipt': receipt }),
  };
  switch (offer.by) {
    case 'x402':
      return {
        ...common,
        'payment-response': paymentResponse({
          ...{ success: true, payer: shownPayer(hold.payer), amount: (net + tax).toString() },
          ...(settledBy(offer) ?? { transaction: capture, network: x402Network(tenant) }),
        }),
      };
    case 'mpp': {
      const timestamp = rfc3339(capturedAt);
      const told = { method: mppMethod, reference: capture, status: 'success', timestamp } as const;
      return { ...common, 'payment-receipt': mppReceipt(told) };
    }
    case 'consent':
    case 'threshold':
    case 'private-token':
      return common;
  }
}

/** The chain, and the transaction on it. */
function settledBy({ settled = '' }: HeldOffer) {
  const end = settled.lastIndexOf(':');
  return end < 0
    ? undefined
    : { network: settled.slice(0, end), transaction: settled.slice(end + 1) };
}

/** Long keys would make the header too long. */
const shownPayer = (payer: string): string =>
  payer.length <= PAYER_MAX ? payer : sha256(payer).toString('base64url', 0, PAYER_BYTES);
