import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { type JsonObject, listAt, textAt } from '../http/json.ts';
import { getting, itemsOf, pagesFrom } from '../http/pages.ts';
import { table } from '../output/table.ts';
import type { Session } from '../session.ts';
import type { ItemColumn } from '../show.ts';
import { aTime, timeForms } from '../times.ts';

interface EventsOptions {
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: string;
}

const LIMIT = '100';
const PER_PAGE_MAX = 500;

const columns: readonly ItemColumn[] = [
  { title: 'time', cell: (event) => textAt(event, 'time') ?? '' },
  { title: 'subject', cell: (event) => textAt(event, 'subject') ?? '' },
  { title: 'type', cell: (event) => textAt(event, 'type') ?? '' },
  { title: 'source', cell: (event) => textAt(event, 'source') ?? '' },
  { title: 'id', cell: (event) => textAt(event, 'id') ?? '' },
  { title: 'status', cell: (event) => textAt(event, 'status') ?? '' },
  { title: 'by, or why', cell: becauseOf },
];

export function addEventsCommand({ program, run }: CommandLine): void {
  program
    .command('events')
    .description('The last events, and what became of each: counted, not billed, or in quarantine')
    .option('--subject <key>', 'of one subject only')
    .option(
      '--from <time>',
      `the first instant, at most a day before the last: ${timeForms}`,
      aTime,
    )
    .option('--to <time>', 'the first instant after (default: now)', aTime)
    .option('--limit <count>', 'so many at most, the last first', LIMIT)
    .action(run(async (session, options: EventsOptions) => showEvents(session, options)));
}

async function showEvents(session: Session, options: EventsOptions): Promise<number> {
  const { limit: text, subject, from, to } = options;
  const limit = /^[1-9]\d{0,5}$/.test(text) ? Number.parseInt(text, 10) : undefined;
  if (limit === undefined) throw usageFailure('--limit: give a whole number from 1 on');
  const query = { subject, from, to, limit: String(Math.min(limit, PER_PAGE_MAX)) };
  const events: JsonObject[] = [];
  let isPartial = false;
  for await (const page of pagesFrom(session.api(), getting('/v1/events', query))) {
    events.push(...itemsOf(page, 'events'));
    isPartial ||= page['quarantinePartial'] === true;
    if (events.length >= limit) break;
  }
  const shown = events.slice(0, limit);
  if (session.isJson) {
    session.printJson({ events: shown, ...(isPartial ? { quarantinePartial: true } : {}) });
    return exitCode.ok;
  }
  if (shown.length === 0)
    session.shell.out(
      'no events then: those that wait in a queue come within seconds, and --from asks for another day\n',
    );
  else {
    const rows = shown.map((event) => columns.map(({ cell }) => cell(event)));
    session.shell.out(table(columns, rows));
  }
  if (isPartial) {
    session.shell.err(
      'quarantine has too many entries to look at all: see farthing quarantine list\n',
    );
  }
  return exitCode.ok;
}

/** What counted it, with why that is not billed; or why nothing did. */
function becauseOf(event: JsonObject): string {
  const entry = event['quarantine'];
  const meters = listAt(event, 'meters').map((meter) => {
    const why = textAt(meter, 'unbilled');
    return `${textAt(meter, 'meter') ?? ''}${why === undefined ? '' : ` (${why})`}`;
  });
  const isNever = textAt(event, 'reason') === 'informational';
  if (meters.length > 0) return `${meters.join(', ')}${isNever ? ' (informational)' : ''}`;
  const by = textAt(event, 'correction');
  if (by !== undefined)
    return event['reason'] === 'corrects' ? `says correction ${by}` : `corrected by ${by}`;
  if (entry === undefined) return textAt(event, 'reason') ?? '';
  const status = textAt(entry, 'status') ?? '';
  return `${textAt(entry, 'reason') ?? ''}${status === 'open' ? '' : `, ${status}`}`;
}
