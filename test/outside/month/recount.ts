import { nanos } from '../../e2e/support/billing.ts';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { month, type Payer } from './catalog.ts';

/** What a payer was charged, by the charge and by when its part of the month begins. */
interface Captured {
  readonly quantity: bigint;
  readonly net: bigint;
  readonly tax: bigint;
}

interface Spent {
  readonly captured: bigint;
  readonly ungated: bigint;
  readonly lines: ReadonlyMap<string, Captured>;
}

/** A usage line of the invoice: exact to 24 places, and as the document says it in nanos. */
interface Line {
  readonly meter: string;
  readonly quantity: bigint;
  readonly exact: bigint;
  readonly nanos: bigint;
}

const EXACT_PLACES = 24;
const EXACT_PER_NANO = 10n ** 15n;
const QUANTITY_PLACES = 12;
const TAX_PERCENT = 19n;

const placeOf = (charge: string, from: string): string => `${charge} from ${from}`;

/** Compares what a payer was charged, by GET, with the lines of its invoice, as its document has them. */
export async function recountFaults(
  farthing: LocalFarthing,
  payer: Payer,
  {
    told,
    sent,
  }: {
    readonly told: { readonly net: bigint; readonly tax: bigint };
    readonly sent: number;
  },
): Promise<readonly string[]> {
  const spent = await spentBy(farthing, payer.key);
  const lines = await invoiceLines(farthing, payer.key);
  const faults: string[] = [];
  const differ = (what: string, ours: unknown, theirs: unknown): void => {
    if (ours !== theirs)
      faults.push(`${payer.key} (${payer.plan}), ${what}: ${ours}, not ${theirs}`);
  };
  const sum = (of: (line: Captured) => bigint): bigint =>
    [...spent.lines.values()].reduce((all, line) => all + of(line), 0n);
  differ(
    'net of its lines and of what was answered',
    sum(({ net }) => net),
    told.net,
  );
  differ(
    'tax of its lines and of what was answered',
    sum(({ tax }) => tax),
    told.tax,
  );
  differ('charged, and the sum of its lines', spent.captured, told.net + told.tax);

  let [gross, besides] = [0n, 0n];
  for (const place of new Set([...spent.lines.keys(), ...lines.keys()])) {
    const line = lines.get(place);
    const captured = spent.lines.get(place) ?? { quantity: 0n, net: 0n, tax: 0n };
    if (line === undefined) {
      faults.push(`${payer.key}: the invoice has no line ${place}`);
      continue;
    }
    const net = line.exact / EXACT_PER_NANO;
    gross += net + taxOf(net);
    besides += line.quantity - captured.quantity;
    if (line.nanos - net < 0n || line.nanos - net > 1n) {
      faults.push(`${payer.key}: ${place} says ${line.nanos} nanos and comes to ${net}`);
    }
    if (!isGated(payer, line)) continue;
    differ(`quantity of ${place}`, captured.quantity, line.quantity);
    differ(`net of ${place}`, captured.net, net);
    differ(`tax of ${place}`, captured.tax, taxOf(net));
    // What has no part of a nano gets none of what is shared out between the lines of a document.
    if (line.exact % EXACT_PER_NANO === 0n) {
      differ(`nanos of ${place}`, captured.net, line.nanos);
    }
  }
  differ('units used besides', besides, BigInt(sent) * 10n ** BigInt(QUANTITY_PLACES));
  differ('charged and used besides', spent.captured + spent.ungated, gross);
  return faults;
}

/** Whether all of a line was asked for before it was used. */
const isGated = ({ besides }: Payer, { meter }: Line): boolean =>
  meter !== 'calls' && (besides !== 'reads' || meter !== 'reads');

const taxOf = (net: bigint): bigint => (net * TAX_PERCENT) / 100n;

async function spentBy(farthing: LocalFarthing, payer: string): Promise<Spent> {
  const path = `/v1/payers/${payer}/spend?period=${month}`;
  const { status, body } = await farthing.request('GET', path);
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
  const { captured, ungated, lines } = body as {
    readonly captured: string;
    readonly ungated: string;
    readonly lines: readonly Readonly<Record<string, string>>[];
  };
  return {
    ...{ captured: nanos(captured), ungated: nanos(ungated) },
    lines: new Map(
      lines.map(({ charge = '', from = '', quantity = '', net = '', tax = '' }) => [
        placeOf(charge, from),
        {
          quantity: scaled(quantity, QUANTITY_PLACES),
          ...{ net: nanos(net), tax: nanos(tax) },
        },
      ]),
    ),
  };
}

interface DocumentLine {
  readonly kind: string;
  readonly meter?: string;
  readonly charge?: string;
  readonly quantity: string;
  readonly unitPrice?: string;
  readonly exactAmount: string;
  readonly steps?: readonly { readonly amount: string }[];
  readonly period?: { readonly start: string };
}

async function invoiceLines(
  farthing: LocalFarthing,
  payer: string,
): Promise<ReadonlyMap<string, Line>> {
  const { body } = await farthing.request('GET', `/v1/invoices?customer=${payer}&period=${month}`);
  const [invoice] = (body as { readonly invoices: readonly { readonly id: string }[] }).invoices;
  if (invoice === undefined) throw new Error(`${payer} has no invoice of ${month}`);
  const { text } = await farthing.get(`/v1/invoices/${invoice.id}?format=json`);
  const document = JSON.parse(text) as {
    readonly period: { readonly start: string };
    readonly lines: readonly DocumentLine[];
  };
  const usage = document.lines.filter(({ kind }) => kind === 'usage');
  return new Map(
    usage.map((line) => [
      placeOf(line.charge ?? '', (line.period ?? document.period).start),
      {
        meter: line.meter ?? '',
        quantity: scaled(line.quantity, QUANTITY_PLACES),
        exact: exactOf(line),
        nanos: nanos(line.exactAmount),
      },
    ]),
  );
}

/** By its steps; where it has none, its one price times its quantity. */
function exactOf({ steps, quantity, unitPrice = '' }: DocumentLine): bigint {
  if (steps === undefined) {
    return scaled(quantity, QUANTITY_PLACES) * scaled(unitPrice, QUANTITY_PLACES);
  }
  return steps.reduce((sum, { amount }) => sum + scaled(amount, EXACT_PLACES), 0n);
}

/** A decimal as a whole number of its last place. */
function scaled(text: string, places: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const [, sign = '', whole = '', fraction = ''] = match ?? [];
  if (match === null || fraction.length > places) throw new Error(`no decimal: ${text}`);
  return BigInt(`${sign}${whole}${fraction.padEnd(places, '0')}`);
}
