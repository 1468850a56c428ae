import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { sequence } from '../../../core/transparency/sequence.ts';
import { yearLogText } from '../../../core/transparency/year-log.ts';
import { there } from '../../support/there.ts';
import { aKeyWorld, faultsOfKeys } from './a-key-world.ts';
import { aLogWorld, noHurry, tenant } from './a-log-world.ts';
import { entriesOf } from './a-usage-world.ts';

const START = Date.UTC(2026, 5, 1);

async function aWorld(blocks: readonly number[] = [3]) {
  const time = { now: START };
  const clock = { now: () => timestampOf(time.now) };
  const world = { ...(await aLogWorld(blocks)), ...aKeyWorld(clock) };
  const publish = async (): Promise<void> => {
    expect(await sequence(world, tenant, noHurry)).toBe('done');
  };
  const entries = () => entriesOf(world.tiles, world.logs, tenant);
  return { ...world, time, publish, entries };
}

describe('keys of private passes in a log', () => {
  it('are entries in clear, each once, after the documents that there are', async () => {
    const { issue, publish, entries, issued, keyLeaves } = await aWorld();
    issue('front');
    issue('archive');
    await publish();
    await publish();

    const all = await entries();

    expect(all.slice(3).map((entry): unknown => JSON.parse(Buffer.from(entry).toString()))).toEqual(
      issued.toReversed().map(({ pass, month, spki }) => ({
        ...{ privatePass: pass, month },
        tokenKey: Buffer.from(spki).toString('base64url'),
      })),
    );
    expect(faultsOfKeys({ issued, keyLeaves }, all)).toEqual([]);
  });

  it('begin a log where there are no documents yet, and documents go on in it', async () => {
    const { issue, publish, append, entries, issued, keyLeaves } = await aWorld([]);
    issue('front');
    await publish();
    await append(2);
    await publish();

    const all = await entries();

    expect(all.map(({ length }) => length === 32)).toEqual([false, true, true]);
    expect(faultsOfKeys({ issued, keyLeaves }, all)).toEqual([]);
  });

  it('are of the log of the year in which they are seen, which may begin with one', async () => {
    const { issue, publish, logs, time, keyLeaves } = await aWorld();
    await publish();
    time.now = Date.UTC(2027, 0, 1);
    const { keyId } = issue('front', '2027-01');
    await publish();

    const latest = there(await logs.latest(tenant));

    expect([latest.year, latest.through]).toEqual([2027, 1]);
    expect([...keyLeaves.all.values()]).toEqual([{ tenant, year: 2027, keyId, index: 0 }]);
  });

  it('fill tiles like any entries, and take little room beside the log', async () => {
    const { issue, publish, append, entries, logs, issued, keyLeaves } = await aWorld();
    for (let at = 0; at < 150; at += 1) issue(`pass-${at}`);
    await publish();
    for (let at = 0; at < 3; at += 1) {
      await append(100);
      await publish();
    }

    const all = await entries();

    expect(all).toHaveLength(3 + 150 + 300);
    expect(faultsOfKeys({ issued, keyLeaves }, all)).toEqual([]);
    expect(yearLogText(there(await logs.latest(tenant))).length).toBeLessThan(60_000);
  });
});
