import type { PayeeTokens } from '../../core/access/payee-tokens.ts';
import { nanosFrom } from '../../core/kernel/money.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { askingPayee, offeredMethods } from '../../core/payouts/asking-payee.ts';
import { refuseBadContract } from '../../core/payouts/chain/check-contract.ts';
import type { CommitPorts } from '../../core/payouts/chain/commit-ports.ts';
import { approveRun, cancelRun, runAt } from '../../core/payouts/move-run.ts';
import {
  type PayeePayouts,
  payeePayoutOf,
  putPayeePayout,
} from '../../core/payouts/payee-payout.ts';
import {
  type KeptPayoutSettings,
  payoutRails,
  payoutSettingsOf,
  putPayoutSettings,
} from '../../core/payouts/payout-settings.ts';
import type { RunPorts } from '../../core/payouts/ports.ts';
import { prepareRun, proposeRun } from '../../core/payouts/prepare-run.ts';
import { type PayoutRun, pagesOf } from '../../core/payouts/run.ts';
import { fileOfRun } from '../../core/payouts/run-file.ts';
import { itemsOfRun, statesOfRun, withoutOfRun } from '../../core/payouts/run-items.ts';
import { submitRun } from '../../core/payouts/submit-run.ts';
import { payoutNamed, tellPayouts } from '../../core/payouts/tell-payouts.ts';
import { railsMessageText } from '../../core/rails/message.ts';
import { payeeNotFound } from '../../core/shares/not-found.ts';
import type { Payees } from '../../core/shares/ports.ts';
import { textAnswer } from '../middleware/http.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { askingPayeeAnswer, payeeAsked, tokenAsked } from './asking-payee-answer.ts';
import { openPage } from './open-page.ts';
import {
  itemAnswer,
  payeePayoutAnswer,
  payoutAnswer,
  runAnswer,
  runHeadAnswer,
  runProposalAnswer,
  settingsAnswer,
} from './payout-answers.ts';
import { serveCommits } from './serve-commits.ts';

type Handlers = RouteHandlers['ServeRails'];

/** What routes of payouts are answered with. */
export interface PayoutRoutePorts extends RunPorts, CommitPorts {
  readonly payees: Payees;
  readonly payouts: PayeePayouts;
  readonly kept: KeptPayoutSettings;
  readonly queue: Queue;
  readonly payeeTokens: Pick<PayeeTokens, 'get'>;
}

const RUNS_PER_PAGE = 20;
const WITHOUT_MAX = 200;
const TOLD_MAX = 100;

/** Answers how payees are paid, runs of payouts, and what became of payouts. */
export const servePayouts = (ports: PayoutRoutePorts) =>
  ({
    ...methodRoutes(ports),
    ...settingsRoutes(ports),
    ...runRoutes(ports),
    ...movingRoutes(ports),
    ...toldRoutes(ports),
    ...serveCommits(ports),
  }) as const satisfies Partial<Handlers>;

const methodRoutes = (ports: PayoutRoutePorts) =>
  ({
    'GET /v1/payee': async ({ caller, query }) => {
      const payee = payeeAsked(caller, query.payee);
      const [asking, token] = await Promise.all([
        askingPayee(ports, caller.tenant, payee),
        tokenAsked(ports, caller),
      ]);
      return { status: 200, body: askingPayeeAnswer(asking, token, ports.clock.now()) };
    },
    'GET /v1/payees/{key}/payout': async ({ caller: { tenant }, params: { key } }) => {
      const known = await payeePayoutOf(ports.payouts, tenant, key);
      return { status: 200, body: payeePayoutAnswer(known, ports.clock.now()) };
    },
    'PUT /v1/payees/{key}/payout': async ({ caller, params, body }) => {
      const { tenant } = caller;
      const { key: payee } = params;
      if ((await ports.payees.get(tenant, payee)) === undefined) throw payeeNotFound(payee);
      const settings = await payoutSettingsOf(ports.kept, tenant);
      const offered = caller.payee === undefined ? undefined : offeredMethods(settings);
      const waitDays = settings.methodWaitDays;
      const { payout } = await putPayeePayout(ports, tenant, { payee, body, waitDays, offered });
      // What the queue does not take is told by the hourly look.
      const message = railsMessageText({ kind: 'payouts', tenant, payee });
      if (payout.untold.length > 0) await ports.queue.send([message]);
      return { status: 200, body: payeePayoutAnswer(payout, ports.clock.now()) };
    },
  }) as const satisfies Partial<Handlers>;

