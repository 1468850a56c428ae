import { describe, expect, it } from '@jest/globals';
import { eventMessageBodies } from '../../core/metering/intake/event-message.ts';
import { byTenant, groupOfEvents } from '../../functions/adapters/message-groups.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';

const bodyOf = (tenant: string): string =>
  eventMessageBodies({ tenant, admitted: false, events: [aUsageEvent()] })[0] ?? '';

describe('the group of a message', () => {
  it('is its tenant, of events as of all other work', () => {
    expect(groupOfEvents('tenant')(bodyOf('acme'))).toBe('acme');
    expect(byTenant('{"version":2,"kind":"run","tenant":"acme"}')).toBe('acme');
  });

  it('is one that SQS takes, and no other tenant’s', () => {
    const groups = ['', 'a b', 'münchen', 'x'.repeat(129)].map((tenant) =>
      groupOfEvents('tenant')(bodyOf(tenant)),
    );

    for (const group of groups) expect(group).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(groups).size).toBe(4);
  });

  it('is none where the message is about all tenants, or events are not grouped', () => {
    expect(byTenant('{"version":2,"kind":"sweep","again":false}')).toBeUndefined();
    expect(groupOfEvents('none')(bodyOf('acme'))).toBeUndefined();
  });
});
