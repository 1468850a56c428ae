import type { FakeDispute, FakeEvent, FakePayment, FakeRefund, FakeSession } from './objects.ts';
import { listed, listIn, missing, ofPayment, type Reply } from './replies.ts';

/** What an account has. */
interface Account {
  readonly sessions: ReadonlyMap<string, FakeSession>;
  readonly payments: ReadonlyMap<string, FakePayment>;
  readonly refunds: ReadonlyMap<string, FakeRefund>;
  readonly disputes: ReadonlyMap<string, FakeDispute>;
  readonly events: readonly FakeEvent[];
}

/** What an account has of a kind, newest first. */
export function listAsked(path: string, query: URLSearchParams, all: Account): Reply {
  switch (path) {
    case '/v1/checkout/sessions':
      return listed([...all.sessions.values()], query);
    case '/v1/payment_intents': {
      const customer = query.get('customer');
      return listed(
        [...all.payments.values()].filter((one) => one.customer === customer),
        query,
      );
    }
    case '/v1/refunds':
      return listed(ofPayment([...all.refunds.values()], query), query);
    case '/v1/disputes':
      return listed(ofPayment([...all.disputes.values()], query), query);
    case '/v1/events': {
      const types = listIn(query, 'types');
      return listed(
        all.events.filter(({ type }) => types.includes(type)),
        query,
      );
    }
    default:
      return missing();
  }
}
