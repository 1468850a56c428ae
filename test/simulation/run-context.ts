import type { Context, SQSEvent } from 'aws-lambda';
import type { Clock } from '../../core/kernel/clock.ts';
import type { EachQueue, Queue } from '../../core/kernel/queue.ts';
import type { Random } from '../../core/kernel/random.ts';
import type { AcceptedEvents, SettledEvents } from '../../core/metering/flow.ts';
import type { Salts } from '../../core/metering/pseudonyms/ports.ts';
import type { compactMonth } from '../../core/metering/rollups/compact.ts';
import type { RollupKey } from '../../core/metering/rollups/ports.ts';
import type { ingestEvents } from '../../functions/ingest-events/ingest-events.ts';
import type { reviewQuarantine } from '../../functions/review-quarantine/review-quarantine.ts';
import type { serveCatalog } from '../../functions/serve-catalog/serve-catalog.ts';
import type { Dice } from './dice.ts';
import type { Journal, Notes } from './journal.ts';
import type { Network } from './network.ts';
import type { Flow } from './oracle/flow.ts';
import type { Ledger } from './oracle/ledger.ts';
import type { Scenario } from './scenario.ts';
import type { Scheduler } from './scheduler.ts';
import type { CommonState, State } from './states.ts';
import type { QueueName, Stores, Tables } from './stores.ts';

/** What one process has to work with: the same ports as in a Lambda, across a network that fails. */
export interface Ports extends Tables {
  readonly queues: Readonly<Record<QueueName, Queue>>;
  /** The events queue, as the front reaches it. */
  readonly eachEvents: EachQueue;
  readonly clock: Clock;
  readonly random: Random;
  readonly onAccepted: (accepted: AcceptedEvents) => void;
  readonly onSettled: (settled: SettledEvents) => void;
}

/** A Lambda handler for a batch: settles every record. */
export type BatchHandler = (
  event: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<readonly PromiseSettledResult<unknown>[]>;

/** The functions' cold starts: each is called once per sandbox, and what it returns once per invocation. */
export interface Functions {
  readonly ingest: (ports: Ports, scenario: Scenario) => ReturnType<typeof ingestEvents>;
  readonly aggregate: (ports: Ports, scenario: Scenario) => BatchHandler;
  readonly total: (ports: Ports) => BatchHandler;
  readonly backfill: (ports: Ports) => BatchHandler;
  /** One compaction of a partition's month; the days before the second may be rolled up. */
  readonly compact: (
    ports: Ports,
  ) => (key: RollupKey, rollable: number) => ReturnType<typeof compactMonth>;
  readonly catalog: (ports: Ports) => ReturnType<typeof serveCatalog>;
  /** Drops the salt of a subject; answers how many there were. */
  readonly erase: (salts: Salts, tenant: string, subject: string) => Promise<number>;
  readonly review: (ports: Ports) => ReturnType<typeof reviewQuarantine>;
}

/** What every simulation surrounds its functions with. */
export interface Surroundings {
  readonly dice: Dice;
  readonly journal: Notes<CommonState>;
  readonly scheduler: Scheduler;
  readonly network: Network;
}

/** What the parts of one run share. */
export interface RunContext {
  readonly dice: Dice;
  readonly scenario: Scenario;
  readonly journal: Journal<State>;
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly stores: Stores;
  /** The stores as functions reach them: watched, and with what a planted bug makes of them. */
  readonly tables: Tables;
  readonly ledger: Ledger;
  readonly flow: Flow;
  readonly functions: Functions;
  /** The true time, in milliseconds since 1970; every process's clock is a little off it. */
  readonly now: number;
}
