import { describe, expect, it } from '@jest/globals';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import { openerSaltsOn } from '../../../core/transparency/opener-salts.ts';
import { openerPlace, placesOver, usagePlace } from '../../../core/transparency/salt-tree.ts';
import { inMemorySalts } from '../../fakes/salts.ts';
import { inMemorySaltPages } from '../../fakes/transparency.ts';

const tenant = 'acme';
const quarter = millisecondsPer.quarterHour;
const at = (quarters: number) => timestampOf(Date.UTC(2026, 5, 1) + quarters * quarter);

async function someSalts() {
  const [salts, pages] = [inMemorySalts(), inMemorySaltPages()];
  const openers = openerSaltsOn({ salts, pages });
  await openers.begin(tenant, new Uint8Array(32).fill(7));
  const saltOf = async (opener: string) => {
    const salt = (await openers.find(tenant, [opener])).get(opener);
    return salt === undefined ? undefined : Buffer.from(salt).toString('hex');
  };
  const usageSaltOf = async (opener: string, when: number) => {
    const usage = { opener, at: at(when) };
    const salt = (await openers.findUsage(tenant, [usage]))(usage);
    return salt === undefined ? undefined : Buffer.from(salt).toString('hex');
  };
  return { salts, pages, openers, saltOf, usageSaltOf };
}

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `payer-${index}`);

describe('salts of a tree', () => {
  it('are of each opener another, without anything kept of it', async () => {
    const { openers, pages } = await someSalts();

    const found = await openers.find(tenant, names(500));

    expect(new Set([...found.values()].map((salt) => Buffer.from(salt).toString('hex'))).size).toBe(
      500,
    );
    expect(pages.all.size).toBe(1);
  });

  it('are forgotten one by one, and all others stay as they were', async () => {
    const { openers, pages, saltOf } = await someSalts();
    const before = await openers.find(tenant, names(300));

    for (const opener of names(300).slice(0, 40)) await openers.drop(tenant, opener);

    const after = await openers.find(tenant, names(300));
    expect([...after.keys()]).toEqual(names(300).slice(40));
    expect([...after]).toEqual([...before].slice(40));
    expect(await saltOf('payer-3')).toBeUndefined();
    const kept = [...pages.all.values()].join();
    const lost = [...before.values()].slice(0, 40).map((salt) => Buffer.from(salt));
    expect(lost.filter((salt) => kept.includes(salt.toString('base64')))).toEqual([]);
  });

  it('do not follow from what is kept once they are dropped: neither the seed of all, nor one above', async () => {
    const { openers, pages } = await someSalts();
    await openers.drop(tenant, 'payer-1');

    const places = [...pages.all.values()].flatMap((text) =>
      Object.keys(JSON.parse(text) as object),
    );

    expect(places.filter((place) => openerPlace('payer-1').startsWith(place))).toEqual([]);
  });

  it('are new for who comes again, and kept one by one then', async () => {
    const { openers, saltOf } = await someSalts();
    const before = await saltOf('payer-1');
    await openers.drop(tenant, 'payer-1');

    await openers.add(tenant, 'payer-1', new Uint8Array(32).fill(1));

    expect(await saltOf('payer-1')).toBe('01'.repeat(32));
    expect(before).not.toBe('01'.repeat(32));
    await openers.drop(tenant, 'payer-1');
    expect(await saltOf('payer-1')).toBeUndefined();
  });

  it('go on where one was kept by itself before there was a tree', async () => {
    const { salts, saltOf } = await someSalts();
    await salts.add(tenant, 'payer-1', new Uint8Array(32).fill(9));

    expect(await saltOf('payer-1')).toBe('09'.repeat(32));
  });

  it('of usage are dropped by quarters of an hour, and those before and after stay', async () => {
    const { openers, usageSaltOf, saltOf } = await someSalts();
    const quarters = [0, 3, 4, 5, 40, 99, 100, 3000];
    const read = () => Promise.all(quarters.map((when) => usageSaltOf('reader', when)));
    const [before, other] = [await read(), await usageSaltOf('other', 4)];

    await openers.dropUsage(tenant, 'reader', [{ start: at(4), end: at(100) }]);

    const kept = [true, true, false, false, false, false, true, true];
    expect(await read()).toEqual(
      before.map((salt, index) => (kept[index] === true ? salt : undefined)),
    );
    expect(await usageSaltOf('other', 4)).toBe(other);
    // Its documents would be of it as well, and are below no quarter.
    expect(await saltOf('reader')).toBeUndefined();
  });

  it('are not lost where a process dies between two pages: nothing but what is dropped ever is', async () => {
    for (let puts = 0; puts < 4; puts += 1) {
      const { salts, pages, openers } = await someSalts();
      const before = await openers.find(tenant, names(100));
      let left = puts;
      const dying = openerSaltsOn({
        salts,
        pages: {
          ...pages,
          put: async (of, page) => {
            left -= 1;
            if (left < 0) throw new Error('died');
            return pages.put(of, page);
          },
        },
      });
      await dying.drop(tenant, 'payer-7').catch(() => undefined);
      const between = await openers.find(tenant, names(100));
      await openers.drop(tenant, 'payer-7');

      const after = await openers.find(tenant, names(100));
      expect(between.size).toBeGreaterThanOrEqual(99);
      expect([...after]).toEqual([...before].filter(([opener]) => opener !== 'payer-7'));
    }
  });

  it('are dropped by two at once, both', async () => {
    const { openers, saltOf } = await someSalts();

    await Promise.all(names(6).map((opener) => openers.drop(tenant, opener)));

    expect(await Promise.all(names(7).map(saltOf))).toEqual([
      ...names(6).map(() => undefined),
      expect.any(String),
    ]);
  });
});

describe('the places over a period', () => {
  it('are few, and have all its quarters of an hour and no others', () => {
    const place = openerPlace('reader');
    const [start, end] = [at(5), at(3000)];

    const places = placesOver(place, { start, end });

    const isIn = (when: number): boolean =>
      places.some((one) => usagePlace(place, at(when)).startsWith(one));
    expect(places.length).toBeLessThan(80);
    expect([4, 5, 6, 255, 256, 2999, 3000].map(isIn)).toEqual([
      ...[false, true, true, true, true, true, false],
    ]);
  });
});
