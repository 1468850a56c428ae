import type { Period } from '../kernel/timestamp.ts';
import type { Salts } from '../metering/pseudonyms/ports.ts';
import type { OpenerSalts, SaltPage, SaltPages } from './ports.ts';
import {
  openerPlace,
  pageDepths,
  placesOver,
  type Seeds,
  seedBelow,
  seedIn,
  usagePlace,
  without,
} from './salt-tree.ts';

interface Kept {
  /** Those of openers that had one before there were trees, or came again after they were forgotten. */
  readonly salts: Pick<Salts, 'find' | 'add' | 'drop'>;
  readonly pages: SaltPages;
}

const ATTEMPTS_MAX = 20;

/** Salts of a tree of each tenant, and those that are kept one by one, which go before. */
export function openerSaltsOn({ salts, pages }: Kept): OpenerSalts {
  const seedsOf = async (tenant: string, places: readonly string[]) =>
    new Map((await seedsAt(pages, tenant, [...new Set(places)])).flat());
  return {
    async find(tenant, openers) {
      const found = new Map(await salts.find(tenant, openers));
      const others = openers.filter((opener) => !found.has(opener));
      const seeds = await seedsOf(tenant, others.map(openerPlace));
      for (const opener of others) {
        const seed = seeds.get(openerPlace(opener));
        if (seed !== undefined) found.set(opener, seed);
      }
      return found;
    },

    async findUsage(tenant, asked) {
      const seeds = await seedsOf(
        tenant,
        asked.map(({ opener, at }) => usagePlace(openerPlace(opener), at)),
      );
      return ({ opener, at }) => seeds.get(usagePlace(openerPlace(opener), at));
    },

    begin: (tenant, seed) =>
      pages.put(tenant, { place: '', revision: 1, seeds: new Map([['', seed]]) }),

    add: (tenant, opener, salt) => salts.add(tenant, opener, salt),

    async drop(tenant, opener) {
      const kept = await salts.find(tenant, [opener]);
      for (const [, salt] of kept) await salts.drop(tenant, opener, salt);
      await dropPlaces(pages, tenant, [openerPlace(opener)]);
    },

    dropUsage: (tenant, opener, periods) =>
      dropPlaces(
        pages,
        tenant,
        periods.flatMap((period: Period) => placesOver(openerPlace(opener), period)),
      ),
  };
}

type Found = readonly (readonly [string, Uint8Array])[];

/** The seeds of places that have one: of as few pages as can be, the first page always. */
async function seedsAt(
  pages: SaltPages,
  tenant: string,
  places: readonly string[],
): Promise<readonly Found[]> {
  const found: Found[] = [];
  let open = places;
  for (const depth of pageDepths) {
    const byPage = Map.groupBy(open, (place) => place.slice(0, depth));
    const read = await pages.find(tenant, [...byPage.keys()]);
    open = [];
    for (const [page, own] of byPage) {
      const kept = read.get(page);
      // Nothing is further down than a page that is not there.
      if (kept === undefined) continue;
      const seedOf = seedsByPrefix(kept.seeds);
      const seeds = own.map((place) => [place, seedOf(place)] as const);
      found.push(seeds.flatMap(([place, seed]) => (seed === undefined ? [] : [[place, seed]])));
      open = [...open, ...seeds.flatMap(([place, seed]) => (seed === undefined ? [place] : []))];
    }
    if (open.length === 0) break;
  }
  return found;
}

/** An opener's own seed is made once for all its quarters of an hour. */
function seedsByPrefix(seeds: Seeds): (place: string) => Uint8Array | undefined {
  const known = new Map<string, Uint8Array | undefined>();
  const whole = openerPlace('').length;
  return (place) => {
    if (place.length <= whole) return seedIn(seeds, place);
    const prefix = place.slice(0, whole);
    if (!known.has(prefix)) known.set(prefix, seedIn(seeds, prefix));
    const seed = known.get(prefix);
    return seed === undefined ? seedIn(seeds, place) : seedBelow(seed, place.slice(whole));
  };
}

async function dropPlaces(
  pages: SaltPages,
  tenant: string,
  places: readonly string[],
): Promise<void> {
  for (const place of places) await dropPlace(pages, tenant, place);
}

/**
 * From the lowest page up: what follows from a page above is put below first, without what is dropped, so that nothing
 * but that is lost where it ends in between.
 */
async function dropPlace(pages: SaltPages, tenant: string, place: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (await isDropped(pages, tenant, place)) return;
  }
  throw new Error('the salts of a tenant were changed by others again and again: try again');
}

async function isDropped(pages: SaltPages, tenant: string, place: string): Promise<boolean> {
  const names = pageDepths.map((depth) => place.slice(0, depth));
  const read = await pages.find(tenant, names);
  const changed: SaltPage[] = [];
  let above: Seeds = new Map();
  for (const [at, name] of names.entries()) {
    const page = read.get(name) ?? begunPage(name, above);
    if (page === undefined) break;
    // A page has places down to where the next one begins.
    const seeds = without(page.seeds, names[at + 1] ?? place);
    if (seeds !== page.seeds) changed.push({ ...page, revision: page.revision + 1, seeds });
    above = page.seeds;
  }
  for (const page of changed.toReversed())
    if ((await pages.put(tenant, page)) !== 'put') return false;
  return true;
}

/** What follows from the page above, of which nothing was dropped yet. */
function begunPage(place: string, above: Seeds): SaltPage | undefined {
  const seed = seedIn(above, place);
  return seed === undefined ? undefined : { place, revision: 0, seeds: new Map([[place, seed]]) };
}
