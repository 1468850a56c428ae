import type { RatingPorts } from '../../billing/ports.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import { loadSpendTerms } from '../load-terms.ts';
import { readUsage } from '../read-usage.ts';
import { Spend, type SpendPorts } from '../spend.ts';
import { ungatedOf } from '../ungated.ts';
import { anybody } from './anybody.ts';
import { KnownTerms } from './known-terms.ts';
import { KnownUngated, type LoadUngated } from './known-ungated.ts';
import { oldestDay } from './oldest-day.ts';
import type { SpendGate } from './ports.ts';
import { refuseNotPaying } from './who-pays.ts';

/** What is asked of spend is answered from. */
export interface SpendSources
  extends SpendPorts,
    Pick<SpendGate, 'events' | 'random' | 'onNotice' | 'passes' | 'shares'> {
  /** From then on subjects without a customer have pseudonyms; undefined where they never do. */
  readonly pseudonymsFrom?: Timestamp | undefined;
  readonly rating: Pick<
    RatingPorts,
    'customers' | 'plans' | 'settings' | 'catalogs' | 'books' | 'totals' | 'rollups'
  >;
}

const TERMS_KEPT_MS = 30 * millisecondsPer.second;
/** Of each, this process remembers so many. */
const PAYERS_MAX = 5_000;

/** One for a process: what it remembers saves reads. */
export function spendGate(sources: SpendSources): SpendGate {
  const { rating, clock, events, random, onNotice, pseudonymsFrom } = sources;
  const spend = new Spend(sources, { openLogsMax: PAYERS_MAX });
  const limits = { keptMs: TERMS_KEPT_MS, payersMax: PAYERS_MAX };
  const ungatedBy: LoadUngated = async (tenant, terms) => {
    const before = await spend.read(tenant, terms.payer);
    const daysSince = oldestDay(before, terms, clock.now());
    const counted = await readUsage(rating, tenant, terms, { now: clock.now(), daysSince });
    return ungatedOf(counted, await spend.read(tenant, terms.payer));
  };
  return {
    ...{ books: rating.books, settings: rating.settings, plans: rating.plans },
    ...{ catalogs: rating.catalogs, passes: sources.passes, shares: sources.shares },
    ...{ spend, events, clock, random, onNotice: (notice) => onNotice(notice) },
    terms: new KnownTerms(
      async (tenant, payer, at) => {
        if (payer !== anybody)
          await refuseNotPaying(rating.customers, tenant, { payer, at, pseudonymsFrom });
        return loadSpendTerms(rating, tenant, { payer, at });
      },
      clock,
      limits,
    ),
    ungated: new KnownUngated(ungatedBy, clock, limits),
    ofMonth: async (tenant, payer, month) => {
      const asked = { payer, at: clock.now(), months: [month] };
      const terms = await loadSpendTerms(rating, tenant, asked);
      return { terms, ungated: await ungatedBy(tenant, terms) };
    },
  };
}
