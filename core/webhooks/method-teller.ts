import { definedOnly } from '../kernel/defined-only.ts';
import type { JsonObject } from '../kernel/json.ts';
import { currencyText } from '../kernel/money.ts';
import { rfc3339 } from '../kernel/timestamp.ts';
import { shownMethod } from '../payouts/method.ts';
import type { PayoutRun } from '../payouts/run.ts';
import type { MethodTelling } from '../payouts/tell-methods.ts';
import type { RunTelling } from '../payouts/tell-runs.ts';
import { type FindingPorts, tellFinding } from './tell-finding.ts';

/**
 * Tells endpoints that a payee is paid by another method, of accounts no more than the last four; and that a run waits
 * to be approved.
 */
export const tellerOver = (ports: FindingPorts): MethodTelling & RunTelling => ({
  tell: (tenant, { payee, before, after, from, changedAt, version }) =>
    tellFinding(ports, tenant, {
      type: 'payout-method.changed',
      data: {
        ...{ payee, version, from: rfc3339(from), changedAt: rfc3339(changedAt) },
        after: shownMethod(after),
        ...definedOnly({ before: before === undefined ? undefined : shownMethod(before) }),
      },
    }),
  tellRun: (tenant, run) =>
    tellFinding(ports, tenant, { type: 'payout-run.prepared', data: waitingData(run) }),
});

const waitingData = ({ id, rail, count, sums, madeBy, madeAt }: PayoutRun): JsonObject => ({
  ...{ run: id, rail, count, madeBy, madeAt: rfc3339(madeAt) },
  sums: sums.map(({ currency, count: payouts, amount, fees }) => ({
    ...{ currency, count: payouts },
    amount: currencyText(amount, currency),
    fees: currencyText(fees, currency),
  })),
});
