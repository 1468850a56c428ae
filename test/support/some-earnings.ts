import { earningsMessageFrom } from '../../core/earnings/message.ts';
import { type EarningsPorts, workOff } from '../../core/earnings/work-off.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import type { Payees, Shares } from '../../core/shares/ports.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { inMemoryShareMonths } from '../fakes/share-months.ts';
import { inMemoryPayees, inMemoryShares } from '../fakes/shares.ts';
import { someRandom } from './an-aggregator.ts';
import type { SomeBilling } from './some-billing.ts';

const MESSAGES_MAX = 2_000;

/** What payees earn of what is billed in memory, and the queue that carries it. */
export function someEarnings(
  {
    rating,
    books,
    log,
    cells,
    clock,
  }: Pick<SomeBilling, 'rating' | 'books' | 'log' | 'cells' | 'clock'>,
  shares: Shares = inMemoryShares(),
  {
    payeesAtOnce,
    payeesPerStep,
    payees = inMemoryPayees(),
  }: {
    readonly payeesAtOnce?: number;
    readonly payeesPerStep?: number;
    readonly payees?: Payees;
  } = {},
) {
  const queue = inMemoryQueue();
  /** Months of which payers could not be shared. */
  const astray: string[] = [];
  const ports = {
    ...{ shares, queue, books, log, cells, clock, rating, settings: rating.settings },
    ...{ months: inMemoryShareMonths(), random: someRandom(), astray },
    ...{ payees, ...definedOnly({ payeesAtOnce, payeesPerStep }) },
    onAstray: (one: { readonly month: string }) => {
      astray.push(one.month);
    },
  } satisfies EarningsPorts;
  let done = 0;
  return {
    ...ports,
    /** What the schedule does, and all that comes of it. */
    async run(...messages: readonly object[]): Promise<void> {
      await queue.send(messages.map((message) => JSON.stringify(message)));
      const end = done + MESSAGES_MAX;
      for (; done < queue.bodies.length; done += 1) {
        if (done > end) throw new Error('the earnings queue never comes to an end');
        await workOff(ports, earningsMessageFrom(queue.bodies[done] ?? ''));
      }
    },
  };
}
