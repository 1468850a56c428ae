import { Rejection } from '../../../core/kernel/rejection.ts';
import { lookAtRun } from '../../../core/payouts/look-at-run.ts';
import { approveRun, cancelRun } from '../../../core/payouts/move-run.ts';
import { putPayeePayout } from '../../../core/payouts/payee-payout.ts';
import type { RunPorts } from '../../../core/payouts/ports.ts';
import { prepareRun } from '../../../core/payouts/prepare-run.ts';
import { fileOfRun } from '../../../core/payouts/run-file.ts';
import { submitRun } from '../../../core/payouts/submit-run.ts';
import { tellPayouts } from '../../../core/payouts/tell-payouts.ts';
import { aSepaMethod, type SomePayouts, tenant } from '../../support/some-payouts.ts';
import type { Notes } from '../journal.ts';
import type { Network } from '../network.ts';
import { Process } from '../scheduler.ts';
import type { FakeBank, FakeEntry } from './fake-bank.ts';
import type { PlantedPayoutBug } from './mutants/planted-payout-bugs.ts';
import { payoutBooksOf, payoutsOf, runsOf } from './ports.ts';
import type { PayoutSimState } from './states.ts';

const TRIES_MAX = 4;
export const METHOD_WAIT_DAYS = 2;

interface Parts {
  readonly journal: Notes<PayoutSimState>;
  readonly network: Network;
  readonly bug: PlantedPayoutBug | undefined;
  readonly world: SomePayouts;
  readonly bank: FakeBank;
}

type ActorPorts = RunPorts & { readonly payouts: SomePayouts['ports']['payouts'] };

/** People and schedules: the real functions, on ports that fail. */
export class PayoutActors {
  readonly #parts: Parts;
  #processes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  prepare(key: string): void {
    void this.#trying('preparer', (ports) =>
      prepareRun(ports, tenant, { rail: 'sepa', key, by: 'key-1' }),
    );
  }

  approve(id: string, by: string): void {
    void this.#trying('approver', (ports) => approveRun(ports, tenant, { id, by }));
  }

  cancel(id: string): void {
    void this.#trying('canceller', (ports) => cancelRun(ports, tenant, id));
  }

  submit(id: string): void {
    void this.#trying('submitter', (ports) => submitRun(ports, tenant, id));
  }

  upload(id: string): void {
    void this.#trying('uploader', async (ports) => {
      this.#parts.bank.take(await fileOfRun(ports, tenant, id));
    });
  }

  look(): void {
    void this.#trying('looker', async (ports) => {
      for (const run of await ports.runs.open(tenant)) {
        const { run: after } = await lookAtRun(ports, run);
        if (after.status === 'done') this.#parts.journal.reached('run done');
      }
    });
  }

  /** Somebody confirms what a statement says. */
  tell({ kind, of, name: reference, amount, on }: FakeEntry): void {
    const reason = kind === 'settled' ? undefined : 'AC04';
    void this.#trying('teller', (ports) =>
      tellPayouts(ports, tenant, { kind, of, reference, on, amount, reason }),
    );
  }

  change(payee: string, iban: string): void {
    const body = { payout: aSepaMethod({ iban, holder: payee }) };
    void this.#trying('payee', (ports) =>
      putPayeePayout(ports, tenant, { payee, body, waitDays: METHOD_WAIT_DAYS }),
    );
  }

  /** Somebody says that the method is right all the same. */
  tryAgain(payee: string): void {
    void this.#trying('payee', (ports) =>
      putPayeePayout(ports, tenant, {
        ...{ payee, body: { tryAgain: true }, waitDays: METHOD_WAIT_DAYS },
      }),
    );
  }

  /** Asks again where it is not known what was done, some times; then somebody else has to. */
  async #trying(kind: string, act: (ports: ActorPorts) => Promise<unknown>): Promise<void> {
    this.#processes += 1;
    const process = new Process(`${kind}-${this.#processes}`);
    const ports = this.#ports(process, kind);
    const { journal } = this.#parts;
    for (let tried = 0; tried < TRIES_MAX; tried += 1) {
      try {
        await act(ports);
        return;
      } catch (error) {
        journal.note(() => `${process.name} is told: ${String(error)}`);
        if (error instanceof Rejection && isFinal(error, journal)) return;
      }
    }
  }

  #ports(process: Process, kind: string): ActorPorts {
    const { network, bug, world } = this.#parts;
    const { ports } = world;
    const runs = runsOf(network, process, ports.runs);
    const books = payoutBooksOf(network, process, ports.books);
    const payouts = payoutsOf(network, process, ports.payouts);
    return {
      ...ports,
      runs: bug?.runs?.(runs, kind) ?? runs,
      books: bug?.books?.(books) ?? books,
      payouts: bug?.payouts?.(payouts) ?? payouts,
    };
  }
}

/** Whether nobody asks again. */
function isFinal({ code }: Rejection, journal: Notes<PayoutSimState>): boolean {
  if (code === 'payout.same-key') journal.reached('approved by its maker');
  if (code === 'payout.no-file') journal.reached('file refused');
  return code !== 'payout.outcome-unknown';
}
