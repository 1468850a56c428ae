import { describe, expect, it } from '@jest/globals';
import type { Owed, Payee } from '../../console/src/payee/answers.ts';
import { isChangedMeanwhile, methodFault, thresholdFault } from '../../console/src/payee/faults.ts';
import {
  mayChange,
  nextRunText,
  shortened,
  thresholdCurrencies,
  whenPaid,
  withoutSpaces,
  written,
} from '../../console/src/payee/rules.ts';
import { spellingOf } from '../../console/src/payee/words/words.ts';
import type { Problem } from '../../sdk/src/contract/index.ts';
import { problemError } from '../../sdk/src/read/errors.ts';

const english = spellingOf('en');
const { words } = english;
const languages = ['en', 'de', 'fr'] as const;

const owed = (members: Partial<Owed> = {}): Owed => ({
  ...{ currency: 'EUR', payable: '8.4', ready: '0', held: '0', unstated: '0' },
  ...{ inTransit: '0', least: '0', ...members },
});

const paid: NonNullable<Payee['payout']> = {
  ...{ payee: 'ada', payout: { method: 'sepa', lastFour: '2051' }, since: '2026-10-01T00:00:00Z' },
  ...{ thresholds: {}, revision: 1 },
};

const about = (members: Partial<Payee> = {}): Pick<Payee, 'payout' | 'paying' | 'seller'> => ({
  seller: { name: 'Revue' },
  payout: paid,
  paying: {
    ...{ methods: ['sepa'], currencies: ['EUR'], methodWaitDays: 3, reserveDays: 14 },
    nextRun: '2026-12-03',
  },
  ...members,
});

const withoutSchedule = (): Payee['paying'] => {
  const { nextRun: _, ...paying } = about().paying;
  return paying;
};

const refusal = (members: Partial<Problem>) =>
  problemError({
    ...{ type: 'urn:farthing:problem:request.invalid', title: 'Invalid', status: 400 },
    ...{ code: 'request.invalid', detail: 'for programs', requestId: 'r-1', ...members },
  });

describe('when a payee is told that it is paid', () => {
  it('has the day of the next run, whether something is ready for it or nothing', () => {
    expect(whenPaid(about(), owed({ ready: '8.4' }), english)[0]).toContain('3 December 2026');
    expect(whenPaid(about(), owed(), english)).toEqual([
      'Nothing is ready to be paid yet. The next run is prepared on 3 December 2026.',
    ]);
    expect(nextRunText(about(), spellingOf('de'))).toBe(
      'Der nächste Lauf wird am 3. Dezember 2026 vorbereitet.',
    );
  });

  it('says who decides where no day is set', () => {
    const unset = about({ paying: withoutSchedule() });

    expect(whenPaid(unset, owed(), english)).toEqual([
      'Nothing is ready to be paid yet. Revue decides when the next run is.',
    ]);
    expect(whenPaid(unset, owed({ ready: '8.4' }), english)[0]).toContain('Revue decides when');
  });

  it('says first what is in the way of it', () => {
    const ready = owed({ ready: '8.4' });

    expect(whenPaid(about({ payout: null }), ready, english)).toEqual([words.noMethod]);
    expect(whenPaid(about(), { ...ready, least: '10' }, english)).toEqual([
      words.below(english.amount('10', 'EUR')),
    ]);
    expect(whenPaid(about(), { ...ready, currency: 'USD' }, english)).toEqual([words.other('USD')]);
    expect(whenPaid(about(), owed({ payable: '-2' }), english)).toEqual([words.owing]);
  });

  it('says what is free later, and what is on no statement yet', () => {
    const later = owed({ held: '8.4', heldUntil: '2026-12-14', unstated: '1.2' });

    expect(whenPaid(about(), later, english).slice(1)).toEqual([
      words.freeFrom('14 December 2026'),
      words.afterNext,
    ]);
  });
});

