import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { pageOf, pagePolicy, pageStyle, wantsPage } from '../../../sdk/src/gate/page.ts';
import type { GateLanguages } from '../../../sdk/src/gate/texts.ts';

const offer = {
  ...{ amount: '0.0125', currency: 'EUR', consent: 'c"1', expiresAt: '2026-11-22T09:05:00Z' },
};
const problem = {
  ...{ type: 'urn:farthing:problem:payment.required', title: 't', status: 402, detail: 'd' },
  ...{ code: 'payment.required', offer, topUp: 'https://pay.example/?a=1&b=2' },
};
const aPage = (fields: Partial<Parameters<typeof pageOf>[0]> = {}) =>
  pageOf({
    ...{ problem, thing: '/a/1', hasToken: true, acceptedLanguages: undefined },
    ...{ accountUrl: '/me', languages: {} },
    ...fields,
  });

describe('the page of a 402', () => {
  it('says what is asked, what it costs, and has a form that posts the consent to where it stands', () => {
    const { html } = aPage();

    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain('<dd>/a/1</dd>');
    expect(html).toContain('<dd>0.0125\u00a0EUR</dd>');
    expect(html).toContain(
      '<form method="post"><input type="hidden" name="consent" value="c&quot;1">' +
        '<button type="submit">Pay 0.0125\u00a0EUR and read</button></form>',
    );
    expect(html).toContain('<a href="https://pay.example/?a=1&amp;b=2">Add money</a>');
    expect(html).toContain('<a href="/me">Your balance and what you paid</a>');
    expect(html).not.toContain('<script');
  });

  it.each([
    ['de-AT,en;q=0.5', 'de', '0,0125\u00a0EUR zahlen und lesen'],
    ['fr', 'fr', 'Payer 0,0125\u00a0EUR et lire'],
    ['nl,fr;q=0.2,de;q=0.4', 'de', 'zahlen und lesen'],
    ['de;q=0,en', 'en', 'Pay 0.0125'],
    ['xx', 'en', 'Pay 0.0125'],
    ['constructor', 'en', 'Pay 0.0125'],
  ])('is in the language that is asked for: %s', (acceptedLanguages, language, text) => {
    const page = aPage({ acceptedLanguages });

    expect([page.language, page.html]).toEqual([language, expect.stringContaining(text)]);
  });

  it('says what a site has it say, in a language of its own, too', () => {
    const languages: GateLanguages = {
      en: { pay: 'Read for {price}' },
      nl: { title: 'Lees {thing} voor {price}' },
    };

    expect(aPage({ languages }).html).toContain('>Read for 0.0125\u00a0EUR</button>');
    expect(aPage({ languages, acceptedLanguages: 'nl' }).html).toContain(
      '<h1>Lees /a/1 voor 0,0125\u00a0EUR</h1>',
    );
  });

  it('escapes all that is not its own, and links to no script', () => {
    const evil = '<script>alert(1)</script>';
    const { html } = aPage({
      ...{ thing: evil, accountUrl: 'javascript:alert(1)', languages: { en: { title: evil } } },
      problem: { ...problem, topUp: '//evil.example', offer: { ...offer, consent: `">${evil}` } },
    });

    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/javascript:|evil[.]example/);
  });

  it.each([
    ['no token came', { hasToken: false }, 'this browser needs your key'],
    [
      'no token came, and the price depends on it',
      { hasToken: false, problem: { ...problem, status: 401, code: 'payer.unknown' } },
      'this browser needs your key',
    ],
    ['money is short', { problem: { ...problem, code: 'wallet.empty' } }, 'does not cover it'],
    ['a budget is', { problem: { ...problem, code: 'budget.exceeded' } }, 'does not cover it'],
    [
      'the token is not valid',
      { problem: { ...problem, status: 401, code: 'key.invalid' } },
      'not valid',
    ],
    [
      'it is under way',
      { problem: { ...problem, status: 409, code: 'idempotency.conflict' } },
      'already',
    ],
    ['Farthing is away', { problem: { ...problem, status: 503, code: '' } }, 'right now'],
  ])('has no form and says why where %s', (_, fields, text) => {
    const { html } = aPage(fields);

    expect(html).not.toContain('<form');
    expect(html).toContain(text);
  });

  it.each([
    ['0.01', '0.01'],
    ['0.010000000', '0.01'],
    ['1200.5', '1200.50'],
    ['0.000000001', '0.000000001'],
    ['3', '3.00'],
  ])('shows %s as it is: %s', (amount, shown) => {
    const { html } = aPage({ problem: { ...problem, offer: { ...offer, amount } } });

    expect(html).toContain(`<dd>${shown}\u00a0EUR</dd>`);
  });

  it('allows its own style, and nothing else', () => {
    const hash = createHash('sha256').update(pageStyle).digest('base64');

    expect(pagePolicy).toContain(`style-src 'sha256-${hash}'`);
    expect(aPage().html).toContain(`<style>${pageStyle}</style>`);
  });
});

describe('who wants a page', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
    ['text/html;q=0.5, application/json;q=0.4', true],
    ['application/json, text/html;q=0.9', false],
    ['*/*', false],
    ['text/html;q=0', false],
    ['text/html;q=nonsense', false],
    [undefined, false],
  ])('by Accept: %s', (accept, expected) => {
    expect(wantsPage(accept)).toBe(expected);
  });
});
