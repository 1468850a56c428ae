import { partitions } from '../core/metering/log/log-key.ts';
import { stores } from './counted-stores.ts';
import { type MonthEnd, type Step, type Store, steps } from './month.ts';
import { lambdaMbPerProcessor, prices } from './prices.ts';

/** A month's end of many customers, by what was counted at fewer. */
interface MonthModel {
  /** From the first message to the last month closed. */
  readonly closedMinutes: number;
  /** Until what is not billed is looked for, too. */
  readonly wholeMinutes: number;
  readonly dollars: {
    readonly reads: number;
    readonly writes: number;
    readonly lambdaTime: number;
  };
}

const MILLION = 1_000_000;
/** So many messages of a tenant are worked off at once, as `farthing:billingConcurrencyMax` says: some, and at most. */
const functionsAtOnce = [4, 8] as const;
/** What a request is assumed to take on AWS, and how many of a message are under way at once on average. */
const REQUEST_MS = 5;
const REQUESTS_AT_ONCE = 4;
/** What the SDK takes of the processor for a request, a small put for the most part: measured by itself. */
const SDK_MS = 1;
/** As `core/billing/run/month.ts` deals customers out. */
const MESSAGES_WANTED = 16;
const CUSTOMERS_PER_MESSAGE = { min: 100, max: 1_000 };
/** As `core/billing/unbilled` holds customers, and goes through all of them for a message. */
const HELD_MAX = 20_000;
const LOOKS = 3;
/** Each of these steps' messages comes from the one before; the others' are worked off at once. */
const inTurn: ReadonlySet<Step> = new Set(['begin', 'recount', 'repeats', 'search']);

function messagesFor(customers: number): number {
  const each = Math.ceil(customers / MESSAGES_WANTED);
  const { min, max } = CUSTOMERS_PER_MESSAGE;
  return Math.ceil(customers / Math.min(Math.max(each, min), max));
}

/** How often a month's totals are gone through by all messages that close it. */
const passes = (customers: number): number =>
  (partitions + messagesFor(customers) - 1) / partitions;

/** How often all customers are gone through to look for what is not billed: at least once a message. */
const walks = (counted: MonthEnd, customers: number): number =>
  Math.max(counted.steps['list-unbilled'].messages, LOOKS * Math.ceil(customers / HELD_MAX));

/** Whichever there are customers: most hours of the bench's months are empty, and are asked about all the same. */
interface Line {
  readonly fixed: number;
  readonly each: number;
}

function lineOf(counts: readonly [MonthEnd, MonthEnd], value: (month: MonthEnd) => number): Line {
  const [few, many] = counts;
  const each = Math.max(0, (value(many) - value(few)) / (many.customers - few.customers));
  return { fixed: Math.max(0, value(many) - each * many.customers), each };
}

/**
 * What was counted at fewer and at more customers has a part that is fixed and one that grows with them. Two things
 * grow faster: messages that close months read the totals of whole partitions, and messages that look for what is not
 * billed go through all customers.
 */
