import type { Clock } from '../kernel/clock.ts';
import { KnownTokens } from './known-tokens.ts';
import { KnownSecrets } from './offer-secret.ts';
import type { GatePorts } from './ports.ts';

/** The gate with what a process remembers of it. */
export interface Gate extends Pick<GatePorts, 'spend' | 'signer'> {
  readonly tokens: KnownTokens;
  readonly secrets: KnownSecrets;
  readonly clock: Clock;
}

/** One for a process: what it remembers saves reads. */
export const gateOf = ({ spend, tokens, secrets, signer }: GatePorts): Gate => ({
  ...{ spend, signer, clock: spend.clock },
  tokens: new KnownTokens(tokens),
  secrets: new KnownSecrets(secrets, spend.random),
});
