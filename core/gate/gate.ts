import type { Clock } from '../kernel/clock.ts';
import { KnownChains } from './chain/known-chains.ts';
import { KnownTokens } from './known-tokens.ts';
import { KnownSecrets } from './offer-secret.ts';
import type { GatePorts } from './ports.ts';

/** The gate with what a process remembers of it. */
export interface Gate extends Pick<GatePorts, 'spend' | 'signer' | 'settling'> {
  readonly tokens: KnownTokens;
  readonly secrets: KnownSecrets;
  readonly chains: KnownChains;
  readonly clock: Clock;
}

/** One for a process: what it remembers saves reads. */
export const gateOf = ({ spend, tokens, secrets, signer, settling }: GatePorts): Gate => ({
  ...{ spend, signer, settling, clock: spend.clock },
  chains: new KnownChains(spend.settings, spend.clock),
  tokens: new KnownTokens(tokens),
  secrets: new KnownSecrets(secrets, spend.random),
});
