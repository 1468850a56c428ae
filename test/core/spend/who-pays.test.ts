import { expect, it } from '@jest/globals';
import { payerOfEpoch } from '../../../core/gate/private/epoch.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { payerKeyOf } from '../../../core/kernel/payer.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { refuseNotPaying } from '../../../core/spend/protocol/who-pays.ts';
import { inMemoryCustomers } from '../../fakes/customers.ts';

it('a subject that is billed under a pseudonym is no payer, from when subjects have them', async () => {
  const payer = payerKeyOf({ subject: 'reader-7' });
  const [before, from] = [timestampOf(1_000), timestampOf(2_000)];
  const asked = (at: typeof from, pseudonymsFrom: typeof from | undefined) =>
    refuseNotPaying(inMemoryCustomers(), 'acme', { payer, at, pseudonymsFrom });

  await expect(asked(before, from)).resolves.toBeUndefined();
  await expect(asked(from, undefined)).resolves.toBeUndefined();
  await expect(asked(from, from)).rejects.toMatchObject({ code: 'payer.not-paying' });
});

it('what private tokens are used by pays also where subjects have pseudonyms: it is nobody', async () => {
  const payer = payerOfEpoch({ pass: 'front', month: monthFrom('2026-11') });
  const asked = { payer, at: timestampOf(2_000), pseudonymsFrom: timestampOf(1_000) };

  await expect(refuseNotPaying(inMemoryCustomers(), 'acme', asked)).resolves.toBeUndefined();
});
