import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idlePrices, prices } from './prices.ts';

/** As much of a synthesized template as is charged for while nothing happens. */
export interface IdleTemplate {
  readonly Resources: Readonly<
    Record<
      string,
      { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }
    >
  >;
}

interface IdleCost {
  readonly what: string;
  readonly count: number;
  readonly dollars: number;
}

const MILLION = 1_000_000;
const HOURS = 730;
/** As AWS documents what Lambda does with a queue that is empty: five connections, each asking every 20 seconds. */
const POLLS_PER_HOUR = 5 * 180;

/** What a stack costs in a month in which nothing happens, by the list prices of `prices.ts`. */
export function idleCostsOf({ Resources }: IdleTemplate): readonly IdleCost[] {
  const of = (type: string) =>
    Object.values(Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties ?? {});
  const alarms = of('AWS::CloudWatch::Alarm');
  const metrics = sum(alarms.map(metricsOf));
  const keys = of('AWS::KMS::Key').length;
  const sources = of('AWS::Lambda::EventSourceMapping').length;
  const fired = sum(of('AWS::Scheduler::Schedule').map(firedInAMonth));
  const polls = sources * POLLS_PER_HOUR * HOURS;
  const sqs = prices.sqsPerMillionUnits / MILLION;
  return [
    {
      what: `${alarms.length} alarms, by the metrics that they look at`,
      count: metrics,
      dollars: metrics * idlePrices.alarmMetric,
    },
    {
      what: 'keys, for the topic of alarms and for receipts',
      count: keys,
      dollars: keys * idlePrices.key,
    },
    {
      what: `requests of ${sources} event sources to empty queues, at five connections each`,
      count: polls,
      dollars: polls * sqs,
    },
    {
      what: 'times that schedules fire: the call, the message and the function that takes it',
      count: fired,
      // Sent, received and deleted.
      dollars:
        fired * (idlePrices.scheduledCall + 3 * sqs + prices.lambdaPerMillionRequests / MILLION),
    },
  ];
}

function metricsOf({ Metrics: metrics }: Readonly<Record<string, unknown>>): number {
  if (!Array.isArray(metrics)) return 1;
  return metrics.filter((one: object) => 'MetricStat' in one).length;
}

/** Of `cron(minutes hours day month weekday year)`, with lists, all, or every so many; on a day of the month, once. */
function firedInAMonth({ ScheduleExpression: text }: Readonly<Record<string, unknown>>): number {
  const [, minutes = '', hours = '', day = ''] =
    /^cron\((\S+) (\S+) (\S+) \S+ \S+ \S+\)$/.exec(String(text)) ?? [];
  const counted = (field: string, all: number): number => {
    if (field === '*') return all;
    const every = /^\*\/(\d+)$/.exec(field)?.[1];
    return every === undefined ? field.split(',').length : all / Number(every);
  };
  const days = day === '*' || day === '?' ? HOURS / 24 : day.split(',').length;
  return Math.round(counted(minutes, 60) * counted(hours, 24) * days);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const dollarText = (dollars: number): string => `$${dollars.toFixed(2)}`.padStart(8);

export function idleReport(template: IdleTemplate): string {
  const costs = idleCostsOf(template);
  const rows = costs.map(
    ({ what, count, dollars }) => `${dollarText(dollars)}  ${count.toLocaleString('en')} ${what}`,
  );
  const all = sum(costs.map(({ dollars }) => dollars));
  return `${[...rows, `${dollarText(all)}  a month, by list prices and without free tiers`].join('\n')}\n`;
}

if (import.meta.main) {
  const file =
    process.argv[2] ?? join(import.meta.dirname, '..', 'cdk.out', 'Farthing.template.json');
  process.stdout.write(idleReport(JSON.parse(readFileSync(file, 'utf8')) as IdleTemplate));
}
