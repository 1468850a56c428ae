import { catchUpAndCheck } from '../../core/books/check.ts';
import { postedOf } from '../../core/books/owed.ts';
import { addUp, type RoundSums } from '../../core/earnings/add-up.ts';
import { findWorths } from '../../core/earnings/find-worths.ts';
import { partOf } from '../../core/earnings/parts.ts';
import type { ShareMonths, ShareSums } from '../../core/earnings/ports.ts';
import { type Month, monthFrom } from '../../core/kernel/month.ts';
import { inMemoryShareMonths } from '../fakes/share-months.ts';
import { earningsIn, type PaidPress, tenant } from './a-paid-press.ts';

/** Whom, and of which months, it is found out. */
interface Looked {
  readonly readers: readonly string[];
  readonly months: readonly string[];
}

interface Asked {
  readonly readers: readonly string[];
  readonly month: Month;
}

/** Where what is posted, and what months say, is not what all that is there now comes to, found out from nothing. */
export async function faultsAfter(
  press: PaidPress,
  kept: ShareMonths,
  { readers, months }: Looked,
): Promise<readonly string[]> {
  const { faults } = await catchUpAndCheck(press, tenant);
  const found = faults.map(({ code, detail }) => `${code}: ${detail}`);
  for (const month of months) {
    const faultsOfMonth = await faultsOf(press, kept, { readers, month: monthFrom(month) });
    found.push(...faultsOfMonth.map((fault) => `${month}: ${fault}`));
  }
  return found;
}

async function faultsOf(
  press: PaidPress,
  kept: ShareMonths,
  { readers, month }: Asked,
): Promise<string[]> {
  const fresh = await foundAnew(press, { readers, month });
  const added = await addUp(fresh, tenant, { month, from: '', most: 1_000 });
  const due = dueOf(added);
  const posted = await earningsIn(press, month);
  const wrong = [...new Set([...due.keys(), ...posted.keys()])].filter(
    (key) => (posted.get(key) ?? 0n) !== (due.get(key) ?? 0n),
  );
  const { round, isDue = false } = (await kept.month(tenant, month)) ?? {};
  const isDone = !isDue && (round === undefined || round.doneAt !== undefined);
  const [says, is] = [shown(round?.sums ?? []), shown(added.sums)];
  return [
    ...wrong.map((key) => `${key} has ${posted.get(key)}, is due ${due.get(key)}`),
    ...(isDone ? [] : ['is not done']),
    ...(says === is ? [] : [`says ${says}, is ${is}`]),
  ];
}

function dueOf({ earned }: RoundSums): ReadonlyMap<string, bigint> {
  return new Map(
    earned.flatMap(({ payee, currency, earned: byMeter }) =>
      byMeter.map(
        ({ meter, exact }) => [JSON.stringify([payee, currency, meter]), postedOf(exact)] as const,
      ),
    ),
  );
}

const shown = (sums: readonly ShareSums[]): string =>
  sums
    .filter(({ amount }) => amount !== 0n)
    .map((sum) => Object.values(sum).join(' '))
    .join(', ');

async function foundAnew(press: PaidPress, { readers, month }: Asked): Promise<ShareMonths> {
  const fresh = inMemoryShareMonths();
  for (const payer of readers) {
    const part = partOf(payer);
    await fresh.mark(tenant, { month, payer, token: payer });
    await findWorths({ ...press.earnings, months: fresh }, tenant, { month, part });
  }
  return fresh;
}
