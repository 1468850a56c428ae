import { describe, expect, it } from '@jest/globals';
import type { Api } from '../../console/src/api.ts';
import { chargeWords } from '../../console/src/pages/plans/charge-words.ts';
import {
  membersWithoutField,
  withModel,
  withTier,
} from '../../console/src/pages/plans/price-fields.ts';
import { planWith, planWithout, putPlan } from '../../console/src/pages/plans/put-version.ts';
import { draftAfter, draftFrom, withMember } from '../../console/src/pages/plans/version-draft.ts';
import {
  firstFreeDay,
  type Plan,
  type PlanVersion,
  placedVersions,
} from '../../console/src/pages/plans/version-times.ts';
import { problemError } from '../../sdk/src/read/errors.ts';

const version = (effectiveFrom: string, unitPrice = '0.001'): PlanVersion => ({
  ...{ effectiveFrom, currency: 'EUR' },
  charges: [{ meter: 'views', model: 'per_unit', unitPrice }],
});
const days = ['2026-01-01', '2026-07-01', '2027-01-01'];
const plan: Plan = {
  key: 'reader',
  name: 'Readers',
  revision: 4,
  versions: days.map((day) => version(day)),
};
const at = (instant: string): number => Date.parse(instant);
const standings = (instant: string) =>
  placedVersions(plan.versions, at(instant)).map(({ standing }) => standing);

describe('a version on the time line', () => {
  it('is in force until the one after it begins', () => {
    expect(standings('2026-11-29T12:00:00Z')).toEqual(['past', 'in force', 'to come']);
    expect(standings('2025-11-29T12:00:00Z')).toEqual(['to come', 'to come', 'to come']);
    expect(standings('2030-01-01T00:00:00Z')).toEqual(['past', 'past', 'in force']);
  });

  it('has begun as soon as its day has anywhere, which is 14 hours before UTC', () => {
    expect(standings('2026-12-31T09:59:59Z')).toEqual(['past', 'in force', 'to come']);
    expect(standings('2026-12-31T10:00:00Z')).toEqual(['past', 'past', 'in force']);
  });

  it('can be put from the day on that has begun nowhere', () => {
    expect(firstFreeDay(at('2026-11-29T09:59:59Z'))).toBe('2026-11-30');
    expect(firstFreeDay(at('2026-11-29T10:00:00Z'))).toBe('2026-12-01');
  });
});

describe('a version that is added', () => {
  const draft = { effectiveFrom: '2026-12-01', currency: 'EUR', charges: [] };

  it('stands in the plan by its day, and all others stay as they are', () => {
    const whole = planWith(plan, { draft, replaces: undefined });

    expect(whole).toEqual({
      index: 2,
      body: {
        name: 'Readers',
        versions: [plan.versions[0], plan.versions[1], draft, plan.versions[2]],
      },
    });
  });

  it('takes the place of the one that it replaces, also on another day', () => {
    const whole = planWith(plan, { draft, replaces: '2027-01-01' });

    expect(whole).toEqual({
      index: 2,
      body: { name: 'Readers', versions: [plan.versions[0], plan.versions[1], draft] },
    });
  });

  it('of a day that another has is refused at the day', () => {
    const taken = { ...draft, effectiveFrom: '2026-07-01' };

    expect(planWith(plan, { draft: taken, replaces: '2027-01-01' })).toEqual({
      fault: { at: '/effectiveFrom', says: expect.stringContaining('2026-07-01 already') },
    });
  });

  it('begins as what the plan has last, from the day that is free', () => {
    const begun = { versions: plan.versions.slice(0, 2) };

    expect(draftAfter(begun, '2026-12-01')).toEqual(version('2026-12-01'));
    expect(draftAfter(plan, '2026-12-01')['effectiveFrom']).toBe('');
    expect(draftAfter(undefined, '2026-12-01')).toEqual(draft);
  });

  it('can be taken away again', () => {
    expect(planWithout(plan, '2027-01-01').versions).toEqual(plan.versions.slice(0, 2));
  });
});

