import type { PutOutcome } from '../../../core/kernel/log.ts';
import type {
  ActivePayer,
  ActivePayers,
  GivingTenants,
  SpendLog,
  StoredSpendBlock,
} from '../../../core/spend/ports.ts';
import {
  InMemoryActivePayers,
  InMemoryGivingTenants,
  InMemorySpendLog,
} from '../../fakes/spend-log.ts';
import type { Dice } from '../dice.ts';
import type { Notes } from '../journal.ts';
import type { Network } from '../network.ts';
import type { Process } from '../scheduler.ts';
import type { SpendStoreState } from './states.ts';

/** What outlives a process, behind the network; a planted bug may be a table that does something else. */
export interface SpendTables {
  readonly log: SpendLog;
  readonly active: ActivePayers;
  readonly giving: GivingTenants;
}

/** Through what a process reaches its stores. */
export interface SpendSurroundings {
  readonly network: Network;
  readonly dice: Dice;
  readonly journal: Notes<SpendStoreState>;
}

/** Empty stores. A page holds few blocks, so that a read of a log takes several. */
export const emptySpendStores = (pageBytesMax: number) => ({
  log: new InMemorySpendLog(pageBytesMax),
  active: new InMemoryActivePayers(),
  giving: new InMemoryGivingTenants(),
});

type Page = Awaited<ReturnType<SpendLog['read']>>;

/**
 * Spend logs as one process has them: each call may be refused, lost, done late or done twice, an eventual read may be
 * old or have a hole, and the process may die before the effect or after it. `shown` says what a block is.
 */
export function spendLogOf(
  { network, dice, journal }: SpendSurroundings,
  process: Process,
  {
    log,
    shown = sized,
  }: Pick<SpendTables, 'log'> & { shown?: (block: StoredSpendBlock) => string },
): SpendLog {
  const read = <Answer>(
    name: string,
    about: string,
    { perform, said }: { perform: () => Promise<Answer>; said: (answer: Answer) => string },
  ) => network.read(process, { name: `spend.${name}`, about: () => about, perform, shown: said });
  const put = (name: string, about: () => string, perform: () => Promise<PutOutcome>) =>
    network.write<PutOutcome>(process, {
      name: `spend.${name}`,
      about,
      perform,
      unanswered: 'unknown',
    });
  const raced = async (
    state: 'log raced' | 'state raced',
    outcome: Promise<PutOutcome>,
  ): Promise<PutOutcome> => {
    if ((await outcome) === 'taken') journal.reached(state);
    return outcome;
  };
  return {
    read: (tenant, of, after, consistency) =>
      read(`read ${consistency}`, `${of} past ${after}`, {
        perform: async () => {
          const page = await log.read(tenant, of, after, consistency);
          if (page.more) journal.reached('paged read');
          return consistency === 'strong' ? page : lacking(page, { network, dice, journal });
        },
        said: ({ blocks }) => `answered with blocks ${blocks.map(({ seq }) => seq).join(' ')}`,
      }),
    readBack: (tenant, of, page) =>
      read('readBack', `${of} before ${page.before}`, {
        perform: () => log.readBack(tenant, of, page),
        said: (blocks) => `answered with blocks ${blocks.map(({ seq }) => seq).join(' ')}`,
      }),
    readOne: (tenant, of, seq) =>
      read('readOne', `${of} ${seq}`, {
        perform: () => log.readOne(tenant, of, seq),
        said: (block) => (block === undefined ? 'none' : shown(block)),
      }),
    append: (tenant, of, block) =>
      put(
        'append',
        () => `${of} block ${block.seq}: ${shown(block)}`,
        () => raced('log raced', log.append(tenant, of, block)),
      ),
    readState: (tenant, of) =>
      read('readState', of, {
        perform: () => log.readState(tenant, of),
        said: (state) => (state === undefined ? 'none' : `of version ${state.version}`),
      }),
    putState: (tenant, of, state) =>
      put(
        'putState',
        () => `${of} of version ${state.version}`,
        () => raced('state raced', log.putState(tenant, of, state)),
      ),
    readKeys: (tenant, of, pages) =>
      read('readKeys', `${of} ${pages.from} to ${pages.to}`, {
        perform: () => log.readKeys(tenant, of, pages),
        said: (found) => `found ${[...found.keys()].join(' ')}`,
      }),
    putKeys: (tenant, of, page, bytes) =>
      put(
        'putKeys',
        () => `${of} ${page}`,
        () => log.putKeys(tenant, of, page, bytes),
      ),
  };
}

/** What an eventually consistent read may answer instead: without the newest, or without one in the middle. */
function lacking(page: Page, { network: { faults }, dice, journal }: SpendSurroundings): Page {
  let { blocks, more } = page;
  if (blocks.length > 0 && dice.chance(faults.staleRead)) {
    journal.reached('stale read');
    blocks = blocks.slice(0, dice.below(blocks.length));
    more = false;
  }
  if (blocks.length > 1 && dice.chance(faults.holeRead)) {
    journal.reached('hole read');
    const hole = dice.below(blocks.length - 1);
    blocks = blocks.filter((_, index) => index !== hole);
  }
  return { blocks, more };
}

const sized = ({ bytes }: StoredSpendBlock): string => `${bytes.length} bytes`;

/** A mark has no outcome but that it is there: what is not answered is thrown, as the adapter does. */
class NotAnswered extends Error {
  override readonly name = 'TimeoutError';
}

/** Marks of active payers as one process has them. */
export function activePayersOf(
  { network, journal }: SpendSurroundings,
  process: Process,
  { active }: Pick<SpendTables, 'active'>,
): ActivePayers {
  const write = async (
    name: string,
    { tenant, payer, hour }: ActivePayer,
    perform: () => Promise<void>,
  ): Promise<void> => {
    const outcome = await network.write<'done' | 'unknown'>(process, {
      name: `active.${name}`,
      about: () => `${tenant} ${payer} ${hour}`,
      perform: async () => {
        await perform();
        return 'done';
      },
      unanswered: 'unknown',
    });
    if (outcome === 'done') return;
    journal.reached('mark not known');
    throw new NotAnswered(`active.${name} was not answered`);
  };
  return {
    mark: (one) => write('mark', one, () => active.mark(one)),
    unmark: (one) => write('unmark', one, () => active.unmark(one)),
    list: (part, page) =>
      network.read(process, {
        name: 'active.list',
        about: () => `${part} past ${page.after ?? 'none'}`,
        perform: () => active.list(part, page),
        shown: (marks) => `answered with ${marks.map(({ payer }) => payer).join(' ')}`,
      }),
  };
}

/** Marks of tenants that gave money as one process has them. */
export function givingTenantsOf(
  { network }: Pick<SpendSurroundings, 'network'>,
  process: Process,
  { giving }: Pick<SpendTables, 'giving'>,
): GivingTenants {
  return {
    async mark(tenant) {
      const outcome = await network.write<'done' | 'unknown'>(process, {
        name: 'giving.mark',
        about: () => tenant,
        perform: async () => {
          await giving.mark(tenant);
          return 'done';
        },
        unanswered: 'unknown',
      });
      if (outcome === 'unknown') throw new NotAnswered('giving.mark was not answered');
    },
    has: (tenant) =>
      network.read(process, {
        name: 'giving.has',
        about: () => tenant,
        perform: () => giving.has(tenant),
      }),
  };
}
