import { describe, expect, it } from '@jest/globals';
import { checkpointFrom } from '../../../core/tlog/checkpoint.ts';
import { noteFrom } from '../../../core/tlog/note.ts';
import { type CosignedPorts, cosign } from '../../../core/transparency/cosign.ts';
import { sequence } from '../../../core/transparency/sequence.ts';
import { Mischief, muchTrouble } from '../../fakes/failing-books.ts';
import { Turns } from '../../fakes/turns.ts';
import { there } from '../../support/there.ts';
import { aCosignedLog, id, names } from './a-cosigned-log.ts';
import { aLogWorld, noHurry, tenant } from './a-log-world.ts';

describe('The checkpoint of a log whose witnesses are asked', () => {
  it('is shown with their cosignatures, and the one before until they were asked', async () => {
    const log = await aCosignedLog();
    await log.publish();
    const first = await log.shown();
    await log.cosign();
    const cosigned = await log.shown();
    await log.world.append(5);
    await log.publish();
    const meanwhile = await log.shown();
    await log.cosign();

    expect(first).toEqual({ size: 3, by: [] });
    expect([cosigned, meanwhile]).toEqual(Array(2).fill({ size: 3, by: [...names] }));
    expect(await log.shown()).toEqual({ size: 8, by: [...names] });
    expect(log.notices).toEqual([]);
  });

  it('asks nobody once all have cosigned it, and proves growth from where each was', async () => {
    const log = await aCosignedLog();
    await log.publish();
    await log.cosign();
    await log.cosign();
    expect(log.client.asked).toHaveLength(3);

    await log.world.append(300);
    await log.publish();
    await log.cosign();

    expect(log.client.asked).toHaveLength(6);
    expect(await log.shown()).toMatchObject({ size: 303, by: [...names] });
  });

  it('needs no more than its quorum; who failed is listed with why, and asked again', async () => {
    const log = await aCosignedLog();
    const gone = log.witnesses['https://w2.example'];
    log.witnesses['https://w2.example'] = undefined;
    await log.publish();
    await log.cosign();
    const without = await log.shown();
    const standing = await log.standing();
    log.witnesses['https://w2.example'] = gone;
    await log.cosign();

    expect(without).toEqual({ size: 3, by: ['w1', 'w3'] });
    expect(standing[1]).toMatchObject({ name: 'w2', failing: { why: 'unreachable' } });
    expect(await log.shown()).toEqual({ size: 3, by: ['w1', 'w3', 'w2'].toSorted() });
    expect(log.client.asked).toHaveLength(4);
    expect((await log.standing())[1]).not.toHaveProperty('failing');
  });

  it('stays the last one with a quorum for an hour; then the newest is shown, and a person is told', async () => {
    const log = await aCosignedLog();
    await log.publish();
    await log.cosign();
    for (const name of ['w1', 'w2']) log.witnesses[`https://${name}.example`] = undefined;
    await log.world.append(2);
    await log.publish();
    await log.cosign();
    log.pass(59);
    await log.cosign();
    const before = [await log.shown(), log.notices.length];
    log.pass(1);
    await log.cosign();

    expect(before).toEqual([{ size: 3, by: [...names] }, 0]);
    expect(await log.shown()).toEqual({ size: 5, by: ['w3'] });
    expect(log.notices).toMatchObject([
      { event: 'log.uncosigned', ...id, since: '2026-06-01T00:00:00Z' },
    ]);
  });

  it('is asked for anew where what witnesses made of it was lost', async () => {
    const log = await aCosignedLog([3, 4]);
    await log.publish();
    await log.cosign();
    log.cosigned.forget();
    await log.world.append(2);
    await log.publish();
    await log.cosign();

    expect(await log.shown()).toEqual({ size: 9, by: [...names] });
    // Each says at which size it is, and is asked from there.
    expect(log.client.asked).toHaveLength(3 + 2 * 3);
  });

  it.each([
    ['has another tree of its size', 3, 'fork'],
    ['was shown a smaller one that it did not grow from', 2, 'unproven'],
  ])('is told of where a witness %s', async (_, size, why) => {
    const log = await aCosignedLog();
    const other = await aLogWorld([size], () => Date.UTC(2026, 5, 2));
    await sequence(other, tenant, noHurry);
    const note = there(await other.logs.get(id)).note;
    const w2 = 'https://w2.example';
    await log.client.post(`${w2}/add-checkpoint`, `old 0\n\n${note}`);
    await log.publish();
    await log.cosign();

    expect(checkpointFrom(there(noteFrom(note)).text)).toMatchObject({ size });
    expect(log.notices).toEqual([
      {
        ...{ event: 'log.forked', ...id, witness: 'w2', why },
        checkpoint: there(await log.world.logs.get(id)).note,
      },
    ]);
    expect(await log.shown()).toEqual({ size: 3, by: ['w1', 'w3'] });
  });

  it('is told of where a witness has seen a larger log for an hour: it was put back to what it was before', async () => {
    const log = await aCosignedLog();
    const other = await aLogWorld([3, 4]);
    await sequence(other, tenant, noHurry);
    const { note } = there(await other.logs.get(id));
    await log.client.post('https://w1.example/add-checkpoint', `old 0\n\n${note}`);
    await log.publish();
    await log.cosign();
    const before = log.notices.length;
    log.pass(60);
    await log.cosign();

    expect(before).toBe(0);
    expect(log.notices).toMatchObject([{ event: 'log.forked', witness: 'w1', why: 'ahead' }]);
  });

  it('is told of no fork where a witness was gone for hours, and then is ahead for a moment', async () => {
    const log = await aCosignedLog();
    log.witnesses['https://w1.example'] = undefined;
    await log.publish();
    await log.cosign();
    log.pass(120);
    const ahead: CosignedPorts['client'] = {
      post: async (url, text) =>
        url.includes('w1') ? { status: 409, body: '4\n' } : log.client.post(url, text),
    };
    await cosign({ ...log.ports, client: ahead }, id);

    expect((await log.standing())[0]).toMatchObject({ failing: { why: 'ahead' } });
    expect(log.notices).toEqual([]);
  });

  it.each([
    ['a signature of another key', 200, '— w2.example AAAAAAAAAAAAAAAAAAAA\n', 'wrong-signature'],
    ['nothing', 200, '', 'wrong-signature'],
    ['that it does not know the log', 404, 'who?', 'refused'],
    ['that it is broken', 500, '', 'unreachable'],
    ['a size that is none', 409, 'many\n', 'unreachable'],
    ['the size that it was asked from, again', 409, '0\n', 'unreachable'],
  ])('goes on without a witness that answers %s', async (_, status, body, why) => {
    const log = await aCosignedLog();
    const { post } = log.client;
    const client: CosignedPorts['client'] = {
      post: async (url, text) => (url.includes('w2') ? { status, body } : post(url, text)),
    };
    await log.publish();
    await cosign({ ...log.ports, client }, id);

    expect(await log.shown()).toEqual({ size: 3, by: ['w1', 'w3'] });
    expect((await log.standing())[1]).toMatchObject({ failing: { why } });
  });

  it('waits for a silent witness for two logs of a run, and no longer', async () => {
    const log = await aCosignedLog();
    log.witnesses['https://w2.example'] = undefined;
    await log.publish();
    const silent = new Map<string, number>();
    for (let run = 0; run < 5; run += 1) await cosign(log.ports, id, silent);

    expect(log.client.asked.filter((url) => url.includes('w2'))).toHaveLength(2);
  });

  it('has its quorum in the end, and no fork, whatever dies and however many ask at once', async () => {
    const happened = { crashes: 0, unknown: 0, taken: 0 };
    for (let seed = 1; seed <= 8; seed += 1) {
      const log = await aCosignedLog();
      const turns = new Turns(seed);
      const mischief = new Mischief(turns, muchTrouble);
      const { ports } = log;
      const failing: CosignedPorts = {
        ...ports,
        logs: { ...ports.logs, get: (of) => mischief.around(() => ports.logs.get(of)) },
        cosigned: {
          get: (of) => mischief.around(() => ports.cosigned.get(of)),
          put: (kept) => mischief.put(() => ports.cosigned.put(kept)),
        },
        client: { post: (url, text) => mischief.around(() => ports.client.post(url, text)) },
      };
      const writer = async (): Promise<void> => {
        for (let round = 0; round < 6; round += 1) {
          await turns.turn();
          await log.world.append(3);
          await log.publish();
        }
      };
      const cosigner = async (): Promise<void> => {
        for (let round = 0; round < 8; round += 1) await cosign(failing, id).catch(() => undefined);
      };
      await turns.run([writer(), cosigner(), cosigner(), cosigner()]);
      await log.publish();
      await log.cosign();

      expect([seed, await log.shown(), log.notices]).toEqual([
        ...[seed, { size: 21, by: [...names] }, []],
      ]);
      for (const one of Object.keys(happened) as (keyof typeof happened)[])
        happened[one] += mischief.happened[one];
    }
    expect(Object.entries(happened).filter(([, count]) => count === 0)).toEqual([]);
  });
});
