import {
  type ForeseenMonth,
  type ForeseePorts,
  foreseeCorrection,
} from '../../core/billing/foreseen/foresee-correction.ts';
import type { CorrectionDryRunAnswer } from '../../core/contract/corrections/dry-run.ts';
import type { CorrectionDryRunBody } from '../../core/contract/corrections/shapes.ts';
import { decimalOf, decimalText } from '../../core/kernel/decimal.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { exactOf, exactText } from '../../core/kernel/exact-amount.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import {
  amendAnswer,
  amendmentFrom,
  recordedSelection,
  selectionAnswer,
  selectionFrom,
} from '../../core/metering/corrections/asked-selection.ts';
import {
  correctionToTakeBack,
  type ForeseenQuestion,
} from '../../core/metering/corrections/foreseen/foreseen-events.ts';
import type { ForeseenUsage } from '../../core/metering/corrections/foreseen/foreseen-usage.ts';
import type { CorrectionRecords } from '../../core/metering/corrections/ports.ts';
import type { Pseudonyms } from '../../core/metering/pseudonyms/pseudonyms.ts';
import { readOnce } from '../../core/metering/rollups/read-once.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

/** What a correction is foreseen from. */
export interface DryRunPorts extends ForeseePorts {
  readonly corrections: { readonly records: CorrectionRecords };
  /** Left out where subjects have none. */
  readonly pseudonyms?: Pick<Pseudonyms, 'find'> | undefined;
}

type UsageChange = CorrectionDryRunAnswer['usage'][number];
type MonthChange = NonNullable<CorrectionDryRunAnswer['months']>[number];

/** What a correction would do, or that one is taken back, by the functions that would do it. */
export const dryRunCorrection =
  (ports: DryRunPorts): RouteHandlers['ServeRuns']['POST /v1/corrections/dry-run'] =>
  async ({ caller: { tenant }, body }) => {
    const question = await questionFrom(ports, tenant, body);
    const reading = { ...ports, rollups: readOnce(ports.rollups) };
    const foreseen = await foreseeCorrection(reading, tenant, question);
    const { events, usage, months, usageTotal, monthsTotal, withoutPayer, ofOthers } = foreseen;
    const { counts, already, upTo } = events;
    return {
      status: 200,
      body: {
        dryRun: true,
        ...askedAnswer(question),
        ...{ corrects: counts.events, already, charged: counts.charged },
        ...{ unchanged: counts.unchanged, settled: counts.settled ?? 0 },
        ...(upTo === undefined ? {} : { upTo: rfc3339(upTo) }),
        usage: usage.map(usageAnswer),
        usageTotal,
        ...(months === undefined ? {} : { months: months.map(monthAnswer) }),
        ...{ monthsTotal, withoutPayer, ofOthers },
      },
    };
  };

async function questionFrom(
  ports: DryRunPorts,
  tenant: string,
  { takesBack, ...body }: CorrectionDryRunBody,
): Promise<ForeseenQuestion> {
  if (takesBack !== undefined) {
    return { takesBack: await correctionToTakeBack(ports.corrections.records, tenant, takesBack) };
  }
  const selection = await recordedSelection(ports, tenant, selectionFrom(body));
  return { selection, amend: amendmentFrom(body) };
}

function askedAnswer(question: ForeseenQuestion) {
  const { selection, amend } = 'takesBack' in question ? question.takesBack : question;
  const does = amend === undefined ? 'void' : 'amend';
  return {
    ...('takesBack' in question
      ? { does: 'take-back' as const, takesBack: question.takesBack.id }
      : ({ does } as const)),
    ...selectionAnswer(selection),
    ...(amend === undefined ? {} : { amend: amendAnswer(amend) }),
  };
}

const usageAnswer = ({ subject, meter, month, before, after }: ForeseenUsage): UsageChange => ({
  ...{ subject, meter, period: rfc3339(month.start).slice(0, 7) },
  ...definedOnly({
    before: before === undefined ? undefined : decimalText(before),
    after: after === undefined ? undefined : decimalText(after),
    difference:
      before === undefined || after === undefined
        ? undefined
        : decimalText(decimalOf(after - before)),
  }),
});

function monthAnswer({
  customer,
  month,
  bills,
  closedBy,
  events,
  comesTo,
}: ForeseenMonth): MonthChange {
  const place = {
    ...{ customer, period: month, bills },
    ...(closedBy === undefined
      ? {}
      : { closedBy: { id: closedBy.id, ...definedOnly({ number: closedBy.number }) } }),
    events,
  };
  if ('unpriced' in comesTo) return { ...place, unpriced: comesTo.unpriced };
  const { currency, before, after } = comesTo;
  return {
    ...place,
    currency,
    before: exactText(before),
    after: exactText(after),
    difference: exactText(exactOf(after - before)),
  };
}
