import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { correctUsage } from '../../functions/review-quarantine/correct-usage.ts';
import { someCorrections } from '../support/some-corrections.ts';

const caller = { tenant: 'acme', keyId: 'k1', scopes: ['admin'], cursorKey: 'c' };

describe('a hundred events that are named with their subjects', () => {
  it('are looked for where they can be, and nowhere else', async () => {
    const ports = someCorrections();
    let reads = 0;
    const readHour = ports.usageHours.readHour.bind(ports.usageHours);
    const counting = {
      ...ports,
      shardEpochs: [{ from: timestampOf(0), shards: 16 }],
      usageHours: {
        readHour: (hour: Parameters<typeof readHour>[0]) => {
          reads += 1;
          return readHour(hour);
        },
      },
    };
    const events = Array.from({ length: 100 }, (_, hour) => ({
      ...{ source: 'urn:magazine', id: `e-${hour}`, subject: 'app-1' },
      time: new Date(Date.UTC(2026, 0, 1, hour)).toISOString().replace('.000', ''),
    }));
    await Promise.resolve(
      correctUsage(counting)['POST /v1/corrections']({
        ...{ caller, body: { reason: 'x', events }, headers: { 'idempotency-key': 'k' } },
      } as never),
    ).catch(() => undefined);

    expect(reads).toBe(100);
  });
});
