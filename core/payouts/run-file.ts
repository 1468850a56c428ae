import { Rejection } from '../kernel/rejection.ts';
import { creditFile } from './credit-file.ts';
import { notOpen, runAt } from './move-run.ts';
import type { RunPorts } from './ports.ts';
import { type PayoutItem, type PayoutRun, pagesOf } from './run.ts';
import { itemsOfRun } from './run-items.ts';

/** It would pay once more what is owed again. */
const cameBack = ({ id }: PayoutRun): Rejection =>
  new Rejection(
    'payout.no-file',
    `keep the file that you have: something of ${id} came back, and is paid by another run`,
  );

/**
 * The file of a run, for the bank: of what it has taken, and of nothing else. The same bytes each time, until
 * something of it comes back.
 * @throws Rejection `payout.run-not-found`, `payout.run-not-open`, `payout.no-file`
 */
export async function fileOfRun(
  ports: Pick<RunPorts, 'runs' | 'books'>,
  tenant: string,
  id: string,
): Promise<string> {
  const run = await runAt(ports, tenant, id);
  if (run.rail !== 'sepa') {
    throw new Rejection(
      'payout.no-file',
      `pay ${id} by hand: there is no file of a run over ${run.rail}`,
    );
  }
  if (run.status !== 'submitted' && run.status !== 'done') throw notOpen(run, 'in a file yet');
  const items: PayoutItem[] = [];
  for (let page = 0; page < pagesOf(run); page += 1) {
    const taken = (await itemsOfRun(ports, run, page)).filter(({ isWithout }) => !isWithout);
    if (taken.some(({ state }) => state?.returnedBy !== undefined)) throw cameBack(run);
    items.push(...taken.map(({ item }) => item));
  }
  if (items.length > 0) return creditFile(run, items);
  throw new Rejection('payout.no-file', `prepare another run: nothing of ${id} was taken`);
}