describe('a plan', () => {
  const body = { versions: plan.versions };
  const missing = problemError({
    ...{ type: 'urn:farthing:problem:plan.not-found', title: 'Plan not found', status: 404 },
    ...{ code: 'plan.not-found', detail: 'there is no plan', requestId: 'r-1' },
  });
  /** Has a plan of this revision; none where undefined. */
  function having(revision: number | undefined) {
    const put: unknown[] = [];
    const ask = async (route: string, request: unknown) => {
      if (route.startsWith('GET') && revision === undefined) throw missing;
      if (route.startsWith('PUT')) put.push(request);
      return Promise.resolve({ ...plan, revision });
    };
    return { put, api: { ask } as unknown as Api };
  }

  it('is put as it was looked at', async () => {
    const { api, put } = having(4);

    await putPlan(api, { key: 'reader', before: 4, body });

    expect(put).toEqual([{ path: { key: 'reader' }, body }]);
  });

  it('is not put over what somebody else has changed meanwhile', async () => {
    const { api, put } = having(5);

    await expect(putPlan(api, { key: 'reader', before: 4, body })).rejects.toThrow(/somebody else/);
    expect(put).toEqual([]);
  });

  it('that is to be new is not put over one that there is', async () => {
    const { api, put } = having(1);

    await expect(putPlan(api, { key: 'reader', before: undefined, body })).rejects.toThrow(
      /already/,
    );
    expect(put).toEqual([]);
  });

  it('that is to be new is put where there is none', async () => {
    const { api, put } = having(undefined);

    await putPlan(api, { key: 'reader', before: undefined, body });

    expect(put).toHaveLength(1);
  });
});

describe('a version as JSON', () => {
  it('is read with all that it has', () => {
    const text = JSON.stringify({ ...version('2027-01-01'), fixedFees: [{ key: 'base' }] });

    expect(draftFrom(text)).toEqual({ draft: JSON.parse(text) as unknown });
  });

  it.each(['[]', '{"charges": {}}', '{"charges": ["a"]}', '{"charges": [], "fixedFees": 1}', '{'])(
    'is refused where no fields could show it: %s',
    (text) => {
      expect(draftFrom(text)).toEqual({ fault: expect.any(String) });
    },
  );
});

describe('a charge that is written', () => {
  const charge = {
    ...{ meter: 'views', model: 'per_unit', unitPrice: '0.1', included: '10', minimum: '1' },
    filter: { section: ['news'] },
  };

  it('keeps what every charge has when its model is changed', () => {
    expect(withModel(charge, 'graduated')).toEqual({
      ...{ meter: 'views', model: 'graduated', included: '10', minimum: '1' },
      ...{ filter: { section: ['news'] }, tiers: [{ upTo: null }] },
    });
  });

  it('keeps its tiers between models that have them', () => {
    const tiers = [
      { upTo: '5', unitPrice: '1' },
      { upTo: null, flatFee: '2' },
    ];
    const graduated = { meter: 'views', model: 'graduated', tiers };

    expect(withModel(graduated, 'volume')['tiers']).toEqual(tiers);
    expect(withModel(graduated, 'graduated_percentage')['tiers']).toEqual([
      { upTo: '5' },
      { upTo: null, flatFee: '2' },
    ]);
  });

  it('gets tiers before the last, which has no bound', () => {
    expect(withTier([{ upTo: null, unitPrice: '1' }])).toEqual([
      { upTo: '' },
      { upTo: null, unitPrice: '1' },
    ]);
  });

  it('leaves out what is empty', () => {
    expect(withMember(charge, 'minimum', '')).not.toHaveProperty('minimum');
    expect(withMember(charge, 'minimum', '2')).toEqual({ ...charge, minimum: '2' });
  });

  it('says what no field is for', () => {
    expect(membersWithoutField({ ...charge, freeEvents: 3 })).toEqual(['filter', 'freeEvents']);
  });
});

describe('what a charge costs', () => {
  it.each([
    [{ name: 'GB', size: '1000000000' }, ['shown by GB, each 1 000 000 000 of the meter']],
    [{ size: '1000' }, ['shown for 1 000 each']],
    [{ size: '1' }, []],
  ])('say what PDFs show it for: %j', (unit, shown) => {
    const words = chargeWords({ meter: 'bytes', model: 'per_unit', unitPrice: '0.1', unit }, 'EUR');

    expect(words.slice(1).map((line) => line.replaceAll('\u202F', ' '))).toEqual(shown);
  });

  it('is said with every digit that was put', () => {
    const words = chargeWords(
      {
        ...{ meter: 'bytes', model: 'graduated', included: '1000', maximum: '99.50' },
        tiers: [
          { upTo: '1000000', unitPrice: '0.000000000001', flatFee: '1.00' },
          { upTo: null, unitPrice: '0.5', packageSize: '1024' },
        ],
      },
      'EUR',
    );

    expect(words.map((line) => line.replaceAll('\u202F', ' '))).toEqual([
      '1 000 a month cost nothing',
      'each unit by its own tier:',
      'up to 1 000 000: 0.000000000001 EUR each and 1.00 EUR once',
      'above: 0.5 EUR for each package of 1 024',
      'at most 99.50 EUR a month',
    ]);
  });
});
