import type { Cost } from './cost.ts';
import { type Front, type FrontSpeed, frontConnections, fronts } from './fronts.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The two fronts side by side, and how many times the first the second is. */
export function frontsPart(rows: readonly FrontSpeed[] | undefined): string[] {
  if (rows === undefined) return [];
  const of = (front: Front, figure: (row: FrontSpeed) => number): number =>
    median(rows.filter((row) => row.front === front).map(figure));
  const accepted = (row: FrontSpeed): number => row.acceptedPerSecond;
  const ratio = of('web-function', accepted) / of('http-api', accepted);
  return [
    '## Two fronts: one event a request (`npm run bench -- fronts`)\n',
    `Both fronts of one stack in turn, ${frontConnections} connections; medians of ${rows.length / fronts.length} rounds.\n`,
    '| front | accepted/s | events/s into the log | p50 ms | p99 ms | sent again |',
    '|---|--:|--:|--:|--:|--:|',
    ...fronts.map(
      (front) =>
        `| \`${front}\` | ${whole.format(of(front, accepted))} | ${whole.format(of(front, (row) => row.eventsPerSecond))} | ${of(front, (row) => row.latencyMsP50).toFixed(1)} | ${of(front, (row) => row.latencyMsP99).toFixed(1)} | ${of(front, (row) => row.retried)} |`,
    ),
    '',
    `The web function accepts **${ratio.toFixed(1)}** times as many. Lambda worker threads, which the HTTP API needs, and the engines share the cores with it.\n`,
  ];
}

/** What the web function's own price is left out of, and at what price it would cost as much as the HTTP API. */
export function breakEvenPart(cost: readonly Cost[]): string[] {
  const singly = (front: Front): Cost | undefined =>
    cost.find((one) => one.front === front && one.eventsPerRequest === 1);
  const [http, web] = [singly('http-api'), singly('web-function')];
  if (http === undefined || web?.unpriced === undefined) return [];
  const { requestsPerMillion, cpuSecondsPerMillion } = web.unpriced;
  const saved = http.totalPerMillion - web.totalPerMillion;
  return [
    `Not priced, as AWS's prices of a web function were not to be found: its ${whole.format(requestsPerMillion)} requests and ${whole.format(cpuSecondsPerMillion)} processor-seconds for a million events. It breaks even with the HTTP API when these cost $${saved.toFixed(4)} together, and is cheaper below that.\n`,
  ];
}
