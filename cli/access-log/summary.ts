import { rejectionReport } from '../events/rejection-report.ts';
import type { SendTally } from '../events/sender.ts';
import { counted, grouped } from '../output/numbers.ts';
import { table } from '../output/table.ts';
import { skipReasons } from './outcome.ts';
import { isUnreadable, type LogTally } from './read-log.ts';
import { requestTypes } from './request.ts';

/** What an import did, for programs. */
export const importAnswer = (log: LogTally, sent: SendTally | undefined) => ({
  lines: log.lines,
  events: log.events,
  eventsByType: log.eventsByType,
  skipped: log.skipped,
  malformed: log.malformed,
  malformedLines: log.malformedLines,
  earliest: log.earliest === undefined ? null : new Date(log.earliest).toISOString(),
  latest: log.latest === undefined ? null : new Date(log.latest).toISOString(),
  ...(sent === undefined
    ? {}
    : {
        accepted: sent.accepted,
        rejected: sent.rejected,
        rejectedByCode: Object.fromEntries(sent.rejectedByCode),
        rejections: sent.rejections,
      }),
});

/** What an import did, for people. */
export function importReport(log: LogTally, sent: SendTally | undefined): string {
  const types = requestTypes
    .filter((type) => log.eventsByType[type] > 0)
    .map((type) => [type, grouped(log.eventsByType[type])]);
  const skipped = skipReasons
    .filter((reason) => log.skipped[reason] > 0)
    .map((reason) => [`skipped: ${reason}`, grouped(log.skipped[reason])]);
  const malformed = log.malformed === 0 ? [] : [['malformed', grouped(log.malformed)]];
  const rows = [...types, ...skipped, ...malformed, ['all lines', grouped(log.lines)]];
  return [
    table([{ title: 'what' }, { title: 'lines', align: 'right' }], rows),
    malformedReport(log),
    isUnreadable(log)
      ? 'no line could be read: say with --format what the lines are, as the server’s own format string or by name\n'
      : '',
    log.skipped['further range of a download'] === 0
      ? ''
      : 'ranges of one file (206) were counted once per client, path and day; --ranges counts each\n',
    openEndReport(log),
    sent === undefined
      ? `nothing was sent; ${counted(log.events, 'event')} would be\n`
      : `${counted(sent.accepted, 'event')} accepted; any that were there already count once\n`,
    sent === undefined ? '' : rejectionReport(sent),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function malformedReport({ malformed, malformedLines }: LogTally): string {
  if (malformed === 0) return '';
  const lines = malformedLines.map(
    ({ line, problem, text }) => `  line ${line}: ${problem}\n    ${text}\n`,
  );
  const more =
    malformed > lines.length ? `  … and ${grouped(malformed - lines.length)} more\n` : '';
  return `${counted(malformed, 'malformed line')}:\n${lines.join('')}${more}`;
}

const openEndReport = ({ isOpenEnded }: LogTally): string =>
  isOpenEnded
    ? 'the last line has no line end: if the log is still being written, import it after it has been rotated\n'
    : '';
