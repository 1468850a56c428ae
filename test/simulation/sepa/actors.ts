import { Rejection } from '../../../core/kernel/rejection.ts';
import { localStart, utc } from '../../../core/kernel/time-zone.ts';
import { type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { CollectingMessage } from '../../../core/rails/message.ts';
import type { Collections } from '../../../core/rails/ports.ts';
import type { RailBooks } from '../../../core/rails/rail-books.ts';
import { cancelBatch, fileOfBatch, submitBatch } from '../../../core/rails/sepa/keep-batches.ts';
import type { SepaBatches } from '../../../core/rails/sepa/ports.ts';
import { type BatchPorts, prepareBatch } from '../../../core/rails/sepa/prepare-batch.ts';
import { sepaRail } from '../../../core/rails/sepa/sepa-rail.ts';
import { tellOutcome } from '../../../core/rails/sepa/tell-outcome.ts';
import { workOff } from '../../../core/rails/work-off.ts';
import { inMemoryRailSecrets } from '../../fakes/collections.ts';
import type { Notes } from '../journal.ts';
import type { Network } from '../network.ts';
import { booksOf, collectionsOf } from '../rails/ports.ts';
import { Process } from '../scheduler.ts';
import type { FakeBank, FakeEntry } from './fake-bank.ts';
import type { PlantedSepaBug } from './mutants/planted-sepa-bugs.ts';
import type { SepaState } from './states.ts';

export const tenant = 'acme';
const TRIES_MAX = 4;

interface Parts extends Pick<BatchPorts, 'named' | 'customers' | 'mandates' | 'settings'> {
  readonly journal: Notes<SepaState>;
  readonly network: Network;
  readonly bug: PlantedSepaBug | undefined;
  readonly stored: Collections;
  readonly batches: SepaBatches;
  readonly railBooks: RailBooks;
  readonly bank: FakeBank;
  readonly now: () => Timestamp;
  readonly enqueue: (message: CollectingMessage) => void;
}

/** People and functions: the real ones, on ports that fail. */
export class SepaActors {
  readonly #parts: Parts;
  #processes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  prepare(asked: {
    readonly key: string;
    readonly collectOn: string;
    readonly invoices: readonly string[];
  }): void {
    void this.#trying('preparer', (ports) => prepareBatch(ports, tenant, asked));
  }

  /** Somebody takes the file to the bank, and says so. */
  upload(id: string): void {
    void this.#trying('uploader', async (ports) => {
      this.#parts.bank.take(await fileOfBatch(ports, tenant, id));
      await submitBatch(ports, tenant, id);
    });
  }

  cancel(id: string): void {
    void this.#trying('canceller', async (ports) => {
      await cancelBatch(ports, tenant, id);
      this.#parts.journal.reached('batch cancelled');
    });
  }

  /** Somebody confirms what a statement says. */
  tell({ kind, of, name: entry, amount, on }: FakeEntry): void {
    const at = localStart(on, utc) ?? timestampOf(0);
    // Whether an invoice is collected again is decided by whoever names it.
    const reason = kind === 'settled' ? undefined : 'AM04';
    void this.#trying('teller', async (ports) => {
      await tellOutcome(ports, tenant, { kind, of, entry, on, at, amount, reason });
    });
  }

  /** What the queue gives a function to do; it comes again where that fails. */
  consume(message: CollectingMessage): void {
    const process = this.#newProcess('consumer');
    process.onDeath(() => this.#parts.enqueue(message));
    const { rail, ...ports } = this.#portsOf(process);
    const working = {
      ...{ ...ports, rails: { stripe: rail, sepa: rail }, secrets: inMemoryRailSecrets() },
      queue: {
        send: async (bodies: readonly string[]) => {
          for (const body of bodies) this.#parts.enqueue(JSON.parse(body) as CollectingMessage);
          return 'sent' as const;
        },
      },
      onNotice: (notice: object) => {
        this.#parts.journal.note(() => JSON.stringify(notice));
      },
    };
    void workOff(working, message).catch((error: unknown) => {
      this.#parts.journal.note(() => `${process.name} failed: ${String(error)}`);
      this.#parts.enqueue(message);
    });
  }

  /** Asks again where it is not known what was done, some times; then somebody else has to. */
  async #trying(
    kind: string,
    act: (ports: ReturnType<SepaActors['ports']>) => Promise<unknown>,
  ): Promise<void> {
    const process = this.#newProcess(kind);
    const ports = this.#portsOf(process);
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      try {
        await act(ports);
        return;
      } catch (error) {
        this.#parts.journal.note(() => `${process.name} is told: ${String(error)}`);
        if (!(error instanceof Rejection)) continue;
        if (error.code === 'sepa.batch-outdated') this.#parts.journal.reached('file outdated');
        if (error.code !== 'rail.outcome-unknown') return;
      }
    }
  }

  #newProcess(kind: string): Process {
    this.#processes += 1;
    return new Process(`${kind}-${this.#processes}`);
  }

  #portsOf(process: Process) {
    return this.ports(process);
  }

  ports(process: Process) {
    const { network, bug, stored, railBooks, now } = this.#parts;
    const { named, customers, mandates, settings } = this.#parts;
    const ofProcess = collectionsOf(network, process, stored);
    const collections = bug?.collections?.(ofProcess) ?? ofProcess;
    const own = this.#batchesOf(process);
    const batches = bug?.batches?.(own) ?? own;
    const inBooks = booksOf(network, process, railBooks);
    const books = bug?.books?.(inBooks) ?? inBooks;
    const rail = sepaRail({ collections, batches });
    return {
      ...{ collections, batches, mandates, customers, settings, named, books, rail },
      clock: { now },
    };
  }

  #batchesOf(process: Process): SepaBatches {
    const { network, batches } = this.#parts;
    return {
      get: (of, id) =>
        network.read(process, {
          ...{ name: 'batches.get', about: () => id },
          perform: () => batches.get(of, id),
        }),
      put: (batch) =>
        network.write(process, {
          name: 'batches.put',
          about: () => `${batch.id} ${batch.status} revision ${batch.revision}`,
          perform: () => batches.put(batch),
          unanswered: 'unknown',
        }),
      list: (of, page) => batches.list(of, page),
    };
  }
}
