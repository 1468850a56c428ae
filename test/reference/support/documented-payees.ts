import { issuePayeeToken, type PayeeTokens } from '../../../core/access/payee-tokens.ts';
import {
  makeStatements,
  type StatementOutcome,
} from '../../../core/earnings/statements/make-statements.ts';
import { exactOf } from '../../../core/kernel/exact-amount.ts';
import { type Month, monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import type { Payees, Shares } from '../../../core/shares/ports.ts';
import { systemRandom } from '../../../functions/adapters/system-random.ts';
import { inMemoryPayeeTokens } from '../../fakes/payee-tokens.ts';
import { inMemoryPayees, inMemoryShares } from '../../fakes/shares.ts';
import { aShare } from '../../fixtures/shares.ts';
import type { SomeBilling } from '../../support/some-billing.ts';

interface Earning {
  readonly payeeTokens: PayeeTokens;
  readonly payees: Payees;
  readonly shares: Shares;
}

/** Who earns by what is read. */
export async function whoEarns(tenant: string): Promise<Earning> {
  const payeeTokens = inMemoryPayeeTokens();
  const kept = { payees: inMemoryPayees(), shares: inMemoryShares(), payeeTokens };
  await kept.payees.put(tenant, { key: 'ada', revision: 1, body: { name: 'Ada Lefèvre' } });
  const clock = { now: () => timestampOf(Date.now()) };
  await issuePayeeToken({ ...kept, clock, random: systemRandom }, tenant, {
    ...{ payee: 'ada', actions: ['read'], lastsMs: 86_400_000 },
  });
  await kept.shares.put(
    tenant,
    aShare('house-band', [
      { to: 'payee', payee: 'ada', shares: 2 },
      { to: 'platform', shares: 1 },
    ]),
  );
  return kept;
}

/** What Ada is told of October. */
export async function tellPayees(
  billing: SomeBilling,
  tenant: string,
  { payees }: Earning,
): Promise<void> {
  const month = monthFrom('2026-10');
  await postShares(billing.books, tenant, { month, asOf: 1, timeZone: utc }, [
    { payee: 'ada', currency: 'EUR', earned: [{ meter: 'views', exact: exactOf(10n ** 24n) }] },
    // Who is no payee: it waits.
    { payee: 'ada-l', currency: 'EUR', earned: [{ meter: 'views', exact: exactOf(10n ** 23n) }] },
  ]);
  await tellOf(billing, tenant, { month, payees: ['ada'], known: payees });
}

/** Makes statements of some payees. */
export const tellOf = (
  { books, log, rating: { settings } }: SomeBilling,
  tenant: string,
  of: {
    readonly month: Month;
    readonly payees: readonly string[];
    readonly known: Pick<Payees, 'get'>;
  },
): Promise<StatementOutcome> =>
  makeStatements({ books, log, settings, payees: of.known }, tenant, {
    ...of,
    linesOf: () => undefined,
  });
