import { type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { counted, grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';

/** How a job stands, for people. */
export function backfillReport(job: JsonObject): string {
  const name = textAt(job, 'name') ?? '';
  const [accepted, repeated] = [numberAt(job, 'accepted') ?? 0, numberAt(job, 'repeated') ?? 0];
  const underWay = numberAt(job, 'underWay') ?? 0;
  const unanswered = numberAt(job, 'unanswered') ?? 0;
  const isDry = job['dryRun'] === true;
  const parts = [
    `${counted(accepted, 'event')} ${isDry ? 'would be written' : 'written'}`,
    ...(repeated === 0 ? [] : [`${grouped(repeated)} there already`]),
    ...listAt(job, 'refused').map(
      (one) => `${grouped(numberAt(one, 'events') ?? 0)} refused (${textAt(one, 'code') ?? ''})`,
    ),
    ...(underWay === 0 ? [] : [`${grouped(underWay)} under way: send them again`]),
    ...(unanswered === 0 ? [] : [`${grouped(unanswered)} never answered, and not there`]),
  ];
  const kind = `${textAt(job, 'billing') ?? ''}, ${textAt(job, 'status') ?? ''}`;
  const head = `${printable(name)} (${kind}): ${parts.join(', ')}\n`;
  const months = listAt(job, 'months');
  return months.length === 0 ? head : `${head}\n${monthsTable(months)}`;
}

const said: Readonly<Record<string, string>> = {
  billed: 'billed, of closed months as an adjustment',
  listed: 'too late to be billed: see farthing unbilled',
  never: 'never billed',
};

function monthsTable(months: readonly unknown[]): string {
  const columns = [
    { title: 'month' },
    { title: 'written', align: 'right' },
    { title: 'there already', align: 'right' },
    { title: 'and is' },
  ] as const;
  return table(
    columns,
    months.map((one) => [
      textAt(one, 'month') ?? '',
      grouped(numberAt(one, 'accepted') ?? 0),
      grouped(numberAt(one, 'repeated') ?? 0),
      said[textAt(one, 'outcome') ?? ''] ?? '',
    ]),
  );
}
