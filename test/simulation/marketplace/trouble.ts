import { millisecondsPer, type Timestamp } from '../../../core/kernel/timestamp.ts';
import type { FakeAgreement, FakeMarketplace } from '../../fakes/marketplace/fake-marketplace.ts';
import type { Dice } from '../dice.ts';
import type { Notes } from '../journal.ts';
import type { MarketplaceState } from './states.ts';

/** What AWS, and other programs that meter there, do by themselves. */
export class MarketplaceTrouble {
  readonly #aws: FakeMarketplace;
  readonly #dice: Dice;
  readonly #journal: Notes<MarketplaceState>;
  readonly #now: () => Timestamp;
  /** What of AWS's records another program has put there. */
  readonly elsewhere = new Set<string>();

  constructor(
    aws: FakeMarketplace,
    dice: Dice,
    journal: Notes<MarketplaceState>,
    now: () => Timestamp,
  ) {
    this.#aws = aws;
    this.#dice = dice;
    this.#journal = journal;
    this.#now = now;
  }

  /** What AWS does by itself. */
  happen(agreements: readonly FakeAgreement[]): void {
    const dice = this.#dice;
    this.#aws.throttled = dice.chance(0.2) ? dice.between(1, 3) : 0;
    if (this.#aws.throttled > 0) this.#journal.reached('throttled');
    this.#aws.unprocessed = dice.chance(0.2) ? dice.between(1, 3) : 0;
    if (this.#aws.unprocessed > 0) this.#journal.reached('unprocessed');
    for (const agreement of agreements) {
      if (agreement.isSuspended ? dice.chance(0.2) : dice.chance(0.03)) {
        agreement.isSuspended = !agreement.isSuspended;
        this.#journal.reached('suspended');
      }
      if (dice.chance(0.05)) this.#meterElsewhere(agreement);
    }
  }

  /** Another program meters an hour that is not reported yet, with a quantity that nobody else has. */
  #meterElsewhere({ account, license }: FakeAgreement): void {
    const before = new Set(this.#aws.metered.keys());
    const { throttled, unprocessed } = this.#aws;
    Object.assign(this.#aws, { throttled: 0, unprocessed: 0 });
    const hour = this.#now() - (this.#now() % millisecondsPer.hour);
    try {
      this.#aws.batchMeterUsage({
        UsageRecords: [
          {
            ...{ Timestamp: this.#now() / 1_000, Dimension: 'usage', Quantity: 1_999_999_999 },
            ...{ CustomerAWSAccountId: account, LicenseArn: license ?? '' },
          },
        ],
      });
    } catch {
      this.#journal.note(() => `nobody meters ${account} elsewhere in ${hour}`);
    }
    Object.assign(this.#aws, { throttled, unprocessed });
    for (const key of this.#aws.metered.keys()) {
      if (before.has(key)) continue;
      this.elsewhere.add(key);
      this.#journal.reached('metered elsewhere');
    }
  }
}
