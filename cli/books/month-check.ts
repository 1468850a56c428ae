import type { Api } from '../http/api.ts';
import { type JsonObject, numberAt, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { textOfUnits, unitsOf } from '../output/decimals.ts';
import { counted } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import { unbilledRows } from '../unbilled/unbilled-rows.ts';

/** As it was agreed, or told of by the run that waits. */
const unremarkable: readonly (string | undefined)[] = ['no-charge', 'waiting'];

/** What of a month's usage is in no invoice, will be in none by itself, and was left so by nobody. */
async function leftUnbilled(api: Api, period: string): Promise<readonly JsonObject[]> {
  const rows = await unbilledRows(api, period);
  return rows.filter(
    (row) => row['accepted'] === undefined && !unremarkable.includes(textAt(row, 'reason')),
  );
}

/** What of a month the sums do not account for, in 1e-12. */
interface Unaccounted {
  readonly meter: string;
  readonly used: bigint;
  readonly accounted: bigint;
}

/** Twice, as usage may come while it is added up: what both times was found alike. */
async function unaccountedFor(api: Api, period: string): Promise<readonly Unaccounted[]> {
  const first = await lookAtSums(api, period);
  if (first.length === 0) return [];
  const again = await lookAtSums(api, period);
  const isKnown = ({ meter, used, accounted }: Unaccounted): boolean =>
    first.some((one) => one.meter === meter && one.used - one.accounted === used - accounted);
  return again.filter(isKnown);
}

async function lookAtSums(api: Api, period: string): Promise<readonly Unaccounted[]> {
  const { items } = await wholeList(api, {
    path: '/v1/unbilled/sums',
    member: 'sums',
    query: { period },
  });
  const byMeter = Map.groupBy(items, (sums) => textAt(sums, 'meter') ?? '');
  return [...byMeter]
    .map(([meter, pages]) => ({
      meter,
      used: sumOf(pages, ['used']),
      accounted: sumOf(pages, ['billed', 'toBill', 'listed']),
    }))
    .filter(({ used, accounted }) => used !== accounted);
}

const sumOf = (pages: readonly JsonObject[], members: readonly string[]): bigint =>
  pages
    .flatMap((page) => members.map((member) => unitsOf(textAt(page, member))))
    .reduce((sum, one) => sum + one, 0n);

/** Whether all usage of a month is billed, or left so by a person, and whether the sums say so, too. */
export async function monthCheck(
  api: Api,
  period: string,
): Promise<{ readonly found: number; readonly json: JsonObject; readonly report: string }> {
  const unbilled = await leftUnbilled(api, period);
  const unaccounted = await unaccountedFor(api, period);
  return {
    found: unbilled.length + unaccounted.length,
    json: {
      unbilled,
      unaccounted: unaccounted.map(({ meter, used, accounted }) => ({
        ...{ meter, used: textOfUnits(used), accounted: textOfUnits(accounted) },
      })),
    },
    report: `${unbilledReport(unbilled, period)}${unaccountedReport(unaccounted, period)}`,
  };
}

function unaccountedReport(found: readonly Unaccounted[], period: string): string {
  if (found.length === 0) return `${period}: what was used is what is billed and listed\n`;
  const lines = found.map(
    ({ meter, used, accounted }) =>
      `${period}: ${textOfUnits(used)} ${meter} used, and ${textOfUnits(accounted)} billed, about to be, or listed: report this`,
  );
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function unbilledReport(rows: readonly JsonObject[], period: string): string {
  if (rows.length === 0) return `${period}: all usage is billed, about to be, or left so\n`;
  const lines = rows.map((row) => printable(unbilledLine(row)));
  const count = counted(rows.length, 'row');
  return `${lines.join('\n')}\n${period}: ${count} not billed, and accepted by nobody: see farthing unbilled --period ${period}\n`;
}

function unbilledLine(row: JsonObject): string {
  const text = (name: string) => textAt(row, name) ?? '';
  const place = textAt(row, 'subject') ?? text('customer');
  // Of what cannot be read, the quantity is nothing.
  const events = counted(numberAt(row, 'events') ?? 0, 'event');
  const amount = text('reason') === 'unreadable' ? `${events} of` : text('quantity');
  return `${text('reason')}: ${amount} ${text('meter')} of ${place}`;
}
