import { describe, expect, it } from '@jest/globals';
import { knownTenant } from '../../../core/billing/unbilled/known-tenant.ts';
import { partitionOf, partitions } from '../../../core/metering/log/log-key.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aTenancy, views } from '../../support/rated-usage.ts';

const CUSTOMERS = 300;
const customers = Array.from({ length: CUSTOMERS }, (_, index) =>
  aCustomer({ key: `reader-${index}`, subjects: [`app-${index}`] }),
);
const placesOf = (index: number) =>
  new Set([partitionOf(`reader-${index}`), partitionOf(`app-${index}`)]);

const someTenant = () => aTenancy({ meters: [views], plans: {}, customers });

describe('the customers that are known of a tenant', () => {
  it('are those of each partition, by their keys and by their subjects', async () => {
    const known = await knownTenant(await someTenant(), 'acme', { from: 0 });

    expect(known.until).toBe(partitions);
    for (let partition = 0; partition < partitions; partition += 1) {
      const expected = customers.filter((_, index) => placesOf(index).has(partition));
      const keys = (known.customers.get(partition) ?? []).map(({ key }) => key);
      expect(keys.sort()).toEqual(expected.map(({ key }) => key).sort());
    }
  });

  it('are never more than there is room for, and every partition has its turn', async () => {
    const tenant = await someTenant();
    const heldMax = 60;
    const seen = new Map<number, number>();

    for (let from = 0; from < partitions; ) {
      const known = await knownTenant(tenant, 'acme', { from, heldMax });
      const held = [...known.customers.values()].reduce((sum, { length }) => sum + length, 0);
      expect(held).toBeLessThanOrEqual(heldMax);
      for (; from < known.until; from += 1) {
        seen.set(from, known.customers.get(from)?.length ?? 0);
      }
    }

    const all = customers.reduce((sum, _, index) => sum + placesOf(index).size, 0);
    expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(all);
  });

  it('are those of one partition at least', async () => {
    const known = await knownTenant(await someTenant(), 'acme', { from: 7, heldMax: 1 });

    expect(known.until).toBe(8);
    expect(known.walked).toBe(CUSTOMERS);
    expect(known.customers.get(7)?.length).toBeGreaterThan(1);
  });
});
