import { readCustomer } from '../../books/customer-documents.ts';
import type { LineExplanationAnswer } from '../../contract/invoices/explanation-shapes.ts';
import type { DocumentContent, InvoiceLine } from '../../contract/invoices/invoice.ts';
import { closedMonths } from '../../invoicing/billing-period.ts';
import type { RatedCharge } from '../../invoicing/reckoning.ts';
import { decimalFrom, decimalOf, decimalText } from '../../kernel/decimal.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { exactText } from '../../kernel/exact-amount.ts';
import { exactFromNanos, nanosFrom, nanosOf, nanosText } from '../../kernel/money.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import type { Moment } from '../../metering/tally.ts';
import type { RatingPorts } from '../ports.ts';
import { isOutOfReach } from '../rating/reach.ts';
import { type BilledBy, type BooksPorts, billedBy, carriedFrom } from './billed.ts';
import { explainedDifference } from './difference.ts';
import { type ExplainedEvent, explainedEvents } from './events.ts';
import { reasonOf } from './reasons.ts';
import { stepsOf } from './steps.ts';
import { type ExplainedStretch, stretchOf } from './stretch.ts';
import type { ExplainedTally, TallyPlace } from './tallies.ts';
import { type LinePrice, type LineUsage, linePrice, lineUsage, ratedFee } from './usage.ts';

/** A line, and which page of what is behind it. */
export interface LineQuestion {
  readonly document: DocumentContent;
  readonly line: InvoiceLine;
  readonly page: ExplainedPage;
  readonly limit: number;
}

type ExplainedPage =
  | { readonly of: 'tallies'; readonly unit: 'day' | 'hour'; readonly after?: TallyPlace }
  | { readonly of: 'events'; readonly after?: Moment };

/** What is behind a line; the page that was asked for is apart. */
export interface LineExplanation {
  readonly reason: string;
  readonly price: LinePrice | undefined;
  readonly stretch: ExplainedStretch;
  readonly steps: LineExplanationAnswer['steps'];
  readonly carried: LineExplanationAnswer['carried'];
  readonly usage: LineExplanationAnswer['usage'];
  /** The meter's dimensions, in the order in which tallies and events have their values. */
  readonly dimensions: readonly string[];
  readonly tallies: readonly ExplainedTally[] | undefined;
  readonly events: readonly ExplainedEvent[] | undefined;
  /** Where the next page begins. */
  readonly next: TallyPlace | Moment | undefined;
}

type Ports = RatingPorts & BooksPorts;

/**
 * From a line to its price, how its amount comes about, and what was used: read and rated again as of now, and compared
 * with what the books say was billed.
 */
export async function explainLine(
  ports: Ports,
  tenant: string,
  question: LineQuestion,
): Promise<LineExplanation> {
  const { document, line } = question;
  const { customer } = document;
  const cell = await readCustomer(ports.books, tenant, customer);
  const stretch = stretchOf(document, line, closedMonths(cell));
  // One more where months may be days long, as the billing day was changed.
  const monthsReachedBack = ports.monthsReachedBack + (stretch.shown.cycle === undefined ? 0 : 1);
  const price = await linePrice(ports, tenant, line);
  const usage = await usageBehind(ports, tenant, { question, price, stretch });
  const rated = ratedLine(line, { price, stretch, usage });
  const billedOf = (charge: RatedCharge | undefined): Promise<BilledBy[]> =>
    charge === undefined
      ? Promise.resolve([])
      : billedBy(ports, tenant, {
          customer,
          month: stretch.month,
          charge: charge.key,
          explained: document.id,
          monthsReachedBack,
        });
  const billed = await billedOf(rated);
  const carried = await carriedInto(ports, tenant, question);
  const now = usage?.rated.find(({ kind, charge }) => kind === 'usage' && charge === line.charge);
  return {
    reason: reasonOf(document, line),
    steps: stepsOf({ document, line, billed: upTo(question, billed), carried }),
    price,
    stretch,
    carried: carried.length === 0 ? undefined : carried.map(carriedAnswer),
    usage:
      usage === undefined || now === undefined
        ? undefined
        : usageAnswer(question, {
            usage,
            now,
            billed: now === rated ? billed : await billedOf(now),
            isFinal: isOutOfReach(stretch.month, closedMonths(cell), monthsReachedBack),
          }),
    dimensions: usage?.meter.dimensions ?? [],
    ...(await pageOf(ports, tenant, { question, usage })),
  };
}

/** Only what a charge prices has usage behind it. */
async function usageBehind(
  ports: Ports,
  tenant: string,
  {
    question: { document, page, limit },
    price,
    stretch,
  }: {
    readonly question: LineQuestion;
    readonly price: LinePrice | undefined;
    readonly stretch: ExplainedStretch;
  },
): Promise<LineUsage | undefined> {
  if (price?.charge === undefined) return undefined;
  const tallies =
    page.of === 'tallies'
      ? { unit: page.unit, after: page.after }
      : { unit: undefined, after: undefined };
  return lineUsage(ports, tenant, {
    customer: document.customer,
    price,
    charge: price.charge,
    stretch,
    page: { ...tallies, limit },
  });
}

function ratedLine(
  line: InvoiceLine,
  {
    price,
    stretch,
    usage,
  }: {
    readonly price: LinePrice | undefined;
    readonly stretch: ExplainedStretch;
    readonly usage: LineUsage | undefined;
  },
): RatedCharge | undefined {
  if (price?.kind === 'fee') return ratedFee(price, stretch, line.charge);
  return usage?.rated.find(({ kind, charge }) => kind === price?.kind && charge === line.charge);
}

