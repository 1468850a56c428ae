import { decimalOf, decimalText } from '../../kernel/decimal.ts';
import type { Month } from '../../kernel/month.ts';
import type { BillingRunPorts } from '../run/ports.ts';
import type { UnbilledPorts } from '../unbilled/list-unbilled.ts';
import { usageSumsPage } from '../unbilled/page.ts';
import { noticeUnaccounted, seenAlike, unaccountedText } from '../unbilled/tell-unaccounted.ts';
import { type MeterSums, unaccountedOf } from '../unbilled/usage-sums.ts';
import type { InvoicesStep } from './pass-step.ts';
import { type Comparison, type Finding, findingsMax } from './ports.ts';

/** What comes after a step: another one, at once or a minute later; undefined after the last of all. */
interface NextInvoicesStep {
  readonly step: InvoicesStep;
  readonly isLater: boolean;
}

/** Of a month that is added up, what came out. */
interface InvoicesStepDone {
  readonly next: NextInvoicesStep | undefined;
  readonly result: Pick<Comparison, 'compared' | 'differing' | 'findings'> | undefined;
}

/**
 * Adds up, of the next partitions of a month, what the totals have and what of it is billed, about to be, and listed as
 * not billed. After the last, what differs in two looks a minute apart is found.
 */
export async function compareInvoices(
  ports: UnbilledPorts & Pick<BillingRunPorts, 'onNotice'>,
  tenant: string,
  step: InvoicesStep & { readonly month: Month },
): Promise<InvoicesStepDone> {
  const { month, ...own } = step;
  const { partition: from, isRated } = step;
  const page = await usageSumsPage(ports, tenant, { month, from, isRated });
  const sums = addedUp([...step.sums, ...page.sums]);
  if (page.next !== undefined) {
    const next = { ...own, partition: page.next, sums };
    return { result: undefined, next: { step: next, isLater: false } };
  }
  const { again: _, ...begun } = own;
  if (!isRated && sums.some((one) => unaccountedOf(one) !== 0n)) {
    const next = { ...begun, partition: 0, isRated: true, sums: [] };
    return { result: undefined, next: { step: next, isLater: false } };
  }
  const { seen, again } = seenAlike(sums, step.again);
  if (again !== undefined) {
    const next = { ...begun, partition: 0, sums: [], again };
    return { result: undefined, next: { step: next, isLater: true } };
  }
  noticeUnaccounted(ports, { tenant, month }, seen);
  const result = {
    compared: sums.length,
    differing: seen.length,
    findings: seen.slice(0, findingsMax).map(findingOf),
  };
  const months = step.months.slice(1);
  if (months.length === 0) return { result, next: undefined };
  const next = { ...begun, months, partition: 0, isRated: false, sums: [] };
  return { result, next: { step: next, isLater: false } };
}

const findingOf = (sums: MeterSums): Finding => ({
  code: 'usage-unaccounted',
  detail: unaccountedText(sums),
  expected: decimalText(sums.used),
  found: decimalText(decimalOf(sums.used - unaccountedOf(sums))),
});

/** By meter. */
function addedUp(all: readonly MeterSums[]): readonly MeterSums[] {
  const byMeter = new Map<string, MeterSums>();
  for (const one of all) {
    const before = byMeter.get(one.meter);
    byMeter.set(one.meter, before === undefined ? one : bothOf(before, one));
  }
  return [...byMeter.values()].sort((a, b) => (a.meter < b.meter ? -1 : 1));
}

const bothOf = (a: MeterSums, b: MeterSums): MeterSums => ({
  meter: a.meter,
  used: decimalOf(a.used + b.used),
  billed: decimalOf(a.billed + b.billed),
  toBill: decimalOf(a.toBill + b.toBill),
  listed: decimalOf(a.listed + b.listed),
});
