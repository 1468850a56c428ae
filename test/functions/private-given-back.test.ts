import { describe, expect, it } from '@jest/globals';
import { refusalIn } from '../support/some-gate.ts';
import { privateReaders } from '../support/some-private-readers.ts';

const HOUR_S = 3_600;

const code = (body: Readonly<Record<string, unknown>>): unknown =>
  body['outcome'] === 'refused' ? refusalIn(body).code : body['code'];

describe('private tokens of which nothing was served', () => {
  it('can be used again until they end where they were given back, by a server or for one that is lost', async () => {
    const { bought, use, release, capture, later, settle, standing } = await privateReaders();
    const [failed = '', lost = '', read = ''] = await bought(5);
    await release((await use(failed)).body['id']);
    const left = await use(lost);
    await capture((await use(read)).body['id']);
    later(11 * HOUR_S);
    await settle();
    const soon = await standing();
    later(2 * HOUR_S);
    await settle();
    const late = await capture(left.body['id']);
    later(5 * 24 * HOUR_S);

    const again = await Promise.all([failed, lost, read].map((token) => use(token)));

    expect(late.body['code']).toBe('hold.closed');
    expect(again.map(({ body }) => code(body) ?? body['outcome'])).toEqual([
      ...['held', 'held', 'private-token.used'],
    ]);
    expect(soon).toMatchObject({ used: 1, open: 4 });
  });

  it('count as used after 40 hours where the note of their release was lost, and it was not asked for again', async () => {
    const { bought, use, release, later, privately } = await privateReaders();
    const [told = '', untold = ''] = await bought(5);
    const ids = [(await use(told)).body['id'], (await use(untold)).body['id']];
    const { putSpent } = privately.passes;
    privately.passes.putSpent = async () => 'unknown';
    for (const id of ids) await release(id);
    privately.passes.putSpent = putSpent;
    await release(ids[0]);
    later(41 * HOUR_S);

    const [first, second] = [await use(told), await use(untold)];

    expect([first.body['outcome'], code(second.body)]).toEqual(['held', 'private-token.used']);
  });
});
