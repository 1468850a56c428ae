import { prepareClosings } from '../../../core/billing/rating/prepare-closings.ts';
import { Books } from '../../../core/books/books.ts';
import type { BooksCells, BooksLog } from '../../../core/books/ports.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { queuePort } from '../ports.ts';
import type { Process } from '../scheduler.ts';
import { ratedPorts } from './rated-ports.ts';
import { repeatsPort, scratchPort, usageHoursPort } from './repeats-ports.ts';
import type { BillingContext, BillingPorts } from './run-context.ts';
import { billingRunsPort } from './runs-port.ts';

const SKEW_MS_MAX = 2_000;
/** A message that is to be unseen for a while takes so many times as long as others. */
const LATER = 10;

/** The ports of a new process; its clock is a little off. */
export function billingPortsOf(world: BillingContext, process: Process): BillingPorts {
  process.isSlow = world.dice.chance(world.network.faults.slowProcess);
  const skew = world.dice.between(-SKEW_MS_MAX, SKEW_MS_MAX);
  const { stores, scenario, journal } = world;
  const around = { dice: world.dice, scheduler: world.scheduler, journal, network: world.toQueues };
  const billing = (times: number) =>
    queuePort(around, process, {
      queue: stores.queues.billing,
      messageDelayMax: scenario.messageDelayMax * times,
      about: (bodies) => bodies.join(' '),
    });
  return {
    log: booksLogPort(world, process),
    cells: booksCellsPort(world, process),
    runs: billingRunsPort(world, process),
    repeats: repeatsPort(world, process),
    scratch: scratchPort(world, process),
    usageHours: usageHoursPort(world, process),
    tracesMax: scenario.tracesMax,
    eventsPerMessage: scenario.eventsPerMessage,
    quarantine: {
      ...stores.quarantine,
      list: (tenant, page) =>
        world.network.read(process, {
          name: 'quarantine.list',
          about: () => tenant,
          perform: () => stores.quarantine.list(tenant, page),
        }),
    },
    rated: ratedPorts(world, process),
    prepare: prepareClosings,
    billing: billing(1),
    later: billing(LATER),
    soon: billing(LATER),
    documents: queuePort(around, process, {
      queue: stores.queues.documents,
      messageDelayMax: scenario.messageDelayMax,
      about: (bodies) => bodies.join(' '),
    }),
    clock: { now: () => timestampOf(world.now + skew) },
    onNotice: ({ event, tenant, period, detail }) => {
      journal.note(() => `${process.name} notices ${event} ${tenant} ${period ?? ''} ${detail}`);
      if (event === 'billing.quarantine-open') journal.reached('waiting for quarantine');
      if (event === 'billing.identity-repeated') journal.reached('waiting for repeats');
      if (event === 'billing.unreconciled') journal.reached('waiting for reconciliation');
      if (event !== 'books.fault') return;
      journal.violated({
        rule: 'a check of the books finds no fault',
        detail,
        about: tenant ?? '',
      });
    },
    booksOn: (ports) =>
      new Books({
        ...ports,
        pause: () =>
          world.network.read(process, {
            name: 'pause',
            about: () => 'for the head of the books',
            perform: () => Promise.resolve(),
          }),
      }),
  };
}

function booksLogPort(world: BillingContext, process: Process): BooksLog {
  const { network, tables, dice, journal } = world;
  const { log } = tables;
  /** The block whose answer was lost, until it is known what became of it. */
  let lost: string | undefined;
  type Page = Awaited<ReturnType<BooksLog['read']>>;
  const noteTail = ({ blocks, more }: Page): void => {
    if (more) journal.reached('books in several pages');
    if (blocks.length > 0) journal.reached('stale tail');
    const isFound = blocks.some(({ bytes }) => hexOf(bytes) === lost);
    if (isFound) journal.reached('lost answer found in the books');
  };
  const stale = (page: Page): Page => {
    if (!dice.chance(network.faults.staleRead)) return page;
    journal.reached('stale read');
    return { blocks: page.blocks.slice(0, dice.below(page.blocks.length)), more: false };
  };
  return {
    read: (tenant, after, consistency) =>
      network.read(process, {
        name: `books.read ${consistency}`,
        about: () => `${tenant} past ${after}`,
        perform: async () => {
          const page = await log.read(tenant, after, consistency);
          noteTail(page);
          return consistency === 'strong' ? page : stale(page);
        },
        shown: ({ blocks }) => `answered with blocks ${blocks.map(({ seq }) => seq).join(' ')}`,
      }),
    readOne: (tenant, seq) =>
      network.read(process, {
        name: 'books.readOne',
        about: () => `${tenant} ${seq}`,
        perform: () => log.readOne(tenant, seq),
      }),
    append: async (tenant, block) => {
      const outcome = await network.write(process, {
        name: 'books.append',
        about: () => `${tenant} block ${block.seq}`,
        perform: async () => {
          const answer = await log.append(tenant, block);
          if (answer === 'taken') journal.reached('books raced');
          else world.wrote(process, 'block');
          return answer;
        },
        unanswered: 'unknown' as const,
      });
      lost = outcome === 'unknown' ? hexOf(block.bytes) : undefined;
      return outcome;
    },
  };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function booksCellsPort(world: BillingContext, process: Process): BooksCells {
  const { network, tables, dice, journal } = world;
  const { cells } = tables;
  return {
    read: (tenant, keys) =>
      network.read(process, {
        name: 'cells.read',
        about: () => `${tenant} ${JSON.stringify(keys)}`,
        perform: () => cells.read(tenant, keys),
      }),
    put: (tenant, key, cell, over) =>
      network.write(process, {
        name: 'cells.put',
        about: () => `${tenant} ${JSON.stringify(key)} version ${cell.version}`,
        perform: async () => {
          const answer = await cells.put(tenant, key, cell, over);
          if (key.kind === 'head') world.wrote(process, 'head');
          if (answer === 'taken') journal.reached('cell put late');
          return answer;
        },
        unanswered: 'unknown',
      }),
    listPeriod: async (tenant, page) => {
      // The page after the last takes no turns.
      if (page.after !== '' && (await cells.listPeriod(tenant, page)).length === 0) return [];
      return network.read(process, {
        name: 'cells.listPeriod',
        about: () => `${tenant} ${page.period}`,
        perform: async () => {
          const found = await cells.listPeriod(tenant, page);
          if (found.length === 0 || !dice.chance(network.faults.staleRead)) return found;
          journal.reached('stale read');
          return dice.some(found, 0.5);
        },
      });
    },
  };
}
