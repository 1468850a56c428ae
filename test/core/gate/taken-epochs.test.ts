import { describe, expect, it } from '@jest/globals';
import { TakenEpochs } from '../../../core/gate/private/every-epoch.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { takenKeys } from '../../../functions/publish-log/taken-keys.ts';
import { inMemoryPrivatePasses } from '../../fakes/private-passes.ts';

const at = (text: string) => timestampOf(Date.parse(text));

/** Keys that were published, and from which month on they were read. */
async function someEpochs(...months: readonly (readonly [month: string, endsAt: string])[]) {
  const passes = inMemoryPrivatePasses();
  const reads: string[] = [];
  const counted: typeof passes.published = async (page) => {
    reads.push(page.from);
    return passes.published(page);
  };
  const publish = (month: string, endsAt: string, tenant = 'acme') =>
    passes.publish({
      ...{ tenant, pass: 'front', month: monthFrom(month), keyId: `key of ${month}` },
      ...{ spki: Buffer.from(month), meter: 'view', issuer: 'pay.example' },
      ...{ price: nanosOf(1n), currency: 'EUR', crowd: 20, endsAt: at(endsAt) },
    });
  for (const [month, endsAt] of months) await publish(month, endsAt);
  return { published: { published: counted }, reads, publish };
}

const keysOf = (epochs: readonly { readonly keyId: string }[]) => epochs.map(({ keyId }) => keyId);

describe('keys whose tokens are taken', () => {
  it('are read once of months that are over, and each time of the month', async () => {
    const { published, reads, publish } = await someEpochs(
      ['2026-09', '2026-11-01T00:00:00Z'],
      ['2026-10', '2026-12-01T00:00:00Z'],
    );
    const taken = new TakenEpochs(published);
    const noon = at('2026-11-20T12:00:00Z');

    expect(keysOf(await taken.at(noon))).toEqual(['key of 2026-10']);
    await publish('2026-11', '2027-01-01T00:00:00Z');

    expect(keysOf(await taken.at(noon))).toEqual(['key of 2026-11', 'key of 2026-10']);
    expect(reads.toSorted()).toEqual(['2026-05', '2026-11', '2026-11']);
  });

  it('go at their end, and a month is read again for an hour after it', async () => {
    const { published, publish } = await someEpochs(['2026-10', '2026-12-01T00:00:00Z']);
    const taken = new TakenEpochs(published);
    await taken.at(at('2026-11-30T23:59:59Z'));
    // By a clock that was late.
    await publish('2026-11', '2027-01-01T00:00:00Z');

    expect(keysOf(await taken.at(at('2026-12-01T00:30:00Z')))).toEqual(['key of 2026-11']);
    expect(keysOf(await taken.at(at('2026-12-02T00:00:00Z')))).toEqual(['key of 2026-11']);
  });

  it('are looked for anew where they could not be read', async () => {
    const { published } = await someEpochs(['2026-10', '2026-12-01T00:00:00Z']);
    let isDown = true;
    const taken = new TakenEpochs({
      published: (page) =>
        isDown ? Promise.reject(new Error('not now')) : published.published(page),
    });
    const noon = at('2026-11-20T12:00:00Z');

    await expect(taken.at(noon)).rejects.toThrow('not now');
    isDown = false;

    expect(await taken.at(noon)).toHaveLength(1);
  });

  it('are looked for once a minute for the logs of all tenants', async () => {
    const { published, reads, publish } = await someEpochs(['2026-10', '2026-12-01T00:00:00Z']);
    await publish('2026-11', '2026-12-01T00:00:00Z', 'zine');
    const time = { now: at('2026-11-20T12:00:00Z') };
    const keys = takenKeys(published, { now: () => time.now });

    expect(keysOf(await keys.of('acme'))).toEqual(['key of 2026-10']);
    expect(keysOf(await keys.of('zine'))).toEqual(['key of 2026-11']);
    expect(reads).toHaveLength(1);
    time.now = at('2026-11-20T12:01:00Z');
    await keys.of('acme');

    expect(reads).toHaveLength(2);
  });
});
