import { beforeAll, describe, expect, it } from '@jest/globals';
import { billingMessageFrom } from '../../../core/billing/run/message.ts';
import { looksAtBackfilled } from '../../../core/billing/unbilled/backfilled-months.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { hourOfMinute, logKeyOf } from '../../../core/metering/log/log-key.ts';
import { refreshHour } from '../../../core/metering/totals/refresh.ts';
import { runBilling } from '../../../functions/run-billing/run-billing.ts';
import { type SomeBilling, use } from '../../support/some-billing.ts';
import { aTenantWithStrays, aView } from '../../support/unbilled-tenant.ts';

const stray = aView('stray', '2026-01-14T10:00:00Z');
const day = {
  start: timestampOf(Date.UTC(2026, 0, 14)),
  end: timestampOf(Date.UTC(2026, 0, 15)),
};
const asked = {
  months: [monthFrom('2026-01')],
  period: day,
  current: monthFrom('2026-06'),
  monthsReachedBack: 2,
};

const january = () => {
  const look = looksAtBackfilled('acme', asked).find(({ month }) => month === '2026-01');
  if (look === undefined) throw new Error('January is looked at');
  return look;
};

/** January is closed, and the log has an event of nobody that totals do not have yet. */
async function aTenantBehind() {
  const { billing, billAt } = await aTenantWithStrays();
  await billAt('2026-01', '2026-02-03T00:00:00Z');
  await use(billing, [stray], { counted: false });
  return billing;
}

async function count({ rating }: SomeBilling): Promise<void> {
  const { shard, minute } = logKeyOf('acme', stray, rating.shardEpochs);
  const coverage = new Map([[minute, 1]]);
  await refreshHour(rating, { tenant: 'acme', shard, hour: hourOfMinute(minute), coverage });
}

interface Sent {
  readonly to: 'billing' | 'later';
  readonly body: string;
}

/** The look as queues carry it: of what is for later, `minutes` says how often a minute passed. */
function aLook(billing: SomeBilling, dies?: { readonly at: number; readonly isSent: boolean }) {
  const sent: Sent[] = [];
  let sends = 0;
  const queueTo = (to: Sent['to']) => ({
    send: async (bodies: readonly string[]) => {
      sends += 1;
      const isDead = sends === dies?.at;
      if (!isDead || dies.isSent) sent.push(...bodies.map((body) => ({ to, body })));
      if (isDead) throw new Error('dead');
      return 'sent' as const;
    },
  });
  const run = runBilling({ ...billing, billing: queueTo('billing'), later: queueTo('later') });
  const deliver = async (body: string): Promise<void> => {
    try {
      await run(billingMessageFrom(body));
    } catch (error) {
      // The queue delivers it again.
      expect((error as Error).message).toBe('dead');
      await run(billingMessageFrom(body));
    }
  };
  return { deliver, take: () => sent.splice(0), sends: () => sends };
}

const codes = ({ notices }: SomeBilling) => notices.map(({ event, code }) => code ?? event);
const { kind, tenant, month, ...others } = january();
const bodyOf = (uncounted: object | undefined) =>
  JSON.stringify({ version: 2, kind, tenant, period: month, ...others, uncounted });

describe('a look that waits until usage is counted', () => {
  let early: readonly string[];

  beforeAll(async () => {
    const billing = await aTenantBehind();
    await aLook(billing).deliver(bodyOf(undefined));
    early = codes(billing);
  });

  it('is taken a minute later where totals are behind, and finds what one without waiting does not', async () => {
    const billing = await aTenantBehind();
    const { deliver, take } = aLook(billing);

    await deliver(bodyOf(january().uncounted));
    const behind = take();
    await count(billing);
    for (const { body } of behind) await deliver(body);
    const before = codes(billing);
    for (const { body } of take()) await deliver(body);

    expect(early).toEqual([]);
    expect(behind.map(({ to }) => to)).toEqual(['later']);
    expect(before).toEqual([]);
    expect(codes(billing)).toEqual(['no-payer']);
  });

  it.each([1, 2, 3].flatMap((at) => [true, false].map((isSent) => ({ at, isSent }))))(
    'is taken in the end where send $at dies, sent or not: $isSent',
    async (dies) => {
      const billing = await aTenantBehind();
      const { deliver, take } = aLook(billing, dies);

      await deliver(bodyOf(january().uncounted));
      const behind = take();
      await count(billing);
      for (let open = behind; open.length > 0; open = take()) {
        for (const { body } of open) await deliver(body);
      }

      expect(new Set(codes(billing))).toEqual(new Set(['no-payer']));
    },
  );

  it('is taken after a quarter of an hour all the same, and says what is behind', async () => {
    const billing = await aTenantBehind();
    const { deliver, take } = aLook(billing);
    let minutes = 0;

    await deliver(bodyOf(january().uncounted));
    for (let open = take(); open.length > 0; open = take()) {
      minutes += open.filter(({ to }) => to === 'later').length;
      for (const { body } of open) await deliver(body);
    }

    expect(minutes).toBe(14);
    expect(codes(billing)).toEqual(['reconciliation.totals-differ']);
  });
});

describe('what is looked at after a backfill', () => {
  it('is each month that nothing bills, and those beside it that payers may call theirs', () => {
    const months = looksAtBackfilled('acme', {
      ...asked,
      months: [monthFrom('2025-11'), monthFrom('2026-04')],
      period: { start: timestampOf(Date.UTC(2025, 9, 1)), end: timestampOf(Date.UTC(2026, 5, 1)) },
    });

    // April is billed; what is of March by the calendar of its payer is not.
    expect(months.map(({ month }) => month)).toEqual(['2025-10', '2025-11', '2025-12', '2026-03']);
  });

  it('is none where all is within reach, and none before events can be', () => {
    const of = (text: string) =>
      looksAtBackfilled('acme', { ...asked, months: [monthFrom(text)] }).map(({ month }) => month);

    expect(of('2026-05')).toEqual([]);
    expect(of('1970-01')).toEqual(['1970-01', '1970-02']);
  });

  it('is recounted only in the hours of the job', () => {
    const hours = (Date.UTC(2026, 0, 14) / 3_600_000) | 0;

    expect(january().uncounted).toEqual({ from: hours, to: hours + 24, tries: 0 });
  });
});
