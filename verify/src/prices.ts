import { base64, sha256, utf8 } from './bytes.ts';
import type { Agreed, AgreedPrices, Billed, Closing } from './closing.ts';
import { compared, comparisons, isRated } from './compared.ts';
import { couponsOf } from './coupons.ts';
import { objectsIn } from './entry.ts';
import { type Explained, type GivenVersion, isOfStretch, talliesFinding } from './explained.ts';
import { type Finding, fails, found, unknown } from './findings.ts';
import type { Shown } from './invoice.ts';
import { canonical, isObject } from './json.ts';
import { type Line, type Matched, matchedLines } from './lines.ts';
import { type Expected, expectedOf, feeOf } from './month.ts';
import { isShare, isWhole, type Share } from './numbers.ts';
import { ratedRun } from './priced-usage.ts';
import type { Stretch } from './runs.ts';
import { termFindings } from './term.ts';
import { versionFrom } from './terms.ts';

/** What a document's prices are checked with. */
export interface PriceSources {
  readonly versions: readonly GivenVersion[];
  readonly explained: readonly Explained[];
  /** The closings of the same payer before it in the books, whose entries hold. */
  readonly before: readonly Closing[];
  /** Which documents before it are shown as void. */
  readonly undone: readonly string[];
}

/** Rules by which months are rated that are known here. */
const RULES = 3;
const MS_PER_DAY = 86_400_000;

/** Whether what is charged follows from the prices that months were closed under, and from what was used. */
export async function priceFindings(
  shown: Shown,
  sources: PriceSources,
): Promise<readonly Finding[]> {
  const { closing } = shown;
  const months = new Set([closing.period.month, ...closing.billed.map(({ period }) => period)]);
  const closings = [...standing(sources.before, closing), closing];
  const bills = closings.flatMap(({ billed }) => billed);
  const findings: Finding[] = [];
  for (const month of [...months].sort()) {
    const closed = closings.findLast(({ period }) => period.month === month);
    const asked = { shown, sources, month, bills: bills.filter(({ period }) => period === month) };
    findings.push(
      ...(closed === undefined
        ? openMonth(asked, month > closing.period.month)
        : await closedMonth(asked, closed)),
    );
  }
  return [...findings, ...changeFindings(shown), ...termFindings(shown, closings, sources.undone)];
}

/** Closings that were not undone: one that is made again has taken back all of the one before it. */
const standing = (before: readonly Closing[], now: Closing): readonly Closing[] =>
  before.filter(
    (one) =>
      ![...before, now].some(
        ({ period, attempt }) => period.month === one.period.month && attempt > one.attempt,
      ),
  );

interface AskedMonth {
  readonly shown: Shown;
  readonly sources: PriceSources;
  readonly month: string;
  /** All that was billed of the month, up to this document. */
  readonly bills: readonly Billed[];
}

const matchedIn = ({ lines, closing }: Shown): readonly Matched[] =>
  matchedLines(lines, closing.billed).matched;

/** A month that no document given has closed: of one to come, fees are charged in advance. */
function openMonth({ shown, sources, month }: AskedMonth, isToCome: boolean): readonly Finding[] {
  const own = matchedIn(shown).filter(({ billed }) => billed.period === month && isRated(billed));
  const off = isToCome ? offAhead(shown, own) : [];
  return own.map(({ line, billed }) => {
    if (!isToCome)
      return unknown(
        'price',
        `Line ${line.id} corrects ${month}: give the document that closed it, and those between, with their proofs.`,
      );
    if (billed.key.kind === 'coupon') {
      const says = `what a coupon takes off, ${billed.text},`;
      const expected = off.find(({ text }) => text === billed.text);
      return compared(expected ?? { exact: 0n, says }, billed.exact, `Line ${line.id}`);
    }
    return advanceFinding({ shown, line, billed }, sources);
  });
}

/** What coupons take off what a document charges before its month, as they were agreed when it was made. */
function offAhead({ closing }: Shown, own: readonly Matched[]): readonly Expected[] {
  const fees = own.flatMap(({ billed: { key, text, exact } }) =>
    key.kind === 'fee'
      ? [
          {
            text,
            exact,
            says: `the fee ${key.charge}`,
            cost: {
              ...{ kind: key.kind, key: key.charge },
              parts: [{ start: key.start, weight: 1n }],
            },
          },
        ]
      : [],
  );
  return couponsOf(closing.agreed?.couponsAhead ?? [], fees);
}

function advanceFinding(
  { shown, line, billed }: { readonly shown: Shown; readonly line: Line; readonly billed: Billed },
  { versions }: PriceSources,
): Finding {
  const { key, period } = billed;
  const own = versions.find((one) => isOfStretch(one, { plan: key.plan, version: key.version }));
  if (own === undefined) return missing(key);
  const version = versionFrom(own.body);
  const fee = version.fees.find((one) => one.key === key.charge);
  const share = daysOf(shown, line, period);
  if (fee === undefined || fee.timing !== 'advance' || share === undefined)
    return fails(
      'price',
      `Line ${line.id} is charged for ${period}, and the plan has no such fee.`,
    );
  const stretch = { plan: key.plan, version, start: key.start, end: key.start, share };
  return compared(feeOf(stretch, fee), billed.exact, `Line ${line.id}`);
}

/** The days of a month that a line is for, by the local days that it shows. */
function daysOf({ content }: Shown, { id }: Line, month: string): Share | undefined {
  const line = objectsIn(content, 'lines').find((one) => one['id'] === id);
  const period = line?.['period'];
  const { firstDay, lastDay, cycle } = isObject(period) ? period : {};
  if (typeof firstDay !== 'string' || typeof lastDay !== 'string') return undefined;
  const [year = 0, number = 0] = month.split('-').map(Number);
  const of = new Date(Date.UTC(year, number, 0)).getUTCDate();
  if (cycle !== undefined) return daysOfCycle({ firstDay, lastDay, cycle }, { month, of });
  const dayOf = (day: string): number => (day.startsWith(month) ? Number(day.slice(-2)) : 0);
  const share = { from: Math.max(dayOf(firstDay), 1) - 1, to: dayOf(lastDay), of };
  return isShare(share) ? share : undefined;
}

