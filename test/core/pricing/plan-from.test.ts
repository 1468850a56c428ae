import { describe, expect, it } from '@jest/globals';
import { planBody } from '../../../core/contract/catalog/plan-shapes.ts';
import { nanosText } from '../../../core/kernel/money.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { planFrom } from '../../../core/pricing/plan-from.ts';

const perUnit = { meter: 'view', model: 'per_unit', unitPrice: '0.001' };
const version = { effectiveFrom: '2026-01-01', currency: 'EUR', charges: [perUnit] };
const planWith = (more: object) => ({ versions: [{ ...version, ...more }] });
const charging = (...charges: object[]) => planWith({ charges });
const tiers = (...list: object[]) => charging({ meter: 'view', model: 'graduated', tiers: list });

function refusalOf(json: unknown): { code: string; param: string | undefined; message: string } {
  const plan = planFrom(json);
  if (!(plan instanceof Rejection)) throw new TypeError('the plan was taken');
  return { code: plan.code, param: plan.param, message: plan.message };
}

const parsed = (json: unknown) => {
  const plan = planFrom(json);
  if (plan instanceof Rejection) throw plan;
  return plan;
};

describe('a plan', () => {
  it('may leave out all that has a default', () => {
    const [only] = parsed(
      planWith({ fixedFees: [{ key: 'base', amount: '5', description: 'Base fee' }] }),
    ).versions;

    expect(only?.charges[0]).toMatchObject({
      key: 'view',
      filter: { kind: 'all' },
      included: 0n,
      minimum: undefined,
      maximum: undefined,
    });
    expect(only?.fixedFees[0]).toMatchObject({ proration: 'days', timing: 'arrears' });
    expect(only?.minimumCommitment).toBeUndefined();
  });

  it('has the minimum charge of its currency unless it names one', () => {
    const minimum = (more: object) =>
      parsed(planWith(more)).versions.map(({ minimumCharge }) => nanosText(minimumCharge));

    expect(minimum({})).toEqual(['0.5']);
    expect(minimum({ currency: 'JPY' })).toEqual(['50']);
    expect(minimum({ currency: 'ISK' })).toEqual(['0']);
    expect(minimum({ minimumCharge: '0' })).toEqual(['0']);
    expect(minimum({ minimumCharge: '12.5' })).toEqual(['12.5']);
  });

  it('is what the contract’s own example is', () => {
    const examples: unknown = planBody.meta()?.['examples'];

    const plans = (Array.isArray(examples) ? examples : []).map(planFrom);

    expect(plans).toEqual([expect.objectContaining({ name: 'Pay by the view' })]);
  });

  it('may have several charges on one meter, by keys of their own', () => {
    const plan = parsed(charging(perUnit, { ...perUnit, key: 'surcharge' }));

    expect(plan.versions[0]?.charges.map(({ key }) => key)).toEqual(['view', 'surcharge']);
  });
});

