import { describe, expect, it } from '@jest/globals';
import { httpApi } from '../../console/src/api.ts';
import { isOwnLimit, mayChange, ownLimit } from '../../console/src/me/rules.ts';
import { tokenIn } from '../../console/src/me/taken-token.ts';
import { amountIn, languageOf, spellingOf } from '../../console/src/me/words/words.ts';

const token = 'ftp_ZGVtbw_kR3vZ0QdC9yqUe2rT1hLnA.1f.0_abc';

describe('a reader’s page', () => {
  it('takes a token that a link brings, and none that was cut or changed', () => {
    expect(tokenIn(`#token=${encodeURIComponent(token)}`)).toBe(token);
    expect(['#token=', '#token=ftp_“cut', '#token=ft_test_key'].map(tokenIn)).toEqual([
      ...['broken', 'broken', 'broken'],
    ]);
    expect(['', '#pages', '#/token=ftp_x'].map(tokenIn)).toEqual([undefined, undefined, undefined]);
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

  it('reads amounts with a point or a comma, and no others', () => {
    expect([' 1,50 ', '0', '0.000000001'].map(amountIn)).toEqual(['1.50', '0', '0.000000001']);
    expect(['', '-1', '1e3', '1.0000000001', '1,5,0', '.5'].map(amountIn)).toEqual(
      new Array(6).fill(undefined),
    );
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
