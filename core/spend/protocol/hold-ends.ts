import type { Decimal } from '../../kernel/decimal.ts';
import { decimalText } from '../../kernel/decimal.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { askedUnder, endKey } from '../ask.ts';
import { capture } from '../capture.ts';
import { captureWithin } from '../capture-within.ts';
import type { SpendAnswer } from '../charge.ts';
import type { HoldEntry, Priced } from '../entry.ts';
import { refuseCapture } from '../gated-event.ts';
import { release } from '../release.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';
import { record } from './record.ts';
import { type Answered, answered, callersKey } from './use.ts';

/** A hold as it was asked for. */
export interface FoundHold {
  readonly payer: PayerKey;
  readonly at: Timestamp;
  readonly entry: HoldEntry;
}

/** Who asks with a token, which is one payer's; undefined where the tenant asks itself. */
export type ByToken = { readonly payer: PayerKey; readonly token: string } | undefined;

/** The hold of an id; to a payer, those of others are none. @throws Rejection `hold.not-found` */
export async function holdNamed(
  { spend }: Pick<SpendGate, 'spend'>,
  tenant: string,
  { id, by }: { readonly id: string; readonly by: ByToken },
): Promise<FoundHold> {
  const found = await spend.find(tenant, id);
  const isTheirs = by === undefined || found?.payer === by.payer;
  if (isTheirs && found?.entry.kind === 'hold') return { ...found, entry: found.entry };
  throw new Rejection(
    'hold.not-found',
    'give the id that POST /v1/holds or POST /v1/gate answered',
    {
      param: 'id',
    },
  );
}

/** Whoever was served by it would pay nothing, if it could end what a server holds for it. */
function refuseEndByToken({ offer, byKey }: HoldEntry, by: ByToken): void {
  if (by === undefined || (offer === undefined && byKey === undefined)) return;
  throw new Rejection(
    'token.not-allowed',
    'leave it to the server that holds it, or wait until it ends: only an API key ends what a server holds for a payer',
  );
}

export interface CaptureRequested {
  readonly id: string;
  readonly quantity: Decimal;
  /** What is captured in parts needs one; the end of a hold has its own. */
  readonly part: { readonly key: string } | undefined;
  readonly by: ByToken;
}

export interface Captured extends SpendAnswer, Answered {
  /** The id of the entry that says so, and when that was. */
  readonly capture: string;
  readonly capturedAt: Timestamp;
  readonly quantity: Decimal;
  readonly quoted: Priced;
  readonly hold: FoundHold;
  /** It was captured before: a repeat is answered as it was. */
  readonly isRepeated: boolean;
}

/**
 * Charges what was used of a hold, and records it; answers what it was quoted at, too.
 * @throws Rejection as `capture`, `Spend` and what reads terms do; `hold.not-found`, `offer.exceeded`
 */
export async function captureHold(
  protocol: SpendGate,
  tenant: string,
  requested: CaptureRequested,
): Promise<Captured> {
  const hold = await foundToCapture(protocol, tenant, requested);
  return captureFound(protocol, tenant, { ...requested, hold });
}

/** As `captureHold`, of a hold that was found. */
export async function captureFound(
  protocol: SpendGate,
  tenant: string,
  { id, quantity, part, by, hold }: CaptureRequested & { readonly hold: FoundHold },
): Promise<Captured> {
  const { payer, entry } = hold;
  refuseEndByToken(entry, by);
  const atMost = entry.offer?.atMost;
  const token = by?.token;
  const key = part === undefined ? endKey(id) : callersKey(part.key, token);
  const body = ['capture', id, decimalText(quantity), part !== undefined];
  const asked = askedUnder(key, body, token);
  return byFacts(protocol, { tenant, payer }, async (facts) => {
    refuseCapture(facts.terms.meter(entry.meter), quantity);
    const request = { hold: id, quantity, isKept: part !== undefined, asked, ...facts };
    const made = atMost === undefined ? capture(request) : captureWithin(atMost, request);
    const decided = await protocol.spend.decide(tenant, payer, made);
    if ('isOver' in decided) throw overOffer(protocol, { tenant, payer, id });
    const { toRecord, ...answer } = decided;
    await record(protocol, { tenant, terms: facts.terms }, toRecord);
    const { net, tax } = entry;
    const isRepeated = toRecord === undefined;
    return { ...answer, ...answered(facts), quoted: { net, tax }, hold, quantity, isRepeated };
  });
}

/** Something was served for nothing: a person is told. */
function overOffer(
  { onNotice }: Pick<SpendGate, 'onNotice'>,
  { tenant, payer, id }: { readonly tenant: string; readonly payer: PayerKey; readonly id: string },
): Rejection {
  const detail = 'a capture would have cost more than was offered, and was released';
  onNotice({ event: 'spend.over-offer', tenant, payer, id, detail });
  return new Rejection(
    'offer.exceeded',
    'leave it: it would cost more now than the payer was offered, so it was released and nothing is charged',
  );
}

/** A program that captures what is not there has done work that nobody is charged for: a person is told. */
export async function foundToCapture(
  protocol: SpendGate,
  tenant: string,
  { id, by }: Pick<CaptureRequested, 'id' | 'by'>,
): Promise<FoundHold> {
  try {
    return await holdNamed(protocol, tenant, { id, by });
  } catch (error) {
    if (error instanceof Rejection && by === undefined) {
      const detail = 'a capture named no hold of this tenant';
      protocol.onNotice({ event: 'spend.capture-without-hold', tenant, payer: '', id, detail });
    }
    throw error;
  }
}

/**
 * Gives back all that is held.
 * @throws Rejection `hold.not-found`, `hold.closed`; `token.not-allowed` of what a server holds
 */
export async function releaseHold(
  protocol: SpendGate,
  tenant: string,
  { id, by }: Pick<CaptureRequested, 'id' | 'by'>,
): Promise<{ readonly id: string }> {
  const { payer, entry } = await holdNamed(protocol, tenant, { id, by });
  refuseEndByToken(entry, by);
  const asked = askedUnder(endKey(id), ['release', id], by?.token);
  return protocol.spend.decide(tenant, payer, release({ hold: id, asked }));
}
