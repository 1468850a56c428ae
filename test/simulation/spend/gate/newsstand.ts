import { millisecondsPer } from '../../../../core/kernel/timestamp.ts';
import { spendBlockFrom } from '../../../../core/spend/block.ts';
import { spendLogId } from '../../../../core/spend/log-id.ts';
import type { Spend } from '../../../../core/spend/spend.ts';
import { inMemoryOfferSecrets } from '../../../fakes/offer-secrets.ts';
import type { Dice } from '../../dice.ts';
import type { Violation } from '../../journal.ts';
import type { GateParts, Gates } from '../gates.ts';
import type { emptySpendStores } from '../ports.ts';
import { simulatedPrices } from '../prices.ts';
import { SimulatedPayer, tenant } from '../stage.ts';
import { gateViolation } from './oracle.ts';
import { Readers } from './readers.ts';
import { Site } from './site.ts';
import { readersTerms } from './terms.ts';

/** Where a page may cost more than the one before: four times as often. */
const rising = simulatedPrices.filter(({ name }) => name === 'package' || name === 'included');

/** Who reads: without a profile, so both are under one plan. */
export function readingPayers(dice: Dice): readonly SimulatedPayer[] {
  const all = [
    ...simulatedPrices,
    ...rising,
    ...rising,
    ...rising,
  ] as unknown as typeof simulatedPrices;
  const price = dice.pick(all);
  const taxPercent = BigInt(dice.pick([0, 7, 19]));
  return ['subject:cyd', 'subject:dot'].map((key) => new SimulatedPayer(key, price, taxPercent));
}

/** A site whose pages are paid through the gate, and its readers. */
export class Newsstand {
  readonly #payers: readonly SimulatedPayer[];
  readonly #readers: Readers;
  readonly #site: Site;

  private constructor(payers: readonly SimulatedPayer[], readers: Readers, site: Site) {
    this.#payers = payers;
    this.#readers = readers;
    this.#site = site;
  }

  /** Readers have tokens, before they read; undefined where there are none. */
  static async opened(
    payers: readonly SimulatedPayer[],
    { gates, spend, ...given }: GateParts & { readonly gates: Gates; readonly spend: Spend },
  ): Promise<Newsstand | undefined> {
    const [first] = payers;
    if (first === undefined) return undefined;
    const terms = await readersTerms(first.price, first.taxPercent);
    const parts = { ...given, terms, secrets: inMemoryOfferSecrets() };
    const site = new Site(parts, gates);
    const readers = new Readers(parts, site);
    for (const payer of payers) await readers.add(payer, spend);
    return new Newsstand(payers, readers, site);
  }

  read(): void {
    this.#readers.read();
  }

  violation(log: ReturnType<typeof emptySpendStores>['log']): Violation | undefined {
    const blocksOf = ({ key }: SimulatedPayer) =>
      log.blocksOf(tenant, spendLogId(tenant, key)).map(({ bytes }) => spendBlockFrom(bytes));
    const { offers } = this.#readers;
    return gateViolation({ readers: this.#payers, blocksOf, offers, site: this.#site });
  }
}

/** How much time passes in which an offer, which is for five minutes, may or may not have ended. */
export const shortWhile = (dice: Dice): number => dice.below(200) * millisecondsPer.second;
