import { cpus } from 'node:os';
import { comparisonReport } from './compared.ts';
import { earningsPart } from './earnings.ts';
import { erasurePart } from './erasure.ts';
import { eventLeavesPart } from './event-leaves.ts';
import { breakEvenPart, frontsPart } from './front-report.ts';
import { gatePart } from './gate-report.ts';
import { logPart } from './log-report.ts';
import { monthPart } from './month-model.ts';
import type { Results } from './results.ts';
import { spendPart } from './spend-report.ts';
import { targetsPart } from './targets.ts';
import { tenantsPart } from './tenants-report.ts';
import { transparencyPart } from './transparency.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fixed = (value: number, places: number): string => value.toFixed(places);

/** The results as Markdown, each part with the command that measures it again. */
export function reportOf(results: Results): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`;
  return [
    '# What was measured\n',
    `Written by \`npm run bench\` on ${results.date}: ${machine}. The load generator, the runtime, its functions and the engines under them share the cores; compare figures of one run, not of two. \`npm run bench -- --against COMMIT\` measures a commit and this tree in turn, in one run.\n`,
    ...targetsPart(results),
    ...comparisonPart(results),
    ...speedPart(results),
    ...postgresPart(results),
    ...frontsPart(results.fronts),
    ...tenantsPart(results.tenants),
    ...freshnessPart(results),
    ...costPart(results),
    ...logPart(results.log),
    ...billingPart(results),
    ...monthPart(results.month),
    ...repeatsPart(results),
    ...readsPart(results),
    ...erasurePart(results.erasure),
    ...earningsPart(results.earnings),
    ...spendPart(results.spend),
    ...gatePart(results.gate),
    ...transparencyPart(results.transparency),
    ...eventLeavesPart(results.leaves),
  ].join('\n');
}

const comparisonPart = ({ comparison }: Results): string[] =>
  comparison === undefined
    ? []
    : [
        `## Beside ${comparison.commit} (\`npm run bench -- --against ${comparison.commit}\`)\n`,
        comparisonReport(comparison),
      ];

function speedPart({ speed }: Results): string[] {
  if (speed === undefined) return [];
  return [
    '## Speed: HTTP to usage log (`npm run bench -- speed`)\n',
    '| events a request | events | events/s into the log | requests/s | p50 ms | p99 ms |',
    '|--:|--:|--:|--:|--:|--:|',
    ...speed.map(
      (row) =>
        `| ${row.eventsPerRequest} | ${whole.format(row.events)} | ${whole.format(row.eventsPerSecond)} | ${whole.format(row.acceptedPerSecond / row.eventsPerRequest)} | ${fixed(row.latencyMsP50, 1)} | ${fixed(row.latencyMsP99, 1)} |`,
    ),
    '',
    'From the first request until the events queue is empty; then the events in the log are counted, and the run fails unless every one is there once. The events window is 1 s, all else as deployed.\n',
  ];
}

function postgresPart({ postgres }: Results): string[] {
  if (postgres === undefined) return [];
  const { ours, theirs } = postgres;
  return [
    '## Ingest beside Postgres (`npm run bench -- postgres`)\n',
    'In turn, events/s: 500 events a request over HTTP into the usage log; and a Postgres 15 table of events with the indexes Lago has (two clients, inserts of 500 rows, synchronous_commit off, no HTTP in front).\n',
    '| round | into the log | Postgres |',
    '|--:|--:|--:|',
    ...ours.map(
      (each, round) =>
        `| ${round + 1} | ${whole.format(each)} | ${whole.format(theirs[round] ?? Number.NaN)} |`,
    ),
    '',
  ];
}

function freshnessPart({ freshness }: Results): string[] {
  if (freshness === undefined) return [];
  return [
    '## Freshness: accepted to visible (`npm run bench -- freshness`)\n',
    `Local settings: median ${fixed(freshness.median / 1000, 1)} s, worst ${fixed(freshness.worst / 1000, 1)} s. On AWS the default windows add up to 52 s (docs/settings.md).\n`,
  ];
}

