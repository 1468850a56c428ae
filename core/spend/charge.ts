import type { Decimal } from '../kernel/decimal.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { DimensionValues } from '../pricing/charge.ts';
import type { SpendDecision } from './decision.ts';
import type { DomainTerms } from './domain.ts';
import type { Asked, Gated, PassUnits, PassUse, Priced } from './entry.ts';
import { leftAfter, type SpendFacts } from './fit.ts';
import type { SpendPage } from './page.ts';
import { passUnitsFor, pricedByPass, unitsIn } from './pass-units.ts';
import { kindFound } from './repeat.ts';
import type { ToRecord } from './to-record.ts';
import { refuseOverToken } from './tokens.ts';

/** What is to be used, as it was asked for. */
export interface UseAsked {
  readonly subject: string;
  readonly meter: string;
  /** The type of the event, and what it says beside the quantity, as canonical JSON. */
  readonly type: string;
  readonly data?: string;
  /** As the meter reads them from it. */
  readonly dimensions: DimensionValues;
  readonly quantity: Decimal;
}

/** What was asked for, and under what. */
export interface UseRequest extends SpendFacts {
  /** Or what makes it of the time at which it is decided. @throws Rejection */
  readonly use: UseAsked | ((at: Timestamp) => UseAsked);
  readonly asked: Pick<Asked, 'key' | 'body' | 'token'>;
}

/** What an answer says of money. */
export interface SpendAnswer extends Priced {
  readonly id: string;
  /** What passes cover of it, beside what it costs. */
  readonly passes: readonly PassUnits[];
  readonly left: Nanos | undefined;
  /** When it was decided: the time of its event. */
  readonly at: Timestamp;
}

export interface ChargeAnswer extends SpendAnswer {
  /** Undefined where it was charged before. */
  readonly toRecord: ToRecord | undefined;
}

/**
 * Charges what is used now: a hold and its capture in one.
 * @throws Rejection `budget.exceeded`, `wallet.empty`, `hold.meter-not-gated`
 */
export const chargeNow = ({
  use: toUse,
  asked,
  ...facts
}: UseRequest): SpendDecision<ChargeAnswer> => ({
  key: asked.key,
  token: asked.token,
  decide(page) {
    const use = usedAt(page.now, toUse);
    const { gated, terms } = gatedBy(page, facts, use);
    const { quantity } = use;
    const passes = passUnitsFor(page.state, use, page.now);
    const wanted = { gated, quantity, captures: 1, covered: unitsIn(passes) };
    refuseOverToken(page, facts, { ...wanted, token: asked.token });
    const left = leftAfter(page, facts, wanted);
    const priced = pricedByPass(page.state, terms, { quantity, passes });
    const optional = left === undefined ? {} : { left };
    const id = page.add({ kind: 'charge', ...gated, quantity, ...priced, ...asked, ...optional });
    const toRecord = { seq: page.seq, gated, quantity, id, at: page.now };
    return { ...answerOf(id, { ...priced, left }, page.now), toRecord };
  },
  repeat(found) {
    const { entry } = kindFound(found, 'charge', asked.body);
    return { ...answerOf(found.id, entry, found.block.at), toRecord: undefined };
  },
});

export const usedAt = (at: Timestamp, use: UseRequest['use']): UseAsked =>
  typeof use === 'function' ? use(at) : use;

/** What is used at the time of a page, with its price. */
export function gatedBy(
  { now }: Pick<SpendPage, 'now'>,
  { terms }: Pick<SpendFacts, 'terms'>,
  { subject, meter, type, data, dimensions }: UseAsked,
): { readonly gated: Gated; readonly terms: DomainTerms } {
  const own = terms.chargeFor(now, meter, dimensions);
  const gated = {
    ...{ subject, meter, type, day: terms.calendar.dayAt(now), domain: own.key },
    ...(data === undefined ? {} : { data }),
  };
  return { gated, terms: own };
}

export const answerOf = (
  id: string,
  {
    net,
    tax,
    left,
    byPass,
    passes = byPass?.parts ?? [],
  }: Priced & {
    readonly left?: Nanos | undefined;
    readonly byPass?: Pick<PassUse, 'parts'>;
    readonly passes?: readonly PassUnits[];
  },
  at: Timestamp,
): SpendAnswer => ({ id, net, tax, left, at, passes: unitsOf(passes) });

const unitsOf = (passes: readonly PassUnits[]): readonly PassUnits[] =>
  passes.map(({ pass, units }) => ({ pass, units }));
