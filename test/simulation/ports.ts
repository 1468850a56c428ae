import type { PutOutcome } from '../../core/kernel/log.ts';
import type { EachQueue, Queue, SendOutcome } from '../../core/kernel/queue.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { logKeyText } from '../../core/metering/log/log-key.ts';
import type { BlockOfHour, UsageHours, UsageLog } from '../../core/metering/log/ports.ts';
import type { MeterCatalog, MeterCatalogs } from '../../core/metering/meter-catalogs.ts';
import type { Quarantine } from '../../core/metering/quarantine/ports.ts';
import type { UsageTotals } from '../../core/metering/totals/ports.ts';
import type { Notes } from './journal.ts';
import { acceptedWith, eventsOfBlock, eventsOfMessage } from './oracle/decode.ts';
import { claimText } from './oracle/events.ts';
import type { SimulatedQueue } from './queue.ts';
import { readRangeInTurns, rollupsPort } from './rollup-ports.ts';
import type { Ports, RunContext, Surroundings } from './run-context.ts';
import { saltsPort } from './salts-port.ts';
import type { Process } from './scheduler.ts';
import type { State } from './states.ts';
import type { QueueName } from './stores.ts';
import type { SentEvent } from './traffic.ts';

const SKEW_MS_MAX = 2_000;

/** The ports of a new process; its clock is a little off. */
export function portsOf(world: RunContext, process: Process): Ports {
  process.isSlow = world.dice.chance(world.network.faults.slowProcess);
  const skew = world.dice.between(-SKEW_MS_MAX, SKEW_MS_MAX);
  const queueTo = (
    name: QueueName,
    about: (bodies: readonly string[]) => string,
    onPut?: (body: string) => void,
  ) =>
    queuePort(world, process, {
      onPut,
      queue: world.stores.queues[name],
      messageDelayMax: world.scenario.messageDelayMax,
      about,
    });
  const asText = (bodies: readonly string[]): string => bodies.join(' ');
  const events = queueTo(
    'events',
    (bodies) => claimsText(bodies.flatMap(eventsOfMessage)),
    (body) => {
      world.flow.take(acceptedWith(body));
    },
  );
  return {
    eachEvents: events,
    usageLog: usageLogPort(world, process),
    totals: totalsPort(world, process),
    rollups: rollupsPort(world, process),
    catalogs: catalogsPort(world, process),
    quarantine: quarantinePort(world, process),
    salts: saltsPort(world, process),
    random: { bytes: (count) => Uint8Array.from({ length: count }, () => world.dice.below(256)) },
    queues: {
      events,
      touched: queueTo('touched', asText),
      backfill: queueTo('backfill', asText),
    },
    clock: { now: () => timestampOf(world.now + skew) },
    onAccepted: (accepted) => {
      world.flow.onAccepted(accepted);
    },
    onSettled: (settled) => {
      world.flow.onSettled(settled);
    },
  };
}

function usageLogPort(
  { network, tables, dice, journal }: RunContext,
  process: Process,
): UsageLog & UsageHours {
  type Page = Awaited<ReturnType<UsageLog['read']>>;
  const stale = ({ blocks, more }: Page): Page => {
    if (blocks.length === 0 || !dice.chance(network.faults.staleRead)) return { blocks, more };
    journal.reached('stale read');
    return { blocks: blocks.slice(0, dice.below(blocks.length)), more: false };
  };
  const holey = ({ blocks, more }: Page): Page => {
    if (blocks.length < 2 || !dice.chance(network.faults.holeRead)) return { blocks, more };
    journal.reached('hole read');
    const hole = dice.below(blocks.length - 1);
    return { blocks: blocks.filter((_, index) => index !== hole), more };
  };
  const raced = raceSpotter(journal);
  return {
    read: (key, after, consistency) =>
      network.read(process, {
        name: `log.read ${consistency}`,
        about: () => `${logKeyText(key)} past ${after}`,
        perform: async () => {
          const page = await tables.usageLog.read(key, after, consistency);
          if (page.more) journal.reached('paged read');
          return consistency === 'strong' ? page : holey(stale(page));
        },
        shown: ({ blocks }) => `answered with blocks ${blocks.map(({ seq }) => seq).join(' ')}`,
      }),
    async *readHour(hour) {
      yield* await network.read(process, {
        name: 'log.readHour',
        about: () => JSON.stringify(hour),
        perform: async () => {
          const blocks: BlockOfHour[] = [];
          for await (const block of tables.usageLog.readHour(hour)) blocks.push(block);
          return blocks;
        },
      });
    },
    append: (key, block) =>
      network.write(process, {
        name: 'log.append',
        about: () =>
          `${logKeyText(key)} block ${block.seq} of ${claimsText(eventsOfBlock(key.tenant, block.bytes))}`,
        perform: () => raced('log raced', tables.usageLog.append(key, block)),
        unanswered: 'unknown',
      }),
  };
}