describe('a plan is refused', () => {
  it.each([
    ['a value that is no object', 7, 'request.invalid', ''],
    ['no version', { versions: [] }, 'request.invalid', '/versions'],
    ['an unknown field', { ...planWith({}), colour: 'red' }, 'request.unknown-field', '/colour'],
    [
      'an unknown field of a charge, named with its slash escaped',
      charging({ ...perUnit, 'a/b~c': 1 }),
      'request.unknown-field',
      '/versions/0/charges/0/a~1b~0c',
    ],
    [
      'an unknown model',
      charging({ ...perUnit, model: 'per_moon' }),
      'price.model-unknown',
      '/versions/0/charges/0/model',
    ],
    [
      'a field of another model',
      charging({ ...perUnit, packageSize: '10' }),
      'request.unknown-field',
      '/versions/0/charges/0/packageSize',
    ],
    [
      'a price that is a number',
      charging({ ...perUnit, unitPrice: 0.001 }),
      'request.invalid',
      '/versions/0/charges/0/unitPrice',
    ],
    [
      'a price with an exponent',
      charging({ ...perUnit, unitPrice: '1e-3' }),
      'request.invalid',
      '/versions/0/charges/0/unitPrice',
    ],
    [
      'a negative price',
      charging({ ...perUnit, unitPrice: '-0.001' }),
      'price.negative',
      '/versions/0/charges/0/unitPrice',
    ],
    [
      'a price of more than 12 places',
      charging({ ...perUnit, unitPrice: '0.0000000000001' }),
      'price.too-precise',
      '/versions/0/charges/0/unitPrice',
    ],
    [
      'a price of more than 24 digits',
      charging({ ...perUnit, unitPrice: '1'.repeat(25) }),
      'price.out-of-range',
      '/versions/0/charges/0/unitPrice',
    ],
    [
      'a percentage of more than 10 places',
      charging({ meter: 'view', model: 'percentage', ratePercent: '0.00000000001' }),
      'price.too-precise',
      '/versions/0/charges/0/ratePercent',
    ],
    [
      'a package of nothing',
      charging({ meter: 'view', model: 'package', packagePrice: '1', packageSize: '0.0' }),
      'price.package-empty',
      '/versions/0/charges/0/packageSize',
    ],
    [
      'a minimum above the maximum',
      charging({ ...perUnit, minimum: '2', maximum: '1' }),
      'price.limits-crossed',
      '/versions/0/charges/0/minimum',
    ],
    [
      'a fixed amount per event without a meter that counts events',
      charging({ meter: 'paid', model: 'percentage', ratePercent: '1', fixedPerEvent: '0.1' }),
      'price.count-meter-missing',
      '/versions/0/charges/0/countMeter',
    ],
    [
      'two charges of one key',
      charging(perUnit, perUnit),
      'plan.key-repeated',
      '/versions/0/charges/1/key',
    ],
    [
      'a filter that names no dimension',
      charging({ ...perUnit, filter: {} }),
      'request.invalid',
      '/versions/0/charges/0/filter',
    ],
    [
      'a currency that ISO 4217 does not list',
      planWith({ currency: 'EUC' }),
      'plan.currency-unknown',
      '/versions/0/currency',
    ],
    [
      'a currency without a minor unit',
      planWith({ currency: 'XAU' }),
      'plan.currency-unknown',
      '/versions/0/currency',
    ],
    [
      'a day that no calendar has',
      planWith({ effectiveFrom: '2026-02-29' }),
      'plan.date-invalid',
      '/versions/0/effectiveFrom',
    ],
    [
      'two versions from one day on',
      { versions: [version, version] },
      'plan.versions-unordered',
      '/versions/1/effectiveFrom',
    ],
    [
      'another currency in a later version',
      { versions: [version, { ...version, effectiveFrom: '2026-02-01', currency: 'USD' }] },
      'plan.currency-changed',
      '/versions/1/currency',
    ],
    [
      'a minimum charge of more than 9 places',
      planWith({ minimumCharge: '0.0000000001' }),
      'price.too-precise',
      '/versions/0/minimumCharge',
    ],
    [
      'a negative fee',
      planWith({ fixedFees: [{ key: 'base', amount: '-5', description: 'Base' }] }),
      'price.negative',
      '/versions/0/fixedFees/0/amount',
    ],
  ])('for %s', (_, json, code, param) => {
    expect(refusalOf(json)).toMatchObject({ code, param });
  });

  it('with a message that says what to do and what we got', () => {
    expect(refusalOf(charging({ ...perUnit, unitPrice: '-0.001' })).message).toBe(
      '/versions/0/charges/0/unitPrice: give 0 or more, got -0.001: a discount is not a negative price',
    );
    expect(refusalOf(charging({ ...perUnit, model: 'per_moon' })).message).toMatch(
      /^\/versions\/0\/charges\/0\/model: name a model: one of per_unit, .*dynamic/,
    );
  });
});

describe('tiers', () => {
  const at = (index: number, field: string) => `/versions/0/charges/0/tiers/${index}/${field}`;

  it('written for whole units, with gaps, are taken as without', () => {
    const gapped = parsed(
      tiers(
        { from: '0', upTo: '10', unitPrice: '2' },
        { from: '11', upTo: '20', unitPrice: '1' },
        { from: '21', upTo: null },
      ),
    );
    const plain = parsed(
      tiers({ upTo: '10', unitPrice: '2' }, { upTo: '20', unitPrice: '1' }, { upTo: null }),
    );

    expect(gapped).toEqual(plain);
  });

  it('may begin where the one before ends', () => {
    const json = tiers({ from: '0', upTo: '0.5' }, { from: '0.5', upTo: null });

    expect(planFrom(json)).not.toBeInstanceOf(Rejection);
  });

  it.each([
    [
      'overlap by their bounds',
      [{ upTo: '10' }, { upTo: '10' }, { upTo: null }],
      'price.tiers-overlap',
      at(1, 'upTo'),
    ],
    [
      'overlap by where they begin',
      [{ upTo: '10' }, { from: '9', upTo: null }],
      'price.tiers-overlap',
      at(1, 'from'),
    ],
    [
      'leave a gap wider than one',
      [{ upTo: '10' }, { from: '12', upTo: null }],
      'price.tiers-gap',
      at(1, 'from'),
    ],
    ['end at zero', [{ upTo: '0' }, { upTo: null }], 'price.tiers-overlap', at(0, 'upTo')],
    ['have an end', [{ upTo: '10' }], 'price.tiers-not-open', at(0, 'upTo')],
    [
      'are open before the last',
      [{ upTo: null }, { upTo: null }],
      'price.tiers-not-open',
      at(0, 'upTo'),
    ],
    ['have a negative fee', [{ upTo: null, flatFee: '-1' }], 'price.negative', at(0, 'flatFee')],
  ])('are refused when they %s', (_, list, code, param) => {
    expect(refusalOf(tiers(...list))).toMatchObject({ code, param });
  });
});
