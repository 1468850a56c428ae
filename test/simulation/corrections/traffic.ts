import type { Month } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { NamedEvent, Selection } from '../../../core/metering/corrections/selection.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { aUsageEvent } from '../../fixtures/usage-events.ts';
import type { Dice } from '../dice.ts';
import { countedAs, type LoggedEntry } from './recount.ts';
import { months, subjects } from './setting.ts';

const CORRECTIONS = 'urn:farthing:corrections';

/** Trailing windows of the next month's first days reach back to the last one. */
const days = ['02', '10', '28'] as const;

/** Something of a month: few minutes, so that logs have several, and sessions have several events. */
export function someEvent(
  dice: Dice,
  { month, id }: { readonly month: Month; readonly id: string },
): UsageEvent {
  const [at] = dice.shuffled(['10:00:00', '10:00:30', '10:40:00', '11:05:00']);
  const day = dice.pick(days);
  return aUsageEvent({
    id,
    type: dice.pick(['view', 'load']),
    subject: dice.pick(subjects),
    occurredAt: timestampOf(Date.parse(`${month}-${day}T${at ?? ''}Z`)),
    data: JSON.stringify({ n: dice.between(1, 9), region: dice.pick(['eu', 'us']) }),
  });
}

/** Events, or what some were amended to. */
export function namedSome(dice: Dice, entries: readonly LoggedEntry[]): Selection | undefined {
  const all = entries.filter(({ said }) => said === undefined || said.kind === 'amend');
  const events = dice
    .shuffled(all)
    .slice(0, dice.between(1, 2))
    .map(
      ({ event: { source, id, subject, occurredAt } }): NamedEvent => ({
        ...{ source, id, subject, time: occurredAt },
      }),
    );
  return events.length === 0 ? undefined : { events };
}

/** A filter over what was used of a month so far. */
export function filterOf(dice: Dice, month: Month): Selection {
  const [own = month] = dice.shuffled(months.filter((one) => one <= month));
  const day = dice.pick(days);
  const period = {
    start: timestampOf(Date.parse(`${own}-${day}T10:00:00Z`)),
    end: timestampOf(Date.parse(`${own}-${day}T12:00:00Z`)),
  };
  const region = { data: { region: [dice.pick(['eu', 'us'])] } };
  const where = dice.pick([
    { type: 'view' },
    { type: 'load' },
    { source: CORRECTIONS },
    { source: 'urn:magazine', ...region },
    { subjects: [dice.pick(subjects)] },
    { meter: 'bytes' },
  ]);
  return { where: { ...where, period } };
}

/** Events that count as they were sent, and that a filter fits. */
export function suitedBy(
  selection: Selection,
  entries: readonly LoggedEntry[],
): readonly UsageEvent[] {
  if ('events' in selection) return [];
  const { period, type, source, subjects: some, data, meter } = selection.where;
  return entries.flatMap((entry) => {
    const { event } = entry;
    if (entry.said !== undefined || countedAs(entry, entries)?.data !== event.data) return [];
    const { region } = JSON.parse(event.data ?? '{}') as { region?: string };
    const fits = [
      period.start <= event.occurredAt && event.occurredAt < period.end,
      type === undefined || type === event.type,
      source === undefined || source === event.source,
      some === undefined || some.includes(event.subject),
      data === undefined || data['region']?.[0] === region,
      meter === undefined || event.type === 'load',
    ];
    return fits.every(Boolean) ? [event] : [];
  });
}
