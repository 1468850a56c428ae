import { Rejection } from '../../../core/kernel/rejection.ts';
import { type ClaimPorts, claimOf } from '../../../core/payouts/chain/claim.ts';
import type { PayoutCommit } from '../../../core/payouts/chain/commit.ts';
import type { CommitPorts } from '../../../core/payouts/chain/commit-ports.ts';
import { lookAtOpenCommit } from '../../../core/payouts/chain/look-at-commit.ts';
import { prepareCommit } from '../../../core/payouts/chain/prepare-commit.ts';
import { lookAtRun } from '../../../core/payouts/look-at-run.ts';
import { approveRun } from '../../../core/payouts/move-run.ts';
import type { RunPorts } from '../../../core/payouts/ports.ts';
import { prepareRun } from '../../../core/payouts/prepare-run.ts';
import { submitRun } from '../../../core/payouts/submit-run.ts';
import { readerOf as nodeOf } from '../../fakes/payout-contract.ts';
import type { PayoutsOnAChain } from '../../support/payouts-on-a-chain.ts';
import { tenant } from '../../support/some-payouts.ts';
import type { Notes } from '../journal.ts';
import type { Network } from '../network.ts';
import { payoutBooksOf, payoutsOf, runsOf } from '../payouts/ports.ts';
import { Process } from '../scheduler.ts';
import type { FakeChain } from './fake-chain.ts';
import type { PlantedCommitBug } from './mutants/planted-commit-bugs.ts';
import { commitsOf, readerOf } from './ports.ts';
import type { CommitSimState } from './states.ts';

const TRIES_MAX = 4;

interface Parts {
  readonly journal: Notes<CommitSimState>;
  readonly network: Network;
  readonly bug: PlantedCommitBug | undefined;
  readonly world: PayoutsOnAChain;
  readonly chain: FakeChain;
}

type ActorPorts = CommitPorts & RunPorts & ClaimPorts;

/** People, signers and schedules: the real functions, on ports that fail. */
export class CommitActors {
  readonly #parts: Parts;
  #processes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A run over all who can be paid, from its making to its submission, by two keys. */
  run(key: string): void {
    void this.#trying('runner', async (ports) => {
      const asked = { rail: 'evm', key, by: 'key-1' } as const;
      const { id, status } = await prepareRun(ports, tenant, asked);
      if (status === 'prepared') await approveRun(ports, tenant, { id, by: 'key-2' });
      await submitRun(ports, tenant, id);
    });
  }

  submit(id: string): void {
    void this.#trying('submitter', (ports) => submitRun(ports, tenant, id));
  }

  prepare(): void {
    void this.#trying('preparer', async (ports) => {
      const before = this.#parts.world.commits.all().length;
      const commit = await prepareCommit(ports, tenant, 'key-1');
      if (commit.epoch === before) this.#parts.journal.reached('prepared again');
    });
  }

  look(): void {
    void this.#trying('looker', async (ports) => {
      await lookAtOpenCommit(ports, tenant);
      for (const run of await ports.runs.open(tenant)) await lookAtRun(ports, run);
    });
  }

  /** A signer asks for what is to be signed: it is asked of the store itself, as answers are of what was read. */
  sign(commit: PayoutCommit): void {
    this.#parts.chain.sign(commit);
  }

  claim(payee: string): void {
    void this.#trying('claimer', async (ports) => {
      const { commit, account, units, data } = await claimOf(ports, tenant, { payee });
      const { world, chain, journal } = this.#parts;
      const claimed = world.contract.claimed(account);
      if (commit.epoch > 1 && claimed === 0n && units > 0n) journal.reached('epochs at once');
      chain.claim(data);
    });
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
        if (error instanceof Rejection && !isAskedAgain(error)) return;
      }
    }
  }

  #ports(process: Process, kind: string): ActorPorts {
    const { network, bug, world, journal } = this.#parts;
    const { ports } = world;
    const runs = runsOf(network, process, ports.runs);
    const books = payoutBooksOf(network, process, ports.books);
    const commits = commitsOf(network, process, ports.commits);
    const reader = readerOf(network, process, {
      node: nodeOf(world.contract),
      isAway: () => {
        journal.reached('node away');
      },
    });
    return {
      ...ports,
      payouts: payoutsOf(network, process, ports.payouts),
      runs: bug?.runs?.(runs, kind, world) ?? runs,
      books: bug?.books?.(books) ?? books,
      commits: bug?.commits?.(commits) ?? commits,
      reader: bug?.reader?.(reader, world) ?? reader,
    };
  }
}

const isAskedAgain = ({ code }: Rejection): boolean =>
  ['payout.outcome-unknown', 'payout.contract-unknown', 'payout.changed-meanwhile'].includes(code);