const settingsRoutes = ({ kept, reader }: PayoutRoutePorts) =>
  ({
    'GET /v1/payouts/settings': async ({ caller: { tenant } }) => ({
      status: 200,
      body: settingsAnswer(await kept.get(tenant)),
    }),
    'PUT /v1/payouts/settings': async ({ caller: { tenant }, body }) => ({
      status: 200,
      body: settingsAnswer(
        await putPayoutSettings(kept, tenant, body, (contract) =>
          refuseBadContract(reader, contract),
        ),
      ),
    }),
  }) as const satisfies Partial<Handlers>;

const runRoutes = (ports: PayoutRoutePorts) =>
  ({
    'GET /v1/payout-runs/proposal': async ({ caller: { tenant }, query }) => {
      const { rail, payOn, payees, after } = query;
      const named = payees?.split(',').map((one) => one.trim());
      const chosen = await proposeRun(ports, tenant, { rail, payOn, payees: named, after });
      return { status: 200, body: runProposalAnswer(rail, chosen) };
    },
    'GET /v1/payout-runs': async ({ caller, query }) => {
      const { cursor, limit = RUNS_PER_PAGE } = query;
      const page = openPage(caller, ['GET /v1/payout-runs'], cursor);
      const { runs, next } = await ports.runs.list(caller.tenant, { before: page.from, limit });
      return { status: 200, body: { runs: runs.map(runHeadAnswer), ...page.nextAt(next) } };
    },
    'POST /v1/payout-runs': async ({ caller, body, idempotencyKey: key }) => {
      const { tenant, keyId: by } = caller;
      return answered(ports, await prepareRun(ports, tenant, { ...body, key, by }));
    },
    'GET /v1/payout-runs/{id}': async ({ caller: { tenant }, params: { id } }) =>
      answered(ports, await runAt(ports, tenant, id)),
    'GET /v1/payout-runs/{id}/payouts': async ({ caller, params: { id }, query }) => {
      const { tenant } = caller;
      const page = openPage(caller, ['GET /v1/payout-runs/{id}/payouts', id], query.cursor);
      const run = await runAt(ports, tenant, id);
      const at = Number(page.from ?? '0');
      const items = await itemsOfRun(ports, run, at);
      const said = items.flatMap(({ state }) => [state?.settledBy, state?.returnedBy]);
      const ids = said.filter((one) => one !== undefined);
      const facts = await ports.books.facts(tenant, ids);
      const next = at + 1 < pagesOf(run) ? String(at + 1) : undefined;
      const payouts = items.map((one) => itemAnswer(one, facts));
      return { status: 200, body: { payouts, ...page.nextAt(next) } };
    },
    'GET /v1/payout-runs/{id}/file': async ({ caller: { tenant }, params: { id } }) =>
      textAnswer('application/xml', await fileOfRun(ports, tenant, id)),
  }) as const satisfies Partial<Handlers>;

const movingRoutes = (ports: PayoutRoutePorts) =>
  ({
    'POST /v1/payout-runs/{id}/approve': async ({ caller, params: { id } }) => {
      const { tenant, keyId: by } = caller;
      return answered(ports, await approveRun(ports, tenant, { id, by }));
    },
    'POST /v1/payout-runs/{id}/submit': async ({ caller: { tenant }, params: { id } }) =>
      answered(ports, await submitRun(ports, tenant, id)),
    'POST /v1/payout-runs/{id}/cancel': async ({ caller: { tenant }, params: { id } }) =>
      answered(ports, await cancelRun(ports, tenant, id)),
  }) as const satisfies Partial<Handlers>;

const toldRoutes = (ports: PayoutRoutePorts) =>
  ({
    'GET /v1/payouts/{id}': async ({ caller: { tenant }, params: { id } }) => {
      const known = await payoutNamed(ports, tenant, id);
      const rail = payoutRails.find((one) => one === known.rail) ?? 'manual';
      return { status: 200, body: payoutAnswer(known, rail) };
    },
    'POST /v1/payouts/outcomes': async ({ caller: { tenant }, body }) => {
      const { amount: text, ...told } = body;
      const amount = text === undefined ? undefined : nanosFrom(text);
      const payouts = await tellPayouts(ports, tenant, { ...told, amount });
      const shown = payouts.slice(0, TOLD_MAX).map((one) => ({ ...one }));
      return { status: 200, body: { payouts: shown, count: payouts.length } };
    },
  }) as const satisfies Partial<Handlers>;

async function answered(ports: PayoutRoutePorts, run: PayoutRun) {
  const isTaken = run.status === 'submitted' || run.status === 'done';
  const [without, states] = await Promise.all([
    withoutOfRun(ports, run, WITHOUT_MAX),
    isTaken ? statesOfRun(ports, run) : undefined,
  ]);
  return { status: 200, body: runAnswer(run, { without, states }) } as const;
}
