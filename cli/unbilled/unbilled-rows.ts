import type { Api } from '../http/api.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';

/** Why usage is in no invoice, in the order in which it is shown. */
export const unbilledReasons = [
  'no-payer',
  'no-plan',
  'no-charge',
  'too-late',
  'unreadable',
  'waiting',
];

/** What of a month's usage is in no invoice, by reason, subject, customer and meter. */
export async function unbilledRows(api: Api, period: string): Promise<readonly JsonObject[]> {
  const list = { path: '/v1/unbilled', member: 'rows', query: { period } };
  const { items } = await wholeList(api, list);
  const text = (row: JsonObject, name: string): string => textAt(row, name) ?? '';
  const place = (row: JsonObject): number => unbilledReasons.indexOf(text(row, 'reason'));
  const members = ['subject', 'customer', 'meter'];
  return items.toSorted(
    (a, b) =>
      [
        place(a) - place(b),
        ...members.map((name) => text(a, name).localeCompare(text(b, name))),
      ].find((order) => order !== 0) ?? 0,
  );
}
