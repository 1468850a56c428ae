import type { Clock } from '../kernel/clock.ts';
import { KnownChains } from './chain/known-chains.ts';
import { KnownTokens } from './known-tokens.ts';
import { KnownSecrets } from './offer-secret.ts';
import type { GatePorts } from './ports.ts';
import { KnownEpochs } from './private/known-epochs.ts';
import { KnownOffers } from './private/known-offers.ts';
import type { PrivatePorts } from './private/ports.ts';

/** The gate with what a process remembers of it. */
export interface Gate extends Pick<GatePorts, 'spend' | 'signer' | 'settling'> {
  readonly tokens: KnownTokens;
  readonly secrets: KnownSecrets;
  readonly chains: KnownChains;
  readonly clock: Clock;
  readonly privately: Privately | undefined;
}

/** How it is paid privately, with what a process remembers of that. */
export interface Privately extends PrivatePorts {
  readonly epochs: KnownEpochs;
  readonly offers: KnownOffers;
}

const privatelyOf = (ports: PrivatePorts, clock: Clock): Privately => ({
  ...ports,
  epochs: new KnownEpochs(ports.passes, clock),
  offers: new KnownOffers(),
});

/** One for a process: what it remembers saves reads. */
export const gateOf = ({
  spend,
  tokens,
  secrets,
  signer,
  settling,
  privately,
}: GatePorts): Gate => ({
  ...{ spend, signer, settling, clock: spend.clock },
  privately: privately === undefined ? undefined : privatelyOf(privately, spend.clock),
  chains: new KnownChains(spend.settings, spend.clock),
  tokens: new KnownTokens(tokens),
  secrets: new KnownSecrets(secrets, spend.random),
});