/** The same where the customer has a billing day: by the days of the month that it names. */
function daysOfCycle(
  {
    firstDay,
    lastDay,
    cycle,
  }: { readonly firstDay: string; readonly lastDay: string; readonly cycle: unknown },
  { month, of }: { readonly month: string; readonly of: number },
): Share | undefined {
  const first = isObject(cycle) && cycle['month'] === month ? cycle['firstDay'] : undefined;
  if (typeof first !== 'string') return undefined;
  const daysTo = (day: string): number => (Date.parse(day) - Date.parse(first)) / MS_PER_DAY;
  const share = { from: daysTo(firstDay), to: daysTo(lastDay) + 1, of };
  return isShare(share) ? share : undefined;
}

async function closedMonth(asked: AskedMonth, closed: Closing): Promise<readonly Finding[]> {
  const { month, sources, shown } = asked;
  const { agreed } = closed;
  if (agreed === undefined || agreed.rules < RULES)
    return [
      unknown(
        'price',
        `${month} was closed before all that it was rated by was kept, or by rules that are not known here: what it comes to was not made again.`,
      ),
    ];
  const terms = await termsFindings(agreed, sources);
  const stretches = stretchesOf(agreed, sources);
  if (stretches === undefined) return terms;
  const matched = matchedIn(shown).filter(({ billed }) => billed.period === month);
  const doubtful = new Set<string>();
  const expected = expectedOf({ stretches, coupons: agreed.coupons }, (run, text) => {
    const lines = matched.filter(({ billed }) => billed.text === text).map(({ line }) => line);
    const explained = sources.explained.find(
      (one) => one.invoice === shown.content['id'] && lines.some(({ id }) => id === one.line),
    );
    if (!isWhole(run.share) && explained === undefined) doubtful.add(text);
    const bills = asked.bills.filter((one) => one.text === text);
    return ratedRun(run, { bills, lines, period: closed.period, explained });
  });
  return [
    ...terms,
    ...tallied(asked, matched),
    ...comparisons({
      ...{ month, expected, matched, doubtful, bills: asked.bills },
      booked: shown.closing.billed.filter(({ period }) => period === month),
      isOwn: closed === shown.closing,
      undone: sources.undone,
      hasBefore: sources.before.some(({ billed }) => billed.some(({ period }) => period === month)),
    }),
  ];
}

const missing = ({ plan, version }: { readonly plan: string; readonly version: string }): Finding =>
  unknown('terms', `The prices of ${plan} from ${version} were not given: give the plan.`);

/** Whether the prices that were given are those that the log has a digest of. */
async function termsFindings(
  { prices }: Agreed,
  { versions }: PriceSources,
): Promise<readonly Finding[]> {
  return Promise.all(prices.map((one) => termsFinding(one, versions)));
}

async function termsFinding(
  prices: AgreedPrices,
  versions: readonly GivenVersion[],
): Promise<Finding> {
  const given = versions.filter((one) => isOfStretch(one, prices));
  if (given.length === 0) return missing(prices);
  const name = `${prices.plan} from ${prices.version}`;
  if (prices.digest === undefined)
    return unknown(
      'terms',
      `The log does not say what the prices of ${name} were, as the month was closed before it did: compare them with what was agreed.`,
    );
  const digests = await Promise.all(
    given.map(async ({ body }) => base64(await sha256(utf8(canonical(body))))),
  );
  return found(
    'terms',
    digests.every((one) => one === prices.digest),
    {
      so: `The prices of ${name} are those that the month was closed under: the log has their digest.`,
      not: `The prices of ${name} that were given are not those that the month was closed under.`,
    },
  );
}

function stretchesOf(
  { stretches }: Agreed,
  { versions }: PriceSources,
): readonly Stretch[] | undefined {
  const all = stretches.map(({ plan, version, start, end, share }) => {
    const given = versions.find((one) => isOfStretch(one, { plan, version }));
    if (given === undefined || !isShare(share)) return undefined;
    return { plan, version: versionFrom(given.body), start, end, share };
  });
  return all.includes(undefined) ? undefined : all.filter((one) => one !== undefined);
}

function tallied(
  { shown, sources, bills }: AskedMonth,
  matched: readonly Matched[],
): readonly Finding[] {
  return sources.explained
    .filter(({ invoice }) => invoice === shown.content['id'])
    .flatMap((explained) => {
      const own = matched.find(({ line }) => line.id === explained.line);
      if (own === undefined) return [];
      const all = bills.filter(({ text }) => text === own.billed.text);
      const billed = all.reduce((sum, { quantity }) => sum + quantity, 0n);
      const json = objectsIn(shown.content, 'lines').find(({ id }) => id === explained.line);
      return [talliesFinding(explained, { shown: json ?? null, billed })];
    });
}

/** What wallets and passes change is decided elsewhere. */
const changeFindings = (shown: Shown): readonly Finding[] =>
  matchedIn(shown)
    .filter(({ billed }) => billed.key.kind === 'given' || billed.key.kind === 'pass')
    .map(({ line, billed: { key } }) => {
      const by = key.kind === 'given' ? 'a wallet that was given money' : 'a pass that was bought';
      return unknown(
        'wallet',
        `Line ${line.id} is what ${by} changes: what it had is in the payer's log of spending, and not in this one.`,
      );
    });
