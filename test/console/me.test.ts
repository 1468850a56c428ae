import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { httpApi } from '../../console/src/api.ts';
import { cameBack } from '../../console/src/me/came-back.ts';
import {
  calledIn,
  isOwnLimit,
  mayChange,
  mayGiveBack,
  mayPayBack,
  mayTip,
  mayTopUp,
  nameOf,
  ownLimit,
  tipFault,
  webAddress,
} from '../../console/src/me/rules.ts';
import { claimsIn, majorOf, verifiedReceipt } from '../../console/src/me/verify-receipt.ts';
import { spellingOf } from '../../console/src/me/words/words.ts';
import { languageOf } from '../../console/src/own/spelling.ts';
import { tokenIn } from '../../console/src/own/taken-token.ts';
import type { RejectionCode } from '../../sdk/src/contract/index.ts';
import { ProblemError } from '../../sdk/src/read/errors.ts';

const token = 'ftp_ZGVtbw_kR3vZ0QdC9yqUe2rT1hLnA.1f.0_abc';

describe('a reader’s page', () => {
  it('takes a token that a link brings, and none that was cut or changed', () => {
    expect(tokenIn(`#token=${encodeURIComponent(token)}`, 'payer')).toBe(token);
    expect(
      ['#token=', '#token=ftp_“cut', '#token=ft_test_key'].map((text) => tokenIn(text, 'payer')),
    ).toEqual([...['broken', 'broken', 'broken']]);
    expect(['', '#pages', '#/token=ftp_x'].map((text) => tokenIn(text, 'payer'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('speaks the first language that browser and page share, and English otherwise', () => {
    expect(languageOf(['nl-BE', 'fr-BE', 'en'])).toBe('fr');
    expect(languageOf(['de-AT'])).toBe('de');
    expect(languageOf(['constructor', 'pt'])).toBe('en');
  });

  it('writes every digit of an amount, by the mark of the language', () => {
    expect(spellingOf('en').amount('1234.059500001', 'EUR')).toBe('1\u202F234.059500001\u00A0EUR');
    expect(spellingOf('de').amount('0.0595', 'EUR')).toBe('0,0595\u00A0EUR');
  });

  it('names a charge by what it is called, else by its address, else by its meter', () => {
    const resource = 'https://news.example/a/1?x=1';

    expect(nameOf({ description: 'A walk', resource, meter: 'reads' })).toBe('A walk');
    expect(nameOf({ resource, meter: 'reads' })).toBe('news.example/a/1');
    expect(nameOf({ resource: 'javascript:alert(1)', meter: 'reads' })).toBe('reads');
  });

  it('links to the web alone', () => {
    expect(webAddress('http://127.0.0.1:8788/a')?.host).toBe('127.0.0.1:8788');
    expect(
      ['javascript:alert(1)', 'data:text/html,x', 'no address', undefined].map(webAddress),
    ).toEqual(new Array(4).fill(undefined));
  });
});

describe('money on a reader’s page', () => {
  const topUps = { least: '5.00', most: '100.00', rails: ['stripe' as const], refundable: true };
  const may = (actions: readonly ('top-up' | 'refund' | 'read')[]) => ({
    ...{ id: 'k.1.0', actions: [...actions], limit: null, spent: '0.00', endsAt: '' },
  });

  it('is added with a token for it, where the seller lets readers and a rail is connected', () => {
    expect(mayTopUp({ token: may(['top-up']), topUps })).toBe(true);
    expect(mayTopUp({ token: null, topUps })).toBe(true);
    expect(mayTopUp({ token: may(['read']), topUps })).toBe(false);
    expect(mayTopUp({ token: may(['top-up']), topUps: { ...topUps, rails: [] } })).toBe(false);
    expect(mayTopUp({ token: may(['top-up']), topUps: null })).toBe(false);
  });

  it('is paid back with a token for it, where the seller lets readers', () => {
    expect(mayPayBack({ token: may(['refund']), topUps })).toBe(true);
    expect(mayPayBack({ token: may(['top-up']), topUps })).toBe(false);
    const kept = { ...topUps, refundable: false };
    expect(mayPayBack({ token: may(['refund']), topUps: kept })).toBe(false);
    expect(mayPayBack({ token: may(['refund']), topUps: null })).toBe(false);
  });

  it('leads back to a tab that asks nothing', () => {
    expect(['#paid', '#unpaid', '', '#token=x'].map(cameBack)).toEqual([
      ...['paid', 'unpaid', undefined, undefined],
    ]);
  });
});

describe('a page without a token', () => {
  it('says nothing of who asks: the browser sends its cookie by itself', async () => {
    const sent: (HeadersInit | undefined)[] = [];
    const before = globalThis.fetch;
    globalThis.fetch = async (_, request) => {
      sent.push(request?.headers);
      return Response.json({});
    };
    try {
      for (const apiKey of [undefined, token]) {
        await httpApi({ url: 'http://127.0.0.1', apiKey, actor: '' }).ask('GET /v1/me', {});
      }
    } finally {
      globalThis.fetch = before;
    }

    const [byCookie, byHeader] = sent.map((headers) => new Headers(headers).get('authorization'));
    expect([byCookie, byHeader]).toEqual([null, `Bearer ${token}`]);
  });
});

const own = { id: 't', endsAt: '2026-11-30T00:00:00Z', spent: '0', limit: null };
const refunds = { withinMinutes: 15, perDay: 3, left: 1 };
const charge = { at: '2026-11-29T12:00:00Z', amount: '0.0595', status: 'captured' as const };
const noon = Date.parse(charge.at);
const minutes = (count: number): number => noon + count * 60_000;

describe('a view', () => {
  const may = { token: { ...own, actions: ['read', 'refund' as const] as const }, refunds };

  it('may be given back while the seller’s minutes last, and some of the day are left', () => {
    const me = { ...may, token: { ...may.token, actions: [...may.token.actions] } };

    expect(mayGiveBack(me, charge, minutes(15))).toBe(true);
    expect(mayGiveBack(me, charge, minutes(16))).toBe(false);
    expect(mayGiveBack({ ...me, refunds: { ...refunds, left: 0 } }, charge, noon)).toBe(false);
    expect(mayGiveBack({ ...me, refunds: null }, charge, noon)).toBe(false);
  });

  it('may not be given back where it cost nothing, is only held, or was given back', () => {
    const me = { ...may, token: { ...may.token, actions: [...may.token.actions] } };

    expect(mayGiveBack(me, { ...charge, amount: '0.00' }, noon)).toBe(false);
    expect(mayGiveBack(me, { ...charge, status: 'held' }, noon)).toBe(false);
    expect(mayGiveBack(me, { ...charge, refunded: true }, noon)).toBe(false);
  });

  it('may not be given back with a token that is not for it', () => {
    const reading = { ...own, actions: ['read' as const] };

    expect(mayGiveBack({ token: reading, refunds }, charge, noon)).toBe(false);
  });
});

describe('a tip', () => {
  const words = spellingOf('en').words;
  const refused = (code: RejectionCode, more = {}) =>
    new ProblemError({
      status: 402,
      code,
      title: '',
      detail: '',
      type: '',
      requestId: '',
      ...more,
    });
  const said = (error: unknown, language: 'en' | 'de' | 'fr' = 'en') =>
    tipFault(error, {
      words: spellingOf(language).words,
      left: (left) => spellingOf(language).amount(left, 'EUR'),
    });

  it('is offered where the server takes one, with a token that may spend', () => {
    const may = { ...own, actions: ['charge' as const] };

    expect(mayTip({ token: may }, { takesTips: true })).toBe(true);
    expect(mayTip({ token: may }, {})).toBe(false);
    expect(mayTip({ token: { ...own, actions: ['read'] } }, { takesTips: true })).toBe(false);
  });

  it('is called by what it is on, where the list has that', () => {
    const common = { subject: 's', quantity: '1', net: '1', tax: '0', currency: 'EUR' };
    const read = { ...common, ...charge, id: 'h.1', receiptId: 'c.1', meter: 'reads' };
    const page = { ...read, description: 'A walk' };
    const tip = { ...common, ...charge, id: 't.1', meter: 'tips', tipOn: 'h.1' };

    expect(calledIn([tip, page], tip, words)).toBe('Tip for “A walk”');
    expect(calledIn([tip, page], { ...tip, tipOn: 'c.1' }, words)).toBe('Tip for “A walk”');
    expect(calledIn([tip], tip, words)).toBe('Tip');
    expect(calledIn([tip, page], page, words)).toBe('A walk');
  });

  it('that is refused is refused in words of the page, with what is left', () => {
    const empty = refused('wallet.empty', { left: '0.25' });

    expect(said(empty)).toBe('Not added: of your money, 0.25\u00A0EUR is left.');
    expect(said(empty, 'de')).toContain('noch 0,25\u00A0EUR übrig');
    const texts = [
      said(refused('budget.exceeded')),
      said(refused('token.limit-exceeded', { left: '0.10' })),
      said(refused('request.invalid')),
      said(refused('tip.meter-unsuited')),
    ];
    expect(new Set(texts).size).toBe(4);
    expect(said(refused('spend.busy'))).toBeUndefined();
  });
});

describe('limits of a reader’s own', () => {
  it('are one for each interval, and known by their keys', () => {
    expect(isOwnLimit(ownLimit('week'))).toBe(true);
    expect(['daily', 'own', 'own-year'].filter(isOwnLimit)).toEqual([]);
  });

  it('are changed with a token for budgets that has no limit itself', () => {
    const budget = { ...own, actions: ['budget' as const] };

    expect(mayChange({ token: budget })).toBe(true);
    expect(mayChange({ token: { ...budget, limit: '1.00' } })).toBe(false);
    expect(mayChange({ token: { ...own, actions: ['read'] } })).toBe(false);
  });
});

/** A receipt, as a seller signs it, and the keys by which it is known. */
function aReceipt(head: object = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwk = publicKey.export({ format: 'jwk' });
  const keys = [{ kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '', kid: 'k1' }];
  const encoded = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { payee: 'magazine', amount: '59500000', description: 'Über die Brücke' };
  const signed = `${encoded({ alg: 'EdDSA', kid: 'k1', ...head })}.${encoded(claims)}`;
  const signature = sign(null, Buffer.from(signed), privateKey).toString('base64url');
  return { receipt: `${signed}.${signature}`, keys, claims };
}

describe('a receipt', () => {
  it('is verified by the seller’s key, and shown as it was signed', async () => {
    const { receipt, keys, claims } = aReceipt();

    expect(claimsIn(receipt)).toEqual(claims);
    expect(await verifiedReceipt(receipt, keys)).toBe('verified');
  });

  it('is forged where anything of it is another, or another has signed it', async () => {
    const { receipt, keys } = aReceipt();
    const [head = '', , signature = ''] = receipt.split('.');
    const other = Buffer.from('{"amount":"1"}').toString('base64url');

    const answers = [
      await verifiedReceipt(`${head}.${other}.${signature}`, keys),
      await verifiedReceipt(receipt, aReceipt().keys),
      await verifiedReceipt(receipt, []),
      await verifiedReceipt('no.receipt', keys),
    ];

    expect(answers).toEqual(new Array(4).fill('forged'));
  });

  it('is not taken by another way of signing, whatever its head says', async () => {
    for (const head of [{ alg: 'none' }, { alg: 'HS256' }, { kid: 'k2' }]) {
      const { receipt, keys } = aReceipt(head);
      expect(await verifiedReceipt(receipt, keys)).toBe('forged');
    }
  });

  it('has its amounts in billionths, which are shown whole', () => {
    expect(['59500000', '1', '12000000000', '0'].map(majorOf)).toEqual([
      ...['0.0595', '0.000000001', '12.00', '0.00'],
    ]);
  });
});
