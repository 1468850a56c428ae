import { type Article, articles } from './articles.ts';

/** Pages run nothing and load a style of their own; their forms go to this site, which may lead on to the demo rail. */
const policy =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' http://127.0.0.1:*; base-uri 'none'; frame-ancestors 'none'";

export const style = `:root{color-scheme:light dark;--ink:light-dark(#1d1b16,#ece8df);--paper:light-dark(#fffdf8,#191714);--quiet:light-dark(#615b4f,#b3ab9c);--line:light-dark(#ddd5c4,#3d3830);--link:light-dark(#7a3312,#f0a878)}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 Georgia,"Times New Roman",serif}
header,main,footer{max-width:40rem;margin:0 auto;padding:1rem}header{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline;border-bottom:3px double var(--line)}
header a:first-child{font-size:1.375rem;font-weight:700;text-decoration:none;color:var(--ink);margin-right:auto}a{color:var(--link)}
h1{font-size:1.75rem;line-height:1.2}h2{font-size:1.25rem;line-height:1.25;margin:1.5rem 0 .25rem}.quiet{color:var(--quiet);font-size:.9375rem}
ul{list-style:none;padding:0}li{border-bottom:1px solid var(--line);padding-bottom:1rem}
button{font:inherit;font-weight:700;padding:.5rem 1rem;min-height:2.75rem;border:2px solid var(--link);border-radius:.25rem;background:var(--link);color:var(--paper);cursor:pointer}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}footer{border-top:1px solid var(--line);color:var(--quiet);font-size:.875rem}`;

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => entities[one] ?? one);

/** What every page knows of who reads it. */
export interface Reading {
  /** Whether the browser has a token. */
  readonly isKnown: boolean;
  /** What an article of a section costs, as a person is told it. */
  priceOf(section: Article['section']): string;
}

function page(title: string, { isKnown }: Pick<Reading, 'isKnown'>, main: string): Response {
  const account = isKnown
    ? '<a href="/top-up">Add money</a><a href="/account">What you read</a>'
    : '<a href="/welcome">Take demo money</a>';
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – The Evening Farthing</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<header><a href="/">The Evening Farthing</a>${account}</header>
<main>
${main}
</main>
<footer>A magazine that there is not, to show how one is paid by the page.</footer>
</body>
</html>
`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-cache',
      'content-security-policy': policy,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  });
}

export function frontPage(reading: Reading): Response {
  const list = articles
    .map(
      ({ slug, title, by, section, teaser }) => `<li>
<h2><a href="/articles/${slug}">${escaped(title)}</a></h2>
<p>${escaped(teaser)}</p>
<p class="quiet">${escaped(by)}, ${section}, ${escaped(reading.priceOf(section))}</p>
</li>`,
    )
    .join('\n');
  return page(
    'Articles by the piece',
    reading,
    `<h1>Articles by the piece</h1>
<p>No subscription and no account: an article costs what it costs, once a day, and you are asked first.</p>
<ul>
${list}
</ul>`,
  );
}

export const articlePage = ({ title, by, paragraphs }: Article, reading: Reading): Response =>
  page(
    title,
    reading,
    `<article>
<h1>${escaped(title)}</h1>
<p class="quiet">${escaped(by)}</p>
${paragraphs.map((text) => `<p>${escaped(text)}</p>`).join('\n')}
</article>
<p class="quiet">You have paid for this article. What it cost is on <a href="/account">your page</a>.</p>`,
  );

/** Offers money to who has none. `to` is where one goes on to: a path of this site. */
export function welcomePage(reading: Reading, amount: string, to: string): Response {
  const text = reading.isKnown
    ? '<p>This browser has a wallet already, and keeps it until its key ends. <a href="/top-up">Add money to it</a>.</p>'
    : '';
  return page(
    'Demo money',
    reading,
    `<h1>Take some demo money</h1>
<p>With ${escaped(amount)} that are not real you can read a few articles. You get a wallet without a name: this browser keeps the key to it, for 30 days.</p>
${text}
<form method="post" action="/welcome"><input type="hidden" name="to" value="${escaped(to)}"><button type="submit">Take ${escaped(amount)}</button></form>`,
  );
}

/** Asks how much a reader adds to its wallet. `fault`: why it did not work, where it did not. */
export const topUpPage = (
  reading: Reading,
  amounts: readonly string[],
  fault: string | undefined,
): Response =>
  page(
    'Add money',
    reading,
    `<h1>Add money</h1>
<p>You pay on the page of a rail that plays Stripe on this machine: the money is not real, and goes the way that real money goes. What you do not spend you may have back, on <a href="/account">your page</a>.</p>
${fault === undefined ? '' : `<p role="alert"><strong>${escaped(fault)}</strong></p>`}
<form method="post" action="/top-up">${amounts
      .map(
        (amount) =>
          `<p><button type="submit" name="amount" value="${escaped(amount)}">Add ${escaped(amount)} EUR</button></p>`,
      )
      .join('')}</form>`,
  );

/** Where a reader pays with money that is not real. */
export function demoPage({
  amount,
  currency,
  status,
  successUrl,
  cancelUrl,
}: {
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
}): Response {
  const money = `${(amount / 100).toFixed(2)} ${escaped(currency.toUpperCase())}`;
  const form =
    status === 'open'
      ? `<form method="post"><button type="submit">Pay ${money}</button></form>
<p><a href="${escaped(cancelUrl)}">Do not pay</a></p>`
      : `<p>This is over. <a href="${escaped(successUrl)}">Go back</a></p>`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pay with demo money</title>
<link rel="icon" href="data:,">
</head>
<body>
<main>
<h1>Pay ${money}</h1>
<p>This page plays Stripe. Nothing real moves.</p>
${form}
</main>
</body>
</html>
`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy.replace("style-src 'self'", "style-src 'none'"),
      'x-content-type-options': 'nosniff',
    },
  });
}

export function notFoundPage(reading: Reading): Response {
  const { headers, body } = page('Not here', reading, '<h1>There is no such page</h1>');
  return new Response(body, { status: 404, headers });
}
