import { claimOf, refuseOthersAccount } from '../../core/payouts/chain/claim.ts';
import { type CommitPorts, commitAt, contractOf } from '../../core/payouts/chain/commit-ports.ts';
import { lookAtCommit } from '../../core/payouts/chain/look-at-commit.ts';
import { accountFrom, placeOf } from '../../core/payouts/chain/payout-contract.ts';
import { prepareCommit } from '../../core/payouts/chain/prepare-commit.ts';
import type { PayeePayouts } from '../../core/payouts/payee-payout.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { claimAnswer, commitAnswer, commitHead, lookedAnswer } from './commit-answers.ts';
import { openPage } from './open-page.ts';

type Handlers = RouteHandlers['ServeRails'];

/** What routes of a contract that pays are answered with. */
interface CommitRoutePorts extends CommitPorts {
  readonly payouts: Pick<PayeePayouts, 'get'>;
}

const COMMITS_PER_PAGE = 20;

/** Answers commits to the contract that pays on a chain, and what payees may claim of it. */
export const serveCommits = (ports: CommitRoutePorts) =>
  ({
    'GET /v1/payouts/commits': async ({ caller, query }) => {
      const { cursor, limit = COMMITS_PER_PAGE } = query;
      const page = openPage(caller, ['GET /v1/payouts/commits'], cursor);
      const { tenant } = caller;
      const contract = placeOf(await contractOf(ports, tenant));
      const before = page.from === undefined ? undefined : Number(page.from);
      const found = await ports.commits.list({ tenant, contract }, { before, limit });
      const last = found.at(-1)?.epoch ?? 1;
      const next = last > 1 ? String(last) : undefined;
      return { status: 200, body: { commits: found.map(commitHead), ...page.nextAt(next) } };
    },
    'POST /v1/payouts/commits': async ({ caller: { tenant, keyId } }) => ({
      status: 200,
      body: commitAnswer(await prepareCommit(ports, tenant, keyId)),
    }),
    'GET /v1/payouts/commits/{epoch}': async ({ caller: { tenant }, params: { epoch } }) => ({
      status: 200,
      body: commitAnswer(await commitNamed(ports, tenant, epoch)),
    }),
    'POST /v1/payouts/commits/{epoch}/look': async ({ caller: { tenant }, params: { epoch } }) => {
      const looked = await lookAtCommit(ports, await commitNamed(ports, tenant, epoch));
      return { status: 200, body: lookedAnswer(looked) };
    },
    'GET /v1/payees/{key}/claim': async ({ caller: { tenant, payee }, params, query }) => {
      const { account, contract: named } = query;
      const isOwn = account !== undefined && payee !== undefined;
      if (isOwn) await refuseOthersAccount(ports, tenant, { payee, account });
      const contract = named === undefined ? undefined : accountFrom(named.toLowerCase());
      const claim = await claimOf(ports, tenant, { payee: params.key, account, contract });
      return { status: 200, body: claimAnswer(params.key, claim) };
    },
  }) as const satisfies Partial<Handlers>;

/** The commit of an epoch of the contract that settings name. */
async function commitNamed(ports: CommitRoutePorts, tenant: string, epoch: string) {
  const contract = placeOf(await contractOf(ports, tenant));
  return commitAt(ports, { tenant, contract, epoch: Number(epoch) });
}
