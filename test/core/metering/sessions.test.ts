import { describe, expect, it } from '@jest/globals';
import { meterDefinitionFrom } from '../../../core/catalog/meter-definition.ts';
import { storedMeters } from '../../../core/catalog/stored-meters.ts';
import { decimalText } from '../../../core/kernel/decimal.ts';
import { exactText } from '../../../core/kernel/exact-amount.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { aTenancy } from '../../support/rated-usage.ts';

const session = { gap: 'PT30M' };
const visits = aMeter({
  ...{ key: 'visits', eventType: 'view', aggregation: 'session_count', session },
  dimensions: ['section'],
});
let made = 0;

const view = (time: string, subject = 'app-1', section = 'news') => {
  made += 1;
  return aUsageEvent({
    ...{ id: `view ${made}`, type: 'view', subject, data: JSON.stringify({ section }) },
    occurredAt: timestampFrom(`2026-01-${time}:00Z`) ?? timestampOf(Number.NaN),
  });
};

/** January of a customer with two subjects, at 1 a visit, and at 2 from the 17th where that is said. */
async function january(versions = [aVersion({ charges: [priced('1')] })]) {
  const tenancy = await aTenancy({
    meters: [visits],
    plans: { reader: aPlan(...versions) },
    customers: [
      aCustomer({
        ...{ subjects: ['app-1', 'app-2'], plan: [{ plan: 'reader', from: '1970-01-01' }] },
      }),
    ],
  });
  const lines = async () => {
    const { current } = await tenancy.request('press-review', '2026-01');
    return current.charges.map(({ quantity, exact }) => [decimalText(quantity), exactText(exact)]);
  };
  return { ...tenancy, lines };
}

const priced = (unitPrice: string) => ({ meter: 'visits', model: 'per_unit', unitPrice }) as const;

describe('a month of visits', () => {
  it('has those of each subject apart, over hours and days, and those of all sections together', async () => {
    const { use, lines, rollUp } = await january();
    await use([view('10T09:50'), view('10T10:10'), view('10T10:05', 'app-2')]);
    await use([view('11T23:50'), view('12T00:10', 'app-1', 'sports'), view('12T00:50')]);

    expect(await lines()).toEqual([['4', '4']]);
    await rollUp();
    expect(await lines()).toEqual([['4', '4']]);
  });

  it('has one less when an event comes late that joins two', async () => {
    const { use, lines } = await january();
    await use([view('10T09:00'), view('10T09:50')]);
    expect(await lines()).toEqual([['2', '2']]);

    await use([view('10T09:25')]);

    expect(await lines()).toEqual([['1', '1']]);
  });

  it('is cut where its price changes by time, and no visit is counted twice for it', async () => {
    const { use, lines } = await january([
      aVersion({ charges: [priced('1')] }),
      aVersion({ effectiveFrom: '2026-01-17', charges: [priced('2')] }),
    ]);
    await use([view('16T23:50'), view('17T00:05'), view('20T12:00'), view('21T12:00')]);

    const parts = (await lines()).map(([quantity]) => quantity);
    // Three: for 16 of 31 days, and for 15.
    expect(parts).toEqual(['1.548387096774', '1.451612903226']);
  });
});

describe('a meter of sessions', () => {
  const body = { eventType: 'view', aggregation: 'session_count', session };

  it('is kept with its gap, and is another one with another', () => {
    const definition = meterDefinitionFrom('visits', body);

    const kept = JSON.parse(JSON.stringify([{ ...definition, sinceVersion: 1 }])) as unknown;
    expect(storedMeters(kept)).toEqual([{ ...definition, sinceVersion: 1 }]);
    expect(definition.session).toEqual(session);
  });

  it.each([
    ['without a gap', { session: undefined }, '/session'],
    ['of another aggregation', { aggregation: 'count' }, '/session'],
    ['of a value', { value: 'page' }, '/value'],
    ['of no time', { session: { gap: 'PT0M' } }, '/session/gap'],
    ['of more than a day', { session: { gap: 'PT25H' } }, '/session/gap'],
    ['of seconds', { session: { gap: 'PT30S' } }, '/session/gap'],
  ])('is refused %s', (_, fields, param) => {
    const sent = JSON.parse(JSON.stringify({ ...body, ...fields })) as never;

    expect(() => meterDefinitionFrom('visits', sent)).toThrow(
      expect.objectContaining({ code: 'request.invalid', param }),
    );
  });
});
