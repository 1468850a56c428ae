import type { ShareMonthAnswer } from '../../core/contract/earnings/shapes.ts';
import type { ShareMonth, StatementRound } from '../../core/earnings/ports.ts';
import { type RecountPorts, recountMonth } from '../../core/earnings/recount.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { exactText } from '../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ServePayees'];

export type ShareMonthPorts = RecountPorts;

/** Answers where months stand in which payees earn, and has one accrued again. */
export const shareMonthRoutes = (ports: ShareMonthPorts) =>
  ({
    'GET /v1/share-months': async ({ caller: { tenant } }) => ({
      status: 200,
      body: { months: (await ports.months.months(tenant)).map(monthAnswer) },
    }),

    'GET /v1/share-months/{month}': async ({ caller: { tenant }, params }) => {
      const month = await ports.months.month(tenant, monthFrom(params.month));
      if (month === undefined) throw shareMonthNotFound(params.month);
      return { status: 200, body: monthAnswer(month) };
    },

    'POST /v1/share-runs': async ({ caller: { tenant }, body }) => {
      const month = await recountMonth(ports, tenant, monthFrom(body.period));
      return { status: 202, body: monthAnswer(month) };
    },
  }) satisfies Partial<Handlers>;

/** Where a month stands. */
export function monthAnswer({ month, isDue, round, statements }: ShareMonth): ShareMonthAnswer {
  const { asOf, doneAt, sums = [], payers = 0, refused = 0, payees = 0, posted = 0 } = round ?? {};
  const state = stateOf({ isDue, round });
  return {
    ...{ period: month, state },
    ...definedOnly({ waitsFor: waits[state], asOf }),
    ...(doneAt === undefined ? {} : { doneAt: rfc3339(doneAt) }),
    sums: (state === 'under-way' ? [] : sums).map(
      ({ currency, amount, payees: theirs, platform, unshared }) => ({
        ...{ currency, amount: exactText(amount), payees: exactText(theirs) },
        ...{ platform: exactText(platform), unshared: exactText(unshared) },
      }),
    ),
    ...{ payers, refused, payees, posted },
    ...(statements === undefined ? {} : { statements: statementsAnswer(statements) }),
  };
}

const statementsAnswer = ({ begunAt, doneAt, made, waiting }: StatementRound) => ({
  state: doneAt === undefined ? ('under-way' as const) : ('done' as const),
  begunAt: rfc3339(begunAt),
  ...(doneAt === undefined ? {} : { doneAt: rfc3339(doneAt) }),
  ...{ made, waiting },
});

const shareMonthNotFound = (month: string): Rejection =>
  new Rejection(
    'share.month-not-found',
    `month: wait until a payer’s month is closed in which a share is in force, or see GET /v1/share-months: nobody has earned anything of ${month}`,
    { param: 'month' },
  );

function stateOf({ isDue, round }: Pick<ShareMonth, 'isDue' | 'round'>): ShareMonthAnswer['state'] {
  if (isDue || round === undefined) return 'due';
  return round.doneAt === undefined ? 'under-way' : 'done';
}

const waits = {
  due: 'it is found out of each payer that has changed what its month is worth',
  'under-way': 'payees are gone through, and what has changed is posted',
  done: undefined,
} as const satisfies Record<ShareMonthAnswer['state'], string | undefined>;
