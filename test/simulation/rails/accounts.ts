import type { OutboundCall, RailCredentials } from '../../../core/rails/ports.ts';
import { FakeStripe } from '../../fakes/stripe/fake-stripe.ts';

const credentialsOf = (secretKey: string): RailCredentials => ({
  ...{ secretKey, webhookSecret: 'whsec_of_an_example', url: undefined },
});

/** Of the second account, so that no two objects have one number. */
const MADE_BEFORE = 500_000;

/** Two accounts of whoever sells: each has its own objects, and is asked by its own key. */
export class StripeAccounts {
  readonly all: readonly [FakeStripe, FakeStripe];
  /** Whose key was put last. */
  connected: FakeStripe;

  constructor(now: () => number) {
    const first = new FakeStripe(now);
    this.all = [first, new FakeStripe(now, 'sk_live_of_another_account', MADE_BEFORE)];
    this.connected = first;
  }

  get other(): FakeStripe {
    const [first, second] = this.all;
    return this.connected === first ? second : first;
  }

  answer(call: OutboundCall): ReturnType<FakeStripe['answer']> {
    const asked = this.all.find(
      ({ secretKey }) => call.headers['authorization'] === `Bearer ${secretKey}`,
    );
    return (asked ?? this.connected).answer(call);
  }
}

export const credentialsFor = ({ secretKey }: FakeStripe): RailCredentials =>
  credentialsOf(secretKey);
