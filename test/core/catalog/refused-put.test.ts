import { describe, expect, it } from '@jest/globals';
import { putCustomer } from '../../../core/catalog/put-customer.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { inMemoryCustomers } from '../../fakes/customers.ts';
import { aCustomer } from '../../fixtures/customers.ts';

describe('a customer that is too large to keep', () => {
  it('is refused before it has claimed any of its subjects', async () => {
    const customers = inMemoryCustomers();
    const subjects = Array.from({ length: 4_000 }, (_, index) => `${index}`.padStart(100, '0'));
    const customer = aCustomer({ key: 'press', subjects });
    const change = { customer, now: timestampOf(0), replaces: undefined };

    await expect(putCustomer(customers, 'acme', change)).rejects.toMatchObject({
      code: 'request.too-large',
    });

    expect(await customers.claims('acme', subjects)).toEqual(new Map());
    expect(await customers.get('acme', 'press')).toBeUndefined();
  });
});