/** The documents that billed a charge up to the one that is explained, itself last; a draft is not in the books. */
function upTo({ document, line }: LineQuestion, billed: readonly BilledBy[]): readonly BilledBy[] {
  const own = billed.findIndex(({ id }) => id === document.id);
  if (own >= 0) return billed.slice(0, own + 1);
  const draft: BilledBy = {
    id: document.id,
    type: 'draft',
    number: null,
    period: document.period.firstDay.slice(0, 7),
    quantity: decimalFrom(line.quantity) ?? decimalOf(0n),
    exact: exactFromNanos(nanosFrom(line.exactAmount) ?? nanosOf(0n)),
  };
  return [...billed, draft];
}

const carriedInto = async (
  ports: Ports,
  tenant: string,
  { document, line }: LineQuestion,
): ReturnType<typeof carriedFrom> =>
  line.kind !== 'carried-in' || line.taxCode === undefined || document.type === 'credit-note'
    ? []
    : carriedFrom(ports, tenant, {
        customer: document.customer,
        before: document.id,
        currency: document.currency,
        taxCode: line.taxCode,
        taxCategory: line.taxCategory,
        taxRate: line.taxRate,
      });

const carriedAnswer = ({
  amount,
  invoicedWith,
  ...reference
}: Awaited<ReturnType<typeof carriedFrom>>[number]) => ({
  ...reference,
  ...definedOnly({ invoicedWith }),
  exactAmount: nanosText(amount),
});

function usageAnswer(
  question: LineQuestion,
  {
    usage,
    now,
    billed,
    isFinal,
  }: {
    readonly usage: LineUsage;
    readonly now: RatedCharge;
    readonly billed: readonly BilledBy[];
    readonly isFinal: boolean;
  },
): LineExplanationAnswer['usage'] {
  const { meter, usedBy } = usage;
  const { document, line } = question;
  // Of a draft's minimum it is not known which usage it was made with.
  const isKnown = line.kind !== 'minimum' || billed.some(({ id }) => id === document.id);
  const by = upTo(question, billed);
  const difference = isKnown
    ? explainedDifference(now.quantity, { by, all: billed, isFinal })
    : undefined;
  return {
    meter: meter.key,
    aggregation: meter.aggregation,
    eventType: meter.eventType,
    dimensions: [...meter.dimensions],
    subjects: new Set(usedBy.map(({ subject }) => subject)).size,
    quantity: decimalText(now.quantity),
    ratedAmount: exactText(now.exact),
    addsUp: addsUp.has(meter.aggregation) && meter.window === undefined,
    ...levelAnswer(usage, now),
    ...windowsAnswer(usage),
    billed: billed.map(({ quantity, exact, ...reference }) => ({
      ...reference,
      quantity: decimalText(quantity),
      ratedAmount: exactText(exact),
    })),
    ...(difference === undefined ? {} : { difference }),
  };
}

/** What rows do not show of a level: what it stood at before, and the month's quantity that a part has its share of. */
function levelAnswer(
  { level }: LineUsage,
  { quantity }: RatedCharge,
): Pick<NonNullable<LineExplanationAnswer['usage']>, 'opening' | 'monthQuantity'> {
  const { opening, ofMonth, fromRows } = level;
  const rest = decimalOf(fromRows === undefined ? 0n : quantity - fromRows);
  // Both are rounded to 12 places, each by itself.
  const isOpened = opening !== undefined && (opening !== 0n || rest > 1n || rest < -1n);
  const ofRest = fromRows === undefined ? {} : { quantity: decimalText(rest) };
  return {
    ...(isOpened ? { opening: { level: decimalText(opening), ...ofRest } } : {}),
    ...(ofMonth === undefined ? {} : { monthQuantity: decimalText(ofMonth) }),
  };
}

/** The trailing windows that the month's quantity is the most of, or the mean. */
function windowsAnswer({
  meter: { window },
  windows,
}: LineUsage): Pick<NonNullable<LineExplanationAnswer['usage']>, 'window' | 'windows'> {
  if (window === undefined) return {};
  return {
    window,
    windows: windows.map(({ start, end, quantity }) => ({
      ...{ start: rfc3339(start), end: rfc3339(end), quantity: decimalText(quantity) },
    })),
  };
}

const addsUp: ReadonlySet<string> = new Set(['count', 'sum', 'weighted_sum']);

async function pageOf(
  ports: Ports,
  tenant: string,
  {
    question: { page, limit },
    usage,
  }: {
    readonly question: LineQuestion;
    readonly usage: LineUsage | undefined;
  },
): Promise<Pick<LineExplanation, 'tallies' | 'events' | 'next'>> {
  if (usage === undefined) return { tallies: undefined, events: undefined, next: undefined };
  if (page.of === 'tallies') {
    const { tallies, more } = usage.tallies.page();
    return { tallies, events: undefined, next: more ? tallies.at(-1)?.place : undefined };
  }
  const { events, next } = await explainedEvents(ports, {
    tenant,
    meter: usage.meter,
    isWanted: usage.isWanted,
    rules: usage.rules,
    usedBy: usage.usedBy,
    hours: usage.tallies.hours(),
    after: page.after,
    limit,
  });
  return { tallies: undefined, events, next };
}
