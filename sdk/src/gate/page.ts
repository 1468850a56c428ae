import type { GateRefused } from '../contract/index.ts';
import { type GateLanguages, type GateTexts, textsFor, weighted } from './texts.ts';

/** The page of a refusal. Without a script: a form posts the consent to the address that it stands at. */
export interface GatePage {
  readonly html: string;
  readonly language: string;
}

export interface GatePageAsked {
  readonly problem: GateRefused['problem'];
  /** What is asked for, as people call it. */
  readonly thing: string;
  /** Whether a token came: only then a form can pay. */
  readonly hasToken: boolean;
  readonly acceptedLanguages: string | undefined;
  readonly accountUrl: string | undefined;
  readonly languages: GateLanguages;
}

export const pageStyle =
  'body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:#1b1b1f;background:#fff}' +
  'main{max-width:32rem;margin:0 auto;padding:1.5rem 1rem}' +
  'h1{font-size:1.5rem;line-height:1.25}dt{color:#55555e}' +
  'dd{margin:0 0 .75rem;overflow-wrap:anywhere;font-weight:600}' +
  'button{font:inherit;font-weight:600;width:100%;min-height:3rem;padding:.5rem 1rem;border:2px solid #12407a;' +
  'border-radius:.5rem;color:#fff;background:#12407a;cursor:pointer}' +
  'a{color:#12407a;display:inline-block;padding:.5rem 0}ul{list-style:none;padding:0}' +
  ':focus-visible{outline:3px solid #b35900;outline-offset:2px}' +
  '@media(prefers-color-scheme:dark){body{color:#ececf1;background:#17171b}dt{color:#b4b4bf}' +
  'a{color:#9cc2ff}button{color:#0c1c30;background:#9cc2ff;border-color:#9cc2ff}' +
  ':focus-visible{outline-color:#ffb366}}';

/** Nobody frames it, so that nobody presses its button for a reader; it loads nothing. The hash is of its style. */
export const pagePolicy =
  "default-src 'none'; style-src 'sha256-fznV5ByQaHXO9Jv9G1A4a/s/9hPik8M1ZNZiF6AgCaY='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Whether who asks would rather have a page than JSON: people, whose browsers name HTML. */
export function wantsPage(accept: string | undefined): boolean {
  const ranges = weighted(accept ?? '');
  const weightOf = (...names: string[]): number =>
    Math.max(0, ...ranges.filter(({ range }) => names.includes(range)).map(({ weight }) => weight));
  const page = weightOf('text/html', 'application/xhtml+xml');
  return page > 0 && page >= weightOf('application/json', 'application/problem+json');
}

export function pageOf(asked: GatePageAsked): GatePage {
  const { problem, thing, hasToken, acceptedLanguages, accountUrl, languages } = asked;
  const { language, texts } = textsFor(acceptedLanguages, languages);
  const { offer, topUp } = problem;
  const price = offer === undefined ? undefined : priceText(offer.amount, offer.currency, language);
  const refusal = hasToken || problem.status > 402 ? whyNot(problem, texts) : texts.noToken;
  const canPay = offer !== undefined && refusal === undefined;
  const why = canPay ? texts.promise : (refusal ?? texts.unavailable);
  const filled = (text: string): string =>
    escaped(text.replaceAll('{price}', price ?? '').replaceAll('{thing}', thing));
  const form = canPay
    ? `<form method="post"><input type="hidden" name="consent" value="${escaped(offer.consent)}">` +
      `<button type="submit">${filled(texts.pay)}</button></form>`
    : '';
  const links = [link(topUp, texts.topUp), link(accountUrl, texts.account)].join('');
  const html = [
    `<!doctype html>\n<html lang="${escaped(language)}">\n<head>\n<meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${filled(texts.title)}</title>\n<style>${pageStyle}</style>\n</head>\n<body>\n<main>`,
    `<h1>${filled(texts.title)}</h1>\n<dl>\n<dt>${filled(texts.thing)}</dt>\n<dd>${escaped(thing)}</dd>`,
    price === undefined ? '' : `<dt>${filled(texts.price)}</dt>\n<dd>${escaped(price)}</dd>`,
    `</dl>\n<p>${filled(why)}</p>`,
    form,
    links === '' ? '' : `<ul>${links}</ul>`,
    '</main>\n</body>\n</html>\n',
  ];
  return { html: html.filter((part) => part !== '').join('\n'), language };
}

/** Why an offer cannot be paid by this reader, as people are told; undefined where it can. */
function whyNot({ status, code }: GateRefused['problem'], texts: GateTexts): string | undefined {
  if (status === 401 || code.startsWith('token.')) return texts.notValid;
  if (status === 409) return texts.busy;
  if (status !== 402) return texts.unavailable;
  return /^(?:wallet|budget|grant)[.]/.test(code) ? texts.notEnough : undefined;
}

/** Exact, to the last place that is not zero, and two at least. */
function priceText(amount: string, currency: string, language: string): string {
  const [whole = '0', places = ''] = amount.split('.');
  const shown = places.replace(/0+$/, '').padEnd(2, '0');
  return `${whole}${decimalSign(language)}${shown}\u00a0${currency}`;
}

const decimalSign = (language: string): string =>
  new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')
    ?.value ?? '.';

/** Only where a browser goes to another page by it: no script is an address. */
const link = (href: string | undefined, text: string): string =>
  href === undefined || !/^(?:https?:\/\/|\/(?!\/))/i.test(href)
    ? ''
    : `<li><a href="${escaped(href)}">${escaped(text)}</a></li>`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => entities[one] ?? one);