function monthModel(
  counts: readonly [MonthEnd, MonthEnd],
  { customers, functions }: { readonly customers: number; readonly functions: number },
): MonthModel {
  const [, many] = counts;
  const grownBy = (step: Step, store: Store): number => {
    if (step === 'close' && store === 'totals') return passes(customers) / passes(many.customers);
    // Each message reads how far the folds are.
    if (step === 'close' && store === 'fold progress') {
      return messagesFor(customers) / messagesFor(many.customers) / (customers / many.customers);
    }
    const isWalk = step === 'list-unbilled' && store === 'customers';
    return isWalk ? walks(many, customers) / many.steps['list-unbilled'].messages : 1;
  };
  const sum = (kind: 'requests' | 'readUnits' | 'writeUnits', only: readonly Step[]): number =>
    added(
      only.flatMap((step) =>
        stores.map((store) => {
          const { fixed: some, each } = lineOf(counts, (one) => one.steps[step].asked[store][kind]);
          return (some + each * customers) * grownBy(step, store);
        }),
      ),
    );
  const times = customers / many.customers;
  const more: Partial<Record<Step, number>> = {
    close: (passes(customers) - passes(many.customers)) * many.onceMs.totals * times,
    'list-unbilled':
      (walks(many, customers) - many.steps['list-unbilled'].messages) *
      many.onceMs.customers *
      times,
  };
  const cpuMs = (step: Step): number => {
    const { fixed: some, each } = lineOf(counts, (one) => one.steps[step].cpuMs);
    return some + each * customers + (more[step] ?? 0) + sum('requests', [step]) * SDK_MS;
  };
  const minutes = (step: Step): number => {
    const waited = (sum('requests', [step]) * REQUEST_MS) / REQUESTS_AT_ONCE;
    return (cpuMs(step) + waited) / (inTurn.has(step) ? 1 : functions) / 60_000;
  };
  const closedMinutes = added(steps.filter((step) => step !== 'list-unbilled').map(minutes));
  const gbSeconds = (added(steps.map(cpuMs)) / 1_000) * (lambdaMbPerProcessor / 1_024);
  return {
    closedMinutes,
    wholeMinutes: closedMinutes + minutes('list-unbilled'),
    dollars: {
      reads: (sum('readUnits', steps) / MILLION) * prices.dynamoDbPerMillionReadUnits,
      writes: (sum('writeUnits', steps) / MILLION) * prices.dynamoDbPerMillionWriteUnits,
      lambdaTime: gbSeconds * prices.lambdaPerGbSecond,
    },
  };
}

const added = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

const fixed = (value: number, places: number): string => value.toFixed(places);
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const MODELLED = 1_000_000;

/** Markdown: what was counted, and a million customers by it. */
export function monthPart(month: readonly MonthEnd[] | undefined): string[] {
  if (month === undefined) return [];
  return [
    "## A month's end by steps, and a million customers (`npm run bench -- month`)\n",
    'The core alone, on stores in memory that count units by the sizes of items; the third month, one message after another. In ms of processor a customer:\n',
    `| customers | ${steps.join(' | ')} | **all** | write units | read units | requests |`,
    `|--:|${steps.map(() => '--:|').join('')}--:|--:|--:|--:|`,
    ...month.map((one) => {
      const each = steps.map((step) => one.steps[step].cpuMs / one.customers);
      const asked = (kind: 'requests' | 'readUnits' | 'writeUnits'): string => {
        const all = steps.flatMap((step) =>
          stores.map((store) => one.steps[step].asked[store][kind]),
        );
        return fixed(added(all) / one.customers, 2);
      };
      const all = added(each);
      return `| ${whole.format(one.customers)} | ${each.map((ms) => fixed(ms, 2)).join(' | ')} | **${fixed(all, 2)}** | ${asked('writeUnits')} | ${asked('readUnits')} | ${asked('requests')} |`;
    }),
    '',
    ...millionPart(month),
  ];
}

function millionPart([few, many]: readonly MonthEnd[]): string[] {
  if (few === undefined || many === undefined) return [];
  return [
    `A million, by the first two rows: ${REQUEST_MS} ms a request, ${REQUESTS_AT_ONCE} of a message under way at once; processor time as here and ${SDK_MS} ms a request for the SDK. Blocks that are decided again, as another came first, are not in it.\n`,
    '| functions at once | closed, minutes | with the look for what is not billed | reads | writes | Lambda time |',
    '|--:|--:|--:|--:|--:|--:|',
    ...functionsAtOnce.map((functions) => {
      const order = { customers: MODELLED, functions };
      const { closedMinutes, wholeMinutes, dollars } = monthModel([few, many], order);
      const money = [dollars.reads, dollars.writes, dollars.lambdaTime].map((one) => fixed(one, 2));
      return `| ${functions} | ${fixed(closedMinutes, 0)} | ${fixed(wholeMinutes, 0)} | $${money.join(' | $')} |`;
    }),
    '',
  ];
}
