import { claimedSubjects } from '../../core/catalog/listed-subjects.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { Pseudonyms } from '../../core/metering/pseudonyms/pseudonyms.ts';
import type { UsageEvent } from '../../core/metering/usage-event.ts';
import type { PayersPorts } from '../../functions/serve-payers/serve-payers.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { inMemorySalts } from '../fakes/salts.ts';
import { inMemoryMandates } from '../fakes/sepa.ts';
import { inMemoryOpenerSalts } from '../fakes/transparency.ts';
import { someRandom } from './an-aggregator.ts';
import { type SomeBilling, use } from './some-billing.ts';
import { someSpend } from './some-spend.ts';

/** What is held of payers that are billed in memory, all of whose usage is under pseudonyms. */
export function somePayers(
  billing: SomeBilling,
  spending: Pick<ReturnType<typeof someSpend>, 'log' | 'protocol'> = someSpend(billing),
) {
  const { rating, quarantine, totals, usageLog, books, log, clock, runs } = billing;
  const { customers, settings, monthsReachedBack } = rating;
  const salts = inMemorySalts();
  const from = timestampOf(0);
  const pseudonyms = new Pseudonyms({
    ...{ salts, from, clock, random: someRandom(), owners: claimedSubjects(customers) },
  });
  return {
    ...{
      customers,
      quarantine,
      totals,
      usageLog,
      books,
      log,
      clock,
      settings,
      salts,
      pseudonyms,
      runs,
    },
    ...{ mandates: inMemoryMandates(), spend: spending.protocol.spend, spendLog: spending.log },
    ...{ openers: inMemoryOpenerSalts() },
    ...{ monthsReachedBack, documentYears: 10, pseudonymsFrom: from, audit: inMemoryAuditLog() },
  } satisfies PayersPorts;
}

/** Records events as aggregation does, and brings the totals up to them. */
export async function useUnderPseudonyms(
  billing: SomeBilling,
  { pseudonyms }: ReturnType<typeof somePayers>,
  events: readonly UsageEvent[],
): Promise<void> {
  const names = await pseudonyms.namesOf('acme', new Set(events.map(({ subject }) => subject)));
  await use(
    billing,
    events.map((event) => ({ ...event, subject: names.get(event.subject) ?? event.subject })),
  );
}