function totalsPort(world: RunContext, process: Process): UsageTotals {
  const { network, journal, scenario } = world;
  const { totals } = world.tables;
  const raced = raceSpotter(journal);
  return {
    read: (key) =>
      network.read(process, {
        name: 'totals.read',
        about: () => JSON.stringify(key),
        perform: () => totals.read(key),
      }),
    put: (key, next) =>
      network.write(process, {
        name: 'totals.put',
        about: () =>
          `${JSON.stringify(key)} revision ${next.revision} under ${next.value.catalogVersion} of ${JSON.stringify([...next.value.coverage])}`,
        perform: () => raced('totals raced', totals.put(key, next)),
        unanswered: 'unknown',
      }),
    readRange: scenario.hasRollups
      ? readRangeInTurns(world, process, totals)
      : (range) => totals.readRange(range),
    readProgress: (key, consistency) =>
      network.read(process, {
        name: `progress.read ${consistency}`,
        about: () => JSON.stringify(key),
        perform: () => totals.readProgress(key, consistency),
      }),
    putProgress: (key, next) =>
      network.write(process, {
        name: 'progress.put',
        about: () =>
          `${JSON.stringify(key)} revision ${next.revision} under ${next.value.catalogVersion} of ${JSON.stringify([...next.value.coverage])}`,
        perform: () => raced('totals raced', totals.putProgress(key, next)),
        unanswered: 'unknown',
      }),
    listProgress: async (page) => {
      const progress = await totals.listProgress(page);
      // A backfill looks at all 64 shards there can be, and nearly all are empty: those take no turns.
      if (progress.length === 0) return progress;
      return network.read(process, {
        name: 'progress.list',
        about: () => JSON.stringify(page),
        perform: () => totals.listProgress(page),
      });
    },
  };
}

const claimsText = (events: readonly SentEvent[]): string => events.map(claimText).join(' ');

const raceSpotter =
  (journal: Notes<State>) =>
  async (state: State, put: Promise<PutOutcome>): Promise<PutOutcome> => {
    const outcome = await put;
    if (outcome === 'taken') journal.reached(state);
    return outcome;
  };

function catalogsPort(
  { network, tables: { catalogs }, dice, journal }: RunContext,
  process: Process,
): MeterCatalogs {
  const earlier = new Map<string, MeterCatalog>();
  return {
    latest: (tenant, consistency) =>
      network.read(process, {
        name: `catalog.read ${consistency}`,
        about: () => tenant,
        perform: async () => {
          const before = earlier.get(tenant);
          const latest = await catalogs.latest(tenant, consistency);
          earlier.set(tenant, latest);
          if (before === undefined || consistency === 'strong') return latest;
          if (!dice.chance(network.faults.staleRead)) return latest;
          journal.reached('stale read');
          return before;
        },
      }),
    append: (tenant, catalog) =>
      network.write(process, {
        name: 'catalog.append',
        about: () => `${tenant} version ${catalog.version}`,
        perform: () => catalogs.append(tenant, catalog),
        unanswered: 'unknown',
      }),
  };
}

function quarantinePort(
  { network, tables: { quarantine } }: RunContext,
  process: Process,
): Quarantine {
  return {
    get: (tenant, id) =>
      network.read(process, {
        name: 'quarantine.get',
        about: () => `${tenant} ${id}`,
        perform: () => quarantine.get(tenant, id),
      }),
    put: (entry) =>
      network.write(process, {
        name: 'quarantine.put',
        about: () =>
          `${claimText({ ...entry.event, tenant: entry.tenant })} ${entry.reason} ${entry.status}`,
        perform: () => quarantine.put(entry),
        unanswered: 'unknown',
      }),
    list: (tenant, page) =>
      network.read(process, {
        name: 'quarantine.list',
        about: () => tenant,
        perform: () => quarantine.list(tenant, page),
      }),
  };
}

/** A queue as a process reaches it; `about` says what messages are about. */
export function queuePort(
  { network, dice, journal, scheduler }: Surroundings,
  process: Process,
  {
    queue,
    messageDelayMax,
    about,
    onPut,
  }: {
    readonly queue: SimulatedQueue;
    readonly messageDelayMax: number;
    readonly about: (bodies: readonly string[]) => string;
    /** Told of each message that the queue has. */
    readonly onPut?: ((body: string) => void) | undefined;
  },
): Queue & EachQueue {
  const put = (body: string): void => {
    queue.send(body, scheduler.now + dice.below(messageDelayMax));
    onPut?.(body);
    if (!dice.chance(network.faults.copiedMessage)) return;
    journal.reached('message copied');
    queue.send(body, scheduler.now + dice.below(4 * messageDelayMax));
    onPut?.(body);
  };
  return {
    send: (bodies) =>
      network.write(process, {
        name: `${queue.name}.send`,
        about: () => about(bodies),
        perform: async () => {
          const isPartial = bodies.length > 0 && dice.chance(network.faults.partialSend);
          const taken = isPartial ? dice.some(bodies, 0.5) : bodies;
          for (const body of taken) put(body);
          if (taken.length === bodies.length) return 'sent';
          journal.reached('partial send');
          return 'unavailable';
        },
        unanswered: 'unavailable',
      }),
    sendEach: (bodies) =>
      network.write(process, {
        name: `${queue.name}.sendEach`,
        about: () => about(bodies),
        perform: async () => {
          const isPartial = bodies.length > 0 && dice.chance(network.faults.partialSend);
          const outcomes = bodies.map(
            (): SendOutcome => (isPartial && dice.chance(0.5) ? 'unavailable' : 'sent'),
          );
          for (const [index, body] of bodies.entries()) if (outcomes[index] === 'sent') put(body);
          if (outcomes.includes('unavailable')) journal.reached('partial send');
          return outcomes;
        },
        unanswered: bodies.map((): SendOutcome => 'unavailable'),
      }),
  };
}