function costPart({ cost }: Results): string[] {
  if (cost === undefined) return [];
  const dollars = (value: number): string => `$${fixed(value, 4)}`;
  return [
    '## Cost of a million events (`npm run bench -- cost`)\n',
    'A stream of 1,000 events/s of 300 bytes and 10,000 customers (Zipf 1.1), played in real time into a stack with the settings of a deployment. The calls that it made are counted (requests, 64 KB units of SQS, capacity units by item size, Lambda time) and priced with `bench/prices.ts`; a local processor-second is charged as one of Lambda (1,769 MB). With one event a request this machine falls behind 1,000 requests a second, so receives are emptier, and refreshes more, than they would be.\n',
    '| events a request | front | HTTP API | Lambda requests | Lambda time | SQS | DynamoDB writes | DynamoDB reads | **total** |',
    '|--:|---|--:|--:|--:|--:|--:|--:|--:|',
    ...cost.map(
      ({ eventsPerRequest, front, perMillion: part, totalPerMillion }) =>
        `| ${eventsPerRequest} | \`${front}\` | ${[part.httpApi, part.lambdaRequests, part.lambdaTime, part.sqs, part.dynamoDbWrites, part.dynamoDbReads].map(dollars).join(' | ')} | **${dollars(totalPerMillion)}** |`,
    ),
    '',
    ...breakEvenPart(cost),
    '| events a request | front | write units an event: usage log | totals | both | events a block | bytes an event |',
    '|--:|---|--:|--:|--:|--:|--:|',
    ...cost.map(
      ({
        eventsPerRequest,
        front,
        writeUnits: { usageLog, totals },
        eventsPerBlock,
        bytesPerEvent,
      }) =>
        `| ${eventsPerRequest} | \`${front}\` | ${fixed(usageLog, 4)} | ${fixed(totals, 4)} | ${fixed(usageLog + totals, 4)} | ${whole.format(eventsPerBlock)} | ${fixed(bytesPerEvent, 1)} |`,
    ),
    '',
  ];
}

function billingPart({ billing }: Results): string[] {
  if (billing === undefined) return [];
  const dollars = (value: number): string => `$${fixed(value, 2)}`;
  return [
    '## Billing a month (`npm run bench -- billing`)\n',
    'Each customer has a profile, usage of three meters on two days of a month, a plan with three charges and a fee, and gets one invoice a month. Of months in a row the last is measured: from the third on, late usage of two closed ones is looked for. An invoice is stored as PDF, CSV, UBL and JSON. From `POST /v1/billing-runs` on: the month is looked through and recounted from its log; months are closed, while documents are drawn beside; the rest of the documents is drawn. Priced as above; S3 by the request.\n',
    '| customers | months | checked s | closed s | stored s | **invoices/s to the last closed** | ms a month in RunBilling | ms in StoreDocuments | write units | refused puts | read units | requests | objects put |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...billing.map(
      ({
        customers,
        months,
        checkedSeconds,
        closedSeconds,
        storedSeconds,
        invoicesPerSecond,
        each,
      }) =>
        `| ${whole.format(customers)} | ${months} | ${fixed(checkedSeconds, 1)} | ${fixed(closedSeconds, 1)} | ${fixed(storedSeconds, 1)} | **${fixed(invoicesPerSecond, 1)}** | ${[each.closeMs, each.storeMs, each.writeUnits, each.refusedPuts, each.readUnits, each.requests, each.objects].map((value) => fixed(value, 1)).join(' | ')} |`,
    ),
    '',
    '| customers | Lambda requests | Lambda time | SQS | DynamoDB writes | DynamoDB reads | S3 | **100,000 invoices** |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...billing.map(
      ({ customers, per100000: part, totalPer100000 }) =>
        `| ${whole.format(customers)} | ${[part.lambdaRequests, part.lambdaTime, part.sqs, part.dynamoDbWrites, part.dynamoDbReads, part.s3].map(dollars).join(' | ')} | **${dollars(totalPer100000)}** |`,
    ),
    '',
  ];
}

function readsPart({ reads }: Results): string[] {
  if (reads === undefined) return [];
  return [
    '## Usage of a month by days (`npm run bench -- reads`)\n',
    'In turn from the hours, as it was, from rollups, and from Postgres where there is one, with the indexes Lago has. Ours: the core on stores in memory, read units counted by item size, no network; Postgres: by psql, all in its memory. 10,000 subjects.\n',
    '| usage of | from | p50 ms | p99 ms | p50 ms of processor | read units | times Postgres |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...reads.map((row) => {
      const beside = reads.find(
        ({ question, from }) => question === row.question && from === 'Postgres',
      );
      const times = beside === undefined ? undefined : row.msP50 / beside.msP50;
      const cells = [row.cpuMsP50, row.readUnits, times];
      const shown = cells.map((value) => (value === undefined ? '' : fixed(value, 1)));
      return `| ${row.question} | ${row.from} | ${fixed(row.msP50, 1)} | ${fixed(row.msP99, 1)} | ${shown.join(' | ')} |`;
    }),
    '',
  ];
}

function repeatsPart({ repeats }: Results): string[] {
  if (repeats === undefined) return [];
  return [
    '## Identities that came again (`npm run bench -- repeats`)\n',
    'A run compares the identities of its month and of the 35 days before it. Units are counted by item size, for each event of the month. The second three runs hold a tenth of a month in memory, as a month of 40,000,000 events would.\n',
    '| run | events a month | held at once | messages | **write units an event** | read units an event | ms a million events |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...repeats.map(
      (row) =>
        `| ${row.run} | ${whole.format(row.events)} | ${whole.format(row.tracesMax)} | ${row.messages} | **${fixed(row.writeUnits, 4)}** | ${fixed(row.readUnits, 4)} | ${whole.format(row.msPerMillion)} |`,
    ),
    '',
  ];
}
