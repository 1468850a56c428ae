import type { Clock } from '../kernel/clock.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import type { KeptWebPage, WebPage, WebPages } from './ports.ts';

/** For so long, whoever has an older page open may still load what that page loads. */
const openPagesMs = 7 * millisecondsPer.day;
/** The puts of one deploy are not further apart, also where it was tried again. */
const deployMs = millisecondsPer.hour;
const putsAtOnce = 8;

/** Whether pages load it by a name that changes with what is in it. */
export const isAsset = (path: string): boolean => path.split('/').slice(0, -1).includes('assets');

/**
 * Has `wanted` served instead of what was. What a page loads is there before the page is, and for a week after it has
 * gone. What it was done for is done again by whoever was cut off in the middle.
 */
export async function keepPages(
  { pages, clock }: { readonly pages: WebPages; readonly clock: Clock },
  wanted: readonly WebPage[],
): Promise<void> {
  const before = await pages.list();
  await putAll(
    pages,
    wanted.filter(({ path }) => isAsset(path)),
  );
  await putAll(
    pages,
    wanted.filter(({ path }) => !isAsset(path)),
  );
  const paths = new Set(wanted.map(({ path }) => path));
  const isOver = (page: KeptWebPage): boolean =>
    !paths.has(page.path) &&
    (!isAsset(page.path) || goneAt(page, before, clock) < clock.now() - openPagesMs);
  await pages.remove((await pages.list()).filter(isOver).map(({ path }) => path));
}

/**
 * Since when nothing loads an asset: since the deploy after the one that put it last, which has put other files. Where
 * none is known, it is this one.
 */
const goneAt = ({ keptAt }: KeptWebPage, before: readonly KeptWebPage[], clock: Clock): Timestamp =>
  before
    .map((other) => other.keptAt)
    .filter((at) => at > keptAt + deployMs)
    .reduce((first, at) => (at < first ? at : first), clock.now());

/** Takes all away. */
export async function removePages(pages: WebPages): Promise<void> {
  await pages.remove((await pages.list()).map(({ path }) => path));
}

async function putAll(pages: WebPages, all: readonly WebPage[]): Promise<void> {
  for (let from = 0; from < all.length; from += putsAtOnce) {
    await Promise.all(all.slice(from, from + putsAtOnce).map((page) => pages.put(page)));
  }
}
