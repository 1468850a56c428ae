import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { policyFrom } from '../../core/tlog/policy.ts';
import { publishLog } from '../../functions/publish-log/publish-log.ts';
import { aLogWorld, tenant } from '../core/transparency/a-log-world.ts';
import { inMemoryCosignedLogs } from '../fakes/cosigned-logs.ts';
import { inMemoryDayCheckpoints } from '../fakes/transparency.ts';
import { witnessesAt } from '../fakes/witnesses.ts';

const read = policyFrom('quorum none');
const policy = read.kind === 'policy' ? read.policy : undefined;

/** What publishes the log of one tenant, whose witnesses are nobody. */
async function aPublisher() {
  const world = await aLogWorld([2]);
  if (policy === undefined) throw new Error('the policy of a test is one');
  const cosigned = inMemoryCosignedLogs();
  const witnesses = { cosigned, policy, client: witnessesAt({}) };
  const settings = { listTenants: async () => ({ tenants: [tenant], more: false }) };
  const clock = { now: () => timestampOf(Date.UTC(2026, 5, 1)) };
  const days = inMemoryDayCheckpoints();
  return { ...world, settings, clock, days, onNotice: () => undefined, witnesses };
}

describe('PublishLog', () => {
  it('has checkpoints cosigned in the same run that wrote them', async () => {
    const ports = await aPublisher();

    await publishLog(ports)(undefined);

    const kept = await ports.witnesses.cosigned.get({ tenant, year: 2026 });
    expect(kept?.note).toBe((await ports.logs.latest(tenant))?.note);
  });

  it('keeps the checkpoint of a day in the first run after it, as witnesses have cosigned it', async () => {
    const ports = await aPublisher();
    await publishLog(ports)(undefined);
    await ports.append(1);
    const clock = { now: () => timestampOf(Date.UTC(2026, 5, 2, 0, 3)) };

    await publishLog({ ...ports, clock })(undefined);
    await publishLog({ ...ports, clock })(undefined);

    expect(await ports.days.list({ tenant, year: 2026 })).toMatchObject([
      { day: '2026-05-31', size: 2 },
      { day: '2026-06-01', size: 3 },
    ]);
  });

  it('asks witnesses where a log could not be written, and writes where they cannot be asked', async () => {
    const failing = () => Promise.reject(new Error('not now'));
    const [one, other, both] = [await aPublisher(), await aPublisher(), await aPublisher()];
    await publishLog(one)(undefined);
    await one.append(2);
    const unread = { ...one.log, read: failing, readOne: failing, append: failing };
    const unkept = { get: failing, put: failing };

    await expect(publishLog({ ...one, log: unread })(undefined)).rejects.toThrow(
      'could not be brought',
    );
    await expect(
      publishLog({ ...other, witnesses: { ...other.witnesses, cosigned: unkept } })(undefined),
    ).rejects.toMatchObject({
      errors: [
        { message: '1 logs could not be cosigned' },
        { message: '1 logs have not kept a day’s checkpoint' },
      ],
    });
    await expect(
      publishLog({ ...both, log: unread, witnesses: { ...both.witnesses, cosigned: unkept } })(
        undefined,
      ),
    ).rejects.toThrow();

    expect((await other.logs.latest(tenant))?.note).not.toBe('');
  });
});
