import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * 10,000 real requests to a web site in May 2015; not in the repository, so that tests skip aloud where it is absent.
 */
export const realLogFile = resolve(import.meta.dirname, '../../../../shared/data/apache_logs.log');
export const hasRealLog = existsSync(realLogFile);
export const skippedAloud = hasRealLog
  ? ''
  : ' (skipped: ../shared/data/apache_logs.log is absent)';

/** Counts by type, by subject and by day, made without any code of the importer. */
export interface IndependentCount {
  readonly byType: Record<string, number>;
  readonly viewsBySubject: Record<string, number>;
  /** Days begin at midnight, `hoursWest` of Greenwich. */
  readonly viewsByDay: (hoursWest: number) => Record<string, number>;
  readonly downloadBytes: number;
}

const downloads = new Set(
  'pdf zip gz tgz bz2 xz tar rpm deb jar exe msi dmg iso bin mp3 ogg wav flac mp4 mpg mpeg avi mov webm csv xls xlsx doc docx ppt pptx ps epub'.split(
    ' ',
  ),
);
const pages = new Set('html htm php txt md'.split(' '));

/** A request that counts. */
interface Request {
  readonly subject: string;
  readonly type: 'view' | 'download' | 'api.call';
  readonly bytes: number;
  readonly at: number;
}

/** Every request of the file that counts, in its order. */
export const realRequests = (): readonly Request[] =>
  readFileSync(realLogFile, 'latin1').split('\n').flatMap(requestIn);

export function independentCount(): IndependentCount {
  const requests = realRequests();
  const views = requests.filter(({ type }) => type === 'view');
  return {
    byType: tally(requests.map(({ type }) => type)),
    downloadBytes: requests
      .filter(({ type }) => type === 'download')
      .reduce((sum, { bytes }) => sum + bytes, 0),
    viewsBySubject: tally(views.map(({ subject }) => subject)),
    viewsByDay: (hoursWest) =>
      tally(views.map(({ at }) => new Date(at - hoursWest * 3_600_000).toISOString().slice(0, 10))),
  };
}

/** The request of a line that counts, or nothing. */
function requestIn(line: string): Request[] {
  const [subject = '', , , time = ''] = line.split(' ');
  const [, request = '', outcome = ''] = line.split('"');
  const [method = '', target = ''] = request.split(' ');
  const [status = '', bytes = ''] = outcome.trim().split(' ');
  const isDelivered = status.startsWith('2') || status === '304';
  const type = typeOf(method, target);
  if (!isDelivered || type === undefined) return [];
  const [date = '', ...clock] = time.slice(1).split(':');
  const at = Date.parse(`${date.replaceAll('/', ' ')} ${clock.join(':')} UTC`);
  return [{ subject, type, at, bytes: bytes === '-' ? 0 : Number(bytes) }];
}

function typeOf(method: string, target: string): Request['type'] | undefined {
  if (method === 'HEAD' || method === 'OPTIONS') return undefined;
  const path = target.split('?')[0] ?? '';
  if (path.startsWith('/api/') || method !== 'GET') return 'api.call';
  const file = path.slice(path.lastIndexOf('/') + 1);
  const ending = file.includes('.') ? file.slice(file.lastIndexOf('.') + 1).toLowerCase() : '';
  if (downloads.has(ending)) return 'download';
  return ending === '' || pages.has(ending) ? 'view' : undefined;
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
