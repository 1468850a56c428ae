import { billed } from '../../e2e/support/billing.ts';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { setUpBusiness, usageOf, year } from './business.ts';
import { happenings } from './happenings.ts';
import { Till } from './till.ts';

/** The December before, whose invoices charge January in advance; then the year. */
const closedMonths = [
  `${year - 1}-12`,
  ...Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`),
];

/**
 * The year: each month is used, closed, and then what the happenings say is paid of it, or not. Usage is sent on the
 * 28th, the month is billed on the 3rd of the next, and money comes on the 10th.
 */
export async function playYear(farthing: LocalFarthing): Promise<void> {
  const till = new Till(farthing);
  await farthing.setClock(`${year - 1}-12-20T12:00:00Z`);
  await setUpBusiness(farthing);
  for (const [index, month] of closedMonths.entries()) {
    if (index > 0) {
      await farthing.setClock(`${month}-28T23:00:00Z`);
      await till.post('/v1/events', usageOf(month));
      await farthing.untilSettled();
    }
    await farthing.setClock(`${monthAfter(month)}-03T15:00:00Z`);
    await farthing.untilSettled();
    const run = await billed(farthing, month);
    await farthing.untilSettled();
    if (run.status !== 'done' || run.counts.parked > 0) {
      throw new Error(`${month} was not billed: ${JSON.stringify(run)}`);
    }
    await farthing.setClock(`${monthAfter(month)}-10T09:00:00Z`);
    await happenings(till, month);
    await farthing.untilSettled();
    console.log(`${month}: billed, and what was to happen has happened`);
  }
}

const monthAfter = (month: string): string => {
  const [y = 0, m = 0] = month.split('-').map(Number);
  return m === 12 ? `${y + 1}-01` : `${y}-${String(m + 1).padStart(2, '0')}`;
};