describe('a payee’s page', () => {
  it('is changed with a token for it, or by who asks without one', () => {
    const token = { id: 'k.1.0', endsAt: '2027-01-01T00:00:00Z' };

    expect(mayChange({ token: null })).toBe(true);
    expect(mayChange({ token: { ...token, actions: ['read', 'payout'] } })).toBe(true);
    expect(mayChange({ token: { ...token, actions: ['read'] } })).toBe(false);
  });

  it('shortens amounts to what is read, and says that there is more', () => {
    expect(['1.6579', '1.65790001', '-0.00001', '3'].map(shortened)).toEqual([
      ...['1.6579', '1.6579…', '-0.0000…', '3'],
    ]);
  });

  it('asks for thresholds of currencies that are paid, owed or were said, each once', () => {
    const payout = { ...paid, thresholds: { GBP: '5', EUR: '1' } };

    expect(
      thresholdCurrencies({ ...about(), balances: [owed({ currency: 'USD' })], payout }),
    ).toEqual(['EUR', 'USD', 'GBP']);
  });

  it('sends what was written, without spaces, and leaves out what was not', () => {
    expect(written({ town: ' Paris ', street: '  ' })).toEqual({ town: 'Paris' });
    expect(withoutSpaces('DE02 1203 0000\u00A00000 2020 51')).toBe('DE02120300000000202051');
  });
});

describe('what a payee wrote wrong', () => {
  it('is said at its field, in the language of the page', () => {
    const ofIban = refusal({ code: 'payout.method-invalid', param: '/payout/iban' });
    const texts = languages.map((language) => {
      const fault = methodFault(ofIban, 'sepa', spellingOf(language).words);
      expect(fault?.field).toBe('iban');
      return fault?.text;
    });

    expect(new Set(texts).size).toBe(languages.length);
    expect(texts.join()).not.toContain('for programs');
  });

  it.each([
    ['/payout/bic', 'bic'],
    ['/payout/holder', 'holder'],
    ['/payout/address', 'town'],
    ['/payout/address/postalCode', 'postalCode'],
    ['/payout/address/country', 'country'],
  ])('%s is at the field %s', (param, field) => {
    expect(methodFault(refusal({ param }), 'sepa', words)?.field).toBe(field);
  });

  it('on a chain is the address of the account, not of who has it', () => {
    expect(methodFault(refusal({ param: '/payout/address' }), 'evm', words)).toEqual({
      ...{ field: 'account', text: words.faults.onChain },
    });
  });

  it('of an amount is said at the one of its currency', () => {
    const error = refusal({ param: '/thresholds/EUR' });

    expect(thresholdFault(error, 'EUR', spellingOf('de').words)).toContain('EUR');
    expect(thresholdFault(error, 'USD', words)).toBeUndefined();
  });

  it('is of no field where somebody else was faster, or no answer came', () => {
    const changed = refusal({ code: 'payout.changed-meanwhile', param: '/revision', status: 409 });

    expect(methodFault(changed, 'sepa', words)).toBeUndefined();
    expect(isChangedMeanwhile(changed)).toBe(true);
    expect(methodFault(new Error('offline'), 'sepa', words)).toBeUndefined();
    expect(isChangedMeanwhile(new Error('offline'))).toBe(false);
  });
});

describe('the words of a payee’s page', () => {
  /** What a word says of marked arguments, with its place. */
  function saidBy(of: object, at = ''): [string, string][] {
    return Object.entries(of).flatMap(([key, value]: [string, unknown]) => {
      const place = `${at}/${key}`;
      if (typeof value === 'string') return [[place, value]];
      if (typeof value === 'function') return [[place, String(value('‹a›', '‹b›'))]];
      return saidBy(value as object, place);
    });
  }
  const marks = (text: string): string => [...text.matchAll(/‹.›/g)].map(String).sort().join();

  it('are there in each language, each with all that it is to name', () => {
    const own = new Map(saidBy(words));
    for (const language of languages) {
      const said = saidBy(spellingOf(language).words);
      expect(said.map(([key]) => key)).toEqual([...own.keys()]);
      expect(said.filter(([, text]) => text.trim() === '')).toEqual([]);
      expect(said.map(([key, text]) => `${key} ${marks(text)}`)).toEqual(
        [...own].map(([key, text]) => `${key} ${marks(text)}`),
      );
    }
  });

  it('say of a change that a run which is sent later leaves the payee out', () => {
    expect(words.waits(3)).toContain('sent later leaves you out');
    expect(words.atOnce).toContain('sent later leaves you out');
    expect(spellingOf('de').words.waits(3)).toContain('lässt Sie aus');
    expect(spellingOf('fr').words.waits(3)).toContain('vous n’y êtes pas');
  });
});
