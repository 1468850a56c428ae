import { describe, expect, it } from '@jest/globals';
import { itemsPast, pagesPast, pageUpTo } from '../../../core/kernel/pages.ts';

/** Pages of two of the whole numbers up to `last`, and the places that were asked for. */
function numbersTo(last: number, doesSayMore = true) {
  const asked: number[] = [];
  const read = async (after: number) => {
    asked.push(after);
    const items = [after + 1, after + 2].filter((number) => number <= last);
    return pageUpTo(items, (item) => item, doesSayMore ? after + 2 < last : undefined);
  };
  return { asked, read };
}

const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};

describe('a list that is read by pages', () => {
  it.each([0, 1, 2, 3, 4])('of %d has each item once, in order', async (last) => {
    const expected = Array.from({ length: last }, (_, index) => index + 1);

    expect(await all(itemsPast(0, numbersTo(last).read))).toEqual(expected);
    expect(await all(itemsPast(0, numbersTo(last, false).read))).toEqual(expected);
  });

  it('ends where a page says that there are no more, without another look', async () => {
    const { asked, read } = numbersTo(4);

    expect(await all(pagesPast(0, read))).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(asked).toEqual([0, 2]);
  });

  it('ends at an empty page where pages do not say whether there are more', async () => {
    const { asked, read } = numbersTo(3, false);

    await all(itemsPast(0, read));

    expect(asked).toEqual([0, 2, 3]);
  });

  it('is read only as far as somebody wants it', async () => {
    const { asked, read } = numbersTo(100);

    for await (const item of itemsPast(0, read)) if (item === 3) break;

    expect(asked).toEqual([0, 2]);
  });

  it('goes on past a place that is nothing but the beginning', async () => {
    const read = async (after: string) => pageUpTo(after === '' ? ['a'] : [], (item) => item);

    expect(await all(itemsPast('', read))).toEqual(['a']);
  });
});
