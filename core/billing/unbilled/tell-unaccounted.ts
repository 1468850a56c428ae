import { decimalText } from '../../kernel/decimal.ts';
import type { Month } from '../../kernel/month.ts';
import { type ListUnbilledMessage, sendAll } from '../run/message.ts';
import type { BillingRunPorts } from '../run/ports.ts';
import type { UnaccountedFound } from './stored-sums.ts';
import { type MeterSums, unaccountedOf } from './usage-sums.ts';

/** While usage comes and months are closed, sums are of several instants: so often all of it is looked at. */
const LOOKS_MAX = 4;

/**
 * What of a month two looks in a row found alike: usage that is neither billed, about to be, nor listed, or that is
 * there twice. `again` is for the next look, a minute later; undefined where none is needed.
 */
export function seenAlike(
  sums: readonly MeterSums[],
  before: UnaccountedFound | undefined,
): { readonly seen: readonly MeterSums[]; readonly again: UnaccountedFound | undefined } {
  const wrong = sums.filter((one) => unaccountedOf(one) !== 0n);
  const known = new Set(before?.found);
  const seen = wrong.filter((one) => known.has(foundText(one)));
  const tries = (before?.tries ?? 0) + 1;
  const isOver = seen.length === wrong.length || tries >= LOOKS_MAX;
  return { seen, again: isOver ? undefined : { tries, found: wrong.map(foundText) } };
}

/** Tells of what is unaccounted for. It is a fault of ours, and stops no billing. */
export function noticeUnaccounted(
  { onNotice }: Pick<BillingRunPorts, 'onNotice'>,
  { tenant, month }: { readonly tenant: string; readonly month: Month },
  seen: readonly MeterSums[],
): void {
  for (const one of seen) {
    onNotice({
      event: 'billing.usage-unaccounted',
      tenant,
      period: month,
      code: one.meter,
      detail: unaccountedText(one),
    });
  }
}

/** Tells of what two looks in a row found alike, and has the month looked at again where they did not. */
export async function tellUnaccounted(
  ports: Pick<BillingRunPorts, 'later' | 'onNotice'>,
  { kind, tenant, month, again: before }: ListUnbilledMessage,
  sums: readonly MeterSums[],
): Promise<void> {
  const { seen, again } = seenAlike(sums, before);
  noticeUnaccounted(ports, { tenant, month }, seen);
  if (again === undefined) return;
  await sendAll(ports.later, [{ kind, tenant, month, partition: 0, isRated: true, again }]);
}

const foundText = (sums: MeterSums): string => `${sums.meter} ${decimalText(unaccountedOf(sums))}`;

/** The sums of a meter, in a sentence. */
export const unaccountedText = (sums: MeterSums): string => {
  const [used, billed, toBill, listed] = [sums.used, sums.billed, sums.toBill, sums.listed].map(
    decimalText,
  );
  return `${sums.meter}: the totals have ${used}, of which ${billed} is billed, ${toBill} about to be, and ${listed} listed as not billed`;
};
