import { describe, expect, it } from '@jest/globals';
import { notePresented, putMandate } from '../../core/rails/sepa/keep-mandates.ts';
import { aCustomerWhoIsBilled, countsOf } from '../support/a-payers-world.ts';
import { at } from '../support/billed-tenant.ts';
import { aMandate } from '../support/some-sepa.ts';

const tenant = 'acme';
const place = { customer: 'ada', reference: 'M-1' };

/** A customer whose months are closed, with a mandate; money may have been taken by it. */
async function whoHasSigned(usedOn?: string) {
  const world = await aCustomerWhoIsBilled();
  const { payers } = world;
  await putMandate(payers, tenant, place, aMandate({ name: 'Ada Byron' }));
  if (usedOn !== undefined) {
    await notePresented(payers, tenant, place, () => ({ version: 1, on: usedOn }));
  }
  const account = async () => (await payers.mandates.get(tenant, place))?.versions;
  return { ...world, account };
}

describe('the mandate of a customer', () => {
  it('is exported with its account', async () => {
    const { held } = await whoHasSigned();

    expect((await held('ada')).filter((one) => one.place === 'mandates')).toMatchObject([
      {
        record: {
          reference: 'M-1',
          versions: [{ name: 'Ada Byron', iban: 'DE02120300000000202051' }],
        },
      },
    ]);
  });

  it('loses its account when its customer is erased, and is no mandate any more', async () => {
    const { erase, account, places, payers } = await whoHasSigned();

    const dry = await erase('ada', { dryRun: true });
    expect([countsOf(dry.body)['mandates'], await account()]).toEqual([1, expect.anything()]);
    const { body } = await erase('ada');

    expect(countsOf(body)).toMatchObject({ mandates: 1 });
    expect([await account(), await places('ada')]).toEqual([
      [],
      expect.not.arrayContaining(['mandates']),
    ]);
    await expect(putMandate(payers, tenant, place, aMandate())).rejects.toMatchObject({
      code: 'mandate.revoked',
    });
    expect(countsOf((await erase('ada')).body)).not.toHaveProperty('mandates');
  });

  it('stays while money that was taken by it can be claimed back, revoked, and goes after that', async () => {
    const { erase, account, payers, billing } = await whoHasSigned('2026-05-18');

    const { body } = await erase('ada');
    const until = '2027-08-01T00:00:00Z';
    expect(body).toMatchObject({ again: until });
    expect(body['kept']).toContainEqual(expect.objectContaining({ what: 'mandates', until }));
    expect(await payers.mandates.get(tenant, place)).toMatchObject({
      revokedAt: expect.anything(),
    });

    billing.time.now = at(until);
    await erase('ada');
    expect(await account()).toEqual([]);
  });
});
