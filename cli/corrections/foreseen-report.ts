import { type JsonObject, numberAt, textAt } from '../http/json.ts';
import { itemsOf } from '../http/pages.ts';
import { counted, grouped } from '../output/numbers.ts';
import { table } from '../output/table.ts';
import type { ItemColumn } from '../show.ts';

const usageColumns: readonly ItemColumn[] = [
  { title: 'subject', cell: (one) => textAt(one, 'subject') ?? '' },
  { title: 'meter', cell: (one) => textAt(one, 'meter') ?? '' },
  { title: 'month', cell: (one) => textAt(one, 'period') ?? '' },
  { title: 'before', align: 'right', cell: (one) => figure(one, 'before', 'none') },
  { title: 'after', align: 'right', cell: (one) => figure(one, 'after', 'none') },
  { title: 'difference', align: 'right', cell: (one) => figure(one, 'difference') },
];

const monthColumns: readonly ItemColumn[] = [
  { title: 'customer', cell: (one) => textAt(one, 'customer') ?? '' },
  { title: 'month', cell: (one) => textAt(one, 'period') ?? '' },
  { title: 'billed by', cell: billedBy },
  { title: 'before', align: 'right', cell: (one) => figure(one, 'before') },
  { title: 'after', align: 'right', cell: (one) => figure(one, 'after') },
  { title: 'difference', align: 'right', cell: (one) => figure(one, 'difference') },
  { title: '', cell: (one) => textAt(one, 'currency') ?? textAt(one, 'unpriced') ?? '' },
];

/** A number with separators; `none` where there is none. */
function figure(one: JsonObject, member: string, none = ''): string {
  const value = textAt(one, member);
  return value === undefined ? none : grouped(value);
}

/** What says the change to the payer, and beside what. */
function billedBy(one: JsonObject): string {
  const closedBy = one['closedBy'];
  const document = textAt(closedBy, 'number') ?? textAt(closedBy, 'id');
  const bills = textAt(one, 'bills') ?? '';
  return document === undefined ? bills : `${bills}, after ${document}`;
}

/** What a correction would do, as people read it; the last line says how to do it. */
export function foreseenReport(body: JsonObject): string {
  const left = ['already', 'charged', 'unchanged', 'settled'] as const;
  const reasons = left.flatMap((reason) => {
    const count = numberAt(body, reason) ?? 0;
    return count === 0 ? [] : [`${count} ${words[reason]}`];
  });
  const upTo = textAt(body, 'upTo');
  const isBack = textAt(body, 'does') === 'take-back';
  const events = counted(numberAt(body, 'corrects') ?? 0, 'event');
  return [
    isBack ? `would let ${events} count as before\n` : `would correct ${events}\n`,
    reasons.length === 0 ? '' : `left as they are: ${reasons.join(', ')}\n`,
    upTo === undefined
      ? ''
      : `there are more: all below is of events before ${upTo}; ask for a shorter period to see all\n`,
    listed(body, { member: 'usage', noun: 'usage' }, usageColumns),
    listed(body, { member: 'months', noun: 'months of payers' }, monthColumns),
    ...unseen(body),
    'nothing was done: the same without --dry-run does it\n',
  ].join('');
}

const words = {
  already: 'corrected by another correction',
  charged: 'of charges and captures',
  unchanged: 'that say so already',
  settled: 'of levels that later months may stand on',
} as const;

function listed(
  body: JsonObject,
  { member, noun }: { readonly member: 'usage' | 'months'; readonly noun: string },
  columns: readonly ItemColumn[],
): string {
  const items = itemsOf(body, member);
  if (items.length === 0) return '';
  const total = numberAt(body, `${member}Total`) ?? items.length;
  const more = total > items.length ? `the first ${items.length} of ${total}\n` : '';
  const rows = items.map((item) => columns.map(({ cell }) => cell(item)));
  return `\n${noun}\n${table(columns, rows)}${more}`;
}

function unseen(body: JsonObject): readonly string[] {
  const nobody = numberAt(body, 'withoutPayer') ?? 0;
  const others = numberAt(body, 'ofOthers') ?? 0;
  return [
    '\n',
    nobody === 0 ? '' : `${counted(nobody, 'event')} that nobody is billed for\n`,
    others === 0 ? '' : `${counted(others, 'event')} of payers that are not shown\n`,
  ];
}
