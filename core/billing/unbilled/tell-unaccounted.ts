import { decimalText } from '../../kernel/decimal.ts';
import { type ListUnbilledMessage, sendAll } from '../run/message.ts';
import type { BillingRunPorts } from '../run/ports.ts';
import { type MeterSums, unaccountedOf } from './usage-sums.ts';

/** While usage comes and months are closed, sums are of several instants: so often all of it is looked at. */
const LOOKS_MAX = 4;

/**
 * Tells of meters of which a month has usage that is neither billed, about to be, nor listed, or that is there twice:
 * of those that two looks in a row, a minute apart, found alike. It is a fault of ours, and stops no billing.
 */
export async function tellUnaccounted(
  ports: Pick<BillingRunPorts, 'later' | 'onNotice'>,
  { kind, tenant, month, again }: ListUnbilledMessage,
  sums: readonly MeterSums[],
): Promise<void> {
  const wrong = sums.filter((one) => unaccountedOf(one) !== 0n);
  const known = new Set(again?.found);
  const seen = wrong.filter((one) => known.has(foundText(one)));
  for (const one of seen) {
    ports.onNotice({
      event: 'billing.usage-unaccounted',
      tenant,
      period: month,
      code: one.meter,
      detail: unaccountedText(one),
    });
  }
  const tries = (again?.tries ?? 0) + 1;
  if (seen.length === wrong.length || tries >= LOOKS_MAX) return;
  const found = wrong.map(foundText);
  const next = { kind, tenant, month, partition: 0, isRated: true, again: { tries, found } };
  await sendAll(ports.later, [next]);
}

const foundText = (sums: MeterSums): string => `${sums.meter} ${decimalText(unaccountedOf(sums))}`;

const unaccountedText = (sums: MeterSums): string => {
  const [used, billed, toBill, listed] = [sums.used, sums.billed, sums.toBill, sums.listed].map(
    decimalText,
  );
  return `${sums.meter}: the totals have ${used}, of which ${billed} is billed, ${toBill} about to be, and ${listed} listed as not billed`;
};
