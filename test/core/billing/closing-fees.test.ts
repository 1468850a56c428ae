import { describe, expect, it } from '@jest/globals';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy, shown } from '../../support/rated-usage.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(0);
let made = 0;

/** An event of its own identity at a time; of `app-1`, which the customer pays for. */
const used = (time: string, fields: Partial<UsageEvent> = {}): UsageEvent => {
  made += 1;
  return aUsageEvent({ id: `used-${made}`, subject: 'app-1', occurredAt: at(time), ...fields });
};
const reader = { plan: [{ plan: 'reader', from: '1970-01-01' }] };

describe('a month with fixed prices', () => {
  it('has fees of its own month and, ahead of the next, those charged in advance', async () => {
    const { request } = await aTenancy({
      plans: {
        reader: aPlan(
          aVersion({
            charges: [],
            fixedFees: [
              { key: 'base', amount: '31', description: 'Base' },
              { key: 'seat', amount: '28', description: 'Seat', timing: 'advance' },
            ],
          }),
        ),
      },
      customers: [aCustomer({ plan: [{ plan: 'reader', from: '2026-01-11' }] })],
    });

    const { current, advance } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([
      ['base', '1', '21'],
      ['seat', '1', expect.stringMatching(/^18[.]96/)],
    ]);
    expect(advance.map(({ period, charges }) => [period.month, shown(charges)])).toEqual([
      ['2026-02', [['seat', '1', '28']]],
    ]);
  });

  it('is brought up to the commitment of the plan', async () => {
    const { use, request } = await aTenancy({
      plans: { reader: aPlan(aVersion({ minimumCommitment: '5' })) },
      customers: [aCustomer(reader)],
    });
    await use([used('2026-01-10T00:00:00Z')]);

    const { current } = await request('press-review', '2026-01');

    expect(shown(current.charges)).toEqual([
      ['view', '1', '0.001'],
      ['commitment', '1', '4.999'],
    ]);
  });
});
