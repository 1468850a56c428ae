import { definedOnly } from '../kernel/defined-only.ts';
import { rfc3339 } from '../kernel/timestamp.ts';
import { shownMethod } from '../payouts/method.ts';
import type { MethodTelling } from '../payouts/tell-methods.ts';
import { type FindingPorts, tellFinding } from './tell-finding.ts';

/** Tells endpoints that a payee is paid by another method: of accounts no more than the last four. */
export const tellerOver = (ports: FindingPorts): MethodTelling => ({
  tell: (tenant, { payee, before, after, from, changedAt, version }) =>
    tellFinding(ports, tenant, {
      type: 'payout-method.changed',
      data: {
        ...{ payee, version, from: rfc3339(from), changedAt: rfc3339(changedAt) },
        after: shownMethod(after),
        ...definedOnly({ before: before === undefined ? undefined : shownMethod(before) }),
      },
    }),
});
