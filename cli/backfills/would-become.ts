import type { Api } from '../http/api.ts';
import { type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { textOfUnits, unitsOf } from '../output/decimals.ts';
import { grouped } from '../output/numbers.ts';
import { table } from '../output/table.ts';
import { usageOf } from '../usage/query.ts';

/** What usage of a month would become; decimals are texts, left out where quantities do not add up. */
interface WouldBecome {
  readonly month: string;
  readonly meter: string;
  readonly events: number;
  readonly now?: string;
  readonly adds?: string;
  readonly becomes?: string;
}

/** As many questions as that: of more, only what would be added is said. */
const LOOKED_UP_MAX = 60;
const AT_ONCE = 6;

/** What a dry run would add, with what there is of it, the first months first. */
export async function wouldBecome(api: Api, job: JsonObject): Promise<readonly WouldBecome[]> {
  const informational = textAt(job, 'billing') === 'informational';
  const additions = listAt(job, 'additions');
  const found: WouldBecome[] = [];
  for (let from = 0; from < additions.length; from += AT_ONCE) {
    const some = additions.slice(from, from + AT_ONCE);
    const rows = some.map(async (one, index) => {
      const [month = '', meter = ''] = [textAt(one, 'month'), textAt(one, 'meter')];
      const place = { month, meter, events: numberAt(one, 'events') ?? 0 };
      const adds = textAt(one, 'adds');
      if (adds === undefined) return place;
      if (from + index >= LOOKED_UP_MAX) return { ...place, adds };
      const now = await usageIn(api, { month, meter, informational });
      return { ...place, now, adds, becomes: textOfUnits(unitsOf(now) + unitsOf(adds)) };
    });
    found.push(...(await Promise.all(rows)));
  }
  return found;
}

async function usageIn(
  api: Api,
  of: { readonly month: string; readonly meter: string; readonly informational: boolean },
): Promise<string> {
  const { month, meter, informational } = of;
  const { rows } = await usageOf(api, {
    ...{ meter, from: month, to: nextMonth(month) },
    ...(informational ? { informational: 'true' } : {}),
  });
  return rows[0]?.value ?? '0';
}

const nextMonth = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 7);
};

export function wouldBecomeTable(rows: readonly WouldBecome[]): string {
  if (rows.length === 0) return '';
  const columns = [
    { title: 'month' },
    { title: 'meter' },
    { title: 'events', align: 'right' },
    { title: 'is', align: 'right' },
    { title: 'adds', align: 'right' },
    { title: 'would be', align: 'right' },
  ] as const;
  return table(
    columns,
    rows.map(({ month, meter, events, now = '', adds = '', becomes = '' }) => [
      ...[month, meter, grouped(events)],
      ...[now, adds, becomes].map((text) => (text === '' ? '' : grouped(text))),
    ]),
  );
}
