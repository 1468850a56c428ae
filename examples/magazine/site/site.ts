// A magazine that is paid by the page. In a program of your own, these two come from '@farthing/client/gate'.
import { createGate, gateFetch } from '../../../sdk/src/gate.ts';
import { type Article, articleAt } from './articles.ts';
import type { Farthing } from './asks.ts';
import { meter, priceOf } from './catalog.ts';
import {
  articlePage,
  frontPage,
  notFoundPage,
  type Reading,
  style,
  topUpPage,
  welcomePage,
} from './pages.ts';
import { gift, lifeSeconds, Readers } from './readers.ts';
import { amounts, askedToPay } from './top-ups.ts';

export interface SiteSettings extends Farthing {
  /** Where readers reach the site, as `http://127.0.0.1:8788`. */
  readonly origin: string;
  /** Where Farthing shows readers their own page; undefined where it shows none. */
  readonly meUrl: string | undefined;
  readonly now?: () => number;
  /** Is told of what could not be asked or charged. */
  readonly onFailure?: (error: unknown) => void;
}

/** As the gate looks for it. */
const COOKIE = 'farthing-token';
const giftText = `${gift.amount} ${gift.currency}`;

/** The site, as a function of a request; it keeps nothing but who came within the last minute. */
export function magazine({
  origin,
  meUrl,
  now = Date.now,
  onFailure = console.error,
  ...farthing
}: SiteSettings): (request: Request) => Promise<Response> {
  const readers = new Readers(farthing);
  const gate = createGate({
    ...{ ...farthing, origin },
    topUpUrl: `${origin}/welcome`,
    accountUrl: `${origin}/account`,
    onFailure,
  });
  const read = gateFetch(
    gate,
    (request: Request) => articleOf(request),
    (request) => {
      const article = articleFor(request);
      return article === undefined ? undefined : priceFor(article);
    },
  );
  const posted = (pathname: string, request: Request): Response | Promise<Response> => {
    if (pathname === '/welcome') return welcomed(request, readers, { now: now(), origin });
    if (pathname === '/top-up') return toppedUp(request, { ...farthing, origin, onFailure });
    return notAllowed();
  };
  return async (request) => {
    const { pathname } = new URL(request.url);
    // What asks about a page is not charged, so it is not handed to who answers pages.
    if (!['GET', 'HEAD', 'POST'].includes(request.method)) return notAllowed();
    if (pathname.startsWith('/articles/')) return read(request);
    if (request.method === 'POST') return posted(pathname, request);
    if (pathname === '/account') return toAccount(request, meUrl);
    return freePage(request);
  };
}

const notAllowed = (): Response =>
  new Response('', { status: 405, headers: { allow: 'GET, HEAD, POST' } });

async function welcomed(
  request: Request,
  readers: Readers,
  { now, origin }: { readonly now: number; readonly origin: string },
): Promise<Response> {
  const kept = isOfOthers(request) ? notOurs() : await keptKey(request, readers);
  return kept ?? welcome(request, await readers.welcome(now), origin);
}

/** Leads to where the reader pays. */
async function toppedUp(
  request: Request,
  { url, origin, onFailure }: Pick<Required<SiteSettings>, 'url' | 'origin' | 'onFailure'>,
): Promise<Response> {
  if (isOfOthers(request)) return notOurs();
  const token = tokenIn(request);
  if (token === undefined) return redirect('/welcome');
  const amount = new URLSearchParams(await request.text()).get('amount') ?? '';
  if (!amounts.includes(amount)) return topUpPage(readingOf(request), amounts, 'Choose an amount.');
  try {
    return redirect(await askedToPay({ url }, { token, amount, origin }));
  } catch (error) {
    onFailure(error);
    return topUpPage(readingOf(request), amounts, 'It cannot be added now. Try again later.');
  }
}

/** Another site may have sent the form. It gets no cookie replaced: that is the reader’s only key to its money. */
function isOfOthers({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return !['same-origin', 'none'].includes(site);
  const { origin } = new URL(url);
  return (headers.get('origin') ?? origin) !== origin;
}

/** A key that still works is kept. */
async function keptKey(request: Request, readers: Readers): Promise<Response | undefined> {
  const token = tokenIn(request);
  if (token === undefined || !(await readers.isKnown(token))) return undefined;
  return redirect(ownPath(new URLSearchParams(await request.text()).get('to')));
}

const notOurs = (): Response =>
  new Response(
    'This form was sent by another site. Load the page of this one, and take it there.\n',
    {
      status: 403,
      headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' },
    },
  );

/** What costs nothing. */
function freePage(request: Request): Response {
  const { pathname, searchParams } = new URL(request.url);
  const reading = readingOf(request);
  if (pathname === '/') return frontPage(reading);
  if (pathname === '/welcome') {
    return welcomePage(reading, giftText, ownPath(searchParams.get('to')));
  }
  if (pathname === '/top-up') {
    return reading.isKnown ? topUpPage(reading, amounts, undefined) : redirect('/welcome');
  }
  if (pathname === '/style.css') {
    return new Response(style, {
      headers: { 'content-type': 'text/css', 'cache-control': 'public, max-age=600' },
    });
  }
  return notFoundPage(reading);
}

const articleFor = (request: Request): Article | undefined =>
  articleAt(new URL(request.url).pathname.slice('/articles/'.length));

function articleOf(request: Request): Response {
  const article = articleFor(request);
  return article === undefined
    ? notFoundPage(readingOf(request))
    : articlePage(article, readingOf(request));
}

/** An article costs what its section does, and nothing more on the same day. */
const priceFor = ({ title, section }: Article) => ({
  meter,
  dimensions: { section },
  data: { paid: 'true' },
  once: true,
  description: title,
  mimeType: 'text/html',
});

const readingOf = (request: Request): Reading => ({
  isKnown: tokenIn(request) !== undefined,
  priceOf,
});

function tokenIn(request: Request): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1);
}

/** The reader’s own page takes the token out of the fragment, which is sent to nobody. */
function toAccount(request: Request, meUrl: string | undefined): Response {
  const token = tokenIn(request);
  if (token === undefined || meUrl === undefined) return redirect('/welcome');
  return redirect(`${meUrl}#token=${encodeURIComponent(token)}`);
}

/** Gives a newcomer a wallet: to a browser as a cookie, to a program as JSON. */
async function welcome(
  request: Request,
  newcomer: Awaited<ReturnType<Readers['welcome']>>,
  origin: string,
): Promise<Response> {
  if (newcomer === undefined) {
    return new Response('Too many readers come at once. Try again in a minute.\n', {
      status: 429,
      headers: { 'retry-after': '60', 'content-type': 'text/plain' },
    });
  }
  if (request.headers.get('accept')?.includes('application/json') === true) {
    return Response.json(newcomer, { headers: { 'cache-control': 'no-store' } });
  }
  const form = new URLSearchParams(await request.text());
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  const cookie = `${COOKIE}=${newcomer.token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${lifeSeconds}${secure}`;
  return redirect(ownPath(form.get('to')), { 'set-cookie': cookie });
}

/** A path of this site: nobody is led elsewhere by what stands in an address. */
const ownPath = (to: string | null): string =>
  to !== null && /^\/articles\/[a-z-]{1,64}$/.test(to) ? to : '/';

const redirect = (location: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(undefined, {
    status: 303,
    headers: { ...headers, location, 'cache-control': 'no-store' },
  });
