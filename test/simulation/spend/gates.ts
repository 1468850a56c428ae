import type { Timestamp } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { eventsOf } from '../../../core/spend/gated-event.ts';
import { type ActivePayer, activeParts } from '../../../core/spend/ports.ts';
import type { SpendPorts } from '../../../core/spend/spend.ts';
import { Spend } from '../../../core/spend/spend.ts';
import { type SweepPorts, sweepPayer } from '../../../core/spend/sweep-payer.ts';
import type { ToRecord } from '../../../core/spend/to-record.ts';
import type { Dice } from '../dice.ts';
import type { Journal, Notes } from '../journal.ts';
import type { Network } from '../network.ts';
import { Process, type Scheduler } from '../scheduler.ts';
import { readsMeter } from './gate/terms.ts';
import type { PlantedSpendBug } from './mutants/planted-spend-bugs.ts';
import { activePayersOf, givingTenantsOf, type SpendTables, spendLogOf } from './ports.ts';
import { isSpendState, type SpendSimulationState, type SpendStoreState } from './states.ts';

const GATES = 2;
const OPEN_LOGS_MAX = 10;

export interface GateParts {
  readonly dice: Dice;
  readonly journal: Journal<SpendSimulationState>;
  readonly network: Network;
  readonly scheduler: Scheduler;
  readonly tables: SpendTables;
  readonly bug: PlantedSpendBug | undefined;
  readonly now: () => Timestamp;
  /** How many blocks a payer's log has. */
  readonly blocksOf: (payer: string) => number;
  /** What the events queue was given, by the id of the event; each is counted once. */
  readonly recorded: Map<string, Recorded>;
  /** What was bought and has ended, by the grant. */
  readonly earned: Map<string, bigint>;
}

/** A unit of what was used, as its event says it. */
export interface Recorded {
  readonly subject: string;
  readonly at: Timestamp;
}

/** A process that answers, with all it remembers. */
export interface Gate {
  readonly process: Process;
  readonly spend: Spend;
  readonly ports: SpendPorts;
  /** Gives events to the queue. */
  readonly send: (records: readonly ToRecord[]) => Promise<'sent' | 'unavailable'>;
  readonly sendEvents: (events: readonly UsageEvent[]) => Promise<'sent' | 'unavailable'>;
}

/** Processes that answer, beside each other; one that dies is followed by another that knows nothing yet. */
export class Gates {
  readonly #parts: GateParts;
  readonly #running: (Gate | undefined)[] = [];
  #started = 0;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  any(): Gate {
    const place = this.#parts.dice.below(GATES);
    const running = this.#running[place];
    if (running?.process.isAlive === true) return running;
    const gate = this.#start('gate');
    this.#running[place] = gate;
    return gate;
  }

  /** Looks through all marks, once. */
  sweep(tenant: string): void {
    const { dice, journal, now, bug } = this.#parts;
    const gate = this.#start('sweep');
    const ports = {
      ...{ spend: gate.spend, clock: { now } },
      ...this.#portsOf(gate.process),
      send: async (_: string, records: readonly ToRecord[]) => {
        journal.reached('events sent again');
        return gate.send(records);
      },
      earn: bug?.earn?.(this.#earnBy(gate.process)) ?? this.#earnBy(gate.process),
      low: async () => undefined,
      onNotice: () => undefined,
    };
    const look = async (marked: ActivePayer): Promise<void> => {
      const swept = await (bug?.sweep ?? sweepPayer)(ports, marked);
      if (swept.ended.length > 0) journal.reached('hold ended');
      if (swept.isDone) journal.reached('mark taken away');
    };
    const marks = async (): Promise<void> => {
      for (let part = 0; part < activeParts; part += 1) {
        const listed = await ports.active.list(part, { after: undefined, limit: 10 });
        for (const marked of listed) await look(marked);
      }
    };
    void marks().catch((error: unknown) => {
      journal.note(() => `${gate.process.name} of ${tenant} failed: ${String(error)}`);
    });
    if (dice.chance(0.1)) gate.process.isSlow = true;
  }

  /** Books what has ended once for each grant, as the books do. */
  #earnBy(process: Process): SweepPorts['earn'] {
    const { network, earned, journal } = this.#parts;
    return async (_, { grant, left }) => {
      const outcome = await network.write<'booked' | 'unknown'>(process, {
        name: 'books.breakage',
        about: () => `${grant} ${left}`,
        perform: async () => {
          if (!earned.has(grant)) earned.set(grant, left);
          journal.reached('bought money ended');
          return 'booked';
        },
        unanswered: 'unknown',
      });
      if (outcome === 'unknown') throw new Error('it is not known whether it was booked');
      return true;
    };
  }

  #start(kind: string): Gate {
    const { network, recorded, now, scheduler, dice } = this.#parts;
    this.#started += 1;
    const process = new Process(`${kind}-${this.#started}`);
    const ports: SpendPorts = {
      ...this.#portsOf(process),
      clock: { now },
      pause: () => scheduler.turn(process, { heldUp: dice.below(5) }),
    };
    const sendEvents = (events: readonly UsageEvent[]): Promise<'sent' | 'unavailable'> =>
      network.write<'sent' | 'unavailable'>(process, {
        name: 'events.send',
        about: () => events.map(({ id }) => id).join(' '),
        perform: async () => {
          for (const { id, subject, occurredAt: at } of events) recorded.set(id, { subject, at });
          return 'sent';
        },
        unanswered: 'unavailable',
      });
    const send = (records: readonly ToRecord[]): Promise<'sent' | 'unavailable'> =>
      sendEvents(
        records.flatMap((one) => eventsOf(readsMeter, { ...one, id: this.#eventId(one) })),
      );
    return {
      process,
      ports,
      send,
      sendEvents,
      spend: new Spend(ports, { openLogsMax: OPEN_LOGS_MAX }),
    };
  }

  #eventId(record: ToRecord): string {
    return this.#parts.bug?.eventId?.(record, this.#parts.recorded.size) ?? record.id;
  }

  #portsOf(process: Process): Pick<SpendPorts, 'log' | 'active' | 'giving'> {
    const { network, dice, journal, tables, bug } = this.#parts;
    const surroundings = { network, dice, journal: ofStores(journal) };
    const log = spendLogOf(surroundings, process, { log: tables.log });
    const active = activePayersOf(surroundings, process, { active: tables.active });
    const giving = givingTenantsOf(surroundings, process, tables);
    const noting = {
      ...log,
      readState: async (tenant: string, of: string) => {
        const state = await log.readState(tenant, of);
        if (state !== undefined) journal.reached('opened by a kept state');
        return state;
      },
    };
    return {
      log: bug?.log?.(noting, tables.log) ?? noting,
      active: bug?.active?.(active) ?? active,
      giving: bug?.giving?.(giving) ?? giving,
    };
  }
}

/** What the stores tell of that this world has, too. */
const ofStores = (journal: Journal<SpendSimulationState>): Notes<SpendStoreState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (isSpendState(state)) journal.reached(state);
  },
});
