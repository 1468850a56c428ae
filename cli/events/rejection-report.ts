import { counted, grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { SendTally } from './sender.ts';

const rejectionsShown = 10;

/** What was rejected and why, for people; empty when nothing was. */
export function rejectionReport({ rejected, rejectedByCode, rejections }: SendTally): string {
  if (rejected === 0) return '';
  const reasons = table(
    [{ title: 'events', align: 'right' }, { title: 'code' }],
    [...rejectedByCode].map(([code, count]) => [grouped(count), code]),
  );
  const shown = rejections
    .toSorted((a, b) => a.line - b.line)
    .slice(0, rejectionsShown)
    .map(({ line, detail, code }) => `  line ${line}: ${printable(detail)} (${code})\n`);
  const more = rejected > shown.length ? `  … and ${grouped(rejected - shown.length)} more\n` : '';
  return `${counted(rejected, 'event')} rejected:\n\n${reasons}\n${shown.join('')}${more}`;
}
